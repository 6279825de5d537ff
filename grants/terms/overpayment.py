"""What the funder asks back is repaid within the days the contract gives after the request.

Usual wording: "Any overpayment shall be repaid within 30 days of request" (payment clauses of
policing bodies' agreements; T30). More received than the award, and never asked back, is only
shown: the days run from a request.
"""

from datetime import date

import pandas as pd

from grants.checks.deadlines import days_after
from grants.contract import Repayment
from grants.terms.base import Facts, Judgement, Param, Params, Scope, Verdict, days_column, term


@term(
    code="overpayment",
    number=30,
    title="overpayment repaid",
    scope=Scope.CONTRACT,
    judged_on="requested_on",
    params=(Param.whole("days"),),
    verdicts=(Verdict.BREACH, Verdict.WARN, Verdict.NOT_RUN),
)
def judge(_lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """One item for each sum asked back, and one for what was received beyond the award."""
    contract, today = facts.contract, facts.as_of
    asked = list(contract.repayments)
    due = [_due(r, p.days) for r in asked]
    over = _kept_beyond_award(facts)
    items = _items(asked, due, facts)
    unpaid = items["paid_on"].isna()
    is_request = pd.Series([True] * len(asked) + [False])
    return (
        Judgement(items)
        .not_run(
            is_request & items["judged_on"].isna(),
            "{amount:pounds} is recorded as a repayment and not on which day the funder asked for "
            "it.",
            "Record the day of the request (requested_on in [[repayment]]).",
        )
        .breach(
            unpaid & (items["consent_on"] < pd.Timestamp(today)),
            "{amount:pounds} was asked back on {judged_on}, was due by {consent_on} and has not "
            "been repaid.",
            "Repay it now and tell the funder, or ask for its consent.",
        )
        .breach(
            items["paid_on"] > items["consent_on"],
            "{amount:pounds} was asked back on {judged_on}, was due by {consent_on} and was repaid "
            "on {paid_on}.",
            "Tell the funder why it was late, and ask for its consent.",
            at_risk=0,
        )
        .warn(
            pd.Series([False] * len(asked) + [over > 0]),
            "{over:pounds} more than the award of {award:pounds} was received and is neither "
            "repaid nor asked back.",
            "Ask the funder whether it is to be repaid.",
            over=over,
            award=contract.award_on(today),
        )
    )


def _due(repayment: Repayment, days: int) -> date | None:
    asked_on = repayment.requested_on
    return days_after(asked_on, days) if asked_on is not None else None


def _kept_beyond_award(facts: Facts) -> int:
    """Pence received above the award in force today, less what is repaid or asked back."""
    contract, today = facts.contract, facts.as_of
    received = sum(r.amount for r in contract.receipts if r.received_on <= today)
    back = sum(r.amount for r in contract.repayments)
    return max(0, received - contract.award_on(today) - back)


def _items(asked: list[Repayment], due: list[date | None], facts: Facts) -> pd.DataFrame:
    """The sums asked back, in the contract's order, and last the balance of today."""
    return pd.DataFrame(
        {
            "subject": [facts.contract.reference] * (len(asked) + 1),
            "judged_on": days_column([*(r.requested_on for r in asked), facts.as_of]),
            "consent_on": days_column([*due, None]),
            "paid_on": days_column([*(r.paid_on for r in asked), None]),
            "amount": [*(r.amount for r in asked), 0],
            "at_risk": [*(r.amount for r in asked), 0],
        }
    )
