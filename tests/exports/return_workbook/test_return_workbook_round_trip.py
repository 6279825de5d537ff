"""What is written into a return workbook is read back from it, through either door."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports.return_workbook import write_return_workbook
from grants.intake.draft import draft_from_rows
from grants.intake.templates.quarterly import TEMPLATE
from grants.intake.templates.quarterly_columns import WORD_LISTS
from grants.spend import SPEND_COLUMNS, SPEND_DATES, SPEND_FLAGS, SPEND_MONEY
from ledger.money import format_pounds
from tests.messages.return_builders import (
    SHORT,
    answers,
    contract,
    frame,
    inputs,
    line,
    read,
    two_lines,
)

MONEY = st.integers(-(10**11) + 1, 10**11 - 1).map(format_pounds)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(date.isoformat)
TEXT = (
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=40)
    .map(str.strip)
    .filter(
        lambda text: not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    )
)
PERCENT = st.integers(0, 10_000).map(lambda n: f"{n // 100}.{n % 100:02d}".rstrip("0").rstrip("."))
SPECIAL = {
    "head": st.sampled_from(["STAFF", "DELIVERY", "TRAIN"]),
    "category": st.sampled_from(WORD_LISTS["categories"]),
    "journal_class": st.sampled_from(WORD_LISTS["journal_classes"]),
    "status": st.sampled_from(WORD_LISTS["statuses"]),
    "evidence": st.lists(st.sampled_from(WORD_LISTS["evidence"]), unique=True).map(";".join),
    "accounting_period": st.sampled_from(["201701", "201712", "201713"]),
    "claim_percent": PERCENT,
    "units": PERCENT,
    "cost_centre": st.sampled_from(["04410", "4410", "0", "00"]),
}


def values_of(column: str) -> st.SearchStrategy[str]:
    """Canonical values of a column; blank among them where it may be."""
    if column == "claimed":
        return MONEY
    if column in SPEND_MONEY:
        return st.just("") | MONEY
    if column in SPEND_DATES:
        return st.just("") | DAYS
    if column in SPEND_FLAGS:
        return st.sampled_from(["", "yes", "no"])
    special = SPECIAL.get(column)
    if special is not None:
        return special if column == "head" else st.just("") | special
    return TEXT


LINES = st.lists(
    st.fixed_dictionaries(
        {c: values_of(c) for c in SPEND_COLUMNS if c not in {"line_id", "project", "period"}}
    ),
    max_size=6,
).map(
    lambda rows: frame(
        *({**line(), **row, "line_id": f"L{number}"} for number, row in enumerate(rows, start=1))
    )
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINES)
def test_lines_come_back_from_the_workbook_as_they_went_in(lines: pd.DataFrame) -> None:
    draft = read(write_return_workbook(inputs(), lines, answers(), SHORT))
    assert draft.lines.equals(lines)
    assert draft.rejected == ()
    assert draft.rows_read == max(len(lines), SHORT.rows_prepared)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINES)
def test_the_same_figures_through_both_doors_are_the_same_lines(lines: pd.DataFrame) -> None:
    from_workbook = read(write_return_workbook(inputs(), lines, answers(), SHORT))
    from_rows = draft_from_rows(
        lines.to_dict("records"), contract=contract(), project="KNIFE", period="2017-Q2"
    )
    assert from_rows.lines.equals(from_workbook.lines)


FAULTS = {
    "claimed": "lots",
    "net": "5.125",
    "incurred_on": "04/25/2017",
    "category": "servcies",
    "head": "DELIVRY",
    "claim_percent": "120",
    "vat_recoverable": "perhaps",
    "evidence": "handshake",
    "accounting_period": "July",
    "project": "NIGHT",
    "period": "2017-Q1",
    "units": "a few",
    "post": "x" * 61,
}


@pytest.mark.parametrize("column", FAULTS)
def test_the_same_fault_through_both_doors_is_the_same_message(column: str) -> None:
    lines = frame(line(line_id="L1", **{column: FAULTS[column]}))
    from_workbook = read(write_return_workbook(inputs(), lines, answers(), SHORT)).unreadable[0]
    from_rows = draft_from_rows(
        lines.to_dict("records"), contract=contract(), project="KNIFE", period="2017-Q2"
    ).unreadable[0]
    same = ("code", "what", "why", "fix")
    assert [getattr(from_workbook, p) for p in same] == [getattr(from_rows, p) for p in same]
    assert from_rows.where == f"line 1, {column}"
    assert from_workbook.where.startswith("Transactions!")


def test_everything_else_stated_comes_back_too() -> None:
    draft = read(write_return_workbook(inputs(), two_lines(), answers(), SHORT))
    assert (draft.contract_reference, draft.project, draft.period) == (
        "CSF-2017",
        "KNIFE",
        "2017-Q2",
    )
    assert (draft.template_version, draft.made_on) == ("1", "2017-10-02")
    assert draft.answers == answers()
    assert draft.heads == ("STAFF", "DELIVERY")
    assert draft.cells["L2", "claimed"] == "Transactions!P7"
    assert draft.cells["L1", "incurred_on"] == "Transactions!G6"
    assert draft.cells["STAFF", "cumulative"] == "Return!J13"
    assert draft.cells["", "prepared_by"] == "Return!C23"


def test_a_workbook_nobody_filled_in_lacks_every_figure_and_no_line() -> None:
    draft = read(write_return_workbook(inputs(), template=SHORT))
    assert len(draft.lines) == 0
    assert draft.lines.columns.tolist() == list(SPEND_COLUMNS)
    assert [(u.cell, u.code) for u in draft.unreadable] == [
        ("J13", "figure-blank"),
        ("K13", "head-not-reported"),
        ("J14", "figure-blank"),
        ("K14", "head-not-reported"),
        ("C20", "answer-blank"),
        ("C23", "answer-blank"),
    ]
    assert [(d.first_row, d.last_row, d.reason) for d in draft.dropped] == [
        (6, 9, "The row was prepared but not filled in.")
    ]


def test_a_stated_zero_is_an_answer_and_a_blank_is_none() -> None:
    nothing = answers(cumulative={"STAFF": 10_000, "DELIVERY": 0}, nil_heads=("STAFF", "DELIVERY"))
    draft = read(write_return_workbook(inputs(), None, nothing, SHORT))
    assert draft.is_readable
    assert draft.nil_heads == ("STAFF", "DELIVERY")
    assert draft.cumulative == {"STAFF": 10_000, "DELIVERY": 0}


def test_lines_beyond_the_prepared_rows_are_read() -> None:
    lines = frame(*(line(line_id=f"L{n}") for n in range(1, 12)))
    draft = read(write_return_workbook(inputs(), lines, answers(), SHORT))
    assert draft.lines.equals(lines)


def test_the_template_prepares_three_hundred_rows_with_their_numbers() -> None:
    draft = read(write_return_workbook(inputs(), two_lines(), answers()))
    assert TEMPLATE.rows_prepared == 300
    assert [(d.first_row, d.rows) for d in draft.dropped] == [(8, 298)]


def test_dates_across_the_century_stay_the_day_they_are() -> None:
    start = date(2000, 2, 27)
    days = [(start + timedelta(days=n)).isoformat() for n in range(4)]
    lines = frame(*(line(line_id=f"L{n}", incurred_on=d) for n, d in enumerate(days)))
    draft = read(write_return_workbook(inputs(), lines, answers(), SHORT))
    assert draft.lines["incurred_on"].tolist() == days
