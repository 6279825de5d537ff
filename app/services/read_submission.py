"""What another system sends in for a project's quarter: read, and refused cell by cell if need be.

The contract, project and quarter are those of the address; a workbook of another one is refused
without saying what else is recorded here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.services.fund import Fund, fund_of, require_period, require_project
from app.services.office import Act, Refused
from app.services.queries.api import finding_rows
from app.services.queries.findings import cards_of_check
from app.services.submit_return import (
    CLOSED,
    Submitted,
    check_rows,
    check_workbook,
    submit_rows,
    submit_workbook,
)  # fmt: skip
from grants.intake.answers import ReturnAnswers
from grants.intake.draft import DraftReturn, draft_from_rows, read_return
from grants.intake.messages import shown
from grants.intake.problem import ReturnRefused, Unreadable
from grants.intake.words import word_list
from grants.policy import Action, may
from grants.returns import ReturnState
from grants.verdict import Verdict
from ledger.reader.guard import Unreadable as UnsafeFile
from ledger.reader.worker import read_workbook_guarded

Rows = Sequence[Mapping[str, str]]
SUBMITTABLE = frozenset({ReturnState.NOT_STARTED, ReturnState.DRAFT, ReturnState.QUERIED})


class ReturnUnreadable(Refused):
    """Cells or answers that cannot be read; every one of them is in ``problems``."""

    def __init__(self, problems: Sequence[Unreadable]) -> None:
        super().__init__(
            f"{len(problems)} thing(s) in the return cannot be read. Nothing was changed.",
            tuple(p.text for p in problems),
        )
        self.problems = tuple(problems)


class FileRefused(Refused):
    """The file cannot be read safely, or it is not this return's workbook."""


@dataclass(frozen=True)
class Place:
    """Which return: the parts of the address."""

    reference: str
    project: str
    period: str


@dataclass(frozen=True)
class Sent:
    """What came in: lines with answers, or a workbook (then ``data`` is not None)."""

    rows: Rows = ()
    answers: ReturnAnswers | None = None
    data: bytes | None = None
    name: str = ""


def _fund_at(act: Act, place: Place) -> Fund:
    fund = fund_of(act, place.reference)
    require_project(fund, place.project)
    require_period(fund, place.period)
    return fund


def require_readable(act: Act, place: Place, sent: Sent) -> None:
    """Refuse what cannot be read, all of it at once.

    Raises:
        ReturnUnreadable: cells, columns, heads or answers.
        FileRefused: the file as a whole.
    """
    act.require(Action.VIEW_PROJECT, contract=place.reference, project=place.project)
    fund = _fund_at(act, place)
    draft = _draft(fund, place, sent)
    problems = (*_unknown_heads(fund, sent.answers), *draft.unreadable)
    if problems:
        raise ReturnUnreadable(problems)


def _draft(fund: Fund, place: Place, sent: Sent) -> DraftReturn:
    if sent.data is None:
        return draft_from_rows(
            sent.rows, contract=fund.signed, project=place.project, period=place.period,
            answers=sent.answers,
        )  # fmt: skip
    try:
        cells = read_workbook_guarded(sent.data, sent.name)
    except UnsafeFile as fault:
        raise FileRefused(str(fault)) from fault
    try:
        return read_return(
            cells, contract=fund.signed, expected_project=place.project,
            expected_period=place.period,
        )  # fmt: skip
    except ReturnRefused as refusal:
        raise FileRefused(f"{sent.name} was not read. {refusal}") from refusal


def _unknown_heads(fund: Fund, answers: ReturnAnswers | None) -> tuple[Unreadable, ...]:
    """A figure under a head that the contract does not have would be counted nowhere."""
    if answers is None:
        return ()
    heads = word_list(tuple(h.code for h in fund.signed.budget_heads))
    named = {
        "cumulative": answers.cumulative,
        "nil_heads": answers.nil_heads,
        "reasons": answers.reasons,
    }
    return tuple(
        Unreadable(
            sheet="", cell=f"answers.{key}, {head}", code="unknown-head",
            what=f"The contract has no budget head {shown(head)}.",
            why="What is stated under an unknown head would be counted nowhere.",
            fix=heads.hint(head) or "Use the codes of the contract's budget heads.",
        )
        for key, stated in named.items()
        for head in stated
        if head not in heads.words
    )  # fmt: skip


def check(act: Act, place: Place, sent: Sent) -> dict[str, Any]:
    """What would happen on submit; stores nothing.

    Raises:
        ReturnUnreadable, FileRefused: as on submit.
        Refused: a line number is used by another return.
    """
    require_readable(act, place, sent)
    if sent.data is None:
        done = check_rows(
            act, place.reference, place.project, place.period, sent.rows, sent.answers
        )
    else:
        done = check_workbook(act, sent.data, sent.name)
    draft, fund = done.draft, done.fund
    before = fund.claimed_before(place.project, place.period)
    claimed = dict(draft.claimed)
    why_not = _why_not(act, fund, place)
    cards = cards_of_check(act, fund, place.period, done.findings)
    return {
        "contract": fund.reference, "project": place.project, "period": place.period,
        "can_submit": not why_not, "why_not": why_not, "lines": len(draft.lines),
        "claimed": done.claimed,
        "heads": [
            {"head": h, "claimed": claimed.get(h, 0), "claimed_before": before.get(h, 0),
             "to_date": before.get(h, 0) + claimed.get(h, 0)}
            for h in (x.code for x in fund.signed.budget_heads)
            if h in before or h in claimed
        ],
        "notes": [n.text for n in draft.notes],
        "counts": {str(v): n for v in Verdict if (n := sum(c.verdict == v for c in cards))},
        "findings": finding_rows(cards),
    }  # fmt: skip


def _why_not(act: Act, fund: Fund, place: Place) -> str:
    """Why it could not be submitted as things stand; blank when it could."""
    quarter = fund.quarter_state(place.period)
    if quarter in CLOSED:
        return f"The quarter is {quarter}: its figures are frozen."
    state = fund.return_state(place.project, place.period)
    if state not in SUBMITTABLE:
        return f"The return is {state}: finance has it now."
    if not may(act.actor, Action.SUBMIT_RETURN, contract=place.reference, project=place.project):
        return "You may check this return but not submit it."
    return ""


def submit(act: Act, place: Place, sent: Sent, key: str) -> dict[str, Any]:
    """Submit what :func:`require_readable` has let through; the acknowledgement."""
    act.require(Action.SUBMIT_RETURN, contract=place.reference, project=place.project)
    if sent.data is None:
        done = submit_rows(
            act, place.reference, place.project, place.period, sent.rows, key=key,
            answers=sent.answers,
        )  # fmt: skip
    else:
        done = submit_workbook(act, sent.data, sent.name, key=key)
    return _acknowledged(act, done)


def _acknowledged(act: Act, done: Submitted) -> dict[str, Any]:
    fund = fund_of(act, done.reference)
    cards = cards_of_check(act, fund, done.period, done.findings)
    return {
        "contract": done.reference, "project": done.project, "period": done.period,
        "state": fund.return_state(done.project, done.period), "version": done.version,
        "submitted_at": act.now, "submitted_by": act.person, "lines": done.lines,
        "claimed": done.claimed,
        "counts": {str(v): n for v in Verdict if (n := sum(c.verdict == v for c in cards))},
        "findings": finding_rows(cards),
    }  # fmt: skip
