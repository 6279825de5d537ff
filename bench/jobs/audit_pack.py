"""An audit pack of many transactions, beside XlsxWriter writing the transactions alone."""

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import xlsxwriter

from bench.data.spend_lines import spend_lines
from bench.jobs.terms import contract
from bench.measure import Prepared, Side, Target
from exports import registry
from exports.pack_data import PackData
from grants.spend import SPEND_COLUMNS, SPEND_MONEY

NAME = "audit_pack"
WHAT = "Audit pack of 100,000 transactions, all sheets, live formulas"
PEER = "XlsxWriter, constant_memory, the transaction sheet alone"
TARGETS = (Target(0.05, beside=PEER), Target(100, measure="MiB above the data"))
ROWS = 100_000


def make(_scale: str, _folder: Path) -> None:
    """Nothing is read from a file."""


def prepare(scale: str, folder: Path) -> Prepared:
    """From the pack's data to the bytes of the workbook."""
    return sides(ROWS if scale == "full" else ROWS // 20, folder)


def sides(rows: int, folder: Path, rounds: int = 1) -> Prepared:
    """The pack, and the transactions by XlsxWriter."""
    lines = pd.DataFrame(spend_lines(rows).to_dict(as_series=False), dtype="str")
    data = PackData(contract(), datetime(2018, 4, 20, 9, 30, tzinfo=UTC), lines)

    def ours() -> bytes:
        return registry.find("audit-pack").render(data).content

    return Prepared(
        (Side("the product", ours), Side(PEER, lambda: write_alone(lines, folder / "alone.xlsx"))),
        warm=False,
        rounds=rounds,
    )


def write_alone(lines: pd.DataFrame, path: Path) -> None:
    """The transactions as text and numbers, row by row."""
    money = [name in SPEND_MONEY for name in SPEND_COLUMNS]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Transactions")
        sheet.write_row(0, 0, SPEND_COLUMNS)
        for place, row in enumerate(lines.itertuples(index=False), start=1):
            for column, cell in enumerate(row):
                if money[column] and cell:
                    sheet.write_number(place, column, float(cell))
                elif cell:
                    sheet.write_string(place, column, cell)
