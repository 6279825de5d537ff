"""Financial and funding years of contracts longer than one, and months counted ahead."""

from dataclasses import replace
from datetime import date

import pytest

from grants.checks.engine import check
from grants.checks.years import funding_year_ends, months_after
from tests.grants.checks.check_builders import contract_of, frame_of, text_line

TERM = """
[[term]]
code = "unspent-return"
clause = "7.1"
effective_from = 2017-04-01
agreed_on = 2017-03-24
[term.params]
days = 30
"""
MARCH_2018, MARCH_2019 = date(2018, 3, 31), date(2019, 3, 31)


def receipt(on: str, amount: str) -> str:
    return f'[[receipt]]\nreceived_on = {on}\namount = "{amount}"\nreference = "{on}"\n'


def of_two_years(*texts: str):
    return replace(contract_of(TERM, *texts), ends_on=MARCH_2019)


def unspent(contract, as_of: date, *lines: dict[str, str]) -> list[tuple[str, int]]:
    result = check(frame_of(*lines), contract, as_of=as_of)
    assert result.faults == ()
    rows = result.rows(all=True)
    return [(row.verdict, row.at_risk) for row in rows.itertuples() if row.term == "unspent-return"]


FIRST = text_line(1, claimed="900.00")
SECOND = text_line(2, claimed="60.00", accounting_period="201805", incurred_on="2018-08-10")


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "ends"),
    [
        (date(2017, 4, 1), MARCH_2018, [MARCH_2018]),
        (date(2017, 10, 1), date(2018, 9, 30), [date(2018, 9, 30)]),
        (date(2017, 4, 1), date(2018, 4, 1), [MARCH_2018, date(2018, 4, 1)]),
        (date(2017, 4, 1), date(2018, 9, 30), [MARCH_2018, date(2018, 9, 30)]),
        (date(2017, 10, 1), date(2019, 9, 30), [MARCH_2018, MARCH_2019, date(2019, 9, 30)]),
        (date(2017, 4, 1), MARCH_2019, [MARCH_2018, MARCH_2019]),
    ],
)
def test_a_contract_of_a_year_ends_once_and_a_longer_one_each_march(starts_on, ends_on, ends):
    contract = replace(contract_of(TERM), starts_on=starts_on, ends_on=ends_on)
    assert funding_year_ends(contract) == ends


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2017, 6, 30), 3, date(2017, 9, 30)),
        (date(2017, 1, 31), 1, date(2017, 2, 28)),
        (date(2016, 2, 29), 12, date(2017, 2, 28)),
        (date(2017, 12, 1), 1, date(2018, 1, 1)),
        (date(2017, 12, 1), 0, date(2017, 12, 1)),
        (date(2017, 12, 1), 10**9, date.max),
    ],
)
def test_months_ahead_keep_the_day_or_take_the_months_last(day, months, later):
    assert months_after(day, months) == later


def test_before_the_first_years_last_day_for_repaying_nothing_is_said():
    contract = of_two_years(receipt("2017-05-15", "1000.00"))
    assert unspent(contract, date(2018, 4, 30), FIRST) == [("PASS", 0)]


def test_what_the_first_year_left_is_due_though_the_contract_goes_on():
    contract = of_two_years(receipt("2017-05-15", "1000.00"))
    assert unspent(contract, date(2018, 5, 1), FIRST, SECOND) == [("BREACH", 10000)]


def test_what_was_never_repaid_counts_once_over_both_years():
    contract = of_two_years(receipt("2017-05-15", "1000.00"))
    assert unspent(contract, date(2019, 5, 1), FIRST) == [("BREACH", 10000)]


def test_each_year_adds_what_it_left_itself():
    contract = of_two_years(receipt("2017-05-15", "1000.00"), receipt("2018-05-15", "110.00"))
    assert unspent(contract, date(2019, 5, 1), FIRST, SECOND) == [("BREACH", 15000)]


def test_what_was_repaid_after_the_first_year_is_not_unspent_in_the_second():
    repaid = '[[repayment]]\namount = "100.00"\npaid_on = 2018-04-30\n'
    contract = of_two_years(
        receipt("2017-05-15", "1000.00"), receipt("2018-05-15", "60.00"), repaid
    )
    assert unspent(contract, date(2019, 5, 1), FIRST, SECOND) == [("PASS", 0)]


def test_money_that_came_in_the_second_year_was_not_unspent_in_the_first():
    contract = of_two_years(receipt("2017-05-15", "900.00"), receipt("2018-04-01", "60.00"))
    assert unspent(contract, date(2019, 5, 1), FIRST, SECOND) == [("PASS", 0)]


def test_a_line_of_no_known_year_leaves_the_first_year_open():
    contract = of_two_years(receipt("2017-05-15", "1000.00"))
    undated = text_line(
        2, claimed="0.01", accounting_period="", incurred_on="", period="LATER"
    )  # fmt: skip
    assert unspent(contract, date(2018, 5, 1), FIRST, undated) == [("NOT RUN", 0)]
