"""Rows of text: canonical lines, and an account of every row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.intake.answers import Narrative, ReturnAnswers
from grants.intake.draft import draft_from_rows
from grants.intake.problem import Dropped, Rejected
from grants.spend import SPEND_COLUMNS
from tests.messages.return_builders import answers, contract, frame, line, two_lines


def test_a_row_as_people_write_it_becomes_the_canonical_line() -> None:
    written = line(
        line_id=" L1 ", head="activities and services", category="Partner payment",
        incurred_on="5/7/2017", defrayed_on="20 July 2017", net="£1,000.5", vat="(200.10)", gross="",
        vat_recoverable="Y", bearer_vat_registered="No", claim_percent="60%", claimed="600",
        evidence="Invoice, vat statement; invoice", units="3.0", accounting_period="201704",
        status="Draft", journal_class="credit note",
    )  # fmt: skip
    draft = draft_from_rows([written], contract=contract())
    assert draft.unreadable == ()
    assert draft.lines.equals(
        frame(
            line(
                line_id="L1", head="DELIVERY", category="partner-payment", incurred_on="2017-07-05",
                defrayed_on="2017-07-20", net="1000.50", vat="-200.10", vat_recoverable="yes",
                bearer_vat_registered="no", claim_percent="60", claimed="600.00",
                evidence="invoice;vat-statement", units="3", accounting_period="201704",
                status="draft", journal_class="credit-note",
            )
        )
    )  # fmt: skip
    assert [n.text for n in draft.notes] == ["line 1, vat: “VAT”: ‘(200.10)’ is read as -200.10."]


def test_canonical_lines_read_back_as_themselves() -> None:
    draft = draft_from_rows(two_lines().to_dict("records"), contract=contract())
    assert draft.lines.equals(two_lines())
    assert (draft.unreadable, draft.notes, draft.dropped, draft.rejected) == ((), (), (), ())


def test_blank_project_and_quarter_are_those_of_the_return() -> None:
    draft = draft_from_rows(
        [line(line_id="L1", project="", period="")],
        contract=contract(),
        project="KNIFE",
        period="2017-Q2",
    )
    assert draft.lines.equals(frame(line(line_id="L1")))


def test_without_a_return_each_line_must_name_its_project_and_quarter() -> None:
    draft = draft_from_rows([line(line_id="L1", project="", period="")], contract=contract())
    assert [(u.cell, u.code) for u in draft.unreadable] == [
        ("line 1, project", "blank"),
        ("line 1, period", "blank"),
    ]


def test_lines_of_several_projects_are_read_when_no_project_is_fixed() -> None:
    rows = [line(line_id="L1"), line(line_id="L2", project="NIGHT", head="TRAIN")]
    draft = draft_from_rows(rows, contract=contract())
    assert (draft.lines["project"].tolist(), draft.unreadable) == (["KNIFE", "NIGHT"], ())


def test_every_row_is_kept_dropped_or_rejected_with_its_reason() -> None:
    rows = [
        line(line_id="L1"),
        dict.fromkeys(SPEND_COLUMNS, "  "),
        {},
        {"line_id": "L2", "status": "draft"},
        line(line_id="L3", claimed="lots", category="servcies"),
        line(line_id="L4"),
    ]
    draft = draft_from_rows(rows, contract=contract(), first_line=2)
    assert draft.lines["line_id"].tolist() == ["L1", "L4"]
    assert draft.dropped == (
        Dropped("", 3, 4, "The row is blank."),
        Dropped("", 5, 5, "The row was prepared but not filled in."),
    )
    assert draft.rejected == (Rejected("", 6, ("unknown-word", "not-an-amount")),)
    assert draft.rows_read == len(rows)


CELLS = st.sampled_from(
    ["", " ", "1.00", "x", "(2.00)", "5/7/2017", "STAFF", "services", "yes", "#", "60"]
)
ROWS = st.lists(st.dictionaries(st.sampled_from(SPEND_COLUMNS), CELLS, max_size=8), max_size=12)


@given(ROWS)
def test_no_row_is_ever_lost(rows: list[dict[str, str]]) -> None:
    draft = draft_from_rows(rows, contract=contract(), project="KNIFE", period="2017-Q2")
    assert draft.rows_read == len(rows)
    assert len(draft.unreadable) >= len(draft.rejected)
    assert all(r.codes for r in draft.rejected)
    again = draft_from_rows(draft.lines.to_dict("records"), contract=contract())
    assert again.lines.equals(draft.lines)
    assert again.unreadable == ()


def test_places_are_lines_and_columns() -> None:
    draft = draft_from_rows(two_lines().to_dict("records"), contract=contract(), first_line=2)
    assert draft.cells["L2", "claimed"] == "line 3, claimed"
    assert ("L3", "claimed") not in draft.cells
    assert len(draft.cells) == len(list(draft.cells)) == 2 * 31 + 3 * 3 + 4


def test_answers_sent_with_rows_are_judged_like_the_workbooks() -> None:
    draft = draft_from_rows(
        two_lines().to_dict("records"),
        contract=contract(),
        project="KNIFE",
        period="2017-Q2",
        answers=ReturnAnswers(cumulative={"STAFF": 0}, nil_heads=("STAFF",)),
    )
    assert [(u.cell, u.code) for u in draft.unreadable] == [
        ("head STAFF, nil", "nil-with-lines"),
        ("head DELIVERY, cumulative", "figure-blank"),
        ("progress", "answer-blank"),
        ("prepared_by", "answer-blank"),
    ]


def test_complete_answers_are_kept_as_given() -> None:
    draft = draft_from_rows(
        two_lines().to_dict("records"),
        contract=contract(),
        project="KNIFE",
        period="2017-Q2",
        answers=answers(),
    )
    assert draft.is_readable
    assert draft.cumulative == {"STAFF": 110_010, "DELIVERY": 25_000}
    assert draft.reasons == {"DELIVERY": "Printing came early."}
    assert draft.narrative == Narrative("Two schools visited.", "None.", "Four more schools.")
    assert (draft.prepared_by, draft.nil_heads) == ("Sergeant Example", ())
    assert draft.claimed == {"DELIVERY": 25_000, "STAFF": 100_010}


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 116", "-see note", "@home", "\tx", "a\nb", "’quoted’"]
)
def test_text_stays_the_text_that_was_written(text: str) -> None:
    draft = draft_from_rows([line(line_id="L1", description=text)], contract=contract())
    assert draft.lines["description"].tolist() == [text.strip()]
