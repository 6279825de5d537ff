"""The grant is never more than the sum agreed.

Usual wording: "The Grant shall not be more than £239,000." Only the excess is at risk. A variation
that sets a new award also moves the ceiling.
"""

from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from grants.terms.base import (
    Facts,
    Judgement,
    Param,
    Params,
    Scope,
    Verdict,
    ceiling_of,
    one_row,
    term,
)  # fmt: skip

WARN_AT: Final = 95


@term(
    code="grant-ceiling",
    number=3,
    title="grant ceiling",
    scope=Scope.CONTRACT,
    judged_on="as-of",
    params=(
        Param.money("amount"),
        Param.percent("warn_at_percent", required=False, default=WARN_AT),
    ),
    verdicts=(Verdict.BREACH, Verdict.WARN),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """Everything claimed so far against the ceiling in force today."""
    ceiling = _ceiling(p, facts)
    total = int(lines["claimed"].sum())
    excess = max(0, total - ceiling)
    items = one_row(facts.contract.reference, facts.as_of, at_risk=excess)
    return (
        Judgement(items)
        .breach(
            np.array([total > ceiling]),
            "{total:pounds} is claimed, {excess:pounds} more than the ceiling of {ceiling:pounds}.",
            "Take the excess out of the return, or ask the funder for consent.",
            total=total,
            excess=excess,
            ceiling=ceiling,
        )
        .warn(
            np.array([total >= ceiling_of(ceiling, p.warn_at_percent)]),
            "{total:pounds} is claimed, {warn_at_percent} % or more of the ceiling of "
            "{ceiling:pounds}.",
            "Compare what is still to come with what is left.",
            total=total,
            ceiling=ceiling,
        )
    )


def _ceiling(p: Params, facts: Facts) -> int:
    """The term's amount, or the award of a variation that took effect after this version."""
    ceiling: int = p.amount
    version = p.version
    newest = (version.effective_from or date.min, version.variation or 0)
    for variation in facts.contract.variations:
        place = (variation.effective_from, variation.number)
        in_force = variation.effective_from <= facts.as_of
        if variation.award is not None and in_force and place > newest:
            ceiling, newest = variation.award, place
    return ceiling
