"""The sheets of a return workbook, found by name: where columns stand, and what was answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from grants.contract import Contract
from grants.intake.answers import AnswerReading, Narrative, ReturnAnswers
from grants.intake.messages import FaultCode, problem, reason, shown
from grants.intake.names import area_cells, column_letters, named_area
from grants.intake.problem import Note, Unreadable
from grants.intake.rows import Row
from grants.intake.templates.base import Field, HeadColumn, Template, ValueKind
from grants.intake.values import Reading, read_value
from ledger.money import parse_pounds
from ledger.reader.cells import Cell, CellKind, SheetCells, WorkbookCells
from ledger.require import require

_OUTSIDE_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class ColumnPlaces:
    """Where the transaction table stands: its sheet, its row of codes, the column of each code."""

    sheet: SheetCells
    header_row: int
    codes: Mapping[int, str]  # column number → code
    letters: Mapping[str, str]  # code → column letters


@dataclass(slots=True)
class _Answered:
    """What has been read of the answers so far."""

    contract: Contract
    places: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    unreadable: list[Unreadable] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)

    def complain(
        self,
        code: FaultCode,
        key: tuple[str, str],
        about: HeadColumn | Field,
        details: Mapping[str, str],
    ) -> None:
        """Keep the problem of one answer."""
        why = reason(self.contract, about)
        self.unreadable.append(problem(code, self.places[key], why=why, details=details))
        self.unread.append(key)

    def take(self, key: tuple[str, str], about: HeadColumn | Field, cell: Cell) -> None:
        """Read one answer."""
        place = (cell.sheet, cell.ref)
        self.places[key] = place
        heading, accepts = _spoken(about)
        reading = _read(about, cell)
        if reading.code:
            details = {"heading": heading, "accepts": accepts, **reading.details}
            self.complain(reading.code, key, about, details)
        elif about.code == "nil" and reading.text and parse_pounds(reading.text) != 0:
            details = {"head": key[0], "value": shown(reading.text)}
            self.complain(FaultCode.NIL_NOT_ZERO, key, about, details)
        elif reading.text:
            self.texts[key] = reading.text
        if reading.note:
            self.notes.append(Note(*place, f"“{heading}”: {reading.note}"))


def column_places(cells: WorkbookCells, template: Template) -> ColumnPlaces:
    """Where each column of the transaction table stands. The workbook is known to be ours."""
    area = named_area(cells, template.codes_name)
    require(area is not None, "The row of column codes was found when the workbook was identified.")
    sheet = cells.sheet(area.sheet) if area else None
    if area is None or sheet is None:  # stated once more for the type checker
        raise KeyError(template.codes_name)
    codes = {c.column: c.text for c in area_cells(cells, area)}
    letters = {code: column_letters(number) for number, code in codes.items()}
    return ColumnPlaces(sheet, area.first_row, codes, letters)


def line_rows(sheet: SheetCells, places: ColumnPlaces) -> Iterator[Row]:
    """The rows below the header in ascending order, each cell under its column's code."""
    codes = places.codes
    for row in sorted(sheet.rows):
        if row > places.header_row:
            there = sheet.rows[row]
            yield row, [(codes[c], cell) for c, cell in there.items() if c in codes]


def read_answers(cells: WorkbookCells, template: Template, contract: Contract) -> AnswerReading:
    """The figures, zeros and reasons by head, the narrative and the name."""
    so_far = _Answered(contract)
    heads = tuple(c.text for c in _named(cells, template.head_column("code").name))
    for column in template.head_columns:
        if column.is_input:
            for head, cell in zip(heads, _named(cells, column.name), strict=False):
                so_far.take((head, column.code), column, cell)
    for about in template.answers:
        named = _named(cells, about.name)
        if named:
            so_far.take(("", about.code), about, named[0])
    texts = so_far.texts
    answers = ReturnAnswers(
        cumulative={h: parse_pounds(t) for (h, c), t in texts.items() if c == "cumulative"},
        nil_heads=tuple(h for (h, c) in texts if c == "nil"),
        reasons={h: t for (h, c), t in texts.items() if c == "reason"},
        narrative=Narrative(
            texts.get(("", "progress"), ""),
            texts.get(("", "issues"), ""),
            texts.get(("", "next_quarter"), ""),
        ),
        prepared_by=texts.get(("", "prepared_by"), ""),
    )
    return AnswerReading(
        answers,
        heads,
        so_far.places,
        tuple(so_far.unreadable),
        tuple(so_far.notes),
        frozenset(so_far.unread),
    )


def outside_notes(
    cells: WorkbookCells, template: Template, places: ColumnPlaces
) -> tuple[Note, ...]:
    """What stands beside the return: cells outside the table, other sheets, hidden rows."""
    sheet = places.sheet
    outside = [
        cell
        for row in sorted(sheet.rows)
        if row > places.header_row
        for column, cell in sorted(sheet.rows[row].items())
        if column not in places.codes and cell.text
    ]
    notes = [
        Note(sheet.name, c.ref, f"{shown(c.text)} stands outside the table and is not read.")
        for c in outside[:_OUTSIDE_SHOWN]
    ]
    if len(outside) > _OUTSIDE_SHOWN:
        rest = len(outside) - _OUTSIDE_SHOWN
        notes.append(Note(sheet.name, "", f"{rest:,} more cells outside the table are not read."))
    notes += [
        Note(other.name, "", "The sheet is not part of the return and is not read.")
        for other in cells.sheets
        if other.name not in template.sheets.all and other.rows
    ]
    hidden = [r for r in sorted(sheet.hidden_rows) if r > places.header_row and r in sheet.rows]
    if hidden:
        first = ", ".join(str(r) for r in hidden[:_OUTSIDE_SHOWN])
        notes.append(Note(sheet.name, "", f"Hidden rows are read like any other: {first}."))
    return tuple(notes)


def _named(cells: WorkbookCells, name: str) -> tuple[Cell, ...]:
    area = named_area(cells, name)
    return area_cells(cells, area) if area else ()


def _spoken(about: HeadColumn | Field) -> tuple[str, str]:
    if isinstance(about, HeadColumn):
        return about.heading, about.accepts
    return about.label, about.guidance


def _read(about: HeadColumn | Field, cell: Cell) -> Reading:
    kind = about.kind if isinstance(about, HeadColumn) else ValueKind.TEXT
    if cell.kind is CellKind.BLANK:
        return Reading()
    return read_value(cell, kind, length_max=about.length_max)
