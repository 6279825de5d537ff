"""Dates as people in Britain write them: the day first, always; an American date is no date.

``05/04/2017`` is 5 April, never 4 May, whatever the other cells look like.
"""

import re
from datetime import date
from typing import Final

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may",),
            ("jun", "june"), ("jul", "july"), ("aug", "august"), ("sep", "sept", "september"),
            ("oct", "october"), ("nov", "november"), ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_ISO: Final = re.compile(r"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[t ]00:00(?::00)?)?$")
_DAY_FIRST: Final = re.compile(r"^([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4}|[0-9]{2})$")
_NAMED: Final = re.compile(
    r"^([0-9]{1,2})(?:st|nd|rd|th)?[ \-]([a-z]{3,9})[ ,\-]{1,2}([0-9]{4}|[0-9]{2})$"
)
_CENTURY: Final = 2000
YEAR_MIN: Final = 2000
YEAR_MAX: Final = 2099


class NotADate(ValueError):  # noqa: N818 - the name states the fact
    """The text has none of the known shapes of a date."""


class NoSuchDay(ValueError):  # noqa: N818 - the name states the fact
    """The text has the shape of a date, but the calendar has no such day."""


def read_date(text: str) -> date:
    """Read ``2017-04-05``, ``05/04/2017``, ``5.4.17``, ``5 April 2017`` and the like.

    Raises:
        NotADate: no known shape.
        NoSuchDay: ``04/25/2017``, ``31/02/2017``.
    """
    lowered = text.strip().lower()
    if found := _ISO.match(lowered):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := _DAY_FIRST.match(lowered):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
    elif (found := _NAMED.match(lowered)) and found[2] in _MONTHS:
        day, month, year = int(found[1]), _MONTHS[found[2]], int(found[3])
    else:
        raise NotADate(text)
    if year < 100:  # noqa: PLR2004 - two digits of a year
        year += _CENTURY
    try:
        return date(year, month, day)
    except ValueError as refused:
        raise NoSuchDay(text) from refused


def has_short_year(text: str) -> bool:
    """Whether the year is written with two digits, so that the century was supplied by us."""
    return not re.search(r"[0-9]{4}", text)
