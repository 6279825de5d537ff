"""The rows below a header, with every column that has a meaning read once."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

import polars as pl

from ledger.gl import columns
from ledger.gl.columns import Parsed
from ledger.gl.layout import MONEY, Layout
from ledger.gl.line import LEDGER_DATES
from ledger.gl.periods import parse_period, parse_year
from ledger.period import AccountingPeriod
from ledger.reader.table import Table

CREDIT: Final = ("H", "C", "CR", "CREDIT", "K", "-")
DEBIT: Final = ("S", "D", "DR", "DEBIT", "+")
_SEPARATOR: Final = "\x1f"


@dataclass(slots=True)
class Body:
    """A table below its header.

    ``texts`` are the tidied columns by field, ``money`` and ``days`` what was read of them,
    ``period`` the accounting periods; ``notes`` what the reader of the summary should know.
    """

    table: Table
    layout: Layout
    frame: pl.DataFrame
    numbers: pl.Series
    texts: dict[str, pl.Series]
    money: dict[str, Parsed]
    days: dict[str, Parsed]
    period: Parsed
    notes: list[str] = field(default_factory=list)

    @property
    def height(self) -> int:
        """How many rows stand below the header."""
        return self.frame.height

    def text(self, name: str) -> pl.Series:
        """A field's column; blanks where the file has none."""
        found = self.texts.get(name)
        if found is None:
            found = pl.Series(name, [""]).new_from_index(0, self.height)
        return found

    def is_filled(self, name: str) -> pl.Series:
        """Where a field holds text."""
        return self.text(name) != ""

    def place(self, name: str) -> int:
        """The source's column number of a field."""
        return self.table.places[self.layout.fields[name]]


def read_body(table: Table, layout: Layout) -> Body:
    """Cut the rows below the header out of ``table`` and read every column that has a meaning."""
    start = layout.index + 1
    frame = table.frame.slice(start)
    frame = _fill_merged(frame, table, layout, start)
    texts = {
        name: columns.tidy(frame.to_series(at)).alias(name) for name, at in layout.fields.items()
    }
    if layout.narratives:
        texts["description"] = _joined(frame, layout.narratives)
    notes: list[str] = []
    days: dict[str, Parsed] = {}
    for name in LEDGER_DATES:
        if name in texts:
            days[name], months = columns.days_of(texts[name], date1904=table.date1904)
            if months:
                notes.append(
                    f"{months} dates in {layout.source(name)!r} name only a month;"
                    " its first day stands for it."
                )
    money = {name: columns.pence_of(texts[name]) for name in MONEY if name in texts}
    period = _periods(layout, texts, days, notes)
    return Body(table, layout, frame, table.numbers.slice(start), texts, money, days, period, notes)


def _fill_merged(frame: pl.DataFrame, table: Table, layout: Layout, start: int) -> pl.DataFrame:
    """Show in rows below what cells merged downwards show; never an amount."""
    money = {layout.fields[name] for name in MONEY if name in layout.fields}
    for at, place in enumerate(table.places):
        fills = table.fills.get(place)
        if not fills or at in money:
            continue
        column = frame.to_series(at)
        below = {index - start: text for index, text in fills.items() if index >= start}
        rows = [index for index in below if not column[index]]
        if rows:
            texts = [below[index] for index in rows]
            frame = frame.with_columns(column.scatter(rows, texts))
    return frame


def _joined(frame: pl.DataFrame, places: tuple[int, ...]) -> pl.Series:
    parts = [columns.tidy(frame.to_series(at)) for at in places]
    if len(parts) == 1:
        return parts[0].alias("description")
    blanked = [part.replace("", None) for part in parts]
    return pl.select(
        pl.concat_str([pl.lit(part) for part in blanked], separator=" ", ignore_nulls=True)
        .fill_null("")
        .alias("description")
    ).to_series()


def _periods(
    layout: Layout, texts: dict[str, pl.Series], days: dict[str, Parsed], notes: list[str]
) -> Parsed:
    posted = days.get("posted_on")
    period = texts.get("accounting_period")
    if period is None:
        if posted is None:
            blank = pl.Series("accounting_period", [""])
            height = next(iter(texts.values())).len()
            column = blank.new_from_index(0, height)
            return Parsed(column, {}, column)
        notes.append(
            "The file has no accounting period; it was taken from"
            f" {layout.source('posted_on')!r} (April is 01)."
        )
        by_day = posted.values.cast(pl.String).fill_null("")
        return columns.each_text(by_day, _period_of_day, pl.String())
    if not period.str.contains(r"^\D{0,7}\d{1,3}$").any():
        return columns.each_text(period, parse_period, pl.String())
    year = texts.get("fiscal_year")
    frame = pl.DataFrame({
        "period": period,
        "year": year if year is not None else pl.Series([""]).new_from_index(0, period.len()),
        "on": (
            posted.values.cast(pl.String).fill_null("")
            if posted is not None
            else pl.Series([""]).new_from_index(0, period.len())
        ),
    })  # fmt: skip
    joined = frame.select(pl.concat_str(pl.all(), separator=_SEPARATOR)).to_series()
    read = columns.each_text(joined, _period_in_context, pl.String())
    return Parsed(read.values, read.faults, joined)


def _period_of_day(text: str) -> str | None:
    return str(AccountingPeriod.containing(date.fromisoformat(text))) if text else ""


def _period_in_context(text: str) -> str:
    period, year, on = text.split(_SEPARATOR)
    return parse_period(period, parse_year(year), date.fromisoformat(on) if on else None)


def shown_period(text: str) -> str:
    """What stood in the period's own cell, without the context it was read in."""
    return text.split(_SEPARATOR, maxsplit=1)[0]
