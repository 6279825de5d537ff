"""Journal classes, keys, the raw row, and the CSV form of canonical lines."""

import json
from datetime import date

import polars as pl
import pytest
from extract_texts import read, unit4
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from ledger.gl.canonical import SCHEMA
from ledger.gl.csv_form import read_lines_csv, write_lines_csv
from ledger.gl.frame import frame_of_lists
from ledger.gl.line import (
    JOURNAL_CLASSES,
    LEDGER_COLUMNS,
    LEDGER_DATES,
    LEDGER_INTEGERS,
    LEDGER_MONEY,
)
from ledger.gl.lines_csv import lines_from_csv, lines_to_csv, lists_of
from ledger.gl.registry import all_formats
from ledger.reader.refusal import Unreadable


@pytest.mark.parametrize(
    ("kind", "text", "amount", "found"),
    [
        ("AP", "Chair of review", "10.00", "invoice"),
        ("AP", "Discount", "-1.00", "invoice"),
        ("CN", "Credit", "-10.00", "credit-note"),
        ("PR", "PAYROLL INTERFACE M01", "10.00", "payroll"),
        ("GJ", "ACCRUAL NTE RADIOS", "10.00", "accrual"),
        ("GJ", "ACCRUAL NTE RADIOS", "-10.00", "accrual-reversal"),
        ("GJ", "REVERSE ACCRUAL NTE RADIOS", "-10.00", "accrual-reversal"),
        ("GJ", "Accrual reversal P1", "-10.00", "accrual-reversal"),
        ("GJ", "Recode from 04999", "10.00", "recode"),
        ("GJ", "Miscode corrected", "10.00", "recode"),
        ("GJ", "Recharge Q1 legal", "10.00", "recharge"),
        ("GJ", "Petty cash May", "10.00", "petty-cash"),
        ("GJ", "Purchasing card statement", "10.00", "card"),
        ("GJ", "Budget virement to COMMS", "10.00", "budget"),
        ("GJ", "Transfer to reserves", "10.00", "reserve"),
        ("GJ", "Receipt in advance year end", "10.00", "reserve"),
        ("GJ", "Balance b/fwd", "10.00", "opening-balance"),
        ("GJ", "Something else", "10.00", ""),
        ("BU", "Original budget", "10.00", "budget"),
        ("RV", "To reserve", "10.00", "reserve"),
        ("IN", "PCC instalment", "-10.00", "income"),
        ("OB", "Opening", "10.00", "opening-balance"),
        ("PC", "Card", "10.00", "card"),
    ],
)
def test_the_class_of_a_unit4_line(kind, text, amount, found):
    extract = unit4(f"04410,4321,201701,{kind},1,1,18/05/2017,S1,,,{text},{amount}")
    assert extract.lines["journal_class"].to_list() == [found]
    assert found == "" or found in JOURNAL_CLASSES


def test_every_class_a_format_names_is_one_of_the_classes():
    named = {found for each in all_formats().values() for _, found in each.types}
    assert named <= set(JOURNAL_CLASSES)
    assert list(all_formats()) == [
        "civica",
        "e5",
        "generic",
        "integra",
        "oracle",
        "sap",
        "technologyone",
        "unit4",
    ]


def test_key_parts_are_joined_as_far_as_present():
    extract = unit4(
        "04410,4321,201701,AP,00051234,1,18/05/2017,S1,,,a,1.00",
        "04410,4321,201701,AP,00051235,,18/05/2017,S1,,,a,1.00",
    )
    assert extract.lines["ledger_key"].to_list() == ["00051234-1", "00051235"]


def test_the_raw_row_is_kept_as_it_stood():
    extract = unit4(
        '04410,4321,201701,AP,1,1,18/05/2017,S1,,,"a ""b"" \\ £, c"," 1,000.00-"'.replace(
            '" 1,000.00-"', '" 1,000.00-"'
        )
    )
    raw = json.loads(extract.lines["raw"][0])
    assert raw[-2:] == ['a "b" \\ £, c', " 1,000.00-"]
    assert extract.lines["amount"].to_list() == [-100000]


def test_account_combinations_are_split_into_codes():
    text = (
        "Source,Category,Batch Name,Accounting Date,Period Name,Account Combination,Line Description,Accounted Dr,Accounted Cr,Journal Line\n"
        "Payables,Purchase Invoices,B,12-APR-2017,APR-17,01.04410.4321.P77.000,x,1.00,,1\n"
        "Payables,Purchase Invoices,B,12-APR-2017,APR-17,01-04411-4322-000,x,1.00,,2\n"
        "Payables,Purchase Invoices,B,12-APR-2017,APR-17,04412.4323,x,1.00,,3\n"
    )
    assert read(text).lines.select("cost_centre", "subjective", "project_code").rows() == [
        ("04410", "4321", "P77"), ("04411", "4322", ""), ("04412", "4323", ""),
    ]  # fmt: skip


def test_the_frame_has_the_promised_columns_and_types():
    frame = unit4("04410,4321,201701,AP,1,1,18/05/2017,S1,,,a,1.00").frame
    assert list(frame.columns) == list(LEDGER_COLUMNS)
    for name in LEDGER_COLUMNS:
        wanted = (
            "datetime64[us]" if name in LEDGER_DATES
            else "Int64" if name in LEDGER_MONEY
            else "int64" if name in LEDGER_INTEGERS
            else "str"
        )  # fmt: skip
        assert str(frame[name].dtype) == wanted, name
    assert frame.loc[0, "amount"] == 100


TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8
) | st.sampled_from(['"', 'a"b', "\r", "\n", "a\rb", "a,b", " x ", "\ufeff", "NA", "0012", "=1+1"])


def values(name: str) -> st.SearchStrategy[object]:
    if name in LEDGER_DATES:
        return st.dates(date(1990, 1, 1), date(2099, 12, 31)) | st.none()
    if name in LEDGER_MONEY:
        money = st.integers(-(10**14), 10**14)
        return money if name == "amount" else money | st.none()
    return st.integers(1, 10**6) if name in LEDGER_INTEGERS else TEXT


LINES = st.lists(
    st.fixed_dictionaries({name: values(name) for name in SCHEMA}), min_size=1, max_size=5
)


@settings(max_examples=80, deadline=None)
@given(LINES)
def test_lines_survive_csv_and_frame_and_both_ways_write_the_same_bytes(rows):
    lines = pl.DataFrame(rows, schema=dict(SCHEMA))
    frame = frame_of_lists(lists_of(lines))
    data = lines_to_csv(lines)
    assert lines_from_csv(data).equals(lines)
    assert write_lines_csv(frame) == data
    assert_frame_equal(read_lines_csv(data), frame)


def test_the_csv_has_pounds_and_iso_dates():
    data = write_lines_csv(unit4("04410,4321,201701,AP,1,1,18/05/2017,S1,,,a,-0.05").frame)
    head, row, *_ = data.decode().splitlines()
    assert head == ",".join(LEDGER_COLUMNS)
    assert row.startswith(
        "1-1,1,04410,4321,,201701,1,1,invoice,AP,2017-05-18,,,S1,,,a,,,,,-0.05,,,2,"
    )


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("ledger_key\nA\n", "l.csv", "The column 'amount' is missing."),
        ("ledger_key,amount\nA,1.5\n", "l.csv, line 2, column amount", "'1.5' is not pounds with two decimals, for example 1234.50."),
        ("ledger_key,amount\nA,1.50\nB,\n", "l.csv, line 3, column amount", "'' is not pounds with two decimals, for example 1234.50."),
        ("ledger_key,amount,posted_on\nA,1.50,2017-02-30\n", "l.csv, line 2, column posted_on", "'2017-02-30' is not a date such as 2017-05-18."),
    ],
)  # fmt: skip
def test_a_line_that_is_not_in_the_promised_form_is_refused_with_its_place(text, where, what):
    with pytest.raises(Unreadable) as caught:
        read_lines_csv(text.encode(), "l.csv")
    assert (caught.value.where, caught.value.what) == (where, what)


def test_columns_other_than_key_and_amount_may_be_missing():
    frame = read_lines_csv(b"\xef\xbb\xbfamount,ledger_key,more\n1.50,A,x\n")
    assert (frame.loc[0, "ledger_key"], frame.loc[0, "amount"], frame.loc[0, "occurrence"]) == (
        "A",
        150,
        1,
    )
    assert frame.loc[0, "supplier"] == ""
