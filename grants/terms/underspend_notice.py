"""A forecast underspend is notified to the funder in time.

Usual wording: "The Recipient shall notify the Funder as soon as reasonably practicable of any
forecast underspend" (the reused policing agreement, S5; from a sum on in Greater Manchester, S16;
T27). The underspend is what forecasts leave of the budgets of the heads forecast. Days count from
the first forecast since which it has been more than the sum, or from the day a notice says that it
arose.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from grants.checks.budget import budgets_on
from grants.checks.deadlines import days_after
from grants.checks.notices import notices_of
from grants.checks.outturn import latest_forecasts
from grants.contract import Contract
from grants.terms.base import (
    Facts,
    Judgement,
    Param,
    Params,
    Scope,
    Verdict,
    days_column,
    term,
)
from ledger.money import format_pounds


@dataclass(frozen=True, slots=True)
class _Underspend:
    """An underspend in words, the day it arose and the day the funder was told."""

    what: str
    arose_on: date | None
    told_on: date | None
    is_undated: bool = False  # a notice that gives no day at all


@term(
    code="underspend-notice",
    number=27,
    title="notice of underspend",
    scope=Scope.CONTRACT,
    judged_on="as-of",
    params=(Param.money("amount"), Param.whole("days")),
    verdicts=(Verdict.BREACH, Verdict.WARN, Verdict.NOT_RUN),
)
def judge(_lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """One item for what forecasts say, and one for each notice of an underspend."""
    contract, today = facts.contract, facts.as_of
    rows = [_forecast(contract, today, p.amount), *_notices(contract, today)]
    last = [days_after(r.arose_on, p.days) if r.arose_on else None for r in rows]
    items = pd.DataFrame(
        {
            "subject": [contract.reference] * len(rows),
            "judged_on": days_column([today] * len(rows)),
            "consent_on": days_column([day or today for day in last]),
            "what": pd.Series([r.what for r in rows], dtype=object),
            "arose_on": days_column([r.arose_on for r in rows]),
            "told_on": days_column([r.told_on for r in rows]),
            "last_on": days_column(last),
        }
    )
    untold = items["arose_on"].notna() & items["told_on"].isna()
    is_forecast = any(f.made_on <= today for f in contract.forecasts)
    unforecast = not is_forecast and any(x.ends_on <= today for x in contract.periods)
    return (
        Judgement(items)
        .breach(
            untold & (items["last_on"] < pd.Timestamp(today)),
            "{what} arose on {arose_on} and was to be notified by {last_on}; the funder has not "
            "been told.",
            "Tell the funder now, and record the day ([[notice]]).",
        )
        .breach(
            items["told_on"] > items["last_on"],
            "{what} arose on {arose_on} and was to be notified by {last_on}; the funder was told "
            "on {told_on}.",
            "Tell the funder why the notice was late, and ask for its consent.",
        )
        .not_run(
            pd.Series([unforecast, *[False] * (len(rows) - 1)], dtype="bool"),
            "a period has ended and no forecast is recorded, so nobody can say whether there will "
            "be an underspend of more than {amount:pounds}.",
            "Record the forecast of each head ([[forecast]]).",
        )
        .not_run(
            pd.Series([r.is_undated for r in rows], dtype="bool"),
            "{what} is recorded without the day it arose and without the day of the notice.",
            "Record the days (arose_on and notified_on in [[notice]]).",
        )
        .warn(
            untold,
            "{what} arose on {arose_on}; the funder is to be told by {last_on}.",
            "Tell the funder by that day, and record it ([[notice]]).",
        )
    )


def _forecast(contract: Contract, today: date, amount: int) -> _Underspend:
    """What forecasts expect to be left, if it is more than the sum now, and since when."""
    arose, below = None, date.min
    left = 0
    for day in sorted({f.made_on for f in contract.forecasts if f.made_on <= today}):
        budgets, outturns = budgets_on(contract, day), latest_forecasts(contract, day)
        left = sum(budgets.get(place, 0) - pence for place, pence in outturns.items())
        if left > amount:
            arose = arose or day
        else:
            arose, below = None, day
    told = [
        n.notified_on
        for n in notices_of(contract, "underspend")
        if n.notified_on is not None and below < n.notified_on <= today
    ]
    pounds = format_pounds(left, thousands=True, symbol=True)
    what = f"an underspend of {pounds} by the forecasts"
    return _Underspend(what, arose, min(told, default=None) if arose else None)


def _notices(contract: Contract, today: date) -> list[_Underspend]:
    """What notices themselves say; one that will be given later is not given yet."""
    return [
        _Underspend(
            f"an underspend (“{n.subject}”)" if n.subject else "an underspend",
            n.arose_on,
            n.notified_on if n.notified_on is not None and n.notified_on <= today else None,
            n.arose_on is None and n.notified_on is None,
        )
        for n in notices_of(contract, "underspend")
    ]
