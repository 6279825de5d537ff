"""Accruals among the lines: what reversed them, by when they were to be, and the nearest invoice.

Worked out over columns: a line's ``corrects`` names the accrual it reverses.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.checks.lines import credited
from grants.terms.base import name_key, of_category

NO_INVOICE: Final = -1
LAST_PERIOD: Final = 3  # of the year after the accrual's
_HUNDRED: Final = 100  # an accounting period is YYYYPP
_MONTHS_IN_YEAR: Final = 12
_EPOCH: Final = 1970
_MONTHS_TO_APRIL: Final = 3
_JULY: Final = 6  # months after January: the day before is the end of period 3


@dataclass(frozen=True, slots=True)
class Accruals:
    """One entry per line; what is said of accruals means nothing on other lines.

    ``month`` is the accounting period as a number (0: not known), ``amount`` and ``reversed`` are
    pence, ``last_day`` ends the month by which it is to be reversed, ``is_late`` tells that a part
    was reversed after that, and ``gap`` is pence to the nearest invoice or NO_INVOICE.
    """

    is_accrual: npt.NDArray[np.bool_]
    is_reversal: npt.NDArray[np.bool_]
    reverses_accrual: npt.NDArray[np.bool_]
    month: npt.NDArray[np.int64]
    amount: npt.NDArray[np.int64]
    reversed: npt.NDArray[np.int64]
    last_day: npt.NDArray[np.datetime64]
    is_late: npt.NDArray[np.bool_]
    gap: npt.NDArray[np.int64]


def read_accruals(lines: pd.DataFrame) -> Accruals:
    """Accruals, their reversals and invoices, of typed lines in their fixed order."""
    claimed = lines["claimed"].to_numpy(dtype=np.int64)
    classes = lines["journal_class"].astype(object).to_numpy()
    is_accrual = (classes == "accrual") & (claimed > 0)
    is_reversal = (classes == "accrual-reversal") & (claimed < 0)
    month = _months(lines)
    last_month = (month // _HUNDRED + 1) * _HUNDRED + LAST_PERIOD
    place = _corrected(lines)
    known = place >= 0
    target = np.where(known, place, 0)
    of_accrual = known & (is_accrual[target] if len(lines) else known)
    late = of_accrual & (month > last_month[target] if len(lines) else known)
    is_late = np.zeros(len(lines), dtype=np.bool_)
    is_late[place[late]] = True
    back = -credited(lines, claimed)
    whole = is_accrual & (back == claimed) & (month > 0)
    return Accruals(
        is_accrual, is_reversal, of_accrual, month, claimed, back, _last_days(month),
        is_late, _gaps(lines, whole, month),
    )  # fmt: skip


def _months(lines: pd.DataFrame) -> npt.NDArray[np.int64]:
    """The accounting period as a number, else that of the day posted; 0 where neither is known."""
    period = of_category(lines["accounting_period"], lambda text: int(text or 0), np.int64)
    ahead = lines["posted_on"].to_numpy().astype("datetime64[M]").astype(np.int64)
    ahead -= _MONTHS_TO_APRIL
    year = _EPOCH + ahead // _MONTHS_IN_YEAR
    posted = year * _HUNDRED + ahead % _MONTHS_IN_YEAR + 1
    posted = np.where(lines["posted_on"].isna(), 0, posted)
    return np.where(period > 0, period, posted).astype(np.int64)


def _last_days(month: npt.NDArray[np.int64]) -> npt.NDArray[np.datetime64]:
    ahead = (month // _HUNDRED + 1 - _EPOCH) * _MONTHS_IN_YEAR + _JULY
    first_of_july = ahead.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return (first_of_july - 1).astype("datetime64[D]")


def _corrected(lines: pd.DataFrame) -> npt.NDArray[np.intp]:
    """For each negative line the position of the line it corrects; -1 for none and for others."""
    place = np.full(len(lines), -1, dtype=np.intp)
    corrects = lines["corrects"].astype(object).to_numpy()
    rows = np.flatnonzero((lines["claimed"].to_numpy(dtype=np.int64) < 0) & (corrects != ""))
    if len(rows):
        ids = pd.Index(lines["line_id"].astype(object))
        place[rows] = ids.get_indexer(pd.Index(corrects[rows]))
    return place


def _gaps(
    lines: pd.DataFrame, accruals: npt.NDArray[np.bool_], month: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Pence between each accrual and its nearest invoice; NO_INVOICE where none followed."""
    gap = np.full(len(lines), NO_INVOICE, dtype=np.int64)
    named = (lines["supplier"] != "").to_numpy()
    charged = lines["charged"].to_numpy(dtype=np.int64)
    invoices = (lines["journal_class"] == "invoice").to_numpy() & (charged > 0) & named
    mine = np.flatnonzero(accruals & named)
    theirs = np.flatnonzero(invoices & (month > 0))
    if not len(mine) or not len(theirs):
        return gap
    key = _keys(lines)
    claimed = lines["claimed"].to_numpy(dtype=np.int64)
    left = pd.DataFrame({"key": key[mine], "month": month[mine], "amount": claimed[mine]})
    right = pd.DataFrame({"key": key[theirs], "later": month[theirs], "paid": charged[theirs]})
    pairs = left.drop_duplicates().merge(right.drop_duplicates(), on="key")
    pairs = pairs[pairs["later"] >= pairs["month"]]
    pairs["gap"] = (pairs["paid"] - pairs["amount"]).abs()
    nearest = pairs.groupby(["key", "month", "amount"], as_index=False)["gap"].min()
    found = left.merge(nearest, on=["key", "month", "amount"], how="left")["gap"]
    gap[mine] = found.fillna(NO_INVOICE).astype("int64")
    return gap


def _keys(lines: pd.DataFrame) -> npt.NDArray[np.int64]:
    """One number for each supplier (however written), project and head."""
    names = [name_key(name) for name in lines["supplier"].cat.categories]
    alike, _ = pd.factorize(np.array(names, dtype=object))
    supplier = alike[lines["supplier"].cat.codes.to_numpy()].astype(np.int64)
    for column in ("project", "head"):
        other = lines[column].cat
        supplier = supplier * (len(other.categories) + 1) + other.codes.to_numpy()
        supplier = pd.factorize(supplier)[0].astype(np.int64)
    return supplier
