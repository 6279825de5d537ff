"""Returns are made by their due date.

Usual wording: "The Recipient shall provide a return in the form of Annex A by the last day of the
month following the end of each quarter." The day ends at midnight in London. A project's return is
made when it is submitted, the quarter's when it is certified.
"""

import pandas as pd

from grants.checks.returning import expected_returns, return_items
from grants.terms.base import Facts, Judgement, Param, Params, Scope, Verdict, term


@term(
    code="return-due",
    number=23,
    title="return by the due date",
    scope=Scope.RETURN,
    judged_on="period end",
    params=(Param.whole("warn_days", required=False, default=10),),
    verdicts=(Verdict.BREACH, Verdict.WARN, Verdict.NOT_RUN),
)
def judge(_lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """Late, missing after the date, or soon due; a period that has not ended is not due yet."""
    expected = expected_returns(facts)
    contract, today = facts.contract, facts.as_of
    late = [(e.made_on - e.due_on).days if e.made_on else 0 for e in expected]
    missing = [e.made_on is None and e.is_past(today) for e in expected]
    kept = [bool(contract.returns if e.project else contract.quarters) for e in expected]
    left = [(e.due_on - today).days for e in expected]
    soon = [
        e.made_on is None and e.period.ends_on <= today and 0 <= days <= p.warn_days
        for e, days in zip(expected, left, strict=True)
    ]
    items = return_items(expected)
    return (
        Judgement(items)
        .breach(
            pd.Series([days > 0 for days in late], dtype="bool"),
            "it was made on {made_on}, {late} day(s) after it was due on {due_on}.",
            "Tell the funder why, and ask for its consent.",
            late=pd.Series(late),
        )
        .breach(
            pd.Series([m and k for m, k in zip(missing, kept, strict=True)], dtype="bool"),
            "it was due on {due_on} and has not been made; that is {over} day(s) ago.",
            "Make the return now and tell the funder why it is late.",
            over=pd.Series([-days for days in left]),
        )
        .not_run(
            pd.Series(missing, dtype="bool"),
            "it was due on {due_on} and the contract file records no returns of this sort at all.",
            "Record the returns made ([[return]] and [[quarter]]).",
        )
        .warn(
            pd.Series(soon, dtype="bool"),
            "it is due on {due_on}, in {left} day(s), and has not been made.",
            "Make the return by that day.",
            left=pd.Series(left),
        )
    )
