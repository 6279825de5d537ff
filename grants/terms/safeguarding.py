"""Checks are confirmed before money is released to a project that works with people at risk.

Usual wording: "Confirmation of checks shall be given before funds are released." It concerns the
projects marked so in the contract.
"""

import numpy as np
import pandas as pd

from grants.terms.base import Facts, Judgement, Params, Scope, Verdict, of_category, term


@term(
    code="safeguarding",
    number=45,
    title="safeguarding checks",
    scope=Scope.LINE,
    judged_on="money left",
    verdicts=(Verdict.BREACH, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, _p: Params, facts: Facts) -> Judgement:
    """The day the money left against the first confirmation for the project."""
    marked = frozenset(p.code for p in facts.contract.projects if p.safeguarding)
    first: dict[str, np.datetime64] = {}
    for check in facts.contract.safeguardings:
        if check.confirmed_on is not None:
            day = np.datetime64(check.confirmed_on, "s")
            first[check.project] = min(day, first.get(check.project, day))
    project, left = lines["project"], lines["money_left_on"]
    concerned = (lines["charged"] > 0) & of_category(project, lambda code: code in marked)
    confirmed_on = pd.Series(
        of_category(project, lambda code: first.get(code, "NaT"), "datetime64[s]")
    )
    return (
        Judgement(lines)
        .not_run(
            concerned & left.isna(),
            "neither the day it was paid nor the day it was posted is known.",
            "Fill in defrayed_on or posted_on.",
        )
        .breach(
            concerned & left.notna() & confirmed_on.isna(),
            "money left for project {project} and its checks were never confirmed.",
            "Record the confirmation, and ask the funder about the money already released.",
        )
        .breach(
            concerned & (left < confirmed_on),
            "money left on {money_left_on}, before the checks of project {project} were confirmed "
            "on {confirmed_on}.",
            "Ask the funder to agree it afterwards, or take the line out of the return.",
            confirmed_on=confirmed_on,
        )
    )
