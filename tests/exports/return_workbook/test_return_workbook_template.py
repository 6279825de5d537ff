"""The workbook a lead downloads: pre-filled, locked where it is not theirs, live sums with values."""

import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports.return_workbook import NotInContract, write_return_workbook
from grants.intake.draft import read_return
from grants.spend import SPEND_COLUMNS
from ledger.reader.xlsx import read_workbook
from tests.messages.return_builders import (
    SHORT,
    answers,
    contract,
    frame,
    inputs,
    line,
    two_lines,
    valid,
    with_changes,
)

DANGEROUS = (
    '=HYPERLINK("http://example.org","x")',
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
)


def sheet_of(data: bytes, name: str, *, values: bool = False) -> Worksheet:
    return load_workbook(BytesIO(data), data_only=values)[name]


def row_values(sheet: Worksheet, row: int) -> list[object]:
    return [cell.value for cell in sheet[row]]


def test_equal_input_gives_equal_bytes() -> None:
    once = write_return_workbook(inputs(), two_lines(), answers(), SHORT)
    assert once == write_return_workbook(inputs(), two_lines(), answers(), SHORT)
    assert once != write_return_workbook(
        inputs(made_on=date(2017, 10, 3)), two_lines(), answers(), SHORT
    )


def test_the_four_sheets_stand_in_order_and_none_is_hidden() -> None:
    workbook = load_workbook(BytesIO(valid()))
    assert workbook.sheetnames == ["Read me", "Return", "Transactions", "Lists"]
    assert {s.sheet_state for s in workbook.worksheets} == {"visible"}
    hidden = [r for s in workbook.worksheets for r, d in s.row_dimensions.items() if d.hidden]
    assert hidden == []


def test_each_head_shows_budget_changes_claims_and_what_is_left() -> None:
    made = inputs(contract=with_changes())
    sheet = sheet_of(
        write_return_workbook(made, two_lines(), answers(), SHORT), "Return", values=True
    )
    assert row_values(sheet, 12) == [
        "Head", "Budget head", "Original budget", "Virements and variations", "Revised budget",
        "Claimed in earlier quarters", "This quarter (from Transactions)", "To date", "Left",
        "Your figure to date", "Nothing spent? Enter 0.00", "Check", "Reason for variance",
    ]  # fmt: skip
    assert row_values(sheet, 13) == [
        "STAFF", "Staffing", 14000, -500, 13500, 100, 1000.10, 1100.10, 12399.90, 1100.10, None,
        "Agrees", None,
    ]  # fmt: skip
    assert row_values(sheet, 14) == [
        "DELIVERY", "Activities and services", 12000, 750, 12750, 0, 250, 250, 12500, 250, None,
        "Agrees", "Printing came early.",
    ]  # fmt: skip
    assert row_values(sheet, 15) == [
        None, "Total", 26000, 250, 26250, 100, 1250.10, 1350.10, 24899.90, 1350.10, None, None, None,
    ]  # fmt: skip
    assert row_values(sheet, 16)[1:7] == ["Lines on any other head", None, None, None, None, 0]


def test_figures_that_do_not_agree_are_said_in_words() -> None:
    wrong = answers(cumulative={"STAFF": 110_009}, nil_heads=())
    data = write_return_workbook(inputs(), frame(line(line_id="L1", head="TRAIN")), wrong, SHORT)
    sheet = sheet_of(data, "Return", values=True)
    assert [sheet["L13"].value, sheet["L14"].value] == [
        "Differs by 1,000.09",
        "Enter your figure to date",
    ]
    assert sheet["G16"].value == 250
    silent = answers(cumulative={"STAFF": 10_000, "DELIVERY": 0}, nil_heads=("STAFF",))
    sheet = sheet_of(write_return_workbook(inputs(), None, silent, SHORT), "Return", values=True)
    assert [sheet["L13"].value, sheet["L14"].value] == ["Agrees", "Enter lines, or 0.00"]


def test_who_and_when_are_stated_on_the_return() -> None:
    sheet = sheet_of(valid(), "Return")
    left = {sheet.cell(r, 1).value: sheet.cell(r, 2).value for r in range(3, 9)}
    right = {sheet.cell(r, 7).value: sheet.cell(r, 9).value for r in range(3, 7)}
    assert left == {
        "Contract": "CSF-2017",
        "Grant": "Community Safety Fund 2017/18",
        "Project": "KNIFE",
        "Project title": "Knife crime",
        "Quarter": "2017-Q2",
        "Covers": "1 July 2017 to 30 September 2017 (financial year 2017-18)",
    }
    assert right == {
        "Due at the council": "31 October 2017",
        "Workbook made on": "2017-10-02",
        "Template": "quarterly-return",
        "Template version": "1",
    }


def test_only_what_the_lead_fills_in_is_unlocked() -> None:
    workbook = load_workbook(BytesIO(valid()))
    assert all(s.protection.sheet for s in workbook.worksheets)
    assert {s.protection.password for s in workbook.worksheets} == {None}
    answers_sheet = workbook["Return"]
    open_cells = [
        c.coordinate for row in answers_sheet["A1:M24"] for c in row if not c.protection.locked
    ]
    boxes = [c for c in open_cells if c[0] in "CDEFGHIJKLM" and int(c[1:]) >= 20]
    assert sorted(set(open_cells) - set(boxes)) == ["J13", "J14", "K13", "K14", "M13", "M14"]
    lines = workbook["Transactions"]
    assert all(c.protection.locked for row in lines["A1:AE5"] for c in row)
    assert not any(c.protection.locked for row in lines["A6:AE9"] for c in row)
    assert not lines.column_dimensions["P"].protection.locked


def test_every_spend_column_stands_under_its_plain_heading() -> None:
    sheet = sheet_of(valid(), "Transactions")
    codes, headings = row_values(sheet, 5), row_values(sheet, 4)
    assert sorted(map(str, codes)) == sorted(SPEND_COLUMNS)
    assert all(headings)
    assert sheet.freeze_panes == "B6"
    assert sheet.print_title_rows == "$4:$5"


def test_every_column_says_what_belongs_in_it() -> None:
    sheet = sheet_of(valid(), "Transactions")
    checks = {str(v.sqref).split(":")[0]: v for v in sheet.data_validations.dataValidation}
    assert len(checks) == len(SPEND_COLUMNS)
    assert all(v.promptTitle and v.prompt and v.showInputMessage for v in checks.values())
    head, claimed, day = checks["B6"], checks["P6"], checks["G6"]
    assert (head.type, head.formula1, head.error) == (
        "list",
        "List_heads",
        "Choose one of the words in the list.",
    )
    assert (claimed.type, claimed.formula1) == (
        "custom",
        "AND(ISNUMBER(P6),ROUND(P6,2)=P6,ABS(P6)<1000000000)",
    )
    assert (day.type, str(day.sqref)) == ("date", "G6:G10005")
    assert claimed.errorTitle == "Claimed from the grant"


def test_the_lists_hold_the_contracts_words() -> None:
    workbook = load_workbook(BytesIO(valid()))
    names = {n: d.attr_text for n, d in workbook.defined_names.items() if n.startswith("List_")}
    area = names["List_heads"].partition("!")[2].replace("$", "")
    assert [c.value for row in workbook["Lists"][area] for c in row] == [
        "STAFF",
        "DELIVERY",
        "TRAIN",
    ]
    assert (
        workbook["Lists"][names["List_projects"].partition("!")[2].replace("$", "")].value
        == "KNIFE"
    )


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_never_becomes_a_formula(text: str) -> None:
    lines = frame(line(line_id="L1", description=text, supplier=text))
    said = answers(reasons={"STAFF": text}, prepared_by=text)
    titled = inputs(contract=contract(title=text))
    data = write_return_workbook(titled, lines, said, SHORT)
    sheet = sheet_of(data, "Transactions")
    assert (sheet["E6"].value, sheet["E6"].data_type) == (text, "s")
    with ZipFile(BytesIO(data)) as package:
        formulas = [package.read(f"xl/worksheets/sheet{n}.xml").count(b"<f>") for n in range(1, 5)]
    assert formulas == [0, 4 * 2 + 8 + 1, 0, 0]


def test_an_unknown_project_or_quarter_is_refused_with_the_known_ones() -> None:
    with pytest.raises(NotInContract) as refused:
        write_return_workbook(inputs(project="SPOON"))
    assert str(refused.value) == (
        "Contract CSF-2017 has no project SPOON. Its projects are: KNIFE, NIGHT."
    )
    with pytest.raises(NotInContract) as refused:
        write_return_workbook(inputs(period="2017-Q9"))
    assert str(refused.value) == (
        "Contract CSF-2017 has no quarter 2017-Q9. Its quarters are: 2017-Q1, 2017-Q2."
    )


def test_a_template_with_more_rows_is_data_and_no_other_code() -> None:
    data = write_return_workbook(inputs(), two_lines(), answers(), replace(SHORT, rows_prepared=9))
    sheet = sheet_of(data, "Transactions")
    assert [sheet.cell(r, 1).value for r in (6, 7, 8, 14)] == [
        "L1", "L2", "KNIFE-2017-Q2-001", "KNIFE-2017-Q2-007",
    ]  # fmt: skip


@pytest.mark.office
def test_libreoffice_saves_the_same_lines_and_calculates_every_formula_to_the_stored_value(
    tmp_path: Path,
) -> None:
    wrong = answers(cumulative={"STAFF": 110_009}, nil_heads=())
    lines = frame(
        *two_lines().to_dict("records"), line(line_id="L3", head="TRAIN", claimed="-0.07")
    )
    data = write_return_workbook(inputs(contract=with_changes()), lines, wrong, SHORT)
    source = tmp_path / "return.xlsx"
    source.write_bytes(data)
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
            "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"),
            str(source),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    saved = (tmp_path / "out" / "return.xlsx").read_bytes()
    assert read_return(read_workbook(saved), contract=with_changes()).lines.equals(lines)
    stored = sheet_of(data, "Return", values=True)
    formulas = sheet_of(data, "Return")
    calculated = sheet_of(saved, "Return", values=True)
    cells = [c.coordinate for row in formulas.iter_rows() for c in row if c.data_type == "f"]
    assert len(cells) == 17
    for ref in cells:
        was, now = stored[ref].value, calculated[ref].value
        same = was == now if isinstance(was, str) else abs(was - now) < 0.005
        assert same, (ref, was, now)


def test_a_sensitive_project_is_marked_on_every_printed_page() -> None:
    sensitive = replace(contract().projects[0], sensitive=True)
    data = write_return_workbook(inputs(contract=contract(projects=(sensitive,))), template=SHORT)
    headers = {s.oddHeader.left.text for s in load_workbook(BytesIO(data)).worksheets}
    assert headers == {"OFFICIAL-SENSITIVE"}
    assert {s.oddHeader.left.text for s in load_workbook(BytesIO(valid())).worksheets} == {
        "OFFICIAL"
    }
    assert sheet_of(valid(), "Return").oddFooter.left.text == "CSF-2017, KNIFE, 2017-Q2"
