"""What is given to projects does not come to more than the award.

Usual wording: "The total of allocations shall not exceed the Grant." Giving out more on purpose,
because projects underspend, is over-programming and needs the funder's consent or a percentage in
the contract.
"""

from datetime import date
from decimal import Decimal

import pandas as pd

from grants.checks.budget import began_on
from grants.contract import Allocation
from grants.terms.base import (
    Facts,
    Judgement,
    Param,
    Params,
    Scope,
    Verdict,
    days_column,
    excess_in_order,
    limit_of,
    one_row,
    term,
)  # fmt: skip


@term(
    code="allocations-within-award",
    number=7,
    title="allocations within the award",
    scope=Scope.CONTRACT,
    judged_on="approved_on",
    params=(Param.percent("over_programming_percent", required=False, default=Decimal(0)),),
    verdicts=(Verdict.BREACH,),
)
def judge(_lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """Allocations in order of approval; those that cross the award carry the excess."""
    contract = facts.contract
    given = sorted(
        (a for a in contract.all_allocations() if (began_on(a) or date.min) <= facts.as_of),
        key=lambda a: a.approved_on or began_on(a) or date.min,
    )
    award = contract.award_on(facts.as_of)
    limit = limit_of(award, 100 + p.over_programming_percent)
    total = sum(a.amount for a in given)
    excess = excess_in_order([a.amount for a in given], limit)
    return Judgement(_items(given, excess, facts)).breach(
        pd.Series([part > 0 for part in excess] or [False]),
        "allocations come to {total:pounds}, {over:pounds} more than the {limit:pounds} that may "
        "be given out.",
        "Lower an allocation, or ask the funder to consent to over-programming.",
        total=total,
        over=total - limit,
        limit=limit,
    )


def _items(given: list[Allocation], excess: list[int], facts: Facts) -> pd.DataFrame:
    """One item for each allocation, with the part of the excess it carries."""
    if not given:
        return one_row(facts.contract.reference, facts.as_of, at_risk=0)
    days = [a.approved_on or began_on(a) for a in given]
    return pd.DataFrame(
        {
            "subject": [facts.contract.reference] * len(given),
            "judged_on": days_column(days),
            "at_risk": excess,
        }
    )
