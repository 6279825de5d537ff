"""Every cell a workbook holds is read, with its kind, and openpyxl is the oracle."""

import datetime as dt
import io
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from raw_workbooks import MAIN, parts, sheet, texts, workbook, zipped

from ledger.reader.cells import CellKind, WorkbookCells
from ledger.reader.guard import BULK, WEB, Unreadable, inspect
from ledger.reader.xlsx import read_workbook


def cells(data: bytes, name: str = "Data") -> dict[str, tuple[str, object]]:
    found = read_workbook(data).sheet(name)
    assert found is not None
    return {c.ref: (str(c.kind), c.value) for row in found.rows.values() for c in row.values()}


def refusal(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_workbook(data)
    return caught.value


def test_each_kind_of_cell_is_told_apart():
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r>'
        '<rPh sb="0" eb="1"><t>spoken</t></rPh></is></c><c r="C1" t="str"><f>A1</f><v>made</v></c>'
        '<c r="D1" t="b"><v>1</v></c><c r="E1" t="e"><v>#REF!</v></c><c r="F1"><f>SUM(A1:A9)</f></c>'
        '<c r="G1"><f>1+1</f><v>2</v></c><c r="H1"><v>1234.50</v></c><c r="I1" s="1"><v>42830</v></c>'
        '<c r="J1" s="2"><v>42830.75</v></c><c r="K1" t="d"><v>2017-05-18</v></c><c r="L1" s="3"><v>4410</v></c>'
        '<c r="M1" s="1"/><c r="N1" t="s"><v>1</v></c><c r="O1"><v>NaN</v></c><c r="P1"><v>1E309</v></c>'
        '<c r="Q1" t="b"><v>0</v></c><c r="R1" t="str"><f>""</f><v></v></c></row>'
    )
    assert cells(workbook(rows, shared=texts("hello &amp; _x000D_ goodbye", "  "))) == {
        "A1": ("text", "hello & \r goodbye"),
        "B1": ("text", "inline"),
        "C1": ("text", "made"),
        "D1": ("boolean", True),
        "E1": ("error", "#REF!"),
        "F1": ("formula-without-value", "=SUM(A1:A9)"),
        "G1": ("number", "2"),
        "H1": ("number", "1234.5"),
        "I1": ("date", date(2017, 4, 5)),
        "J1": ("date", dt.datetime.fromisoformat("2017-04-05T18:00:00")),
        "K1": ("date", date(2017, 5, 18)),
        "L1": ("number", "04410"),
        "O1": ("error", "NaN"),
        "P1": ("error", "1E309"),
        "Q1": ("boolean", False),
    }


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("0.30000000000000004", "0.3"),
        ("10.010000000000002", "10.01"),
        ("-58620.499999999993", "-58620.5"),
        ("1E3", "1000"),
        ("5.14E+10", "51400000000"),
        ("-1.5E-5", "-0.000015"),
        ("51400286824", "51400286824"),
        ("12345678901234567", "12345678901234567"),
        ("-0", "0"),
        ("-0.0", "0"),
        ("007", "7"),
        ("1.", "1"),
        (".5", "0.5"),
        ("1234.50", "1234.5"),
        ("123456789012.34567", "123456789012.346"),
    ],
)
def test_numbers_keep_their_exact_decimals_without_binary_noise(stored, text):
    assert cells(workbook(f'<row r="1"><c r="A1"><v>{stored}</v></c></row>')) == {
        "A1": ("number", text)
    }


@pytest.mark.parametrize(
    ("serial", "date1904", "value"),
    [
        ("1", False, date(1900, 1, 1)),
        ("59", False, date(1900, 2, 28)),
        ("61", False, date(1900, 3, 1)),
        ("2958465", False, date(9999, 12, 31)),
        ("41368", True, date(2017, 4, 5)),
        ("0", True, date(1904, 1, 1)),
        ("42830.999999999", False, date(2017, 4, 6)),
    ],
)
def test_days_count_from_1900_or_1904_as_the_workbook_says(serial, date1904, value):
    rows = f'<row r="1"><c r="A1" s="2"><v>{serial}</v></c></row>'
    assert cells(workbook(rows, date1904=date1904)) == {"A1": ("date", value)}


@pytest.mark.parametrize("serial", ["0", "60", "-1", "2958466", "0.5"])
def test_numbers_that_are_no_day_stay_numbers(serial):
    rows = f'<row r="1"><c r="A1" s="1"><v>{serial}</v></c></row>'
    assert cells(workbook(rows)) == {"A1": ("number", serial)}


def test_the_dimension_is_never_believed():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1001))
    data = workbook(rows, before='<dimension ref="A1:C20"/>')
    assert len(read_workbook(data).sheets[0].rows) == 1000


def test_a_stray_cell_in_the_last_corner_is_read_and_costs_nothing():
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>'
    )
    assert cells(workbook(rows)) == {"A1": ("number", "1"), "XFD1048576": ("text", "far")}


def test_hidden_rows_columns_and_sheets_are_read_and_reported():
    seen = sheet('<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2" ht="0"><c r="C2"><v>2</v></c></row>',
                 before='<cols><col min="2" max="3" hidden="1"/><col min="5" max="5" width="0"/></cols>')  # fmt: skip
    data = zipped(
        parts(
            {"Data": seen, "Secret": sheet('<row r="9"><c r="B9"><v>9</v></c></row>')},
            states={"Secret": "veryHidden"},
            names='<definedName name="Total">Data!$A$1</definedName>'
            '<definedName name="_xlnm.Print_Area" localSheetId="0">Data!$A$1:$C$2</definedName>',
        )
    )
    book = read_workbook(data)
    data_sheet, secret = book.sheets
    assert (data_sheet.hidden_rows, data_sheet.hidden_columns) == ({1, 2}, {2, 3, 5})
    assert (secret.name, secret.state, secret.rows[9][2].value) == ("Secret", "veryHidden", "9")
    assert book.defined_names == {"Total": "Data!$A$1"}


def test_cells_without_reference_follow_each_other():
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row r='4'><c r='C4'><v>3</v></c><c><v>4</v></c></row>"
    assert cells(workbook(rows)) == {
        "A1": ("number", "1"), "B1": ("number", "2"), "C4": ("number", "3"), "D4": ("number", "4"),
    }  # fmt: skip


def test_cells_in_the_wrong_order_within_a_row_are_all_read():
    rows = '<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row>'
    assert cells(workbook(rows)) == {"C1": ("number", "3"), "A1": ("number", "1")}


def test_prefixed_and_foreign_markup_is_understood():
    xml = (
        f'<x:worksheet xmlns:x="{MAIN}" xmlns:y="urn:other"><x:sheetData><x:row r="1">'
        '<x:c r="A1"><x:v>1</x:v></x:c><y:c r="B1"><y:v>2</y:v></y:c></x:row></x:sheetData></x:worksheet>'
    )
    assert cells(zipped(parts({"Data": xml}))) == {"A1": ("number", "1")}


def test_rows_hidden_behind_comments_and_sections_are_read_alike():
    row = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c></row>'
    rows = (
        row.format(1, "a")
        + "<!-- </row> -->"
        + row.format(2, "<![CDATA[</row>]]>")
        + row.format(3, "c &lt; d")
    )
    assert cells(workbook(rows)) == {
        "A1": ("text", "a"), "A2": ("text", "</row>"), "A3": ("text", "c < d"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "code", "where"),
    [
        ('<row r="1"><c r="B1" t="s"><v>7</v></c></row>', "broken-shared-string", "cell B1"),
        ('<row r="1"><c r="B1" t="s"><v>-1</v></c></row>', "broken-shared-string", "cell B1"),
        ('<row r="1"><c r="B1" s="99"><v>7</v></c></row>', "broken-style", "cell B1"),
        ('<row r="1"><c r="B1"><v>7</v></c><c r="B1"><v>8</v></c></row>', "repeated-cell", "cell B1"),
        ('<row r="2"/><row r="2"><c r="B2"><v>7</v></c></row>', "broken-workbook", "row 2"),
        ('<row r="9"/><row r="3"/>', "broken-workbook", "row 3"),
        ('<row r="1048577"/>', "broken-workbook", "row 1048577"),
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', "broken-workbook", "row 1"),
        ('<row r="1"><c r="A2"><v>1</v></c></row>', "broken-workbook", "row 1"),
        ('<row r="1"><c r="é1"><v>1</v></c></row>', "broken-workbook", "row 1"),
        ('<row r="1"><c r="A1"><v>1</c></row>', "broken-xml", "line 2"),
        ("<a>" * 70 + "</a>" * 70, "broken-xml", ""),
        (f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 32_768}</t></is></c></row>', "text-too-long", "cell A1"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused_with_its_place(rows, code, where):
    caught = refusal(workbook(rows, shared=texts("one")))
    assert caught.code == code
    assert caught.where.endswith(where)


def test_a_missing_sheet_part_is_refused():
    members = parts({"Data": sheet(""), "More": sheet("")})
    del members["xl/worksheets/sheet2.xml"]
    caught = refusal(zipped(members))
    assert (caught.code, caught.what) == (
        "broken-workbook", "The workbook does not hold the sheet 'More'.",
    )  # fmt: skip


def test_too_many_sheets_rows_and_columns_are_refused():
    many = zipped(parts({f"S{n}": sheet("") for n in range(41)}))
    assert refusal(many).what == "The workbook has more than 40 sheets."
    wide = "".join(f"<c><v>{n}</v></c>" for n in range(300))
    assert (
        refusal(workbook(f"<row>{wide}</row>")).what == "It holds more than 256 cells in one row."
    )
    tall = "".join(f"<row><c><v>{n * n}</v></c></row>" for n in range(100_001))
    assert refusal(workbook(tall)).what == "It holds more than 100,000 rows."


def test_one_long_text_named_many_times_is_stopped_before_it_fills_the_memory():
    cell = "<c t='s'><v>0</v></c>"
    data = workbook(f"<row>{cell * 200}</row>" * 40, shared=texts("x" * 32_000))
    assert refusal(data).what == "It holds more than 104,857,600 characters of text."


def test_an_entity_bomb_is_refused_by_the_reader_too():
    xml = f'<!DOCTYPE x [<!ENTITY a "b">]><worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    assert refusal(zipped(parts({"Data": xml}))).code == "doctype"


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"),
    min_size=1,
    max_size=12,
).filter(lambda text: text.strip() and "_x" not in text and not text.startswith("="))
VALUE = (
    st.none() | TEXT | st.integers(-(10**9), 10**9) | st.booleans()
    | st.decimals(min_value=-(10**8), max_value=10**8, places=2).map(float)
    | st.dates(date(1900, 3, 1), date(9999, 12, 31))
)  # fmt: skip
GRID = st.lists(st.lists(VALUE, max_size=5), min_size=1, max_size=6)


def plain(kind: str, value: object) -> object:
    if kind == "number":
        return float(str(value))
    return value


def oracle(data: bytes) -> dict[str, object]:
    found = {}
    for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows():
        for cell in row:
            value = cell.value
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            if isinstance(value, dt.datetime):
                value = value.date()
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            found[cell.coordinate] = float(value) if is_number else value
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(GRID)
def test_what_openpyxl_wrote_is_read_as_openpyxl_reads_it(grid):
    book = openpyxl.Workbook()
    for row, values in enumerate(grid, start=1):
        for column, value in enumerate(values, start=1):
            if value is not None:
                book.active.cell(row, column, value)
    out = io.BytesIO()
    book.save(out)
    data = out.getvalue()
    found = {ref: plain(*cell) for ref, cell in cells(data, "Sheet").items()}
    assert found == oracle(data)


def row_xml(number: int, values: list[int | str]) -> str:
    made = ""
    for column, value in enumerate(values):
        ref = f"{chr(65 + column)}{number}"
        made += (
            f'<c r="{ref}"><v>{value}</v></c>'
            if isinstance(value, int)
            else f'<c r="{ref}" t="str"><v>{value}</v></c>'
        )
    return f'<row r="{number}">{made}</row>'


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(st.integers(0, 99) | st.sampled_from(["a", "b c"]), max_size=4), st.booleans(), st.booleans()),
        min_size=1, max_size=30,
    )
)  # fmt: skip
def test_rows_in_the_common_form_and_rows_in_any_form_give_the_same_cells(rows):
    plain_rows = "".join(row_xml(n, values) for n, (values, _, _) in enumerate(rows, start=1))
    odd_rows = ""
    for number, (values, with_space, with_attribute) in enumerate(rows, start=1):
        xml = row_xml(number, values)
        xml = xml.replace("</c>", "</c >") if with_space else xml
        odd_rows += xml.replace("<c r", '<c cm="0" r') if with_attribute else xml
    assert (
        cells(workbook(plain_rows))
        == cells(workbook(odd_rows))
        == cells(workbook("<!-- no short cut -->" + plain_rows))
    )


def test_reading_leaves_out_nothing_and_keeps_the_kinds_of_the_whole_sheet():
    book: WorkbookCells = read_workbook(workbook('<row r="3"><c r="B3"><v>5</v></c></row>'), BULK)
    cell = book.sheets[0].rows[3][2]
    assert (cell.sheet, cell.row, cell.column, cell.ref, cell.kind, cell.text) == (
        "Data", 3, 2, "B3", CellKind.NUMBER, "5",
    )  # fmt: skip
    assert inspect(workbook(""), "x", WEB).kind == "xlsx"
