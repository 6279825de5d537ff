"""A ledger of a whole council and a tenth of it claimed: by key, or by supplier and invoice."""

from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from bench.data.ledger_extract import extract, pounds
from grants.spend import SPEND_COLUMNS
from ledger.gl.lines_csv import lines_to_csv
from ledger.gl.read import read_extract

WITHOUT_KEY: Final = 0.3
"""Share of the claimed lines that name no ledger key."""


def write_both(folder: Path, rows: int) -> None:
    """``ledger.csv`` with ``rows`` canonical lines and ``lines.csv`` with a tenth as many."""
    source = folder / "extract.csv"
    extract(rows).write_csv(source)
    lines = read_extract(source.read_bytes(), source.name, guarded=False).lines
    (folder / "ledger.csv").write_bytes(lines_to_csv(lines))
    claimed_lines(lines).write_csv(folder / "lines.csv")


def claimed_lines(ledger: pl.DataFrame, seed: int = 99) -> pl.DataFrame:
    """Every tenth ledger line as a spend line."""
    random = np.random.default_rng(seed)
    part = ledger.gather_every(10)
    amount = pounds(part["amount"])
    key = pl.Series(np.where(random.random(len(part)) < WITHOUT_KEY, "", part["ledger_key"]))
    given = {
        "line_id": pl.select("L" + pl.int_range(len(part)).cast(pl.String)).to_series(),
        "ledger_key": key, "net": amount, "gross": amount, "claimed": amount,
        "posted_on": part["posted_on"].cast(pl.String),
    }  # fmt: skip
    given |= {
        name: part[name]
        for name in ("supplier", "invoice_ref", "description", "cost_centre", "subjective",
                     "accounting_period")
    }  # fmt: skip
    fixed = {"project": "KNIFE", "head": "DELIVERY", "period": "2017-Q1", "vat": "0.00",
             "claim_percent": "100", "status": "draft"}  # fmt: skip
    return pl.DataFrame(given).with_columns(
        pl.lit(fixed.get(name, "")).alias(name) for name in SPEND_COLUMNS if name not in given
    ).select(SPEND_COLUMNS)  # fmt: skip
