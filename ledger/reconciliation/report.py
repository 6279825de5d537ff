"""The matches as the promised CSV has them (``interfaces.md`` 4), as plain columns.

One row per pair; rows of a group share a match id and its difference. A match id is made from the
lines and ledger lines of the match alone, so it stays the same as long as the match does.
"""

from hashlib import blake2b
from typing import Final

import polars as pl

from ledger.reconciliation.match import NETTED, PASSES, UNMATCHED_LEDGER, UNMATCHED_LINE
from ledger.reconciliation.standing import Standing
from ledger.reconciliation.tables import Tables, in_order, rows_at

MATCH_COLUMNS: Final = (
    "match_id", "pass", "status", "line_id", "ledger_key", "line_amount", "ledger_amount",
    "difference", "reason",
)  # fmt: skip
_ID_BYTES: Final = 6


def named_matches(tables: Tables, pairs: pl.DataFrame) -> pl.DataFrame:
    """``pairs`` with ``line_id``, ``ledger_key``, amounts, ``difference`` and ``match_id``."""
    told = pl.concat(
        [
            pairs,
            rows_at(tables.lines, pairs["l"], "line_id", "claimed"),
            rows_at(tables.ledger, pairs["g"], "ledger_key", "amount"),
        ],
        how="horizontal",
    ).with_columns(pl.col("line_id").fill_null(""), line_amount="claimed", ledger_amount="amount")
    grouped = pl.len().over("anchor") > 1
    alone, groups = told.filter(~grouped), told.filter(grouped)
    return pl.concat(
        [
            alone.with_columns(
                difference=pl.col("claimed") - pl.col("amount"),
                content=pl.concat_str("line_id", "ledger_key", separator="\x1e"),
            ),
            _of_groups(groups),
        ]
    ).with_columns(match_id=pl.col("content").map_batches(_digests, return_dtype=pl.String))


def _of_groups(groups: pl.DataFrame) -> pl.DataFrame:
    """The same for groups: each line and each ledger line of a group counts once."""
    first_l = (pl.int_range(pl.len()).over("anchor", "l") == 0) & pl.col("l").is_not_null()
    first_g = pl.int_range(pl.len()).over("anchor", "g") == 0
    ours = pl.when(first_l).then("claimed").otherwise(0)
    theirs = pl.when(first_g).then("amount").otherwise(0)
    ends = groups.group_by("anchor").agg(
        content=pl.concat_str(
            pl.col("line_id").unique().sort().str.join("\x1f"),
            pl.col("ledger_key").unique().sort().str.join("\x1f"),
            separator="\x1e",
        ),
    )
    # Cancelling ledger lines have no return side: their difference is what is left of them, 0.
    netted = pl.col("status") == NETTED
    return groups.with_columns(
        difference=pl.when(netted)
        .then(-theirs.sum().over("anchor"))
        .otherwise((ours - theirs).sum().over("anchor"))
    ).join(ends, on="anchor", how="left")


def in_report_order(tables: Tables, named: pl.DataFrame) -> pl.DataFrame:
    """By pass, then by the first line, then by the first ledger line of each match."""
    order = in_order(tables.ledger.join(named.select("g").unique(), on="g", how="semi"))
    place = pl.col("pass").replace_strict(list(PASSES), range(len(PASSES)))
    return named.join(order.select("g", "o"), on="g").sort(
        place, pl.col("l").min().over("anchor"), pl.col("o").min().over("anchor"), "l", "o"
    )


def match_table(tables: Tables, pairs: pl.DataFrame, standing: Standing) -> pl.DataFrame:
    """All rows in ``MATCH_COLUMNS``: pairs by pass, then lines and ledger lines without a pair."""
    blank = pl.lit("")
    nothing = pl.lit(None, dtype=pl.Int64)
    lines = standing.lines().with_columns(
        blank.alias("pass"),
        match_id=blank, status=pl.lit(UNMATCHED_LINE), ledger_key=blank, line_amount="claimed",
        ledger_amount=nothing, difference="claimed",
    )  # fmt: skip
    ledger = standing.ledger().with_columns(
        blank.alias("pass"),
        match_id=blank, status=pl.lit(UNMATCHED_LEDGER), line_id=blank, line_amount=nothing,
        ledger_amount="amount", difference=-pl.col("amount"),
    )  # fmt: skip
    told = in_report_order(tables, named_matches(tables, pairs)).with_columns(
        line_amount=pl.when(pl.col("l").is_not_null()).then("line_amount"),
    )
    return pl.concat([frame.select(MATCH_COLUMNS) for frame in (told, lines, ledger)])


def _digests(contents: pl.Series) -> pl.Series:
    ids = [_digest(text) for text in contents.to_list()]
    return pl.Series(contents.name, ids, dtype=pl.String)


def _digest(text: str) -> str:
    return "M" + blake2b(text.encode(), digest_size=_ID_BYTES).hexdigest()
