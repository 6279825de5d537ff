"""From pairs and items to one statement per reporting period, to the penny.

Every figure is a sum of *entries* (period, project, head, what, pence): the ledger total, each kind
of item and the return total. The unexplained difference is what is left between them.
"""

from collections.abc import Iterable
from functools import partial
from typing import Final

import polars as pl

from ledger.reconciliation.item import ItemKind
from ledger.reconciliation.match import PROPOSED
from ledger.reconciliation.report import named_matches
from ledger.reconciliation.standing import Standing, with_removed
from ledger.reconciliation.statement import BreakdownRow, Bridge, BridgeStep
from ledger.reconciliation.tables import Tables, rows_at

_LEDGER: Final = "ledger"
_RETURN: Final = "return"
_ENTRY: Final = ("period", "project", "head", "what", "pence")


def build_bridges(
    tables: Tables,
    pairs: pl.DataFrame,
    items: pl.DataFrame,
    standing: Standing,
    removed: dict[str, int],
    periods: Iterable[str],
) -> tuple[Bridge, ...]:
    """One statement per code of ``periods``; items of ``ITEM_SCHEMA``."""
    entries = pl.concat([
        _ledger_entries(tables, pairs),
        _return_entries(tables, removed),
        items.select("period", "project", "head", what="kind", pence="amount"),
    ])  # fmt: skip
    totals = _sums(entries, ["what"])
    counts = items.group_by("period", "kind").agg(count=pl.len())
    number = {(p, k): n for p, k, n in counts.select("period", "kind", "count").iter_rows()}
    by_project, by_head = _sums(entries, ["project", "what"]), _sums(entries, ["head", "what"])
    waiting = _waiting(tables, pairs)
    counted = standing.open_ledger.group_by("ledger_period").agg(count=pl.len())
    open_counts = dict(counted.select("ledger_period", "count").iter_rows())
    bridges = []
    for period in periods:
        pence = {what: amount for (at, what), amount in totals.items() if at == period}
        steps = [
            BridgeStep(kind, pence.get(kind.value, 0), number[period, kind.value])
            for kind in ItemKind
            if (period, kind.value) in number
        ]
        bridges.append(
            Bridge(
                period=period,
                ledger_total=pence.get(_LEDGER, 0),
                steps=tuple(steps),
                return_total=pence.get(_RETURN, 0),
                open_lines=_open_lines(standing, period),
                open_ledger_count=open_counts.get(period, 0),
                unconfirmed=waiting.get(period, ()),
                by_project=_breakdown(by_project, period),
                by_head=_breakdown(by_head, period),
                list_open_ledger=partial(standing.open_keys, period),
            )
        )
    return tuple(bridges)


def _ledger_entries(tables: Tables, pairs: pl.DataFrame) -> pl.DataFrame:
    """The ledger on the contract's codes; what a line speaks for stands under its project."""
    mapped = pl.col("in_scope") & (pl.col("ledger_period") != "")
    book = tables.ledger.lazy().filter(mapped)
    whole = book.group_by("ledger_period").agg(pence=pl.col("amount").sum()).collect()
    paired = pairs.filter(pl.col("l").is_not_null()).select("l", "g", "part")
    spoken = pl.concat(
        [
            paired,
            rows_at(tables.ledger, paired["g"], "ledger_period", "in_scope"),
            rows_at(tables.lines, paired["l"], "project", "head"),
        ],
        how="horizontal",
    ).filter(mapped)
    nobody = {"project": pl.lit(""), "head": pl.lit("")}
    what = pl.lit(_LEDGER)
    return pl.concat([
        whole.with_columns(period="ledger_period", what=what, **nobody).select(_ENTRY),
        spoken.with_columns(period="ledger_period", what=what, pence="part").select(_ENTRY),
        spoken.with_columns(period="ledger_period", what=what, pence=-pl.col("part"), **nobody)
        .select(_ENTRY),
    ])  # fmt: skip


def _return_entries(tables: Tables, removed: dict[str, int]) -> pl.DataFrame:
    lines = with_removed(tables.lines, removed)
    return lines.with_columns(
        period="line_period", what=pl.lit(_RETURN), pence="standing"
    ).select(_ENTRY)  # fmt: skip


def _sums(entries: pl.DataFrame, by: list[str]) -> dict[tuple[str, ...], int]:
    summed = entries.group_by("period", *by).agg(pl.col("pence").sum()).sort("period", *by)
    return {tuple(row[:-1]): row[-1] for row in summed.iter_rows()}


def _breakdown(sums: dict[tuple[str, ...], int], period: str) -> tuple[BreakdownRow, ...]:
    found: dict[str, dict[str, int]] = {}
    for (at, key, what), pence in sums.items():
        if at == period:
            found.setdefault(key, {})[what] = pence
    return tuple(
        BreakdownRow(
            key,
            parts.pop(_LEDGER, 0),
            sum(pence for what, pence in parts.items() if what != _RETURN),
            parts.get(_RETURN, 0),
        )
        for key, parts in sorted(found.items())
        if any(parts.values())
    )


def _open_lines(standing: Standing, period: str) -> tuple[str, ...]:
    here = standing.open_lines.filter(pl.col("line_period") == period)
    return tuple(here["line_id"].to_list())


def _waiting(tables: Tables, pairs: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    """Match ids of proposals by the periods of their lines and ledger lines."""
    proposed = named_matches(tables, pairs.filter(pl.col("status") == PROPOSED))
    ours = rows_at(tables.lines, proposed["l"], "line_period").rename({"line_period": "period"})
    theirs = rows_at(tables.ledger, proposed["g"], "ledger_period", "in_scope").rename(
        {"ledger_period": "period"}
    )
    ours = pl.concat([proposed, ours], how="horizontal")
    theirs = pl.concat([proposed, theirs], how="horizontal")
    both = pl.concat([
        ours.select("period", "match_id", "l"),
        theirs.filter("in_scope").select("period", "match_id", "l"),
    ])  # fmt: skip
    ordered = both.group_by("period", "match_id").agg(pl.col("l").min()).sort("l", "match_id")
    found: dict[str, list[str]] = {}
    for period, match_id in ordered.select("period", "match_id").iter_rows():
        found.setdefault(period, []).append(match_id)
    return {period: tuple(ids) for period, ids in found.items()}
