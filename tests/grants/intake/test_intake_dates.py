"""Dates are read with the day first, whatever they look like."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.intake.dates import NoSuchDay, NotADate, has_short_year, read_date

APRIL_5 = date(2017, 4, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2017-04-05", "2017-04-05T00:00:00", "2017-04-05 00:00", "05/04/2017", "5/4/2017", "05.04.2017",
        "5-4-2017", "05 04 2017", "05/04/17", "5 April 2017", "5 Apr 17", "5th April 2017",
        "5-Apr-2017", "5 APRIL, 2017", " 05/04/2017 ",
    ],
)  # fmt: skip
def test_british_shapes_of_one_day_are_that_day(text: str) -> None:
    assert read_date(text) == APRIL_5


@pytest.mark.parametrize(
    "text", ["04/25/2017", "31/02/2017", "2017-13-01", "0/4/2017", "30 Feb 2017"]
)
def test_a_day_the_calendar_has_not_is_refused(text: str) -> None:
    with pytest.raises(NoSuchDay):
        read_date(text)


@pytest.mark.parametrize(
    "text", ["", "soon", "April 2017", "5 Foo 2017", "20170405", "5/4", "5/4/017"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(NotADate):
        read_date(text)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_no_day_is_ever_read_month_first(day: date) -> None:
    assert read_date(f"{day:%d/%m/%Y}") == day
    assert read_date(day.isoformat()) == day
    assert read_date(f"{day:%d/%m/%y}") == day


def test_a_year_of_two_digits_is_noticed() -> None:
    assert [has_short_year(t) for t in ("5/4/17", "5/4/2017", "5 Apr 17")] == [True, False, True]
