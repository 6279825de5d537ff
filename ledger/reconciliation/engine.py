"""The reconciliation of a return to the ledger: one function from two frames to the statement.

pandas frames come in and go out; in between the work is done in polars over numbered rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from ledger.reconciliation.claims import CLAIM_DATES, CLAIM_MONEY, CLAIM_TEXT
from ledger.reconciliation.core import Outcome, Request, work_out
from ledger.reconciliation.item import ReconcilingItem
from ledger.reconciliation.passes.locked import Confirmation
from ledger.reconciliation.report import MATCH_COLUMNS
from ledger.reconciliation.scope import LedgerScope
from ledger.reconciliation.statement import Bridge
from ledger.reconciliation.tables import (
    LEDGER_DAYS,
    LEDGER_NUMBERS,
    LEDGER_TEXT,
)


@dataclass(frozen=True)
class Reconciliation:
    """The result.

    ``bridges``: one statement per reporting period of the scope (only ``scope.period`` when set).
    ``counts``: pass → status → number of matches (groups count once). ``superseded``: references
    of explanations that a real match has since replaced. ``broken``: confirmations of which a row
    is no longer there.
    """

    bridges: tuple[Bridge, ...]
    counts: Mapping[str, Mapping[str, int]]
    superseded: tuple[str, ...]
    broken: tuple[Confirmation, ...]
    _outcome: Outcome = field(repr=False)

    @cached_property
    def matches(self) -> pd.DataFrame:
        """All rows in ``MATCH_COLUMNS``; amounts ``Int64`` pence, ``<NA>`` for a side not there."""
        columns = self._outcome.match_columns()
        amounts = ("line_amount", "ledger_amount", "difference")
        return pd.DataFrame(
            {
                name: pd.Series(columns[name], dtype="Int64" if name in amounts else "str")
                for name in MATCH_COLUMNS
            }
        )

    @cached_property
    def items(self) -> tuple[ReconcilingItem, ...]:
        """Every reconciling item of every period: derived ones first, then the explained."""
        return self._outcome.items()

    def bridge(self, period: str) -> Bridge | None:
        """The statement of one period, or None."""
        return next((bridge for bridge in self.bridges if bridge.period == period), None)

    @property
    def difference(self) -> int:
        """The unexplained difference over all statements shown, pence."""
        return sum(bridge.difference for bridge in self.bridges)

    @property
    def is_closed(self) -> bool:
        """Every statement shown is closed and no confirmation is broken."""
        return self._outcome.is_closed


def reconcile(
    claims: pd.DataFrame,
    ledger_lines: pd.DataFrame,
    *,
    scope: LedgerScope,
    confirmed: Sequence[Confirmation] = (),
    explained: Sequence[ReconcilingItem] = (),
    removed: Mapping[str, int] | None = None,
) -> Reconciliation:
    """Match the return's lines with the ledger's and lead from ledger total to return total.

    Args:
        claims: as :func:`ledger.reconciliation.claims.claims_frame` gives them.
        ledger_lines: canonical ledger lines (``ledger.gl.line``).
        scope: the contract's cost centres and reporting periods.
        confirmed: (line ids, ledger keys) put together by a person; never undone. Without line
            ids: ledger lines that cancel each other.
        explained: reconciling items written by persons.
        removed: line id → pence that finance removed from the claim (ineligible).

    Raises:
        UnknownSubject: a removal or an item names a line or period that is not there.
    """
    request = Request(scope, tuple(confirmed), tuple(explained), dict(removed or {}))
    outcome = work_out(claim_columns(claims), ledger_columns(ledger_lines), request)
    return Reconciliation(
        bridges=outcome.bridges,
        counts=outcome.counts,
        superseded=outcome.superseded,
        broken=outcome.broken,
        _outcome=outcome,
    )


def claim_columns(claims: pd.DataFrame) -> dict[str, "np.ndarray[Any, Any]"]:
    """Plain arrays of typed claims."""
    columns = {name: claims[name].to_numpy(dtype=object) for name in CLAIM_TEXT}
    columns |= {name: _whole(claims[name]) for name in (*CLAIM_MONEY, "percent")}
    columns |= {name: claims[name].to_numpy(dtype="datetime64[us]") for name in CLAIM_DATES}
    return columns


def ledger_columns(lines: pd.DataFrame) -> dict[str, "np.ndarray[Any, Any]"]:
    """Plain arrays of canonical ledger lines."""
    columns = {name: lines[name].to_numpy(dtype=object) for name in LEDGER_TEXT}
    columns |= {name: _whole(lines[name]) for name in LEDGER_NUMBERS}
    columns |= {name: lines[name].to_numpy(dtype="datetime64[us]") for name in LEDGER_DAYS}
    return columns


def _whole(column: pd.Series) -> "np.ndarray[Any, Any]":
    """Whole numbers, masked where unknown."""
    unknown = column.isna().to_numpy()
    known = column.fillna(0).to_numpy(dtype="int64")
    return np.ma.MaskedArray(known, mask=unknown) if unknown.any() else known
