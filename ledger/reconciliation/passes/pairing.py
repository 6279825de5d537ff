"""What all passes share: how a pair's difference is typed, and one-to-one choice among pairs.

A *pair* holds a line ``l``, a ledger line ``g``, the ``part`` of the ledger line it accounts for
and the ``claimed_part`` of the line (both pence), the ``kind`` of its difference, the ``anchor``
that names its group (``2l`` for a line's, ``2g + 1`` for a ledger line's) and a ``reason``.
"""

from typing import Final

import polars as pl

from ledger.reconciliation.claims import WHOLE_PERCENT

EQUAL: Final = "equal"
SHARE: Final = "share"
VAT: Final = "vat"
SHARE_AND_VAT: Final = "share-and-vat"
UNEXPLAINED: Final = "unexplained"
TYPED: Final = (EQUAL, SHARE, VAT, SHARE_AND_VAT)
PAIR_SCHEMA: Final = {
    "l": pl.UInt32, "g": pl.UInt32, "part": pl.Int64, "claimed_part": pl.Int64,
    "kind": pl.String, "anchor": pl.Int64, "reason": pl.String,
}  # fmt: skip
ROUNDING: Final = 1  # penny by which a rounded share may differ from the exact one


def no_pairs() -> pl.DataFrame:
    """An empty table of pairs."""
    return pl.DataFrame(schema=PAIR_SCHEMA)


def of_line() -> pl.Expr:
    """The group anchored at the line."""
    return pl.col("l").cast(pl.Int64) * 2


def of_ledger() -> pl.Expr:
    """The group anchored at the ledger line."""
    return pl.col("g").cast(pl.Int64) * 2 + 1


def share_of(amount: pl.Expr, percent: pl.Expr) -> pl.Expr:
    """``amount`` × ``percent`` in pence, rounded half away from zero; exact in 64 bits."""
    size = amount.abs()
    whole, rest = size // WHOLE_PERCENT, size % WHOLE_PERCENT
    magnitude = whole * percent + (2 * rest * percent + WHOLE_PERCENT) // (2 * WHOLE_PERCENT)
    return pl.when(amount < 0).then(-magnitude).otherwise(magnitude)


def type_difference(candidates: pl.DataFrame) -> pl.DataFrame:
    """Add ``part``, ``claimed_part`` and ``kind`` to candidates.

    Needs ``claimed``, ``percent``, ``amount`` and, of both sides, ``vat`` and ``ledger_vat``.
    Equal amounts come first, then a share by claim percentage, then a difference of exactly the
    VAT, then both; anything else is unexplained.
    """
    claimed, amount, percent = pl.col("claimed"), pl.col("amount"), pl.col("percent")
    shared = percent < WHOLE_PERCENT
    share = share_of(amount, percent)
    is_vat, is_vat_share = pl.lit(value=False), pl.lit(value=False)
    for name in ("vat", "ledger_vat"):
        vat = pl.col(name).fill_null(0)
        for basis in (vat, -vat):
            is_vat = is_vat | ((vat != 0) & (claimed == amount + basis))
            off = (claimed - share_of(amount + basis, percent)).abs()
            is_vat_share = is_vat_share | ((vat != 0) & shared & (off <= ROUNDING))
    kind = (
        pl.when(claimed == amount).then(pl.lit(EQUAL))
        .when(shared & ((claimed - share).abs() <= ROUNDING)).then(pl.lit(SHARE))
        .when(is_vat).then(pl.lit(VAT))
        .when(is_vat_share).then(pl.lit(SHARE_AND_VAT))
        .otherwise(pl.lit(UNEXPLAINED))
    )  # fmt: skip
    part = (
        pl.when(pl.col("kind") == SHARE).then(claimed)
        .when(pl.col("kind") == SHARE_AND_VAT).then(share)
        .otherwise(amount)
    )  # fmt: skip
    return candidates.with_columns(kind=kind).with_columns(part=part, claimed_part=claimed)


def sought_amounts(lines: pl.DataFrame) -> pl.DataFrame:
    """The ledger amounts (``sought``) under which each line ``l`` may stand.

    What is claimed; the net or gross amount of a shared line; what is claimed without or with VAT.
    """
    claimed, vat = pl.col("claimed"), pl.col("vat")
    bases = [lines.select("l", sought=claimed)]
    shared = lines.filter(pl.col("percent") < WHOLE_PERCENT)
    bases += [
        shared.filter(pl.col(name).is_not_null()).select("l", sought=name)
        for name in ("net", "gross")
    ]
    taxed = lines.filter(vat.fill_null(0) != 0)
    bases += [taxed.select("l", sought=claimed - vat), taxed.select("l", sought=claimed + vat)]
    return pl.concat(bases).filter(pl.col("sought") != 0).unique()


def nth_with_nth(
    lines: pl.DataFrame, ledger: pl.DataFrame, line_on: list[str], ledger_on: list[str]
) -> pl.DataFrame:
    """Pair equal rows by occurrence: the first line with the first ledger line, and so on.

    Both frames in their fixed order. Returns ``l``, ``g`` and ``equals`` (how many ledger lines
    were equal in all that was compared).
    """
    left = lines.select("l", *line_on).with_columns(nth=pl.int_range(pl.len()).over(line_on))
    right = ledger.select("g", *ledger_on).with_columns(
        nth=pl.int_range(pl.len()).over(ledger_on),
        equals=pl.len().over(ledger_on),
    )
    return left.join(
        right, left_on=[*line_on, "nth"], right_on=[*ledger_on, "nth"], how="inner"
    ).select("l", "g", "equals")


def best_first(candidates: pl.DataFrame) -> pl.DataFrame:
    """One-to-one choice: candidates stand best first; each row is kept if both ends are free.

    Chosen in rounds (a pair that is the best of both its ends), which gives what taking them one
    by one in order would give.
    """
    left = candidates.with_row_index("rank")
    chosen: list[pl.DataFrame] = []
    while left.height:
        mutual = left.filter(
            (pl.col("rank") == pl.col("rank").min().over("l"))
            & (pl.col("rank") == pl.col("rank").min().over("g"))
        )
        chosen.append(mutual)
        left = left.join(mutual, on="l", how="anti").join(mutual, on="g", how="anti")
    empty = left.drop("rank")
    return pl.concat(chosen).sort("rank").drop("rank") if chosen else empty


def as_pairs(frame: pl.DataFrame, anchor: pl.Expr, reason: pl.Expr) -> pl.DataFrame:
    """The columns of a pair, from a frame that holds all but its anchor and its reason."""
    return frame.with_columns(anchor=anchor, reason=reason).select(
        pl.col(name).cast(kind) for name, kind in PAIR_SCHEMA.items()
    )


def without(frame: pl.DataFrame, taken: pl.DataFrame, on: str) -> pl.DataFrame:
    """``frame`` without the rows whose number ``on`` stands in ``taken``; order is kept."""
    return frame.join(taken.select(on).unique(), on=on, how="anti", maintain_order="left")
