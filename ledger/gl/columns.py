"""Columns of text read as pence, days and periods, once for each different text.

Plain amounts (``-1,234.50``) are read as a column; every other shape goes through
``ledger.gl.amounts`` once per different text, so both ways give the same pence.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from ledger.gl.amounts import parse_amount
from ledger.gl.dates import parse_day

_PLAIN: Final = r"^-?(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})\.[0-9]{2}$"
_NO_BREAK: Final = "\u00a0"
_EXCEL_TEXT: Final = '="'


@dataclass(frozen=True, slots=True)
class Parsed:
    """A column as read: ``values`` (null where blank or faulty) and the fault of each bad text."""

    values: pl.Series
    faults: dict[str, str]
    texts: pl.Series

    @property
    def is_faulty(self) -> pl.Series:
        """Which rows hold a text that could not be read."""
        if not self.faults:
            return pl.repeat(False, self.texts.len(), dtype=pl.Boolean, eager=True)
        return self.texts.is_in(list(self.faults))

    def fault_at(self, index: int) -> str:
        """Why the row at ``index`` could not be read; ``""`` when it could."""
        return self.faults.get(self.texts[index], "")


def tidy(column: pl.Series) -> pl.Series:
    """Text without surrounding white space, non-breaking spaces or Excel's ``="…"`` wrapping."""
    stripped = column.str.strip_chars()
    if stripped.str.contains_any([_NO_BREAK, _EXCEL_TEXT]).any():
        stripped = (
            stripped.str.replace_all(_NO_BREAK, " ", literal=True)
            .str.replace(r'^="(.*)"$', "$1")
            .str.strip_chars()
        )
    return stripped


def pence_of(column: pl.Series) -> Parsed:
    """Amounts of a tidied column as ``Int64`` pence."""
    is_plain = column.str.contains(_PLAIN)
    if is_plain.all():
        return Parsed(_digits(column), {}, column)
    odd = each_text(column.filter(~is_plain), parse_amount, pl.Int64())
    values = pl.Series("pence", [None], dtype=pl.Int64).new_from_index(0, column.len())
    values = values.scatter(is_plain.arg_true(), _digits(column.filter(is_plain)))
    values = values.scatter((~is_plain).arg_true(), odd.values)
    return Parsed(values, odd.faults, column)


def days_of(column: pl.Series, *, date1904: bool) -> tuple[Parsed, int]:
    """Days of a tidied column as ``Date``, and how many rows name only a month."""
    months: list[str] = []

    def one(text: str) -> date | None:
        day = parse_day(text, date1904=date1904)
        if day is None:
            return None
        if day.is_month_only:
            months.append(text)
        return day.on

    parsed = each_text(column, one, pl.Date())
    return parsed, int(column.is_in(months).sum()) if months else 0


def each_text(
    column: pl.Series, read: Callable[[str], int | date | str | None], dtype: pl.DataType
) -> Parsed:
    """Apply ``read`` to each different text; a ``ValueError`` it raises is that text's fault."""
    faults: dict[str, str] = {}
    texts: list[str] = []
    values: list[int | date | str] = []
    for text in column.unique():
        try:
            value = read(text)
        except ValueError as fault:
            faults[text] = str(fault)
            continue
        if value is not None:
            texts.append(text)
            values.append(value)
    if not texts:
        empty = pl.Series(column.name, [None], dtype=dtype).new_from_index(0, column.len())
        return Parsed(empty, faults, column)
    found = column.replace_strict(
        pl.Series(texts, dtype=pl.String),
        pl.Series(values, dtype=dtype),
        default=None,
        return_dtype=dtype,
    )
    return Parsed(found, faults, column)


def _digits(plain: pl.Series) -> pl.Series:
    return (
        plain.str.replace_all(",", "", literal=True)
        .str.replace(".", "", literal=True)
        .cast(pl.Int64)
    )
