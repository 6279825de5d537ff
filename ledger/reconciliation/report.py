"""The matches as the promised CSV has them (``interfaces.md`` 4), as plain columns.

One row per pair; rows of a group share a match id and its difference. A match id is made from the
lines and ledger lines of the match alone, so it stays the same as long as the match does.
"""

from hashlib import blake2b
from typing import Final

import polars as pl

from ledger.reconciliation.match import PASSES, UNMATCHED_LEDGER, UNMATCHED_LINE
from ledger.reconciliation.standing import Standing
from ledger.reconciliation.tables import Tables

MATCH_COLUMNS: Final = (
    "match_id", "pass", "status", "line_id", "ledger_key", "line_amount", "ledger_amount",
    "difference", "reason",
)  # fmt: skip
_ID_BYTES: Final = 6


def with_match_ids(tables: Tables, pairs: pl.DataFrame) -> pl.DataFrame:
    """``pairs`` with ``line_id``, ``ledger_key``, amounts, ``difference`` and ``match_id``."""
    told = pairs.join(
        tables.lines.select("l", "line_id", line_amount="claimed"), on="l", how="left",
        maintain_order="left",
    ).join(
        tables.ledger.select("g", "ledger_key", ledger_amount="amount"), on="g", how="left",
        maintain_order="left",
    ).with_columns(pl.col("line_id").fill_null(""))  # fmt: skip
    first_l = (pl.int_range(pl.len()).over("anchor", "l") == 0) & pl.col("l").is_not_null()
    first_g = pl.int_range(pl.len()).over("anchor", "g") == 0
    told = told.with_columns(
        ours=pl.when(first_l).then("line_amount").otherwise(0),
        theirs=pl.when(first_g).then("ledger_amount").otherwise(0),
    ).with_columns(difference=(pl.col("ours") - pl.col("theirs")).sum().over("anchor"))
    ends = told.group_by("anchor", maintain_order=True).agg(
        content=pl.concat_str(
            pl.col("line_id").unique().sort().str.join("\x1f"),
            pl.col("ledger_key").sort().str.join("\x1f"),
            separator="\x1e",
        )
    )
    ids = ["M" + _digest(text) for text in ends["content"].to_list()]
    named = ends.select("anchor").with_columns(match_id=pl.Series(ids, dtype=pl.String))
    place = pl.col("pass").replace_strict(list(PASSES), range(len(PASSES)))
    return (
        told.drop("ours", "theirs")
        .join(named, on="anchor", how="left")
        .sort(place, pl.col("l").min().over("anchor"), pl.col("g").min().over("anchor"), "l", "g")
    )


def match_table(pairs: pl.DataFrame, standing: Standing) -> pl.DataFrame:
    """All rows in ``MATCH_COLUMNS``: pairs by pass, then lines and ledger lines without a pair."""
    blank = pl.lit("")
    nothing = pl.lit(None, dtype=pl.Int64)
    lines = standing.lines.with_columns(
        blank.alias("pass"),
        match_id=blank, status=pl.lit(UNMATCHED_LINE), ledger_key=blank, line_amount="claimed",
        ledger_amount=nothing, difference="claimed",
    )  # fmt: skip
    ledger = standing.ledger.with_columns(
        blank.alias("pass"),
        match_id=blank, status=pl.lit(UNMATCHED_LEDGER), line_id=blank, line_amount=nothing,
        ledger_amount="amount", difference=-pl.col("amount"),
    )  # fmt: skip
    told = pairs.with_columns(
        line_amount=pl.when(pl.col("l").is_not_null()).then("line_amount"),
    )
    return pl.concat([frame.select(MATCH_COLUMNS) for frame in (told, lines, ledger)])


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=_ID_BYTES).hexdigest()
