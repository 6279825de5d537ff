"""CSV: byte order mark, CRLF, text guarded against formulas, numbers untouched."""

import io
import zipfile
from datetime import date

from exports import csv as csv_writer
from exports.sheet import Block, Column, Formula, Kind, Sheet, Workbook


def test_text_is_guarded_and_numbers_dates_and_formula_values_are_plain():
    sheet = Sheet(
        "S",
        (Column("Text"), Column("Amount", Kind.MONEY), Column("Day", Kind.DATE)),
        [
            ("=1+1", -50_00, date(2017, 4, 5)),
            ('a "b", c', 1, None),
            ("ok", Formula("=B3", 7), None),
        ],
        "A note",
        ("Total", Formula("=SUM(B3:B5)", -49_92), None),
    )
    assert csv_writer.write(sheet) == (
        b"\xef\xbb\xbfText,Amount,Day\r\n"
        b"'=1+1,-50.00,2017-04-05\r\n"
        b'"a ""b"", c",0.01,\r\n'
        b"ok,0.07,\r\n"
    )


def test_every_dangerous_first_character_gets_an_apostrophe():
    dangerous = ["=a", "+a", "-a", "@a", "\ta", "\ra", "\na", "\x00a", "＝a", "-5"]
    sheet = Sheet("S", (Column("T"),), [(t,) for t in dangerous])
    text = csv_writer.write(sheet).decode("utf-8-sig")
    assert text == (
        "T\r\n'=a\r\n'+a\r\n'-a\r\n'@a\r\n'\ta\r\n'␍a\r\n\"'\na\"\r\n'␀a\r\n'＝a\r\n'-5\r\n"
    )


def test_each_table_of_a_sheet_follows_under_its_heading():
    block = Block("More", (Column("B"), Column("C")), [])
    sheet = Sheet("S", (Column("A"),), [("x",)], "Note", blocks=(block,))
    text = csv_writer.write(sheet).decode("utf-8-sig")
    assert text == "A,\r\nx,\r\nMore,\r\nB,C\r\nNone in period,\r\n"


def test_a_workbook_becomes_an_archive_of_one_file_a_sheet_always_the_same():
    sheets = tuple(Sheet(n, (Column("A"),), [(n,)]) for n in ("Cover", "Not claimed"))
    book = Workbook("T", date(2017, 10, 20), sheets)
    content = csv_writer.archive(book)
    assert content == csv_writer.archive(book)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {n: archive.read(n) for n in archive.namelist()} == {
            "Cover.csv": b"\xef\xbb\xbfA\r\nCover\r\n",
            "Not claimed.csv": b"\xef\xbb\xbfA\r\nNot claimed\r\n",
        }
