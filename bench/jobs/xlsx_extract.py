"""An XLSX extract into canonical ledger lines, beside readers that merely give its cells."""

from pathlib import Path

import fastexcel
import openpyxl

from bench.data.ledger_extract import write_workbook
from bench.measure import Prepared, Side, Target
from ledger.gl.read import read_extract
from ledger.require import require

NAME = "xlsx_extract"
WHAT = "XLSX extract, 100,000 × 15 → canonical ledger lines, in the guarded child"
FAST, SLOW = "fastexcel", "openpyxl read-only"
TARGETS = (Target(1.5, beside=FAST), Target(0.125, beside=SLOW))


def rows_of(scale: str) -> int:
    """How many rows are read."""
    return 100_000 if scale == "full" else 10_000


def make(scale: str, folder: Path) -> None:
    """The workbook."""
    write_workbook(folder / "extract.xlsx", rows_of(scale))


def prepare(scale: str, folder: Path) -> Prepared:
    """From the file's bytes to lines."""
    path, rows = folder / "extract.xlsx", rows_of(scale)

    def ours() -> None:
        found = read_extract(path.read_bytes(), path.name)
        require(found.rows == rows, "Every row of the extract is read.")

    return Prepared((
        Side("the product", ours, rows),
        Side(FAST, lambda: fastexcel.read_excel(path).load_sheet(0).to_polars(), rows),
        Side(SLOW, lambda: cells_of(path), rows),
    ))  # fmt: skip


def cells_of(path: Path) -> int:
    """Every cell of the workbook read by openpyxl, kept nowhere."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    count = sum(1 for sheet in book for row in sheet.iter_rows(values_only=True) for _ in row)
    book.close()
    return count
