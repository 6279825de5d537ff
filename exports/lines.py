"""The spend lines of a pack as columns of typed values, in the order the contract's checks use.

Lines travel as text; here they become pence and dates once, for every sheet that shows them.
"""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

import pandas as pd

from exports.pack_data import PackData
from exports.sheet import Value
from grants.spend import SPEND_COLUMNS, SPEND_DATES, SPEND_MONEY
from ledger.money import MoneyUnreadable, parse_pounds

NO_CODE: Final = "(none)"
"""Stands for a blank project or head, so that a condition can find such lines."""
_ORDER: Final = ["accounting_period", "posted_on", "ledger_key", "line_id"]
_TEXT_EXTRAS: Final = (
    "return_version", "result", "match_status", "approved_by", "subjective_name", "priority",
)  # fmt: skip


class LineUnreadable(ValueError):  # noqa: N818 - a refused operation, named as one
    """A transaction's figure is no amount, so no pack can be added up from it."""


def _texts(frame: pd.DataFrame, name: str) -> list[str]:
    if name not in frame:
        return [""] * len(frame)
    return [str(v) for v in frame[name].fillna("").tolist()]


def _day(text: str) -> Value:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return text


def _decimal(text: str) -> Value:
    try:
        value = Decimal(text.removesuffix("%")) if text else None
    except InvalidOperation:
        return text
    return value if value is None or value.is_finite() else text


class SpendLines:
    """Columns of the lines: ``text`` by name as str, ``pence`` by name as whole pence or None."""

    def __init__(self, frame: pd.DataFrame) -> None:
        ordered = frame.sort_values([c for c in _ORDER if c in frame], kind="stable")
        names = (*SPEND_COLUMNS, *_TEXT_EXTRAS)
        self.text = {name: _texts(ordered, name) for name in names}
        for name in ("project", "head"):
            self.text[name] = [code or NO_CODE for code in self.text[name]]
        self.pence = {name: self._money(name) for name in SPEND_MONEY}
        self.days = {name: [_day(t) for t in self.text[name]] for name in SPEND_DATES}
        self.percent = [_decimal(t) for t in self.text["claim_percent"]]
        self.disallowed = [0] * len(ordered)
        if "disallowed" in ordered:
            self.disallowed = [int(v) for v in ordered["disallowed"].fillna(0).tolist()]

    def __len__(self) -> int:
        return len(self.text["line_id"])

    def _money(self, name: str) -> list[int | None]:
        known: dict[str, int | None] = {"": None}
        found: list[int | None] = []
        for number, text in enumerate(self.text[name]):
            if text not in known:
                try:
                    known[text] = parse_pounds(text)
                except MoneyUnreadable as refusal:
                    line = self.text["line_id"][number]
                    raise LineUnreadable(
                        f"Transactions, line {line}, {name}: {refusal} "
                        "The pack is not made, because its totals could not be proved. "
                        "Correct the line and make the pack again."
                    ) from refusal
            found.append(known[text])
        return found

    @property
    def claimed(self) -> list[int]:
        """Pence that each line still claims: on the return less disallowed; a blank is nothing."""
        pairs = zip(self.pence["claimed"], self.disallowed, strict=True)
        return [(pence or 0) - disallowed for pence, disallowed in pairs]


def in_period(data: PackData) -> SpendLines:
    """The lines of the pack's own period; all lines when it covers the whole contract."""
    frame = data.transactions
    if data.period is None:
        return SpendLines(frame)
    return SpendLines(frame[frame["period"] == data.period.code])


def of_earlier_periods(data: PackData) -> SpendLines:
    """The lines of the periods before the pack's."""
    frame = data.transactions
    return SpendLines(frame[frame["period"].isin(data.earlier_codes)])


def left_out(data: PackData) -> int:
    """How many lines belong to later periods, or to none of the contract's."""
    return len(data.transactions) - len(in_period(data)) - len(of_earlier_periods(data))
