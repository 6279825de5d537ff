"""Fraud or irregularity is notified to the funder within the days the contract gives.

Usual wording: "The Recipient shall notify the Funder immediately of any suspected fraud, theft or
other irregularity" (conflict and fraud clauses of central and policing grants; T49). Days are
calendar days from the day it arose; immediately is 0.
"""

import numpy as np
import pandas as pd

from grants.checks.notices import is_unkept, notice_items, notices_of
from grants.contract import Notice
from grants.terms.base import Facts, Judgement, Param, Params, Scope, Verdict, term


@term(
    code="fraud-notice",
    number=49,
    title="notice of fraud",
    scope=Scope.CONTRACT,
    judged_on="arose_on",
    params=(Param.whole("days"),),
    verdicts=(Verdict.BREACH, Verdict.NOT_RUN),
)
def judge(_lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """One item for each incident recorded, or one as of today."""
    reference = facts.contract.reference
    rows: list[tuple[str, Notice | None]] = [
        (reference, n) for n in notices_of(facts.contract, "fraud")
    ]
    items = notice_items(rows or [(reference, None)], p.days, facts.as_of)
    items["about"] = [f"“{n.subject}” " if n and n.subject else "" for _, n in rows] or [""]
    return (
        Judgement(items)
        .breach(
            items["is_silent"],
            "an irregularity {about}of {judged_on} was to be notified by {consent_on} and the "
            "funder has not been told.",
            "Tell the funder now, and record the day.",
        )
        .breach(
            items["is_late"],
            "an irregularity {about}of {judged_on} was to be notified by {consent_on}; the funder "
            "was told on {notified_on}.",
            "Tell the funder why the notice was late, and ask for its consent.",
        )
        .not_run(
            np.full(len(items), is_unkept(facts)),
            "a return has fallen due and the contract file keeps no list of notices, so nobody can "
            "say whether there was an irregularity.",
            "Record the notices given ([[notice]]).",
        )
        .not_run(
            items["is_undated"],
            "an irregularity {about}is recorded and not the day on which it arose.",
            "Record the day (arose_on in [[notice]]).",
        )
    )
