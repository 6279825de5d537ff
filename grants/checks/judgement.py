"""What a term says about its items: masks over columns, the gravest verdict winning in each row.

An *item* is one row judged: a spend line, or a row the term itself makes for a head, project,
return, contract or supplier. Nothing here is worked out row by row in Python; sentences are put
together only for the rows somebody reads.
"""

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import repeat
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.verdict import GRAVITY, Verdict
from ledger.money import format_pounds
from ledger.require import require

Mask = pd.Series | npt.NDArray[np.bool_]
RANK: Mapping[Verdict, int] = {verdict: rank for rank, verdict in enumerate(GRAVITY)}
PASS_RANK = RANK[Verdict.PASS]
UNITS_OF_PERCENT: Final = 10_000
"""``claim_percent`` counts ten-thousandths of one per cent: 100 % is 1,000,000."""


def in_words(day: Any) -> str:
    """``1 April 2017``; an unknown date says so."""
    if day is None or pd.isna(day):
        return "an unknown date"
    stamp = pd.Timestamp(day)
    return f"{stamp.day} {stamp.strftime('%B %Y')}"


class _Wording(string.Formatter):
    """Format specs of messages: ``pounds`` for pence, ``share`` for units of ``claim_percent``."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec and pd.isna(value):
            return "an unknown amount"
        if format_spec == "pounds":
            return format_pounds(int(value), thousands=True, symbol=True)
        if format_spec == "share":
            return f"{(Decimal(int(value)) / UNITS_OF_PERCENT).normalize():f} %"
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        if isinstance(value, date | datetime | np.datetime64) or value is pd.NaT or value is None:
            return in_words(value)
        return str(super().format_field(value, format_spec))


_WORDING = _Wording()


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a term can say: what is wrong, what to do, and the figures named in the text."""

    verdict: Verdict
    what: str
    remedy: str
    named: Mapping[str, Any] = field(default_factory=dict)


class Judgement:
    """Verdicts over ``items``, built statement by statement; a later one only makes worse.

    Args:
        items: one row per thing judged. Lines come as the engine made them; other terms give
            ``subject`` and ``judged_on`` and, where a consent may reach them, ``project``,
            ``head``, ``to_project``, ``to_head``, ``consent_on`` (day a consent must be in force)
            and ``draws`` (items of one kind share a consent's amount). ``at_risk`` or ``charged``
            holds pence, not negative.
    """

    def __init__(self, items: pd.DataFrame) -> None:
        self.items = items
        size = len(items)
        self.ranks: npt.NDArray[np.int8] = np.full(size, PASS_RANK, dtype=np.int8)
        self.at_risk: npt.NDArray[np.int64] = np.zeros(size, dtype=np.int64)
        self.said: npt.NDArray[np.int16] = np.full(size, -1, dtype=np.int16)
        self.statements: list[Statement] = []

    def breach(
        self, mask: Mask, what: str, remedy: str, *, at_risk: Any = None, **values: Any
    ) -> Self:
        """The contract does not allow it; ``at_risk`` (pence) may not be charged."""
        return self._say(Statement(Verdict.BREACH, what, remedy, values), mask, at_risk)

    def evidence(
        self, mask: Mask, what: str, remedy: str, *, at_risk: Any = None, **values: Any
    ) -> Self:
        """Nothing can be concluded until a document or fact is supplied."""
        return self._say(Statement(Verdict.EVIDENCE, what, remedy, values), mask, at_risk)

    def warn(self, mask: Mask, what: str, remedy: str, **values: Any) -> Self:
        """Somebody should look; nothing is held to be at risk."""
        return self._say(Statement(Verdict.WARN, what, remedy, values), mask, 0)

    def not_run(self, mask: Mask, what: str, remedy: str, **values: Any) -> Self:
        """An input is missing: never a pass."""
        return self._say(Statement(Verdict.NOT_RUN, what, remedy, values), mask, 0)

    def _say(self, statement: Statement, mask: Mask, at_risk: Any) -> Self:
        hit = _plain(mask)
        require(len(hit) == len(self.items), "A mask has one answer for each item.")
        rank = RANK[statement.verdict]
        self.statements.append(statement)
        rows = np.flatnonzero(hit)
        worse = rows[self.ranks[rows] < rank]
        if not len(worse):
            return self
        self.ranks[worse] = rank
        self.said[worse] = len(self.statements) - 1
        if at_risk is None:
            name = "charged" if "charged" in self.items else "at_risk"
            at_risk = self.items.get(name, 0)
        amounts = np.broadcast_to(_amounts(at_risk), hit.shape)
        self.at_risk[worse] = amounts[worse]
        return self

    def words(self, row: int, params: Mapping[str, Any]) -> tuple[str, str]:
        """What is wrong and what to do, for one row, with its figures written in."""
        place = int(self.said[row])
        return ("", "") if place < 0 else self.sentences(row, place, params)

    def sentences(self, row: int, place: int, params: Mapping[str, Any]) -> tuple[str, str]:
        """The two sentences of one statement, whether or not it applies to the row."""
        statement = self.statements[place]
        values = _Values(self.items, row, statement.named, params)
        return (
            _WORDING.vformat(statement.what, (), values),
            _WORDING.vformat(statement.remedy, (), values),
        )

    def words_of(
        self, rows: npt.NDArray[np.intp], params: Mapping[str, Any]
    ) -> tuple[list[str], list[str]]:
        """What is wrong and what to do, for many rows; each different figure is written once."""
        what: npt.NDArray[np.object_] = np.full(len(rows), "", dtype=object)
        remedy: npt.NDArray[np.object_] = np.full(len(rows), "", dtype=object)
        said = self.said[rows]
        for place in np.unique(said[said >= 0]).tolist():
            mine = np.flatnonzero(said == place)
            statement = self.statements[place]
            values = _Columns(self.items, rows[mine], statement.named, params)
            what[mine] = _written(statement.what, values)
            remedy[mine] = _written(statement.remedy, values)
        return what.tolist(), remedy.tolist()

    def figures(self, row: int, place: int, params: Mapping[str, Any]) -> dict[str, str]:
        """The figures one statement names, in words, by name."""
        statement = self.statements[place]
        values = _Values(self.items, row, statement.named, params)
        named = [
            (name, spec or "")
            for text in (statement.what, statement.remedy)
            for _, name, spec, _ in _WORDING.parse(text)
            if name
        ]
        return {name: _WORDING.format_field(values[name], spec) for name, spec in named}


class _Values(Mapping[str, Any]):
    """Names in a message: the statement's figures, the parameters, the item's own columns."""

    def __init__(
        self, items: pd.DataFrame, row: int, given: Mapping[str, Any], params: Mapping[str, Any]
    ) -> None:
        self._items, self._row, self._given, self._params = items, row, given, params

    def __getitem__(self, name: str) -> Any:
        if name in self._given:
            value = self._given[name]
            if isinstance(value, pd.Series):
                return value.iloc[self._row]
            if isinstance(value, np.ndarray | pd.api.extensions.ExtensionArray):
                return value[self._row]
            return value
        if name in self._params:
            return self._params[name]
        return self._items[name].iloc[self._row]

    def __iter__(self) -> Any:
        return iter({**self._given, **self._params})

    def __len__(self) -> int:
        return len(self._given) + len(self._params)


class _Columns:
    """As ``_Values`` for many rows: the values of a name, one for each row."""

    def __init__(
        self,
        items: pd.DataFrame,
        rows: npt.NDArray[np.intp],
        given: Mapping[str, Any],
        params: Mapping[str, Any],
    ) -> None:
        self._items, self.rows, self._given, self._params = items, rows, given, params

    def __getitem__(self, name: str) -> Iterable[Any]:
        if name in self._given:
            value = self._given[name]
            if isinstance(value, pd.Series):
                return value.iloc[self.rows]
            if isinstance(value, np.ndarray | pd.api.extensions.ExtensionArray):
                return value[self.rows]
            return repeat(value, len(self.rows))
        if name in self._params:
            return repeat(self._params[name], len(self.rows))
        return self._items[name].iloc[self.rows]


def _written(text: str, values: _Columns) -> npt.NDArray[np.object_]:
    """One sentence with its figures written in, for each row."""
    parts: list[Iterable[str]] = []
    for literal, name, spec, _ in _WORDING.parse(text):
        parts.append(repeat(literal, len(values.rows)))
        if name is not None:
            parts.append(_texts(values[name], spec or ""))
    sentences: npt.NDArray[np.object_] = np.empty(len(values.rows), dtype=object)
    sentences[:] = ["".join(row) for row in zip(*parts, strict=True)]
    return sentences


def _texts(values: Iterable[Any], spec: str) -> list[str]:
    written: dict[Any, str] = {}
    texts: list[str] = []
    for value in values:
        text = written.get(value)
        if text is None:
            text = written[value] = _WORDING.format_field(value, spec)
        texts.append(text)
    return texts


def _plain(mask: Mask) -> npt.NDArray[np.bool_]:
    """A mask without NA: what is not known to be true is not said."""
    if isinstance(mask, pd.Series):
        return mask.to_numpy(dtype=np.bool_, na_value=False)
    return np.asarray(mask, dtype=np.bool_)


def _amounts(at_risk: Any) -> npt.NDArray[np.int64]:
    if isinstance(at_risk, pd.Series):
        return at_risk.to_numpy(dtype=np.int64, na_value=0)
    return np.asarray(at_risk, dtype=np.int64)
