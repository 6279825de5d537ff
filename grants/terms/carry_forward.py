"""Nothing is carried over without prior approval.

Usual wording: "The Recipient may not carry over any Grant except in exceptional circumstances and
with prior approval" (S5, S25; T29). Each opening balance of the contract needs a consent given by
the day the contract starts. One that is only named must be in the register to be read.
"""

import pandas as pd

from grants.terms.base import (
    Facts,
    Judgement,
    Params,
    Scope,
    Verdict,
    days_column,
    one_row,
    term,
)

CODE = "carry-forward"


@term(
    code=CODE,
    number=29,
    title="carry-forward",
    scope=Scope.CONTRACT,
    judged_on="starts_on",
    verdicts=(Verdict.BREACH, Verdict.EVIDENCE),
)
def judge(_lines: pd.DataFrame, _p: Params, facts: Facts) -> Judgement:
    """One item for each opening balance; a contract that records none has none to consent to."""
    contract = facts.contract
    balances = contract.carry_forwards
    if not balances:
        nothing = one_row(
            contract.reference, contract.starts_on, at_risk=0, origin="none", named="none"
        )
        return _said(nothing, pd.Series([False]))
    held = {c.reference for c in contract.consents if c.term == CODE}
    items = pd.DataFrame(
        {
            "subject": [contract.reference] * len(balances),
            "judged_on": days_column([contract.starts_on] * len(balances)),
            "at_risk": [b.amount for b in balances],
            "origin": [b.from_contract for b in balances],
            "named": [b.consent or "none" for b in balances],
        }
    )
    return _said(items, pd.Series([bool(b.consent) and b.consent not in held for b in balances]))


def _said(items: pd.DataFrame, unseen: pd.Series) -> Judgement:
    carried = items["at_risk"] > 0
    return (
        Judgement(items)
        .breach(
            carried & ~unseen,
            "{at_risk:pounds} was carried over from {origin} to {judged_on} without the funder's "
            "prior approval.",
            "Record the consent ([[consent]] to carry-forward), or repay the balance.",
        )
        .evidence(
            carried & unseen,
            "{at_risk:pounds} was carried over from {origin} to {judged_on}; the consent named, "
            "{named}, is not in the register.",
            "Record the consent ([[consent]] to carry-forward) with its date and document.",
        )
    )
