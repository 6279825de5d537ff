"""Text files: encoding, delimiter, line ends and quotation marks."""

import csv as standard
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.reader.csv import decode, delimiter_of, read_table, rows_of
from ledger.reader.csv_columns import columns_at_once
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


CODES = st.lists(
    st.sampled_from(['"', '""', ",", "\n", "\r\n", "\r", "a", " ", "£", '"a"', '",', ',"', '"b,c"', "\n\n"]),
    max_size=24,
).map(lambda parts: "x,y,z\n" + "".join(parts))  # fmt: skip


@settings(max_examples=1500, deadline=None)
@given(CODES)
def test_a_file_cut_at_once_is_the_same_table_as_row_by_row(text):
    found = columns_at_once(text.encode(), ",", 3)
    if found is None:
        return
    frame, numbers = found
    slow = [
        (line, (*row, "", "", "")[:3])
        for line, row in rows_of(text, ",", "gl.csv")
        if any(cell.strip() for cell in row)
    ]
    assert list(zip(numbers, frame.rows(), strict=True)) == slow


def test_a_large_file_is_cut_at_once_and_keeps_its_numbers():
    body = "".join(f'{n},"Rota, {n}",{n}.00\r\n' for n in range(5000))
    data = ("Title\r\n\r\na,b,c\r\n" + body + "\r\n,,\r\nlast,row\r\n").encode()
    numbers, rows = table(data)
    assert columns_at_once(data, ",", 3) is not None
    assert (numbers[:3], numbers[-1], len(rows)) == ([1, 3, 4], 5006, 5003)
    assert rows[0] == ("Title", "", "")
    assert rows[-2:] == [("4999", "Rota, 4999", "4999.00"), ("last", "row", "")]


@pytest.mark.parametrize(
    "text",
    [
        'a,b\n5" pipe,1\n',
        'a,b\n"x" y,1\n',
        'a,b\n"x\ny",1\n',
        "a,b\r1,2\r",
        "a,b\n1,2,3\n",
        'a,b\n"1,2\n',
    ],
)
def test_an_irregular_file_is_left_to_the_patient_reader(text):
    assert columns_at_once(text.encode(), ",", 2) is None


def test_a_large_irregular_file_reads_the_same_as_a_small_one():
    rows = 'x,5" pipe\n' * 8000
    assert table(("a,b\n" + rows).encode())[1][1] == ("x", '5" pipe')
