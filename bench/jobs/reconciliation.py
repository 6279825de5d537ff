"""Matching a tenth of a council's ledger with the ledger, all passes, beside one bare join."""

from pathlib import Path

import polars as pl

from bench.data.claimed_lines import write_both
from bench.measure import Prepared, Side, Target
from ledger.reconciliation.core import Outcome, Request, work_out
from ledger.reconciliation.csv_sides import read_ledger, read_lines
from ledger.reconciliation.scope import LedgerScope

NAME = "reconciliation"
WHAT = "Reconciliation, 1,000,000 ledger × 100,000 return lines, all passes to the bridge"
JOIN = "polars: one join on the key"
TARGETS = (Target(8, beside=JOIN),)


def rows_of(scale: str) -> int:
    """How many ledger lines."""
    return 1_000_000 if scale == "full" else 100_000


def make(scale: str, folder: Path) -> None:
    """Both files."""
    write_both(folder, rows_of(scale))


def prepare(_scale: str, folder: Path) -> Prepared:
    """From columns in memory to matches and the bridge."""
    lines, ledger = read_lines(folder / "lines.csv"), read_ledger(folder / "ledger.csv")
    left = pl.DataFrame({name: lines[name] for name in ("line_id", "ledger_key")})
    right = pl.DataFrame({name: ledger[name] for name in ("ledger_key", "amount")})

    def ours() -> Outcome:
        return work_out(lines, ledger, Request(LedgerScope()))

    return Prepared((
        Side("the product", ours), Side(JOIN, lambda: left.join(right, on="ledger_key")),
    ), not_run=("splink", "recordlinkage"))  # fmt: skip
