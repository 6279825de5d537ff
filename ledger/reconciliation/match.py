"""The ordered passes run one after the other; what an earlier pass took is closed to later ones.

Matches a person confirmed come first and are never undone. The two exact passes give ``matched``,
likeness and sums give ``proposed``, cancelling ledger lines are ``netted``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from ledger.reconciliation.passes.exact import (
    match_by_key,
    match_by_reference,
    propose_key_differences,
)
from ledger.reconciliation.passes.likeness import propose_by_likeness
from ledger.reconciliation.passes.locked import Confirmation, lock
from ledger.reconciliation.passes.netting import net_off
from ledger.reconciliation.passes.pairing import PAIR_SCHEMA, without
from ledger.reconciliation.passes.sums import propose_sums
from ledger.reconciliation.tables import Tables

CONFIRMED: Final = "confirmed"
KEY: Final = "key"
REFERENCE: Final = "supplier-invoice-amount"
LIKENESS: Final = "amount-date-supplier"
SUM: Final = "sum"
NETTING: Final = "netting"
PASSES: Final = (CONFIRMED, KEY, REFERENCE, LIKENESS, SUM, NETTING)

MATCHED: Final = "matched"
PROPOSED: Final = "proposed"
NETTED: Final = "netted"
UNMATCHED_LINE: Final = "unmatched-line"
UNMATCHED_LEDGER: Final = "unmatched-ledger"

MATCH_SCHEMA: Final = {"pass": pl.String, "status": pl.String, **PAIR_SCHEMA}


@dataclass(frozen=True, slots=True)
class Matching:
    """Result of all passes.

    ``pairs``: the columns of ``MATCH_SCHEMA``; ``l`` is null in ``netted`` rows, where two rows
    share an anchor. ``broken``: confirmations of which a line or a ledger line is no longer there.
    ``keyed``: the ledger lines whose key some return line states.
    """

    pairs: pl.DataFrame
    broken: tuple[Confirmation, ...]
    keyed: pl.DataFrame


def run_passes(
    tables: Tables,
    confirmed: Sequence[Confirmation] = (),
    explained_lines: frozenset[str] = frozenset(),
    explained_keys: frozenset[str] = frozenset(),
) -> Matching:
    """All passes in order over both sides.

    What a person has explained takes part in the exact passes only: the real match, when it
    arrives, supersedes the explanation, but no proposal touches it.
    """
    locked = lock(tables, confirmed)
    free = _Free(tables, locked.lines, locked.ledger)
    free.take(locked.pairs, CONFIRMED, MATCHED)
    free.take_netted(locked.netted, CONFIRMED)
    keyed = rows_of_keys(tables)
    free.take(match_by_key(free.lines, free.among(keyed)), KEY, MATCHED)
    keys_there = keyed.select("ledger_key").unique()
    strangers = free.lines.join(keys_there, on="ledger_key", how="anti", maintain_order="left")
    free.take(match_by_reference(strangers, free.ledger), REFERENCE, MATCHED)
    free.hold_back(explained_lines, explained_keys)
    contested = match_by_reference(free.lines, free.ledger).with_columns(
        reason=pl.concat_str(
            pl.lit("The line states another ledger key. "), "reason", pl.lit(" Confirm or refuse.")
        )
    )
    free.take(contested, REFERENCE, PROPOSED)
    free.take(propose_key_differences(free.lines, free.among(keyed)), KEY, PROPOSED)
    free.take(propose_by_likeness(free.lines, free.ledger), LIKENESS, PROPOSED)
    free.take(propose_sums(free.lines, free.ledger), SUM, PROPOSED)
    free.take_netted(net_off(free.ledger), NETTING)
    return Matching(free.all_pairs(), locked.broken, keyed)


def rows_of_keys(tables: Tables) -> pl.DataFrame:
    """The ledger lines whose key some return line states."""
    keys = tables.lines.select("ledger_key").filter(pl.col("ledger_key") != "").unique()
    return tables.ledger.join(keys, on="ledger_key", how="semi")


class _Free:
    """The rows still free on both sides, and the pairs taken so far."""

    def __init__(self, tables: Tables, lines: pl.DataFrame, ledger: pl.DataFrame) -> None:
        self.lines = without(tables.lines, lines, "l")
        self._book = tables.ledger
        self._is_free = tables.ledger["actual"].to_numpy().copy()
        self._close(ledger["g"])
        self._taken: list[pl.DataFrame] = []

    @property
    def ledger(self) -> pl.LazyFrame:
        """Free ledger lines; not copied until a pass has said which it needs."""
        return self._book.lazy().with_columns(is_free=pl.Series(self._is_free)).filter("is_free")

    def among(self, rows: pl.DataFrame) -> pl.LazyFrame:
        """Those of ``rows`` that are free."""
        return rows.filter(pl.Series(self._is_free[rows["g"].to_numpy()])).lazy()

    def take(self, pairs: pl.DataFrame, name: str, status: str) -> None:
        """Record pairs and close their rows."""
        if not pairs.height:
            return
        self._taken.append(pairs.with_columns(pl.lit(name).alias("pass"), status=pl.lit(status)))
        self.lines = without(self.lines, pairs, "l")
        self._close(pairs["g"])

    def take_netted(self, rows: pl.DataFrame, name: str) -> None:
        """Record cancelling ledger lines (columns ``g``, ``anchor``, ``kind``, ``reason``)."""
        lone = rows.with_columns(
            l=pl.lit(None, dtype=pl.UInt32),
            part=pl.lit(0, dtype=pl.Int64),
            claimed_part=pl.lit(0, dtype=pl.Int64),
        )
        self.take(lone, name, NETTED)

    def hold_back(self, line_ids: frozenset[str], ledger_keys: frozenset[str]) -> None:
        """Close rows to the passes that follow without recording anything."""
        if line_ids:
            self.lines = self.lines.filter(~pl.col("line_id").is_in(sorted(line_ids)))
        if ledger_keys:
            held = self._book.filter(pl.col("ledger_key").is_in(sorted(ledger_keys)))
            self._close(held["g"])

    def all_pairs(self) -> pl.DataFrame:
        """Every pair taken, in the order of the passes."""
        columns = list(MATCH_SCHEMA)
        empty = pl.DataFrame(schema=MATCH_SCHEMA)
        return pl.concat([empty, *(taken.select(columns) for taken in self._taken)])

    def _close(self, numbers: pl.Series) -> None:
        self._is_free[numbers.to_numpy()] = False
