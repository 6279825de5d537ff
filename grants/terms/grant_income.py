"""Income earned with the grant is netted off what is claimed.

Usual wording: "Any income or interest arising from the Grant shall be reinvested in the Project or
returned" (central conditions on managing a grant; T50). It concerns lines of the journal class
income, and a credit without a class that corrects nothing, which may be income.
"""

import numpy as np
import pandas as pd

from grants.terms.base import Facts, Judgement, Params, Scope, Verdict, share_of_pence, term


@term(
    code="grant-income",
    number=50,
    title="income from the grant",
    scope=Scope.LINE,
    judged_on="incurred_on",
    verdicts=(Verdict.WARN, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, _p: Params, _facts: Facts) -> Judgement:
    """What an income line takes off the claim against its share of the income."""
    income = (lines["journal_class"] == "income").to_numpy()
    unclassed = (lines["journal_class"] == "").to_numpy() & (lines["corrects"] == "").to_numpy()
    claimed = lines["claimed"].to_numpy(dtype=np.int64)
    net = lines["net"].to_numpy(dtype=np.int64, na_value=0)
    percent = lines["claim_percent"].to_numpy(dtype=np.int64, na_value=0)
    unknown = (lines["net"].isna() | lines["claim_percent"].isna()).to_numpy()
    share = np.abs(share_of_pence(net, percent))
    kept = np.where(unknown, 0, share + claimed)
    return (
        Judgement(lines)
        .not_run(
            income & unknown,
            "it is income, and its net amount or the percentage that belongs to the grant is "
            "blank.",
            "Fill in net and claim_percent.",
        )
        .not_run(
            unclassed & (net < 0) & (claimed >= 0),
            "it is a credit of {net:pounds} that is not taken off the claim, and its journal class "
            "is blank, so it may be income.",
            "Fill in journal_class, or the line that the credit corrects.",
        )
        .warn(
            income & (claimed > 0),
            "it is income and adds {claimed:pounds} to what is claimed.",
            "Enter income as a negative amount.",
        )
        .warn(
            income & (kept > 0),
            "it is income of {share:pounds}, of which {kept:pounds} is not taken off the claim.",
            "Claim the income as a negative amount, or tell the funder what it is used for.",
            share=share,
            kept=kept,
        )
    )
