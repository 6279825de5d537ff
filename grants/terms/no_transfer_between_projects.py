"""Budget moves between projects or grants only with consent given beforehand.

Usual wording: "Funds may not be transferred between different successful projects without the
prior written approval of the Commissioner" and "the Recipient may not vire between this Grant and
other grants" (S2, S5; T08). Any movement binds both projects: the one that gives and the one that
takes. Movements between heads of one project are another term's.
"""

import pandas as pd

from grants.checks.budget import movements
from grants.checks.legs import leg_columns, legs_of
from grants.terms.base import Facts, Judgement, Params, Scope, Verdict, term


@term(
    code="no-transfer-between-projects",
    number=8,
    title="no movement between projects",
    scope=Scope.PROJECT,
    judged_on="effective_on",
    verdicts=(Verdict.BREACH,),
)
def judge(_lines: pd.DataFrame, _p: Params, facts: Facts) -> Judgement:
    """One item per movement and project it touches, and one for each project nothing touches."""
    contract = facts.contract
    legs = legs_of([v for v in movements(contract) if v.from_project != v.to_project])
    touched = {leg.place[0] for leg in legs}
    still = [(x.code, "") for x in contract.projects if x.code not in touched]
    items = pd.DataFrame(leg_columns(legs, still, facts.as_of))
    items["subject"] = [leg.place[0] for leg in legs] + [project for project, _ in still]
    items["at_risk"] = items["moved"]
    others = [
        leg.movement.to_project if leg.way == "out of" else leg.movement.from_project
        for leg in legs
    ]
    return Judgement(items).breach(
        items["moved"] > 0,
        "{reference} moved {moved:pounds} {way} this project on {judged_on}; the other project is "
        "{other}, and nothing may move between projects.",
        "Reverse the movement, or ask the funder for consent.",
        other=pd.Series(others + ["none"] * len(still), dtype=object),
    )
