"""A return speaks of every project and every head; where nothing was spent it says 0.00.

Usual wording: "Annex A shall be completed for every Project and budget head; a nil return shall be
stated." Blank is not zero, and what is not due yet is neither.
"""

import pandas as pd

from grants.checks.budget import budgets_on
from grants.checks.returning import Expected, expected_returns, return_items
from grants.terms.base import Facts, Judgement, Params, Scope, Verdict, term


@term(
    code="return-complete",
    number=24,
    title="complete return",
    scope=Scope.RETURN,
    judged_on="period end",
    verdicts=(Verdict.BREACH, Verdict.NOT_RUN),
)
def judge(_lines: pd.DataFrame, _p: Params, facts: Facts) -> Judgement:
    """Heads with a budget that a project's return leaves blank; projects a quarter is without."""
    expected = expected_returns(facts)
    blank = {e.subject: _blank_heads(e, facts) for e in expected if e.project}
    gaps: list[str] = []
    for e in expected:
        due = e.made_on is not None or e.is_past(facts.as_of)
        if e.project:
            gaps.append(", ".join(blank[e.subject]) if due else "")
        else:
            without = [
                x.project
                for x in expected
                if x.project and x.period is e.period and (x.made_on is None or blank[x.subject])
            ]
            gaps.append(", ".join(without) if due else "")
    unknown = [
        not e.project and not facts.contract.returns and e.is_past(facts.as_of) for e in expected
    ]
    items = return_items(expected)
    quarter = items["project"] == ""
    missing = pd.Series([bool(gap) for gap in gaps], dtype="bool")
    return (
        Judgement(items)
        .not_run(
            pd.Series(unknown, dtype="bool"),
            "the contract file records no returns at all.",
            "Record what each project returned ([[return]]).",
        )
        .breach(
            missing & ~quarter,
            "nothing is stated for: {gaps}. Blank is not zero.",
            "State the amount to date of each head; write 0.00 where nothing was spent.",
            gaps=pd.Series(gaps, dtype=object),
        )
        .breach(
            missing & quarter,
            "these projects have not returned, or left a head blank: {gaps}.",
            "Complete their returns before the quarter's return goes to the funder.",
            gaps=pd.Series(gaps, dtype=object),
        )
    )


def _blank_heads(expected: Expected, facts: Facts) -> list[str]:
    """Heads in the project's budget at the end of the period that its return does not state."""
    budgets = budgets_on(facts.contract, expected.period.ends_on)
    stated = expected.record.cumulative if expected.record else {}
    heads = [head for project, head in budgets if project == expected.project]
    missing = [head for head in heads if head not in stated]
    return missing or ([] if stated else ["the whole return"])
