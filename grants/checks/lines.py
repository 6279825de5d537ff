"""Typed spend lines made ready to be judged: in their fixed order, with what credits leave of them.

Columns added to those of ``spend_frame``: ``charged`` (pence that remain of a positive line after
the credits that correct it, else 0), ``money_left_on`` (defrayed, else posted), ``key_group`` (a
number for each ledger key among the lines that charge something, else -1), and
``invoice_before`` and ``invoice_elsewhere`` (an earlier line, or one of another project, has the
same supplier, amount and invoice reference under another key).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.checks.claims import key_groups, repeated_neighbours, same_invoice_before
from grants.contract import Contract, Period
from ledger.require import require


def ready(frame: pd.DataFrame) -> pd.DataFrame:
    """Lines in the order accounting period, posting date, ledger key, line id (blanks last)."""
    lines = _taken(frame, _order(frame))
    lines["claimed"] = lines["claimed"].to_numpy(dtype=np.int64)
    claimed = lines["claimed"].to_numpy()
    lines["charged"] = np.maximum(claimed + credited(lines, claimed), 0) * (claimed > 0)
    lines["money_left_on"] = lines["defrayed_on"].where(
        lines["defrayed_on"].notna(), lines["posted_on"]
    )
    lines["key_group"] = key_groups(lines)
    lines["invoice_before"], lines["invoice_elsewhere"] = same_invoice_before(lines)
    return lines


def _taken(frame: pd.DataFrame, order: npt.NDArray[np.intp]) -> pd.DataFrame:
    """The rows in another order; a column in which all rows are alike stays as it is."""
    if (order == np.arange(len(order))).all():
        return frame.reset_index(drop=True)
    columns: dict[str, Any] = {}
    for name in frame.columns:
        values = frame[name].array
        alike = isinstance(values, pd.Categorical) and len(values.categories) == 1
        columns[name] = values if alike else _values_taken(values, order)
    return pd.DataFrame(columns, index=pd.RangeIndex(len(order)), copy=False)


def _values_taken(values: Any, order: npt.NDArray[np.intp]) -> Any:
    """One column in another order; where nothing is unknown there is no mask to reorder."""
    if isinstance(values, pd.arrays.IntegerArray) and not values.isna().any():
        numbers = values.to_numpy(dtype=np.int64).take(order)
        return pd.arrays.IntegerArray(numbers, np.zeros(len(order), dtype=np.bool_))
    return values.take(order)


def _order(frame: pd.DataFrame) -> npt.NDArray[np.intp]:
    """Positions of the rows in their fixed order."""
    if not len(frame):
        return np.zeros(0, dtype=np.intp)
    period, key = _blank_last(frame["accounting_period"]), _blank_last(frame["ledger_key"])
    day = frame["posted_on"].to_numpy().astype("datetime64[D]").astype(np.int64)
    unknown = frame["posted_on"].isna().to_numpy()
    known = day[~unknown]
    first, last = (int(known.min()), int(known.max())) if len(known) else (0, 0)
    day = np.where(unknown, last + 1, day) - first
    place = (period * (last - first + 2) + day) * (int(key.max()) + 1) + key
    order = np.argsort(place)
    tied = repeated_neighbours(place[order])
    if len(tied):
        rows = order[tied]
        order[tied] = rows[np.lexsort((codes_of(frame["line_id"])[rows], place[rows]))]
    return order


def _blank_last(column: pd.Series) -> npt.NDArray[np.int64]:
    """The places of a column's texts in order, those of blanks after all others."""
    codes, names = codes_of(column), column.cat.categories
    if len(names) and names[0] == "":
        return np.where(codes == 0, len(names), codes)
    return codes


def codes_of(column: pd.Series) -> npt.NDArray[np.int64]:
    """The code of each row of a column of texts."""
    return column.cat.codes.to_numpy().astype(np.int64)


def credited(lines: pd.DataFrame, amounts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """For each line, the sum of ``amounts`` over the negative lines that correct it."""
    total = np.zeros(len(lines), dtype=np.int64)
    negative = np.flatnonzero(lines["claimed"].to_numpy() < 0)
    corrects = lines["corrects"].iloc[negative].astype(object).to_numpy()
    credit = negative[corrects != ""]
    if len(credit):
        wanted = corrects[corrects != ""]
        ids = lines["line_id"].cat
        code = ids.categories.get_indexer(pd.Index(wanted, dtype=ids.categories.dtype))
        row_of = np.full(len(ids.categories) + 1, -1, dtype=np.int64)
        row_of[ids.codes.to_numpy()] = np.arange(len(lines))
        place = row_of[code]
        np.add.at(total, place[place >= 0], np.asarray(amounts)[credit][place >= 0])
    return total


def up_to_period(frame: pd.DataFrame, contract: Contract, code: str | None) -> pd.DataFrame:
    """Lines of later periods are left out; a line of a period not in the contract stays."""
    if code is None:
        return frame
    codes = [p.code for p in contract.periods]
    require(code in codes, f"The contract has the period {code}.")
    later = frozenset(codes[codes.index(code) + 1 :])
    is_later = np.array([name in later for name in frame["period"].cat.categories], dtype=np.bool_)
    if not is_later.any():
        return frame
    return frame[~is_later[frame["period"].cat.codes.to_numpy()]]


def periods_reported(contract: Contract, code: str | None) -> tuple[Period, ...]:
    """The period asked for, or all of them."""
    return tuple(p for p in contract.periods if code in (None, p.code))


def latest_day(frame: pd.DataFrame, contract: Contract) -> date:
    """The latest day on which something happened, by the lines and the contract's registers.

    Days that are only planned (ends, due dates, effective dates of variations, the last day of a
    consent) do not count.
    """
    days: list[date] = [contract.starts_on]
    for name in ("incurred_on", "posted_on", "defrayed_on"):
        last = frame[name].max()
        if not pd.isna(last):
            days.append(pd.Timestamp(last).date())
    days.extend(day for day in _happened(contract) if day is not None)
    return max(days)


def _happened(contract: Contract) -> Sequence[date | None]:
    days: list[date | None] = [contract.offered_on, contract.signed_on, contract.bank_details_on]
    days += [a.approved_on for a in contract.allocations]
    days += [v.agreed_on for v in contract.variations]
    days += [c.given_on for c in contract.consents]
    for v in contract.virements:
        days += [v.requested_on, v.approved_on, v.effective_on]
    days += [r.received_on for r in contract.receipts]
    for r in contract.repayments:
        days += [r.requested_on, r.paid_on]
    days += [r.submitted_at.date() for r in contract.returns if r.submitted_at]
    for q in contract.quarters:
        days += [t.date() for t in (q.certified_at, q.changed_at, q.accepted_at) if t]
    days += [f.made_on for f in contract.forecasts]
    days += [o.signed_on for o in contract.onward_agreements]
    days += [s.confirmed_on for s in contract.safeguardings]
    days += [s.signed_on for s in contract.partner_statements]
    days += [a.received_on for a in contract.audit_reports]
    for n in contract.notices:
        days += [n.arose_on, n.notified_on]
    return days
