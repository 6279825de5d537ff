"""Typed spend lines made ready to be judged: in their fixed order, with what credits leave of them.

Columns added to those of ``spend_frame``: ``charged`` (pence that remain of a positive line after
the credits that correct it, else 0), ``money_left_on`` (defrayed, else posted), ``key_group`` (a
number for each ledger key among the lines that charge something, else -1), and
``invoice_before`` and ``invoice_elsewhere`` (an earlier line, or one of another project, has the
same supplier, amount and invoice reference under another key).
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.checks.claims import key_groups, same_invoice_before
from grants.contract import Contract, Period
from ledger.require import require

SHORT_TEXT: Final = 64


def ready(frame: pd.DataFrame) -> pd.DataFrame:
    """Lines in the order accounting period, posting date, ledger key, line id (blanks last)."""
    lines = frame.take(_order(frame)).reset_index(drop=True)
    lines["claimed"] = lines["claimed"].astype("int64")
    claimed = lines["claimed"].to_numpy()
    lines["charged"] = np.maximum(claimed + credited(lines, claimed), 0) * (claimed > 0)
    lines["money_left_on"] = lines["defrayed_on"].where(
        lines["defrayed_on"].notna(), lines["posted_on"]
    )
    lines["key_group"] = key_groups(lines)
    lines["invoice_before"], lines["invoice_elsewhere"] = same_invoice_before(lines)
    return lines


def _order(frame: pd.DataFrame) -> npt.NDArray[np.intp]:
    period = frame["accounting_period"].astype(object).to_numpy()
    period = np.where(period == "", "~", period).astype("U8")
    posted = frame["posted_on"].to_numpy().astype("datetime64[D]")  # NaT sorts last
    key = frame["ledger_key"].astype(object).to_numpy()
    line_id = frame["line_id"].astype(object).to_numpy()
    names = (_ranks(line_id), _ranks(key, blank_last=True))
    return np.lexsort((*names, posted, period))


def _ranks(texts: npt.NDArray[np.object_], *, blank_last: bool = False) -> npt.NDArray[np.int64]:
    codes, different = pd.factorize(texts)
    rank = np.empty(len(different), dtype=np.int64)
    names = np.asarray(different, dtype=object)
    if max(map(len, different), default=0) <= SHORT_TEXT:
        names = names.astype("U")  # sorts several times faster, in the same order
    rank[np.argsort(names, kind="stable")] = np.arange(len(different))
    ranks = rank[codes] if len(different) else codes
    return np.where(texts == "", len(different), ranks) if blank_last else ranks


def credited(lines: pd.DataFrame, amounts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """For each line, the sum of ``amounts`` over the negative lines that correct it."""
    corrects = lines["corrects"].astype(object).to_numpy()
    credit = (lines["claimed"].to_numpy() < 0) & (corrects != "")
    total = np.zeros(len(lines), dtype=np.int64)
    if credit.any():
        place = pd.Index(lines["line_id"].astype(object)).get_indexer(pd.Index(corrects[credit]))
        np.add.at(total, place[place >= 0], np.asarray(amounts)[credit][place >= 0])
    return total


def up_to_period(frame: pd.DataFrame, contract: Contract, code: str | None) -> pd.DataFrame:
    """Lines of later periods are left out; a line of a period not in the contract stays."""
    if code is None:
        return frame
    codes = [p.code for p in contract.periods]
    require(code in codes, f"The contract has the period {code}.")
    later = frozenset(codes[codes.index(code) + 1 :])
    return frame[~frame["period"].astype(object).isin(later)]


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
