"""Records are kept for some years after the end of the period, the contract or the payments.

Usual wording: "Records shall be kept for six years after the end of the Funding Period" (records
clauses of some two hundred agreements; T42). Until that day is over nothing may be destroyed; after
it somebody decides, unless a matter is still open.
"""

from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from grants.checks.deadlines import years_after
from grants.terms.base import Facts, Judgement, Param, Params, Scope, Verdict, one_row, term

_IN_WORDS: Final = {
    "period-end": "end of the last period",
    "contract-end": "end of the contract",
    "final-payment": "final payment",
}


@term(
    code="records-retention",
    number=42,
    title="records kept",
    scope=Scope.CONTRACT,
    judged_on="as-of",
    params=(
        Param.whole("years"),
        Param.choice("from", ("period-end", "contract-end", "final-payment")),
    ),
    verdicts=(Verdict.WARN, Verdict.NOT_RUN),
)
def judge(_lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """The last day on which the records must still be there, against today."""
    contract, today = facts.contract, facts.as_of
    basis = p.values["from"]  # noqa: PD011 - a mapping of parameters, no frame
    begin = _counted_from(basis, facts)
    until = years_after(begin, p.years) if begin is not None else None
    items = one_row(contract.reference, today, begin=begin, until=until, since=_IN_WORDS[basis])
    return (
        Judgement(items)
        .not_run(
            np.array([begin is None and today > contract.ends_on]),
            "the {years} years run from the {since}, and that day is not recorded although the "
            "contract ended on {ends_on}.",
            "Record the last receipt and its instalment, and destroy nothing until then.",
            ends_on=contract.ends_on,
        )
        .warn(
            np.array([until is not None and today > until]),
            "the {years} years from the {since} on {begin} ended on {until}; the records may be "
            "destroyed unless a matter is still open.",
            "Let the data owner decide what is destroyed, and record the decision.",
        )
    )


def _counted_from(basis: str, facts: Facts) -> date | None:
    """The day from which the years run; None where it has not come or is not recorded."""
    contract = facts.contract
    if basis == "contract-end":
        return contract.ends_on
    if basis == "period-end":
        return max((p.ends_on for p in contract.periods), default=None)
    paid = {r.instalment for r in contract.receipts}
    outstanding = any(i.number not in paid for i in contract.instalments)
    has_ended = facts.as_of > contract.ends_on
    if not contract.receipts or outstanding or not has_ended:
        return None
    days = [r.received_on for r in contract.receipts]
    days += [r.paid_on for r in contract.repayments if r.paid_on is not None]
    return max(days)
