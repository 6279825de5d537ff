"""``python -m ledger read`` on real files: the promised account, exit codes and lines."""

import io
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from ledger.__main__ import main as ledger_main
from ledger.gl.command import main
from ledger.gl.csv_form import read_lines_csv
from ledger.gl.read import read_extract

EXTRACTS = Path(__file__).parent / "extracts"
EXPECTED = {
    "unit4.csv": ("unit4", "utf-8", "", 4, 8, "11450.00", [8, 14], []),
    "oracle.csv": ("oracle", "utf-8-sig", "", 1, 6, "-58620.50", [], []),
    "sap.csv": ("sap", "utf-8", "", 1, 4, "1375.24", [6], []),
    "published.csv": ("generic", "cp1252", "", 1, 6, "-1289.50", [], [8]),
    "integra.xlsx": ("integra", "xlsx", "Data", 3, 3, "139.51", [7], []),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_system_is_read_through_the_child_with_its_account(name, capsys):
    code = main([str(EXTRACTS / name), "--json"])
    told = json.loads(capsys.readouterr().out)
    system, encoding, sheet, header, rows, total, dropped, rejected = EXPECTED[name]
    assert (told["format"], told["encoding"], told["sheet"], told["header_row"]) == (
        system,
        encoding,
        sheet,
        header,
    )
    assert (told["rows"], told["total"]) == (rows, total)
    assert [row["row"] for row in told["dropped"]] == dropped
    assert [row["row"] for row in told["rejected"]] == rejected
    assert code == (1 if rejected else 0)
    assert 0 < told["confidence"] <= 1


def test_the_account_has_the_promised_keys(capsys):
    main([str(EXTRACTS / "published.csv"), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert list(told)[:11] == [
        "format", "confidence", "encoding", "sheet", "header_row", "columns", "amount_column", "rows",
        "total", "dropped", "rejected",
    ]  # fmt: skip
    assert told["columns"]["amount"] == told["amount_column"] == "Net Amount £"
    assert list(told["rejected"][0]) == ["row", "cell", "value", "reason"]
    assert (told["rejected"][0]["cell"], told["rejected"][0]["value"]) == ("D8", "5.14E+10")


def test_the_hidden_row_is_read_and_said(capsys):
    main([str(EXTRACTS / "integra.xlsx"), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["hidden_rows_read"] == [5]
    assert told["notes"] == [
        "Sheet 'Data' has 1 hidden or filtered rows (5); they were read all the same."
    ]


def test_lines_are_written_and_a_person_is_told_everything(tmp_path, capsys):
    out = tmp_path / "lines.csv"
    assert main([str(EXTRACTS / "unit4.csv"), "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "unit4.csv: 8 ledger lines, total £11,450.00 (from Amount)" in told
    assert "Accounted   8 read + 2 dropped + 0 rejected = 10 rows below the header" in told
    assert "row 14: A total: it equals the sum of lines above it. [Total | 11,450.00]" in told
    frame = read_lines_csv(out.read_bytes())
    assert int(frame["amount"].sum()) == 1145000
    assert frame["ledger_key"].tolist()[0] == "00051234-1"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 2, "usage:"),
        (["x.csv", "--nonsense"], 2, "usage:"),
        (["{}/unit4.csv", "--format", "sage"], 2, "There is no ledger format of that name."),
        (["{}/missing.csv"], 3, "No such file"),
        (["{}"], 3, "Is a directory"),
    ],
)
def test_errors_go_to_standard_error_with_their_code(arguments, code, words, capsys):
    given = [each.format(EXTRACTS) for each in arguments]
    assert main(given) == code
    told = capsys.readouterr()
    assert (told.out, words in told.err) == ("", True)


def test_a_refused_file_is_code_three_and_names_itself(tmp_path, capsys):
    path = tmp_path / "report.xlsx"
    path.write_bytes(b"%PDF-1.7")
    assert main([str(path), "--json"]) == 3
    assert capsys.readouterr().err.startswith(
        "report.xlsx: The file is a PDF, whatever its name says."
    )


def test_help_is_no_error(capsys):
    assert main(["--help"]) == 0
    assert "unit4" in capsys.readouterr().out


def test_the_package_hands_over_by_name_and_each_command_stands_alone(capsys):
    assert ledger_main([]) == 2
    assert ledger_main(["write"]) == 2
    assert "usage: python -m ledger read" in capsys.readouterr().err
    done = subprocess.run(
        [sys.executable, "-m", "ledger", "read", str(EXTRACTS / "sap.csv"), "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, json.loads(done.stdout)["total"]) == (0, "1375.24")


HEADER = [
    "Cost Centre",
    "Detail Code",
    "Doc Type",
    "Document",
    "Line",
    "Posting Date",
    "Supplier",
    "Narrative 1",
    "Debit",
    "Credit",
]


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def monthly(*months: str, header: list[str] = HEADER) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, month in enumerate(months, start=1):
        sheet = book.create_sheet(month)
        sheet.append(header)
        sheet.append(
            [
                "04410",
                "4321",
                "PI",
                f"0000{number}",
                1,
                "03/04/2017",
                "ALPHA",
                "x",
                10 * number,
                None,
            ]
        )
    return book


def test_every_sheet_with_the_same_header_is_read():
    extract = read_extract(saved(monthly("April", "May", "June")), "gl.xlsx", guarded=False)
    assert (extract.sheet, extract.rows, extract.total) == ("April, May, June", 3, 6000)
    assert extract.lines["source_sheet"].to_list() == ["April", "May", "June"]


def test_a_sheet_with_another_header_is_not_read_and_the_account_says_so():
    book = monthly("April")
    other = book.create_sheet("Summary")
    other.append(["Supplier", "Date", "Amount"])
    other.append(["ALPHA", "03/04/2017", 10])
    extract = read_extract(saved(book), "gl.xlsx", guarded=False)
    assert (extract.sheet, extract.rows) == ("April", 1)
    assert extract.notes[0].startswith("Sheet 'Summary' also looks like an extract")


def test_hidden_sheets_rows_and_columns_are_read_and_said():
    book = monthly("April", "May")
    book["May"].sheet_state = "hidden"
    book["April"].row_dimensions[2].hidden = True
    book["April"].column_dimensions["G"].hidden = True
    extract = read_extract(saved(book), "gl.xlsx", guarded=False)
    assert (extract.rows, extract.hidden_rows_read) == (2, (2,))
    assert extract.notes == (
        "The file has no accounting period; it was taken from 'Posting Date' (April is 01).",
        "Sheet 'April' has 1 hidden or filtered rows (2); they were read all the same.",
        "Sheet 'April' hides columns (Supplier); they were read all the same.",
        "Sheet 'May' is hidden; it was read all the same.",
    )


def test_cells_merged_downwards_show_in_every_row_but_never_an_amount():
    book = monthly("April")
    sheet = book["April"]
    sheet.append([None, "4322", "PI", "00002", 1, "03/04/2017", "BETA", "y", None, None])
    sheet.append(["04411", "4322", "PI", "00003", 1, "03/04/2017", "BETA", "y", 1, None])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("I2:I3")
    extract = read_extract(saved(book), "gl.xlsx", guarded=False)
    assert extract.lines["cost_centre"].to_list() == ["04410", "04411"]
    assert [(row.cell, row.value) for row in extract.rejected] == [("I3", "")]


def test_numbers_dates_padding_errors_and_uncalculated_formulas_of_a_workbook():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Data")
    day, padded = (
        book.add_format({"num_format": "dd/mm/yyyy"}),
        book.add_format({"num_format": "00000"}),
    )
    sheet.write_row(1, 1, HEADER)
    for row, debit in enumerate([0.1 + 0.2, 51400286824, None], start=2):
        sheet.write(row, 1, 4410, padded)
        sheet.write_row(row, 2, [4321, "PI", 12345678 + row, 1])
        sheet.write(row, 6, 42830, day)
        sheet.write_row(row, 7, ["ALPHA", "x"])
        if debit is not None:
            sheet.write(row, 9, debit)
    sheet.write_formula(4, 9, "=J3", None, "#REF!")
    book.close()
    extract = read_extract(out.getvalue(), "gl.xlsx", guarded=False)
    assert (extract.format, extract.header_row) == ("integra", 2)
    assert extract.lines.select("cost_centre", "ledger_key", "amount").rows() == [
        ("04410", "12345680-1", 30), ("04410", "12345681-1", 5140028682400),
    ]  # fmt: skip
    assert str(extract.lines["posted_on"][0]) == "2017-04-05"
    assert [(row.cell, row.value) for row in extract.rejected] == [("J5", "#REF!")]
