"""The grant has cost centres of its own, so that it can be totalled apart from other funding.

Usual wording: "The Grant shall be accounted for separately from other funding."
"""

import pandas as pd

from grants.terms.base import Facts, Judgement, Params, Scope, Verdict, of_category, term


@term(
    code="separate-accounting",
    number=51,
    title="separate accounting",
    scope=Scope.LINE,
    judged_on="posted_on",
    verdicts=(Verdict.WARN, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, _p: Params, facts: Facts) -> Judgement:
    """A line from a cost centre that is not the contract's, credits included."""
    centres = frozenset(facts.contract.cost_centres)
    known = of_category(lines["cost_centre"], lambda code: code in centres)
    blank = lines["cost_centre"] == ""
    return (
        Judgement(lines)
        .not_run(
            blank | (not centres),
            "the line's cost centre, or the contract's list of them, is blank.",
            "Fill in cost_centre, and cost_centres in the contract.",
        )
        .warn(
            ~known & ~blank,
            "it is charged to cost centre {cost_centre}, which is not one of this contract's.",
            "Ask finance to recode it, or to add the cost centre to the contract.",
        )
    )
