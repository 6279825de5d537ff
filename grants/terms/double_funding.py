"""The same cost is not paid for twice, here or by shares that pass 100 %.

Usual wording: "Expenditure met by any other grant is not eligible." One ledger line may be shared
between projects by percentage as long as the shares do not pass the whole.
"""

import numpy as np
import pandas as pd

from grants.terms.base import (
    WHOLE,
    Facts,
    Judgement,
    Params,
    Scope,
    Verdict,
    is_blank,
    part_of,
    term,
)


@term(
    code="double-funding",
    number=31,
    title="double funding",
    scope=Scope.LINE,
    judged_on="incurred_on",
    verdicts=(Verdict.BREACH, Verdict.WARN, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, _p: Params, _facts: Facts) -> Judgement:
    """Shares of each ledger line in order; the line that crosses 100 % carries the excess."""
    key = lines["key_group"].to_numpy()
    counts = key >= 0
    charged = (lines["charged"] > 0).to_numpy()
    percent = lines["claim_percent"].to_numpy(dtype=np.int64, na_value=0)
    blank = counts & lines["claim_percent"].isna().to_numpy()
    places = key + 1
    size = np.bincount(places, minlength=1)[places]
    total = np.where(counts, percent, 0)
    shared = np.flatnonzero(counts & (size > 1))
    total[shared] = pd.Series(total[shared]).groupby(key[shared]).cumsum().to_numpy()
    excess = np.zeros(len(lines), dtype=np.int64)
    over = np.flatnonzero(counts & (total > WHOLE))
    excess[over] = np.minimum(total[over] - WHOLE, percent[over])
    unknown = np.zeros(len(lines), dtype=np.bool_)
    if blank.any():
        some = np.bincount(places[blank], minlength=int(places.max()) + 1)
        unknown[shared] = some[places[shared]] > 0
    at_risk = part_of(lines["charged"].to_numpy(), excess, percent)
    return (
        Judgement(lines)
        .not_run(
            charged & is_blank(lines["ledger_key"]),
            "it has no ledger key, so nobody can tell whether the same cost is claimed elsewhere.",
            "Fill in ledger_key.",
        )
        .not_run(
            counts & unknown & (size > 1),
            "ledger line {ledger_key} is claimed more than once and a percentage is blank.",
            "Fill in claim_percent on every line of that ledger line.",
        )
        .breach(
            counts & (excess > 0),
            "the shares of ledger line {ledger_key} come to {total:share} with this line.",
            "Lower the shares so that together they do not pass 100 %.",
            at_risk=at_risk,
            total=total,
        )
        .warn(
            charged & lines["invoice_elsewhere"],
            "supplier, amount and invoice reference ({invoice_ref}) are those of a line of "
            "another project.",
            "Confirm that these are two different costs.",
        )
    )
