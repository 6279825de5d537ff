"""No more cash is held than the next months need.

Usual wording: "Grant shall not be paid in advance of need" (the reused policing agreement and
central templates, S8 and S13; T21). Cash held is what was received and brought forward, less what
was repaid and what is claimed. The need is the profile of the months ahead, by days; without a
profile it is what forecasts leave to be spent, spread evenly to the end. Money received before its
due date is looked at too.
"""

from datetime import date
from fractions import Fraction

import numpy as np
import pandas as pd

from grants.checks.cash import received_by, repaid_by
from grants.checks.judgement import in_words
from grants.checks.outturn import expected_outturns, spent_by_head
from grants.checks.years import months_after
from grants.contract import Contract
from grants.terms.base import (
    Facts,
    Judgement,
    Param,
    Params,
    Scope,
    Verdict,
    one_row,
    term,
)
from ledger.money import round_half_up


@term(
    code="advance-of-need",
    number=21,
    title="money in advance of need",
    scope=Scope.CONTRACT,
    judged_on="as-of",
    params=(Param.whole("months"),),
    verdicts=(Verdict.WARN, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """Cash held today against the need of the months ahead; receipts before their due date."""
    contract, today = facts.contract, facts.as_of
    claimed = int(lines["claimed"].sum())
    held = received_by(contract, today) - repaid_by(contract, today) - claimed
    until = min(months_after(today, p.months), max(today, contract.ends_on))
    need = _need(lines, contract, today, until)
    early = _received_early(contract, today)
    return (
        Judgement(one_row(contract.reference, today))
        .not_run(
            np.array([not contract.receipts and _is_money_due(contract, today)]),
            "no receipt of money from the funder is recorded, so cash held is not known.",
            "Record what was received ([[receipt]]).",
        )
        .not_run(
            np.array([held > 0 and need is None]),
            "{held:pounds} is held, and neither a profile nor a forecast is recorded, so what is "
            "needed is not known.",
            "Record planned spend ([[profile]]) or forecasts ([[forecast]]).",
            held=held,
        )
        .warn(
            np.array([held > (need or 0)]),
            "{held:pounds} is held on {today}; the next {months} month(s), to {until}, need "
            "{need:pounds}, so {beyond:pounds} is held in advance of need.",
            "Agree with the funder to have the next instalment later or smaller.",
            held=held,
            today=today,
            until=until,
            need=need or 0,
            beyond=max(0, held - (need or 0)),
        )
        .warn(
            np.array([bool(early)]),
            "money came before its due date: {early}.",
            "Ask the funder whether it was meant, and note the answer.",
            early=early or "none",
        )
    )


def _is_money_due(contract: Contract, today: date) -> bool:
    """Something should have come: an instalment is due, or without instalments a period is over."""
    if contract.instalments:
        return any(i.due_on <= today for i in contract.instalments)
    return any(p.ends_on <= today for p in contract.periods)


def _need(lines: pd.DataFrame, contract: Contract, today: date, until: date) -> int | None:
    """Pence needed after today up to a day; None where no plan is recorded at all."""
    if contract.profiles:
        planned = Fraction(0)
        for row in contract.profiles:
            period = contract.period(row.period)
            if period is not None:
                first = max(today.toordinal() + 1, period.starts_on.toordinal())
                days = min(until, period.ends_on).toordinal() - first + 1
                length = (period.ends_on - period.starts_on).days + 1
                planned += Fraction(row.amount * max(0, days), length)
        return round_half_up(planned.numerator, planned.denominator)
    if not any(f.made_on <= today for f in contract.forecasts):
        return None
    spent = spent_by_head(lines)
    outturns = expected_outturns(lines, contract, today)
    remaining = sum(max(0, pence - spent.get(place, 0)) for place, pence in outturns.items())
    days = max(1, (contract.ends_on - today).days)
    return round_half_up(remaining * (until - today).days, days)


def _received_early(contract: Contract, today: date) -> str:
    """Instalments received before their due date, in words; blank where there are none."""
    due = {i.number: i.due_on for i in contract.instalments}
    return "; ".join(
        f"instalment {r.instalment} on {in_words(r.received_on)}, due on {in_words(due_on)}"
        for r in sorted(contract.receipts, key=lambda r: r.received_on)
        if r.amount > 0
        and r.received_on <= today
        and (due_on := due.get(r.instalment or 0)) is not None
        and r.received_on < due_on
    )
