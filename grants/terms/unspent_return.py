"""Grant not spent by the end of the year is repaid in time.

Usual wording: "Any unspent Grant shall be repaid within 30 days of the end of each Financial Year"
(S9; "any underspend returned", S5; T28). Unspent is what was received and brought forward, less
what was repaid, what is claimed and what a consent lets be carried forward. Such a consent is one
to carry-forward, given in the year or by the last day for repaying, that no opening balance names.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from grants.checks.cash import received_by, repaid_between, repaid_by
from grants.checks.deadlines import days_after
from grants.checks.years import NO_YEAR, funding_year_ends, year_of_lines
from grants.contract import Contract
from grants.terms.base import (
    Facts,
    Judgement,
    Param,
    Params,
    Scope,
    Verdict,
    days_column,
    term,
)
from ledger.period import FinancialYear


@dataclass(frozen=True, slots=True)
class _YearEnd:
    """One funding year's end, in pence: what was left, what may be kept, what was paid back."""

    ends_on: date
    last_on: date
    unspent: int
    kept: int
    in_time: int
    late: int
    undated: int

    @property
    def owed(self) -> int:
        """To be repaid."""
        return max(0, self.unspent - self.kept)

    @property
    def left(self) -> int:
        """Of that, not paid back yet."""
        return max(0, self.owed - self.in_time - self.late)


@term(
    code="unspent-return",
    number=28,
    title="unspent grant returned",
    scope=Scope.CONTRACT,
    judged_on="year end",
    params=(Param.whole("days"),),
    verdicts=(Verdict.BREACH, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """One item for each end of a funding year; before its last day for repaying it is at rest."""
    ends = _year_ends(lines, p.days, facts)
    items = pd.DataFrame(
        {
            "subject": [facts.contract.reference] * len(ends),
            "judged_on": days_column([e.ends_on for e in ends]),
            "consent_on": days_column([e.last_on for e in ends]),
            "unspent": [e.unspent for e in ends],
            "kept": [e.kept for e in ends],
            "owed": [e.owed for e in ends],
            "repaid": [e.in_time + e.late for e in ends],
            "left": [e.left for e in ends],
            "undated": [e.undated for e in ends],
            "at_risk": _each_once([0 if e.undated else e.left for e in ends]),
        }
    )
    past = pd.Series([facts.as_of > e.last_on for e in ends], dtype="bool")
    known = (items["undated"] == 0) & bool(facts.contract.receipts)
    late = pd.Series([not e.left and e.in_time < e.owed for e in ends], dtype="bool")
    return (
        Judgement(items)
        .not_run(
            past & (not facts.contract.receipts),
            "no receipt of money from the funder is recorded, so what was unspent on {judged_on} "
            "is not known.",
            "Record what was received ([[receipt]]).",
        )
        .not_run(
            past & (items["undated"] > 0),
            "{undated} line(s) do not say which financial year they belong to, so what was unspent "
            "on {judged_on} is not known.",
            "Fill in accounting_period or incurred_on of those lines.",
        )
        .breach(
            past & known & (items["left"] > 0),
            "{unspent:pounds} was unspent on {judged_on}; {kept:pounds} may be carried forward and "
            "{repaid:pounds} was repaid, so {left:pounds} was to be repaid by {consent_on}.",
            "Repay it, and record the repayment ([[repayment]]); or ask the funder for consent.",
        )
        .breach(
            past & known & late,
            "{owed:pounds} was to be repaid by {consent_on} and was repaid in full only later.",
            "Tell the funder why it was late, and ask for its consent.",
            at_risk=0,
        )
    )


def _each_once(left: list[int]) -> list[int]:
    """What is left at each end beyond what earlier ends already carry."""
    parts: list[int] = []
    for pence in left:
        parts.append(max(0, pence - sum(parts)))
    return parts


def _year_ends(lines: pd.DataFrame, days: int, facts: Facts) -> list[_YearEnd]:
    contract, today = facts.contract, facts.as_of
    ends = funding_year_ends(contract)
    year = year_of_lines(lines, contract)
    claimed = lines["claimed"].to_numpy(dtype="int64")
    unknown = int(((year == NO_YEAR) & (claimed != 0)).sum())
    found: list[_YearEnd] = []
    before = contract.starts_on
    for end in ends:
        is_final = end == ends[-1]
        until = FinancialYear.containing(end).start
        by_then = (year != NO_YEAR) & (year <= until)
        spent = int(claimed.sum()) if is_final else int(claimed[by_then].sum())
        funds = received_by(contract, today if is_final else end) - repaid_by(contract, end)
        unspent, last = max(0, funds - spent), days_after(end, days)
        found.append(
            _YearEnd(
                end, last, unspent, min(unspent, _kept(contract, before, last, unspent)),
                repaid_between(contract, end, min(last, today)),
                repaid_between(contract, last, today), 0 if is_final else unknown,
            )
        )  # fmt: skip
        before = last
    return found


def _kept(contract: Contract, after: date, last: date, unspent: int) -> int:
    """Pence that consents given in that time let be carried forward; without an amount, all."""
    opening = {c.consent for c in contract.carry_forwards}
    consents = [
        c
        for c in contract.consents
        if c.term == "carry-forward" and c.reference not in opening and after < c.given_on <= last
    ]
    return sum(unspent if c.amount is None else c.amount for c in consents)
