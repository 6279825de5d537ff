"""The same from two CSV files to the bridge, beside reading both by polars and one join."""

from pathlib import Path

import polars as pl

from bench.data.claimed_lines import write_both
from bench.jobs.reconciliation import rows_of
from bench.measure import Prepared, Side, Target
from ledger.reconciliation.core import Outcome, Request, work_out
from ledger.reconciliation.csv_sides import read_ledger, read_lines
from ledger.reconciliation.scope import LedgerScope

NAME = "reconciliation_files"
WHAT = "Reconciliation from two CSV files (1,000,000 and 100,000 lines) to the bridge"
PEER = "polars: read_csv of both and one join"
TARGETS = (Target(2.5, beside=PEER),)


def make(scale: str, folder: Path) -> None:
    """Both files."""
    write_both(folder, rows_of(scale))


def prepare(_scale: str, folder: Path) -> Prepared:
    """From files to the bridge."""
    lines, ledger = folder / "lines.csv", folder / "ledger.csv"

    def ours() -> Outcome:
        return work_out(read_lines(lines), read_ledger(ledger), Request(LedgerScope()))

    def peer() -> pl.DataFrame:
        return pl.read_csv(lines, infer_schema=False).join(
            pl.read_csv(ledger, infer_schema=False), on="ledger_key"
        )

    return Prepared((Side("the product", ours), Side(PEER, peer)))
