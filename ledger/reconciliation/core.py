"""The inside of a reconciliation, over plain columns: passes, items, standing, statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import polars as pl

from ledger.reconciliation.bridge import build_bridges
from ledger.reconciliation.derive import ITEM_SCHEMA, derive_items
from ledger.reconciliation.item import ItemKind, ReconcilingItem
from ledger.reconciliation.match import PASSES, PROPOSED, run_passes
from ledger.reconciliation.passes.locked import Confirmation
from ledger.reconciliation.passes.pairing import UNEXPLAINED
from ledger.reconciliation.report import match_table
from ledger.reconciliation.scope import LedgerScope
from ledger.reconciliation.standing import Facts, Standing, standing_of
from ledger.reconciliation.statement import Bridge
from ledger.reconciliation.tables import Columns, Tables, build_tables, rows_at

DERIVED_OWNER: Final = "finance officer"


class UnknownSubject(ValueError):  # noqa: N818 - the name states the fact
    """A removal or a reconciling item names a line or a period that is not there."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked beside the two sides: the scope and what persons have decided."""

    scope: LedgerScope
    confirmed: tuple[Confirmation, ...] = ()
    explained: tuple[ReconcilingItem, ...] = ()
    removed: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """Statements and counts, and the tables from which matches and items are written on demand."""

    bridges: tuple[Bridge, ...]
    counts: Mapping[str, Mapping[str, int]]
    superseded: tuple[str, ...]
    broken: tuple[Confirmation, ...]
    tables: Tables
    pairs: pl.DataFrame
    standing: Standing
    derived: pl.DataFrame
    explained: tuple[ReconcilingItem, ...]

    def match_table(self) -> pl.DataFrame:
        """All matches in the promised columns, amounts in pence."""
        return match_table(self.tables, self.pairs, self.standing)

    def match_columns(self) -> dict[str, list[object]]:
        """The same as plain columns."""
        table = self.match_table()
        return {name: table[name].to_list() for name in table.columns}

    @property
    def is_closed(self) -> bool:
        """Every statement shown is closed and no confirmation is broken."""
        return all(bridge.is_closed for bridge in self.bridges) and not self.broken

    def items(self) -> tuple[ReconcilingItem, ...]:
        """Derived items, then the explained ones that stand."""
        rows = self.derived.iter_rows(named=True)
        derived = (
            ReconcilingItem(
                reference=row["reference"],
                kind=ItemKind(row["kind"]),
                amount=row["amount"],
                ledger_keys=tuple(row["ledger_keys"]),
                line_ids=tuple(row["line_ids"]),
                reason=row["reason"],
                owner=DERIVED_OWNER,
                expected_to_clear=row["expected_to_clear"],
                cleared_by=row["cleared_by"],
                derived=True,
                period=row["period"],
            )
            for row in rows
        )
        return (*derived, *self.explained)


def work_out(claims: Columns, ledger: Columns, request: Request) -> Outcome:
    """Run everything over plain columns (``ledger.reconciliation.tables``).

    Raises:
        UnknownSubject: a removal or an item names a line or a period that is not there.
    """
    tables = build_tables(claims, ledger, request.scope)
    explained = tuple(_placed(tables, item, request.scope) for item in request.explained)
    _require_lines(tables, request.removed)
    matching = run_passes(
        tables,
        request.confirmed,
        frozenset(name for item in explained for name in item.line_ids),
        frozenset(key for item in explained for key in item.ledger_keys),
    )
    pairs = matching.pairs
    standing_items, superseded = _still_needed(tables, explained, pairs)
    facts = Facts(
        explained_lines=frozenset(name for item in standing_items for name in item.line_ids),
        explained_keys=frozenset(key for item in standing_items for key in item.ledger_keys),
        removed=request.removed,
        broken=matching.broken,
        periods=request.scope.codes(),
    )
    derived = derive_items(
        tables,
        pairs,
        request.scope,
        removed=request.removed,
        explained_keys=facts.explained_keys,
        reducible_lines=facts.explained_lines | _paired_lines(tables, pairs, request.removed),
    )
    standing = standing_of(tables, matching, facts)
    return Outcome(
        bridges=build_bridges(
            tables,
            pairs,
            pl.concat([derived, _as_table(tables, standing_items)]),
            standing,
            request.removed,
            _periods_shown(tables, request.scope),
        ),
        counts=_counts(pairs),
        superseded=superseded,
        broken=matching.broken,
        tables=tables,
        pairs=pairs,
        standing=standing,
        derived=derived,
        explained=standing_items,
    )


def _periods_shown(tables: Tables, scope: LedgerScope) -> tuple[str, ...]:
    """The scope's one period, else all of them and any that only the lines know."""
    if scope.period is not None:
        return (scope.period,)
    known = scope.codes()
    strange = set(tables.lines["line_period"].unique().to_list()) - set(known)
    return (*known, *sorted(strange))


def _require_lines(tables: Tables, removed: Mapping[str, int]) -> None:
    known = set(tables.lines["line_id"].to_list()) if removed else set()
    unknown = sorted(set(removed) - known)
    if unknown:
        raise UnknownSubject(
            f"Removed from the claim: {', '.join(unknown)}, but the return has no such line. "
            "Check the line ids."
        )


def _placed(tables: Tables, item: ReconcilingItem, scope: LedgerScope) -> ReconcilingItem:
    """The item with its period: as written, else of its lines, else of its ledger lines."""
    known = (scope.period,) if scope.period else scope.codes()
    if item.period:
        if item.period not in scope.codes():
            raise UnknownSubject(
                f"Item {item.reference} stands in period {item.period}, which the contract does "
                f"not have. Its periods: {', '.join(scope.codes())}."
            )
        return item
    lines = tables.lines.filter(pl.col("line_id").is_in(list(item.line_ids)))
    ledger = tables.ledger.filter(pl.col("ledger_key").is_in(list(item.ledger_keys)))
    found = [p for p in lines["line_period"].to_list() + ledger["ledger_period"].to_list() if p]
    if not found and len(known) > 1:
        raise UnknownSubject(
            f"Item {item.reference} names no line or ledger line that is there, and no period. "
            "Give it the reporting period it stands in."
        )
    return replace(item, period=found[0] if found else known[0])


def _paired_lines(
    tables: Tables, pairs: pl.DataFrame, removed: Mapping[str, int]
) -> frozenset[str]:
    """Those of the removed lines that stand in a pair."""
    if not removed:
        return frozenset()
    paired = rows_at(tables.lines, pairs["l"].drop_nulls(), "line_id")["line_id"]
    return frozenset(paired.to_list()) & frozenset(removed)


def _still_needed(
    tables: Tables, explained: Sequence[ReconcilingItem], pairs: pl.DataFrame
) -> tuple[tuple[ReconcilingItem, ...], tuple[str, ...]]:
    """Items whose subjects have not all been settled since by real matches; and the others."""
    if not explained:
        return (), ()
    settled = pairs.filter((pl.col("kind") != UNEXPLAINED) & (pl.col("status") != PROPOSED))
    lines = set(rows_at(tables.lines, settled["l"].drop_nulls(), "line_id")["line_id"].to_list())
    keys = set(rows_at(tables.ledger, settled["g"], "ledger_key")["ledger_key"].to_list())
    needed, superseded = [], []
    for item in explained:
        subjects = bool(item.line_ids or item.ledger_keys)
        if subjects and lines.issuperset(item.line_ids) and keys.issuperset(item.ledger_keys):
            superseded.append(item.reference)
        else:
            needed.append(item)
    return tuple(needed), tuple(superseded)


def _as_table(tables: Tables, items: Sequence[ReconcilingItem]) -> pl.DataFrame:
    """Explained items as rows of ``ITEM_SCHEMA``; project and head are those of the first line."""
    named = sorted({name for item in items for name in item.line_ids})
    lines = tables.lines.filter(pl.col("line_id").is_in(named))
    owners = {
        name: (project, head)
        for name, project, head in lines.select("line_id", "project", "head").iter_rows()
    }
    rows = [
        (
            item.reference, item.kind.value, item.amount, item.period,
            *next((owners[name] for name in item.line_ids if name in owners), ("", "")),
            list(item.ledger_keys), list(item.line_ids), item.reason, item.expected_to_clear,
            item.cleared_by,
        )
        for item in items
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=ITEM_SCHEMA, orient="row")


def _counts(pairs: pl.DataFrame) -> dict[str, dict[str, int]]:
    """Pass → status → matches, every pass named."""
    groups = pairs.unique("anchor").group_by("pass", "status").agg(count=pl.len())
    found: dict[str, dict[str, int]] = {name: {} for name in PASSES}
    for name, status, count in groups.sort("pass", "status").iter_rows():
        found[name][status] = count
    return found
