"""Where the fund stands, as principal and as agent, and what must hold of it."""

from dataclasses import replace
from datetime import date

import pytest
from worked_fund import PLF, book_of, budget, first_quarter, slip

from grants import events as fact
from grants.events import ActsAs, HeadSpend, RepaymentCause
from grants.position import FUND, FundPosition, FundRecord, position
from ledger.invariants import Violation

END = date(2017, 9, 1)
SAID = {"contract": PLF, "on": date(2017, 8, 1), "actor": "finance.officer@example.org"}


def test_the_worked_fund_after_its_first_months():
    stands = position(book_of([*budget(), *first_quarter(), *slip()]), PLF, END)
    assert stands == FundPosition(
        contract=PLF, on=END, award=239_000_00, carried_forward=0, allocated=239_000_00,
        unallocated=0, committed=0, accrued=0, eligible=12_125_00, borne=200_00, due=0,
        unearned=47_425_00, clawback_due=0, cash=59_550_00,
    )  # fmt: skip
    assert stands.held == 47_425_00
    assert FUND.check(FundRecord(stands, uplift=0)) == []


def test_a_position_is_that_of_its_day_and_contract():
    book = book_of([*budget(), *first_quarter(), *slip()])
    assert position(book, PLF, date(2017, 5, 14)).cash == 0
    assert position(book, PLF, date(2017, 5, 15)).cash == 59_750_00
    assert position(book, "OTHER", END).award == 0


def test_what_is_ordered_accrued_due_and_owed_back_shows():
    head = {"project": "KNIFE", "head": "STAFF"}
    more = [
        fact.CommitmentRaised(**SAID, **head, amount=7_00),
        fact.AccrualRaised(**SAID, **head, amount=8_00),
        fact.InstalmentFellDue(**SAID, number=2, amount=59_750_00),
        fact.RepaymentRequested(**SAID, amount=9_00, cause=RepaymentCause.UNSPENT),
        fact.CarriedForward(**SAID, from_contract="PLF-2016-17", amount=10_00, consent="C1"),
    ]
    book = book_of([*budget(), *more])
    stands = position(book, PLF, END)
    assert stands == FundPosition(
        contract=PLF, on=END, award=239_000_00, carried_forward=10_00, allocated=239_000_00,
        unallocated=10_00, committed=7_00, accrued=8_00, eligible=0, borne=0, due=59_750_00,
        unearned=59_751_00, clawback_due=9_00, cash=10_00,
    )  # fmt: skip
    before = position(book, "PLF-2016-17", END)
    assert (before.cash, before.unearned) == (-10_00, -10_00)
    assert FUND.check(FundRecord(stands, uplift=0)) == []
    assert FUND.check(FundRecord(before, uplift=0)) == []


def test_an_agent_has_the_same_position_without_income_or_expenditure():
    as_agent = [
        replace(event, acts_as=ActsAs.AGENT) if hasattr(event, "acts_as") else event
        for event in [*budget(), *first_quarter(), *slip()]
    ]
    other = fact.EligibleSpendCertified(
        contract="OTHER", on=date(2017, 8, 1), actor="s151.officer@example.org", period="2017-Q1",
        spend=(HeadSpend("A", "X", 5_00),), acts_as=ActsAs.AGENT,
    )  # fmt: skip
    agent = position(book_of([*as_agent, other]), PLF, END)
    principal = position(book_of([*budget(), *first_quarter(), *slip()]), PLF, END)
    assert agent == principal
    book = book_of(as_agent)
    assert [book.balance(code) for code in ("4000", "5000", "2000")] == [0, 0, 0]


@pytest.mark.parametrize(
    ("change", "violation"),
    [
        (
            {"allocated": 239_000_01, "unallocated": -1},
            Violation("within-award", PLF, "0.01 more is allocated than may be."),
        ),
        (
            {"unallocated": 5},
            Violation("award-shared", PLF, "The shares differ from the award by 0.05."),
        ),
        (
            {"cash": 59_549_00},
            Violation("cash", PLF, "-1.00 of the funder's money is unexplained."),
        ),
    ],
)
def test_a_fund_that_does_not_add_up_is_named(change, violation):
    good = position(book_of([*budget(), *first_quarter(), *slip()]), PLF, END)
    assert FUND.check(FundRecord(replace(good, **change), uplift=0)) == [violation]


def test_an_uplift_the_funder_allows_is_room_for_allocations():
    good = position(book_of(budget()), PLF, END)
    over = replace(good, allocated=240_000_00, unallocated=-1_000_00)
    assert FUND.check(FundRecord(over, uplift=1_000_00)) == []
    assert FUND.check(FundRecord(over, uplift=999_99)) == [
        Violation("within-award", PLF, "0.01 more is allocated than may be.")
    ]
