"""What a return says beside its lines: figures to date, stated zeros, reasons, narrative, name.

The workbook and the form or interface fill the same record; the same checks judge it. A blank
figure is not zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from grants.contract import Contract
from grants.intake.messages import FaultCode, problem, reason
from grants.intake.problem import Note, Unreadable
from grants.intake.rows import Expected, TableReading
from grants.intake.templates.base import Field, HeadColumn


@dataclass(frozen=True, slots=True)
class Narrative:
    """The three texts of the return."""

    progress: str = ""
    issues: str = ""
    next_quarter: str = ""


@dataclass(frozen=True, slots=True)
class ReturnAnswers:
    """Everything a lead states beside the lines.

    ``cumulative``: head → stated figure to date in pence. ``nil_heads``: heads stated as nothing
    spent this quarter. ``reasons``: head → reason for variance.
    """

    cumulative: Mapping[str, int] = field(default_factory=dict)
    nil_heads: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    narrative: Narrative = Narrative()
    prepared_by: str = ""


@dataclass(frozen=True, slots=True)
class AnswerReading:
    """Answers as read; ``places``: (head or "", column or field) → sheet and cell.

    ``unread`` are the places that hold something which could not be read.
    """

    answers: ReturnAnswers
    heads: tuple[str, ...]
    places: Mapping[tuple[str, str], tuple[str, str]]
    unreadable: tuple[Unreadable, ...] = ()
    notes: tuple[Note, ...] = ()
    unread: frozenset[tuple[str, str]] = frozenset()


def heads_to_answer(contract: Contract, project: str) -> tuple[str, ...]:
    """The heads a project reports on: those it was ever allocated; all of them when it has none."""
    given = {a.head for a in contract.all_allocations() if a.project == project}
    given |= {v.to_head for v in contract.virements if v.to_project == project}
    given |= {v.from_head for v in contract.virements if v.from_project == project}
    codes = tuple(h.code for h in contract.budget_heads)
    return tuple(c for c in codes if c in given) or codes


def missing_answers(
    expected: Expected, stated: AnswerReading, table: TableReading
) -> tuple[Unreadable, ...]:
    """What is blank and must not be, head by head, then the texts. A cell gets one message only."""
    answers = stated.answers
    found: list[Unreadable] = []

    def complain(code: FaultCode, head: str, about: HeadColumn | Field) -> None:
        key = (head, about.code)
        if key not in stated.unread:
            details = {"head": head, "accepts": "", "heading": "", "guidance": about.guidance}
            if isinstance(about, HeadColumn):
                details["accepts"] = about.accepts
            else:
                details["heading"] = about.label
            why = reason(expected.contract, about)
            found.append(problem(code, stated.places[key], why=why, details=details))

    cumulative = expected.template.head_column("cumulative")
    nil = expected.template.head_column("nil")
    for head in stated.heads:
        if head not in answers.cumulative:
            complain(FaultCode.FIGURE_BLANK, head, cumulative)
        if head in table.heads and head in answers.nil_heads:
            complain(FaultCode.NIL_WITH_LINES, head, nil)
        is_silent = head not in table.heads and head not in answers.nil_heads
        if is_silent and not table.has_headless_lines:
            complain(FaultCode.HEAD_NOT_REPORTED, head, nil)
    texts = {
        "progress": answers.narrative.progress,
        "issues": answers.narrative.issues,
        "next_quarter": answers.narrative.next_quarter,
        "prepared_by": answers.prepared_by,
    }
    for about in expected.template.answers:
        if about.is_required and not texts[about.code].strip():
            complain(FaultCode.ANSWER_BLANK, "", about)
    return tuple(found)
