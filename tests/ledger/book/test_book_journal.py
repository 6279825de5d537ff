"""Accounts, postings and journals that cannot be built wrong, and reversals."""

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest
from book_builders import BANK, CHART, COST, JUNE, MAY, OWED, bill, journal
from hypothesis import given
from hypothesis import strategies as st

from ledger.account import Chart
from ledger.journal import LEGS_MAX, Journal, Posting, reverse
from ledger.require import InvariantBroken


def test_a_chart_finds_its_accounts_in_order_and_no_others():
    assert CHART["0100"] is BANK
    assert "0100" in CHART
    assert "100" not in CHART
    assert [account.code for account in CHART] == ["0100", "0200", "0300", "0900", "0910"]
    with pytest.raises(InvariantBroken, match="The chart has no account '100'"):
        CHART["100"]


def test_a_chart_has_each_code_once_and_none_blank():
    with pytest.raises(InvariantBroken, match="each account code once"):
        Chart((BANK, replace(COST, code="0100")))
    with pytest.raises(InvariantBroken, match="An account has a code"):
        Chart((replace(BANK, code=""),))


@pytest.mark.parametrize("pence", [0, 1.5, 1.0, "1", None, True, 10**15 + 1, -(10**15) - 1])
def test_a_posting_is_of_whole_pence_and_not_of_nothing(pence):
    with pytest.raises(InvariantBroken):
        Posting(BANK, pence)


def test_a_posting_names_an_account_not_a_code():
    with pytest.raises(InvariantBroken, match="names an account of the chart"):
        Posting("0100", 1)  # type: ignore[arg-type]


def test_a_posting_shows_in_one_column():
    assert (Posting(BANK, 5).debit, Posting(BANK, 5).credit) == (5, 0)
    assert (Posting(BANK, -5).debit, Posting(BANK, -5).credit) == (0, 5)
    assert Posting(BANK, 10**15).debit == 10**15


def test_a_journal_is_what_was_said_and_does_not_change():
    made = bill("J1", MAY, 500, contract="PLF", project="KNIFE", head="STAFF")
    assert (made.reference, made.on, made.description, made.total, made.reverses) == (
        "J1",
        MAY,
        "Test J1",
        500,
        "",
    )
    with pytest.raises(FrozenInstanceError):
        made.on = JUNE  # type: ignore[misc]


def test_an_unbalanced_journal_does_not_exist():
    with pytest.raises(InvariantBroken, match="Journal J1 is out of balance by -1 pence"):
        journal("J1", MAY, (COST, 499), (OWED, -500))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"reference": ""}, "has a reference"),
        ({"description": ""}, "says what it is for"),
        ({"postings": ()}, "has no postings"),
        ({"postings": [Posting(COST, 1), Posting(OWED, -1)]}, "are fixed: a tuple"),
        ({"postings": (Posting(COST, 1), Posting(OWED, -1)) * (LEGS_MAX // 2 + 1)}, "many legs"),
    ],
)
def test_a_journal_of_the_wrong_shape_does_not_exist(change, sentence):
    with pytest.raises(InvariantBroken, match=sentence):
        replace(bill("J1", MAY, 500), **change)


def test_a_reversal_is_the_same_legs_on_the_other_side_with_the_same_tags():
    made = bill("J1", MAY, 500, contract="PLF", cost_centre="04410", project="KNIFE", head="STAFF")
    tags = {"contract": "PLF", "cost_centre": "04410", "project": "KNIFE", "head": "STAFF"}
    assert reverse(made, "J2", JUNE) == Journal(
        "J2",
        JUNE,
        "Reversal of J1: Test J1",
        (Posting(COST, -500, **tags), Posting(OWED, 500, **tags)),
        reverses="J1",
    )
    assert reverse(made, "J2", MAY).on == MAY


def test_a_reversal_is_not_dated_before_nor_reversed_itself():
    made = bill("J1", MAY, 500)
    with pytest.raises(InvariantBroken, match="not dated before"):
        reverse(made, "J2", date(2017, 5, 14))
    with pytest.raises(InvariantBroken, match="post the journal anew"):
        reverse(reverse(made, "J2", MAY), "J3", MAY)


@given(st.lists(st.integers(-(10**9), 10**9).filter(bool), min_size=1, max_size=8))
def test_legs_make_a_journal_exactly_when_they_sum_to_zero(amounts):
    legs = tuple(Posting(BANK, pence) for pence in amounts)
    balance = sum(amounts)
    if balance == 0:
        assert Journal("J", MAY, "any", legs).total == sum(a for a in amounts if a > 0)
        return
    with pytest.raises(InvariantBroken):
        Journal("J", MAY, "any", legs)
    closed = (*legs, Posting(COST, -balance))
    assert Journal("J", MAY, "any", closed).total == sum(p.debit for p in closed)
