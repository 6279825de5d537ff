"""A large, regular text file cut into columns at once.

Only a file whose every quotation mark opens or closes a whole cell, and whose lines and records
are one for one, is read here; of such a file the patient reader in ``csv`` makes the same table.
"""

from typing import Final

import numpy as np
import polars as pl
from polars.exceptions import PolarsError

_LINE_FEED: Final = ord("\n")
_RETURN: Final = ord("\r")
_QUOTE: Final = ord('"')

Codes = np.ndarray[tuple[int], np.dtype[np.uint8]]


def columns_at_once(
    data: bytes, delimiter: str, width: int
) -> tuple[pl.DataFrame, pl.Series] | None:
    """Cut UTF-8 ``data`` into ``width`` columns ``c1`` …; returns them with their line numbers.

    Lines that hold nothing are left out. ``None`` when the file is not regular enough.
    """
    codes = np.frombuffer(data, dtype=np.uint8)
    if width < 2 or not _is_regular(codes, ord(delimiter)):  # noqa: PLR2004 - one column is no table
        return None
    names = [f"c{number}" for number in range(1, width + 1)]
    try:
        frame = pl.read_csv(
            data,
            has_header=False,
            separator=delimiter,
            schema=dict.fromkeys(names, pl.String),
            empty_string_is_null=False,
            missing_columns="insert",
        )
    except PolarsError:
        return None  # a row with more cells than the beginning of the file has
    ends = np.count_nonzero(codes == _LINE_FEED)
    lines = int(ends) + (0 if data.endswith(b"\n") else 1)
    if frame.height != lines:
        return None
    frame = frame.fill_null("")
    numbers = pl.Series("row", np.arange(1, lines + 1, dtype=np.int64))
    is_filled = _is_filled(frame)
    if is_filled.all():
        return frame, numbers
    return frame.filter(is_filled), numbers.filter(is_filled)


def _is_regular(codes: Codes, delimiter: int) -> bool:
    """Whether line ends are alike and every quotation mark opens or closes a whole cell."""
    returns = np.flatnonzero(codes == _RETURN)
    if returns.size and (returns[-1] + 1 == codes.size or (codes[returns + 1] != _LINE_FEED).any()):
        return False
    quotes = np.flatnonzero(codes == _QUOTE)
    if not quotes.size:
        return True
    if quotes.size % 2:
        return False
    opening, closing = quotes[0::2], quotes[1::2]
    if opening[0] == 0:
        opening = opening[1:]
    if closing[-1] + 1 == codes.size:
        closing = closing[:-1]
    before, after = codes[opening - 1], codes[closing + 1]
    is_opening = (before == delimiter) | (before == _LINE_FEED) | (before == _QUOTE)
    is_closing = (after == delimiter) | (after == _LINE_FEED) | (after == _RETURN)
    return bool(is_opening.all() and (is_closing | (after == _QUOTE)).all())


def _is_filled(frame: pl.DataFrame) -> pl.Series:
    """Which rows hold anything but white space; later columns are looked at only where needed."""
    found = frame.to_series(0).str.strip_chars() != ""
    for name in frame.columns[1:]:
        if found.all():
            break
        left = (~found).arg_true()
        filled = frame[name].gather(left).str.strip_chars() != ""
        found = found.scatter(left.filter(filled), True) if filled.any() else found
    return found
