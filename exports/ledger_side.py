"""From the product's reconciliation to the ledger side of a pack: lines, items, statement.

The only place in ``exports`` that knows the reconciliation engine's result.
"""

from dataclasses import dataclass

import pandas as pd

from exports.pack_data import LedgerStatement
from ledger.reconciliation.engine import Reconciliation
from ledger.reconciliation.item import ReconcilingItem
from ledger.reconciliation.scope import LedgerScope

_WORDS = {"matched": "claimed", "netted": "netted off", "proposed": "open: a match is proposed"}


@dataclass(frozen=True, slots=True)
class LedgerSide:
    """What ``PackData`` takes as ``ledger``, ``matches``, ``items`` and ``statement``."""

    ledger: pd.DataFrame
    matches: pd.DataFrame
    items: tuple[ReconcilingItem, ...]
    statement: LedgerStatement


def ledger_side(
    result: Reconciliation,
    *,
    ledger_lines: pd.DataFrame,
    claims: pd.DataFrame,
    scope: LedgerScope,
    period_code: str | None = None,
) -> LedgerSide:
    """The ledger side of a pack for one period, or for all of the scope's periods.

    Args:
        result: the reconciliation over all periods of the contract (``scope.period`` None).
        ledger_lines: the canonical ledger lines that were reconciled.
        claims: typed spend lines that were reconciled (``claims_frame``).
        scope: the contract's cost centres and periods.
        period_code: the pack's period; None for the whole contract.
    """
    chosen = frozenset(scope.codes()) if period_code is None else frozenset({period_code})
    periods = _ledger_periods(ledger_lines, scope)
    inside = periods.isin(list(chosen))
    if scope.cost_centres:
        inside &= ledger_lines["cost_centre"].isin(list(scope.cost_centres))
    items = _items(result, claims, dict(zip(ledger_lines["ledger_key"], periods, strict=True)))
    kept = tuple(item for item, period in items if period in chosen)
    bridges = [b for b in result.bridges if b.period in chosen]
    statement = LedgerStatement(
        sum(b.ledger_total for b in bridges),
        sum(b.return_total for b in bridges),
        sum(b.difference for b in bridges),
    )
    frame = ledger_lines[inside].reset_index(drop=True)
    return LedgerSide(_with_fates(frame, result, kept), result.matches, kept, statement)


def _ledger_periods(lines: pd.DataFrame, scope: LedgerScope) -> pd.Series:
    """The reporting period of each ledger line; blank when its month belongs to none."""
    if not scope.periods:
        return pd.Series(scope.codes()[0], index=lines.index, dtype=object)
    return lines["accounting_period"].map(scope.by_accounting_period()).fillna("")


def _items(
    result: Reconciliation, claims: pd.DataFrame, by_key: dict[str, str]
) -> list[tuple[ReconcilingItem, str]]:
    """Every item with the period whose statement it stands in."""
    by_line = dict(zip(claims["line_id"], claims["period"], strict=True))
    found: list[tuple[ReconcilingItem, str]] = []
    for item in result.items:
        places = [by_line.get(line, "") for line in item.line_ids]
        places += [by_key.get(key, "") for key in item.ledger_keys]
        found.append((item, item.period or next((p for p in places if p), "")))
    return found


def _with_fates(
    frame: pd.DataFrame, result: Reconciliation, items: tuple[ReconcilingItem, ...]
) -> pd.DataFrame:
    """The ledger lines with ``disposition``, ``reason`` and the ``item`` that concerns them."""
    told = result.matches[result.matches["ledger_key"] != ""]
    status = dict(zip(told["ledger_key"], told["status"], strict=True))
    reason = dict(zip(told["ledger_key"], told["reason"], strict=True))
    waiting = {key for bridge in result.bridges for key in bridge.open_ledger}
    item = {key: i.reference for i in reversed(items) for key in i.ledger_keys}
    keys = [str(key) for key in frame["ledger_key"]]

    def fate(key: str) -> str:
        known = _WORDS.get(str(status.get(key, "")))
        return known or ("open" if key in waiting or key not in status else "excluded")

    return frame.assign(
        disposition=[fate(key) for key in keys],
        reason=[str(reason.get(key, "")) for key in keys],
        item=[item.get(key, "") for key in keys],
    )
