"""Netting: ledger lines that cancel each other and are no one's claim.

An accrual and its reversal, a reversal and the invoice it made room for, a credit and the invoice
it cancels or the rebill, a recode out and in. The amounts are equal and opposite, and the two lines
must say that they belong together: by class and supplier, order, reference or description.
"""

from typing import Final

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from ledger.reconciliation.passes.pairing import best_first
from ledger.reconciliation.tables import in_order
from ledger.reconciliation.wording import credited_reference, invoice_reference

DAYS_MAX: Final = 200
"""An accrual is reversed in the next quarter at the latest, a credit follows within half a year."""
DESCRIPTION_LIKE_MIN: Final = 80
NETTING_SCHEMA: Final = {"g": pl.UInt32, "anchor": pl.Int64, "kind": pl.String, "reason": pl.String}
AMOUNT_PAIRS_MAX: Final = 200_000

_ACCRUAL: Final = ("accrual", "accrual-reversal")
_BILL: Final = ("invoice", "credit-note", "card", "petty-cash", "")
_REASONS: Final = {
    "accrual": "An accrual and its reversal cancel each other.",
    "replaced": "The reversal of an accrual and the invoice that replaced it cancel each other.",
    "recode": "A recode out and in cancel each other.",
    "credit": "A credit and its invoice or rebill cancel each other.",
}


def net_off(ledger: pl.LazyFrame) -> pl.DataFrame:
    """Pairs of cancelling ledger lines: two rows (``g``) per pair share an anchor."""
    free = ledger.filter(pl.col("in_scope") & (pl.col("journal_class") != "income"))
    side = free.with_columns(size=pl.col("amount").abs())
    minus = in_order(side.filter(pl.col("amount") < 0).collect())
    sizes = minus["size"].unique().implode()
    plus = in_order(side.filter((pl.col("amount") > 0) & pl.col("size").is_in(sizes)).collect())
    minus = minus.join(plus, on="size", how="semi")
    if not minus.height:
        return pl.DataFrame(schema=NETTING_SCHEMA)
    crowded = (
        plus.group_by("size").agg(left=pl.len()).join(
            minus.group_by("size").agg(right=pl.len()), on="size"
        ).filter(pl.col("left").cast(pl.Int64) * pl.col("right") > AMOUNT_PAIRS_MAX)
    )  # fmt: skip
    plus = plus.join(crowded, on="size", how="anti")
    pairs = _named(plus).join(_named(minus), on="size", suffix="_minus")
    kept = _alike(pairs.with_columns(kind=_kind()).filter(pl.col("kind") != ""))
    ordered = kept.sort(
        ["evidence", "days", "o", "o_minus"], descending=[True, False, False, False]
    )
    chosen = best_first(ordered.rename({"g_minus": "l"})).rename({"l": "g_minus"})
    if not chosen.height:
        return pl.DataFrame(schema=NETTING_SCHEMA)
    anchor = pl.col("g").cast(pl.Int64) * 2 + 1
    labelled = chosen.with_columns(
        anchor=anchor, reason=pl.col("kind").replace_strict(_REASONS, return_dtype=pl.String)
    )
    both = pl.concat([
        labelled.select("g", "anchor", "kind", "reason"),
        labelled.select(pl.col("g_minus").alias("g"), "anchor", "kind", "reason"),
    ])  # fmt: skip
    return both.select(pl.col(name).cast(kind) for name, kind in NETTING_SCHEMA.items())


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        "g", "o", "size", "journal_class", "posted_on", "order_no", "transaction_no",
        "named",
        reference=invoice_reference("invoice_ref"),
        text=pl.col("description").str.to_uppercase(),
    ).with_columns(
        stem=pl.when(pl.col("journal_class") == "credit-note")
        .then(credited_reference("reference"))
        .otherwise("reference")
    )  # fmt: skip


def _kind() -> pl.Expr:
    """Which kind of cancelling the two classes allow; blank when none."""
    plus, minus = pl.col("journal_class"), pl.col("journal_class_minus")
    return (
        pl.when(plus.is_in(_ACCRUAL) & minus.is_in(_ACCRUAL)).then(pl.lit("accrual"))
        .when((plus == "invoice") & (minus == "accrual-reversal")).then(pl.lit("replaced"))
        .when((plus == "recode") | (minus == "recode")).then(pl.lit("recode"))
        .when(plus.is_in(_BILL) & minus.is_in(_BILL)).then(pl.lit("credit"))
        .otherwise(pl.lit(""))
    )  # fmt: skip


def _alike(pairs: pl.DataFrame) -> pl.DataFrame:
    """Keep pairs whose lines say that they belong together; ``evidence`` counts how strongly."""
    same = {
        name: (pl.col(name) != "") & (pl.col(name) == pl.col(f"{name}_minus"))
        for name in ("named", "stem", "order_no", "transaction_no")
    }
    either_blank = (pl.col("named") == "") | (pl.col("named_minus") == "")
    days = (pl.col("posted_on") - pl.col("posted_on_minus")).dt.total_days().abs()
    pairs = pairs.with_columns(
        **{f"same_{name}": test for name, test in same.items()},
        days=days.fill_null(DAYS_MAX),
        other_supplier=~either_blank & ~same["named"],
    ).filter((pl.col("days") <= DAYS_MAX) & ~pl.col("other_supplier"))
    pairs = _with_text_likeness(pairs)
    told = pl.col("text_like") >= DESCRIPTION_LIKE_MIN
    linked = pl.col("same_stem") | pl.col("same_order_no")
    enough = (
        pl.when(pl.col("kind") == "credit").then(linked)
        .when(pl.col("kind") == "recode").then(linked | pl.col("same_transaction_no") | told)
        .otherwise(linked | pl.col("same_named") | told)
    )  # fmt: skip
    strength = [
        pl.col("same_stem") * 4,
        pl.col("same_transaction_no") * 4,
        pl.col("same_order_no") * 3,
        pl.col("same_named") * 2,
        told * 1,
    ]
    return pairs.filter(enough).with_columns(
        evidence=pl.sum_horizontal([part.cast(pl.Int64) for part in strength])
    )


def _with_text_likeness(pairs: pl.DataFrame) -> pl.DataFrame:
    distinct = pairs.select("text", "text_minus").unique()
    ours, theirs = distinct["text"].to_list(), distinct["text_minus"].to_list()
    scores = process.cpdist(ours, theirs, scorer=fuzz.token_set_ratio, dtype=np.uint8)
    likeness = pl.Series("text_like", scores, dtype=pl.Int64)
    blank = (pl.col("text") == "") | (pl.col("text_minus") == "")
    joined = pairs.join(distinct.with_columns(likeness), on=["text", "text_minus"], how="left")
    return joined.with_columns(text_like=pl.when(blank).then(0).otherwise("text_like"))
