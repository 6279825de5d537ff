"""Spend lines as text become typed claims, or one refusal that names every cell."""

import pandas as pd
import pytest

from ledger.reconciliation.claims import (
    CLAIM_COLUMNS,
    ClaimsUnreadable,
    UnreadableCell,
    claims_frame,
)

LINE = {
    "line_id": "W1",
    "project": "KNIFE",
    "head": "STAFF",
    "period": "2017-Q1",
    "claimed": "0.10",
}


def test_text_becomes_pence_dates_and_percentages():
    text = {
        **LINE, "net": "-1234.50", "vat": "", "posted_on": "2017-05-18", "claim_percent": "33.33",
        "supplier": " Example Print ", "vat_recoverable": "no", "unit_cost": "not needed here",
    }  # fmt: skip

    frame = claims_frame([text])

    assert list(frame.columns) == list(CLAIM_COLUMNS)
    row = frame.iloc[0]
    assert (row["net"], row["claimed"], row["percent"]) == (-123450, 10, 333_300)
    assert row["vat"] is pd.NA
    assert row["gross"] is pd.NA
    assert row["posted_on"] == pd.Timestamp("2017-05-18")
    assert row["incurred_on"] is pd.NaT
    assert (row["supplier"], row["vat_recoverable"], row["ledger_key"]) == (
        "Example Print",
        "no",
        "",
    )
    assert frame.dtypes[["net", "claimed", "percent", "posted_on", "supplier"]].astype(str).to_list() == [
        "Int64", "Int64", "int64", "datetime64[us]", "str",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("", 1_000_000),
        ("100", 1_000_000),
        ("60%", 600_000),
        ("0", 0),
        ("12.5", 125_000),
        ("0.0001", 1),
    ],
)
def test_percentages_keep_four_decimals_and_blank_is_the_whole(text, percent):
    assert claims_frame([{**LINE, "claim_percent": text}])["percent"].to_list() == [percent]


def test_every_unreadable_cell_is_named_at_once():
    lines = [
        {**LINE, "claimed": "£5", "posted_on": "18/05/2017", "claim_percent": "101"},
        {**LINE, "line_id": "W2", "net": "1,000.00", "incurred_on": "2017-02-30"},
        {**LINE, "line_id": "", "period": "", "claimed": ""},
        LINE,
    ]

    with pytest.raises(ClaimsUnreadable) as refusal:
        claims_frame(lines)

    amount = "is not an amount. Write pounds with two decimals, for example 1234.50."
    day = "is not a date. Write year, month and day, for example 2017-06-30."
    blank = "It is blank and is needed here. Fill it in."
    assert refusal.value.cells == (
        UnreadableCell(1, "W1", "claim_percent", "101", "'101' is more than 100 per cent of the cost. Write at most 100."),
        UnreadableCell(1, "W1", "claimed", "£5", f"'£5' {amount}"),
        UnreadableCell(1, "W1", "posted_on", "18/05/2017", f"'18/05/2017' {day}"),
        UnreadableCell(2, "W2", "incurred_on", "2017-02-30", f"'2017-02-30' {day}"),
        UnreadableCell(2, "W2", "net", "1,000.00", f"'1,000.00' {amount}"),
        UnreadableCell(3, "", "claimed", "", blank),
        UnreadableCell(3, "", "line_id", "", blank),
        UnreadableCell(3, "", "period", "", blank),
        UnreadableCell(4, "W1", "line_id", "W1", "This line id stands twice. Give each line its own."),
    )  # fmt: skip
    assert str(refusal.value).splitlines()[1] == f"line W1, column claimed: '£5' {amount}"


def test_a_long_list_of_faults_is_shown_in_part_and_counted():
    lines = [{**LINE, "line_id": f"W{n}", "net": "x"} for n in range(25)]

    with pytest.raises(ClaimsUnreadable) as refusal:
        claims_frame(lines)

    assert len(refusal.value.cells) == 25
    assert str(refusal.value).splitlines()[20:] == ["… and 5 more."]


def test_no_lines_make_an_empty_frame_of_the_same_columns():
    frame = claims_frame([])

    assert list(frame.columns) == list(CLAIM_COLUMNS)
    assert len(frame) == 0
