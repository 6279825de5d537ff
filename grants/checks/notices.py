"""Notices to the funder: what arose, by when it was to be told, and when it was.

One notice of any kind shows that a list is kept; a contract file without one says nothing.
"""

from datetime import date

import pandas as pd

from grants.checks.deadlines import days_after, is_any_return_past
from grants.contract import Contract, Notice
from grants.terms.base import Facts, days_column


def notices_of(contract: Contract, kind: str) -> list[Notice]:
    """Notices of one kind, in the contract's order."""
    return [notice for notice in contract.notices if notice.kind == kind]


def is_unkept(facts: Facts) -> bool:
    """Whether a return has fallen due and not one notice of any kind is recorded."""
    return not facts.contract.notices and is_any_return_past(facts)


def notice_items(rows: list[tuple[str, Notice | None]], days: int, today: date) -> pd.DataFrame:
    """One row per subject and notice; without a notice the row is judged today and at rest.

    Returns:
        ``subject``, ``judged_on`` (the day it arose), ``consent_on`` (the last day for the
        notice), ``notified_on``, and whether it ``is_undated``, ``is_silent`` (past its last day
        and not told) or ``is_late`` (told after it).
    """
    last = [
        days_after(n.arose_on, days) if n is not None and n.arose_on is not None else None
        for _, n in rows
    ]
    items = pd.DataFrame(
        {
            "subject": [subject for subject, _ in rows],
            "judged_on": days_column([today if n is None else n.arose_on for _, n in rows]),
            "consent_on": days_column(last),
            "notified_on": days_column([n.notified_on if n is not None else None for _, n in rows]),
        }
    )
    untold = items["notified_on"].isna()
    items["is_undated"] = items["judged_on"].isna()
    items["is_silent"] = untold & (items["consent_on"] < pd.Timestamp(today))
    items["is_late"] = items["notified_on"] > items["consent_on"]
    return items
