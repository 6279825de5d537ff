"""One streaming pass over a sheet's own XML: every cell, whatever ``<dimension>`` claims.

Formulas without a stored result, errors and hidden rows are kept. Nothing is allocated for places
where no cell is written.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from ledger.reader import markup, values
from ledger.reader.cells import CellKind
from ledger.reader.common_rows import CommonRow, pieces
from ledger.reader.damage import damaged, too_large, whole
from ledger.reader.places import COLUMNS, ROWS, column_name, split_ref
from ledger.reader.refusal import Unreadable
from ledger.reader.workbook import SheetPart, Workbook, text_too_long

_DATE: Final = -1
_HIDDEN: Final = frozenset({"1", "true"})
_TEXT_ELEMENTS: Final = frozenset({"v", "f", "t"})

Value = str | date | datetime | bool | None
Row = dict[int, tuple[CellKind, Value]]  # column number → what stands there
OnRow = Callable[[int, Row], None]


@dataclass(slots=True)
class SheetShape:
    """What a sheet says of itself beside its cells."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # first row, column; last


class SheetReader:
    """Walks one sheet and hands over each row that holds anything."""

    def __init__(self, book: Workbook, sheet: SheetPart, on_row: OnRow) -> None:
        self.book = book
        self.limits = book.package.limits
        self.sheet = sheet
        self.where = f"{book.package.name}, sheet {sheet.name}"
        self.shape = SheetShape()
        self._on_row = on_row
        self._row, self._column, self._cells = 0, 0, Row()
        self._rows_seen = self._cells_seen = self._depth = 0
        self._columns: dict[str, int] = {}
        self._style, self._type = "", ""
        self._formula: str | None = None
        self._value: str | None = None
        self._inline: list[str] = []
        self._pieces: list[str] | None = None
        self._in_phonetic = False
        self._text_total = 0
        self._starts = {
            "row": self._start_row, "c": self._start_cell, "col": self._start_col,
            "mergeCell": self._start_merge,
        }  # fmt: skip
        self._locals: dict[str, str] = {}
        self._looks: dict[str, int] = {}

    def read(self, chunks: Iterable[bytes]) -> SheetShape:
        """Read the whole part.

        Raises:
            Unreadable: markup, references or sizes beyond what a workbook can be.
        """
        parser = markup.parser(self.where)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        markup.feed(parser, self._without_common_rows(chunks), self.where)
        return self.shape

    def _without_common_rows(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """What is left for the parser; rows in the common form are read on the way."""
        for piece in pieces(chunks):
            if isinstance(piece, CommonRow):
                self._take(piece)
            else:
                yield piece

    def _take(self, row: CommonRow) -> None:
        self._start_row(row.attributes)
        here, columns, cells = str(self._row), self._columns, self._cells
        shared, lengths = self.book.shared, self.book.lengths
        known, total = len(shared), 0
        for _, letters, digits, style, kind, formula, value in row.cells:
            column = columns.get(letters)
            if column is None or digits != here:
                column = self._column_of(letters + digits)
            found: tuple[CellKind, Value] | None
            if kind == "s" and value.isdigit() and value.isascii() and int(value) < known:
                index = int(value)
                found = shared[index]
                total += lengths[index]
            elif value and not kind:
                self._column = column
                found = self._as_number(value, style)
            else:
                self._column, self._style, self._type = column, style, kind or "n"
                self._formula, self._value = formula or None, value or None
                found = self._judge()
            if found is not None:
                if column in cells:
                    raise self._repeated(column)
                cells[column] = found
        self._text_total += total
        self._end_row()

    def _start(self, name: str, attributes: markup.Attributes) -> None:
        self._depth += 1
        if self._depth > self.limits.depth_max:
            raise markup.too_deep(self.where, self.limits.depth_max)
        tag = self._locals.get(name)
        if tag is None:
            tag = self._locals[name] = markup.local(name)
        if tag in _TEXT_ELEMENTS:
            self._pieces = []
            if tag == "f":
                self._formula = ""
        elif (handler := self._starts.get(tag)) is not None:
            handler(attributes)
        elif tag == "rPh":
            self._in_phonetic = True

    def _end(self, name: str) -> None:
        self._depth -= 1
        tag = self._locals[name]
        if tag in _TEXT_ELEMENTS:
            self._end_text(tag)
        elif tag == "c":
            self._end_cell()
        elif tag == "row":
            self._end_row()
        elif tag == "rPh":
            self._in_phonetic = False

    def _text(self, data: str) -> None:
        if self._pieces is not None:
            self._pieces.append(data)

    def _end_text(self, tag: str) -> None:
        whole = "".join(self._pieces or ())
        self._pieces = None
        if tag == "v":
            self._value = whole
        elif tag == "f":
            self._formula = whole
        elif not self._in_phonetic:
            self._inline.append(whole)

    def _start_row(self, attributes: markup.Attributes) -> None:
        stated = attributes.get("r")
        number = self._row + 1 if stated is None else whole(stated)
        if not self._row < number <= ROWS:
            raise self._damaged(
                "broken-workbook",
                f"row {stated}",
                f"The row comes after row {self._row}, or is no row of a sheet.",
            )
        self._row, self._column, self._cells = number, 0, Row()
        if attributes.get("hidden") in _HIDDEN or attributes.get("ht") == "0":
            self.shape.hidden_rows.append(number)

    def _start_cell(self, attributes: markup.Attributes) -> None:
        ref = attributes.get("r")
        self._column = self._column + 1 if ref is None else self._column_of(ref)
        if self._column > COLUMNS:
            raise self._damaged("broken-workbook", f"row {self._row}", "It has too many cells.")
        self._style, self._type = attributes.get("s", ""), attributes.get("t", "n")
        self._formula = self._value = None
        if self._inline:
            self._inline = []

    def _column_of(self, ref: str) -> int:
        letters = ref.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is not None and ref[len(letters) :] == str(self._row):
            return column
        place = split_ref(ref)
        if place is None or place[0] != self._row:
            raise self._damaged(
                "broken-workbook",
                f"row {self._row}",
                f"It holds a cell that calls itself {ref[:20]!r}.",
            )
        self._columns[letters] = place[1]
        return place[1]

    def _start_col(self, attributes: markup.Attributes) -> None:
        if attributes.get("hidden") in _HIDDEN or attributes.get("width") == "0":
            first, last = whole(attributes.get("min", "")), whole(attributes.get("max", ""))
            if 1 <= first <= last <= COLUMNS:
                self.shape.hidden_columns.extend(range(first, last + 1))

    def _start_merge(self, attributes: markup.Attributes) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        begin, end = split_ref(first), split_ref(last or first)
        if begin is not None and end is not None and begin != end:
            self.shape.merges.append((*begin, *end))

    def _end_cell(self) -> None:
        found = self._judge()
        if found is not None:
            if self._column in self._cells:
                raise self._repeated(self._column)
            self._cells[self._column] = found

    def _end_row(self) -> None:
        self._rows_seen += bool(self._cells)
        self._cells_seen += len(self._cells)
        for amount, most, what in (
            (self._rows_seen, self.limits.rows_max, "rows"),
            (self._cells_seen, self.limits.cells_max, "cells"),
            (len(self._cells), self.limits.columns_max, "cells in one row"),
            (self._text_total, self.limits.inflated_bytes_max, "characters of text"),
        ):
            if amount > most:
                raise too_large(self.where, most, what)
        if self._cells:
            self._on_row(self._row, self._cells)

    def _judge(self) -> tuple[CellKind, Value] | None:  # noqa: PLR0911 - one way out for each kind of cell
        """What the cell just ended holds; ``None`` when it is blank."""
        kind, value = self._type, self._value
        if kind == "inlineStr":
            return self._as_text(values.unescape("".join(self._inline)))
        if value is None or (not value and kind not in {"s", "str"}):
            if self._formula is None:
                return None
            return CellKind.FORMULA_WITHOUT_VALUE, f"={self._formula}"
        if kind == "n":
            return self._as_number(value, self._style)
        if kind == "s":
            return self._shared(value)
        if kind == "str":
            return self._as_text(value)
        if kind == "b":
            return CellKind.BOOLEAN, value.strip() == "1"
        if kind == "d":
            day = values.iso_date(value.strip())
            return (CellKind.TEXT, value) if day is None else (CellKind.DATE, day)
        return CellKind.ERROR, value

    def _as_text(self, text: str) -> tuple[CellKind, Value] | None:
        if not text or text.isspace():
            return None
        if len(text) > self.limits.text_max:
            raise text_too_long(f"{self.where}, {self._place()}", self.limits.text_max)
        return CellKind.TEXT, text

    def _as_number(self, stored: str, style: str) -> tuple[CellKind, Value]:
        text = values.number_text(stored)
        if text is None:
            return CellKind.ERROR, stored.strip()
        look = self._looks.get(style)
        if look is None:
            look = self._looks[style] = self._look_of(style)
        if look == _DATE:
            day = values.serial_date(text, date1904=self.book.date1904)
            if day is not None:
                return CellKind.DATE, day
        elif look and text.isdigit():
            text = text.zfill(look)
        return CellKind.NUMBER, text

    def _look_of(self, written: str) -> int:
        """How a style shows numbers: ``_DATE``, a count of padded digits, or 0 for as they are."""
        styles = self.book.date_styles
        if not written or not styles:
            return 0
        style = whole(written)
        if not 0 <= style < len(styles):
            raise self._damaged(
                "broken-style", self._place(), "It points to a format that is not there."
            )
        return _DATE if styles[style] else self.book.zero_styles.get(style, 0)

    def _shared(self, value: str) -> tuple[CellKind, Value] | None:
        index = whole(value.strip())
        if not 0 <= index < len(self.book.shared):
            raise self._damaged(
                "broken-shared-string", self._place(), "It points to a text that is not there."
            )
        self._text_total += self.book.lengths[index]
        return self.book.shared[index]

    def _place(self) -> str:
        return f"cell {column_name(self._column)}{self._row}"

    def _damaged(self, code: str, place: str, what: str) -> Unreadable:
        return damaged(code, f"{self.where}, {place}", what)

    def _repeated(self, column: int) -> Unreadable:
        place = f"cell {column_name(column)}{self._row}"
        return self._damaged("repeated-cell", place, "The cell is written twice.")
