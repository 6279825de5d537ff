"""A long file is cut into columns at once and says the same as one read row by row."""

import io

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from grants.checks.frame import LinesRefused, spend_frame
from grants.lines_file import LONG, FileRefused, read_spend_lines
from grants.spend import SPEND_COLUMNS
from tests.grants.checks.check_builders import text_line

ROWS = 24_000
NAMES = ("Wren & Co", "wren & co", "Émile, Söhne", 'The "Old" Hall', "  spaced  ", "")


def lines() -> list[dict[str, str]]:
    return [
        text_line(
            number, supplier=NAMES[number % 6], description=f"Sessions and materials no. {number}",
            invoice_ref=f"INV/{number % 9000}", ledger_key=f"K-{number * 7919 % ROWS}",
            claimed=f"{number % 500}.{number % 100:02d}", units="" if number % 3 else "2.5",
            defrayed_on="" if number % 4 else "2017-06-30",
        )
        for number in range(1, ROWS + 1)
    ]  # fmt: skip


def file_of(folder, rows, *, line_end="\n"):
    text = io.StringIO()
    pd.DataFrame(rows, columns=list(SPEND_COLUMNS)).to_csv(
        text, index=False, lineterminator=line_end
    )
    path = folder / "lines.csv"
    path.write_bytes(text.getvalue().encode())
    assert path.stat().st_size > LONG
    return path


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_long_regular_file_becomes_the_frame_of_its_rows(tmp_path, line_end):
    rows = lines()
    wanted = spend_frame(pd.DataFrame(rows, columns=list(SPEND_COLUMNS), dtype=str))
    path = file_of(tmp_path, rows, line_end=line_end)
    assert_frame_equal(read_spend_lines(path), wanted)
    assert_frame_equal(read_spend_lines(path, piece=700_000), wanted)
    assert wanted["supplier"].tolist()[:6] == ["wren & co", "Émile, Söhne", 'The "Old" Hall',
                                               "spaced", "", "Wren & Co"]  # fmt: skip


def test_bad_cells_of_a_long_file_are_named_by_row_and_column(tmp_path):
    rows = lines()
    rows[11_999] |= {"claimed": "12.5", "incurred_on": "31/05/2017"}
    rows[20_000]["line_id"] = rows[0]["line_id"]
    with pytest.raises(LinesRefused) as caught:
        read_spend_lines(file_of(tmp_path, rows))
    assert [(c.row, c.column, c.value) for c in caught.value.cells] == [
        (12_001, "claimed", "12.5"),
        (12_001, "incurred_on", "31/05/2017"),
        (20_002, "line_id", rows[0]["line_id"]),
    ]


def test_a_short_row_deep_in_a_long_file_is_named(tmp_path):
    path = file_of(tmp_path, lines())
    text = path.read_text().splitlines()
    text[15_000] = text[15_000].removesuffix(",draft")
    path.write_text("\n".join(text) + "\n")
    with pytest.raises(FileRefused) as caught:
        read_spend_lines(path)
    assert str(caught.value) == (
        "lines.csv: row 15001 does not have 31 cells like the header. "
        "Put texts with commas in quotation marks."
    )


def test_empty_rows_of_a_long_file_are_passed_over(tmp_path):
    rows = lines()
    path = file_of(tmp_path, rows)
    path.write_text(path.read_text().replace("\n", "\n\n", 3) + "\n" + "," * 30 + "\n")
    assert_frame_equal(
        read_spend_lines(path),
        spend_frame(pd.DataFrame(rows, columns=list(SPEND_COLUMNS), dtype=str)),
    )


def test_a_long_file_in_another_encoding_is_refused(tmp_path):
    path = file_of(tmp_path, lines())
    path.write_bytes(path.read_bytes().replace("É".encode(), b"\xc9"))
    with pytest.raises(FileRefused, match="is not UTF-8"):
        read_spend_lines(path)
