"""Proposals by amount, date and likeness of supplier: for lines whose key and reference fail.

Only equal amounts are compared (or a share, or exactly the VAT), only within a window of days, and
the amount alone never suffices: the supplier's name, the reference or, where neither side names a
supplier, the description must be alike. Every pair found here needs a person.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from ledger.reconciliation.passes.pairing import (
    UNEXPLAINED,
    as_pairs,
    best_first,
    no_pairs,
    of_line,
    sought_amounts,
    type_difference,
)
from ledger.reconciliation.tables import in_order
from ledger.reconciliation.wording import invoice_reference

DAYS_MAX: Final = 62
"""Window between the dates of the return line and of the ledger line."""
SUPPLIER_LIKE_MIN: Final = 80
"""Likeness (0 to 100) from which two supplier names are taken for one."""
SUPPLIER_SAME_MIN: Final = 92
"""Likeness needed where the two references contradict each other."""
SUPPLIER_WEAK_MIN: Final = 60
"""Likeness that suffices where the references are alike."""
REFERENCE_LIKE_MIN: Final = 85
DESCRIPTION_LIKE_MIN: Final = 85
REFERENCE_APART_MAX: Final = 50
"""Below this likeness two references are of two invoices, unless the dates are close."""
CLOSE_DAYS: Final = 7
REFERENCE_EDITS_MAX: Final = 2
REFERENCE_LENGTH_MIN: Final = 4
AMOUNT_PAIRS_MAX: Final = 2_000
"""Lines × ledger lines of one amount beyond which the amount alone selects too many."""
START_LETTERS: Final = 4

_COMPARED: Final = ("start", "reference", "accounting_period", "posted_on")
_PAIRED: Final = ("l", "g", "amount", "days", "reference", "ledger_reference")
_WEIGHTS: Final = {"supplier_like": 50, "reference_like": 35, "date_like": 15}
_UNKNOWN_LIKE: Final = 60  # a blank reference speaks neither for nor against


def propose_by_likeness(lines: pl.DataFrame, ledger: pl.LazyFrame) -> pl.DataFrame:
    """Pairs of equal amount, near date and like supplier, best first, one to one."""
    candidates = _same_amount(lines, ledger) if lines.height else pl.DataFrame()
    if not candidates.height:
        return no_pairs()
    scored = _scored(candidates)
    ordered = scored.sort(
        ["score", "in_scope", "days", "l", "o"], descending=[True, True, False, False, False]
    )
    return as_pairs(best_first(ordered), of_line(), _reason())


def _same_amount(lines: pl.DataFrame, ledger: pl.LazyFrame) -> pl.DataFrame:
    """Candidates by every amount a line may stand under, with typed difference and days apart.

    An amount that stands on many lines of both sides says little: there the supplier's first
    letters or the whole reference must agree too.
    """
    near = sought_amounts(lines).join(_told(lines).select("l", *_COMPARED, "incurred_on"), on="l")
    known = near["sought"].unique().implode()
    book = in_order(
        ledger.filter((pl.col("amount") != 0) & pl.col("amount").is_in(known)).collect()
    )
    far = _told(book).select(
        "g", "amount", *(pl.col(n).alias(f"ledger_{n}") for n in (*_COMPARED, "invoice_on"))
    )
    crowded = (
        near.group_by("sought").agg(left=pl.len())
        .join(far.group_by("amount").agg(right=pl.len()), left_on="sought", right_on="amount")
        .filter(pl.col("left").cast(pl.Int64) * pl.col("right") > AMOUNT_PAIRS_MAX)
    )  # fmt: skip
    plain = near.join(crowded, on="sought", how="anti")
    tight = near.join(crowded, on="sought", how="semi")
    found = [plain.join(far, left_on="sought", right_on="amount", coalesce=False)]
    found += [
        tight.filter(pl.col(name) != "").join(
            far, left_on=["sought", name], right_on=["amount", f"ledger_{name}"], coalesce=False
        )
        for name in ("start", "reference")
    ]
    close = [
        pairs.with_columns(days=_days_apart()).filter(pl.col("days") <= DAYS_MAX) for pairs in found
    ]
    pairs = pl.concat(close).unique(subset=["l", "g"]).select(_PAIRED)
    ours = lines.select("l", "claimed", "percent", "vat", "named", "description")
    theirs = book.select(
        "g", "o", "in_scope",
        *(pl.col(name).alias(f"ledger_{name}") for name in ("vat", "named", "description")),
    )  # fmt: skip
    typed = type_difference(pairs.join(ours, on="l").join(theirs, on="g"))
    return typed.filter(pl.col("kind") != UNEXPLAINED)


def _told(frame: pl.DataFrame) -> pl.DataFrame:
    """The reference in one form and the first letters of the supplier's name."""
    return frame.with_columns(
        reference=invoice_reference("invoice_ref"),
        start=pl.col("named").str.slice(0, START_LETTERS),
    )


def _days_apart() -> pl.Expr:
    """The smallest distance between comparable dates; 0 for the same accounting period."""
    distances = [
        (pl.col(ours) - pl.col(theirs)).dt.total_days().abs()
        for ours in ("posted_on", "incurred_on")
        for theirs in ("ledger_posted_on", "ledger_invoice_on")
    ]
    same_period = (pl.col("accounting_period") != "") & (
        pl.col("accounting_period") == pl.col("ledger_accounting_period")
    )
    return pl.coalesce(
        pl.min_horizontal(distances), pl.when(same_period).then(pl.lit(0, dtype=pl.Int64))
    )


def _scored(candidates: pl.DataFrame) -> pl.DataFrame:
    """Keep what is alike enough and give each a score from 0 to 100."""
    named = candidates.with_columns(
        ours="named",
        theirs="ledger_named",
        our_reference="reference",
        their_reference="ledger_reference",
        date_like=100 - pl.col("days") * 100 // DAYS_MAX,
    )
    named = _with_likeness(named, "ours", "theirs", "words_like", fuzz.token_sort_ratio)
    named = _with_likeness(named, "ours", "theirs", "letters_like", fuzz.ratio)
    named = named.with_columns(supplier_like=pl.max_horizontal("words_like", "letters_like"))
    anonymous = (pl.col("ours") == "") | (pl.col("theirs") == "")
    named = named.filter(anonymous | (pl.col("supplier_like") >= SUPPLIER_WEAK_MIN))
    named = _with_likeness(named, "our_reference", "their_reference", "reference_ratio", fuzz.ratio)
    named = _with_edits(named)
    both_named = (pl.col("ours") != "") & (pl.col("theirs") != "")
    both_referred = (pl.col("our_reference") != "") & (pl.col("their_reference") != "")
    long = pl.min_horizontal(
        pl.col("our_reference").str.len_chars(), pl.col("their_reference").str.len_chars()
    )
    like_reference = both_referred & (
        (pl.col("reference_ratio") >= REFERENCE_LIKE_MIN)
        | ((pl.col("edits") <= REFERENCE_EDITS_MAX) & (long >= REFERENCE_LENGTH_MIN))
    )
    other_invoice = (
        both_referred
        & (pl.col("reference_ratio") < REFERENCE_APART_MAX)
        & (pl.col("days") > CLOSE_DAYS)
    )
    contradicted = both_referred & ~like_reference
    needed = pl.when(contradicted).then(SUPPLIER_SAME_MIN).otherwise(SUPPLIER_LIKE_MIN)
    by_supplier = both_named & (pl.col("supplier_like") >= needed)
    by_both = both_named & (pl.col("supplier_like") >= SUPPLIER_WEAK_MIN) & like_reference
    by_reference = ~both_named & like_reference & (long >= REFERENCE_LENGTH_MIN)
    nameless = named.filter((pl.col("ours") == "") & (pl.col("theirs") == "") & ~by_reference)
    described = _by_description(nameless)
    kept = named.filter((by_supplier | by_both | by_reference) & ~other_invoice).with_columns(
        supplier_like=pl.when(both_named).then("supplier_like").otherwise(_UNKNOWN_LIKE),
        alike=pl.lit("supplier"),
    )
    scored = pl.concat([kept, described]).with_columns(
        reference_like=pl.when(both_referred).then("reference_ratio").otherwise(_UNKNOWN_LIKE)
    )
    weighed = [pl.col(name) * weight for name, weight in _WEIGHTS.items()]
    return scored.with_columns(score=pl.sum_horizontal(weighed) // sum(_WEIGHTS.values()))


def _by_description(nameless: pl.DataFrame) -> pl.DataFrame:
    """Payroll and journals name no supplier on either side: their descriptions must be alike."""
    told = nameless.filter(
        (pl.col("description") != "") & (pl.col("ledger_description") != "")
    ).with_columns(
        our_text=pl.col("description").str.to_uppercase(),
        their_text=pl.col("ledger_description").str.to_uppercase(),
    )
    told = _with_likeness(told, "our_text", "their_text", "supplier_like", fuzz.token_sort_ratio)
    return told.filter(pl.col("supplier_like") >= DESCRIPTION_LIKE_MIN).select(
        *nameless.columns, pl.lit("description").alias("alike")
    )


def _with_likeness(
    frame: pl.DataFrame, ours: str, theirs: str, name: str, scorer: Callable[..., float]
) -> pl.DataFrame:
    """Add the likeness (whole number, 0 to 100) of two text columns."""
    values = process.cpdist(
        frame[ours].to_list(), frame[theirs].to_list(), scorer=scorer, dtype=np.uint8
    )
    return frame.with_columns(pl.Series(name, values, dtype=pl.Int64))


def _with_edits(frame: pl.DataFrame) -> pl.DataFrame:
    """Add how many edits (one swap of neighbours counts one) part the two references."""
    values = process.cpdist(
        frame["our_reference"].to_list(),
        frame["their_reference"].to_list(),
        scorer=OSA.distance,
        dtype=np.int32,
    )
    return frame.with_columns(pl.Series("edits", values, dtype=pl.Int64))


def _reason() -> pl.Expr:
    referred = (pl.col("our_reference") != "") & (pl.col("their_reference") != "")
    reference = pl.when(referred).then(pl.format("{} % alike", "reference_ratio"))
    return pl.format(
        "Equal amount, {} days apart, {} {} % alike, reference {}; score {}. Confirm or refuse it.",
        "days",
        "alike",
        "supplier_like",
        reference.otherwise(pl.lit("not given on both sides")),
        "score",
    )
