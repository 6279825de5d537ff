"""Nothing is spent before the agreement is in force.

Usual wording: "No expenditure may be charged to the Grant before this Agreement is signed by both
parties." An offer letter may allow a start; an offer that lapsed before it was signed allows none.
"""

from datetime import date

import numpy as np
import pandas as pd

from grants.terms.base import Facts, Judgement, Param, Params, Scope, Verdict, term


@term(
    code="agreement-before-spend",
    number=2,
    title="agreement before spend",
    scope=Scope.LINE,
    judged_on="incurred_on",
    params=(
        Param.date("signed_on", required=False),
        Param.date("offered_on", required=False),
        Param.date("accept_by", required=False),
    ),
    verdicts=(Verdict.BREACH, Verdict.EVIDENCE, Verdict.WARN, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """Dates left out of the term are the contract's own."""
    contract = facts.contract
    signed_on: date | None = p.signed_on or contract.signed_on
    offered_on: date | None = p.offered_on or contract.offered_on
    accept_by: date | None = p.accept_by or contract.accept_by
    charged = lines["charged"] > 0
    incurred = lines["incurred_on"]
    lapsed = accept_by is not None and (signed_on or facts.as_of) > accept_by
    unsigned = incurred.notna() if signed_on is None else incurred < pd.Timestamp(signed_on)
    offered = (
        incurred >= pd.Timestamp(offered_on)
        if offered_on is not None
        else pd.Series(np.zeros(len(lines), dtype=np.bool_))
    )
    return (
        Judgement(lines)
        .not_run(
            charged & (signed_on is None and offered_on is None and not lapsed),
            "neither the day of signing nor the day of the offer is recorded.",
            "Record signed_on in the contract.",
        )
        .not_run(
            charged & incurred.isna(),
            "the day it was incurred is blank.",
            "Give the day the goods or services were received.",
        )
        .breach(
            charged & lapsed,
            "the offer could be accepted until {accept_by} and was not signed by then.",
            "Ask the funder to confirm the agreement in writing.",
            accept_by=accept_by,
        )
        .evidence(
            charged & unsigned & offered,
            "incurred on {incurred_on}, after the offer of {offered_on} but before the agreement "
            "was signed ({signed_on}).",
            "Show the letter that allows spending before signature.",
            offered_on=offered_on,
            signed_on=signed_on,
        )
        .warn(
            charged & unsigned & ~offered,
            "incurred on {incurred_on}, before the agreement was signed ({signed_on}).",
            "Ask the funder whether spending before signature is accepted.",
            signed_on=signed_on,
        )
    )
