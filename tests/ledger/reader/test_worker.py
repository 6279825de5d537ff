"""The child process: same cells, limits that hold, and a named refusal whatever kills it."""

import dataclasses
import hashlib
import io
import subprocess
import sys

import openpyxl
import pytest
from raw_workbooks import MAIN, parts, sheet, texts, workbook, zipped

from ledger.reader.guard import MIB, WEB, Limits, Unreadable
from ledger.reader.worker import read_workbook_guarded, run_guarded
from ledger.reader.xlsx import read_workbook


def refusal(data: bytes, limits: Limits = WEB) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_workbook_guarded(data, "return.xlsx", limits)
    return caught.value


def test_the_child_reads_the_same_cells_as_the_reader_itself():
    rows = (
        '<row r="1" hidden="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>42830</v></c>'
        '<c r="C1" s="1"><v>42830.5</v></c><c r="D1" t="b"><v>1</v></c><c r="E1" t="e"><v>#N/A</v></c></row>'
        '<row r="7"><c r="XFD7"><f>A1</f></c></row>'
    )
    data = workbook(
        rows,
        shared=texts("£ – “é”\u2028x"),
        before='<cols><col min="2" max="2" hidden="1"/></cols>',
    )
    assert read_workbook_guarded(data, "return.xlsx") == read_workbook(data)


def test_a_workbook_of_openpyxl_comes_through_whole():
    book = openpyxl.Workbook()
    for n in range(200):
        book.active.append([f"line {n}", n, n / 7])
    out = io.BytesIO()
    book.save(out)
    read = read_workbook_guarded(out.getvalue(), "return.xlsx")
    assert read == read_workbook(out.getvalue())
    assert len(read.sheets[0].rows) == 200


def test_what_the_child_refuses_is_refused_with_the_same_words():
    caught = refusal(b"%PDF-1.4")
    assert (caught.code, caught.where) == ("pdf", "return.xlsx")
    xml = f'<!DOCTYPE x [<!ENTITY a "b">]><worksheet xmlns="{MAIN}"/>'
    assert refusal(zipped(parts({"Data": xml}))).code == "doctype"
    assert (
        refusal(workbook('<row r="1"><c r="A1" t="s"><v>5</v></c></row>')).code
        == "broken-shared-string"
    )


def test_text_is_no_workbook():
    assert refusal(b"a,b\n1,2\n").code == "other-type"


def test_a_file_beyond_the_limit_starts_no_child():
    assert refusal(b"x" * (11 * MIB)).code == "too-large"
    assert refusal(b"").code == "empty"


def test_memory_beyond_the_limit_is_a_refusal_and_not_a_crash():
    tight = dataclasses.replace(WEB, name="tight", memory_bytes_max=60 * MIB)
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{hashlib.sha512(b"%d" % n).hexdigest() * 4}</t></is></c></row>'
        for n in range(1, 60_000)
    )
    assert refusal(workbook(rows), tight).code == "too-large"


def test_time_beyond_the_limit_is_a_refusal():
    hasty = dataclasses.replace(WEB, name="hasty", wall_seconds_max=1, cpu_seconds_max=1)
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v >{n}</v ></c></row>' for n in range(1, 99_000))
    many = zipped(parts({f"S{n}": sheet(rows) for n in range(8)}))
    assert refusal(many, hasty).code == "too-slow"


def test_an_unknown_task_is_refused_by_name_and_shows_no_traceback_to_the_user():
    with pytest.raises(Unreadable) as caught:
        run_guarded("nothing", b"", {}, WEB, "return.xlsx")
    assert caught.value.code == "reader-failed"


def test_the_child_loads_no_library_that_it_does_not_need():
    code = (
        "import sys; import ledger.reader.worker;"
        "print(sorted({'polars', 'pandas', 'openpyxl', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
