"""A pack's file read back: every cell's stored value, formula and canonical text.

The file may come from anywhere, so nothing in it is believed and every way of being unreadable
ends in one named refusal.
"""

import contextlib
import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from numbers import Real
from pathlib import Path
from typing import Final

import openpyxl
from openpyxl.cell.cell import Cell as OpenCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook as OpenWorkbook

from exports.calculation import NotDerivable, Scalar
from exports.canonical import canonical, of_formula
from exports.evaluate import Cell, area_of
from exports.sheet import Kind
from exports.xlsx import NUMBER_FORMATS

UNPACKED_MAX: Final = 2_000_000_000  # bytes; a pack of a million lines stays below half of it
_KINDS: Final = {form: kind for kind, form in NUMBER_FORMATS.items() if kind is not Kind.TEXT}
_UNREADABLE: Final = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, ValueError,
    TypeError, AttributeError, IndexError, SyntaxError, NotImplementedError,
)  # fmt: skip
"""What the reader of workbooks raises for files that are none; SyntaxError is its XML parser's."""


class PackUnreadable(ValueError):  # noqa: N818 - a refused operation, named as one
    """The file is no workbook that can be read."""


@dataclass
class PackFile:
    """Cells of a pack: ``stored`` values, ``formulas`` with their "=", ``texts`` for digests."""

    sheets: tuple[str, ...]
    names: dict[str, Cell]  # defined name → cell
    stored: dict[Cell, Scalar] = field(default_factory=dict)
    formulas: dict[Cell, str] = field(default_factory=dict)
    texts: dict[str, dict[int, dict[int, str]]] = field(default_factory=dict)

    def named(self, name: str) -> Scalar:
        """The stored value of a defined name's cell."""
        return self.stored.get(self.names[name]) if name in self.names else None

    def rows(self, sheet: str) -> dict[int, dict[int, Scalar]]:
        """The stored values of a sheet: row number → column number → value."""
        found: dict[int, dict[int, Scalar]] = {}
        for (name, row, column), value in self.stored.items():
            if name == sheet:
                found.setdefault(row, {})[column] = value
        return found


def _plain(value: object) -> Scalar | date:
    """A cell's value as we count: numbers exact, dates as dates."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, Real):
        return Decimal(repr(value))
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date() if midnight else value.isoformat()
    return value if isinstance(value, date) else str(value)


def _kind(cell: OpenCell) -> Kind:
    return _KINDS.get(cell.number_format, Kind.DECIMAL)


def _text(value: Scalar | date, kind: Kind) -> str:
    if value is None:
        return "t"  # a formula that shows nothing
    if isinstance(value, bool):
        return f"b{value}"
    return canonical(value, kind)


def _names(book: OpenWorkbook) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for name, defined in book.defined_names.items():
        try:
            found[name] = next(area_of(str(defined.attr_text), "").cells())
        except NotDerivable:
            continue
    return found


def _fill(pack: PackFile, written: OpenWorkbook, valued: OpenWorkbook) -> None:
    for title in pack.sheets:
        columns = pack.texts.setdefault(title, {})
        for book in (written, valued):
            book[title].reset_dimensions()  # a file may lie about its size to hide rows
        for row, values in zip(written[title].iter_rows(), valued[title].iter_rows(), strict=True):
            for cell, shown in zip(row, values, strict=True):
                if cell.value is None:
                    continue
                at = (title, cell.row, cell.column)
                value = _plain(shown.value)
                text = _text(value, _kind(cell))
                if cell.data_type == "f":
                    pack.formulas[at] = str(cell.value)
                    text = of_formula(str(cell.value), text)
                pack.stored[at] = value.isoformat() if isinstance(value, date) else value
                columns.setdefault(cell.column, {})[cell.row] = text


def _require_reasonable(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(item.file_size for item in archive.infolist())
    if unpacked > UNPACKED_MAX:
        raise PackUnreadable(
            f"{path.name} unpacks to {unpacked} bytes, more than any pack holds. "
            "It is not read. Give the .xlsx file as it was exported."
        )


def read(path: Path) -> PackFile:
    """Every cell of the file.

    Raises:
        PackUnreadable: the file is missing, too large, or no workbook.
    """
    try:
        _require_reasonable(path)
        with (
            contextlib.closing(openpyxl.load_workbook(path, read_only=True)) as written,
            contextlib.closing(
                openpyxl.load_workbook(path, read_only=True, data_only=True)
            ) as valued,
        ):
            pack = PackFile(tuple(s.title for s in written.worksheets), _names(written))
            _fill(pack, written, valued)
    except PackUnreadable:
        raise
    except _UNREADABLE as problem:
        raise PackUnreadable(
            f"{path.name} cannot be read as an Excel workbook ({type(problem).__name__}). "
            "Without reading it nothing can be verified. Give the .xlsx file as it was exported."
        ) from problem
    return pack
