"""Where every row stands that no pair took: open, or settled in another way, with the reason.

Both directions of domain 5.5: each return line is found in the ledger or explained (existence), and
each ledger line on the contract's codes is claimed, excluded with a reason, or open (completeness).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from ledger.reconciliation.match import MATCHED, Matching
from ledger.reconciliation.passes.locked import Confirmation
from ledger.reconciliation.passes.pairing import UNEXPLAINED, without
from ledger.reconciliation.tables import LEDGER_ORDER, Tables, in_order, rows_at

BY_PERSON = "Explained by a person as a reconciling item."


@dataclass(frozen=True, slots=True)
class Facts:
    """What persons have said: explained subjects, removed pence, broken confirmations."""

    explained_lines: frozenset[str]
    explained_keys: frozenset[str]
    removed: Mapping[str, int]
    broken: tuple[Confirmation, ...]
    periods: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """The rows that stand in no pair.

    ``open_lines``: ``l``, ``line_id``, ``line_period`` of lines nothing speaks for, and of settled
    lines whose difference has no name. ``open_ledger``: ``g`` and ``ledger_period`` of ledger lines
    nobody claims. What every row without a pair is told is worked out when asked for.
    """

    open_lines: pl.DataFrame
    open_ledger: pl.DataFrame
    _tables: Tables
    _matching: Matching
    _facts: Facts

    def lines(self) -> pl.DataFrame:
        """Lines without a pair, in the fixed order, with ``is_open`` and ``reason``."""
        return _lines(self._tables, self._matching, self._facts)

    def ledger(self) -> pl.DataFrame:
        """Ledger lines without a pair, in the fixed order, with ``reason``."""
        return _ledger(self._tables, self._matching, self._facts)

    def open_keys(self, period: str) -> tuple[str, ...]:
        """Keys of the open ledger lines of a period, in the fixed order."""
        here = self.open_ledger.filter(pl.col("ledger_period") == period)["g"]
        rows = rows_at(self._tables.ledger, here, *LEDGER_ORDER)
        return tuple(in_order(rows)["ledger_key"].to_list())


def standing_of(tables: Tables, matching: Matching, facts: Facts) -> Standing:
    """Judge every row that stands in no pair, and every settled difference."""
    unmatched = _lines(tables, matching, facts).filter("is_open")
    names = ("l", "line_id", "line_period")
    open_lines = pl.concat([
        unmatched.select(names), _differing(tables, matching.pairs, facts).select(names)
    ]).unique().sort("l")  # fmt: skip
    return Standing(open_lines, _open_ledger(tables, matching, facts), tables, matching, facts)


def with_removed(lines: pl.DataFrame, removed: Mapping[str, int]) -> pl.DataFrame:
    """Add ``standing``: what the return still claims of the line, in pence."""
    if not removed:
        return lines.with_columns(standing="claimed")
    cut = pl.col("line_id").replace_strict(dict(removed), default=0, return_dtype=pl.Int64)
    return lines.with_columns(standing=pl.col("claimed") - cut)


def _lines(tables: Tables, matching: Matching, facts: Facts) -> pl.DataFrame:
    left = without(tables.lines, matching.pairs.filter(pl.col("l").is_not_null()), "l")
    left = with_removed(left, facts.removed)
    there = matching.keyed.filter("actual")["ledger_key"].unique().implode()
    no_spend = matching.keyed.filter(~pl.col("actual"))["ledger_key"].unique().implode()
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


def _open_ledger(tables: Tables, matching: Matching, facts: Facts) -> pl.DataFrame:
    """Unclaimed spend on the contract's codes and periods that no person has explained."""
    free = np.ones(tables.ledger.height, dtype=bool)
    free[matching.pairs["g"].to_numpy()] = False
    mapped = pl.col("in_scope") & (pl.col("ledger_period") != "") & (pl.col("amount") != 0)
    gone = {key for _, keys in facts.broken for key in keys}
    key = pl.col("ledger_key")
    spend = pl.col("actual") & (pl.col("journal_class") != "income")
    test = mapped & pl.Series(free)
    test &= (spend | key.is_in(sorted(gone))) if gone else spend
    if facts.explained_keys:
        test &= ~key.is_in(sorted(facts.explained_keys))
    return tables.ledger.lazy().filter(test).select("g", "ledger_period", "amount").collect()


def _ledger(tables: Tables, matching: Matching, facts: Facts) -> pl.DataFrame:
    left = in_order(tables.ledger.join(matching.pairs.select("g"), on="g", how="anti"))
    gone = {key for _, keys in facts.broken for key in keys}
    key = pl.col("ledger_key")
    reasons: list[tuple[pl.Expr, str, bool]] = [
        (key.is_in(sorted(facts.explained_keys)), BY_PERSON, False),
        (~pl.col("in_scope"), "Outside the contract's cost centres.", False),
        (pl.col("ledger_period") == "", "Outside the contract's accounting periods.", False),
        (pl.col("amount") == 0, "Nothing is posted.", False),
        (key.is_in(sorted(gone)),
         "Confirmed with a return line that is no longer there. Look at it again.", True),
        (~pl.col("actual"), "Excluded by nature: no spend.", False),
        (pl.col("journal_class") == "income", "Income: no spend.", False),
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
    open_pairs = pl.concat(
        [
            rows_at(named, settled["l"], "l", "line_id", "line_period"),
            rows_at(tables.ledger, settled["g"], "ledger_key"),
        ],
        how="horizontal",
    ).filter(
        ~pl.col("line_id").is_in(sorted(facts.explained_lines))
        & ~pl.col("ledger_key").is_in(sorted(facts.explained_keys))
    )
    strangers = named.filter(~pl.col("line_period").is_in(list(facts.periods)))
    return pl.concat([open_pairs.drop("ledger_key"), strangers])
