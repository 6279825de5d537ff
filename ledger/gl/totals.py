"""Totals among the lines: recognised by what they lack and proved by what they add up to.

A total row has no key, no day and no supplier and equals the sum of the lines above it, since the
beginning or since an earlier total. A row that only calls itself a total and equals no sum is no
proof of anything: lines may be missing, so it is rejected and not dropped.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import polars as pl


class Found(StrEnum):
    """What a bare row turned out to be."""

    TOTAL = "total"
    LINE = "line"
    PENDING = "pending"  # calls itself a total, or is an amount alone; decided at the end
    UNKNOWN = "unknown"


CHECKED: Final = "A total: it equals the sum of lines above it."
CHECKED_WHOLE: Final = "A total: it equals the sum of all lines."
UNCHECKABLE: Final = (
    "A total, not checked: the amount of another row could not be read (see the rejected rows)."
)
WRONG: Final = (
    "The row calls itself a total but equals no sum of the lines. Lines may be missing;"
    " compare it with the ledger and export again."
)
NAMELESS: Final = (
    "The row has an amount but no key, date, supplier or text, and equals no sum of the lines."
    " Give it a transaction number, or remove it."
)


@dataclass(frozen=True, slots=True)
class Looks:
    """How a bare row looks: does it say total, is it coded like a line, is it an amount alone."""

    is_labelled: bool
    is_coded: bool
    is_alone: bool


class Totals:
    """Running sums over the rows of a table.

    Args:
        amounts: pence of every row, null where unreadable.
        is_line: rows known to be lines (they have a key, day or supplier).
        pair: debit and credit columns when amounts come from two.
        is_whole: every line's amount could be read, so a total can be checked.
    """

    def __init__(
        self,
        amounts: pl.Series,
        is_line: pl.Series,
        pair: dict[str, pl.Series],
        *,
        is_whole: bool,
    ) -> None:
        self._amounts = amounts
        self._has_identity = bool(is_line.any())
        self._measures = {"amount": amounts, **pair}
        self._sums = {
            name: column.fill_null(0).zip_with(is_line, _zeros(column.len())).cum_sum()
            for name, column in self._measures.items()
        }
        self._counts = is_line.cast(pl.Int64).cum_sum()
        self._is_whole = is_whole
        self._extra = dict.fromkeys(self._measures, 0)
        self._breaks = {name: {0} for name in self._measures}
        self._extra_count = self._count_at_break = 0

    def judge(self, at: int, looks: Looks) -> Found:
        """What the bare row at ``at`` is; lines are added to the running sums."""
        value: int = self._amounts[at]
        count = self._counts[at] + self._extra_count
        has_lines = count > self._count_at_break
        is_sum = self._equals("amount", at, value) and (
            value != 0 or has_lines or looks.is_labelled
        )
        if not is_sum and looks.is_labelled:
            is_sum = self._pair_equals(at)
        unlike_a_line = self._has_identity and not looks.is_coded
        if is_sum and (looks.is_labelled or unlike_a_line or looks.is_alone):
            for name, breaks in self._breaks.items():
                breaks.add(self._running(name, at))
            self._count_at_break = count
            return Found.TOTAL
        if looks.is_labelled or looks.is_alone:
            return Found.PENDING
        if looks.is_coded or not self._has_identity:
            for name, column in self._measures.items():
                self._extra[name] += column[at] or 0
            self._extra_count += 1
            return Found.LINE
        return Found.UNKNOWN

    def settle(self, at: int, looks: Looks) -> tuple[Found, str]:
        """Decide about a pending row when all lines are known; with the reason."""
        whole = self._sums["amount"][-1] + self._extra["amount"]
        if self._amounts[at] == whole:
            return Found.TOTAL, CHECKED_WHOLE
        if not self._is_whole:
            return Found.TOTAL, UNCHECKABLE
        return Found.UNKNOWN, WRONG if looks.is_labelled else NAMELESS

    def _running(self, name: str, at: int) -> int:
        return int(self._sums[name][at]) + self._extra[name]

    def _equals(self, name: str, at: int, value: int) -> bool:
        return self._running(name, at) - value in self._breaks[name]

    def _pair_equals(self, at: int) -> bool:
        given = {n: c[at] for n, c in self._measures.items() if n != "amount"}
        filled = {name: value for name, value in given.items() if value is not None}
        return bool(filled) and all(self._equals(n, at, value) for n, value in filled.items())


def _zeros(length: int) -> pl.Series:
    return pl.Series([0], dtype=pl.Int64).new_from_index(0, length)
