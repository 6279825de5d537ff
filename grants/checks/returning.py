"""Which returns the contract expects, when each was due and when it was made.

A contract that records no ``[[return]]`` at all says nothing about projects' returns, and one
without any ``[[quarter]]`` nothing about the funder's: what is past its due date is then NOT RUN
once for the period, not held against anybody. One record is enough to show that a register is kept.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import pandas as pd

from grants.contract import Contract, Period, ProjectReturn
from grants.terms.base import Facts, days_column

LONDON: Final = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Expected:
    """One return: of a project, or (blank ``project``) of the whole period to the funder."""

    project: str
    period: Period
    due_on: date
    made_on: date | None
    record: ProjectReturn | None = None

    @property
    def subject(self) -> str:
        """``PROJECT@PERIOD`` or ``PERIOD``."""
        return f"{self.project}@{self.period.code}" if self.project else self.period.code

    def is_past(self, as_of: date) -> bool:
        """The period has ended and the last day for the return is over."""
        return self.period.ends_on <= as_of and as_of > self.due_on


def expected_returns(facts: Facts) -> list[Expected]:
    """For each period reported: the funder's return, then each project's if any is recorded."""
    contract = facts.contract
    expected: list[Expected] = []
    for period in facts.periods:
        certified = [q.certified_at for q in contract.quarters if q.period == period.code]
        expected.append(
            Expected("", period, period.return_due_on, _earliest_day(certified)),
        )
        if contract.returns:
            expected += [_of_project(contract, code, period) for code in projects_in(facts, period)]
    return expected


def projects_in(facts: Facts, period: Period) -> list[str]:
    """Projects approved by the end of the period and not closed before it began."""
    return [
        p.code
        for p in facts.contract.projects
        if (p.approved_on is None or p.approved_on <= period.ends_on)
        and (p.closed_on is None or p.closed_on >= period.starts_on)
    ]


def _of_project(contract: Contract, code: str, period: Period) -> Expected:
    records = [r for r in contract.returns if (r.project, r.period) == (code, period.code)]
    made = _earliest_day([r.submitted_at for r in records])
    return Expected(code, period, period.leads_due_on, made, records[-1] if records else None)


def _earliest_day(times: list[datetime | None]) -> date | None:
    """The day in London of the earliest time; a deadline is the end of that day there."""
    known = [at for at in times if at is not None]
    return min(known).astimezone(LONDON).date() if known else None


def return_items(expected: list[Expected], **columns: list[object]) -> pd.DataFrame:
    """Rows to judge, by the last day of the period; consents are looked up on the due date."""
    return pd.DataFrame(
        {
            "subject": [e.subject for e in expected],
            "judged_on": days_column([e.period.ends_on for e in expected]),
            "consent_on": days_column([e.due_on for e in expected]),
            "project": [e.project for e in expected],
            "due_on": [e.due_on for e in expected],
            "made_on": [e.made_on for e in expected],
        }
        | columns
    )
