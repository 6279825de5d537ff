"""A return as read: draft lines, answers, and everything that could not be read, through each door.

``read_return`` reads the council's own workbook, ``draft_from_rows`` the rows of a file, a form or
the interface. Both give the same canonical lines and the same messages for the same figures.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from grants.contract import Contract
from grants.intake.answers import (
    AnswerReading,
    Narrative,
    ReturnAnswers,
    heads_to_answer,
    missing_answers,
)
from grants.intake.identity import Asked, identify
from grants.intake.messages import FaultCode, problem, shown
from grants.intake.problem import Dropped, Note, Rejected, Unreadable
from grants.intake.rows import Expected, Row, TableReading, read_rows
from grants.intake.sheets import column_places, line_rows, outside_notes, read_answers
from grants.intake.templates.quarterly import TEMPLATE as QUARTERLY
from grants.intake.words import word_list
from grants.spend import SPEND_COLUMNS
from ledger.money import parse_pounds
from ledger.reader.cells import Cell, CellKind, WorkbookCells


class CellMap(Mapping[tuple[str, str], str]):
    """``(line_id, column)`` → where it stands, and ``(head, column)`` → where the answer stands.

    Worked out when asked for: a return of 5,000 lines has 155,000 places.
    """

    def __init__(
        self,
        row_of: Mapping[str, int],
        places: Mapping[str, str],
        answers: Mapping[tuple[str, str], str],
    ) -> None:
        """``places``: column code → text with ``{row}``; ``answers``: (head, column) → place."""
        self._row_of = row_of
        self._places = places
        self._answers = answers

    def __getitem__(self, key: tuple[str, str]) -> str:
        if key in self._answers:
            return self._answers[key]
        return self._places[key[1]].replace("{row}", str(self._row_of[key[0]]))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        yield from self._answers
        yield from ((line_id, column) for line_id in self._row_of for column in self._places)

    def __len__(self) -> int:
        return len(self._answers) + len(self._row_of) * len(self._places)


@dataclass(frozen=True, slots=True)
class DraftReturn:
    """What was read. ``lines``: text, ``SPEND_COLUMNS``, canonical; rows in the order read.

    ``cumulative``: head → stated figure to date in pence. ``template_version`` is ``""`` when no
    workbook was read. Rows read = lines + rows dropped + rows rejected.
    """

    contract_reference: str
    project: str
    period: str
    template_version: str
    lines: pd.DataFrame
    cells: Mapping[tuple[str, str], str]
    answers: ReturnAnswers
    unreadable: tuple[Unreadable, ...] = ()
    notes: tuple[Note, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    made_on: str = ""
    heads: tuple[str, ...] = ()

    @property
    def is_readable(self) -> bool:
        """Nothing stands in the way of reading it; what the terms say is another question."""
        return not self.unreadable

    @property
    def cumulative(self) -> Mapping[str, int]:
        """Head → stated figure to date, pence."""
        return self.answers.cumulative

    @property
    def nil_heads(self) -> tuple[str, ...]:
        """Heads stated as nothing spent this quarter."""
        return self.answers.nil_heads

    @property
    def reasons(self) -> Mapping[str, str]:
        """Head → reason for variance."""
        return self.answers.reasons

    @property
    def narrative(self) -> Narrative:
        """Progress, problems, plan."""
        return self.answers.narrative

    @property
    def prepared_by(self) -> str:
        """Who prepared the figures, as written."""
        return self.answers.prepared_by

    @property
    def rows_read(self) -> int:
        """Rows accounted for: kept, dropped and rejected."""
        return len(self.lines) + sum(d.rows for d in self.dropped) + len(self.rejected)

    @property
    def claimed(self) -> Mapping[str, int]:
        """Head → pence claimed by the lines that were read."""
        totals: dict[str, int] = {}
        for head, text in zip(self.lines["head"], self.lines["claimed"], strict=True):
            totals[head] = totals.get(head, 0) + parse_pounds(text)
        return totals


def read_return(
    cells: WorkbookCells,
    *,
    contract: Contract,
    expected_project: str | None = None,
    expected_period: str | None = None,
) -> DraftReturn:
    """Read the council's own return workbook.

    Raises:
        ReturnRefused: it is not the workbook expected, or its locked content was changed; then
            nothing of it is read.
    """
    identity = identify(cells, Asked(contract, expected_project, expected_period))
    template = identity.template
    expected = Expected(template, contract, identity.project, identity.period)
    places = column_places(cells, template)
    sheet = places.sheet
    table = read_rows(
        line_rows(sheet, places),
        first_row=places.header_row + 1,
        expected=expected,
        place=lambda row, code: (sheet.name, f"{places.letters[code]}{row}"),
    )
    stated = read_answers(cells, template, contract)
    missing = missing_answers(expected, stated, table)
    return _draft(
        expected,
        replace(
            table,
            unreadable=(*table.unreadable, *stated.unreadable, *missing),
            notes=(*table.notes, *stated.notes, *outside_notes(cells, template, places)),
        ),
        stated,
        places={code: f"{sheet.name}!{letter}{{row}}" for code, letter in places.letters.items()},
        made_on=identity.made_on,
    )


def draft_from_rows(
    rows: Sequence[Mapping[str, str]],
    *,
    contract: Contract,
    project: str | None = None,
    period: str | None = None,
    answers: ReturnAnswers | None = None,
    first_line: int = 1,
) -> DraftReturn:
    """Read rows of text by column name: a file's, a form's or the interface's.

    Args:
        rows: one mapping per line; a column left out is blank.
        contract: what it is read against.
        project: the project reported on; None allows lines of any.
        period: the quarter reported on; None allows lines of any.
        answers: what is stated beside the lines; None when only lines are sent.
        first_line: the number of the first row in messages (2 below a file's header row).

    Returns:
        The draft; places read ``line 7, claimed`` instead of a cell.
    """
    template = QUARTERLY
    expected = Expected(template, contract, project or "", period or "")
    table = read_rows(
        _text_rows(rows, first_line),
        first_row=first_line,
        expected=expected,
        place=lambda row, code: ("", f"line {row}, {code}"),
    )
    heads = heads_to_answer(contract, expected.project)
    inputs = [c.code for c in template.head_columns if c.is_input]
    stated = AnswerReading(
        answers=answers or ReturnAnswers(),
        heads=heads,
        places={(h, code): ("", f"head {h}, {code}") for h in heads for code in inputs}
        | {("", about.code): ("", about.code) for about in template.answers},
    )
    missing = missing_answers(expected, stated, table) if answers is not None else ()
    unreadable = (*_unknown_columns(rows, first_line), *table.unreadable, *missing)
    return _draft(
        expected,
        replace(table, unreadable=unreadable),
        stated,
        places={code: f"line {{row}}, {code}" for code in SPEND_COLUMNS},
    )


def _draft(
    expected: Expected,
    table: TableReading,
    stated: AnswerReading,
    *,
    places: Mapping[str, str],
    made_on: str = "",
) -> DraftReturn:
    answers = {
        k: f"{sheet}!{cell}" if sheet else cell for k, (sheet, cell) in stated.places.items()
    }
    return DraftReturn(
        contract_reference=expected.contract.reference,
        project=expected.project,
        period=expected.period,
        template_version=str(expected.template.version) if made_on else "",
        lines=table.lines,
        cells=CellMap(table.row_of, places, answers),
        answers=stated.answers,
        unreadable=table.unreadable,
        notes=table.notes,
        dropped=table.dropped,
        rejected=table.rejected,
        made_on=made_on,
        heads=stated.heads,
    )


def _text_rows(rows: Sequence[Mapping[str, str]], first_line: int) -> Iterator[Row]:
    known = set(SPEND_COLUMNS)
    for line, row in enumerate(rows, start=first_line):
        yield (
            line,
            [
                (code, Cell("", line, 0, f"line {line}, {code}", CellKind.TEXT, text))
                for code, text in row.items()
                if code in known
            ],
        )


def _unknown_columns(rows: Sequence[Mapping[str, str]], first_line: int) -> tuple[Unreadable, ...]:
    """Each unknown column once, at the first line that has it."""
    known = word_list(SPEND_COLUMNS)
    found: dict[str, Unreadable] = {}
    for line, row in enumerate(rows, start=first_line):
        for name in row:
            if name not in known.words and name not in found:
                found[name] = problem(
                    FaultCode.UNKNOWN_COLUMN,
                    ("", f"line {line}, {name}"),
                    why="",
                    details={"value": shown(name), "nearest": known.hint(name)},
                )
    return tuple(found.values())
