"""Which financial year a line belongs to, where a funding year ends, and months counted ahead.

Councils report by accounting period, so the period of the ledger decides before any date.
"""

from calendar import monthrange
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.contract import Contract
from grants.terms.base import of_category
from ledger.period import AccountingPeriod, FinancialYear

NO_YEAR: Final = -1
"""Neither accounting period nor date nor period of the return says which year it is."""
_MONTHS_IN_YEAR: Final = 12
_EPOCH: Final = 1970
_MONTHS_TO_APRIL: Final = 3


def year_of_lines(lines: pd.DataFrame, contract: Contract) -> npt.NDArray[np.int64]:
    """The year in which each line's financial year starts; NO_YEAR where nothing says it.

    The accounting period decides; else the day incurred; else the period of the return, where
    that lies within one financial year.
    """
    periods = {p.code: _within_one_year(p.starts_on, p.ends_on) for p in contract.periods}
    of_return = of_category(lines["period"], lambda c: periods.get(c, NO_YEAR), np.int64)
    posted = of_category(
        lines["accounting_period"],
        lambda text: AccountingPeriod.parse(text).year if text else NO_YEAR,
        np.int64,
    )
    months = lines["incurred_on"].to_numpy().astype("datetime64[M]").astype(np.int64)
    incurred = np.where(
        lines["incurred_on"].isna(),
        NO_YEAR,
        _EPOCH + (months - _MONTHS_TO_APRIL) // _MONTHS_IN_YEAR,
    )
    dated = np.where(incurred != NO_YEAR, incurred, of_return)
    return np.where(posted != NO_YEAR, posted, dated).astype(np.int64)


def _within_one_year(first: date, last: date) -> int:
    begun, ended = FinancialYear.containing(first), FinancialYear.containing(last)
    return begun.start if begun == ended else NO_YEAR


def funding_year_ends(contract: Contract) -> list[date]:
    """The last day of each funding year, in order.

    A contract of a year or less has one, its last day, also where it runs across 31 March; a
    longer one has each 31 March in it and its last day.
    """
    if contract.ends_on < months_after(contract.starts_on, _MONTHS_IN_YEAR):
        return [contract.ends_on]
    first = FinancialYear.containing(contract.starts_on).start
    last = FinancialYear.containing(contract.ends_on).start
    ends = [FinancialYear(start).ends_on for start in range(first, last)]
    return [*ends, contract.ends_on]


def months_after(day: date, months: int) -> date:
    """The same day that many months later, or the month's last where it has no such day.

    A day beyond the calendar is the calendar's last.
    """
    ahead = day.month - 1 + months
    year, month = day.year + ahead // _MONTHS_IN_YEAR, ahead % _MONTHS_IN_YEAR + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))
