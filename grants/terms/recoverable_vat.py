"""VAT that whoever bears the cost can recover is not charged to the grant.

Usual wording: "Eligible expenditure is net of VAT recoverable by the Recipient from HM Revenue &
Customs and gross of irrecoverable VAT" (a council recovers under section 33 of the Value Added Tax
Act 1994; a partner that cannot shows a VAT statement).
"""

import numpy as np
import pandas as pd

from grants.checks.lines import credited
from grants.terms.base import (
    Facts,
    Judgement,
    Param,
    Params,
    Scope,
    Verdict,
    of_category,
    share_of_pence,
    term,
)  # fmt: skip


@term(
    code="recoverable-vat",
    number=15,
    title="recoverable VAT",
    scope=Scope.LINE,
    judged_on="incurred_on",
    params=(Param.money("tolerance", required=False, default=1),),
    verdicts=(Verdict.BREACH, Verdict.EVIDENCE, Verdict.WARN, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, _facts: Facts) -> Judgement:
    """What is claimed above the net share (or, where VAT is a cost, above the gross share)."""
    percent, net, gross = lines["claim_percent"], lines["net"], lines["gross"]
    above_net = _above(lines, net, percent)
    above_gross = _above(lines, gross, percent)
    recovers = lines["vat_recoverable"]
    borne = (~recovers).fillna(value=False).to_numpy(dtype=np.bool_)
    recovered = recovers.fillna(value=False).to_numpy(dtype=np.bool_)
    charged = (lines["charged"] > 0).to_numpy()
    stated = of_category(lines["evidence"], lambda held: "vat-statement" in held.split(";"))
    difference = (net + lines["vat"] - gross).abs()
    beyond_gross = borne & gross.notna().to_numpy() & (above_gross > 0)
    return (
        Judgement(lines)
        .not_run(
            charged & recovers.isna(),
            "it is not known whether whoever bears the cost can recover VAT.",
            "Fill in vat_recoverable with yes or no.",
        )
        .not_run(
            charged & (net.isna() | percent.isna()),
            "the net amount or the percentage claimed is blank.",
            "Fill in net and claim_percent.",
        )
        .breach(
            charged & recovered & (above_net > 0),
            "{claimed:pounds} is claimed; {claim_percent:share} of the net {net:pounds} is less by "
            "{excess:pounds}, and VAT can be recovered here.",
            "Claim the net cost only.",
            at_risk=above_net,
            excess=above_net,
        )
        .breach(
            charged & beyond_gross,
            "{claimed:pounds} is claimed, {excess:pounds} more than the gross cost.",
            "Claim no more than the share of the invoice.",
            at_risk=above_gross,
            excess=above_gross,
        )
        .evidence(
            charged & borne & (above_net > 0) & ~stated,
            "{excess:pounds} of VAT is claimed as a cost and no VAT statement is held.",
            "Attach the partner's statement that it cannot recover VAT (type vat-statement).",
            at_risk=above_net,
            excess=above_net,
        )
        .warn(
            difference > p.tolerance,
            "net and VAT do not add up to the gross amount; they differ by {difference:pounds}.",
            "Compare the three amounts with the invoice.",
            difference=difference,
        )
    )


def _above(
    lines: pd.DataFrame, cost: pd.Series, percent: pd.Series
) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Pence claimed above the share of ``cost``, less what credits give back; 0 where unknown."""
    share = share_of_pence(
        cost.to_numpy(dtype=np.int64, na_value=0), percent.to_numpy(dtype=np.int64, na_value=0)
    )
    known = (cost.notna() & percent.notna()).to_numpy()
    above = np.where(known, lines["claimed"].to_numpy() - share, 0)
    return np.clip(above + credited(lines, np.minimum(above, 0)), 0, lines["charged"].to_numpy())
