"""Ledger codes stay text, and spoilt ones are refused."""

import pytest

from ledger.coding import (
    CipfaGroup,
    CodeUnreadable,
    Coding,
    CostCentre,
    Subjective,
    fits,
    longest_fit,
    read_code,
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("04410", "04410"),
        (" R4403\u00a0", "R4403"),
        ("", ""),
        ("12345-4101", "12345-4101"),
        ("5E10", "5E10"),
    ],
)
def test_a_code_keeps_its_zeros_and_loses_the_spaces_around_it(text, code):
    assert read_code(text) == code


@pytest.mark.parametrize("text", ["5.14E+10", "5E+10", "1.2e+9"])
def test_a_code_that_a_spreadsheet_made_a_number_is_refused(text):
    with pytest.raises(CodeUnreadable) as refused:
        read_code(text)
    assert str(refused.value) == (
        f"'{text}' was a longer code before a spreadsheet turned it into a number; the last digits "
        "are lost. Export it again with the column formatted as text."
    )


@pytest.mark.parametrize(("text", "shown"), [("x" * 41, "x" * 40), ("a\nb", "a\\nb")])
def test_a_text_that_is_no_code_is_refused(text, shown):
    with pytest.raises(CodeUnreadable) as refused:
        read_code(text)
    assert str(refused.value) == (
        f"'{shown}' is not a ledger code: codes are one line of at most 40 characters. Check that "
        "the right column was read."
    )
    assert read_code("x" * 40) == "x" * 40


def test_a_pattern_fits_exactly_or_by_its_beginning():
    assert fits("4321", "4321")
    assert fits("4321", "43*")
    assert fits("4321", "*")
    assert not fits("4321", "432")
    assert not fits("4321", "44*")


def test_the_longest_pattern_that_fits_wins():
    assert longest_fit("4511", ["4*", "45*", "5*"]) == "45*"
    assert longest_fit("4511", ["4511", "451*"]) == "4511"
    assert longest_fit("9901", ["4*", "45*"]) is None


def test_the_groups_of_cipfa_have_titles():
    assert [group.title for group in CipfaGroup] == [
        "Employees", "Premises", "Transport", "Supplies and services", "Third-party payments",
        "Transfer payments", "Support services", "Depreciation and impairment", "Income",
        "Capital financing",
    ]  # fmt: skip
    assert [int(group) for group in CipfaGroup] == list(range(1, 11))


def test_a_coding_is_blank_where_not_known():
    coding = Coding(cost_centre=CostCentre("04410"), subjective=Subjective("4321"))
    assert (coding.cost_centre, coding.subjective, coding.project_code) == ("04410", "4321", "")
