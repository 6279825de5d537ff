"""The file of spend lines that the command is given: its text, cut into columns.

A short file, or one that is not quite regular, is read row by row and says exactly what is wrong
with it; a long, regular one is cut into columns at once and never becomes a million rows of Python
texts. Both give the same columns.
"""

import csv
import io
from pathlib import Path
from typing import Final

import pandas as pd

from grants.checks.columns import coded
from grants.checks.frame import bad_header, spend_frame, typed_frame

LONG: Final = 4_000_000
"""Bytes from which loading the columnar reader pays."""


class FileRefused(ValueError):  # noqa: N818 - a refused operation, named as one
    """A file cannot be opened or is not what its place on the command line promises."""


def read_spend_lines(path: Path) -> pd.DataFrame:
    """Typed spend lines of a CSV file, in the order of its rows.

    Raises:
        FileRefused: it is not UTF-8, has no header, or a row has too few or too many cells.
        LinesRefused: as of ``spend_frame``.
    """
    data = read_bytes(path)
    if len(data) >= LONG:
        frame = _at_once(data)
        if frame is not None:
            return frame
    text = as_text(data, path.name)
    del data
    return spend_frame(_row_by_row(text, path.name))


def read_bytes(path: Path) -> bytes:
    """The content of a file.

    Raises:
        FileRefused: it cannot be opened.
    """
    try:
        return path.read_bytes()
    except OSError as fault:
        raise FileRefused(f"{path}: cannot be opened ({fault.strerror}).") from fault


def as_text(data: bytes, name: str) -> str:
    """UTF-8 content as text.

    Raises:
        FileRefused: it is not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise FileRefused(
            f"{name} is not UTF-8 (byte {fault.start}). Save it as CSV UTF-8."
        ) from fault


def _row_by_row(text: str, name: str) -> pd.DataFrame:
    """Text columns; nothing is guessed, nothing dropped but empty rows."""
    with_rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(with_rows, [])]
        if not header:
            raise FileRefused(f"{name} is empty; its first row names the columns.")
        rows = [row for row in with_rows if any(cell.strip() for cell in row)]
    except csv.Error as fault:
        raise FileRefused(f"{name}, row {with_rows.line_num}: not CSV ({fault}).") from fault
    uneven = [number for number, row in enumerate(rows, 2) if len(row) != len(header)]
    if uneven:
        shown = ", ".join(map(str, uneven[:10]))
        raise FileRefused(
            f"{name}: row {shown} does not have {len(header)} cells like the header. "
            "Put texts with commas in quotation marks."
        )
    return pd.DataFrame(rows, columns=header, dtype=str)


def _at_once(data: bytes) -> pd.DataFrame | None:
    """Typed lines of a regular file; None for any other, which is left to the patient reading."""
    from ledger.reader.csv_columns import columns_at_once  # noqa: PLC0415 - loads polars

    first, _, rest = data.removeprefix(b"\xef\xbb\xbf").partition(b"\n")
    if b'"' in first or b"\r" in first.rstrip(b"\r"):
        return None
    try:
        names = [name.strip() for name in first.decode().split(",")]
    except UnicodeDecodeError:
        return None
    if bad_header(names):
        return None
    cut = columns_at_once(rest, ",", len(names))
    if cut is None:
        return None
    table, numbers = cut
    commas = rest.count(b",")
    if b'"' in rest:
        commas -= sum(int(column.str.count_matches(",", literal=True).sum()) for column in table)
    if commas != table.height * (len(names) - 1) or numbers[-1] != table.height:
        return None  # a row is short, or empty
    size, columns = table.height, {}
    for name, place in zip(names, table.columns, strict=True):
        columns[name] = coded(table[place])
        table = table.drop(place)
    return typed_frame(columns, size)
