"""Canonical ledger lines as CSV, by columns: pounds with two decimals, ISO dates, UTF-8.

The same bytes for the same lines. Text stands as it is: this is the form that programs exchange,
not an export for a spreadsheet.
"""

import codecs
import io
from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl
import polars.exceptions

from ledger.gl.canonical import SCHEMA
from ledger.gl.line import LEDGER_COLUMNS, LEDGER_DATES, LEDGER_INTEGERS, LEDGER_MONEY
from ledger.reader.refusal import Unreadable

REQUIRED: Final = ("ledger_key", "amount")
_POUNDS: Final = r"^-?[0-9]{1,13}\.[0-9]{2}$"
_WHOLE: Final = r"^[0-9]{1,9}$"
_DAY: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_FORMS: Final = {
    **dict.fromkeys(LEDGER_MONEY, (_POUNDS, "pounds with two decimals, for example 1234.50")),
    **dict.fromkeys(LEDGER_DATES, (_DAY, "a date such as 2017-05-18")),
    **dict.fromkeys(LEDGER_INTEGERS, (_WHOLE, "a whole number")),
}


def lines_to_csv(lines: pl.DataFrame) -> bytes:
    """The lines as CSV with a header row; lines end in a line feed."""
    out = io.BytesIO()
    columns = [
        _pounds(pl.col(name)).alias(name)
        if name in LEDGER_MONEY
        else pl.col(name).dt.strftime("%Y-%m-%d")
        if name in LEDGER_DATES
        else pl.col(name)
        if name in LEDGER_INTEGERS
        else pl.when(pl.col(name) != "").then(pl.col(name)).alias(name)
        for name in LEDGER_COLUMNS
    ]
    lines.select(columns).write_csv(out)
    return out.getvalue()


def lines_from_csv(data: bytes, name: str = "ledger lines") -> pl.DataFrame:
    """Canonical lines out of CSV; columns other than key and amount may be missing.

    Raises:
        Unreadable: no such columns, or a cell that is not in the promised form, with its line.
    """
    try:
        read = pl.read_csv(data.removeprefix(codecs.BOM_UTF8), infer_schema=False)
    except (polars.exceptions.PolarsError, UnicodeError) as fault:
        raise _refused(name, f"The file is not a table of canonical lines ({fault}).") from fault
    missing = [column for column in REQUIRED if column not in read.columns]
    if missing:
        raise _refused(name, f"The column {missing[0]!r} is missing.")
    made = []
    for column in LEDGER_COLUMNS:
        texts = (
            read[column].fill_null("")
            if column in read.columns
            else pl.Series(column, ["1" if column == "occurrence" else ""]).new_from_index(
                0, read.height
            )
        )
        made.append(_typed(column, texts, name))
    return pl.DataFrame(made)


def lists_of(lines: pl.DataFrame) -> dict[str, list[object]]:
    """Plain lists by column; days as numbers from 1 January 1970."""
    return {
        name: (column.to_physical() if name in LEDGER_DATES else column).to_list()
        for name, column in ((name, lines[name]) for name in LEDGER_COLUMNS)
    }


def lines_of_lists(columns: Mapping[str, Sequence[object]]) -> pl.DataFrame:
    """The reverse of :func:`lists_of`."""
    return pl.DataFrame([
        pl.Series(name, columns[name], dtype=pl.Int32).cast(pl.Date)
        if name in LEDGER_DATES
        else pl.Series(name, columns[name], dtype=SCHEMA[name])
        for name in LEDGER_COLUMNS
    ])  # fmt: skip


def _pounds(pence: pl.Expr) -> pl.Expr:
    size = pence.abs()
    return pl.concat_str(
        [
            pl.when(pence < 0).then(pl.lit("-")).otherwise(pl.lit("")),
            (size // 100).cast(pl.String),
            pl.lit("."),
            (size % 100).cast(pl.String).str.zfill(2),
        ]
    )


def _typed(column: str, texts: pl.Series, name: str) -> pl.Series:
    texts = texts.alias(column)
    if column not in _FORMS:
        return texts
    form, wanted = _FORMS[column]
    filled = texts.replace("", None)
    bad = ~filled.str.contains(form).fill_null(value=True)
    typed = filled.str.to_date("%Y-%m-%d", strict=False) if column in LEDGER_DATES else None
    if typed is not None:
        bad |= typed.is_null() & filled.is_not_null()
    if column in {"amount", *LEDGER_INTEGERS} and column != "source_row":
        bad |= filled.is_null()
    if bad.any():
        at = bad.arg_true()[0]
        raise _refused(f"{name}, line {at + 2}, column {column}", f"{texts[at]!r} is not {wanted}.")
    if typed is not None:
        return typed
    whole = filled.str.replace(".", "", literal=True) if column in LEDGER_MONEY else filled
    number = whole.cast(pl.Int64)
    return number.fill_null(0) if column in LEDGER_INTEGERS else number


def _refused(where: str, what: str) -> Unreadable:
    return Unreadable(
        "no-header",
        where,
        what,
        "Lines that are not in the promised form cannot be matched to the penny.",
        "Make the file with `python -m ledger read EXTRACT --out LINES.csv`.",
    )
