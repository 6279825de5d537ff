"""Who does what on which day of the year."""

from dataclasses import dataclass
from datetime import date

from app.sample.making.parts import PROJECTS

Versions = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Day:
    """One day's work on a quarter."""

    on: date
    load: str = ""
    submits: Versions = ()
    queries: tuple[tuple[str, str], ...] = ()
    imports: bool = False
    reconciles: bool = False
    hour: int = 9
    is_left: bool = False


@dataclass(frozen=True)
class Plan:
    """A quarter: its days, its certification and the funder's answer."""

    days: tuple[Day, ...]
    certified_on: date
    accepted_on: date
    queried_on: date | None = None
    query: str = ""
    again_on: date | None = None


def _first(*projects: str) -> Versions:
    return tuple((p, 1) for p in projects)


_Q1 = Plan(
    (
        Day(date(2017, 4, 3), "1-signed.toml"),
        Day(date(2017, 6, 19), "2-partners-and-posts.toml"),
        Day(date(2017, 7, 5), submits=_first("CELEBRATE", "VEHICLE")),
        Day(date(2017, 7, 6), submits=_first("KNIFE", "LANDLORD", "CSE")),
        Day(
            date(2017, 7, 10),
            queries=(
                (
                    "CELEBRATE",
                    (
                        "Peacock Media's radio spots of 21 April are entered twice with the same "
                        "ledger transaction. Please take one out."
                    ),
                ),
            ),
        ),
        Day(date(2017, 7, 11), submits=_first("NIGHT", "STREET", "PREVENT", "DHR"), hour=14),
        Day(date(2017, 7, 12), submits=(("CELEBRATE", 2), *_first("DSA-AWARE", "APV"))),
        Day(date(2017, 7, 13), submits=_first("REOFFEND")),
        Day(date(2017, 7, 17), imports=True),
        Day(date(2017, 7, 18), reconciles=True),
    ),
    date(2017, 7, 20),
    date(2017, 7, 27),
)
_Q2 = Plan(
    (
        Day(date(2017, 10, 2), "3-autumn.toml"),
        Day(date(2017, 10, 6), submits=_first("KNIFE", "CELEBRATE", "LANDLORD", "NIGHT")),
        Day(date(2017, 10, 10), submits=_first("VEHICLE", "PREVENT", "DHR"), hour=15),
        Day(
            date(2017, 10, 12),
            queries=(
                (
                    "KNIFE",
                    (
                        "Your figure to date for DELIVERY is £270.00 more than the lines add up to."
                        " Please correct the figure or add the missing line."
                    ),
                ),
            ),
        ),
        Day(date(2017, 10, 16), submits=(("KNIFE", 2),)),
        Day(date(2017, 10, 20), submits=_first("DSA-AWARE", "APV", "CSE")),
        Day(date(2017, 11, 1), submits=_first("REOFFEND"), hour=16),
        Day(date(2017, 11, 3), submits=_first("STREET"), hour=13),
        Day(date(2017, 11, 6), imports=True),
        Day(date(2017, 11, 7), reconciles=True),
    ),
    date(2017, 11, 8),
    date(2017, 11, 17),
    date(2017, 11, 10),
    "Please confirm that the two late returns are reported under clause 6.1 and that nothing in "
    "them was incurred after 30 September.",
    date(2017, 11, 14),
)
_Q3 = Plan(
    (
        Day(date(2018, 1, 8), "4-winter.toml"),
        Day(date(2018, 1, 9), submits=_first("KNIFE", "CELEBRATE", "LANDLORD", "NIGHT")),
        Day(date(2018, 1, 12), submits=_first("STREET", "VEHICLE", "PREVENT", "DHR"), hour=11),
        Day(date(2018, 1, 15), "5-january.toml"),
        Day(date(2018, 1, 16), submits=_first("DSA-AWARE", "APV", "REOFFEND")),
        Day(
            date(2018, 1, 17),
            submits=_first("CSE"),
            queries=(
                (
                    "VEHICLE",
                    (
                        "Variation 2 gave you a training budget from 1 December. Please state its "
                        "figure, even if it is 0.00."
                    ),
                ),
            ),
        ),
        Day(date(2018, 1, 18), submits=(("VEHICLE", 2),)),
        Day(date(2018, 1, 22), imports=True),
        Day(date(2018, 1, 24), reconciles=True),
    ),
    date(2018, 1, 29),
    date(2018, 2, 9),
)
_Q4 = Plan(
    (
        Day(date(2018, 4, 4), "6-spring.toml"),
        Day(date(2018, 4, 9), submits=_first("KNIFE", "CELEBRATE", "LANDLORD", "NIGHT", "STREET")),
        Day(date(2018, 4, 11), submits=_first("VEHICLE", "PREVENT", "DHR"), hour=10),
        Day(date(2018, 4, 13), submits=_first("APV", "REOFFEND"), hour=15),
        Day(date(2018, 4, 16), imports=True),
        Day(date(2018, 4, 17), submits=_first("DSA-AWARE", "CSE"), is_left=True),
        Day(date(2018, 4, 18), reconciles=True),
    ),
    date(2018, 4, 19),
    date(2018, 4, 27),
)
CALENDAR = {1: _Q1, 2: _Q2, 3: _Q3, 4: _Q4}
EVERYBODY = frozenset(PROJECTS)
