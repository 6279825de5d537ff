"""Canonical lines as the frame that terms and analysts use (see ``ledger.gl.line``)."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ledger.gl.line import LEDGER_COLUMNS, LEDGER_DATES, LEDGER_INTEGERS, LEDGER_MONEY
from ledger.require import require


def frame_of_lists(columns: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """A frame with exactly the canonical columns and types.

    ``columns`` hold text, pence or ``None``, and days as numbers from 1 January 1970 or ``None``.
    """
    made: dict[str, pd.Series] = {}
    for name in LEDGER_COLUMNS:
        values = columns[name]
        if name in LEDGER_DATES:
            days = pd.Series(values, dtype="Int64")
            made[name] = pd.to_datetime(days, unit="D").astype("datetime64[us]")
        elif name in LEDGER_MONEY:
            made[name] = pd.Series(values, dtype="Int64")
        elif name in LEDGER_INTEGERS:
            made[name] = pd.Series(values, dtype="int64")
        else:
            made[name] = pd.Series(values, dtype="str")
    return pd.DataFrame(made, columns=list(LEDGER_COLUMNS))


def lists_of_frame(frame: pd.DataFrame) -> dict[str, list[object]]:
    """The reverse of :func:`frame_of_lists`."""
    require(list(frame.columns) == list(LEDGER_COLUMNS), "A frame of ledger lines has its columns.")
    made: dict[str, list[object]] = {}
    for name in LEDGER_COLUMNS:
        column = frame[name]
        if name in LEDGER_DATES:
            days = column.astype("datetime64[s]").astype("int64") // 86_400
            made[name] = days.astype("object").where(column.notna(), None).tolist()
        elif name in LEDGER_MONEY:
            made[name] = column.astype("object").where(column.notna(), None).tolist()
        else:
            made[name] = column.tolist()
    return made
