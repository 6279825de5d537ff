"""The two exact passes: by ledger key, and by supplier, invoice reference and amount.

Exact means that the amounts are equal, or that their difference is a share by claim percentage or
exactly the VAT. Several return lines may share one ledger line, up to 100 per cent of it.
"""

from typing import Final

import polars as pl

from ledger.reconciliation.claims import WHOLE_PERCENT
from ledger.reconciliation.passes.pairing import (
    EQUAL,
    SHARE,
    SHARE_AND_VAT,
    UNEXPLAINED,
    VAT,
    as_pairs,
    best_first,
    no_pairs,
    nth_with_nth,
    of_ledger,
    of_line,
    sought_amounts,
    type_difference,
    without,
)
from ledger.reconciliation.tables import in_order
from ledger.reconciliation.wording import invoice_reference

BLOCK_PAIRS_MAX: Final = 2_500
"""Lines × ledger lines of one block beyond which shares and VAT are not searched."""

_PER_CENT: Final = WHOLE_PERCENT // 100
_TIES: Final[tuple[list[str], ...]] = (
    ["accounting_period", "posted_on", "cost_centre", "subjective"],
    ["accounting_period", "posted_on"],
    ["posted_on"],
    ["accounting_period"],
    [],
)
"""What tells equal lines apart, strictest first; the empty list leaves only the fixed order."""


def match_by_key(lines: pl.DataFrame, ledger: pl.LazyFrame) -> pl.DataFrame:
    """Pairs of lines and ledger lines with the same ledger key."""
    stated = lines.filter(pl.col("ledger_key") != "").with_columns(block=pl.col("ledger_key"))
    book = ledger.with_columns(block=pl.col("ledger_key"))
    return _match_blocks(stated, book.collect(), by="the same ledger key", key=True)


def match_by_reference(lines: pl.DataFrame, ledger: pl.LazyFrame) -> pl.DataFrame:
    """Pairs with the same supplier, the same invoice reference and an amount that agrees."""
    stated = _with_reference(lines)
    if not stated.height:
        return no_pairs()
    named = pl.col("n").is_in(stated["n"].unique().implode())
    book = _with_reference(ledger.filter(_may_agree(stated) & named).collect())
    return _match_blocks(stated, book, by="the same supplier and invoice reference", key=False)


def _may_agree(lines: pl.DataFrame) -> pl.Expr:
    """Which ledger lines have an amount, or a supplier, that some line could match exactly.

    A shared line that gives neither net nor gross does not say the whole amount: its supplier's
    ledger lines are all looked at.
    """
    sought = sought_amounts(lines)["sought"].unique().implode()
    amount, vat = pl.col("amount"), pl.col("vat")
    whole_unknown = lines.filter(
        (pl.col("percent") < WHOLE_PERCENT) & pl.col("net").is_null() & pl.col("gross").is_null()
    )
    by_amount = amount.is_in(sought) | (
        vat.is_not_null() & ((amount + vat).is_in(sought) | (amount - vat).is_in(sought))
    )
    if not whole_unknown.height:
        return by_amount
    return by_amount | pl.col("n").is_in(whole_unknown["n"].unique().implode())


def propose_key_differences(lines: pl.DataFrame, ledger: pl.LazyFrame) -> pl.DataFrame:
    """Lines of one ledger key whose sum differs from it by something nobody has explained.

    All open lines of a key are proposed together; where they claim more than the ledger line
    holds, only the first is, and the others stay open.
    """
    stated = lines.filter(pl.col("ledger_key") != "").select("l", "ledger_key", "claimed")
    known = stated["ledger_key"].unique().implode()
    single = in_order(ledger.filter(pl.col("ledger_key").is_in(known)).collect())
    single = single.unique("ledger_key", keep="first", maintain_order=True)
    pairs = stated.join(single.select("g", "ledger_key", "amount"), on="ledger_key").sort("l")
    total = pl.col("claimed").sum().over("ledger_key")
    nth = pl.int_range(pl.len()).over("ledger_key")
    pairs = pairs.filter((nth == 0) | (total.abs() <= pl.col("amount").abs()))
    first_part = pl.col("amount") - (total - pl.col("claimed"))
    pairs = pairs.with_columns(
        kind=pl.lit(UNEXPLAINED),
        claimed_part="claimed",
        part=pl.when(nth == 0).then(first_part).otherwise("claimed"),
    )
    return as_pairs(
        pairs,
        of_ledger(),
        pl.lit("The same ledger key, but the amounts differ. Say why, or correct the line."),
    )


def _with_reference(frame: pl.DataFrame) -> pl.DataFrame:
    told = frame.with_columns(reference=invoice_reference("invoice_ref")).filter(
        pl.col("n").is_not_null() & (pl.col("reference") != "")
    )
    return told.with_columns(block=pl.concat_str("named", "reference", separator="\x1f"))


def _match_blocks(lines: pl.DataFrame, ledger: pl.DataFrame, *, by: str, key: bool) -> pl.DataFrame:
    """Equal amounts, then whole splits (by key only), then shares, then VAT, inside each block."""
    found: list[pl.DataFrame] = []
    common = lines.select("block").unique().join(
        ledger.select("block").unique(), on="block", how="semi"
    ).with_row_index("number")  # fmt: skip
    lines, ledger = (
        side.join(common, on="block", maintain_order="left").drop("block")
        .rename({"number": "block"})
        for side in (lines, ledger)
    )  # fmt: skip
    ledger = in_order(ledger)

    def keep(pairs: pl.DataFrame) -> None:
        nonlocal lines, ledger
        if pairs.height:
            found.append(pairs)
            lines, ledger = without(lines, pairs, "l"), without(ledger, pairs, "g")

    for tie in [_TIES[-1]] if key else _TIES:
        if not lines.height or not ledger.height:
            break
        preferred = ledger if tie else ledger.sort(~pl.col("in_scope"), "o")
        equal = nth_with_nth(
            lines, preferred, ["block", "claimed", *tie], ["block", "amount", *tie]
        )
        keep(_equal_pairs(equal, lines, by))
    if not lines.height or not ledger.height:
        return pl.concat([no_pairs(), *found])
    if key:
        keep(_split_in_full(lines, ledger))
    candidates = _candidates(lines, ledger)
    shares = _fill(candidates.filter(pl.col("kind").is_in([SHARE, SHARE_AND_VAT])))
    keep(as_pairs(shares, of_ledger(), _share_reason(by)))
    rest = candidates.filter(pl.col("kind") == VAT)
    rest = without(without(rest, shares, "l"), shares, "g")
    vat_reason = f"Matched by {by}; the difference is exactly the VAT."
    keep(as_pairs(best_first(rest.sort("l", "o")), of_line(), pl.lit(vat_reason)))
    return pl.concat([no_pairs(), *found])


def _equal_pairs(equal: pl.DataFrame, lines: pl.DataFrame, by: str) -> pl.DataFrame:
    several = pl.format(f"Matched by {by}; equal amounts, one of {{}} equal lines.", "equals")
    one = pl.lit(f"Matched by {by}; equal amounts.")
    amounts = equal.join(lines.select("l", "claimed"), on="l")
    return as_pairs(
        amounts.with_columns(part="claimed", claimed_part="claimed", kind=pl.lit(EQUAL)),
        of_line(),
        pl.when(pl.col("equals") > 1).then(several).otherwise(one),
    )


def _split_in_full(lines: pl.DataFrame, ledger: pl.DataFrame) -> pl.DataFrame:
    """Return lines that state one key and together are exactly its amount."""
    totals = lines.group_by("block").agg(total=pl.col("claimed").sum(), count=pl.len())
    single = ledger.filter(pl.len().over("block") == 1)
    whole = single.join(totals.filter(pl.col("count") > 1), on="block").filter(
        pl.col("total") == pl.col("amount")
    )
    parts = lines.select("l", "block", "claimed").join(
        whole.select("g", "block", "count"), on="block"
    )
    return as_pairs(
        parts.with_columns(part="claimed", claimed_part="claimed", kind=pl.lit(EQUAL)),
        of_ledger(),
        pl.format("Matched by the same ledger key; {} return lines share it in full.", "count"),
    )


def _candidates(lines: pl.DataFrame, ledger: pl.DataFrame) -> pl.DataFrame:
    """Every line with every ledger line of its block, with the difference typed."""
    sizes = lines.group_by("block").agg(left=pl.len()).join(
        ledger.group_by("block").agg(right=pl.len()), on="block"
    )  # fmt: skip
    small = sizes.filter(pl.col("left") * pl.col("right") <= BLOCK_PAIRS_MAX).select("block")
    near = lines.join(small, on="block", how="semi").select(
        "l", "block", "claimed", "percent", "vat"
    )
    far = ledger.select("g", "o", "block", "amount", pl.col("vat").alias("ledger_vat"))
    return type_difference(near.join(far, on="block"))


def _fill(candidates: pl.DataFrame) -> pl.DataFrame:
    """Give shares to ledger lines in order while their percentages stay within 100.

    Ledger lines whose shares all fit are taken at once; only the contested rest is walked.
    """
    candidates = candidates.sort("l", "o")
    alone = candidates.filter(pl.len().over("l") == 1)
    fits = alone.join(
        candidates.group_by("g").agg(total=pl.col("percent").sum(), lines=pl.len())
        .filter(pl.col("total") <= WHOLE_PERCENT),
        on="g", how="semi",
    )  # fmt: skip
    rest = without(candidates, fits, "l")
    room = dict.fromkeys(rest["g"].to_list(), WHOLE_PERCENT)
    for g, percent in fits.select("g", "percent").iter_rows():
        if g in room:
            room[g] -= percent
    seen: set[int] = set()
    kept: list[bool] = []
    for line, g, percent in rest.select("l", "g", "percent").iter_rows():
        takes = line not in seen and percent <= room[g]
        if takes:
            seen.add(line)
            room[g] -= percent
        kept.append(takes)
    walked = rest.filter(pl.Series(kept, dtype=pl.Boolean)) if rest.height else rest
    return pl.concat([fits, walked])


def _share_reason(by: str) -> pl.Expr:
    whole = pl.col("percent") // _PER_CENT
    rest = (pl.col("percent") % _PER_CENT).cast(pl.String).str.zfill(4).str.strip_chars_end("0")
    percent = pl.when(rest == "").then(whole.cast(pl.String)).otherwise(
        pl.concat_str(whole, rest, separator=".")
    )  # fmt: skip
    vat = pl.when(pl.col("kind") == SHARE_AND_VAT).then(pl.lit(" with VAT")).otherwise(pl.lit(""))
    return pl.format(f"Matched by {by}; {{}} % of the ledger line is claimed{{}}.", percent, vat)
