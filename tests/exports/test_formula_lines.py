"""Formulas over lines: what they say and what they are worth, checked by an own calculation."""

from decimal import Decimal

import pytest

from exports.calculation import NotDerivable
from exports.evaluate import Calculator
from exports.formula import Lines, literal, money, percent
from exports.layout import cells
from exports.sheet import Column, Formula, Kind, Sheet

COLUMNS = (Column("Project"), Column("Head"), Column("Amount", Kind.MONEY))


def calculated(sheets: list[Sheet], formula: Formula) -> object:
    """The formula's value by the calculator, from the cells of the sheets."""
    stored = {}
    for sheet in sheets:
        for cell in cells(sheet):
            content = cell.content
            value = Decimal(content) if isinstance(content, int) else content
            stored[sheet.name, cell.row, cell.column] = value
    home = ("Home", 1, 1)
    return Calculator(stored, {home: formula.text}).value(home)


def test_a_sum_over_two_sheets_names_both_ranges():
    first = Sheet("Not claimed", COLUMNS, [("A", "X", 10), ("A", "Y", 20)])
    second = Sheet("Second", COLUMNS, [("B", "X", 5)])
    total = Lines([first, second]).total("Amount")
    assert total == money("ROUND(SUM('Not claimed'!$C$3:$C$4)+SUM(Second!$C$3:$C$3),2)", 35)
    assert calculated([first, second], total) == Decimal("0.35")


def test_plain_codes_are_compared_by_sumifs():
    sheet = Sheet("S", COLUMNS, [("KNIFE", "STAFF", 10), ("KNIFE", "COMMS", 20)])
    lines = Lines([sheet])
    found = lines.where("Amount", {"Project": literal("KNIFE"), "Head": ("$B$4", "COMMS")})
    assert found.text == ('=ROUND(SUMIFS(S!$C$3:$C$4,S!$A$3:$A$4,"KNIFE",S!$B$3:$B$4,$B$4),2)')
    assert found.value == 20


@pytest.mark.parametrize(
    ("codes", "wanted", "pence"),
    [
        (["01", "1", "001"], "1", 2),  # SUMIFS would take all three for the number 1
        (["A*", "AB", "AC"], "A*", 1),  # a wildcard
        (["<5", "x"], "<5", 1),  # a comparison
        (["Knife", "KNIFE", "knife"], "KNIFE", 2),  # capitals
        (['Q"1', "Q"], 'Q"1', 1),
    ],
)
def test_codes_that_sumifs_would_misread_are_compared_exactly(codes, wanted, pence):
    sheet = Sheet("S", COLUMNS, [(c, "H", n) for n, c in enumerate(codes, 1)])
    found = Lines([sheet]).where("Amount", {"Project": literal(wanted)})
    assert found.text.startswith("=ROUND(SUMPRODUCT(EXACT(S!$A$3:")
    assert found.value == pence
    assert calculated([sheet], found) == Decimal(pence).scaleb(-2)


def test_an_empty_table_counts_none_and_sums_to_nothing():
    sheet = Sheet("S", COLUMNS, [])
    lines = Lines([sheet])
    where = lines.where("Amount", {"Project": literal("KNIFE")})
    assert [lines.count().value, lines.total("Amount").value, where.value] == [0, 0, 0]
    assert [calculated([sheet], f) for f in (lines.count(), lines.total("Amount"), where)] == [
        0,
        0,
        0,
    ]


@pytest.mark.parametrize(
    ("part", "whole", "hundredths", "value"),
    [
        (1, 3, 33_33, "33.33"),
        (2, 3, 66_67, "66.67"),
        (-1, 8, -12_50, "-12.5"),
        (5, -10, -50_00, "-50"),
    ],
)
def test_a_percentage_is_rounded_half_away_from_nothing(part, whole, hundredths, value):
    sheet = Sheet("S", (Column("P", Kind.MONEY), Column("W", Kind.MONEY)), [(part, whole)])
    found = percent(("S!$A$3", part), ("S!$B$3", whole))
    assert found.value == hundredths
    assert calculated([sheet], found) == Decimal(value)


def test_a_percentage_of_nothing_is_blank():
    sheet = Sheet("S", (Column("P", Kind.MONEY), Column("W", Kind.MONEY)), [(5, 0)])
    found = percent(("S!$A$3", 5), ("S!$B$3", 0))
    assert (found.value, calculated([sheet], found)) == ("", "")


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=1+2*3", Decimal(7)),
        ("=-(1-3)/4", Decimal("0.5")),
        ('=IF(ABS(A1)<0.005,"Ties","Does not tie")', "Ties"),
        ('=IF(1=0,1/0,"skipped")', "skipped"),
        ("=ROUND(2.345,2)", Decimal("2.35")),
        ("=ROUND(-0.005,2)", Decimal("-0.01")),
        ('=EXACT("a","A")', False),
        ('=COUNTIFS(A1:A3,"")', Decimal(3)),
        ("=MAX(1,2)-MIN(3,4)", Decimal(-1)),
        ("=AND(1<2,NOT(1>2))", True),
    ],
)  # fmt: skip
def test_the_calculator_knows_the_arithmetic_of_packs(formula, value):
    home = ("S", 9, 9)
    assert Calculator({}, {home: formula}).value(home) == value


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("=NOW()", "it uses NOW, which no pack uses"),
        ("=1/0", "it divides by nothing"),
        ("=I9+1", "it depends on itself"),
        ('=WEBSERVICE("http://x")', "it uses WEBSERVICE, which no pack uses"),
        ("=SUM(A1", "it is not well formed"),
        ("=1 2", "it is not well formed"),
        ("=#REF!", "it holds '#REF!', which no pack uses"),
        ('="a"+1', "'a' stands where a number is needed"),
        ("=A1:A2+A1:A3", "two ranges of different length meet"),
        ("=", "it is not well formed"),
        ("=IF(1,2", "a ',' is missing"),
        ("=SUM(A1:XFD1048576)", "A1:XFD1048576 is no range of a pack"),
    ],
)
def test_what_the_calculator_does_not_know_it_refuses_by_name(formula, why):
    home = ("S", 9, 9)
    with pytest.raises(NotDerivable) as refusal:
        Calculator({}, {home: formula}).value(home)
    assert str(refusal.value) == why
