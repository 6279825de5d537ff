"""Wrong files through the command line: each has a message of its own, and nothing is changed."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from builders import (
    IN_Q2,
    LEAD,
    LEDGER_HEADING,
    LEDGER_Q1,
    Q1,
    Q2,
    REFERENCE,
    WELL_LEAD,
    World,
    extract,
    line,
    other_contract,
    world_on,
)  # fmt: skip
from cli_desk import Desk

from exports.return_workbook import ReturnWorkbookInputs, write_return_workbook
from grants.contract_file import read_contract

Make = Callable[[World], bytes]
AMOUNT = "Enter pounds and pence as a number, for example 1234.50; put a minus before a refund."
ADD_UP = "The figures must add up to the penny."
SHARED = f"Download the workbook for contract {REFERENCE} again, and copy your lines into it."
UNTRUE = (
    "Budgets and headings come from the contract; a copy that says otherwise cannot be relied on."
)
ELSEWHERE = (
    f"{{name}}: this is not a return workbook of a contract you work with ({REFERENCE}). "
    "Download the return workbook for your project and quarter, and fill that one."
)
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"


@pytest.fixture(scope="module")
def desk(sqlite_snapshots: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One desk for all wrong files: none of them may change anything."""
    folder = tmp_path_factory.mktemp("bad-files")
    with world_on(sqlite_snapshots.fresh("submitted"), folder) as world:
        made = Desk(world, folder)
        made.employ(LEAD, WELL_LEAD)
        yield made


# --- files ----------------------------------------------------------------------------------------


def knife(world: World) -> bytes:
    """A return of the second quarter in which nothing is wrong."""
    return world.workbook("KNIFE", Q2, line("K-3", **IN_Q2), line("K-4", **IN_Q2))


def with_cells(cells: Mapping[str, Any]) -> Make:
    """That return with other values in some cells (``Transactions!P6``)."""

    def make(world: World) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(knife(world)))
        for place, value in cells.items():
            sheet, _, ref = place.partition("!")
            book[sheet][ref] = value
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return make


def cut_off(world: World) -> bytes:
    return knife(world)[:4000]


def with_macros(world: World) -> bytes:
    """That return as a workbook with macros, however it is named."""
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macros = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(knife(world))) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part).replace(plain, macros))
        new.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    return out.getvalue()


def of_another_contract(_world: World) -> bytes:
    contract = read_contract(other_contract(), "other.toml")
    return write_return_workbook(
        ReturnWorkbookInputs(contract, "KNIFE", Q2, {}, date(2019, 7, 1)),
    )


@dataclass(frozen=True)
class Wrong:
    """A file, and the whole of what is said about it."""

    title: str
    make: Make
    said: str
    is_cell: bool = False  # named among the cells of a return that is otherwise read
    name: str = "return.xlsx"

    def __str__(self) -> str:
        return self.title


WRONG = (
    Wrong(
        "a PDF named .xlsx",
        lambda _world: PDF,
        "return.xlsx: The file is a PDF, whatever its name says. Only .xlsx workbooks and CSV "
        "files can be checked cell by cell. Open it in your spreadsheet program, save it as .xlsx "
        "(or CSV) and send that.",
    ),
    Wrong(
        "an empty file",
        lambda _world: b"",
        "return.xlsx: The file is empty. There is nothing to check. Send the file again; if it "
        "stays empty, export it afresh.",
    ),
    Wrong(
        "a workbook cut off on its way",
        cut_off,
        "return.xlsx: The file is cut off or damaged: its table of parts is not readable. Rows "
        "could be missing without anybody noticing. Send the file again; if that fails, open it "
        "in Excel, save it and send that.",
    ),
    Wrong(
        "a workbook with macros",
        with_macros,
        "return.xlsm: The file is a workbook with macros (.xlsm), whatever its name says. Macros "
        "can run on the reader's machine and change what is shown. Open it in your spreadsheet "
        "program, save it as a plain .xlsx workbook and send that.",
        name="return.xlsm",
    ),
    Wrong(
        "a workbook with macros named .xlsx",
        with_macros,
        "return.xlsx: The file is a workbook with macros (.xlsm), whatever its name says. Macros "
        "can run on the reader's machine and change what is shown. Open it in your spreadsheet "
        "program, save it as a plain .xlsx workbook and send that.",
    ),
    Wrong(
        "a workbook of another contract", of_another_contract, ELSEWHERE.format(name="return.xlsx")
    ),
    Wrong(
        "a workbook made to speak of another contract",
        with_cells({"Return!B3": "OTHER-2019-20"}),
        ELSEWHERE.format(name="return.xlsx"),
    ),
    Wrong(
        "a workbook made to speak of another project",
        with_cells({"Return!B5": "WELL"}),
        "return.xlsx was not read. Return!B5: The locked cell says ‘WELL’; it said ‘KNIFE’ when "
        f"the council made it. {UNTRUE} {SHARED}",
    ),
    Wrong(
        "a workbook made to speak of another quarter",
        with_cells({"Return!B7": Q1}),
        f"return.xlsx was not read. Return!B7: The locked cell says ‘{Q1}’; it said ‘{Q2}’ when "
        f"the council made it. {UNTRUE} {SHARED}",
    ),
    Wrong(
        "a budget changed in a locked cell",
        with_cells({"Return!C13": 9999}),
        "return.xlsx was not read. Return!C13: The locked cell says ‘9999.00’; it said ‘4000.00’ "
        f"when the council made it. {UNTRUE} {SHARED}",
    ),
    Wrong(
        "words in an amount",
        with_cells({"Transactions!P6": "about 200"}),
        "Transactions!P6: “Claimed from the grant” holds ‘about 200’, which is not an amount of "
        f"money. {ADD_UP} {AMOUNT}",
        is_cell=True,
    ),
    Wrong(
        "words in a number",
        with_cells({"Transactions!U6": "a few"}),
        "Transactions!U6: “How many” holds ‘a few’, which is not a number. Dear single items may "
        "be capital, which a revenue grant does not pay. Enter a number, for example 12 or 2.5.",
        is_cell=True,
    ),
    Wrong(
        "a formula without a stored value",
        with_cells({"Transactions!P6": "=100+100"}),
        "Transactions!P6: “Claimed from the grant” holds a formula whose result was never stored: "
        f"there is nothing to read. {ADD_UP} Open the workbook in Excel, save it and send it "
        "again, or enter the figure itself.",
        is_cell=True,
    ),
    Wrong(
        "an error value of Excel",
        with_cells({"Transactions!P6": "#REF!"}),
        "Transactions!P6: “Claimed from the grant” shows the Excel error ‘#REF!’. "
        f"{ADD_UP} The formula refers to a cell that is gone or holds no number: enter the figure "
        f"itself. {AMOUNT}",
        is_cell=True,
    ),
    Wrong(
        "a line of another project",
        with_cells({"Transactions!AC6": "WELL"}),
        "Transactions!AC6: The line belongs to project WELL; this return is for project KNIFE. "
        "Only approved projects may be charged. Clear the cell if the line is yours; otherwise "
        "enter it in the return of project WELL.",
        is_cell=True,
    ),
    Wrong(
        "a line of another quarter",
        with_cells({"Transactions!AD6": Q1}),
        f"Transactions!AD6: The line belongs to quarter {Q1}; this return is for quarter {Q2}. A "
        "line reported in two quarters would be claimed twice. Clear the cell to report the line "
        "now; a correction of an earlier quarter is a new line.",
        is_cell=True,
    ),
)


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_wrong_return_is_refused_in_whole_words(desk: Desk, wrong: Wrong) -> None:
    file = desk.keep(wrong.name, wrong.make(desk.world))
    submitted = desk.refuses("return", "submit", file, "--as", LEAD.person)
    if wrong.is_cell:
        assert submitted == [
            "The return was not submitted: 1 thing(s) in it cannot be read. Nothing was changed.",
            f"  - {wrong.said}",
        ]
        before = desk.world.contents()
        assert desk.says("return", "check", file, code=1) == [
            f"{wrong.name}: KNIFE {Q2}, 1 line.", wrong.said,
        ]  # fmt: skip
        assert desk.world.contents() == before
    else:
        assert submitted == [wrong.said]
        assert desk.refuses("return", "check", file) == [wrong.said]


def test_a_workbook_of_another_project_is_not_there_for_its_sender(desk: Desk) -> None:
    file = desk.keep("return.xlsx", knife(desk.world))
    assert desk.refuses("return", "submit", file, "--as", WELL_LEAD.person) == [
        "There is nothing here for you."
    ]


def test_a_workbook_of_a_quarter_already_returned_is_refused(desk: Desk) -> None:
    file = desk.keep("return.xlsx", desk.world.workbook("KNIFE", Q1, line("K-5")))
    assert desk.refuses("return", "submit", file, "--as", LEAD.person) == [
        (
            f"The return of KNIFE for {Q1}: It is submitted, so it cannot be moved by 'draft'. What "
            "can be done now: query, reconcile."
        )
    ]


@pytest.mark.stage("certified")
def test_a_workbook_of_a_certified_quarter_is_refused(small_world: World, tmp_path: Path) -> None:
    certified = Desk(small_world, tmp_path)
    certified.employ(LEAD)
    file = certified.keep("return.xlsx", small_world.workbook("KNIFE", Q1, line("K-5")))
    assert certified.refuses("return", "submit", file, "--as", LEAD.person) == [
        (
            f"The return of KNIFE for {Q1} was not submitted: the quarter is certified, so its figures "
            "are frozen. Put a correction in the next quarter's return."
        )
    ]


def test_accountants_brackets_and_british_dates_are_read_as_meant(
    small_world: World, tmp_path: Path
) -> None:
    """(1,234.50) is a refund, said in a note; 05/08/2019 is the fifth of August."""
    two = Desk(small_world, tmp_path)
    two.employ(LEAD)
    data = with_cells(
        {
            "Transactions!P6": "(1,234.50)", "Transactions!J6": -1234.5, "Transactions!L6": -1234.5,
            "Transactions!G6": "05/08/2019", "Transactions!R6": "K-4",
            "Return!J14": -1034.5, "Transactions!P7": 200,
        }
    )(small_world)  # fmt: skip
    file = two.keep("return.xlsx", data)
    note = "Transactions!P6: “Claimed from the grant”: ‘(1,234.50)’ is read as -1234.50."
    told = two.says("return", "submit", file, "--as", LEAD.person)
    assert told[:2] == [f"KNIFE {Q2} version 1: 2 lines, -£1,034.50.", f"Note: {note}"]
    assert two.answers("return", "submit", file, "--as", LEAD.person)["notes"] == [note]
    assert small_world.sql(
        "SELECT line_id, claimed_pence, incurred_on FROM return_line ORDER BY position"
    ) == [("K-3", -1_234_50, "2019-08-05"), ("K-4", 200_00, "2019-08-07")]


# --- extracts -------------------------------------------------------------------------------------


def as_workbook(*rows: str) -> bytes:
    """An extract as a workbook; a text beginning with ``=`` is a formula."""
    book = openpyxl.Workbook()
    for row in (LEDGER_HEADING, *rows):
        book.active.append(row.split(","))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row(number: int, **changed: str) -> str:
    """A ledger line of the first quarter with a part of it written otherwise."""
    text = LEDGER_Q1[number]
    for was, becomes in changed.items():
        text = text.replace(
            {"key": "10001", "amount": "1000.00", "day": "2019-05-10"}[was], becomes
        )
    return text


UNREAD = "{name} was not imported: {n} row(s) cannot be read. Nothing was imported."
UNTIED = "extract.csv was not imported: it does not tie to what you typed. Nothing was imported."
EXTRACTS = (
    (
        "a total that does not tie", "extract.csv", extract(*LEDGER_Q1), ("3", "1,700.01"),
        [
            UNTIED,
            ("  - Total: you typed £1,700.01, the file adds to £1,700.00 (column Amount), a "
            "difference of -£0.01."),
        ],
    ),
    (
        "a row count that does not tie", "extract.csv", extract(*LEDGER_Q1), ("4", "1700.00"),
        [
            UNTIED,
            ("  - Rows: you typed 4, the file holds 3. Check the count on the ledger screen, and "
            "that the whole listing was saved."),
        ],
    ),
    (
        "neither ties", "extract.csv", extract(LEDGER_Q1[0]), ("3", "1700.00"),
        [
            UNTIED,
            ("  - Rows: you typed 3, the file holds 1. Check the count on the ledger screen, and "
            "that the whole listing was saved."),
            ("  - Total: you typed £1,700.00, the file adds to £1,000.00 (column Amount), a "
            "difference of -£700.00."),
        ],
    ),
    (
        "a destroyed identifier", "extract.csv", extract(row(0, key="5.14E+10")), ("1", "1000.00"),
        [
            UNREAD.format(name="extract.csv", n=1),
            ("  - Row 2, D2: '5.14E+10'. A spreadsheet has shortened the number to scientific "
            "notation; its last digits are lost. Format the column as text and export again."),
        ],
    ),
    (
        "words in an amount", "extract.csv", extract(row(0, amount="lots")), ("1", "1000.00"),
        [
            UNREAD.format(name="extract.csv", n=1),
            ("  - Row 2, K2: 'lots'. 'lots' is not an amount. Write pounds and pence, for example "
            "1,234.50."),
        ],
    ),
    (
        "a day that is none", "extract.csv", extract(row(0, day="31/02/2019")), ("1", "1000.00"),
        [
            UNREAD.format(name="extract.csv", n=1),
            ("  - Row 2, G2: '31/02/2019'. '31/02/2019' is not a day of the calendar. Correct it "
            "at its source."),
        ],
    ),
    (
        "a formula without a value and an error value", "extract.xlsx",
        as_workbook(row(0, amount="=1+1"), LEDGER_Q1[1].replace("200.00", "#REF!")),
        ("2", "1200.00"),
        [
            UNREAD.format(name="extract.xlsx", n=2),
            ("  - Row 2, K2: '=1+1'. The cell holds a formula without a stored result. Open the "
            "file in Excel, let it calculate, save it and send it again."),
            ("  - Row 3, K3: '#REF!'. The cell holds the spreadsheet error #REF!. Correct the "
            "formula and send again."),
        ],
    ),
    (
        "an empty file", "extract.csv", b"", ("0", "0.00"),
        [
            ("extract.csv: The file is empty. There is nothing to check. Send the file again; if "
            "it stays empty, export it afresh.")
        ],
    ),
    (
        "headings alone", "extract.csv", extract(), ("0", "0.00"),
        [
            ("extract.csv: There is a header row and nothing below it. An extract without lines "
            "proves nothing about the ledger. Check the period and codes asked for, and export it "
            "again.")
        ],
    ),
    (
        "a PDF named .csv", "extract.csv", PDF, ("1", "1.00"),
        [
            ("extract.csv: The file is a PDF, whatever its name says. Only .xlsx workbooks and CSV "
            "files can be checked cell by cell. Open it in your spreadsheet program, save it as "
            ".xlsx (or CSV) and send that.")
        ],
    ),
    (
        "a workbook cut off on its way", "extract.xlsx", as_workbook(*LEDGER_Q1)[:3000],
        ("3", "1700.00"),
        [
            ("extract.xlsx: The file is cut off or damaged: its table of parts is not readable. "
            "Rows could be missing without anybody noticing. Send the file again; if that fails, "
            "open it in Excel, save it and send that.")
        ],
    ),
    (
        "a letter", "extract.csv", b"Dear colleague,\nhere is the ledger.\n", ("1", "1.00"),
        [
            ("extract.csv: No row has the headings of a ledger extract (the first row reads 'Dear "
            "colleague'). Without a column of amounts and codes the lines cannot be told apart. "
            "Export it with a header row, for example Cost Centre, Account, Period, Transaction "
            "No, Supplier, Amount.")
        ],
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "typed", "said"), [e[1:] for e in EXTRACTS], ids=[e[0] for e in EXTRACTS]
)
def test_a_wrong_extract_is_refused_in_whole_words(
    desk: Desk, name: str, data: bytes, typed: tuple[str, str], said: list[str]
) -> None:
    file = desk.keep(name, data)
    words = ("ledger", "import", file, "--contract", REFERENCE, "--rows", typed[0])
    assert desk.refuses(*words, "--total", typed[1]) == said


def test_a_line_that_has_changed_since_is_refused(small_world: World, tmp_path: Path) -> None:
    two = Desk(small_world, tmp_path)
    small_world.import_ledger(extract(*LEDGER_Q1), rows=3, total=1_700_00)
    file = two.keep("later.csv", extract(row(0, amount="1000.01"), *LEDGER_Q1[1:]))
    words = ("ledger", "import", file, "--contract", REFERENCE, "--rows", "3", "--total")
    told = two.refuses(*words, "1700.01")
    assert told[0] == (
        "later.csv was not imported: 1 value(s) of lines imported before have changed in the "
        "finance system. Ask finance what happened. Nothing was imported."
    )
    assert len(told) == 2


def test_the_return_they_are_made_from_is_in_order(desk: Desk) -> None:
    """What is wrong in the files above is what was changed in them, and nothing else."""
    assert desk.says("return", "check", desk.keep("return.xlsx", knife(desk.world))) == [
        f"return.xlsx: KNIFE {Q2}, 2 lines.",
        "Nothing to look at: every line meets the contract.",
    ]
