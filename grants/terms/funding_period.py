"""Spend must be incurred inside the funding period.

Usual wording: "Eligible expenditure is expenditure incurred by the Recipient during the Funding
Period." A service that runs across the first or last day needs its apportionment by days.
"""

import pandas as pd

from grants.terms.base import Facts, Judgement, Param, Params, Scope, Verdict, of_category, term


@term(
    code="funding-period",
    number=1,
    title="funding period",
    scope=Scope.LINE,
    judged_on="incurred_on",
    params=(Param.date("starts_on"), Param.date("ends_on")),
    verdicts=(Verdict.BREACH, Verdict.EVIDENCE, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, _facts: Facts) -> Judgement:
    """Each line by its incurred date; a service that straddles a boundary asks for its share."""
    starts_on, ends_on = pd.Timestamp(p.starts_on), pd.Timestamp(p.ends_on)
    charged = lines["charged"] > 0
    incurred, begun, done = lines["incurred_on"], lines["service_from"], lines["service_to"]
    straddles = ((begun < starts_on) & (done >= starts_on)) | (
        (begun <= ends_on) & (done > ends_on)
    )
    shared = of_category(lines["evidence"], lambda held: "apportionment" in held.split(";"))
    return (
        Judgement(lines)
        .not_run(
            charged & incurred.isna(),
            "the day it was incurred is blank.",
            "Give the day the goods or services were received.",
        )
        .breach(
            charged & (incurred < starts_on),
            "incurred on {incurred_on}, before the funding period began on {starts_on}.",
            "Take the line out of the return, or ask the funder for consent.",
        )
        .breach(
            charged & (incurred > ends_on),
            "incurred on {incurred_on}, after the funding period ended on {ends_on}.",
            "Take the line out of the return, or ask the funder for consent.",
        )
        .evidence(
            charged & straddles & ~shared,
            "the service ran from {service_from} to {service_to}, across the boundary of the "
            "funding period ({starts_on} to {ends_on}).",
            "Claim only the share by days inside it and attach the apportionment.",
        )
    )
