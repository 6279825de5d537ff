"""Altering any figure, line or digest of a pack is found, and the figure is named."""

import functools
import io
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from pack_builders import empty_data, frame, line, pack_data, usual_lines

from exports import __main__ as command
from exports import registry
from exports.packfile import PackUnreadable
from exports.profile import Profile
from exports.verify import Fault, verify


@functools.cache
def usual_bytes(name: str, profile: Profile = Profile.INTERNAL) -> bytes:
    return registry.find(name).render(pack_data(profile=profile)).content


def pack_bytes(data=None) -> bytes:
    usual = usual_bytes("audit-pack")
    return registry.find("audit-pack").render(data).content if data else usual


def sheet_part(content: bytes, sheet: str) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return f"xl/worksheets/sheet{book.sheetnames.index(sheet) + 1}.xml"


def altered(content: bytes, sheet: str, cell: str, change) -> bytes:
    """The same archive with one cell's XML changed; everything else byte for byte."""
    target, out = sheet_part(content, sheet), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            blob = old.read(item)
            if item.filename == target:
                found = re.search(rf'<c r="{cell}"[^>]*>.*?</c>', blob.decode(), re.DOTALL)
                assert found is not None
                changed = change(found[0])
                assert changed != found[0]
                blob = blob.decode().replace(found[0], changed).encode()
            new.writestr(item, blob)
    return out.getvalue()


def with_value(value: str):
    return lambda xml: re.sub(r"<v>[^<]*</v>", f"<v>{value}</v>", xml)


def as_text(text: str):
    def change(xml: str) -> str:
        style = re.search(r's="\d+"', xml)
        ref = re.search(r'r="\w+"', xml)[0]
        return f'<c {ref} {style[0] if style else ""} t="inlineStr"><is><t>{text}</t></is></c>'

    return change


def as_number(value: str):
    def change(xml: str) -> str:
        return re.sub(r"<f>.*?</f>", "", with_value(value)(xml), flags=re.DOTALL)

    return change


@pytest.fixture
def pack(tmp_path: Path):
    def save(content: bytes) -> Path:
        path = tmp_path / "pack.xlsx"
        path.write_bytes(content)
        return path

    return save


CONTENT = "content of the sheet"


def faults(path: Path) -> dict[str, str]:
    return {f.where: f.figure for f in verify(path).faults}


@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize("name", ["audit-pack", "quarterly-return", "trial-balance"])
def test_a_pack_as_made_agrees_with_itself(pack, profile, name):
    result = verify(pack(usual_bytes(name, profile)))
    assert result.faults == ()
    assert result.has_digest is (name == "audit-pack")


def test_an_empty_pack_and_one_with_odd_texts_agree_with_themselves(pack):
    odd = ["_x0041_", "x005F_", "a\x00b", "\r\nx", " lead", "y" * 40_000, "+1", "😀", "\u2028"]
    lines = [*usual_lines(), *(line(f"X{n}", "0.01", description=t) for n, t in enumerate(odd))]
    data = pack_data(transactions=frame(lines), items=None, statement=None)
    assert faults(pack(pack_bytes(data=data))) == {"Cover!B27": "Return to ledger"}
    assert faults(pack(pack_bytes(data=empty_data()))) == {}


def test_a_changed_amount_of_a_line_shows_in_every_figure_that_rests_on_it(pack):
    found = faults(pack(altered(pack_bytes(), "Transactions", "AA3", with_value("7000.21"))))
    assert (
        found.items()
        >= {
            "Statement!J3": "KNIFE, Actual this period",
            "Statement!K3": "KNIFE, Actual to date",
            "Transactions!AA9": "Total, Amount claimed",
            "Reconciliation!B10": "TransactionsTotal",
            "Reconciliation!B11": "UnexplainedDifference",
            "Cover!B27": "Return to ledger, Difference",
            "Cover!C27": "Return to ledger, In words",
            "Transactions": CONTENT,
        }.items()
    )


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "figure"),
    [
        ("Statement", "J3", "1.00", "KNIFE, Actual this period"),
        ("Statement", "P8", "1.00", "Total, Variance"),
        ("Statement", "Q4", "1.00", "KNIFE, Variance %"),
        ("Funding", "E7", "1.00", "Award, Amount"),
        ("Reconciliation", "B5", "1.00", "LedgerTotal"),
        ("Reconciliation", "B11", "1.00", "UnexplainedDifference"),
        ("Reconciliation", "B14", "1.00", "R1, Amount"),
        ("Cover", "B22", "1.00", "Statement to transactions, Difference"),
        ("Cover", "B36", "3", "Transactions, Rows"),
        ("Accruals", "K4", "9.99", "Total, Amount"),
        ("Certificate", "D7", "1.00", "Claimed this period, Amount"),
    ],
)
def test_a_changed_figure_is_named_by_cell_and_meaning(pack, sheet, cell, value, figure):
    path = pack(altered(pack_bytes(), sheet, cell, with_value(value)))
    assert faults(path)[f"{sheet}!{cell}"] == figure


def test_a_formula_replaced_by_its_own_value_is_found_by_the_digest(pack):
    path = pack(altered(pack_bytes(), "Statement", "J3", as_number("6900.15")))
    assert verify(path).faults == (Fault("Statement", CONTENT, verify(path).faults[0].problem),)
    assert "a cell was changed since the pack was made" in verify(path).faults[0].problem


def test_another_formula_with_the_same_value_is_found_by_the_digest(pack):
    change = lambda xml: re.sub(r"<f>.*?</f>", "<f>6900.15</f>", xml)  # noqa: E731 - one expression
    path = pack(altered(pack_bytes(), "Statement", "J3", change))
    assert faults(path) == {"Statement": CONTENT}


def test_a_live_formula_of_a_stranger_is_refused(pack):
    change = lambda xml: re.sub(r"<f>.*?</f>", '<f>WEBSERVICE("http://x.example.org")</f>', xml)  # noqa: E731 - one expression
    found = {str(f) for f in verify(pack(altered(pack_bytes(), "Statement", "J3", change))).faults}
    assert any(
        f.startswith("Statement!J3 (KNIFE, Actual this period): =WEBSERVICE(") for f in found
    )


@pytest.mark.parametrize(
    ("sheet", "cell"),
    [("Transactions", "I3"), ("Exceptions", "G3"), ("Evidence", "E3"), ("Audit trail", "B3"),
     ("Certificate", "B4")],
)  # fmt: skip
def test_a_changed_word_is_found_by_the_digest_of_its_sheet(pack, sheet, cell):
    path = pack(altered(pack_bytes(), sheet, cell, as_text("something else")))
    assert faults(path) == {sheet.replace("Audit trail", "'Audit trail'"): CONTENT}


@pytest.mark.parametrize("cell", ["B3", "C3", "B14", "B18", "A22", "D22", "B55"])
def test_a_changed_word_of_the_cover_is_found_by_the_packs_digest(pack, cell):
    path = pack(altered(pack_bytes(), "Cover", cell, as_text("something else")))
    assert faults(path) == {"Cover!B19": "PackDigest"}


def test_a_changed_digest_is_named(pack):
    path = pack(altered(pack_bytes(), "Cover", "B19", as_text("0" * 64)))
    assert faults(path) == {"Cover!B19": "PackDigest"}
    path = pack(altered(pack_bytes(), "Cover", "E36", as_text("0" * 64)))
    assert faults(path) == {"Transactions": CONTENT, "Cover!B19": "PackDigest"}


def test_a_row_added_below_is_found_even_when_the_sheet_lies_about_its_size(pack):
    content, out = pack_bytes(), io.BytesIO()
    target = sheet_part(content, "Not claimed")
    more = b'<row r="90"><c r="A90" t="inlineStr"><is><t>more</t></is></c></row></sheetData>'
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            blob = old.read(item)
            if item.filename == target:
                assert b'<dimension ref="A1:' in blob
                blob = re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1:B2"/>', blob)
                blob = blob.replace(b"</sheetData>", more)
            new.writestr(item, blob)
    assert faults(pack(out.getvalue())) == {"'Not claimed'": CONTENT}


def test_a_pack_that_says_itself_it_does_not_tie_does_not_pass(pack):
    found = verify(pack(pack_bytes(data=pack_data(items=(), statement=None)))).faults
    assert [str(f) for f in found] == [
        "Cover!B27 (Return to ledger): the check reads -8812.33 instead of 0.00: it does not tie"
    ]


def test_the_command_answers_nothing_wrong_with_exit_0(pack, capsys):
    assert command.main(["verify", str(pack(pack_bytes()))]) == 0
    assert capsys.readouterr().out == (
        "pack.xlsx: 173 formulas on 18 sheets derived again, digests compared\nEverything agrees.\n"
    )


def test_the_command_names_the_wrong_figure_with_exit_1(pack, capsys):
    path = pack(altered(pack_bytes(), "Funding", "E22", with_value("1.00")))
    assert command.main(["verify", str(path)]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0] == (
        "Funding!E22 (Outturn, Amount): says 1.00, but the pack's own lines give 34650.30"
    )
    assert out[-1] == "2 wrong"
    assert command.main(["verify", str(path), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["agrees"], [f["where"] for f in answer["faults"]]) == (
        False, ["Funding!E22", "Funding"],
    )  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"hello", b"\xd0\xcf\x11\xe0" * 99])
def test_what_is_no_workbook_is_refused_with_exit_2(pack, capsys, content):
    path = pack(content)
    with pytest.raises(PackUnreadable):
        verify(path)
    assert command.main(["verify", str(path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("pack.xlsx cannot be read as an Excel workbook (")


def test_a_missing_file_is_refused_with_exit_2(tmp_path, capsys):
    assert command.main(["verify", str(tmp_path / "none.xlsx")]) == 2
    assert "FileNotFoundError" in capsys.readouterr().err


def test_a_pack_without_its_defined_names_is_not_taken_for_one_that_agrees(pack):
    out, content = io.BytesIO(), pack_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            blob = old.read(item)
            if item.filename == "xl/workbook.xml":
                blob = re.sub(rb"<definedName name=\"(PackDigest|LedgerTotal)\">[^<]*</definedName>",
                              b"", blob)  # fmt: skip
            new.writestr(item, blob)
    assert [str(f) for f in verify(pack(out.getvalue())).faults] == [
        "Cover (PackDigest): the defined name is missing"
    ]
