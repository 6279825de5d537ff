"""Proposals by sum: one return line for several ledger lines, or several lines for one of them.

First whole groups that belong together by what they say (transaction, supplier and invoice, payroll
code and period, supplier and period); then, for the few lines still open, a bounded search among
the nearest ledger lines of the same supplier or payroll code. A sum reached in more than one way
proves nothing and is not proposed. Every group needs a person.
"""

from functools import cache
from itertools import combinations
from typing import Any, Final

import numpy as np
import polars as pl

from ledger.reconciliation.passes.pairing import (
    EQUAL,
    as_pairs,
    no_pairs,
    of_ledger,
    of_line,
    without,
)
from ledger.reconciliation.wording import invoice_reference, supplier_name

CANDIDATES_MAX: Final = 12
"""Nearest rows looked at in the search for one sum."""
PARTS_MAX: Final = 4
"""Most parts of a sum found by search; whole groups may have more."""
DAYS_MAX: Final = 100
"""Window of the search: a quarter and a little more."""
SEARCHES_MAX: Final = 5_000
"""Most rows for which a search is made; the rest stay open."""

_TEXT_SEPARATOR: Final = "\x1f"


def propose_sums(lines: pl.DataFrame, ledger: pl.DataFrame) -> pl.DataFrame:
    """Groups whose amounts add up, as pairs that share an anchor."""
    lines, ledger = _blocks(lines), _blocks(ledger, amount="amount", period="ledger_period")
    found: list[pl.DataFrame] = []
    for block, words in _GROUPS.items():
        for one_line in (True, False):
            pairs = _whole_groups(lines, ledger, block, words, one_line=one_line)
            found.append(pairs)
            lines, ledger = without(lines, pairs, "l"), without(ledger, pairs, "g")
    for block in ("by_payroll", "by_supplier"):
        for one_line in (True, False):
            pairs = _searched(lines, ledger, block, one_line=one_line)
            found.append(pairs)
            lines, ledger = without(lines, pairs, "l"), without(ledger, pairs, "g")
    return pl.concat([no_pairs(), *found])


_GROUPS: Final = {
    "by_transaction": "the same transaction",
    "by_invoice": "the same supplier and invoice",
    "by_payroll_period": "the same payroll code and period",
    "by_supplier_period": "the same supplier and period",
}


def _blocks(
    frame: pl.DataFrame, *, amount: str = "claimed", period: str = "line_period"
) -> pl.DataFrame:
    """The columns sums need, with one text per way of belonging together (null: not this way)."""
    transaction = "transaction_no" if "transaction_no" in frame.columns else "ledger_key"
    number = "g" if "g" in frame.columns else "l"
    payroll = pl.col("journal_class") == "payroll"
    if "category" in frame.columns:
        payroll = payroll | (pl.col("category") == "staff")
    coded = payroll & (pl.col("subjective") != "") & (pl.col("cost_centre") != "")
    code = pl.concat_str("cost_centre", "subjective", separator=_TEXT_SEPARATOR)
    named = frame.with_columns(
        named=supplier_name("supplier"), reference=invoice_reference("invoice_ref")
    )
    has_supplier = pl.col("named") != ""
    return named.select(
        number,
        pl.col(amount).alias("pence"),
        pl.col("posted_on").alias("day"),
        by_transaction=pl.when(pl.col(transaction) != "").then(transaction),
        by_invoice=pl.when(has_supplier & (pl.col("reference") != "")).then(
            pl.concat_str("named", "reference", separator=_TEXT_SEPARATOR)
        ),
        by_payroll_period=pl.when(coded).then(
            pl.concat_str(code, period, separator=_TEXT_SEPARATOR)
        ),
        by_supplier_period=pl.when(has_supplier).then(
            pl.concat_str("named", period, separator=_TEXT_SEPARATOR)
        ),
        by_payroll=pl.when(coded).then(code),
        by_supplier=pl.when(has_supplier).then("named"),
    ).filter(pl.col("pence") != 0)


def _whole_groups(
    lines: pl.DataFrame, ledger: pl.DataFrame, block: str, words: str, *, one_line: bool
) -> pl.DataFrame:
    """One row on one side, and all open rows of its block on the other, with equal sums."""
    one, many = (lines, ledger) if one_line else (ledger, lines)
    single = one.filter(pl.col(block).is_not_null()).filter(pl.len().over(block) == 1)
    totals = many.group_by(block).agg(total=pl.col("pence").sum(), count=pl.len())
    whole = single.join(totals.filter(pl.col("count") > 1), on=block).filter(
        pl.col("total") == pl.col("pence")
    )
    number, other = ("l", "g") if one_line else ("g", "l")
    parts = many.select(other, block, "pence").join(whole.select(number, block, "count"), on=block)
    if one_line:
        reason = pl.format(
            f"{{}} ledger lines of {words} add up to it. Confirm or refuse.", "count"
        )
    else:
        reason = pl.format(
            f"{{}} return lines of {words} add up to the ledger line. Confirm or refuse.", "count"
        )
    return _group_pairs(parts, reason, one_line=one_line)


def _group_pairs(parts: pl.DataFrame, reason: pl.Expr, *, one_line: bool) -> pl.DataFrame:
    return as_pairs(
        parts.with_columns(part="pence", claimed_part="pence", kind=pl.lit(EQUAL)),
        of_line() if one_line else of_ledger(),
        reason,
    )


def _searched(
    lines: pl.DataFrame, ledger: pl.DataFrame, block: str, *, one_line: bool
) -> pl.DataFrame:
    """For each open row, the one set of near rows of its block that adds up to it."""
    one, many = (lines, ledger) if one_line else (ledger, lines)
    number, other = ("l", "g") if one_line else ("g", "l")
    near = _near(one, many, block, number, other)
    taken: set[int] = set()
    rows: list[tuple[int, int, int]] = []
    for key, group in near.group_by(number, maintain_order=True):
        anchor = int(str(key[0]))
        free = group.filter(~pl.col(other).is_in(sorted(taken)))
        chosen = only_sum(free["pence_right"].to_numpy(), int(group["pence"][0]))
        for place in chosen:
            part = int(free[other][place])
            taken.add(part)
            rows.append((anchor, part, int(free["pence_right"][place])))
    found = pl.DataFrame(
        rows, schema={number: pl.UInt32, other: pl.UInt32, "pence": pl.Int64}, orient="row"
    ).with_columns(count=pl.len().over(number))
    words = "payroll code" if block == "by_payroll" else "supplier"
    side = "ledger lines" if one_line else "return lines"
    reason = pl.format(
        f"{{}} {side} of the same {words} add up to it, in no other way. Confirm or refuse.",
        "count",
    )
    return _group_pairs(found, reason, one_line=one_line)


def _near(
    one: pl.DataFrame, many: pl.DataFrame, block: str, number: str, other: str
) -> pl.DataFrame:
    """Rows of ``one`` with the nearest smaller rows of the same sign and block in ``many``."""
    one = one.filter(pl.col(block).is_not_null()).sort(number).head(SEARCHES_MAX)
    pairs = one.select(number, block, "pence", "day").join(
        many.select(other, block, "pence", "day"), on=block
    )
    days = (pl.col("day") - pl.col("day_right")).dt.total_days().abs()
    return (
        pairs.with_columns(days=days)
        .filter(
            (pl.col("days") <= DAYS_MAX)
            & (pl.col("pence").sign() == pl.col("pence_right").sign())
            & (pl.col("pence_right").abs() < pl.col("pence").abs())
        )
        .sort(number, "days", other)
        .group_by(number, maintain_order=True)
        .head(CANDIDATES_MAX)
    )


@cache
def _choices(count: int) -> "tuple[np.ndarray[Any, Any], ...]":
    """For each number of parts, every choice of that many out of ``count`` as an index table."""
    sizes = range(2, min(PARTS_MAX, count) + 1)
    return tuple(np.array(list(combinations(range(count), size))) for size in sizes)


def only_sum(amounts: "np.ndarray[Any, Any]", target: int) -> tuple[int, ...]:
    """The places of the one choice of 2 to ``PARTS_MAX`` amounts that adds up, else nothing."""
    hits: list[tuple[int, ...]] = []
    for table in _choices(len(amounts)):
        places = np.flatnonzero(amounts[table].sum(axis=1) == target)
        hits += [tuple(int(place) for place in table[hit]) for hit in places[:2]]
        if len(hits) > 1:
            return ()
    return hits[0] if hits else ()
