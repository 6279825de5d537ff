"""A workbook as plain data: sheets of typed columns, rows of values, formulas with their values.

Nothing here writes a byte. ``exports.xlsx`` and ``exports.csv`` turn it into files; text never
becomes a formula there, whatever it starts with. ``exports.layout`` says where each cell stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """How a column's values are written and shown."""

    TEXT = "text"
    MONEY = "money"  # whole pence in, pounds shown with two decimals
    DATE = "date"  # DD/MM/YYYY
    INTEGER = "integer"
    DECIMAL = "decimal"  # Decimal in, shown with up to two decimals


class Exposure(StrEnum):
    """Who may see a column (domain 6.6). The default hides it from the public."""

    OPEN = "open"  # codes, figures, verdicts: every profile
    TITLE = "title"  # open, but not for a sensitive project in public
    INTERNAL = "internal"  # the council and the funder, never the public
    PERSON = "person"  # a person's name: as internal, with the label for personal data
    SUPPLIER = "supplier"  # hidden outside the council for sensitive projects; never public
    NARRATIVE = "narrative"  # free text: hidden when sensitive or when it seems to name someone


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula stored together with its calculated value.

    ``value``: pence for money cells, int for integers, Decimal for decimals, str for text.
    ``kind`` overrides the column's.
    """

    text: str  # starts with "="
    value: int | str | Decimal
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A value whose kind is not its column's (a count in a text column, say)."""

    value: int | date | Decimal
    kind: Kind


Value = str | int | date | Decimal | Formula | Figure | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, kind, width in characters and who may see it."""

    heading: str
    kind: Kind = Kind.TEXT
    width: int = 14
    exposure: Exposure = Exposure.INTERNAL


@dataclass(frozen=True, slots=True)
class Block:
    """A table: its heading line, one header row, data rows, an optional totals row."""

    heading: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    totals: Sequence[Value] | None = None
    when_empty: str = "None in period"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: a note in row 1, one header row, data rows, an optional totals row.

    ``when_empty`` is written in place of rows when there are none. ``blocks`` are further tables
    that follow below, each under its own heading line.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    note: str = ""
    totals: Sequence[Value] | None = None
    when_empty: str = "None in period"
    names: dict[str, str] = field(default_factory=dict)  # defined name → cell, for example "$B$4"
    blocks: tuple[Block, ...] = ()

    @property
    def tables(self) -> tuple[Block, ...]:
        """Every table of the sheet from the top; the first has no heading line."""
        first = Block("", self.columns, self.rows, self.totals, self.when_empty)
        return (first, *self.blocks)


@dataclass(frozen=True, slots=True)
class Workbook:
    """Sheets in order, with the properties that make two exports of the same data equal."""

    title: str
    created_on: date
    sheets: tuple[Sheet, ...]
    marking: str = "OFFICIAL"

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name, or None."""
        return next((s for s in self.sheets if s.name == name), None)
