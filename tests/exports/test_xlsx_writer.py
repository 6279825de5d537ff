"""What is written is what was meant: text stays text, figures are exact, bytes are the same."""

import io
import random
import re
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports import xlsx
from exports.celltext import CELL_TEXT_MAX, storable, units
from exports.sheet import Block, Column, Figure, Formula, Kind, Sheet, Workbook
from ledger.require import InvariantBroken


def book(*sheets: Sheet) -> Workbook:
    return Workbook("A title", date(2017, 10, 20), sheets)


def texts_sheet(texts: list[str]) -> Sheet:
    return Sheet("Texts", (Column("Text"),), [(t,) for t in texts])


def read_back(content: bytes, sheet: str = "Texts") -> list[object]:
    found = openpyxl.load_workbook(io.BytesIO(content))[sheet]
    return [row[0].value for row in found.iter_rows(min_row=3)]


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {item.filename: archive.read(item) for item in archive.infolist()}


def random_texts(count: int) -> list[str]:
    """Texts made to be mistaken for formulas, links, numbers, escapes and markup."""
    source = random.Random(20171207)  # noqa: S311 - a fixed seed makes the texts repeatable
    starts = [
        "=",
        "+",
        "-",
        "@",
        "{=",
        "'",
        "http://",
        "mailto:",
        "0",
        "1e5",
        "<f>",
        "&",
        "_x0041_",
        "\t",
        " ",
        "é",
        "😀",
        "",
    ]
    letters = "aZ09 =+-@\"'<>&;,:/\\!$%{}[]()#\n\té漢😀\u00a0\u2028"
    return [
        source.choice(starts) + "".join(source.choice(letters) for _ in range(source.randrange(1, 40)))
        for _ in range(count)
    ]  # fmt: skip


def test_two_thousand_hostile_texts_come_back_the_same_and_none_becomes_a_formula():
    texts = random_texts(2_000)
    content = xlsx.write(book(texts_sheet(texts)))
    assert read_back(content) == texts
    sheets = [p for name, p in parts(content).items() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 1
    assert b"<f>" not in sheets[0]
    assert b"hyperlink" not in sheets[0]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=10))
def test_any_text_comes_back_as_its_storable_form(texts):
    content = xlsx.write(book(texts_sheet(texts)))
    # The library that reads drops one escape sequence from a text; ours is stored in full.
    assert read_back(content) == [storable(t).replace("x005F_", "") for t in texts]


def test_the_only_formulas_are_the_ones_the_data_says():
    sheet = Sheet(
        "S", (Column("Text"), Column("Amount", Kind.MONEY)), [("=SUM(B3:B3)", 5)],
        totals=("Total", Formula("=SUM(B3:B3)", 5)),
    )  # fmt: skip
    xml = parts(xlsx.write(book(sheet)))["xl/worksheets/sheet1.xml"].decode()
    assert re.findall(r"<c r=\"(\w+)\"[^>]*><f>([^<]*)</f><v>([^<]*)</v>", xml) == [
        ("B4", "SUM(B3:B3)", "0.05")
    ]


def test_every_pence_value_is_the_nearest_double_of_its_decimal():
    source = random.Random(7)  # noqa: S311 - a fixed seed makes the figures repeatable
    pence = [0, 1, -1, 30, 32_703, -32_703, 10**15 - 1, -(10**15) + 1]
    pence += [source.randrange(-(10**13), 10**13) for _ in range(2_000)]
    sheet = Sheet("Texts", (Column("Amount", Kind.MONEY),), [(p,) for p in pence])
    expected = [float(Decimal(p).scaleb(-2)) for p in pence]
    assert read_back(xlsx.write(book(sheet))) == expected


def test_numbers_dates_and_ids_keep_their_type_and_form():
    columns = (
        Column("Id"), Column("Amount", Kind.MONEY), Column("Day", Kind.DATE),
        Column("Count", Kind.INTEGER), Column("Share", Kind.DECIMAL), Column("Mixed"),
    )  # fmt: skip
    row = ("00123", -50_00, date(2017, 4, 5), 7, Decimal("12.5"), Figure(99, Kind.MONEY))
    old = ("1", 0, date(1899, 12, 31), 0, Decimal(0), "x")
    sheet = Sheet("Texts", columns, [row, old])
    found = openpyxl.load_workbook(io.BytesIO(xlsx.write(book(sheet))))["Texts"]
    first, second = list(found.iter_rows(min_row=3))
    assert [(c.value, c.number_format) for c in first] == [
        ("00123", "@"),
        (-50, "#,##0.00;-#,##0.00;0.00"),
        (datetime.combine(date(2017, 4, 5), time()), "dd/mm/yyyy"),
        (7, "0"),
        (12.5, "General"),
        (0.99, "#,##0.00;-#,##0.00;0.00"),
    ]
    assert second[2].value == "31/12/1899"


def test_control_characters_show_as_pictures_and_long_texts_say_that_they_were_cut():
    assert storable("a\x00b\rc\x7fd\ue000\ufffee\ud800f") == "a␀b␍c␡d\ue000[U+FFFE]e[U+D800]f"
    assert storable("tab\tand\nline") == "tab\tand\nline"
    exactly = "x" * CELL_TEXT_MAX
    assert storable(exactly) == exactly
    for text in ("x" * (CELL_TEXT_MAX + 1), "😀" * CELL_TEXT_MAX, "ab😀" * 20_000):
        cut = storable(text)
        assert units(cut) <= CELL_TEXT_MAX
        assert units(cut) > CELL_TEXT_MAX - 3
        assert f"[CUT: {len(text)} characters in all, SHA-256 " in cut
        assert text.startswith(cut[: cut.index(" [CUT")])
    content = xlsx.write(book(texts_sheet(["y" * 40_000, "a\x01b"])))
    assert read_back(content) == [storable("y" * 40_000), "a␁b"]


def test_the_same_data_gives_the_same_bytes_and_no_time_but_the_datas():
    first, second = (xlsx.write(book(texts_sheet(["a", "=b"]))) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = parts(first)["docProps/core.xml"].decode()
    assert set(re.findall(r">(\d{4}-[^<]*)<", core)) == {"2017-10-20T00:00:00Z"}


def test_a_sheet_prints_landscape_one_page_wide_with_titles_pages_and_marking():
    content = parts(xlsx.write(book(texts_sheet(["a"]))))
    xml = content["xl/worksheets/sheet1.xml"].decode()
    assert 'orientation="landscape"' in xml
    assert 'fitToHeight="0"' in xml
    assert "<oddFooter>&amp;LOFFICIAL&amp;RPage &amp;P of &amp;N</oddFooter>" in xml
    assert '<autoFilter ref="A2:A3"/>' in xml
    assert 'state="frozen"' in xml
    assert "mergeCell" not in xml
    assert "'Texts'!$1:$2" in content["xl/workbook.xml"].decode().replace("Texts!", "'Texts'!")


def test_an_empty_table_says_its_sentence_and_further_tables_follow_under_their_heading():
    block = Block("More", (Column("B"), Column("C")), [("x", "y")])
    sheet = Sheet("S", (Column("A"),), [], "A note", when_empty="Not recorded yet", blocks=(block,))
    found = openpyxl.load_workbook(io.BytesIO(xlsx.write(book(sheet))))["S"]
    assert [[c.value for c in row] for row in found.iter_rows()] == [
        ["A note", None],
        ["A", None],
        ["Not recorded yet", None],
        ["More", None],
        ["B", "C"],
        ["x", "y"],
    ]


def test_a_number_in_a_column_of_text_is_a_fault_of_the_program():
    sheet = Sheet("S", (Column("A"),), [(5,)])
    with pytest.raises(InvariantBroken, match="A number stands in a column of text: 5"):
        xlsx.write(book(sheet))


def test_a_column_is_as_wide_as_its_largest_amount():
    columns = (Column("A"), Column("Amount", Kind.MONEY, 9))
    sheet = Sheet("S", columns, [("x", -123_456_789_012_34)], totals=("T", Formula("=B3", 5)))
    found = openpyxl.load_workbook(io.BytesIO(xlsx.write(book(sheet))))["S"]
    # "-123,456,789,012.34" and two to spare; Excel itself adds a little for its margins.
    assert round(found.column_dimensions["B"].width) == len("-123,456,789,012.34") + 3
