"""A CSV extract into canonical ledger lines, in the confined child, beside merely reading it."""

from pathlib import Path

import polars as pl

from bench.data.ledger_extract import extract
from bench.measure import Prepared, Side, Target
from ledger.gl.read import read_extract
from ledger.require import require

NAME = "csv_extract"
WHAT = "CSV extract, 1,000,000 rows → canonical ledger lines, in the guarded child"
POLARS = "polars.read_csv of the same file"
TARGETS = (Target(2.5, beside=POLARS),)


def rows_of(scale: str) -> int:
    """How many rows are read."""
    return 1_000_000 if scale == "full" else 100_000


def make(scale: str, folder: Path) -> None:
    """The file."""
    extract(rows_of(scale)).write_csv(folder / "extract.csv")


def prepare(scale: str, folder: Path) -> Prepared:
    """From the file's bytes to lines."""
    path, rows = folder / "extract.csv", rows_of(scale)

    def ours() -> None:
        found = read_extract(path.read_bytes(), path.name)
        require(found.rows == rows, "Every row of the extract is read.")

    return Prepared((
        Side("the product", ours, rows),
        Side(POLARS, lambda: pl.read_csv(path), rows),
    ))  # fmt: skip
