"""Spend is counted on the basis the contract names: when received, or when paid.

Usual wording: "Expenditure is accounted for on an accruals basis" (cost counts when goods or
services are received) or "only defrayed expenditure is eligible" (money has left the bank).
"""

import pandas as pd

from grants.terms.base import Facts, Judgement, Param, Params, Scope, Verdict, of_category, term


@term(
    code="accounting-basis",
    number=19,
    title="accounting basis",
    scope=Scope.LINE,
    judged_on="incurred_on",
    params=(
        Param.choice("basis", ("accruals", "defrayed")),
        Param.whole("cut_off_days", required=False, default=0),
    ),
    verdicts=(Verdict.BREACH, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """The day that counts against the end of the period claimed in, plus the days allowed."""
    ends: dict[str, object] = {period.code: period.ends_on for period in facts.contract.periods}
    ends_on = pd.Series(
        of_category(lines["period"], lambda code: ends.get(code, "NaT"), "datetime64[s]")
    )
    cut_off = ends_on + pd.Timedelta(days=p.cut_off_days)
    charged = lines["charged"] > 0
    judgement = Judgement(lines).not_run(
        charged & ends_on.isna(),
        "period {period} is not a period of this contract.",
        "Correct the period of the line.",
    )
    if p.basis == "defrayed":
        return judgement.breach(
            charged & lines["defrayed_on"].isna(),
            "it is claimed in {period} and no payment is recorded; only what is paid counts.",
            "Give the day of payment, or claim it in the period it is paid.",
        ).breach(
            charged & (lines["defrayed_on"] > cut_off),
            "it was paid on {defrayed_on}, after the cut-off of {period} on {cut_off}.",
            "Claim it in the period it was paid.",
            cut_off=cut_off,
        )
    return judgement.not_run(
        charged & lines["incurred_on"].isna(),
        "the day the goods or services were received is blank.",
        "Fill in incurred_on.",
    ).breach(
        charged & (lines["incurred_on"] > cut_off),
        "it was received on {incurred_on}, after the cut-off of {period} on {cut_off}.",
        "Claim it in the period it was received.",
        cut_off=cut_off,
    )
