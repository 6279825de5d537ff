"""A workbook as plain data: sheets of typed columns, rows of values, formulas with their values.

Nothing here writes a byte. ``exports.xlsx`` and ``exports.csv`` turn it into files; text never
becomes a formula there, whatever it starts with.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """How a column's values are written and shown."""

    TEXT = "text"
    MONEY = "money"  # whole pence in, pounds shown with two decimals
    DATE = "date"  # DD/MM/YYYY
    INTEGER = "integer"
    DECIMAL = "decimal"


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula stored together with its calculated value.

    ``value``: pence for money cells, int for integers, str for text. ``kind`` overrides the column.
    """

    text: str  # starts with "="
    value: int | str
    kind: Kind | None = None


Value = str | int | date | Formula | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, kind and width in characters."""

    heading: str
    kind: Kind = Kind.TEXT
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: free title rows, one header row, data rows, an optional totals row.

    ``note`` stands above the header; ``when_empty`` is written in place of rows when there are none.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    note: str = ""
    totals: Sequence[Value] | None = None
    when_empty: str = "None in period"
    names: dict[str, str] = field(default_factory=dict)  # defined name → cell, for example "$B$4"


@dataclass(frozen=True, slots=True)
class Workbook:
    """Sheets in order, with the properties that make two exports of the same data equal."""

    title: str
    created_on: date
    sheets: tuple[Sheet, ...]
    marking: str = "OFFICIAL"
