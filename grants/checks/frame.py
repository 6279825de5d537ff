"""Spend lines as text become typed columns, or a refusal that names every bad cell.

Each different text of a column is read once. Blank means not known; zero is zero.
"""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

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
_CATEGORICAL: Final = (
    "project", "head", "period", "supplier", "category", "cost_centre", "subjective",
    "journal_class", "accounting_period", "evidence", "post", "status",
)  # fmt: skip
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
        one per cent (100 % = 1,000,000), ``units`` as ``Int64`` thousandths, coded columns as
        categories and the rest as text. A blank is NA, NaT or ``""``.

    Raises:
        LinesRefused: a required column or cell is missing, a column is unknown or given twice, a
            ``line_id`` comes twice, or a cell cannot be read; all of them at once.
    """
    bad = _bad_header([str(name) for name in text_rows.columns])
    if bad:
        raise LinesRefused(tuple(bad))
    size = len(text_rows)
    columns: dict[str, Any] = {}
    for name in SPEND_COLUMNS:
        if name in text_rows:
            columns[name] = _read_column(name, text_rows[name], bad)
        else:
            columns[name] = _read_column(name, pd.Series([""]).repeat(size), bad)
    bad.extend(_repeated_ids(columns["line_id"]))
    if bad:
        raise LinesRefused(tuple(sorted(bad, key=lambda c: (c.row, c.column))))
    return pd.DataFrame(columns, index=pd.RangeIndex(size), columns=list(SPEND_COLUMNS))


def _bad_header(names: list[str]) -> list[BadCell]:
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


def _read_column(name: str, texts: pd.Series, bad: list[BadCell]) -> Any:
    """Type one column, reading each different text once; unreadable cells go to ``bad``."""
    codes, different = pd.factorize(texts.astype(object), use_na_sentinel=False)
    read = _reader(name)
    values: list[Any] = []
    for code, raw in enumerate(different):
        text = raw.strip() if isinstance(raw, str) else ""
        try:
            values.append(read(text) if text else _blank(name))
        except ValueError as problem:
            values.append(None)
            bad.extend(
                BadCell(int(row) + FIRST_ROW, name, text, str(problem))
                for row in np.flatnonzero(codes == code)
            )
    return _typed(name, values)[codes]


def _blank(name: str) -> Any:
    if name in SPEND_REQUIRED:
        raise ValueError("This cell is required; fill it in (write 0.00 where zero is meant).")
    return None


def _typed(name: str, values: list[Any]) -> Any:
    if name in SPEND_MONEY or name in ("claim_percent", "units"):
        return pd.array(values, dtype="Int64")
    if name in SPEND_DATES:
        days = np.array([v if v is not None else "NaT" for v in values], dtype="datetime64[s]")
        return pd.array(days)
    if name in SPEND_FLAGS:
        return pd.array(values, dtype="boolean")
    texts = ["" if v is None else v for v in values]
    if name in _CATEGORICAL:
        return pd.Categorical(texts, categories=sorted(set(texts)))
    return pd.array(texts, dtype="str")


def _reader(name: str) -> Callable[[str], Any]:
    if name in SPEND_MONEY:
        return _money
    if name in SPEND_DATES:
        return _day
    if name in SPEND_FLAGS:
        return _flag
    if name in _CODED:
        return lambda text: _coded(text, _CODED[name])
    return {
        "claim_percent": _percent,
        "units": _units,
        "evidence": _evidence,
        "accounting_period": _accounting_period,
    }.get(name, str)


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


def _repeated_ids(ids: Any) -> list[BadCell]:
    column = pd.Series(ids)
    again = column.duplicated() & (column != "")
    return [
        BadCell(int(row) + FIRST_ROW, "line_id", column.iloc[row], "Two lines have this id.")
        for row in np.flatnonzero(again.to_numpy())
    ]
