"""Last days and years counted from a day, and whether a return has fallen due.

A last day that lies beyond the calendar is the calendar's last.
"""

from datetime import date, timedelta

from grants.contract import Contract
from grants.terms.base import Facts
from ledger.period import FinancialYear


def days_after(day: date, days: int) -> date:
    """The day that many days later."""
    return day + timedelta(days=days) if days <= (date.max - day).days else date.max


def years_after(day: date, years: int) -> date:
    """The same day that many years later; 29 February becomes 1 March where there is none."""
    if day.year + years > date.max.year:
        return date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def years_of(contract: Contract) -> list[FinancialYear]:
    """Every financial year that the contract touches."""
    first = FinancialYear.containing(contract.starts_on).start
    last = FinancialYear.containing(contract.ends_on).start
    return [FinancialYear(start) for start in range(first, last + 1)]


def is_any_return_past(facts: Facts) -> bool:
    """Whether the last day for the return of a period that is reported on is over."""
    return any(p.ends_on <= facts.as_of and p.return_due_on < facts.as_of for p in facts.periods)
