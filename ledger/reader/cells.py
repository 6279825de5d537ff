"""What a reader hands over: values that still know their sheet, cell and raw text."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


class CellKind(StrEnum):
    """What stood in the cell."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"  # value is the decimal's exact text, for example "1234.5"
    DATE = "date"  # value is datetime.date or datetime.datetime
    BOOLEAN = "boolean"
    ERROR = "error"  # #REF!, #N/A, … ; value is that text
    FORMULA_WITHOUT_VALUE = "formula-without-value"  # value is the formula's text


class Cell(NamedTuple):
    """One cell as read. ``row`` and ``column`` count from 1; ``ref`` is ``B7``.

    A tuple with names, because a return of 5,000 lines makes 150,000 of them.
    """

    sheet: str
    row: int
    column: int
    ref: str
    kind: CellKind
    value: str | date | datetime | bool | None

    @property
    def text(self) -> str:
        """The value as a person would type it; blank is the empty string."""
        if self.value is None:
            return ""
        if isinstance(self.value, datetime):
            at_midnight = not (self.value.hour or self.value.minute or self.value.second)
            return (self.value.date() if at_midnight else self.value).isoformat()
        if isinstance(self.value, date):
            return self.value.isoformat()
        return str(self.value).strip()


@dataclass(frozen=True, slots=True)
class SheetCells:
    """A sheet: its non-blank cells by row, and what was hidden."""

    name: str
    state: str  # visible, hidden, veryHidden
    rows: dict[int, dict[int, Cell]]  # row number → column number → cell; blank cells left out
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class WorkbookCells:
    """A whole small workbook, with the properties a template is recognised by."""

    sheets: tuple[SheetCells, ...]
    defined_names: dict[str, str]  # name → target text, for example "Return!$B$3"
    notes: tuple[str, ...] = ()  # what the file carried and was ignored, in sentences

    def sheet(self, name: str) -> SheetCells | None:
        """The sheet of that name, or None."""
        return next((s for s in self.sheets if s.name == name), None)
