"""Text files: encoding, delimiter, line ends and quotation marks decided honestly.

The encoding is that of the byte-order mark, else UTF-8, else Windows-1252. The delimiter is the one
that cuts most lines into the same, largest number of cells. A quotation mark that would swallow
following rows is refused, because hidden rows are hidden spend.
"""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import Final

import polars as pl

from ledger.reader.csv_columns import columns_at_once
from ledger.reader.guard import Limits
from ledger.reader.refusal import Unreadable
from ledger.reader.table import Table, frame_of

DELIMITERS: Final = (",", ";", "\t", "|")
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LARGE: Final = 64 * 1024  # bytes from which a file is cut into columns at once
_SAMPLE: Final = 256 * 1024  # characters looked at for the delimiter
_END: Final = "\x00end"


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of ``data`` and its encoding.

    Raises:
        Unreadable: ``encoding`` when no encoding fits, ``nul`` when the text holds a NUL.
    """
    known = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), None)
    tried = (known,) if known else ("utf-8", "cp1252")
    for encoding in tried:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            line = text.count("\n", 0, text.index("\x00")) + 1
            raise Unreadable(
                "nul",
                f"{name}, line {line}",
                "The file holds a NUL character.",
                "It is damaged, and rows could be hidden behind the character.",
                "Export it again as CSV (UTF-8).",
            )
        return text, encoding
    raise Unreadable(
        "encoding",
        name,
        f"The bytes are no text in {' or '.join(tried)}.",
        "Names and pound signs could be read as something else.",
        "Export it again as CSV (UTF-8).",
    )


def delimiter_of(text: str) -> str:
    """The delimiter that cuts most lines alike; a comma when none does.

    Weighed on the first lines: number of cells in the commonest shape × lines of that shape. An
    Excel hint (``sep=;`` on the first line) decides.
    """
    head = text[:_SAMPLE]
    if head[:4].lower() == "sep=" and len(head) > 4 and head[5:6] in {"\r", "\n"}:  # noqa: PLR2004 - "sep=" has four letters
        return head[4]
    best, best_weight = ",", 0
    for delimiter in DELIMITERS:
        lines = _cut(head, delimiter)
        lengths = Counter(len(row) for row in lines if len(row) > 1)
        weight = max((cells * count for cells, count in lengths.items()), default=0)
        if weight > best_weight:
            best, best_weight = delimiter, weight
    return best


def rows_of(text: str, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of the line it begins on, blank records included.

    Raises:
        Unreadable: ``open-quote`` when a quotation mark swallows rows or is never closed,
            ``broken-csv`` when a cell is larger than any cell can be.
    """
    usual = before = 0
    line = 1
    ended = False
    reader = csv.reader(_lines(text), delimiter=delimiter)
    try:
        for row in reader:
            line = before + 1
            before = reader.line_num
            if row == [_END] and line == before:  # on a line of its own, so no quote is open
                ended = True
                break
            if before > line and usual > 1:
                _refuse_swallowed(row, delimiter, usual, f"{name}, line {line}")
            usual = max(usual, len(row))
            yield line, row
    except csv.Error as fault:
        raise Unreadable(
            "broken-csv",
            f"{name}, line {before + 1}",
            f"The line cannot be cut into cells ({fault}).",
            "A quotation mark may be missing, and rows would be read as one.",
            "Correct the line or export the file again.",
        ) from fault
    if not ended:
        raise _open_quote(f"{name}, line {line}")


def read_table(data: bytes, name: str, limits: Limits) -> Table:
    """The whole text file as columns of text.

    Raises:
        Unreadable: see :func:`decode` and :func:`rows_of`; ``too-large`` beyond the limits.
    """
    text, encoding = decode(data, name)
    delimiter = delimiter_of(text)
    found = _at_once(data, text, encoding, delimiter) if len(data) >= LARGE else None
    frame, numbers = found or _row_by_row(text, delimiter, name, limits)
    if numbers.len() > limits.rows_max or frame.width > limits.columns_max:
        raise _too_large(name, limits)
    if not numbers.len():
        raise Unreadable(
            "empty",
            name,
            "The file holds no rows.",
            "There is nothing to check.",
            "Export it again; if it stays empty, check the period and codes asked for.",
        )
    return Table("", frame, numbers, encoding=encoding, delimiter=delimiter)


def _at_once(
    data: bytes, text: str, encoding: str, delimiter: str
) -> tuple[pl.DataFrame, pl.Series] | None:
    sample = _cut(text[:_SAMPLE], delimiter)
    width = max((len(row) for row in sample if any(map(str.strip, row))), default=0)
    plain = data if encoding == "utf-8" else text.encode()
    return columns_at_once(plain, delimiter, width)


def _row_by_row(
    text: str, delimiter: str, name: str, limits: Limits
) -> tuple[pl.DataFrame, pl.Series]:
    numbers: list[int] = []
    rows: list[list[str]] = []
    for line, row in rows_of(text, delimiter, name):
        if any(cell and not cell.isspace() for cell in row):
            numbers.append(line)
            rows.append(row)
            if len(rows) > limits.rows_max or len(row) > limits.columns_max:
                raise _too_large(f"{name}, line {line}", limits)
    return frame_of(rows), pl.Series("row", numbers, dtype=pl.Int64)


def _too_large(where: str, limits: Limits) -> Unreadable:
    return Unreadable(
        "too-large",
        where,
        f"There are more than {limits.rows_max:,} rows or {limits.columns_max:,} cells in a row.",
        "Larger files could stop the service for everybody.",
        "Split the extract by period and import the parts.",
    )


def _lines(text: str) -> Iterator[str]:
    yield from io.StringIO(text, newline="")
    yield _END


def _cut(head: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter))[:500]
    except csv.Error:
        return []


def _refuse_swallowed(row: list[str], delimiter: str, usual: int, where: str) -> None:
    for cell in row:
        inner = cell.splitlines()[1:]
        if any(line.count(delimiter) >= usual - 1 for line in inner):
            raise _open_quote(where)


def _open_quote(where: str) -> Unreadable:
    return Unreadable(
        "open-quote",
        where,
        "A quotation mark is opened and swallows the rows after it.",
        "Those rows would be read as one cell, and their spend would disappear.",
        "Close or remove the quotation mark on that line, or export the file again.",
    )
