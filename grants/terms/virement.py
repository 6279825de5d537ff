"""Budget moves between heads only up to a limit, counted over the whole contract.

Usual wording: "The Recipient may vire up to 10% of any budget head between heads; any greater
movement requires prior written consent." Gross movements out of and into each head are added up,
so that ten small moves do not slip through.
"""

from dataclasses import dataclass

import pandas as pd

from grants.checks.budget import (
    Place,
    budget_before,
    head_subject,
    moved_on,
    movements,
    original_budgets,
)  # fmt: skip
from grants.contract import Virement
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
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Leg:
    """One movement seen from the head that gives or takes, with what moved that way so far."""

    place: Place
    way: str
    movement: Virement
    before: int
    after: int
    base: int


@term(
    code="virement",
    number=9,
    title="virement between heads",
    scope=Scope.HEAD,
    judged_on="effective_on",
    params=(
        Param.percent("limit_percent", required=False),
        Param.money("limit_amount", required=False),
        Param.choice("base", ("original", "revised")),
        Param.choice("comparison", ("over", "at-or-over"), required=False, default="over"),
    ),
    verdicts=(Verdict.BREACH, Verdict.NOT_RUN),
)
def judge(_lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """One item per movement and head it touches, and one for each head that nothing touches."""
    legs = _legs(p, facts)
    limits = [_limit(leg.base, p) for leg in legs]
    over = [
        leg.after >= limit if p.comparison == "at-or-over" else leg.after > limit
        for leg, limit in zip(legs, limits, strict=True)
    ]
    at_risk = [
        max(0, leg.after - max(leg.before, limit)) for leg, limit in zip(legs, limits, strict=True)
    ]
    touched = {leg.place for leg in legs}
    still = [place for place in original_budgets(facts.contract) if place not in touched]
    items = _items(legs, still, facts)
    items["at_risk"] = at_risk + [0] * len(still)
    original = original_budgets(facts.contract)
    items["moved"] = [leg.after for leg in legs] + [0] * len(still)
    items["way"] = [leg.way for leg in legs] + ["out of or into"] * len(still)
    items["base_amount"] = [leg.base for leg in legs] + [original[place] for place in still]
    items["limit"] = limits + [_limit(original[place], p) for place in still]
    items["reference"] = [leg.movement.reference for leg in legs] + ["no movement"] * len(still)
    unlimited = p.limit_percent is None and p.limit_amount is None
    return (
        Judgement(items)
        .not_run(
            pd.Series([unlimited] * len(items)),
            "the contract gives neither a percentage nor an amount that may be moved.",
            "Put limit_percent or limit_amount in the contract's term.",
        )
        .breach(
            pd.Series([not unlimited and o for o in over] + [False] * len(still)),
            "with {reference}, {moved:pounds} has been moved {way} this head; its budget is "
            "{base_amount:pounds} and {limit:pounds} may be moved without consent.",
            "Reverse the movement, or ask the funder for consent.",
        )
    )


def _legs(p: Params, facts: Facts) -> list[_Leg]:
    """Movements in order of effect, each seen from both its heads, with running gross totals."""
    contract = facts.contract
    original = original_budgets(contract)
    running: dict[tuple[Place, str], int] = {}
    legs: list[_Leg] = []
    for movement in movements(contract):
        giving = (movement.from_project, movement.from_head)
        taking = (movement.to_project, movement.to_head)
        for place, way in ((giving, "out of"), (taking, "into")):
            before = running.get((place, way), 0)
            running[place, way] = before + movement.amount
            base = (
                original.get(place, 0)
                if p.base == "original"
                else budget_before(contract, movement, place)
            )
            legs.append(_Leg(place, way, movement, before, running[place, way], base))
    return legs


def _limit(base: int, p: Params) -> int:
    """Pence that may move without consent; nothing moves freely into a head without budget."""
    limits = []
    if p.limit_percent is not None:
        limits.append(limit_of(max(0, base), p.limit_percent))
    if p.limit_amount is not None:
        limits.append(p.limit_amount if base > 0 else 0)
    return min(limits, default=0)


def _items(legs: list[_Leg], still: list[Place], facts: Facts) -> pd.DataFrame:
    """Rows to judge; the scope of a consent is that of the movement, not of one head."""
    days = [moved_on(leg.movement) for leg in legs] + [facts.as_of] * len(still)
    return pd.DataFrame(
        {
            "subject": [head_subject(x) for x in (*(leg.place for leg in legs), *still)],
            "judged_on": days_column(days),
            "project": [leg.movement.from_project for leg in legs] + [x[0] for x in still],
            "head": [leg.movement.from_head for leg in legs] + [x[1] for x in still],
            "to_project": [leg.movement.to_project for leg in legs] + [""] * len(still),
            "to_head": [leg.movement.to_head for leg in legs] + [""] * len(still),
            "draws": [leg.way for leg in legs] + [""] * len(still),
        }
    )
