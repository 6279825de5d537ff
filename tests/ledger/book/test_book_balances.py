"""The book: what it refuses, its balances by day and tag, its trial balance."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from book_builders import BANK, CHART, COST, JULY, JUNE, MAY, OWED, PLAN, bill, journal, paid
from hypothesis import given
from hypothesis import strategies as st

from ledger.book import Book, PostingRefused, Tags, TrialBalance, TrialBalanceRow, legs_of
from ledger.journal import Journal, Posting, reverse
from ledger.require import InvariantBroken

JOURNALS = [
    bill("J1", MAY, 500, contract="A", project="KNIFE"),
    bill("J2", JUNE, 300, contract="A", project="NIGHT"),
    paid("J3", JUNE, 600, contract="A"),
    bill("J4", JULY, 50, contract="B", project="KNIFE"),
]


def refused(book: Book, made: Journal) -> str:
    with pytest.raises(PostingRefused) as stopped:
        book.post(made)
    return str(stopped.value)


def test_balances_are_those_of_the_close_of_a_day():
    book = Book(CHART, JOURNALS)
    days = [MAY - timedelta(days=1), MAY, JUNE - timedelta(days=1), JUNE, JULY]
    assert [book.balance_at("0300", day) for day in days] == [0, 500, 500, 800, 850]
    assert [book.balance_at("0200", day) for day in days] == [0, -500, -500, -200, -250]
    assert book.balance("0200") == -250
    assert book.balance("0900") == 0
    assert book.balance_at("0900", JULY) == 0


def test_balances_by_tag_count_what_carries_exactly_those_tags():
    book = Book(CHART, JOURNALS)
    assert book.balance_at("0300", JULY, project="KNIFE") == 550
    assert book.balance_at("0300", JULY, project="KNIFE", contract="A") == 500
    assert book.balance_at("0200", JULY, project="") == 600
    assert book.balances_by_tags("0300", JUNE) == {
        Tags("A", "", "KNIFE"): 500,
        Tags("A", "", "NIGHT"): 300,
        Tags("B", "", "KNIFE"): 0,
    }
    assert book.balances_by_tags("0910", JUNE) == {}


def test_an_unknown_account_or_tag_is_a_fault():
    book = Book(CHART, JOURNALS)
    for question in (
        lambda: book.balance("9"),
        lambda: book.balance_at("9", JULY),
        lambda: book.balances_by_tags("9", JULY),
        lambda: book.balance_at("0300", JULY, fund="A"),
    ):
        with pytest.raises(InvariantBroken):
            question()


def test_the_trial_balance_has_two_columns_and_leaves_out_accounts_never_used():
    balance = Book(CHART, JOURNALS).trial_balance(JUNE)
    assert balance == TrialBalance(
        JUNE,
        (
            TrialBalanceRow(BANK, 0, 600),
            TrialBalanceRow(OWED, 0, 200),
            TrialBalanceRow(COST, 800, 0),
        ),
    )
    assert (balance.debit, balance.credit, balance.difference) == (800, 800, 0)


def test_the_trial_balance_of_one_contract():
    balance = Book(CHART, JOURNALS).trial_balance(JULY, contract="B")
    assert [(row.account.code, row.debit, row.credit) for row in balance.rows] == [
        ("0100", 0, 0),
        ("0200", 0, 50),
        ("0300", 50, 0),
    ]


def test_a_trial_balance_of_rows_that_do_not_agree_shows_the_difference():
    assert (
        TrialBalance(MAY, (TrialBalanceRow(BANK, 5, 0), TrialBalanceRow(OWED, 0, 7))).difference
        == -2
    )


def test_journals_are_kept_in_the_order_posted_and_found_by_reference():
    book = Book(CHART, JOURNALS)
    assert book.journals == tuple(JOURNALS)
    assert book.journal("J2") == JOURNALS[1]
    assert book.journal("J9") is None
    assert Book(CHART).trial_balance(MAY) == TrialBalance(MAY, ())


def test_a_reference_is_used_once():
    assert refused(Book(CHART, JOURNALS), bill("J1", JULY, 1)) == (
        "Journal J1 is in the book already. A posted journal is never replaced: reverse it and "
        "post another under a new reference."
    )


def test_a_closed_day_takes_no_posting_and_stays_closed():
    book = Book(CHART, JOURNALS)
    assert book.closed_through is None
    book.close_through(JUNE)
    book.close_through(MAY)
    assert book.closed_through == JUNE
    assert refused(book, bill("J5", JUNE, 1)) == (
        "Journal J5 is dated 30/06/2017, and the book is closed through 30/06/2017: closed "
        "figures were certified. Date it later."
    )
    book.post(bill("J5", JUNE + timedelta(days=1), 1))
    assert book.balance("0300") == 851


def test_a_reversal_leaves_no_trace_and_happens_once():
    book = Book(CHART, JOURNALS)
    assert book.reversed_by("J2") == ""
    book.post(reverse(JOURNALS[1], "R2", JULY))
    assert book.reversed_by("J2") == "R2"
    assert book.balances_by_tags("0300", JULY)[Tags("A", "", "NIGHT")] == 0
    assert book.balance_at("0300", JUNE) == 800
    assert refused(book, reverse(JOURNALS[1], "R3", JULY)) == (
        "Journal R3 takes back J2, which was taken back already by R2: twice would leave a trace. "
        "Nothing needs doing."
    )


def test_a_reversal_of_nothing_or_of_other_legs_is_refused():
    book = Book(CHART, JOURNALS)
    assert refused(book, reverse(bill("J9", MAY, 1), "R9", JULY)) == (
        "Journal R9 takes back J9, which is not in the book. Check the reference."
    )
    crooked = replace(bill("R1", JULY, -499, contract="A", project="KNIFE"), reverses="J1")
    assert refused(book, crooked) == (
        "Journal R1 is not the mirror image of J1, so the two would leave a trace in the balances. "
        "Make it with ledger.journal.reverse."
    )
    untagged = replace(bill("R1", JULY, -500), reverses="J1")
    assert "mirror image" in refused(book, untagged)


def test_a_refused_journal_leaves_the_book_as_it_was():
    book = Book(CHART, JOURNALS)
    before = (book.journals, book.trial_balance(JULY))
    refused(book, bill("J1", JULY, 1))
    refused(book, reverse(bill("J9", MAY, 1), "R9", JULY))
    assert (book.journals, book.trial_balance(JULY)) == before


def test_an_account_of_another_chart_is_a_fault_and_nothing_of_the_journal_is_posted():
    book = Book(CHART, JOURNALS)
    stranger = replace(BANK, code="0555")
    double = replace(BANK, title="Another bank")
    for account in (stranger, double):
        with pytest.raises(InvariantBroken):
            book.post(journal("J5", JULY, (COST, 1), (account, -1)))
    assert book.balance("0300") == 850
    assert book.journal("J5") is None


def test_legs_that_come_to_nothing_are_left_out():
    made = journal("J", MAY, (COST, 5), (COST, -5), (OWED, 2), (BANK, -2))
    assert legs_of(made) == {("0200", Tags()): 2, ("0100", Tags()): -2}


DAYS = st.dates(date(2017, 4, 1), date(2018, 3, 31))
ACCOUNTS = st.sampled_from([BANK, OWED, COST, PLAN])


@given(st.lists(st.tuples(DAYS, ACCOUNTS, ACCOUNTS, st.integers(1, 10**9)), max_size=12), DAYS)
def test_any_journals_fold_into_the_sums_of_their_postings(moves, day):
    book = Book(CHART)
    for n, (on, debit, credit, pence) in enumerate(moves):
        legs = (Posting(debit, pence), Posting(credit, -pence))
        book.post(Journal(f"J{n}", on, "any", legs))
    rows = [(a, p) for on, d, c, pence in moves if on <= day for a, p in ((d, pence), (c, -pence))]
    for account in CHART:
        assert book.balance_at(account.code, day) == sum(p for a, p in rows if a == account)
    assert book.trial_balance(day).difference == 0
