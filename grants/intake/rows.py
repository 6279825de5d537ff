"""The transaction table, row by row: each row read is kept, dropped or rejected, never lost.

Both doors come here. A row is a list of ``(column code, cell)``; where it stands is told by the
``place`` function, so a message names ``Transactions!F12`` or ``line 7, claimed``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from grants.contract import Contract
from grants.intake.messages import FaultCode, problem, reason, shown
from grants.intake.problem import Dropped, Note, Rejected, Unreadable
from grants.intake.templates.base import Column, Template
from grants.intake.values import Reading, read_value
from grants.intake.words import Words, vocabulary
from grants.spend import SPEND_COLUMNS, SPEND_MONEY
from ledger.reader.cells import Cell, CellKind

BLANK_ROW: Final = "The row is blank."
UNUSED_ROW: Final = "The row was prepared but not filled in."
_READY: Final = frozenset({"line_id", "project", "period", "status"})
_NEEDED: Final = ("line_id", "head", "claimed")
_OWN: Final = {
    "project": FaultCode.OTHER_PROJECT_LINE,
    "period": FaultCode.OTHER_PERIOD_LINE,
}

Row = tuple[int, Iterable[tuple[str, Cell]]]
Place = Callable[[int, str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a return is read against. A project or period of ``""`` is not fixed beforehand."""

    template: Template
    contract: Contract
    project: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class TableReading:
    """The lines (text, ``SPEND_COLUMNS``) and what became of every other row.

    ``row_of`` is the row of each line, by ``line_id``; ``heads`` are all heads that any row names;
    ``has_headless_lines``: some line's head could not be read, so a head may have more lines.
    """

    lines: pd.DataFrame
    row_of: Mapping[str, int]
    heads: frozenset[str]
    has_headless_lines: bool
    unreadable: tuple[Unreadable, ...]
    notes: tuple[Note, ...]
    dropped: tuple[Dropped, ...]
    rejected: tuple[Rejected, ...]


@dataclass(slots=True)
class _ColumnReader:
    """One column with its list, its sentence and the values already read (they repeat a lot)."""

    column: Column
    words: Words
    why: str
    order: int
    seen: dict[tuple[CellKind, object], Reading] = field(default_factory=dict)

    def read(self, cell: Cell) -> Reading:
        key = (cell.kind, cell.value)
        reading = self.seen.get(key)
        if reading is None:
            reading = read_value(
                cell, self.column.kind, words=self.words, length_max=self.column.length_max
            )
            self.seen[key] = reading
        return reading


class _Gathering:
    """What has been read so far."""

    def __init__(self, expected: Expected, place: Place) -> None:
        lists = vocabulary(expected.template, expected.contract)
        nothing = Words((), {})
        self.expected = expected
        self.place = place
        self.readers = {
            column.code: _ColumnReader(
                column=column,
                words=lists.get(column.words, nothing),
                why=reason(expected.contract, column),
                order=order,
            )
            for order, column in enumerate(expected.template.columns)
        }
        self.defaults = {
            code: value
            for code, value in (("project", expected.project), ("period", expected.period))
            if value
        }
        self.values: dict[str, list[str]] = {code: [] for code in SPEND_COLUMNS}
        self.row_of: dict[str, int] = {}
        self.line_ids: dict[str, str] = {}
        self.heads: set[str] = set()
        self.has_headless_lines = False
        self.unreadable: list[Unreadable] = []
        self.notes: list[Note] = []
        self.dropped: list[Dropped] = []
        self.rejected: list[Rejected] = []

    def drop(self, first: int, last: int, why: str) -> None:
        """Leave out rows; a run of the same reason is one entry."""
        before = self.dropped[-1] if self.dropped else None
        if before and before.reason == why and before.last_row + 1 == first:
            self.dropped[-1] = Dropped(before.sheet, before.first_row, last, why)
        else:
            self.dropped.append(Dropped(self.place(first, "line_id")[0], first, last, why))

    def complain(
        self, code: FaultCode, row: int, column: str, details: Mapping[str, str]
    ) -> Unreadable:
        """The problem of one cell, with the column's own sentences."""
        reader = self.readers[column]
        named = {"heading": reader.column.heading, "accepts": reader.column.accepts, **details}
        return problem(code, self.place(row, column), why=reader.why, details=named)

    def take(self, row: int, cells: Iterable[tuple[str, Cell]]) -> None:
        """Read one row."""
        readings = {}
        for code, cell in cells:
            reading = self.readers[code].read(cell)
            if reading.text or reading.code:
                readings[code] = reading
        content = [code for code in readings if code not in _READY]
        if not content:
            self.drop(row, row, UNUSED_ROW if readings else BLANK_ROW)
            return
        head = readings.get("head")
        if head and head.text:
            self.heads.add(head.text)
        if len(content) == 1 and content[0] not in SPEND_MONEY:
            only = readings[content[0]]
            value = only.details.get("value") or shown(only.text)
            problems = [self.complain(FaultCode.STRAY_CELL, row, content[0], {"value": value})]
        else:
            self.has_headless_lines |= not (head and head.text)
            problems = self._problems(row, readings)
        line_id = readings.get("line_id")
        if line_id and line_id.text:
            sheet, ref = self.place(row, "line_id")
            self.line_ids.setdefault(line_id.text, f"{sheet}!{ref}" if sheet else ref)
        if problems:
            self.unreadable += problems
            sheet = self.place(row, "line_id")[0]
            self.rejected.append(Rejected(sheet, row, tuple(p.code for p in problems)))
        else:
            self._keep(row, readings)

    def _problems(self, row: int, readings: Mapping[str, Reading]) -> list[Unreadable]:
        found: dict[str, Unreadable] = {}
        for code, reading in readings.items():
            if reading.code:
                found[code] = self.complain(reading.code, row, code, reading.details)
        for code in (*_NEEDED, *(c for c in _OWN if c not in self.defaults)):
            if code not in readings:
                found[code] = self.complain(FaultCode.BLANK, row, code, {})
        for code, default in self.defaults.items():
            own = readings.get(code)
            if own and own.text and own.text != default:
                details = {"value": own.text, "expected": default}
                found[code] = self.complain(_OWN[code], row, code, details)
        line_id = readings.get("line_id")
        if line_id and line_id.text in self.line_ids:
            details = {"value": shown(line_id.text), "other": self.line_ids[line_id.text]}
            found["line_id"] = self.complain(FaultCode.DUPLICATE_LINE, row, "line_id", details)
        return [found[code] for code in sorted(found, key=lambda c: self.readers[c].order)]

    def _keep(self, row: int, readings: Mapping[str, Reading]) -> None:
        nothing = Reading()
        for code, values in self.values.items():
            values.append(readings.get(code, nothing).text or self.defaults.get(code, ""))
        self.row_of[self.values["line_id"][-1]] = row
        for code, reading in readings.items():
            if reading.note:
                heading = self.readers[code].column.heading
                self.notes.append(Note(*self.place(row, code), f"“{heading}”: {reading.note}"))


def read_rows(
    rows: Iterable[Row], *, first_row: int, expected: Expected, place: Place
) -> TableReading:
    """Read the table's rows in ascending order, from ``first_row``; rows left out are blank."""
    gathered = _Gathering(expected, place)
    following = first_row
    for row, cells in rows:
        if row > following:
            gathered.drop(following, row - 1, BLANK_ROW)
        gathered.take(row, cells)
        following = row + 1
    _refuse_too_many(gathered, following - 1)
    return TableReading(
        lines=pd.DataFrame(gathered.values, columns=list(SPEND_COLUMNS), dtype="str"),
        row_of=gathered.row_of,
        heads=frozenset(gathered.heads),
        has_headless_lines=gathered.has_headless_lines,
        unreadable=tuple(gathered.unreadable),
        notes=tuple(gathered.notes),
        dropped=tuple(gathered.dropped),
        rejected=tuple(gathered.rejected),
    )


def _refuse_too_many(gathered: _Gathering, last_row: int) -> None:
    lines_max = gathered.expected.template.lines_max
    count = len(gathered.row_of) + len(gathered.rejected)
    if count > lines_max:
        details = {"value": f"{count:,}", "length_max": f"{lines_max:,}"}
        gathered.unreadable.append(
            gathered.complain(FaultCode.TOO_MANY_LINES, last_row, "line_id", details)
        )
