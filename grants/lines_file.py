"""The file of spend lines that the command is given: its text, cut into columns.

A short file, or one that is not quite regular, is read row by row and says exactly what is wrong
with it; a long, regular one is cut into columns at once and never becomes a million rows of Python
texts. Both give the same columns.
"""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from grants.checks.columns import Piece, joined, piece_of
from grants.checks.frame import bad_header, spend_frame, typed_frame

if TYPE_CHECKING:
    import polars as pl

LONG: Final = 4_000_000
"""Bytes from which loading the columnar reader pays."""
PIECE: Final = 64_000_000
"""Bytes that are cut at once; memory depends on it, not on the length of the file."""


class FileRefused(ValueError):  # noqa: N818 - a refused operation, named as one
    """A file cannot be opened or is not what its place on the command line promises."""


def read_spend_lines(path: Path, *, piece: int = PIECE) -> pd.DataFrame:
    """Typed spend lines of a CSV file, in the order of its rows; ``piece`` bytes are cut at once.

    Raises:
        FileRefused: it is not UTF-8, has no header, or a row has too few or too many cells.
        LinesRefused: as of ``spend_frame``.
    """
    try:
        frame = _at_once(path, piece) if path.stat().st_size >= LONG else None
    except OSError as fault:
        raise _not_opened(path, fault) from fault
    if frame is not None:
        return frame
    return spend_frame(_row_by_row(as_text(read_bytes(path), path.name), path.name))


def read_bytes(path: Path) -> bytes:
    """The content of a file.

    Raises:
        FileRefused: it cannot be opened.
    """
    try:
        return path.read_bytes()
    except OSError as fault:
        raise _not_opened(path, fault) from fault


def _not_opened(path: Path, fault: OSError) -> FileRefused:
    return FileRefused(f"{path}: cannot be opened ({fault.strerror}).")


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


def _at_once(path: Path, piece: int) -> pd.DataFrame | None:
    """Typed lines of a regular file; None for any other, which is left to the patient reading."""
    with path.open("rb") as file:
        names = _header(file.readline())
        if names is None:
            return None
        pieces: dict[str, list[Piece]] = {name: [] for name in names}
        size = 0
        while lines := file.read(piece):
            table = _cut(lines + file.readline(), len(names))
            if table is None:
                return None
            size += table.height
            for name, place in zip(names, table.columns, strict=True):
                pieces[name].append(piece_of(table[place]))
    if not size:
        return None
    return typed_frame({name: joined(pieces.pop(name)) for name in names}, size)


def _header(line: bytes) -> list[str] | None:
    """The names of the columns; None where they are not plainly the promised ones."""
    line = line.removeprefix(b"\xef\xbb\xbf").removesuffix(b"\n").removesuffix(b"\r")
    try:
        names = [name.strip() for name in line.decode("ascii").split(",")]
    except UnicodeDecodeError:
        return None
    return None if bad_header(names) else names


def _cut(lines: bytes, width: int) -> "pl.DataFrame | None":
    """Whole lines cut into columns; None where one is short, long, empty or oddly quoted."""
    from ledger.reader.csv_columns import columns_at_once  # noqa: PLC0415 - loads polars

    cut = columns_at_once(lines, ",", width)
    if cut is None:
        return None
    table, numbers = cut
    commas = lines.count(b",")
    if b'"' in lines:
        commas -= sum(int(column.str.count_matches(",", literal=True).sum()) for column in table)
    is_whole = commas == table.height * (width - 1) and numbers[-1] == table.height
    return table if is_whole else None
