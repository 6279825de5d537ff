"""The quarter's return is certified by the chief finance officer, who prepared none of it.

Usual wording: "Annex A shall be signed by the Recipient's Chief Finance Officer" (T40). A return
that nobody certified, that its preparer certified, or whose figures changed after it was certified
is not certified at all. Before its due date it may still be.
"""

from datetime import date, datetime

import pandas as pd

from grants.checks.returning import LONDON, expected_returns, return_items
from grants.contract import QuarterReturn
from grants.terms.base import Facts, Judgement, Params, Scope, Verdict, days_column, term


@term(
    code="certification",
    number=40,
    title="certification",
    scope=Scope.RETURN,
    judged_on="period end",
    verdicts=(Verdict.BREACH, Verdict.NOT_RUN),
)
def judge(_lines: pd.DataFrame, _p: Params, facts: Facts) -> Judgement:
    """One item for each quarter's return."""
    expected = [e for e in expected_returns(facts) if not e.project]
    records = [_record(facts, e.period.code) for e in expected]
    signed = [r.certified_at is not None for r in records]
    kept = bool(facts.contract.quarters)
    past = [e.is_past(facts.as_of) for e in expected]
    missing = pd.Series([p and not s for p, s in zip(past, signed, strict=True)], dtype="bool")
    by = [_person(r.certified_by) for r in records]
    preparers = [_preparers(facts, e.period.code) for e in expected]
    own = [bool(b) and b in who for b, who in zip(by, preparers, strict=True)]
    items = return_items(expected)
    items["certified_by"] = [r.certified_by or "nobody known" for r in records]
    items["certified_on"] = days_column([_day(r.certified_at) for r in records])
    items["changed_on"] = days_column([_day(r.changed_at) for r in records])
    is_signed = pd.Series(signed, dtype="bool")
    return (
        Judgement(items)
        .breach(
            missing & kept,
            "it was due on {due_on} and nobody has certified it.",
            "Have it certified by the chief finance officer, and tell the funder that it is late.",
        )
        .breach(
            pd.Series([_is_void(r) for r in records], dtype="bool"),
            "{certified_by} certified it on {certified_on} and its figures changed after, on "
            "{changed_on}; that certificate no longer holds.",
            "Have the figures as they are now certified.",
        )
        .breach(
            is_signed & pd.Series(own, dtype="bool"),
            "{certified_by} certified it and had prepared a return in it.",
            "Have it certified by a chief finance officer who prepared none of it.",
        )
        .not_run(
            missing,
            "it was due on {due_on} and the contract file does not record at all who certifies.",
            "Record the quarter's return ([[quarter]]).",
        )
        .not_run(
            is_signed & pd.Series([not person for person in by], dtype="bool"),
            "it was certified on {certified_on} and it is not recorded by whom.",
            "Record who certified it (certified_by in [[quarter]]).",
        )
        .not_run(
            is_signed & pd.Series([not who or "" in who for who in preparers], dtype="bool"),
            "it was certified on {certified_on} and it is not recorded who prepared the returns "
            "in it.",
            "Record who prepared each project's return (prepared_by in [[return]]).",
        )
    )


def _record(facts: Facts, code: str) -> QuarterReturn:
    found = [q for q in facts.contract.quarters if q.period == code]
    return found[-1] if found else QuarterReturn(code)


def _is_void(record: QuarterReturn) -> bool:
    signed, changed = record.certified_at, record.changed_at
    return signed is not None and changed is not None and changed > signed


def _day(at: datetime | None) -> date | None:
    return at.astimezone(LONDON).date() if at is not None else None


def _person(name: str) -> str:
    return name.strip().casefold()


def _preparers(facts: Facts, code: str) -> frozenset[str]:
    """Who prepared the returns submitted for a period; "" stands for somebody not recorded."""
    returns = [r for r in facts.contract.returns if r.period == code]
    return frozenset(_person(r.prepared_by) for r in returns if r.submitted_at is not None)
