"""Spend lines of a large, mostly well-behaved fund: one line in about fifty has something wrong.

Every line has its own id, ledger key and invoice; suppliers, descriptions and codes come again.
"""

from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from grants.spend import SPEND_COLUMNS

CONTRACT: Final = Path(__file__).parents[2] / "app" / "sample" / "plf-2017-18.toml"
PROJECTS: Final = ("KNIFE", "LANDLORD", "NIGHT", "STREET", "PREVENT", "DSA-AWARE", "APV", "CSE")
HEADS: Final = ("DELIVERY", "PARTNER", "COMMS", "TRAIN", "MANAGE")
CATEGORIES: Final = ("premises", "travel", "supplies", "services", "services", "services")
SUPPLIERS: Final = 3_000
DESCRIPTIONS: Final = 20_000
ODD_ONE_IN: Final = 400
YEAR_BEGINS: Final = date(2017, 4, 1)


def spend_lines(rows: int, seed: int = 1718) -> pl.DataFrame:
    """``rows`` lines as text in all of ``SPEND_COLUMNS``, in no particular order."""
    random = np.random.default_rng(seed)
    number = pl.Series(random.permutation(rows))
    month = pl.Series(random.integers(0, 12, rows))
    incurred = pl.Series(random.integers(0, 28, rows)) + month * 30
    pence = pl.Series(random.integers(500, 90_000, rows))
    vat = pl.Series(np.where(random.random(rows) < 0.5, pence.to_numpy() // 5, 0))
    frame = pl.DataFrame({"number": number, "month": month, "net_pence": pence, "vat_pence": vat})
    frame = frame.with_columns(
        line_id=_numbered("L-", number, 9),
        project=_choice(random, PROJECTS, rows),
        head=_choice(random, HEADS, rows),
        period="2017-Q" + (pl.col("month") // 3 + 1).cast(pl.String),
        supplier=_numbered("Supplier ", pl.Series(random.integers(0, SUPPLIERS, rows)), 5) + " Ltd",
        bearer_vat_registered=pl.lit("yes"),
        invoice_ref=_numbered("INV/", number, 8),
        description=_numbered(
            "Sessions and materials ", pl.Series(random.integers(0, DESCRIPTIONS, rows)), 6
        ),
        category=_choice(random, CATEGORIES, rows),
        cost_centre=pl.lit("04410"),
        subjective=_choice(random, ("4321", "4011", "3300", "2210"), rows),
        ledger_key=_numbered("U4-", number, 9) + "-1",
        journal_class=pl.lit("invoice"),
        accounting_period=(pl.col("month") + 201701).cast(pl.String),
        incurred_on=_day(incurred),
        service_from=_day(incurred - 3),
        service_to=_day(incurred),
        posted_on=_day(incurred + 5),
        defrayed_on=_day(incurred + 20),
        net=_pounds(pl.col("net_pence")),
        vat=_pounds(pl.col("vat_pence")),
        vat_recoverable=pl.lit("yes"),
        gross=_pounds(pl.col("net_pence") + pl.col("vat_pence")),
        claim_percent=pl.lit("100"),
        claimed=_pounds(pl.col("net_pence")),
        evidence=_choice(random, ("invoice", "invoice;payment", "receipt"), rows),
        post=pl.lit(""),
        unit_cost=pl.lit(""),
        units=pl.lit("1"),
        corrects=pl.lit(""),
        status=pl.lit("draft"),
    )
    return _with_odd_lines(frame, random).select(SPEND_COLUMNS)


def write_spend_lines(path: Path, rows: int, seed: int = 1718) -> Path:
    """A CSV file of ``rows`` spend lines, made once per name."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        spend_lines(rows, seed).write_csv(path)
    return path


def _with_odd_lines(frame: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """Eight faults, each on one line in ``ODD_ONE_IN``."""
    faults = {
        "incurred_on": "2018-04-09",
        "category": "gifts",
        "evidence": "",
        "ledger_key": "U4-000000000-1",
        "cost_centre": "99999",
        "vat_recoverable": "",
        "description": "Wine for the volunteers",
        "project": "UNHEARD-OF",
    }
    rows = len(frame)
    return frame.with_columns(
        pl.when(pl.Series(random.random(rows) < 1 / ODD_ONE_IN))
        .then(pl.lit(text))
        .otherwise(pl.col(name))
        .alias(name)
        for name, text in faults.items()
    )


def _choice(random: np.random.Generator, words: tuple[str, ...], rows: int) -> pl.Series:
    return pl.Series(words, dtype=pl.String).gather(random.integers(0, len(words), rows))


def _numbered(stem: str, numbers: pl.Series, width: int) -> pl.Series:
    return pl.select(pl.lit(stem) + numbers.cast(pl.String).str.zfill(width)).to_series()


def _day(offset: pl.Series) -> pl.Series:
    days = pl.select(pl.lit(YEAR_BEGINS) + pl.duration(days=pl.lit(offset))).to_series()
    return days.cast(pl.Date).cast(pl.String)


def _pounds(pence: pl.Expr) -> pl.Expr:
    """Pence as pounds with two decimals, in whole numbers throughout."""
    return (pence // 100).cast(pl.String) + "." + (pence % 100).cast(pl.String).str.zfill(2)
