"""Text files: encoding, delimiter, line ends and quotation marks."""

import csv as standard
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.reader.csv import decode, delimiter_of, read_table, rows_of
from ledger.reader.guard import BULK, Limits, Unreadable


def table(data: bytes) -> tuple[list[int], list[tuple[str, ...]]]:
    read = read_table(data, "gl.csv", BULK)
    return read.numbers.to_list(), read.frame.rows()


def refusal(data: bytes, limits: Limits = BULK) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_table(data, "gl.csv", limits)
    return caught.value


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ("£1".encode(), "£1", "utf-8"),
        (b"\xef\xbb\xbfa", "a", "utf-8-sig"),
        ("£1".encode("cp1252"), "£1", "cp1252"),
        ("“quoted” – £".encode("cp1252"), "“quoted” – £", "cp1252"),
        ("£1".encode("utf-16"), "£1", "utf-16"),
        (b"\xfe\xff" + "£1".encode("utf-16-be"), "£1", "utf-16"),
    ],
)
def test_the_encoding_is_the_mark_then_utf8_then_windows(data, text, encoding):
    assert decode(data, "gl.csv") == (text, encoding)


def test_bytes_in_no_encoding_are_refused():
    assert refusal(b"a,b\n\x81\x8d,1\n").code == "encoding"


def test_a_nul_in_wide_text_is_refused_with_its_line():
    caught = refusal("a,b\n1,\x00\n".encode("utf-16"))
    assert (caught.code, caught.where) == ("nul", "gl.csv, line 2")


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a;b;c\n1,00;2,00;Rota, May\n", ";"),
        ("Title, of a report\na\tb\tc\n1,5\t2\t3\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("sep=;\na,b;c,d\n", ";"),
        ('a,b\n"x;y;z",1\n"p;q;r",2\n', ","),
        ("only one column\n", ","),
    ],
)
def test_the_delimiter_is_the_one_that_cuts_most_lines_alike(text, delimiter):
    assert delimiter_of(text) == delimiter


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_lines_alike(end):
    data = end.join(["a,b", "", "1,2", '"x', 'y",3', " , ", "4,5"]).encode()
    numbers, rows = table(data)
    assert numbers == [1, 3, 4, 7]
    assert rows == [("a", "b"), ("1", "2"), (f"x{end}y", "3"), ("4", "5")]


def test_short_rows_are_filled_and_long_rows_keep_every_cell():
    assert table(b"a,b\n1\n1,2,3\n")[1] == [("a", "b", ""), ("1", "", ""), ("1", "2", "3")]


def test_a_quotation_mark_inside_a_cell_is_only_a_mark():
    assert table(b'a,b\n5" pipe,1\n"say ""hi""",2\n')[1] == [
        ("a", "b"), ('5" pipe', "1"), ('say "hi"', "2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    ['"never closed,1\n2,3\n', 'x,1\n"opened,2\n3,4\n5,"6\n', '"', 'x,"\n1,2'],
)
def test_a_quotation_mark_that_swallows_rows_is_refused(body):
    assert refusal(("a,b\n" + body).encode()).code == "open-quote"


def test_the_refusal_names_the_line_where_the_quotation_mark_was_opened():
    assert refusal(b'a,b\n1,2\n3,"4\n5,6\n7,8\n').where == "gl.csv, line 3"


def test_a_file_without_rows_is_refused():
    assert refusal(b"\n \n,,\n").code == "empty"


def test_too_many_rows_are_refused():
    small = Limits(
        name="small", file_bytes_max=1000, inflated_bytes_max=1000, member_bytes_max=1000, rows_max=2,
        columns_max=2, cells_max=10, memory_bytes_max=1, cpu_seconds_max=1, wall_seconds_max=1,
    )  # fmt: skip
    assert refusal(b"a,b\n1,2\n3,4\n", small).code == "too-large"
    assert refusal(b"a,b,c\n", small).code == "too-large"


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r\n"), max_size=6)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=8))
def test_what_the_standard_writer_wrote_is_read_back(grid):
    out = io.StringIO()
    standard.writer(out, lineterminator="\n", quoting=standard.QUOTE_ALL).writerows(grid)
    rows = [row for _, row in rows_of(out.getvalue(), ",", "gl.csv")]
    assert rows == grid
