"""Returns against the ledger, as both stand now with what people have said about them.

Nothing of this is stored: matches and derived items follow from the lines, the ledger and people's
words, and come out the same every time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from app.services.fund import Fund
from app.services.office import Act
from grants.spend import SPEND_COLUMNS
from ledger.money import format_pounds
from ledger.reconciliation.claims import claims_frame
from ledger.reconciliation.engine import Reconciliation, reconcile
from ledger.reconciliation.item import ItemKind, ReconcilingItem
from ledger.reconciliation.scope import LedgerScope
from ledger.reconciliation.statement import Bridge


@dataclass(frozen=True)
class Outcome:
    """A reconciliation of one period, or of the whole contract when ``period`` is None."""

    fund: Fund
    period: str | None
    result: Reconciliation
    claims: pd.DataFrame
    ledger: pd.DataFrame

    @property
    def bridges(self) -> tuple[Bridge, ...]:
        """The statements: one, or one per period."""
        return self.result.bridges

    @property
    def bridge(self) -> Bridge:
        """The statement of the period asked for (the first of the whole contract's otherwise)."""
        return self.result.bridges[0]

    @property
    def matches(self) -> pd.DataFrame:
        """All matches in the promised columns."""
        return self.result.matches

    @property
    def is_closed(self) -> bool:
        """Unexplained difference 0.00, nothing open, nothing waiting for a person."""
        return self.result.is_closed and not self.without_ledger

    @cached_property
    def without_ledger(self) -> tuple[str, ...]:
        """Periods shown of which no ledger line is here: nothing can agree to nothing."""
        periods = scope_of(self.fund, self.period).by_accounting_period()
        held = {periods.get(p, "") for p in self.ledger["accounting_period"].unique()}
        return tuple(b.period for b in self.bridges if b.period not in held)

    @cached_property
    def open_reasons(self) -> list[str]:
        """What the bridge leaves open, a sentence each."""
        words = [
            f"{code}: no ledger line of this period is imported yet."
            for code in self.without_ledger
        ]
        for b in self.bridges:
            if b.difference:
                words.append(
                    f"{b.period}: the return and the ledger differ by "
                    f"{format_pounds(b.difference, thousands=True, symbol=True)} unexplained."
                )
            if b.open_lines:
                words.append(
                    f"{b.period}: {len(b.open_lines)} return line(s) are neither matched nor "
                    f"explained: {_some(b.open_lines)}."
                )
            if b.open_ledger:
                words.append(
                    f"{b.period}: {len(b.open_ledger)} ledger line(s) on this grant's codes are "
                    f"neither claimed nor explained: {_some(b.open_ledger)}."
                )
            if b.unconfirmed:
                words.append(
                    f"{b.period}: {len(b.unconfirmed)} proposed match(es) wait for a person: "
                    f"{_some(b.unconfirmed)}."
                )
        if self.result.broken:
            words.append(f"{len(self.result.broken)} confirmed match(es) lost a line: look again.")
        return words

    def open_lines_of(self, project: str) -> list[str]:
        """A project's lines that are neither matched nor explained, in words."""
        waiting = set(self.proposals["line_id"])
        projects = dict(zip(self.claims["line_id"], self.claims["project"], strict=True))
        open_now = {i for b in self.bridges for i in b.open_lines} | waiting
        reasons = dict(zip(self.matches["line_id"], self.matches["reason"], strict=True))
        periods = dict(zip(self.claims["line_id"], self.claims["period"], strict=True))
        return [
            f"{i}: {reasons.get(i, '')}".rstrip(": ")
            for i in sorted(open_now)
            if projects.get(i) == project and periods.get(i) in {b.period for b in self.bridges}
        ]

    @property
    def proposals(self) -> pd.DataFrame:
        """Matches that wait for a person, of this statement's periods."""
        ids = {m for b in self.bridges for m in b.unconfirmed}
        return self.matches[self.matches["match_id"].isin(ids)]

    def summary(self) -> dict[str, object]:
        """The statement as plain figures in pence, for freezing."""
        b = self.bridge
        return {
            "period": b.period, "ledger_total": b.ledger_total, "return_total": b.return_total,
            "difference": b.difference,
            "items": [
                {"kind": str(s.kind), "amount": s.amount, "count": s.count} for s in b.steps
            ],
        }  # fmt: skip

    def status_by_line(self) -> Mapping[str, str]:
        """Line id → match status."""
        return dict(zip(self.matches["line_id"], self.matches["status"], strict=True))

    def items_shown(self) -> tuple[ReconcilingItem, ...]:
        """The items that stand in the statements shown."""
        shown = {b.period for b in self.bridges}
        return tuple(i for i in self.result.items if i.period in shown)


def _some(names: tuple[str, ...]) -> str:
    shown = 5
    return ", ".join(names[:shown]) + (" …" if len(names) > shown else "")


def scope_of(fund: Fund, period: str | None) -> LedgerScope:
    """The contract's cost centres and periods."""
    return LedgerScope(
        cost_centres=fund.signed.cost_centres,
        periods={p.code: p.accounting_periods for p in fund.signed.periods},
        period=period,
    )


def explained_items(act: Act, fund: Fund) -> tuple[ReconcilingItem, ...]:
    """Items made by people, with their clearances."""
    return tuple(
        ReconcilingItem(
            reference=i.reference, kind=ItemKind(i.kind), amount=i.amount_pence,
            ledger_keys=tuple(i.ledger_keys), line_ids=tuple(i.line_ids), reason=i.reason,
            owner=i.owner, expected_to_clear=i.expected_to_clear,
            cleared_by=c.reference if c else "", derived=False, period=i.period,
        )
        for i, c in act.uow.ledger.items(fund.row.id)
    )  # fmt: skip


def reconciliation_of(act: Act, fund: Fund, period: str | None) -> Outcome:
    """Reconcile the returns that count with the ledger as imported."""
    lines = fund.lines
    text = (
        lines[list(SPEND_COLUMNS)]
        if len(lines)
        else pd.DataFrame({c: pd.Series(dtype="str") for c in SPEND_COLUMNS})
    )
    claims = claims_frame(text)
    ledger = act.uow.ledger.frame(fund.row.id)
    current = set(text["line_id"])
    explained = tuple(
        i for i in explained_items(act, fund) if all(line in current for line in i.line_ids)
    )
    result = reconcile(
        claims, ledger, scope=scope_of(fund, period),
        confirmed=tuple(
            (tuple(c.line_ids), tuple(c.ledger_keys))
            for c in act.uow.ledger.confirmations(fund.row.id)
        ),
        explained=explained, removed=fund.disallowed,
    )  # fmt: skip
    return Outcome(fund, period, result, claims, ledger)
