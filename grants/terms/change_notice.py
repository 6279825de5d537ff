"""A change to a project is notified to the funder in time.

Usual wording: "The Recipient shall notify the Funder of any change of circumstances, key staff or
timetable" (terms of several policing bodies; T48). The changes are those of the contract's list of
notices; the subject of a notice is the project's code.
"""

import numpy as np
import pandas as pd

from grants.checks.notices import is_unkept, notice_items, notices_of
from grants.contract import Notice
from grants.terms.base import Facts, Judgement, Param, Params, Scope, Verdict, term


@term(
    code="change-notice",
    number=48,
    title="notice of changes",
    scope=Scope.PROJECT,
    judged_on="arose_on",
    params=(Param.whole("days"),),
    verdicts=(Verdict.WARN, Verdict.NOT_RUN),
)
def judge(_lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """One item for each change; a project without any has one as of today."""
    items = notice_items(_rows(facts), p.days, facts.as_of)
    return (
        Judgement(items)
        .not_run(
            np.full(len(items), is_unkept(facts)),
            "a return has fallen due and the contract file keeps no list of notices, so nobody can "
            "say whether anything changed.",
            "Record each change and when the funder was told ([[notice]]).",
        )
        .not_run(
            items["is_undated"],
            "a change is recorded and not the day on which it arose.",
            "Record the day (arose_on in [[notice]]).",
        )
        .warn(
            items["is_silent"],
            "a change of {judged_on} was to be notified by {consent_on} and the funder has not "
            "been told.",
            "Tell the funder now, and record the day.",
        )
        .warn(
            items["is_late"],
            "a change of {judged_on} was to be notified by {consent_on}; the funder was told on "
            "{notified_on}.",
            "Ask the funder to accept the late notice.",
        )
    )


def _rows(facts: Facts) -> list[tuple[str, Notice | None]]:
    """Changes by project in the contract's order, then those of subjects that are no project.

    A change without a subject stands under the contract's reference.
    """
    contract = facts.contract
    changes = notices_of(contract, "change")
    named = [(n.subject.strip() or contract.reference, n) for n in changes]
    projects = [p.code for p in contract.projects]
    rows: list[tuple[str, Notice | None]] = []
    for code in dict.fromkeys([*projects, *(subject for subject, _ in named)]):
        rows += [(subject, n) for subject, n in named if subject == code] or [(code, None)]
    return rows
