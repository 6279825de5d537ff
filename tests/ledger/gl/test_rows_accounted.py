"""Which rows are lines, which are dropped and which rejected, and that none disappears."""

import pytest
from extract_texts import PUBLISHED, amounts, dropped, published, read, rejected, unit4
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.gl.totals import CHECKED, CHECKED_WHOLE, UNCHECKABLE

TOTAL = CHECKED
NOTE = "No amount, key, date or supplier: a heading or note."


def line(number: int, amount: str, supplier: str = "ALPHA") -> str:
    return f'{supplier},03/04/2017,T{number},Safety,Work,"{amount}"'


def test_a_total_is_dropped_when_it_equals_the_lines_above():
    extract = published(line(1, "10.00"), line(2, "1,000.00"), ',,,,Total,"1,010.00"')
    assert (amounts(extract), dropped(extract)) == ([1000, 100000], [(4, TOTAL)])
    assert extract.dropped[0].text == "Total | 1,010.00"


def test_subtotals_of_several_levels_are_dropped():
    extract = unit4(
        "04410,4321,201701,AP,1,1,18/05/2017,S1,,,a,10.00",
        "04410,4321,201701,AP,2,1,18/05/2017,S1,,,b,20.00",
        "04410,4321,,,,,,,,,,30.00",
        "04410,4322,201701,AP,3,1,18/05/2017,S1,,,c,5.00",
        "04410,4322,,,,,,,,,,5.00",
        "04410,,,,,,,,,,,35.00",
        "04411,4321,201701,AP,4,1,18/05/2017,S1,,,d,7.00",
        "04411,,,,,,,,,,,7.00",
        ",,,,,,,,,,Grand Total,42.00",
    )
    assert amounts(extract) == [1000, 2000, 500, 700]
    assert [row for row, _ in dropped(extract)] == [4, 6, 7, 9, 10]


@pytest.mark.parametrize(
    "row", [",,Total,,,20.00", "Total,,,,,20.00", ",Total,,,,20.00", "GRAND TOTAL:,,,,,20.00", "ALPHA Total,,,,,20.00", "*,,,,,20.00"],
)  # fmt: skip
def test_a_label_in_any_column_is_no_supplier_and_no_key(row):
    extract = published(line(1, "10.00"), line(2, "10.00"), row)
    assert (amounts(extract), dropped(extract)) == ([1000, 1000], [(4, TOTAL)])


@pytest.mark.parametrize(
    "row",
    [
        "TOTAL GAS AND POWER,,,,,20.00",
        ",03/04/2017,,,Total,20.00",
        ",,T9,,Total,20.00",
        "BETA Total,,,,,20.00",
    ],
)
def test_a_row_with_a_date_a_supplier_or_a_key_is_never_a_total(row):
    extract = published(line(1, "10.00"), line(2, "10.00"), row)
    assert (amounts(extract), dropped(extract), rejected(extract)) == ([1000, 1000, 2000], [], [])


def test_a_total_that_equals_no_sum_is_rejected_because_lines_may_be_missing():
    extract = published(line(1, "10.00"), ",,,,Total,99.00")
    assert (amounts(extract), rejected(extract)) == ([1000], [(3, "F3", "99.00")])
    assert "Lines may be missing" in extract.rejected[0].reason


def test_a_total_above_the_lines_is_checked_against_all_of_them():
    extract = published(",,,,Total,30.00", line(1, "10.00"), line(2, "20.00"))
    assert (amounts(extract), dropped(extract)) == ([1000, 2000], [(2, CHECKED_WHOLE)])


def test_a_total_over_an_unreadable_amount_is_dropped_and_says_it_was_not_checked():
    extract = published(line(1, "10.00"), line(2, "5.14E+10"), ",,,,Total,30.00")
    assert (amounts(extract), dropped(extract), rejected(extract)) == (
        [1000], [(4, UNCHECKABLE)], [(3, "F3", "5.14E+10")],
    )  # fmt: skip


def test_a_total_counts_lines_that_were_rejected_for_something_else():
    extract = published(
        line(1, "10.00"), "ALPHA,31/02/2017,T2,Safety,Work,20.00", ",,,,Total,30.00"
    )
    assert (amounts(extract), dropped(extract), rejected(extract)) == (
        [1000], [(4, TOTAL)], [(3, "B3", "31/02/2017")],
    )  # fmt: skip


def test_debit_and_credit_totals_are_checked_column_by_column():
    text = (
        "Cost Centre,Detail Code,Doc Type,Document,Line,Posting Date,Narrative 1,Debit,Credit\n"
        "04410,4321,PI,1,1,03/04/2017,a,250.00,\n04410,4321,PC,2,1,03/04/2017,b,,100.00\n"
        ",,,,,,Total debits,250.00,\n,,,,,,Total,250.00,100.00\n,,,,,,Net total,150.00,\n"
    )
    extract = read(text)
    assert (amounts(extract), [row for row, _ in dropped(extract)]) == ([25000, -10000], [4, 5, 6])


def test_a_keyless_row_whose_amount_is_a_formula_is_dropped_and_a_keyed_one_rejected():
    extract = published(line(1, "10.00"), ",,,,,=SUM(F2:F2)", line(2, "=1+1"))
    assert dropped(extract) == [(3, "A total: its amount is a formula without a stored result.")]
    assert rejected(extract) == [(4, "F4", "=1+1")]


def test_repeated_headers_titles_and_page_marks_are_dropped():
    extract = published(
        line(1, "10.00"), "Payments over £500,,,,,", PUBLISHED, ",,,,Page 2 of 9,", line(2, "1.00")
    )
    assert amounts(extract) == [1000, 100]
    assert dropped(extract) == [
        (3, "One cell of words and no amount: a title or note."),
        (4, "The header row again (a new page begins)."),
        (5, NOTE),
    ]


def test_two_equal_genuine_lines_without_a_key_stay_two_lines():
    extract = published(*["LICENSING,03/04/2017,,Fleet,Tax,337.50"] * 2, line(1, "1.00"))
    keys = extract.lines["ledger_key"].to_list()
    assert amounts(extract) == [33750, 33750, 100]
    assert [key.rpartition("-")[2] for key in keys] == ["1", "2", "T1"]
    assert keys[0].rpartition("-")[0] == keys[1].rpartition("-")[0]
    assert extract.lines["occurrence"].to_list() == [1, 1, 1]


def test_the_same_key_twice_is_told_apart_by_its_occurrence():
    extract = published(line(1, "10.00"), line(1, "10.00"), line(2, "3.00"))
    assert extract.lines["ledger_key"].to_list() == ["T1", "T1", "T2"]
    assert extract.lines["occurrence"].to_list() == [1, 2, 1]


def test_equal_lines_of_a_file_without_any_key_date_or_supplier_are_lines():
    text = "Cost Centre,Account,Period,Amount\n04410,4321,201701,100.00\n04410,4321,201701,100.00\nTotal,,,200.00\n"
    extract = read(text)
    assert (amounts(extract), [row for row, _ in dropped(extract)]) == ([10000, 10000], [4])


def test_a_coded_line_with_a_text_of_its_own_is_a_line_even_when_it_equals_a_sum():
    extract = unit4(
        "04410,4321,201701,AP,1,1,18/05/2017,S1,,,a,10.00",
        "04410,4321,201701,,,,,,,,Recharge,10.00",
    )
    assert (amounts(extract), extract.lines["journal_class"].to_list()) == (
        [1000, 1000],
        ["invoice", "recharge"],
    )


def test_an_opening_balance_is_a_line_of_its_own_class():
    extract = unit4(
        "04410,4321,201701,,,,,,,,Opening balance,50.00",
        "04410,4321,201701,AP,1,1,18/05/2017,S1,,,a,10.00",
    )
    assert extract.lines["journal_class"].to_list() == ["opening-balance", "invoice"]


def test_an_amount_that_belongs_to_nothing_is_rejected():
    extract = published(line(1, "10.00"), ",,,,,99.00")
    assert rejected(extract) == [(3, "F3", "99.00")]


@pytest.mark.parametrize(
    ("row", "cell", "value", "words"),
    [
        ("A,04/13/2017,T1,S,W,1.00", "B2", "04/13/2017", "never the American way"),
        ("A,03/04/2017,5.14E+10,S,W,1.00", "C2", "5.14E+10", "scientific notation"),
        ("A,03/04/2017,T1,S,W,", "F2", "", "has no amount"),
        ("A,03/04/2017,T1,S,W,#REF!", "F2", "#REF!", "the spreadsheet error #REF!"),
        ("#N/A,03/04/2017,T1,S,W,1.00", "A2", "#N/A", "the spreadsheet error #N/A"),
        ("A,03/04/2017,=B7,S,W,1.00", "C2", "=B7", "a formula without a stored result"),
        (
            "A,03/04/2017,T1,S,Work, more,1.00",
            "G2",
            "1.00",
            "more cells than the header has headings",
        ),
        ("A,03/04/2017,T1,S,W,1.005", "F2", "1.005", "part of a penny"),
    ],
)
def test_a_row_that_cannot_be_read_is_rejected_with_its_cell(row, cell, value, words):
    extract = published(row, line(7, "1.00"), line(8, "1.00"))
    assert rejected(extract) == [(2, cell, value)]
    assert words in extract.rejected[0].reason
    assert amounts(extract) == [100, 100]


def test_a_description_that_looks_like_a_formula_is_only_text():
    extract = published('ALPHA,03/04/2017,T1,S,"=HYPERLINK(""http://x"")",1.00')
    assert extract.lines["description"].to_list() == ['=HYPERLINK("http://x")']


def test_excel_text_wrapping_is_undone_and_leading_zeros_kept():
    extract = published('ALPHA,03/04/2017,"=""00123""",04410,W,1.00')
    assert extract.lines.select("ledger_key", "cost_centre").row(0) == ("00123", "04410")


INDICATED = "Company Code;Document No;Item;Fiscal Year;Period;Cost Centre;Cost Element;Posting Date;Text;Amount in LC;D/C"


def indicated(*amounts_and_marks: tuple[str, str]) -> str:
    rows = [
        f"L;{n};1;2017;1;04410;544;22.05.2017;x;{amount};{mark}"
        for n, (amount, mark) in enumerate(amounts_and_marks, start=1)
    ]
    return "\n".join([INDICATED, *rows]) + "\n"


def test_an_indicator_gives_the_sign_where_the_column_has_none():
    extract = read(indicated(("10.00", "S"), ("4.00", "H"), ("3.00", "CR"), ("2.00", "dr")))
    assert amounts(extract) == [1000, -400, -300, 200]


def test_a_signed_amount_wins_over_the_indicator_which_only_checks_it():
    extract = read(indicated(("10.00", "S"), ("4.00-", "H"), ("3.00", "H")))
    assert amounts(extract) == [1000, -400, 300]
    assert extract.notes[-1] == (
        "1 rows carry a sign that contradicts their debit or credit mark (first: row 4);"
        " the signed amount was taken."
    )


def test_an_unsigned_amount_with_an_unknown_mark_is_rejected():
    assert rejected(read(indicated(("10.00", "S"), ("4.00", "Q"), ("0.00", "")))) == [
        (3, "K3", "Q")
    ]


def test_a_credit_column_of_negatives_is_taken_as_it_stands():
    text = "Cost Centre,Account,Transaction No,Date,Debit,Credit\n04410,1,T1,03/04/2017,5.00,\n04410,1,T2,03/04/2017,,-3.00\n"
    assert amounts(read(text)) == [500, -300]


ROW = st.sampled_from(
    [
        line(1, "10.00"), line(2, "-3.00"), line(3, "(1,000.00)"), line(4, "x"), line(5, ""),
        ",,,,Total,7.00", ",,,,Total,10.00", ",,,,,10.00", ",,,,note,", PUBLISHED, "Page,,,,,",
        "A,31/02/2017,T1,S,W,1.00", "A,03/04/2017,5.14E+10,S,W,1.00", ",,,S,W,5.00", ",,,,,=SUM(A1)",
        "A,03/04/2017,T1,S,W,1.00,extra", "", ",,,,,", ",,,S,Opening balance,1.00", "Total,,,,,#REF!",
    ]
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=14))
def test_read_and_dropped_and_rejected_are_all_rows_below_the_header(rows):
    filled = sum(1 for row in rows if row.strip(","))
    if not filled:
        return
    extract = published(*rows)
    assert extract.rows + len(extract.dropped) + len(extract.rejected) == filled
    told = [
        *extract.lines["source_row"],
        *(r.row for r in extract.dropped),
        *(r.row for r in extract.rejected),
    ]
    assert sorted(told) == [n for n, row in enumerate(rows, start=2) if row.strip(",")]
    assert extract.total == sum(amounts(extract))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-(10**7), 10**7), min_size=1, max_size=12))
def test_a_total_row_changes_nothing_but_the_account(pence):
    rows = [line(n, f"{p / 100:.2f}") for n, p in enumerate(pence)]
    plain = published(*rows)
    with_total = published(*rows, f",,,,Total,{sum(pence) / 100:.2f}")
    assert with_total.lines.equals(plain.lines)
    assert (plain.total, len(with_total.dropped)) == (sum(pence), 1)
