"""What every kind of term is made of, and the few calculations kinds share.

A kind is declared by decorating its ``judge`` function. ``judge(lines, p, facts)`` gets the spend
lines in their fixed order, the parameters of one version of the term, and the contract's
registers; it reads no clock, no database, no other term and no contract's name.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.checks.judgement import UNITS_OF_PERCENT, Judgement
from grants.checks.parameters import Param
from grants.contract import Contract, Period, TermVersion
from grants.verdict import Scope, Verdict
from ledger.require import require

__all__ = [
    "UNITS_OF_PERCENT", "WHOLE", "Facts", "Judgement", "Kind", "Param", "Params", "Scope",
    "Verdict", "any_of", "ceiling_of", "days_column", "excess_in_order", "is_blank", "limit_of",
    "name_key", "name_keys", "of_category", "one_row", "part_of", "reference_keys",
    "share_of_pence", "sums_by", "term",
]  # fmt: skip

WHOLE: Final = 100 * UNITS_OF_PERCENT
"""100 % in the units of ``claim_percent``."""


class Params:
    """The typed parameters of one version of a term, as attributes; ``version`` is its record."""

    def __init__(self, values: dict[str, Any], version: TermVersion) -> None:
        self.values, self.version = values, version

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a term may know besides the lines: the contract as known, and "today".

    ``periods`` are those the check reports on, in the contract's order.
    """

    contract: Contract
    as_of: date
    periods: tuple[Period, ...] = ()


Judge = Callable[[pd.DataFrame, Params, Facts], Judgement]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of term. ``judge`` is None while a kind is declared and its check not yet built."""

    code: str
    number: int
    title: str
    demand: str
    scope: Scope
    judged_on: str
    params: tuple[Param, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    judge: Judge | None = field(default=None, compare=False)


def term(  # noqa: PLR0913 - the declaration of a kind is one sentence of eight parts
    *,
    code: str,
    number: int,
    title: str,
    scope: Scope,
    judged_on: str,
    verdicts: tuple[Verdict, ...],
    params: tuple[Param, ...] = (),
) -> Callable[[Judge], Judge]:
    """Declare the decorated function as the check of a kind of term.

    Args:
        code: the kind's name in contracts and findings.
        number: its T number.
        title: a plain title for screens.
        scope: what the term is about.
        judged_on: the date that selects the version: a column of the lines or words.
        verdicts: every verdict ``judge`` can give besides PASS; a test holds a case for each.
        params: what the contract must or may state.
    """

    def declare(judge: Judge) -> Judge:
        text = (judge.__globals__["__doc__"] or "").strip()
        require(text, f"The module of {code} opens with what the term demands.")
        demand = re.sub(r"\s+", " ", text.split("\n\n")[0])
        judge.kind = Kind(  # type: ignore[attr-defined]
            code, number, title, demand, scope, judged_on, params, verdicts, judge
        )
        return judge

    return declare


def name_key(name: str) -> str:
    """A supplier's or partner's name for comparing: case, spacing and punctuation do not count."""
    return " ".join(re.sub(r"[^\w\s]", " ", name.casefold()).split())


def name_keys(names: list[str]) -> list[str]:
    """As :func:`name_key`, all names read in one pass."""
    if not names:
        return []
    joined = "\n".join(" ".join(n.split("\n")) if "\n" in n else n for n in names)
    bare = re.sub(r"[^\w\n]+", " ", joined.casefold())
    return [key.strip() for key in bare.split("\n")]


def reference_keys(references: list[str]) -> list[str]:
    """Invoice references for comparing: letters and digits only, no leading zeros.

    A reference with nothing else in it stays as it is. All are read in one pass.
    """
    if not references:
        return []
    joined = "\n".join(" ".join(r.split("\n")) if "\n" in r else r for r in references)
    bare = re.sub(r"^0+", "", re.sub(r"[^\w\n]|_", "", joined.casefold()), flags=re.MULTILINE)
    return [key or own for key, own in zip(bare.split("\n"), references, strict=True)]


def of_category(column: pd.Series, test: Callable[[str], Any], dtype: Any = np.bool_) -> Any:
    """Answer ``test`` once for each different text of a categorical column, then for every row."""
    answers = np.array([test(text) for text in column.cat.categories.tolist()], dtype=dtype)
    return answers.take(column.cat.codes.to_numpy())


def is_blank(column: pd.Series) -> npt.NDArray[np.bool_]:
    """Which rows of a column of texts are blank; a blank is the first text in order."""
    codes = column.cat.codes.to_numpy()
    names = column.cat.categories
    blank: npt.NDArray[np.bool_] = codes == 0 if len(names) and names[0] == "" else codes < 0
    return blank


def any_of(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a code is one of ``patterns``; a trailing ``*`` makes a prefix."""
    exact = {p for p in patterns if not p.endswith("*")}
    stems = tuple(p.removesuffix("*") for p in patterns if p.endswith("*"))
    return lambda code: code in exact or (bool(stems) and code.startswith(stems))


def share_of_pence(
    pence: npt.NDArray[np.int64], percent_units: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Pence × percentage, rounded half away from zero to the penny, in whole numbers."""
    share = pence.copy()
    rows = np.flatnonzero(percent_units != WHOLE)
    part = pence[rows]
    product = np.abs(part) * percent_units[rows]
    share[rows] = np.sign(part) * ((2 * product + WHOLE) // (2 * WHOLE))
    return share


def part_of(
    pence: npt.NDArray[np.int64], part: npt.NDArray[np.int64], whole: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Pence × part / whole, rounded half up; 0 where the whole is 0. Nothing negative."""
    share = np.zeros(len(pence), dtype=np.int64)
    rows = np.flatnonzero((part != 0) & (whole > 0))
    divisor = whole[rows]
    share[rows] = (2 * pence[rows] * part[rows] + divisor) // (2 * divisor)
    return share


def limit_of(pence: int, percent: Decimal) -> int:
    """The largest whole number of pence that is not above ``percent`` of ``pence``."""
    top, bottom = (Decimal(percent) / 100).as_integer_ratio()
    return pence * top // bottom


def ceiling_of(pence: int, percent: Decimal) -> int:
    """The smallest whole number of pence that is not below ``percent`` of ``pence``."""
    top, bottom = (Decimal(percent) / 100).as_integer_ratio()
    return -(-pence * top // bottom)


def excess_in_order(amounts: list[int], limit: int) -> list[int]:
    """What goes beyond ``limit``, carried by the amounts that cross it, in order.

    The parts add up to ``max(0, sum(amounts) - limit)``; a negative amount makes room for those
    before it, so the last positive amounts carry what is left.
    """
    left = max(0, sum(amounts) - limit)
    parts: list[int] = []
    for amount in reversed(amounts):
        part = min(left, max(0, amount))
        parts.append(part)
        left -= part
    return parts[::-1]


def sums_by(codes: npt.NDArray[np.int64], pence: npt.NDArray[np.int64], size: int) -> list[int]:
    """Pence added up by code, exactly; ``size`` is the number of codes."""
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, codes, pence)
    found: list[int] = sums.tolist()
    return found


def days_column(days: Iterable[date | None]) -> pd.Series:
    """A column of dates; None becomes NaT."""
    return pd.Series(np.array([day or "NaT" for day in days], dtype="datetime64[s]"))


def one_row(subject: str, judged_on: date | None, **columns: Any) -> pd.DataFrame:
    """Items of a term that judges one thing."""
    return pd.DataFrame(
        {"subject": [subject], "judged_on": days_column([judged_on])}
        | {name: [value] for name, value in columns.items()}
    )
