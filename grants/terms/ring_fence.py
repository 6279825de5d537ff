"""Nothing moves across a ring-fence.

Usual wording: "Funding is ring-fenced for labour and for non-labour costs and may not be moved
between the two" (serious violence duty grants, and victims' core and specialist funds, S18 and S68;
T11). What counts is the net movement: money that came back no longer crosses. A head without a
ring-fence lies outside all of them.
"""

import pandas as pd

from grants.checks.budget import budgets_on, head_subject, movements
from grants.checks.legs import Leg, leg_columns, legs_of
from grants.contract import Contract
from grants.terms.base import (
    Facts,
    Judgement,
    Params,
    Scope,
    Verdict,
    excess_in_order,
    term,
)

NO_FENCE = "no ring-fence"


@term(
    code="ring-fence",
    number=11,
    title="ring-fenced heads",
    scope=Scope.HEAD,
    judged_on="effective_on",
    verdicts=(Verdict.BREACH, Verdict.NOT_RUN),
)
def judge(_lines: pd.DataFrame, _p: Params, facts: Facts) -> Judgement:
    """One item per movement across a fence and head it touches, and one for each other head."""
    contract = facts.contract
    fences = {head.code: head.ring_fence for head in contract.budget_heads}
    unmarked = not any(fences.values())
    crossing = [
        v for v in movements(contract) if unmarked or fences[v.from_head] != fences[v.to_head]
    ]
    legs = legs_of(crossing)
    touched = {leg.place for leg in legs}
    still = [place for place in budgets_on(contract, facts.as_of) if place not in touched]
    items = pd.DataFrame(leg_columns(legs, still, facts.as_of))
    items["subject"] = [head_subject(place) for place in (*(leg.place for leg in legs), *still)]
    items["at_risk"] = _unbalanced(legs, contract) + [0] * len(still)
    items["fence"] = [fences[leg.movement.from_head] or NO_FENCE for leg in legs] + [
        fences[head] or NO_FENCE for _, head in still
    ]
    items["to_fence"] = [fences[leg.movement.to_head] or NO_FENCE for leg in legs] + [
        fences[head] or NO_FENCE for _, head in still
    ]
    return (
        Judgement(items)
        .not_run(
            unmarked & (items["moved"] > 0),
            "{reference} moved {moved:pounds} {way} this head, and the contract does not say which "
            "heads are ring-fenced.",
            "Put ring_fence on the [[budget_head]] rows concerned.",
        )
        .breach(
            items["at_risk"] > 0,
            "{reference} moved {moved:pounds} {way} this head on {judged_on}, from “{fence}” to "
            "“{to_fence}”; {at_risk:pounds} of it has not come back.",
            "Move it back, or ask the funder for consent.",
        )
    )


def _unbalanced(legs: list[Leg], contract: Contract) -> list[int]:
    """Pence of each leg by which its own side of the fence has gained or lost in all.

    A side that lost lays it on its latest outflows, one that gained on its latest inflows.
    """
    fences = {head.code: head.ring_fence for head in contract.budget_heads}
    parts = [0] * len(legs)
    for fence in dict.fromkeys(fences.values()):
        mine = [n for n, leg in enumerate(legs) if fences[leg.place[1]] == fence]
        lost = [legs[n].movement.amount * (1 if legs[n].way == "out of" else -1) for n in mine]
        sign = 1 if sum(lost) > 0 else -1
        for n, part in zip(mine, excess_in_order([sign * x for x in lost], 0), strict=True):
            parts[n] = part
    return parts
