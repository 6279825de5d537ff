"""The same expenditure is claimed once only.

Usual wording: "The same expenditure shall be claimed once only." The same ledger line claimed
again in full is a breach; the same supplier, amount and invoice reference under another ledger key
asks somebody to look. An invoice credited and billed again is no duplicate.
"""

import numpy as np
import pandas as pd

from grants.terms.base import WHOLE, Facts, Judgement, Params, Scope, Verdict, is_blank, term


@term(
    code="duplicate-claim",
    number=32,
    title="duplicate claim",
    scope=Scope.LINE,
    judged_on="incurred_on",
    verdicts=(Verdict.BREACH, Verdict.WARN, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, _p: Params, _facts: Facts) -> Judgement:
    """Later lines in the fixed order are the duplicates."""
    key = lines["key_group"]
    charged = (lines["charged"] > 0).to_numpy()
    percent = lines["claim_percent"]
    earlier = (key >= 0).to_numpy() & key.duplicated().to_numpy()
    again = earlier & (percent.to_numpy(dtype=np.int64, na_value=0) >= WHOLE)
    return (
        Judgement(lines)
        .not_run(
            charged & is_blank(lines["ledger_key"]),
            "it has no ledger key, so nobody can tell whether the same cost is claimed again.",
            "Fill in ledger_key.",
        )
        .not_run(
            earlier & percent.isna().to_numpy(),
            "ledger line {ledger_key} is claimed before and the percentage of this line is blank.",
            "Fill in claim_percent.",
        )
        .breach(
            again,
            "ledger line {ledger_key} is already claimed by an earlier line and is claimed again "
            "in full.",
            "Take one of the two lines out of the return.",
        )
        .warn(
            charged & lines["invoice_before"],
            "supplier, amount and invoice reference ({invoice_ref}) are those of an earlier line.",
            "Compare the two invoices and take one line out if they are the same.",
        )
    )
