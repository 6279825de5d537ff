"""Where a workbook's defined names point: areas of cells, so that nothing is read by address."""

import re
from dataclasses import dataclass
from typing import Final

from ledger.reader.cells import Cell, CellKind, SheetCells, WorkbookCells

_TARGET: Final = re.compile(
    r"^=?(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?$"
)
_LETTERS: Final = 26
_AREA_MAX: Final = 50_000  # cells; no name of ours is near it


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells on one sheet; rows and columns count from 1, ends included."""

    sheet: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def ref(self) -> str:
        """Its first cell, ``B7``."""
        return f"{column_letters(self.first_column)}{self.first_row}"


def column_letters(number: int) -> str:
    """1 → ``A``, 27 → ``AA``."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """``A`` → 1, ``AA`` → 27."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


def named_area(cells: WorkbookCells, name: str) -> Area | None:
    """The area of a defined name, or None when there is no such name or it points nowhere."""
    found = _TARGET.match(cells.defined_names.get(name, "").strip())
    if found is None:
        return None
    sheet = (found[1] or found[2]).replace("''", "'")
    if cells.sheet(sheet) is None:
        return None
    row, column = int(found[4]), column_number(found[3])
    last_row = int(found[6]) if found[6] else row
    last_column = column_number(found[5]) if found[5] else column
    if (last_row - row + 1) * (last_column - column + 1) > _AREA_MAX:
        return None
    return Area(sheet, row, column, last_row, last_column)


def cell_at(sheet: SheetCells, row: int, column: int) -> Cell:
    """The cell there; a blank one where nothing stands."""
    there = sheet.rows.get(row, {}).get(column)
    ref = f"{column_letters(column)}{row}"
    return there or Cell(sheet.name, row, column, ref, CellKind.BLANK, None)


def area_cells(cells: WorkbookCells, area: Area) -> tuple[Cell, ...]:
    """The cells of an area, row by row, blanks included."""
    sheet = cells.sheet(area.sheet)
    if sheet is None:
        return ()
    return tuple(
        cell_at(sheet, row, column)
        for row in range(area.first_row, area.last_row + 1)
        for column in range(area.first_column, area.last_column + 1)
    )
