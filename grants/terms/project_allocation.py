"""A project spends no more than it was given.

Usual wording: "Expenditure on a Project shall not exceed its allocation without prior written
consent." The allocation is that of the agreement and its variations, moved by approved virements.
"""

from decimal import Decimal

import pandas as pd

from grants.checks.budget import project_budgets
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
    code="project-allocation",
    number=6,
    title="project allocation",
    scope=Scope.PROJECT,
    judged_on="as-of",
    params=(Param.percent("over_percent", required=False, default=Decimal(0)),),
    verdicts=(Verdict.BREACH,),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """One item per project: the contract's in its order, then others that claim something."""
    budgets = project_budgets(facts.contract, facts.as_of)
    sums = lines.groupby("project", observed=True)["claimed"].sum()
    spent = {str(code): int(pence) for code, pence in sums.items()}
    listed = [project.code for project in facts.contract.projects]
    others = sorted((set(budgets) | set(spent)) - set(listed))
    codes = listed + others
    items = pd.DataFrame(
        {
            "subject": codes,
            "judged_on": days_column([facts.as_of] * len(codes)),
            "project": codes,
            "spent": [spent.get(code, 0) for code in codes],
            "allocation": [budgets.get(code, 0) for code in codes],
        }
    )
    limit = items["allocation"].map(lambda pence: limit_of(pence, 100 + p.over_percent))
    items["at_risk"] = (items["spent"] - limit).clip(lower=0)
    return Judgement(items).breach(
        items["at_risk"] > 0,
        "{spent:pounds} is claimed against an allocation of {allocation:pounds}; "
        "{at_risk:pounds} is more than may be spent.",
        "Take the excess out of the return, move budget, or ask the funder for consent.",
    )
