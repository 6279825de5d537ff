"""Where each cell of a sheet stands, and what exactly stands in it.

Row 1 holds the sheet's note, row 2 the header of its first table; data, totals and further tables
follow without blank rows. The writers, the digest and the formulas all ask here, so that they
cannot disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from exports.celltext import storable
from exports.sheet import Block, Figure, Formula, Kind, Sheet, Value
from ledger.require import require

PENNY = Decimal("0.01")
EXCEL_ROWS_MAX = 1_048_576
EXCEL_FIRST_DAY = date(1900, 3, 1)  # before it Excel's day numbers are one out
_LETTERS = 26


class Role(StrEnum):
    """What part a cell plays; each has its own look."""

    NOTE = "note"
    HEADING = "heading"
    HEADER = "header"
    FIGURE_HEADER = "figure-header"  # above a column of figures or dates: stands right, as they do
    DATA = "data"
    SENTENCE = "sentence"  # stands in place of rows
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Place:
    """The rows of one table, counted from 1. ``last_row`` is never above ``first_row``."""

    heading_row: int | None
    header_row: int
    first_row: int
    last_row: int
    totals_row: int | None

    @property
    def end_row(self) -> int:
        """The last row the table occupies."""
        return self.totals_row or self.last_row


@dataclass(frozen=True, slots=True)
class Placed:
    """One non-blank cell: row and column from 1; text, number or date ready to be written."""

    row: int
    column: int
    role: Role
    kind: Kind
    content: str | int | Decimal | date
    formula: str = ""  # with its "="; content is then its calculated value


def places(sheet: Sheet) -> tuple[Place, ...]:
    """Where each table of the sheet stands, from the top."""
    found: list[Place] = []
    row = 2
    for number, table in enumerate(sheet.tables):
        heading = row if number else None
        header = row + 1 if number else row
        first = header + 1
        last = header + max(1, len(table.rows))
        total = last + 1 if table.totals is not None else None
        found.append(Place(heading, header, first, last, total))
        row = found[-1].end_row + 1
    require(row - 1 <= EXCEL_ROWS_MAX, f"Sheet {sheet.name} is longer than a worksheet can be.")
    return tuple(found)


def letters(column: int) -> str:
    """The letters of a column counted from 1: 27 → ``AA``."""
    name = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        name = chr(ord("A") + rest) + name
    return name


def quoted(sheet_name: str) -> str:
    """A sheet's name as a formula writes it: ``'Not claimed'``."""
    if sheet_name.isalnum() and sheet_name.isascii() and not sheet_name[0].isdigit():
        return sheet_name
    doubled = sheet_name.replace("'", "''")
    return f"'{doubled}'"


def _content(value: Value, kind: Kind) -> tuple[Kind, str | int | Decimal | date | None]:
    """The kind and content of a value that is no formula; None for a blank."""
    if isinstance(value, Figure):
        return _content(value.value, value.kind)
    if value is None or value == "":
        return kind, None
    if isinstance(value, str):
        return Kind.TEXT, storable(value)
    if isinstance(value, date):
        early = value < EXCEL_FIRST_DAY
        return (Kind.TEXT, f"{value:%d/%m/%Y}") if early else (Kind.DATE, value)
    require(not isinstance(value, Formula), "A formula is placed by its own rule.")
    require(kind not in (Kind.TEXT, Kind.DATE), f"A number stands in a column of {kind}: {value}.")
    in_pounds = isinstance(value, int) and kind is Kind.MONEY
    return kind, value * PENNY if in_pounds else value  # type: ignore[operator,return-value]


def placed(row: int, column: int, role: Role, value: Value, kind: Kind) -> Placed | None:
    """The cell of ``value``, or None when it is blank."""
    if isinstance(value, Formula):
        shown, content = _content(value.value, value.kind or kind)
        empty: str = ""
        return Placed(row, column, role, shown, empty if content is None else content, value.text)
    shown, content = _content(value, kind)
    return None if content is None else Placed(row, column, role, shown, content)


def _table_cells(table: Block, place: Place) -> Iterator[Placed | None]:
    if place.heading_row is not None:
        yield placed(place.heading_row, 1, Role.HEADING, table.heading, Kind.TEXT)
    for number, column in enumerate(table.columns, 1):
        role = Role.HEADER if column.kind is Kind.TEXT else Role.FIGURE_HEADER
        yield placed(place.header_row, number, role, column.heading, Kind.TEXT)
    if not table.rows:
        yield placed(place.first_row, 1, Role.SENTENCE, table.when_empty, Kind.TEXT)
    kinds = [c.kind for c in table.columns]
    for row, values in enumerate(table.rows, place.first_row):
        for number, (value, kind) in enumerate(zip(values, kinds, strict=True), 1):
            if value is not None:
                yield placed(row, number, Role.DATA, value, kind)
    if table.totals is not None and place.totals_row is not None:
        for number, (value, kind) in enumerate(zip(table.totals, kinds, strict=True), 1):
            yield placed(place.totals_row, number, Role.TOTAL, value, kind)


def cells(sheet: Sheet) -> Iterator[Placed]:
    """Every non-blank cell, row by row within each table."""
    note = placed(1, 1, Role.NOTE, sheet.note or sheet.name, Kind.TEXT)
    if note is not None:
        yield note
    for table, place in zip(sheet.tables, places(sheet), strict=True):
        for cell in _table_cells(table, place):
            if cell is not None:
                yield cell


def _room(table: Block, index: int) -> int:
    """The width a column asks for, or more when its largest amount needs it."""
    column = table.columns[index]
    if column.kind is not Kind.MONEY:
        return column.width
    rows = table.rows if table.totals is None else (*table.rows, table.totals)
    values = (v.value if isinstance(v := row[index], Formula | Figure) else v for row in rows)
    largest = max((abs(v) for v in values if isinstance(v, int)), default=0)
    return max(column.width, len(f"-{largest // 100:,}.00") + 2)


def widths(sheet: Sheet) -> list[int]:
    """The width of each column in characters: the widest any table needs."""
    count = max(len(t.columns) for t in sheet.tables)
    return [max(_room(t, i) for t in sheet.tables if i < len(t.columns)) for i in range(count)]
