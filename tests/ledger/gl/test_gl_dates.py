"""Every shape of a day or period in a ledger extract; never the American order."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.gl.dates import DateUnreadable, Day, month_named, parse_day
from ledger.gl.periods import PeriodUnknown, parse_period, parse_year

FIFTH_OF_APRIL = date(2017, 4, 5)


@pytest.mark.parametrize(
    "text",
    [
        "05/04/2017", "5/4/2017", "05/04/17", "5-4-17", "05.04.2017", "05 04 2017", "05-Apr-17",
        "5 April 2017", "5th of April 2017", "5th April, 2017", "Wed 5 Apr 2017", "05-APR-2017",
        "05APR2017", "2017-04-05", "2017/04/05", "2017.04.05", "20170405", "05042017", "42830",
        "42830.75", "05/04/2017 00:00", "05/04/2017 13:45:59", "2017-04-05T00:00:00",
        "2017-04-05 00:00:00.000", "Apr  5 2017 12:00AM", "April 5, 2017", " 05/04/2017 ",
        "05/04/2017\u00a0",
    ],
)  # fmt: skip
def test_one_day_in_every_shape(text):
    assert parse_day(text) == Day(FIFTH_OF_APRIL)


@pytest.mark.parametrize(
    "text", ["Apr-17", "APR-2017", "April 2017", "Apr 17", "04/2017", "4-2017"]
)
def test_a_month_alone_is_its_first_day_and_says_so(text):
    assert parse_day(text) == Day(date(2017, 4, 1), is_month_only=True)


@pytest.mark.parametrize("text", ["", " ", "-", "00/00/0000", "00.00.0000", "00000000"])
def test_blank_days(text):
    assert parse_day(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("04/13/2017", "never the American way"),
        ("4/30/17", "never the American way"),
        ("31/02/2017", "not a day of the calendar"),
        ("2017-02-30", "not a day of the calendar"),
        ("32/01/2017", "not a day of the calendar"),
        ("99/99/2017", "not a day of the calendar"),
        ("05/04/1066", "in the year 1066"),
        ("05/04/71", "in the year 1971"),
        ("99999", "in the year 2173"),
        ("2017", "is not a date"),
        ("Smarch 2017", "is not a date"),
        ("soon", "is not a date"),
        ("#REF!", "is not a date"),
        ("05/04/2017 and more", "is not a date"),
    ],
)
def test_refused_days_with_the_reason(text, words):
    with pytest.raises(DateUnreadable) as caught:
        parse_day(text)
    assert words in str(caught.value)


def test_day_numbers_of_1904_workbooks():
    assert parse_day("41368", date1904=True) == Day(FIFTH_OF_APRIL)


def test_months_by_name():
    assert (month_named("Sept 2017"), month_named("13/2017"), month_named("2017")) == (
        (2017, 9),
        None,
        None,
    )


@given(st.dates(date(1990, 1, 1), date(2069, 12, 31)))
def test_every_day_survives_every_british_shape(day):
    shapes = [
        "%d/%m/%Y",
        "%d/%m/%y",
        "%d.%m.%Y",
        "%d-%b-%y",
        "%d %B %Y",
        "%Y-%m-%d",
        "%Y%m%d",
        "%d%m%Y",
    ]
    if day.year < 2000:
        shapes = [shape for shape in shapes if "%y" not in shape]
    assert {parse_day(day.strftime(shape)) for shape in shapes} == {Day(day)}


@pytest.mark.parametrize(
    ("text", "year", "period"),
    [
        ("201701", None, "201701"),
        ("201713", None, "201713"),
        ("2017/01", None, "201701"),
        ("2017.12", None, "201712"),
        ("2017-016", None, "201716"),
        ("APR-17", None, "201701"),
        ("Mar-18", None, "201712"),
        ("January 2018", None, "201710"),
        ("ADJ-18", None, "201713"),
        ("ADJ2-18", None, "201714"),
        ("P01 2017/18", None, "201701"),
        ("2017/18 P01", None, "201701"),
        ("2017-04-01", None, "201701"),
        ("01/2017", None, "201701"),
        ("001", 2017, "201701"),
        ("016", 2017, "201716"),
        ("1", 2017, "201701"),
        ("13", 2017, "201713"),
        ("Period 3", 2017, "201703"),
        ("P3", 2017, "201703"),
        ("", 2017, ""),
    ],
)
def test_periods_in_every_shape(text, year, period):
    assert parse_period(text, year) == period


def test_a_period_number_takes_its_year_from_the_posting_day():
    assert parse_period("12", None, date(2018, 3, 31)) == "201712"
    assert parse_period("1", None, date(2018, 4, 1)) == "201801"


@pytest.mark.parametrize(
    ("text", "year", "words"),
    [
        ("1", None, "a period without a year"),
        ("17", 2017, "is not an accounting period"),
        ("0", 2017, "is not an accounting period"),
        ("201717", None, "is not an accounting period"),
        ("soon", 2017, "is not an accounting period"),
    ],
)
def test_refused_periods_with_the_reason(text, year, words):
    with pytest.raises(PeriodUnknown) as caught:
        parse_period(text, year)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "text", ["2017", "17", "2017/18", "2017-18", "2017-2018", "17/18", "1718", "FY17"]
)
def test_financial_years_in_every_shape(text):
    assert parse_year(text) == 2017


def test_a_blank_or_broken_year():
    assert parse_year(" ") is None
    with pytest.raises(PeriodUnknown):
        parse_year("2017/19")
