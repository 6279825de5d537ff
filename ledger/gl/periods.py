"""Accounting periods as finance systems print them, read as ``YYYYPP`` with P01 = April.

``201701``, ``2017/01``, ``APR-17``, ``ADJ-18`` (closing period of the year that ends in 2018),
``001`` to ``016`` and ``1`` to ``13`` beside a fiscal year, ``P01 2017/18``.
"""

import re
from datetime import date
from typing import Final

from ledger.gl.dates import month_named
from ledger.period import CLOSING_FROM, AccountingPeriod

LAST_PERIOD: Final = 16
_STORED_AS_DAY: Final = re.compile(r"(20[0-9]{2}-(?:0[1-9]|1[0-2])-01)", re.ASCII)  # Excel's APR-17
_CENTURY: Final = 2000
_YEAR: Final = re.compile(
    r"(?:FY ?)?(20[0-9]{2}|[0-9]{2})(?:(?:[/\- ]| to )(?:20)?([0-9]{2}))?", re.ASCII | re.IGNORECASE
)
_JOINED: Final = re.compile(r"(20[0-9]{2})[/.\-P ]*([01]?[0-9]{1,2})", re.ASCII | re.IGNORECASE)
_ADJUSTMENT: Final = re.compile(
    r"ADJ(?:USTMENT)?[ -]?([1-4]?)[ -]([0-9]{4}|[0-9]{2})", re.ASCII | re.IGNORECASE
)
_NUMBER: Final = re.compile(
    r"(?:P(?:ERIOD|D)? ?|M(?:ONTH)? ?)?(0{0,2}[0-9]{1,2})", re.ASCII | re.IGNORECASE
)
_NUMBER_THEN_YEAR: Final = re.compile(
    r"(?:P(?:ERIOD|D)? ?)?(0?[0-9]{1,2})[ /,.\-]+"
    r"(20[0-9]{2}[/\-][0-9]{2,4}|[0-9]{2}[/\-][0-9]{2}|20[0-9]{2})",
    re.ASCII | re.IGNORECASE,
)
_YEAR_THEN_NUMBER: Final = re.compile(
    r"(20[0-9]{2}[/\-](?:20)?[0-9]{2})[ /,.\-]*P(?:ERIOD|D)? ?(0?[0-9]{1,2})",
    re.ASCII | re.IGNORECASE,
)


class PeriodUnknown(ValueError):  # noqa: N818 - the name states the fact
    """The text is no accounting period; the message says why."""


def parse_year(text: str) -> int | None:
    """First calendar year of ``2017``, ``17``, ``2017/18``, ``1718``; ``None`` when blank.

    Raises:
        PeriodUnknown: no financial year.
    """
    tidy = " ".join(text.split())
    if not tidy:
        return None
    if (
        re.fullmatch(r"[0-9]{4}", tidy, re.ASCII)
        and int(tidy[2:]) == int(tidy[:2]) + 1
        and not tidy.startswith("20")
    ):
        return _CENTURY + int(tidy[:2])
    found = _YEAR.fullmatch(tidy)
    if found is None or (found[2] and int(found[2]) != (int(found[1]) + 1) % 100):
        raise PeriodUnknown(f"{tidy[:20]!r} is not a financial year. Write it as 2017 or 2017/18.")
    year = int(found[1])
    return year if year >= _CENTURY else _CENTURY + year


def parse_period(text: str, year: int | None = None, on: date | None = None) -> str:
    """``YYYYPP`` of ``text``, with the fiscal ``year`` column or the posting day where it has none.

    Blank stays ``""``. A number without any year is resolved by the financial year of ``on``.

    Raises:
        PeriodUnknown: no period, or a number without a year to belong to.
    """
    tidy = " ".join(text.split())
    if not tidy:
        return ""
    if (stored := _STORED_AS_DAY.fullmatch(tidy)) is not None:
        return str(AccountingPeriod.containing(date.fromisoformat(stored[1])))
    found = _with_year(tidy)
    if found is None and (bare := _NUMBER.fullmatch(tidy)):
        if year is None and on is not None:
            year = AccountingPeriod.containing(on).year
        if year is None:
            raise PeriodUnknown(
                f"{tidy!r} is a period without a year. Export the fiscal year beside it."
            )
        found = year, int(bare[1])
    if found is None or not 1 <= found[1] <= LAST_PERIOD:
        raise PeriodUnknown(
            f"{tidy[:20]!r} is not an accounting period. Write it as 201701 or APR-17."
        )
    return str(AccountingPeriod(*found))


def _with_year(tidy: str) -> tuple[int, int] | None:  # noqa: PLR0911 - one way out for each form
    if found := _ADJUSTMENT.fullmatch(tidy):
        ends = int(found[2]) % 100 + _CENTURY
        return ends - 1, CLOSING_FROM + int(found[1] or 1) - 1
    if found := _YEAR_THEN_NUMBER.fullmatch(tidy):
        return parse_year(found[1]) or 0, int(found[2])
    if found := _JOINED.fullmatch(tidy):
        return int(found[1]), int(found[2])
    if "/20" in tidy and (found := _NUMBER_THEN_YEAR.fullmatch(tidy)):
        return parse_year(found[2]) or 0, int(found[1])
    if (month := month_named(tidy)) is not None:
        named = AccountingPeriod.containing(date(*month, 1))
        return named.year, named.number
    if found := _NUMBER_THEN_YEAR.fullmatch(tidy):
        return parse_year(found[2]) or 0, int(found[1])
    return None
