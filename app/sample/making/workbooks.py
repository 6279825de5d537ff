"""The leads' return workbooks: lines, figures to date, nil heads, reasons and narrative."""

from datetime import date

import pandas as pd

from app.sample.making.narratives import narrative_of
from app.sample.making.parts import QUARTERS, Book, Line, code_of
from exports.return_workbook import ReturnWorkbookInputs, write_return_workbook
from grants.contract import Contract
from grants.intake.answers import ReturnAnswers, heads_to_answer
from grants.spend import SPEND_COLUMNS

MADE_ON = {1: date(2017, 7, 3), 2: date(2017, 10, 2), 3: date(2018, 1, 2), 4: date(2018, 4, 3)}
WRONG_FIGURES = {("KNIFE", 2, 1): ("DELIVERY", 27_000)}
"""(project, quarter, version) → head and pence by which the stated figure to date is wrong."""
REASONS = {
    (
        "CELEBRATE",
        3,
        "COMMS",
    ): "Bonfire night and Diwali fall in this quarter, as planned in March.",
    ("KNIFE", 3, "DELIVERY"): "Extra half-term sessions paid for by the virement of 13 November.",
    ("DHR", 2, "DELIVERY"): "Both panels met twice because a member had to be replaced.",
    ("STREET", 3, "DELIVERY"): "Cold weather brought more bed nights than the profile has.",
    ("VEHICLE", 4, "COMMS"): "Extra bus panels after the January rise in thefts of keyless cars.",
}


def workbook_name(project: str, quarter: int, version: int) -> str:
    """``returns/2017-Q1/KNIFE-v2.xlsx``."""
    mark = "" if version == 1 else f"-v{version}"
    return f"returns/{code_of(quarter)}/{project}{mark}.xlsx"


def claimed_before(book: Book, project: str, quarter: int) -> dict[str, int]:
    """Head → pence claimed in earlier quarters less what was disallowed."""
    before: dict[str, int] = {}
    for earlier in QUARTERS[: quarter - 1]:
        for line in book.lines_of(project, earlier):
            before[line.head] = before.get(line.head, 0) + line.claimed - line.disallowed
    return before


def workbook_bytes(
    book: Book, contract: Contract, project: str, quarter: int, version: int
) -> bytes:
    """One return as its lead filled it in."""
    lines = book.lines_of(project, quarter, version)
    before = claimed_before(book, project, quarter)
    now: dict[str, int] = {}
    for line in lines:
        now[line.head] = now.get(line.head, 0) + line.claimed
    heads = heads_to_answer(contract, project)
    to_date = {h: before.get(h, 0) + now.get(h, 0) for h in heads}
    head, pence = WRONG_FIGURES.get((project, quarter, version), ("", 0))
    if head:
        to_date[head] += pence
    found = contract.project(project)
    answers = ReturnAnswers(
        cumulative=to_date,
        nil_heads=tuple(h for h in heads if h not in now),
        reasons={h: r for (p, q, h), r in REASONS.items() if (p, q) == (project, quarter)},
        narrative=narrative_of(project, quarter),
        prepared_by=found.lead if found else "",
    )
    return write_return_workbook(
        ReturnWorkbookInputs(contract, project, code_of(quarter), before, MADE_ON[quarter]),
        pd.DataFrame([_row(line) for line in lines], columns=list(SPEND_COLUMNS), dtype="str"),
        answers,
    )


def _row(line: Line) -> dict[str, str]:
    """A line's cells as the lead enters them: project, quarter and status are left blank."""
    row = dict.fromkeys(SPEND_COLUMNS, "")
    row |= line.cells
    row |= {"line_id": line.id, "head": line.head, "project": "", "period": "", "status": ""}
    if line.entry is not None and line.states_key:
        row["ledger_key"] = line.entry.key
    if line.corrects is not None:
        row["corrects"] = line.corrects.id
    return row
