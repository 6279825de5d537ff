"""Balance assertions say what was expected, what was found, the difference and its direction."""

import pytest
from book_builders import CHART, JULY, JUNE, MAY, bill, paid

from ledger.assertion import BalanceAssertion, check_assertion
from ledger.book import Book
from ledger.require import InvariantBroken

BOOK = Book(
    CHART,
    [
        bill("J1", MAY, 500_00, contract="A"),
        paid("J2", JUNE, 200_00, contract="A"),
        bill("J3", JULY, 1_00, contract="B"),
    ],
)


def check(account: str, pence: int, **more: str):
    return check_assertion(
        BOOK, BalanceAssertion(account, JULY, pence, "the ledger screen", **more)
    )


def test_an_assertion_that_holds_says_so():
    found = check("0200", -301_00)
    assert (found.expected, found.found, found.difference) == (-301_00, -301_00, 0)
    assert found.holds
    assert found.direction == "agrees"
    assert found.message == "0200 Owed at 31/07/2017: 301.00 Cr, as stated by the ledger screen."


def test_too_much_on_the_debit_side():
    found = check("0300", 500_50, contract="A")
    assert (found.found, found.difference, found.holds) == (500_00, -50, False)
    found = check("0300", 499_50, contract="A")
    assert (found.found, found.difference, found.holds) == (500_00, 50, False)
    assert found.direction == "0.50 too much on the debit side"
    assert found.message == (
        "0300 Cost of A at 31/07/2017: the ledger screen states 499.50 Dr, the book has 500.00 Dr: "
        "0.50 too much on the debit side. The books must agree before figures leave the council. "
        "Look for a journal missing, posted twice or dated the other side of that day."
    )


def test_too_much_on_the_credit_side_and_a_stated_nothing():
    found = check("0100", 0)
    assert found.direction == "200.00 too much on the credit side"
    assert found.message.startswith(
        "0100 Bank at 31/07/2017: the ledger screen states 0.00, the book has 200.00 Cr: "
    )


def test_an_assertion_is_of_the_close_of_its_day():
    day = BalanceAssertion("0200", MAY, -500_00, "the ledger screen")
    assert check_assertion(BOOK, day).holds
    assert check_assertion(BOOK, BalanceAssertion("0900", MAY, 0, "the plan")).holds


def test_an_assertion_about_no_account_is_a_fault():
    with pytest.raises(InvariantBroken):
        check("0999", 0)
