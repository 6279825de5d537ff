"""Every message about a return has a workbook that provokes it, and its whole text is fixed."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from grants.intake.draft import draft_from_rows
from grants.intake.messages import CATALOGUE, FaultCode
from grants.intake.problem import Refused, ReturnRefused, grouped
from tests.messages.return_builders import (
    changed,
    contract,
    frame,
    inputs,
    line,
    read,
    two_lines,
    valid,
    with_cells,
)
from tests.messages.return_cases import CASES, Case

AMOUNT = "Enter pounds and pence as a number, for example 1234.50; put a minus before a refund."
AS_NUMBER = {
    FaultCode.NUMBER_FOR_DATE: (
        "Transactions!G6",
        42921,
        (
            "Transactions!G6: “Date of the cost” holds the plain number ‘42921’, not a date. The date "
            "decides whether the spend falls inside the funding period (clause 2.1). If a date was "
            "pasted, format the cell as a date and enter it again. Enter a date with the day first, "
            "for example 05/04/2017 for 5 April 2017."
        ),
    ),
    FaultCode.ZEROS_LOST: (
        "Transactions!W6",
        4410,
        (
            "Transactions!W6: “Cost centre” holds the number ‘4410’; the contract has 04410, so zeros "
            "are lost. Every claimed cost must be found again in the council's ledger (clause 8.5). "
            "Enter it again with an apostrophe first: '04410."
        ),
    ),
    FaultCode.LONG_NUMBER: (
        "Transactions!V6",
        1234567890123456,
        (
            "Transactions!V6: “Ledger transaction” holds the number ‘1234567890123456’; Excel keeps 15 "
            "digits and loses the rest. Every claimed cost must be found again in the council's ledger "
            "(clause 8.5). Enter it again with an apostrophe first, so that it is kept as text."
        ),
    ),
    FaultCode.TURNED_INTO_DATE: (
        "Transactions!D6",
        date(2017, 2, 1),
        (
            "Transactions!D6: “Invoice number” holds the date ‘2017-02-01’; Excel turns entries such as "
            "1-2 into dates. Each cost can be claimed once only (clause 5.5). Enter it again with an "
            "apostrophe first, for example '1-2."
        ),
    ),
}
BY_OTHER_TESTS = {FaultCode.TOO_MANY_LINES, FaultCode.UNKNOWN_COLUMN}


@pytest.mark.parametrize("case", CASES, ids=[c.title for c in CASES])
def test_a_fault_in_a_cell_is_named_with_its_cell_and_the_whole_text(case: Case) -> None:
    draft = read(with_cells(case.cells))
    assert [u.text for u in draft.unreadable] == list(case.texts)
    assert {u.code for u in draft.unreadable} == {case.code}
    assert not draft.is_readable


@pytest.mark.parametrize("code", AS_NUMBER)
def test_a_cell_that_lost_its_format_is_named_with_what_was_lost(code: FaultCode) -> None:
    place, value, text = AS_NUMBER[code]
    sheet, _, ref = place.partition("!")

    def change(workbook: Workbook) -> None:
        cell = workbook[sheet][ref]
        cell.number_format = "General"
        cell.value = value

    assert [(u.code, u.text) for u in read(changed(change)).unreadable] == [(code.value, text)]


def test_every_message_of_the_catalogue_has_a_case() -> None:
    provoked = {FaultCode(c.code) for c in CASES} | set(AS_NUMBER) | BY_OTHER_TESTS
    assert provoked == set(FaultCode) == set(CATALOGUE)


def test_an_unknown_column_of_a_file_is_named_with_the_nearest() -> None:
    draft = draft_from_rows([line(line_id="L1", clamed="1.00")], contract=contract())
    assert [u.text for u in draft.unreadable] == [
        (
            "line 1, clamed: There is no column called ‘clamed’. A column that is not known would be "
            "left out without anyone noticing. Use the column names of a spend line. "
            "Did you mean claimed?"
        )
    ]


def test_more_lines_than_the_workbook_adds_up_are_refused() -> None:
    rows = [line(line_id=f"L{number}") for number in range(10_001)]
    draft = draft_from_rows(rows, contract=contract(), first_line=2)
    assert [u.text for u in draft.unreadable] == [
        (
            "line 10002, line_id: There are 10,001 lines; one return may hold 10,000. The workbook's "
            "own sums reach no further, so lines would be left out of them. Claim small items of one "
            "kind together, with the detail kept as evidence."
        )
    ]


def test_the_same_fault_in_several_cells_is_said_once() -> None:
    draft = read(with_cells({"Transactions!B6": None, "Transactions!B7": None}))
    assert [g.text for g in grouped(draft.unreadable)] == [
        (
            "Transactions!B6, B7: “Budget head” is blank, but every line needs it. The cost counts "
            "against the budget of its head (clause 3.4). Choose one of the words in the list. If the "
            "row is no line of yours, clear it."
        )
    ]


def test_an_unreadable_cell_is_not_also_called_blank() -> None:
    draft = read(with_cells({"Return!J13": "ask finance"}))
    assert [(u.cell, u.code) for u in draft.unreadable] == [("J13", "not-an-amount")]


def test_without_the_term_no_clause_is_cited() -> None:
    rows = [line(line_id="L1", claimed="lots")]
    draft = draft_from_rows(rows, contract=contract(terms=()))
    assert [u.text for u in draft.unreadable] == [
        (
            "line 1, claimed: “Claimed from the grant” holds ‘lots’, which is not an amount of money. "
            f"The figures must add up to the penny. {AMOUNT}"
        )
    ]


def _overtype_with_copy(workbook: Workbook) -> None:
    workbook["Return"]["C13"] = 99_000
    keys = next(
        cell
        for row in workbook["Lists"].iter_rows()
        for cell in row
        if cell.value == "head 1 original"
    )
    keys.offset(0, 1).value = "99000.00"


WANTED = "Download the workbook for contract CSF-2017"
ONCE = "A return counts once, under its own contract, project and quarter (clause 6.1)."
BUDGETS = (
    "Budgets and headings come from the contract; a copy that says otherwise cannot be relied on "
    "(clause 6.2)."
)
VERSIONS = "Columns and questions may differ between versions, so figures could be misplaced."
REFUSALS = {
    "another contract": (
        Refused.OTHER_CONTRACT,
        lambda: with_cells({"Return!B3": "CSF-2016"}),
        {},
        (
            "Return!B3: The workbook was made for contract ‘CSF-2016’, not for contract CSF-2017. "
            f"{ONCE} {WANTED}, and enter your lines there."
        ),
    ),
    "another project": (
        Refused.OTHER_PROJECT,
        valid,
        {"expected_project": "NIGHT"},
        (
            "Return!B5: The workbook was made for project ‘KNIFE’, not for project NIGHT. "
            f"{ONCE} {WANTED}, project NIGHT, and enter your lines there."
        ),
    ),
    "a project the contract has not": (
        Refused.OTHER_PROJECT,
        lambda: with_cells({"Return!B5": "SPOON"}),
        {},
        (
            "Return!B5: The workbook was made for project ‘SPOON’, not for any project of contract "
            f"CSF-2017. {ONCE} {WANTED}, and enter your lines there."
        ),
    ),
    "another quarter": (
        Refused.OTHER_PERIOD,
        valid,
        {"expected_project": "KNIFE", "expected_period": "2017-Q1"},
        (
            "Return!B7: The workbook was made for quarter ‘2017-Q2’, not for quarter 2017-Q1. "
            f"{ONCE} {WANTED}, project KNIFE, quarter 2017-Q1, and enter your lines there."
        ),
    ),
    "an older template": (
        Refused.TEMPLATE_OLDER,
        lambda: with_cells({"Return!I6": "0"}),
        {},
        (
            "Return!I6: The workbook is version ‘0’ of the quarterly return; version 1 is read here. "
            f"{VERSIONS} {WANTED} again, and copy your lines into it."
        ),
    ),
    "a newer template": (
        Refused.TEMPLATE_NEWER,
        lambda: with_cells({"Return!I6": "2"}),
        {},
        (
            "Return!I6: The workbook is version ‘2’ of the quarterly return; version 1 is read here. "
            f"{VERSIONS} Ask the council which system to send it to."
        ),
    ),
    "a budget overtyped": (
        Refused.TAMPERED,
        lambda: with_cells({"Return!C13": 99_000}),
        {},
        (
            "Return!C13: The locked cell says ‘99000.00’; it said ‘14000.00’ when the council made it. "
            f"{BUDGETS} {WANTED} again, and copy your lines into it."
        ),
    ),
    "a heading overtyped": (
        Refused.TAMPERED,
        lambda: with_cells({"Transactions!J4": "Gross"}),
        {},
        (
            "Transactions!J4: The locked cell says ‘Gross’; it said ‘Net’ when the council made it. "
            f"{BUDGETS} {WANTED} again, and copy your lines into it."
        ),
    ),
    "columns exchanged": (
        Refused.TAMPERED,
        lambda: with_cells({"Transactions!J5": "vat", "Transactions!K5": "net"}),
        {},
        (
            "Transactions!J5: The locked cell says ‘vat’; it said ‘net’ when the council made it. "
            f"{BUDGETS} {WANTED} again, and copy your lines into it."
        ),
    ),
    "a budget overtyped together with its copy": (
        Refused.TAMPERED,
        lambda: changed(_overtype_with_copy),
        {},
        (
            "Return!I7: The workbook's seal does not agree with its locked cells. "
            f"{BUDGETS} {WANTED} again, and copy your lines into it."
        ),
    ),
    "a workbook of somebody's own": (
        Refused.NOT_OUR_TEMPLATE,
        lambda: changed(lambda book: book.defined_names.clear()),
        {},
        (
            "This workbook: It is not the council's return workbook. It has no cell named Template_Id. "
            "Cells are found by the names the council's workbook carries, so figures in any other "
            f"workbook could be taken for something else. {WANTED}, and enter your lines there."
        ),
    ),
    "another template": (
        Refused.NOT_OUR_TEMPLATE,
        lambda: with_cells({"Return!I5": "half-yearly"}),
        {},
        (
            "This workbook: It is not the council's return workbook. It says it is made from "
            "‘half-yearly’, which is not known here. Cells are found by the names the council's "
            "workbook carries, so figures in any other workbook could be taken for something else. "
            f"{WANTED}, and enter your lines there."
        ),
    ),
}


@pytest.mark.parametrize("title", REFUSALS)
def test_a_workbook_that_is_not_the_one_expected_is_refused_by_name(title: str) -> None:
    code, made, expected, text = REFUSALS[title]
    with pytest.raises(ReturnRefused) as refused:
        read(made(), **expected)
    assert (refused.value.code, refused.value.text) == (code, text)


def test_every_refusal_has_a_case() -> None:
    assert {code for code, *_ in REFUSALS.values()} == set(Refused)


def test_a_refusal_comes_before_any_fault_of_a_cell() -> None:
    broken = with_cells({"Transactions!P6": "lots", "Return!C13": 1})
    with pytest.raises(ReturnRefused) as refused:
        read(broken)
    assert refused.value.where == "Return!C13"


def test_the_prompt_in_excel_and_the_message_use_the_same_sentence() -> None:
    sheet = load_workbook(BytesIO(valid()))["Transactions"]
    claimed = next(v for v in sheet.data_validations.dataValidation if "P6" in v.sqref)
    answer = read(with_cells({"Transactions!P6": "lots"})).unreadable[0]
    assert claimed.error == AMOUNT
    assert claimed.prompt.endswith(AMOUNT)
    assert answer.fix == AMOUNT


def test_the_valid_workbook_gives_no_message_at_all() -> None:
    draft = read(valid())
    assert (draft.unreadable, draft.notes, draft.rejected) == ((), (), ())
    assert draft.lines.equals(two_lines())


def test_lines_that_stand_alone_need_no_answers() -> None:
    draft = draft_from_rows(frame(line(line_id="L1")).to_dict("records"), contract=contract())
    assert (draft.unreadable, draft.period, inputs().period) == ((), "", "2017-Q2")
