"""Spend lines as text become typed columns, or a refusal that names every bad cell.

Each different text of a column is read once. Blank means not known; zero is zero.
"""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.checks.columns import Coded, coded
from grants.spend import (
    CATEGORIES,
    INELIGIBLE_CATEGORIES,
    SPEND_COLUMNS,
    SPEND_DATES,
    SPEND_FLAGS,
    SPEND_MONEY,
    SPEND_REQUIRED,
)  # fmt: skip
from ledger.money import MoneyUnreadable, parse_pounds
from ledger.period import AccountingPeriod, PeriodUnreadable

LINE_AMOUNT_MAX: Final = 10**11
"""A thousand million pounds in pence: a larger cell is a slip, and sums stay exact in int64."""
PERCENT_DECIMALS: Final = 4
UNITS_DECIMALS: Final = 3
FIRST_ROW: Final = 2  # row 1 of the file is the header
SHOWN_MAX: Final = 20
STATUSES: Final = ("draft", "certified")
JOURNAL_CLASSES: Final = (
    "invoice", "credit-note", "payroll", "accrual", "accrual-reversal", "recode", "recharge",
    "card", "petty-cash", "income", "budget", "reserve", "opening-balance",
)  # fmt: skip
_CODED: Final = {
    "category": CATEGORIES + INELIGIBLE_CATEGORIES,
    "journal_class": JOURNAL_CLASSES,
    "status": STATUSES,
}
_PERCENT = re.compile(r"^([0-9]{1,3})(?:\.([0-9]{1,4}))?$", re.ASCII)
_UNITS = re.compile(r"^(-?)([0-9]{1,9})(?:\.([0-9]{1,3}))?$", re.ASCII)


@dataclass(frozen=True, slots=True)
class BadCell:
    """One cell that cannot be used. ``row`` counts from the header row as 1; 0 is the header."""

    row: int
    column: str
    value: str
    what_to_do: str

    def __str__(self) -> str:
        where = f"Row {self.row}" if self.row else "Header row"
        return f"{where}, column {self.column}: {self.value!r}. {self.what_to_do}"


class LinesRefused(ValueError):  # noqa: N818 - a refused operation, named as one
    """The spend lines cannot be judged; ``cells`` lists every bad cell."""

    def __init__(self, cells: tuple[BadCell, ...]) -> None:
        self.cells = cells
        shown = [str(cell) for cell in cells[:SHOWN_MAX]]
        if len(cells) > SHOWN_MAX:
            shown.append(f"… and {len(cells) - SHOWN_MAX} more cells.")
        super().__init__("\n".join(shown))


def spend_frame(text_rows: pd.DataFrame) -> pd.DataFrame:
    """Read text columns named as in ``SPEND_COLUMNS`` (the optional ones may be left out).

    Returns:
        All of ``SPEND_COLUMNS`` in the same row order: money as ``Int64`` pence, dates as
        ``datetime64[s]``, flags as ``boolean``, ``claim_percent`` as ``Int64`` ten-thousandths of
        one per cent (100 % = 1,000,000), ``units`` as ``Int64`` thousandths, and every text as a
        category whose codes are the places of the column's texts in ascending order. A blank is
        NA, NaT or ``""``.

    Raises:
        LinesRefused: a required column or cell is missing, a column is unknown or given twice, a
            ``line_id`` comes twice, or a cell cannot be read; all of them at once.
    """
    names = [str(name) for name in text_rows.columns]
    bad = bad_header(names)
    if bad:
        raise LinesRefused(tuple(bad))
    return typed_frame({name: coded(text_rows[name]) for name in names}, len(text_rows))


def typed_frame(columns: Mapping[str, Coded], size: int) -> pd.DataFrame:
    """As :func:`spend_frame`, of ``size`` rows whose columns are coded and have a good header."""
    bad: list[BadCell] = []
    blank = Coded(np.zeros(size, dtype=np.int32), np.array([""] if size else [], dtype=object))
    typed = {name: _read_column(name, columns.get(name, blank), bad) for name in SPEND_COLUMNS}
    bad.extend(_repeated_ids(typed["line_id"]))
    if bad:
        raise LinesRefused(tuple(sorted(bad, key=lambda c: (c.row, c.column))))
    return pd.DataFrame(typed, index=pd.RangeIndex(size), columns=list(SPEND_COLUMNS), copy=False)


def bad_header(names: list[str]) -> list[BadCell]:
    """What is wrong with the names of the columns: missing, not known, given twice."""
    bad = [
        BadCell(0, name, "", "This column is required; add it.")
        for name in SPEND_REQUIRED
        if name not in names
    ]
    for place, name in enumerate(names):
        if name not in SPEND_COLUMNS:
            near = difflib.get_close_matches(name, SPEND_COLUMNS, n=1)
            hint = f"Did you mean {near[0]}?" if near else "Remove the column."
            bad.append(BadCell(0, name, name, f"This column is not known. {hint}"))
        elif name in names[:place]:
            bad.append(BadCell(0, name, name, "This column is there twice; keep one."))
    return bad


def _read_column(name: str, column: Coded, bad: list[BadCell]) -> Any:
    """Type one column, reading each different text once; unreadable cells go to ``bad``."""
    texts = [text.strip() for text in column.different.tolist()]
    if name not in _READERS and name not in SPEND_REQUIRED:
        return column.renamed(texts).categorical()
    read = _READERS.get(name, str)
    values: list[Any] = []
    for code, text in enumerate(texts):
        try:
            values.append(read(text) if text else _blank(name))
        except ValueError as problem:
            values.append(None)
            bad.extend(
                BadCell(int(row) + FIRST_ROW, name, text, str(problem))
                for row in np.flatnonzero(column.codes == code)
            )
    return _typed(name, values, column)


def _blank(name: str) -> Any:
    if name in SPEND_REQUIRED:
        raise ValueError("This cell is required; fill it in (write 0.00 where zero is meant).")
    return None


def _typed(name: str, values: list[Any], column: Coded) -> Any:
    if name in SPEND_MONEY or name in ("claim_percent", "units"):
        return _whole(values, column.codes)
    if name in SPEND_DATES:
        days = np.array([v if v is not None else "NaT" for v in values], dtype="datetime64[s]")
        return pd.array(days[column.codes])
    if name in SPEND_FLAGS:
        return pd.array(values, dtype="boolean")[column.codes]
    return column.renamed(["" if v is None else v for v in values]).categorical()


def _whole(values: list[int | None], codes: npt.NDArray[np.int32]) -> Any:
    numbers = np.array([0 if v is None else v for v in values], dtype=np.int64)
    unknown = np.array([v is None for v in values], dtype=np.bool_)
    return pd.arrays.IntegerArray(numbers[codes], unknown[codes])


def _money(text: str) -> int:
    try:
        pence = parse_pounds(text)
    except MoneyUnreadable:
        raise ValueError("Write pounds with two decimals, for example 1234.50.") from None
    if abs(pence) > LINE_AMOUNT_MAX:
        raise ValueError("One line cannot be more than £1,000,000,000.00; correct the amount.")
    return pence


def _day(text: str) -> date:
    try:
        if len(text) == len("2017-04-01"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError("Write the date as year-month-day, for example 2017-04-01.")


def _flag(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError("Write yes or no, or leave it blank when it is not known.")
    return text == "yes"


def _percent(text: str) -> int:
    found = _PERCENT.match(text)
    if found is None:
        raise ValueError(
            "Write a percentage with at most four decimals, for example 60 or 33.3333."
        )
    return int(found[1] + (found[2] or "").ljust(PERCENT_DECIMALS, "0"))


def _units(text: str) -> int:
    found = _UNITS.match(text)
    if found is None:
        raise ValueError("Write a number of units with at most three decimals, for example 12.")
    value = int(found[2] + (found[3] or "").ljust(UNITS_DECIMALS, "0"))
    return -value if found[1] else value


def _accounting_period(text: str) -> str:
    try:
        return str(AccountingPeriod.parse(text))
    except PeriodUnreadable:
        raise ValueError("Write year and period, for example 201701.") from None


def _evidence(text: str) -> str:
    return ";".join(part.strip() for part in text.split(";") if part.strip())


def _coded(text: str, allowed: tuple[str, ...]) -> str:
    if text in allowed:
        return text
    near = difflib.get_close_matches(text, allowed, n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise ValueError(f"{hint}Write one of: {', '.join(allowed)}.")


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    **dict.fromkeys(SPEND_MONEY, _money),
    **dict.fromkeys(SPEND_DATES, _day),
    **dict.fromkeys(SPEND_FLAGS, _flag),
    **{name: partial(_coded, allowed=allowed) for name, allowed in _CODED.items()},
    "claim_percent": _percent,
    "units": _units,
    "evidence": _evidence,
    "accounting_period": _accounting_period,
}


def _repeated_ids(ids: pd.Categorical) -> list[BadCell]:
    names = ids.categories
    if len(names) == len(ids):
        return []
    again = pd.Series(ids.codes).duplicated().to_numpy()
    return [
        BadCell(int(row) + FIRST_ROW, "line_id", text, "Two lines have this id.")
        for row in np.flatnonzero(again)
        if (text := names[ids.codes[row]])
    ]
