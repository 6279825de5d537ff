"""Amounts in the shapes people write; parts of a penny are refused, not rounded."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.intake.amounts import (
    AMOUNT_MAX,
    Amount,
    NotAnAmount,
    PartOfAPenny,
    TooLarge,
    plain,
    read_amount,
    read_number_amount,
)
from ledger.money import Pence, format_pounds

KNOWN = {
    "1234.50": Amount(Pence(123_450)),
    "1,234.50": Amount(Pence(123_450)),
    "£1,234.50": Amount(Pence(123_450)),
    "£ 1,234.50": Amount(Pence(123_450)),
    "1234.5": Amount(Pence(123_450)),
    "1234": Amount(Pence(123_400)),
    ".50": Amount(Pence(50)),
    "+5.00": Amount(Pence(500)),
    "-5.00": Amount(Pence(-500)),
    "−5.00": Amount(Pence(-500)),
    "- £5.00": Amount(Pence(-500)),
    "£-5.00": Amount(Pence(-500)),
    "(1,234.50)": Amount(Pence(-123_450), is_reshaped=True),
    "(£1,234.50)": Amount(Pence(-123_450), is_reshaped=True),
    "5.00-": Amount(Pence(-500), is_reshaped=True),
    "0.00": Amount(Pence(0)),
    "-0.00": Amount(Pence(0)),
}
REFUSED = {
    "": NotAnAmount,
    "£": NotAnAmount,
    ".": NotAnAmount,
    "5.": NotAnAmount,
    "ten": NotAnAmount,
    "1.234,50": NotAnAmount,
    "1,23.50": NotAnAmount,
    "12,3456.00": NotAnAmount,
    "1 234.50": NotAnAmount,
    "(5.00": NotAnAmount,
    "5.00)": NotAnAmount,
    "(-5.00)": NotAnAmount,
    "-5.00-": NotAnAmount,
    "--5.00": NotAnAmount,
    "5.00p": NotAnAmount,
    "$5.00": NotAnAmount,
    "1e3": NotAnAmount,
    "١٢٣.٠٠": NotAnAmount,
    "5.000": PartOfAPenny,
    "5.125": PartOfAPenny,
    "1000000000.00": TooLarge,
}


@pytest.mark.parametrize("text", KNOWN)
def test_a_known_shape_is_read_to_the_penny(text: str) -> None:
    assert read_amount(text) == KNOWN[text]


@pytest.mark.parametrize("text", REFUSED)
def test_any_other_shape_is_refused_by_name(text: str) -> None:
    with pytest.raises(REFUSED[text]):
        read_amount(text)


@given(st.integers(-AMOUNT_MAX + 1, AMOUNT_MAX - 1))
def test_every_amount_written_in_our_own_forms_reads_back(pence: int) -> None:
    assert read_amount(format_pounds(pence)).pence == pence
    assert read_amount(format_pounds(pence, thousands=True, symbol=True)).pence == pence
    assert read_number_amount(format_pounds(pence)) == pence


@pytest.mark.parametrize(
    ("text", "pence"),
    [("30.299999999999997", 3_030), ("1234.5", 123_450), ("-0.01", -1), ("1E+3", 100_000)],
)
def test_binary_noise_of_a_calculated_number_is_no_part_of_a_penny(text: str, pence: int) -> None:
    assert read_number_amount(text) == pence


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("250.125", PartOfAPenny),
        ("0.005", PartOfAPenny),
        ("1E+300", TooLarge),
        ("NaN", NotAnAmount),
    ],
)
def test_a_number_cell_is_never_rounded_silently(text: str, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        read_number_amount(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [("60.00", "60"), ("33.33", "33.33"), ("1E+2", "100"), ("-0.0", "0"), ("2.50", "2.5")],
)
def test_numbers_are_written_plainly(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text
