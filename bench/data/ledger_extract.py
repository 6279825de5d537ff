"""A council's ledger extract as a finance system prints it, and the spend lines claimed from it."""

from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
import xlsxwriter

HEADINGS: Final = (
    "Cost Centre", "Account", "Account Description", "Period", "TransNo", "SeqNo", "TT",
    "Trans Date", "Supplier ID", "Supplier Name", "Invoice No", "Description", "Order No",
    "Net Amount", "VAT",
)  # fmt: skip


def extract(rows: int, seed: int = 404) -> pl.DataFrame:
    """``rows`` ledger lines as text in 15 columns."""
    random = np.random.default_rng(seed)
    number = pl.Series(np.arange(rows))
    month = random.integers(1, 13, rows)
    supplier = pl.Series(random.integers(0, 3_000, rows)).cast(pl.String).str.zfill(5)
    pence = pl.Series(random.integers(-20_000, 400_000, rows))
    day = pl.Series(random.integers(1, 28, rows)).cast(pl.String).str.zfill(2)
    calendar = pl.Series((month + 2) % 12 + 1).cast(pl.String).str.zfill(2)
    year = pl.Series(np.where(month <= 9, "2017", "2018"))
    text = pl.String
    return pl.DataFrame(
        {
            HEADINGS[0]: pl.Series(np.where(random.random(rows) < 0.2, "04410", "07700")),
            HEADINGS[1]: pl.Series(random.choice(("4321", "4011", "3300"), rows)),
            HEADINGS[2]: pl.Series(random.choice(("Services", "Materials", "Hire"), rows)),
            HEADINGS[3]: (pl.Series(month) + 201700).cast(text),
            HEADINGS[4]: (number // 3 + 10_000_000).cast(text),
            HEADINGS[5]: (number % 3 + 1).cast(text),
            HEADINGS[6]: pl.Series(random.choice(("PI", "GL", "CR"), rows)),
            HEADINGS[7]: pl.select(day + "/" + calendar + "/" + year).to_series(),
            HEADINGS[8]: supplier,
            HEADINGS[9]: pl.select("Supplier " + supplier + " Ltd").to_series(),
            HEADINGS[10]: pl.select("INV" + number.cast(text)).to_series(),
            HEADINGS[11]: pl.select(
                "Sessions and materials " + (number % 20_000).cast(text)
            ).to_series(),
            HEADINGS[12]: pl.select("PO" + (number % 50_000).cast(text)).to_series(),
            HEADINGS[13]: pounds(pence),
            HEADINGS[14]: pounds(pence // 5),
        }
    )


def pounds(pence: pl.Series) -> pl.Series:
    """Pence as pounds with two decimals, in whole numbers throughout."""
    size = pence.abs()
    sign = pl.Series(np.where(pence.to_numpy() < 0, "-", ""))
    rest = (size % 100).cast(pl.String).str.zfill(2)
    return pl.select(sign + (size // 100).cast(pl.String) + "." + rest).to_series()


def write_workbook(path: Path, rows: int) -> None:
    """The extract as a workbook: money as numbers, everything else as text."""
    table = extract(rows)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Extract")
        sheet.write_row(0, 0, HEADINGS)
        for place, row in enumerate(table.iter_rows(), start=1):
            for column, cell in enumerate(row[:-2]):
                sheet.write_string(place, column, cell)
            sheet.write_number(place, 13, float(row[13]))
            sheet.write_number(place, 14, float(row[14]))
