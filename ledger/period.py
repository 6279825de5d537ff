"""Financial years, quarters and accounting periods as English councils count them.

A financial year runs 1 April to 31 March and is written ``2017-18``. Accounting periods are
``YYYYPP`` with P01 = April … P12 = March, and P13 onwards for closing adjustments.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ledger.require import require

_PERIOD = re.compile(r"^(20[0-9]{2})(0[1-9]|1[0-6])$", re.ASCII)
MONTHS_IN_YEAR = 12
APRIL = 4
CLOSING_FROM = 13


class PeriodUnreadable(ValueError):  # noqa: N818 - the name states the fact
    """The text is not a period in the promised form."""


@dataclass(frozen=True, order=True)
class FinancialYear:
    """1 April of ``start`` to 31 March of the next year."""

    start: int

    @classmethod
    def containing(cls, day: date) -> "FinancialYear":
        """The financial year that ``day`` falls in."""
        return cls(day.year if day.month >= APRIL else day.year - 1)

    @property
    def label(self) -> str:
        """``2017-18``."""
        return f"{self.start}-{(self.start + 1) % 100:02d}"

    @property
    def starts_on(self) -> date:
        """1 April."""
        return date(self.start, APRIL, 1)

    @property
    def ends_on(self) -> date:
        """31 March."""
        return date(self.start + 1, 3, 31)


@dataclass(frozen=True, order=True)
class AccountingPeriod:
    """One posting period of the council's ledger, ``YYYYPP``."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "AccountingPeriod":
        """Read ``201701``.

        Raises:
            PeriodUnreadable: any other text.
        """
        found = _PERIOD.match(text)
        if found is None:
            raise PeriodUnreadable(
                f"{text!r} is not an accounting period. Write year and period, for example 201701."
            )
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def containing(cls, day: date) -> "AccountingPeriod":
        """The ordinary (not closing) period of ``day``."""
        year = FinancialYear.containing(day).start
        return cls(year, (day.month - APRIL) % MONTHS_IN_YEAR + 1)

    @property
    def is_closing(self) -> bool:
        """P13 and later hold closing adjustments."""
        return self.number >= CLOSING_FROM

    @property
    def ends_on(self) -> date:
        """Last day of the month; closing periods end with the year."""
        month = min(self.number, MONTHS_IN_YEAR)
        index = (month - 1 + APRIL - 1) % MONTHS_IN_YEAR + 1
        year = self.year if index >= APRIL else self.year + 1
        following = date(year + index // MONTHS_IN_YEAR, index % MONTHS_IN_YEAR + 1, 1)
        return following - timedelta(days=1)

    def __str__(self) -> str:
        require(self.number > 0, "Accounting periods count from 1.")
        return f"{self.year}{self.number:02d}"
