"""The grant is spent only on projects approved and still open when the cost is incurred.

Usual wording: "The Grant may be used only for Projects approved by the Partnership."
"""

import pandas as pd

from grants.contract import Project
from grants.terms.base import Facts, Judgement, Params, Scope, Verdict, of_category, term


@term(
    code="approved-project",
    number=5,
    title="approved project",
    scope=Scope.LINE,
    judged_on="incurred_on",
    verdicts=(Verdict.BREACH, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, _p: Params, facts: Facts) -> Judgement:
    """A project in the contract's list, from its approval to its close."""
    projects: dict[str, Project] = {p.code: p for p in facts.contract.projects}
    charged = lines["charged"] > 0
    column, incurred = lines["project"], lines["incurred_on"]
    listed = of_category(column, lambda code: code in projects)

    def day(code: str, name: str) -> object:
        return getattr(projects.get(code), name, None) or "NaT"

    approved_on = pd.Series(
        of_category(column, lambda code: day(code, "approved_on"), "datetime64[s]")
    )
    closed_on = pd.Series(of_category(column, lambda code: day(code, "closed_on"), "datetime64[s]"))
    return (
        Judgement(lines)
        .breach(
            charged & ~listed,
            "{project} is not a project of this contract.",
            "Correct the project, or take the line out of the return.",
        )
        .not_run(
            charged & listed & approved_on.isna(),
            "the contract does not say when project {project} was approved.",
            "Record approved_on for the project.",
        )
        .not_run(
            charged & listed & incurred.isna(),
            "the day it was incurred is blank.",
            "Give the day the goods or services were received.",
        )
        .breach(
            charged & (incurred < approved_on),
            "incurred on {incurred_on}, before project {project} was approved on {approved_on}.",
            "Take the line out of the return, or ask the funder for consent.",
            approved_on=approved_on,
        )
        .breach(
            charged & (incurred > closed_on),
            "incurred on {incurred_on}, after project {project} closed on {closed_on}.",
            "Take the line out of the return, or ask the funder for consent.",
            closed_on=closed_on,
        )
    )
