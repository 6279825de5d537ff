"""Both sides read from CSV straight into columns, and the matches written: fast for large files.

Only the promised form is taken (``interfaces.md`` 3 and 4): UTF-8, one header row, pounds with two
decimals, ISO dates. Everything else is refused at once, each cell with its row, column and remedy.
"""

from pathlib import Path
from typing import Final

import polars as pl

from ledger.gl.lines_csv import lines_from_csv
from ledger.reconciliation.claims import CLAIM_REQUIRED, WHOLE_PERCENT
from ledger.reconciliation.tables import (
    LEDGER_DAYS,
    LEDGER_NUMBERS,
    LEDGER_TEXT,
    LINE_DAYS,
    LINE_TEXT,
    Columns,
)

LINE_MONEY: Final = ("net", "vat", "gross", "claimed")

_MONEY: Final = r"^-?[0-9]{1,13}\.[0-9]{2}$"
_DAY: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_PERCENT: Final = r"^([0-9]{1,3})(?:\.([0-9]{1,4}))?%?$"
_ROW: Final = "row of the file"
_SHOWN_MAX: Final = 20
_HOW: Final = {
    "money": "is not an amount. Write pounds with two decimals, for example 1234.50.",
    "day": "is not a date. Write year, month and day, for example 2017-06-30.",
    "percent": "is not a percentage from 0 to 100. Write for example 60 or 33.33.",
    "blank": "is blank and is needed here. Fill it in.",
    "twice": "stands twice. Give each line its own id.",
}


class SideRefused(ValueError):  # noqa: N818 - the name states the fact
    """A file is not in the promised form; the message names the faults, the first ones in full."""


def read_lines(path: Path) -> Columns:
    """Spend lines from CSV as columns for the matching.

    Raises:
        SideRefused: not UTF-8 CSV, a needed column is missing, or cells are unreadable.
    """
    text = _text(path, (*LINE_TEXT, *LINE_MONEY, "claim_percent", *LINE_DAYS), CLAIM_REQUIRED)
    faults = _Faults(path, text)
    columns = {name: text[name] for name in LINE_TEXT}
    columns |= {name: _pence(text[name], faults) for name in LINE_MONEY}
    columns |= {name: _days(text[name], faults) for name in LINE_DAYS}
    columns["percent"] = _percent(text["claim_percent"], faults)
    for name in CLAIM_REQUIRED:
        faults.where(name, text[name] == "", "blank")
    faults.where("line_id", ~text["line_id"].is_first_distinct() & (text["line_id"] != ""), "twice")
    faults.refuse()
    return columns


def read_ledger(path: Path) -> Columns:
    """Canonical ledger lines from CSV as columns for the matching.

    Raises:
        Unreadable: not UTF-8 CSV, a needed column is missing, or a cell is not in the form.
    """
    lines = lines_from_csv(path.read_bytes(), path.name)
    return {name: lines[name] for name in (*LEDGER_TEXT, *LEDGER_NUMBERS, *LEDGER_DAYS)}


def write_matches(table: pl.DataFrame, path: Path) -> None:
    """The matches as UTF-8 CSV, amounts in pounds with two decimals, blank where there is none."""
    amounts = ("line_amount", "ledger_amount", "difference")
    table.with_columns(_pounds(name) for name in amounts).write_csv(path)


def _text(path: Path, wanted: tuple[str, ...], needed: tuple[str, ...]) -> pl.DataFrame:
    """The wanted columns as text without outer blanks; missing ones blank."""
    try:
        whole = pl.read_csv(path, infer_schema=False, glob=False)
    except pl.exceptions.NoDataError:
        raise SideRefused(
            f"{path.name}: the file is empty. Give a CSV with a header row."
        ) from None
    except pl.exceptions.ComputeError as fault:
        raise SideRefused(
            f"{path.name}: not a CSV in UTF-8 with one header row "
            f"({str(fault).splitlines()[0]}). Save it as CSV UTF-8 and try again."
        ) from fault
    missing = [name for name in needed if name not in whole.columns]
    if missing:
        raise SideRefused(
            f"{path.name}: no column {', '.join(missing)} in the header row. Matching needs "
            f"{', '.join(needed)}; name the columns so."
        )
    blank = pl.all_horizontal(pl.col(whole.columns).is_null())
    filled = whole.with_row_index(_ROW, offset=2).filter(~blank)
    there = [pl.col(n).fill_null("").str.strip_chars() for n in wanted if n in whole.columns]
    absent = [pl.lit("").alias(name) for name in wanted if name not in whole.columns]
    return filled.select(_ROW, *there, *absent)


class _Faults:
    """Collects unreadable cells of one file; row 1 is the header, as a spreadsheet counts."""

    def __init__(self, path: Path, text: pl.DataFrame) -> None:
        self._name = path.name
        self._text = text
        self._found: list[tuple[int, str, str]] = []

    def where(self, column: str, bad: pl.Series, how: str) -> None:
        """Note every row in which ``bad`` holds."""
        if bad.any():
            for row in bad.arg_true().to_list():
                value = self._text[column][row]
                said = f"{value!r} " if value else "it "
                self._found.append((self._text[_ROW][row], column, said + _HOW[how]))

    def refuse(self) -> None:
        """Raise with all that was noted, if anything was."""
        if not self._found:
            return
        ordered = sorted(self._found)
        shown = [f"{self._name}, row {r}, column {c}: {w}" for r, c, w in ordered[:_SHOWN_MAX]]
        if len(ordered) > _SHOWN_MAX:
            shown.append(f"… and {len(ordered) - _SHOWN_MAX} more.")
        raise SideRefused("\n".join(shown))


def _pence(text: pl.Series, faults: _Faults) -> pl.Series:
    faults.where(text.name, (text != "") & ~text.str.contains(_MONEY), "money")
    return text.str.replace(".", "", literal=True).cast(pl.Int64, strict=False)


def _days(text: pl.Series, faults: _Faults) -> pl.Series:
    days = text.str.to_date("%Y-%m-%d", strict=False)
    faults.where(text.name, (text != "") & (days.is_null() | ~text.str.contains(_DAY)), "day")
    return days


def _percent(text: pl.Series, faults: _Faults) -> pl.Series:
    parts = pl.DataFrame({"text": text}).select(
        whole=pl.col("text").str.extract(_PERCENT, 1).cast(pl.Int64),
        rest=pl.col("text").str.extract(_PERCENT, 2).fill_null("").str.pad_end(4, "0"),
    )
    values = parts.select(
        pl.col("whole") * (WHOLE_PERCENT // 100) + pl.col("rest").cast(pl.Int64)
    ).to_series()
    bad = (text != "") & (values.is_null() | (values > WHOLE_PERCENT))
    faults.where("claim_percent", bad, "percent")
    return values.fill_null(WHOLE_PERCENT)


def _pounds(name: str) -> pl.Expr:
    """Pence as text in pounds; whole numbers only, so no figure passes through a float."""
    size = pl.col(name).abs()
    return pl.concat_str(
        pl.when(pl.col(name) < 0).then(pl.lit("-")).otherwise(pl.lit("")),
        size // 100,
        pl.lit("."),
        (size % 100).cast(pl.String).str.zfill(2),
    ).alias(name)
