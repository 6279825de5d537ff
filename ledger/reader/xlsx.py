"""Workbooks, with coordinates: every value knows its sheet, cell and kind."""

from collections.abc import Iterator
from dataclasses import dataclass

from ledger.reader.cells import Cell, SheetCells, WorkbookCells
from ledger.reader.guard import WEB, Limits
from ledger.reader.package import Package
from ledger.reader.places import column_name
from ledger.reader.refusal import Unreadable
from ledger.reader.sheet_xml import OnRow, Row, SheetReader, SheetShape
from ledger.reader.workbook import SheetPart, Workbook, open_workbook

__all__ = ["ReadSheet", "read_workbook", "sheet_cells", "workbook_of"]


@dataclass(slots=True)
class ReadSheet:
    """A sheet's rows as they were read, before they become cells."""

    part: SheetPart
    rows: dict[int, Row]
    shape: SheetShape


def workbook_of(data: bytes, name: str, limits: Limits) -> Workbook:
    """Open the frame of a workbook that passed ``guard.inspect``."""
    return open_workbook(Package(data, name, limits))


def read_sheet(book: Workbook, part: SheetPart, on_row: OnRow) -> SheetShape:
    """Stream one sheet's rows into ``on_row``; returns its hidden rows, columns and merges."""
    return SheetReader(book, part, on_row).read(book.package.stream(part.member))


def read_sheets(book: Workbook) -> Iterator[ReadSheet]:
    """Every worksheet in order, visible or not.

    Raises:
        Unreadable: any fault of the markup or beyond a limit, all sheets taken together.
    """
    left = book.package.limits.cells_max
    for part in book.sheets:
        rows: dict[int, Row] = {}
        shape = read_sheet(book, part, rows.__setitem__)
        left -= sum(map(len, rows.values()))
        if left < 0:
            raise Unreadable(
                "too-large",
                book.package.name,
                f"The sheets hold more than {book.package.limits.cells_max:,} cells together.",
                "Larger files could stop the service for everybody.",
                "Send only the sheets that belong to the return or extract.",
            )
        yield ReadSheet(part, rows, shape)


def sheet_cells(read: ReadSheet) -> SheetCells:
    """The sheet's non-blank cells with their places."""
    name = read.part.name
    letters: dict[int, str] = {}
    rows: dict[int, dict[int, Cell]] = {}
    for number, row in read.rows.items():
        cells = rows[number] = {}
        for column, (kind, value) in row.items():
            if column not in letters:
                letters[column] = column_name(column)
            ref = f"{letters[column]}{number}"
            cells[column] = Cell(name, number, column, ref, kind, value)
    return SheetCells(
        name,
        read.part.state,
        rows,
        frozenset(read.shape.hidden_rows),
        frozenset(read.shape.hidden_columns),
    )


def read_workbook(data: bytes, limits: Limits = WEB, name: str = "workbook.xlsx") -> WorkbookCells:
    """Every cell of a workbook that passed ``guard.inspect``.

    Call ``worker.read_workbook_guarded`` for files from outside: it inspects first and reads in a
    child process.

    Raises:
        Unreadable: any fault of the markup, a missing part, or beyond a limit.
    """
    book = workbook_of(data, name, limits)
    sheets = tuple(sheet_cells(read) for read in read_sheets(book))
    return WorkbookCells(sheets, book.defined_names, tuple(book.notes))
