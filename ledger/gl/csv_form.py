"""Canonical ledger lines between a frame and CSV."""

import pandas as pd

from ledger.gl.frame import frame_of_lists, lists_of_frame
from ledger.gl.lines_csv import lines_from_csv, lines_of_lists, lines_to_csv, lists_of


def write_lines_csv(frame: pd.DataFrame) -> bytes:
    """The frame's lines as CSV: money in pounds with two decimals, ISO dates, blank if unknown."""
    return lines_to_csv(lines_of_lists(lists_of_frame(frame)))


def read_lines_csv(data: bytes, name: str = "ledger lines") -> pd.DataFrame:
    """The lines of a canonical CSV with the columns and types of ``ledger.gl.line``.

    Columns other than ``ledger_key`` and ``amount`` may be missing; they are then blank.

    Raises:
        Unreadable: a required column is missing or a cell is not in the promised form.
    """
    return frame_of_lists(lists_of(lines_from_csv(data, name)))
