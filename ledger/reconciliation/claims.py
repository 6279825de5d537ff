"""The return's spend lines as typed columns: the left-hand side of a reconciliation.

Spend lines travel as text (``interfaces.md`` 3); here the columns that matching needs become pence,
dates and percentages. Every cell that cannot be read is named at once, in one refusal.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from ledger.money import MoneyUnreadable, parse_pounds

CLAIM_TEXT: Final = (
    "line_id", "project", "head", "period", "supplier", "invoice_ref", "description", "category",
    "cost_centre", "subjective", "ledger_key", "journal_class", "accounting_period", "corrects",
)  # fmt: skip
CLAIM_DATES: Final = ("posted_on", "incurred_on")
CLAIM_MONEY: Final = ("net", "vat", "gross", "claimed")
CLAIM_REQUIRED: Final = ("line_id", "period", "claimed")
CLAIM_COLUMNS: Final = (*CLAIM_TEXT, *CLAIM_DATES, *CLAIM_MONEY, "percent", "vat_recoverable")
WHOLE_PERCENT: Final = 1_000_000
"""``percent`` counts ten-thousandths of a per cent: 100 % is 1,000,000 and 33.33 % is 333,300."""

_PERCENT = re.compile(r"^([0-9]{1,3})(?:\.([0-9]{1,4}))?$", re.ASCII)
_ISO = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", re.ASCII)
_SHOWN_MAX = 20


@dataclass(frozen=True, slots=True)
class UnreadableCell:
    """One cell of the spend lines that could not be read; ``row`` counts data rows from 1."""

    row: int
    line_id: str
    column: str
    value: str
    problem: str

    def __str__(self) -> str:
        where = f"line {self.line_id}" if self.line_id else f"row {self.row}"
        return f"{where}, column {self.column}: {self.problem}"


class ClaimsUnreadable(ValueError):  # noqa: N818 - the name states the fact
    """Spend lines hold cells that cannot be read; ``cells`` lists every one."""

    def __init__(self, cells: Iterable[UnreadableCell]) -> None:
        self.cells = tuple(cells)
        shown = [str(cell) for cell in self.cells[:_SHOWN_MAX]]
        rest = len(self.cells) - len(shown)
        more = [f"… and {rest} more."] if rest else []
        super().__init__("\n".join([*shown, *more]))


class _Problem(str):
    """What is wrong with a text that could not be read."""

    __slots__ = ()


class _Reading:
    """Collects the unreadable cells of one set of spend lines."""

    def __init__(self, ids: list[str]) -> None:
        self.ids = ids
        self.cells: list[UnreadableCell] = []

    def add(self, row: int, column: str, value: str, problem: str) -> None:
        self.cells.append(UnreadableCell(row + 1, self.ids[row], column, value, problem))


def claims_frame(text_rows: pd.DataFrame | Iterable[Mapping[str, str]]) -> pd.DataFrame:
    """Typed claims from spend lines as text; columns are ``CLAIM_COLUMNS``, row order is kept.

    Text columns are ``str`` (blank ``""``), dates ``datetime64[us]``, money ``Int64`` whole pence,
    ``percent`` ``int64`` in ten-thousandths of a per cent (blank reads as 100 %),
    ``vat_recoverable`` ``yes``/``no``/blank. Columns that are missing read as blank.

    Raises:
        ClaimsUnreadable: a cell is unreadable, a required cell is blank, or a line id stands twice.
    """
    text = text_rows if isinstance(text_rows, pd.DataFrame) else pd.DataFrame(list(text_rows))
    columns = {
        name: _stripped(text[name]) if name in text else pd.Series("", index=text.index, dtype=str)
        for name in (*CLAIM_TEXT, *CLAIM_DATES, *CLAIM_MONEY, "claim_percent", "vat_recoverable")
    }
    sheet = _Reading(columns["line_id"].to_list())
    typed: dict[str, pd.Series] = {name: columns[name] for name in CLAIM_TEXT}
    for name in CLAIM_DATES:
        days = _read(columns[name].rename(name), _day, sheet)
        typed[name] = pd.Series(days, index=text.index).astype("datetime64[us]")
    for name in CLAIM_MONEY:
        pence = _read(columns[name].rename(name), _pence, sheet)
        typed[name] = pd.Series(pence, index=text.index, dtype="Int64")
    percent = _read(columns["claim_percent"].rename("claim_percent"), _percent, sheet)
    typed["percent"] = pd.Series(
        [WHOLE_PERCENT if value is None else value for value in percent],
        index=text.index,
        dtype="int64",
    )
    typed["vat_recoverable"] = columns["vat_recoverable"]
    _check_required(columns, sheet)
    if sheet.cells:
        raise ClaimsUnreadable(sorted(sheet.cells, key=lambda cell: (cell.row, cell.column)))
    return pd.DataFrame(typed, columns=list(CLAIM_COLUMNS)).reset_index(drop=True)


def _stripped(column: pd.Series) -> pd.Series:
    return column.fillna("").astype(str).str.strip()


def _distinct(column: pd.Series, reader: Callable[[str], object]) -> dict[str, object]:
    """Each distinct non-blank text → its value; an unreadable one → a :class:`_Problem`."""
    values: dict[str, object] = {}
    for text in column.unique():
        if text:
            values[text] = reader(text)
    return values


def _read(column: pd.Series, reader: Callable[[str], object], sheet: _Reading) -> list[object]:
    """The column's values, ``None`` for blank and unreadable; problems go to ``sheet``."""
    values = _distinct(column, reader)
    texts = column.to_list()
    bad = {text for text, value in values.items() if isinstance(value, _Problem)}
    if bad:
        for row, text in enumerate(texts):
            if text in bad:
                sheet.add(row, str(column.name), text, str(values[text]))
    return [None if text in bad else values.get(text) for text in texts]


def _pence(text: str) -> int | _Problem:
    try:
        return parse_pounds(text)
    except MoneyUnreadable as refusal:
        return _Problem(str(refusal))


def _day(text: str) -> date | _Problem:
    try:
        return date.fromisoformat(text) if _ISO.match(text) else _bad_day(text)
    except ValueError:
        return _bad_day(text)


def _bad_day(text: str) -> _Problem:
    return _Problem(f"{text!r} is not a date. Write year, month and day, for example 2017-06-30.")


def _percent(text: str) -> int | _Problem:
    found = _PERCENT.match(text.removesuffix("%").strip())
    if found is None:
        return _Problem(
            f"{text!r} is not a percentage. Write a number from 0 to 100 with at most four "
            "decimals, for example 60 or 33.33."
        )
    value = int(found[1]) * 10_000 + int((found[2] or "").ljust(4, "0"))
    if value > WHOLE_PERCENT:
        return _Problem(f"{text!r} is more than 100 per cent of the cost. Write at most 100.")
    return value


def _check_required(columns: Mapping[str, pd.Series], sheet: _Reading) -> None:
    """Blank required cells and line ids that stand twice."""
    for name in CLAIM_REQUIRED:
        for row in (columns[name] == "").to_numpy().nonzero()[0]:
            sheet.add(int(row), name, "", "It is blank and is needed here. Fill it in.")
    ids = columns["line_id"]
    for row in (ids.duplicated(keep="first") & (ids != "")).to_numpy().nonzero()[0]:
        text = str(ids.iloc[int(row)])
        sheet.add(int(row), "line_id", text, "This line id stands twice. Give each line its own.")
