"""Every shape in which a British ledger prints a day, read day first; never the American order.

Excel's day numbers and months without a day are understood too. Days outside 1990 to 2099 are slips
of typing, not postings.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2099
_EPOCH: Final = date(1899, 12, 30)
_EPOCH_1904: Final = date(1904, 1, 1)
_CENTURY: Final = 2000
_MONTHS_IN_YEAR: Final = 12

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june",
            "jul july", "aug august", "sep sept september", "oct october", "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_TIME: Final = r"(?:[ T]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,7})?)?(?: ?[AaPp][Mm])?Z?)?"
_WEEKDAY: Final = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?"
_DAY_FIRST: Final = re.compile(
    rf"([0-9]{{1,2}})([/.\- ])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9]{{2}}){_TIME}", re.ASCII
)
_ISO: Final = re.compile(rf"([0-9]{{4}})([/.\-])([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME}", re.ASCII)
_NAMED: Final = re.compile(
    rf"{_WEEKDAY}([0-9]{{1,2}})(?:st|nd|rd|th)?[/.\- ]*(?:of )?([a-z]{{3,9}})\.?,?[/.\- ]*"
    rf"([0-9]{{4}}|[0-9]{{2}}){_TIME}",
    re.ASCII | re.IGNORECASE,
)
_MONTH_NAMED_FIRST: Final = re.compile(
    rf"{_WEEKDAY}([a-z]{{3,9}})\.? ([0-9]{{1,2}})(?:st|nd|rd|th)?,? ([0-9]{{4}}){_TIME}",
    re.ASCII | re.IGNORECASE,
)
_EIGHT: Final = re.compile(r"([0-9]{8})", re.ASCII)
_SERIAL: Final = re.compile(r"([0-9]{5})(?:\.[0-9]+)?", re.ASCII)
_MONTH: Final = re.compile(r"([a-z]{3,9})\.?[/.\- ']*([0-9]{4}|[0-9]{2})", re.ASCII | re.IGNORECASE)
_NUMERIC_MONTH: Final = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{4})", re.ASCII)


class DateUnreadable(ValueError):  # noqa: N818 - the name states the fact
    """The text is no day; the message says why in words for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day as read. ``is_month_only``: the text named a month; its first day stands for it."""

    on: date
    is_month_only: bool = False


def parse_day(text: str, *, date1904: bool = False) -> Day | None:
    """The day that ``text`` names; ``None`` when it is blank.

    Numbers alone are Excel's day numbers (from 1904 with ``date1904``); two-digit years are 20xx
    up to 69 and 19xx after, so that a slip falls outside 1990–2099 and is refused.

    Raises:
        DateUnreadable: no day, an impossible day, an American month/day/year, or out of range.
    """
    tidy = " ".join(text.replace("\u00a0", " ").split())
    if not tidy or tidy in {"-", "00/00/0000", "00.00.0000", "00000000"}:
        return None
    found = _day_first(tidy) or _named(tidy) or _numbers(tidy, date1904=date1904)
    if found is not None:
        return Day(_sensible(found, text))
    month = month_named(tidy)
    if month is not None:
        return Day(_sensible(date(*month, 1), text), is_month_only=True)
    raise DateUnreadable(
        f"{text.strip()[:40]!r} is not a date. Write day, month and year, for example 18/05/2017."
    )


def month_named(text: str) -> tuple[int, int] | None:
    """Calendar year and month of ``Apr-17``, ``April 2017`` or ``04/2017``; else ``None``."""
    tidy = " ".join(text.split())
    if (found := _MONTH.fullmatch(tidy)) and (number := _MONTHS.get(found[1].lower())):
        return _year(found[2]), number
    if (found := _NUMERIC_MONTH.fullmatch(tidy)) and 1 <= int(found[1]) <= _MONTHS_IN_YEAR:
        return int(found[2]), int(found[1])
    return None


def _day_first(tidy: str) -> date | None:
    if found := _DAY_FIRST.fullmatch(tidy):
        day, month = int(found[1]), int(found[3])
        if month > _MONTHS_IN_YEAR >= day:
            raise DateUnreadable(
                f"{tidy!r} has no month {month}. Dates are read day first, never the American way;"
                " export the dates as DD/MM/YYYY."
            )
        return _date(_year(found[4]), month, day, tidy)
    if found := _ISO.fullmatch(tidy):
        return _date(int(found[1]), int(found[3]), int(found[4]), tidy)
    return None


def _named(tidy: str) -> date | None:
    if (found := _NAMED.fullmatch(tidy)) and (month := _MONTHS.get(found[2].lower())):
        return _date(_year(found[3]), month, int(found[1]), tidy)
    if (found := _MONTH_NAMED_FIRST.fullmatch(tidy)) and (month := _MONTHS.get(found[1].lower())):
        return _date(int(found[3]), month, int(found[2]), tidy)
    return None


def _numbers(tidy: str, *, date1904: bool) -> date | None:
    if found := _SERIAL.fullmatch(tidy):
        return (_EPOCH_1904 if date1904 else _EPOCH) + timedelta(days=int(found[1]))
    if not _EIGHT.fullmatch(tidy):
        return None
    if FIRST_YEAR <= int(tidy[:4]) <= LAST_YEAR and 1 <= int(tidy[4:6]) <= _MONTHS_IN_YEAR:
        return _date(int(tidy[:4]), int(tidy[4:6]), int(tidy[6:]), tidy)
    return _date(int(tidy[4:]), int(tidy[2:4]), int(tidy[:2]), tidy)


def _year(text: str) -> int:
    if len(text) == 4:  # noqa: PLR2004 - a year in full
        return int(text)
    short = int(text)
    return short + (_CENTURY if short < 70 else 1900)  # noqa: PLR2004 - the usual pivot


def _date(year: int, month: int, day: int, tidy: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as fault:
        raise DateUnreadable(
            f"{tidy!r} is not a day of the calendar. Correct it at its source."
        ) from fault


def _sensible(found: date, text: str) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise DateUnreadable(
            f"{text.strip()[:40]!r} is in the year {found.year}. Ledger dates lie between"
            f" {FIRST_YEAR} and {LAST_YEAR}; correct it at its source."
        )
    return found
