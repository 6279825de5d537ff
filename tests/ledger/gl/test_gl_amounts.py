"""Every shape of an amount in a ledger extract, in pence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.gl.amounts import AmountUnreadable, parse_amount
from ledger.money import format_pounds


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("1234.50", 123450),
        ("1,234.50", 123450),
        ("£1,234.50", 123450),
        (" £ 1,234.50 ", 123450),
        ("\u00a01\u00a0234.50\u00a0", 123450),
        ("1 234 567.50", 123456750),
        ("1,234", 123400),
        ("1234", 123400),
        ("1234.5", 123450),
        ("+5.00", 500),
        (".5", 50),
        ("5.", 500),
        ("0", 0),
        ("0.00", 0),
        ("GBP 5.00", 500),
        ("5.00 GBP", 500),
        ("-£23,484.00", -2348400),
        ("£-23,484.00", -2348400),
        ("(1,234.50)", -123450),
        ("£(1,234.50)", -123450),
        ("(£1,234.50)", -123450),
        ("1,000.00-", -100000),
        ("- 5.00", -500),
        ("\u22125.00", -500),
        ("\u20135.00", -500),
        ("250.00CR", -25000),
        ("250.00 cr.", -25000),
        ("250.00C", -25000),
        ("250.00DR", 25000),
        ("250.00 D", 25000),
        ("-250.00CR", -25000),
        ("0.30000000000000004", 30),
        ("10.009999999999998", 1001),
        ("-1.4551915228366852E-11", 0),
        ("99999999999.99", 9999999999999),
        ("", None),
        ("  ", None),
        ("-", None),
        ("£ -", None),
    ],
)
def test_read_as_pence(text, pence):
    assert parse_amount(text) == pence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5.14E+10", "scientific notation; its pence are lost"),
        ("1e5", "scientific notation"),
        ("12.345", "part of a penny"),
        ("1,23", "is not an amount"),
        ("1.234,56", "is not an amount"),
        ("12 34.00", "is not an amount"),
        ("1,2345.00", "is not an amount"),
        ("abc", "is not an amount"),
        ("£", "is not an amount"),
        ("()", "is not an amount"),
        ("CR", "is not an amount"),
        ("1_000", "is not an amount"),
        ("１２", "is not an amount"),
        ("5/4/2017", "is not an amount"),
        ("(5.00)-", "two signs that contradict"),
        ("-(5.00)", "two signs that contradict"),
        ("-5.00DR", "two signs that contradict"),
        ("#REF!", "the spreadsheet error #REF!"),
        ("#N/A", "the spreadsheet error #N/A"),
        ("########", "only hash signs are left"),
        ("=SUM(A1:A9)", "a formula without a stored result"),
        ("99999999999999999", "larger than any ledger"),
    ],
)
def test_refused_with_the_reason(text, words):
    with pytest.raises(AmountUnreadable) as caught:
        parse_amount(text)
    assert words in str(caught.value)


@given(st.integers(-(10**14), 10**14))
def test_what_we_print_is_what_we_read_in_every_shape(pence):
    size = format_pounds(abs(pence), thousands=True)
    assert parse_amount(format_pounds(pence)) == pence
    assert parse_amount(format_pounds(pence, thousands=True, symbol=True)) == pence
    shapes = ["({})", "{}-", "-£{}", "£-{}", "{}CR"] if pence < 0 else ["{}", "£{}", "{}DR"]
    assert [parse_amount(shape.format(size)) for shape in shapes] == [pence] * len(shapes)
