"""Where every row stands that no pair took: open, or settled in another way, with the reason.

Both directions of domain 5.5: each return line is found in the ledger or explained (existence), and
each ledger line on the contract's codes is claimed, excluded with a reason, or open (completeness).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from ledger.reconciliation.match import MATCHED
from ledger.reconciliation.passes.locked import Confirmation
from ledger.reconciliation.passes.pairing import UNEXPLAINED
from ledger.reconciliation.tables import Tables

BY_PERSON = "Explained by a person as a reconciling item."


@dataclass(frozen=True, slots=True)
class Facts:
    """What persons have said: explained subjects, removed pence, broken confirmations."""

    explained_lines: frozenset[str]
    explained_keys: frozenset[str]
    removed: Mapping[str, int]
    broken: tuple[Confirmation, ...]
    periods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """``lines`` and ``ledger``: the rows without a pair, with ``is_open`` and ``reason``.

    ``differing``: settled lines whose difference has no name yet (``l``, ``line_id``,
    ``line_period``, ``difference``).
    """

    lines: pl.DataFrame
    ledger: pl.DataFrame
    differing: pl.DataFrame


def standing_of(tables: Tables, pairs: pl.DataFrame, facts: Facts) -> Standing:
    """Judge every row that stands in no pair, and every settled difference."""
    return Standing(
        _lines(tables, pairs, facts),
        _ledger(tables, pairs, facts),
        _differing(tables, pairs, facts),
    )


def with_removed(lines: pl.DataFrame, removed: Mapping[str, int]) -> pl.DataFrame:
    """Add ``standing``: what the return still claims of the line, in pence."""
    if not removed:
        return lines.with_columns(standing="claimed")
    cut = pl.col("line_id").replace_strict(dict(removed), default=0, return_dtype=pl.Int64)
    return lines.with_columns(standing=pl.col("claimed") - cut)


def _lines(tables: Tables, pairs: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    taken = pairs.filter(pl.col("l").is_not_null()).select("l")
    left = tables.lines.join(taken, on="l", how="anti", maintain_order="left")
    left = with_removed(left, facts.removed)
    book = tables.ledger.join(left.select("ledger_key"), on="ledger_key", how="semi")
    there = book.filter("actual")["ledger_key"].unique().implode()
    no_spend = book.filter(~pl.col("actual"))["ledger_key"].unique().implode()
    gone = {name for ids, _ in facts.broken for name in ids}
    key = pl.col("ledger_key")
    reasons: list[tuple[pl.Expr, str, bool]] = [
        (pl.col("line_id").is_in(sorted(facts.explained_lines)), BY_PERSON, False),
        (pl.col("line_id").is_in(sorted(gone)),
         "Confirmed with a ledger line that is no longer there. Look at it again.", True),
        (pl.col("claimed") == 0, "Nothing is claimed.", False),
        (pl.col("standing") == 0, "Removed from the claim by finance.", False),
        ((key != "") & key.is_in(there),
         "The ledger line of its key is already claimed by other lines.", True),
        ((key != "") & key.is_in(no_spend), "Its ledger key is of a journal, not of spend.", True),
        (key != "", "Its ledger key is not in the extract, and nothing else agrees with it.", True),
    ]  # fmt: skip
    return _judged(left, reasons, "No ledger line agrees with it.")


def _ledger(tables: Tables, pairs: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    left = tables.ledger.join(pairs.select("g"), on="g", how="anti", maintain_order="left")
    gone = {key for _, keys in facts.broken for key in keys}
    key = pl.col("ledger_key")
    reasons: list[tuple[pl.Expr, str, bool]] = [
        (key.is_in(sorted(facts.explained_keys)), BY_PERSON, False),
        (~pl.col("in_scope"), "Outside the contract's cost centres.", False),
        (pl.col("ledger_period") == "", "Outside the contract's accounting periods.", False),
        (key.is_in(sorted(gone)),
         "Confirmed with a return line that is no longer there. Look at it again.", True),
        (~pl.col("actual"), "Excluded by nature: no spend.", False),
        (pl.col("journal_class") == "income", "Income: no spend.", False),
        (pl.col("amount") == 0, "Nothing is posted.", False),
    ]  # fmt: skip
    return _judged(left, reasons, "On the contract's codes, but no return line claims it.")


def _judged(
    frame: pl.DataFrame, reasons: list[tuple[pl.Expr, str, bool]], otherwise: str
) -> pl.DataFrame:
    """The first test that holds gives the reason and whether the row is open."""
    reason, is_open = pl.lit(otherwise), pl.lit(value=True)
    for test, words, still_open in reversed(reasons):
        reason = pl.when(test).then(pl.lit(words)).otherwise(reason)
        is_open = pl.when(test).then(pl.lit(still_open)).otherwise(is_open)
    return frame.with_columns(reason=reason, is_open=is_open)


def _differing(tables: Tables, pairs: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Confirmed pairs with a difference that no item names; lines of unknown periods join them."""
    settled = pairs.filter((pl.col("status") == MATCHED) & (pl.col("kind") == UNEXPLAINED))
    named = tables.lines.select("l", "line_id", "line_period")
    keyed = tables.ledger.select("g", "ledger_key")
    open_pairs = (
        settled.join(named, on="l", maintain_order="left")
        .join(keyed, on="g", maintain_order="left")
        .filter(
            ~pl.col("line_id").is_in(sorted(facts.explained_lines))
            & ~pl.col("ledger_key").is_in(sorted(facts.explained_keys))
        )
    )
    strangers = named.filter(~pl.col("line_period").is_in(list(facts.periods)))
    return pl.concat([open_pairs.select("l", "line_id", "line_period"), strangers]).unique(
        maintain_order=True
    )
