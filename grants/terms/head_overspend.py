"""Spend on a head stays within its budget, or within the tolerance the contract gives.

Usual wording: "Expenditure against each budget heading shall not exceed the amount shown without
prior written consent" (per-item budgets are limits, S35; T10). The budget is that of the day:
allocations, variations and approved movements.
"""

import pandas as pd

from grants.checks.budget import budgets_on, head_subject
from grants.checks.outturn import spent_by_head
from grants.terms.base import (
    Facts,
    Judgement,
    Param,
    Params,
    Scope,
    Verdict,
    days_column,
    limit_of,
    term,
)


@term(
    code="head-overspend",
    number=10,
    title="head overspend",
    scope=Scope.HEAD,
    judged_on="as-of",
    params=(
        Param.percent("limit_percent", required=False),
        Param.money("limit_amount", required=False),
        Param.choice("verdict", ("BREACH", "WARN"), required=False, default="BREACH"),
    ),
    verdicts=(Verdict.BREACH, Verdict.WARN),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """One item for each head with a budget, then for each other head that claims something."""
    budgets = budgets_on(facts.contract, facts.as_of)
    spent = spent_by_head(lines)
    places = [*budgets, *(place for place in spent if place not in budgets)]
    items = pd.DataFrame(
        {
            "subject": [head_subject(place) for place in places],
            "judged_on": days_column([facts.as_of] * len(places)),
            "project": [project for project, _ in places],
            "head": [head for _, head in places],
            "spent": [spent.get(place, 0) for place in places],
            "budget": [max(0, budgets.get(place, 0)) for place in places],
        }
    )
    items["tolerance"] = [_tolerance(int(budget), p) for budget in items["budget"]]
    items["at_risk"] = (items["spent"] - items["budget"] - items["tolerance"]).clip(lower=0)
    over = items["at_risk"] > 0
    what = (
        "{spent:pounds} is claimed against a budget of {budget:pounds}, with {tolerance:pounds} "
        "allowed on top; {at_risk:pounds} is more than may be spent."
    )
    remedy = "Take the excess out of the return, move budget, or ask the funder for consent."
    if p.verdict == "WARN":
        return Judgement(items).warn(over, what, remedy)
    return Judgement(items).breach(over, what, remedy)


def _tolerance(budget: int, p: Params) -> int:
    """Pence allowed above the budget, the lower of what is given; nothing for a head without."""
    allowed = []
    if p.limit_percent is not None:
        allowed.append(limit_of(budget, p.limit_percent))
    if p.limit_amount is not None:
        allowed.append(p.limit_amount if budget > 0 else 0)
    return min(allowed, default=0)
