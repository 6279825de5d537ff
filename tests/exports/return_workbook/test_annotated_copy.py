"""The annotated copy: findings first, by consequence, and every one at its cell."""

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from exports.annotated import CannotAnnotate, Remark, annotate, remarks_of
from grants.verdict import Finding, Scope, Verdict
from tests.messages.return_builders import changed, read, valid, with_cells

AMOUNT = "Enter pounds and pence as a number, for example 1234.50; put a minus before a refund."
BREACH_FIX = (
    "Take this out of the claim or lower it, or ask the partnership manager whether the funder "
    "gave consent in writing."
)


def finding(verdict: Verdict, subject: str, **other: object) -> Finding:
    given = {
        "scope": Scope.LINE, "term": "funding-period", "clause": "2.1", "at_risk": 0,
        "message": "Incurred after the funding period ended on 2018-03-31.",
    } | other  # fmt: skip
    return Finding(subject=subject, verdict=verdict, **given)  # type: ignore[arg-type]


def opened(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def table(workbook: Workbook) -> list[list[object]]:
    rows = [[cell.value for cell in row] for row in workbook["Findings"].iter_rows()]
    header = next(n for n, row in enumerate(rows) if row[0] == "No.")
    return rows[header + 1 :]


def one_remark(*cells: str, what: str = "Look here.") -> Remark:
    return Remark("WARN", "L1", cells, what, "", "2.1", "Think.", 100)


FINDINGS = (
    finding(Verdict.WARN, "CSF-2017", scope=Scope.CONTRACT, message="Close to the ceiling."),
    finding(Verdict.PASS, "L1"),
    finding(Verdict.NOT_APPLICABLE, "L1", term="rate-limit"),
    finding(Verdict.NOT_RUN, "L2", message="The line has no incurred date."),
    finding(Verdict.EVIDENCE, "STAFF@KNIFE", scope=Scope.HEAD, term="variance-explained", clause="6.3",
            message="No reason is given."),
    finding(Verdict.BREACH, "L1", at_risk=25_000),
    finding(Verdict.BREACH, "L2", at_risk=100_010),
    finding(Verdict.CONSENTED, "L2", term="duplicate-claim", clause="5.5", message="Allowed."),
)  # fmt: skip


def test_the_first_sheet_lists_everything_by_consequence_with_its_place() -> None:
    broken = with_cells({"Return!J14": "ask finance"})
    copy = opened(annotate(broken, remarks_of(read(broken), FINDINGS)))
    assert copy.sheetnames == ["Findings", "Read me", "Return", "Transactions", "Lists"]
    assert table(copy) == [
        [
            1, "Cannot be read (CANNOT BE READ)", "Return!J14",
            "“Your figure to date” holds ‘ask finance’, which is not an amount of money.",
            "Earlier quarters plus this quarter must equal the figure to date (clause 6.2).",
            AMOUNT, None,
        ],
        [
            2, "Not allowed by the contract (BREACH)", "Transactions!G6, Transactions!G7",
            "Incurred after the funding period ended on 2018-03-31.", "Clause 2.1", BREACH_FIX, 1250.1,
        ],
        [
            3, "Something is missing (EVIDENCE)", "Return!M13", "No reason is given.", "Clause 6.3",
            "Attach or name what is missing.", None,
        ],
        [
            4, "We could not check this (NOT RUN)", "Transactions!G7",
            "The line has no incurred date.", "Clause 2.1",
            "Fill in what the check needs, so that it can be made.", None,
        ],
        [
            5, "Have a look (WARN)", "CSF-2017", "Close to the ceiling.", "Clause 2.1",
            "Look at it again; if it is right, say why when you submit.", None,
        ],
        [
            6, "Allowed by consent (CONSENTED)", "Transactions!A7", "Allowed.", "Clause 5.5",
            "Nothing: the funder's consent covers it.", None,
        ],
    ]  # fmt: skip


def test_the_counts_stand_above_the_list() -> None:
    broken = with_cells({"Transactions!B6": None, "Transactions!B7": None})
    copy = opened(annotate(broken, remarks_of(read(broken))))
    sheet = copy["Findings"]
    assert [c.value for c in sheet[6][:3]] == [1, "Cannot be read (CANNOT BE READ)", "2 places"]
    assert table(copy)[0][2] == "Transactions!B6, Transactions!B7"


def test_a_return_without_findings_says_so() -> None:
    sheet = opened(annotate(valid(), ()))["Findings"]
    assert sheet["A6"].value == "Nothing to report: everything was read and no term objects."
    assert [sheet["A1"].value, sheet["A2"].value] == [
        "Annotated copy: findings",
        "This is an annotated copy made by the council's check; your own workbook is unchanged.",
    ]


def test_each_place_is_a_link_and_each_cell_carries_the_words() -> None:
    copy = opened(annotate(valid(), remarks_of(read(valid()), FINDINGS)))
    links = [
        c.hyperlink.location for row in copy["Findings"].iter_rows() for c in row if c.hyperlink
    ]
    assert links == ["'Transactions'!G6", "'Return'!M13", "'Transactions'!G7", "'Transactions'!A7"]
    cell = copy["Transactions"]["G7"]
    assert cell.comment.text == (
        "Not allowed by the contract: Incurred after the funding period ended on 2018-03-31. "
        f"Clause 2.1. {BREACH_FIX}\n\n"
        "We could not check this: The line has no incurred date. Clause 2.1. Fill in what the "
        "check needs, so that it can be made."
    )
    assert cell.fill.fgColor.rgb == "FFF8CBAD"
    assert copy["Transactions"]["G8"].fill.fill_type is None


def test_a_finding_on_another_projects_head_has_no_cell_here() -> None:
    other = finding(Verdict.BREACH, "TRAIN@NIGHT", scope=Scope.HEAD, term="virement")
    assert [r.cells for r in remarks_of(read(valid()), [other])] == [()]


def test_the_same_copy_made_twice_is_the_same_bytes() -> None:
    remarks = remarks_of(read(valid()), FINDINGS)
    assert annotate(valid(), remarks) == annotate(valid(), remarks)
    with ZipFile(BytesIO(annotate(valid(), remarks))) as package:
        core = package.read("docProps/core.xml")
    assert core.count(b"2017-10-02T00:00:00Z") == 2
    assert b"Annotated copy: Quarterly return CSF-2017, KNIFE, 2017-Q2" in core


def test_live_sums_stay_and_a_strangers_formula_becomes_text() -> None:
    def change(workbook: Workbook) -> None:
        workbook["Transactions"]["E6"] = '=HYPERLINK("http://example.org","x")'
        workbook["Transactions"]["J6"] = "=100*2.5"
        workbook["Return"]["M13"] = '=WEBSERVICE("http://example.org")'
        workbook["Transactions"]["C7"].hyperlink = "http://example.org/elsewhere"

    copy = opened(annotate(changed(change), ()))
    formulas = [
        c for s in copy.worksheets for row in s.iter_rows() for c in row if c.data_type == "f"
    ]
    assert {c.parent.title for c in formulas} == {"Return"}
    assert len(formulas) == 17
    lines = copy["Transactions"]
    assert (lines["E6"].value, lines["E6"].data_type) == (
        '=HYPERLINK("http://example.org","x")',
        "s",
    )
    assert (lines["J6"].value, lines["J6"].data_type) == ("=100*2.5", "s")
    assert copy["Return"]["M13"].data_type == "s"
    assert lines["C7"].hyperlink is None


@pytest.mark.parametrize("text", ["=1+1", "=cmd|' /C calc'!A0", "+1", "@x", "a\x07b"])
def test_nothing_a_user_wrote_becomes_a_formula_in_the_findings(text: str) -> None:
    copy = opened(annotate(valid(), [one_remark("Transactions!E6", what=text)]))
    cell = copy["Findings"].cell(9, 4)
    assert (cell.value, cell.data_type) == (text.replace("\x07", ""), "s")
    assert cell.quotePrefix


def test_amounts_and_numbers_are_numbers() -> None:
    copy = opened(annotate(valid(), [one_remark("Transactions!E6")]))
    row = copy["Findings"][9]
    assert [row[0].value, Decimal(str(row[6].value)), row[6].number_format] == [
        1,
        Decimal(1),
        "#,##0.00",
    ]


def test_a_remark_on_a_merged_box_stands_at_its_first_cell() -> None:
    copy = opened(annotate(valid(), [one_remark("Return!E20")]))
    assert copy["Return"]["C20"].comment.text == "Have a look: Look here. Clause 2.1. Think."


def test_an_annotated_copy_can_be_corrected_sent_in_and_annotated_again() -> None:
    broken = with_cells({"Transactions!P6": "lots"})
    first = annotate(broken, remarks_of(read(broken)))
    corrected = with_cells({"Transactions!P6": 250}, first)
    draft = read(corrected)
    assert draft.is_readable
    assert draft.lines.equals(read(valid()).lines)
    assert [n.text for n in draft.notes] == [
        "Findings: The sheet is not part of the return and is not read."
    ]
    again = opened(annotate(corrected, ()))
    assert again.sheetnames.count("Findings") == 1
    assert again["Transactions"]["P6"].comment is None
    assert again["Transactions"]["P6"].fill.fill_type is None


def test_the_copy_keeps_excels_own_checks_and_the_locks() -> None:
    copy = opened(annotate(valid(), ()))
    checks = copy["Transactions"].data_validations.dataValidation
    assert len(checks) == 31
    assert copy["Return"].protection.sheet
    assert copy.properties.created == datetime.fromisoformat("2017-10-02")


def test_what_cannot_be_opened_is_refused_by_name_and_the_findings_stand() -> None:
    with pytest.raises(CannotAnnotate) as refused:
        annotate(b"%PDF-1.7", ())
    assert str(refused.value) == (
        "This workbook: it cannot be opened for marking, so there is no annotated copy. The "
        "findings themselves are complete. Save the workbook in Excel and send it again."
    )
