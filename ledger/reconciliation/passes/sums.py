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
from ledger.reconciliation.tables import in_order
from ledger.reconciliation.wording import invoice_reference

CANDIDATES_MAX: Final = 12
"""Nearest rows looked at in the search for one sum."""
PARTS_MAX: Final = 4
"""Most parts of a sum found by search; whole groups may have more."""
DAYS_MAX: Final = 100
"""Window of the search: a quarter and a little more."""
SEARCHES_MAX: Final = 50_000
"""Most rows for which a search is made; the rest stay open."""

BLOCK_PAIRS_MAX: Final = 2_000_000
"""Rows × rows of one supplier beyond which no search is made."""

_BATCH: Final = 500
_WIDTHS: Final = (2, 3, 4, 6, 8, CANDIDATES_MAX)
_NEVER: Final = 2**58  # stands for "no amount": no sum of real amounts with it is one
_TEXT_SEPARATOR: Final = "\x1f"


def propose_sums(lines: pl.DataFrame, ledger: pl.LazyFrame) -> pl.DataFrame:
    """Groups whose amounts add up, as pairs that share an anchor."""
    open_lines = lines.filter(pl.col("claimed") != 0)
    related = in_order(_related(open_lines, ledger))
    if not related.height:
        return no_pairs()
    return _sums_of(
        _blocks(open_lines.with_columns(o="l")),
        _blocks(related, amount="amount", period="ledger_period"),
    )


def _sums_of(lines: pl.DataFrame, ledger: pl.DataFrame) -> pl.DataFrame:
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


def _related(lines: pl.DataFrame, ledger: pl.LazyFrame) -> pl.DataFrame:
    """Ledger lines of a supplier, a transaction or a payroll code that an open line names."""
    size, day = pl.col("claimed").abs(), pl.coalesce("posted_on", "incurred_on")
    suppliers = lines.filter(pl.col("n").is_not_null()).group_by("n").agg(
        most=size.sum(), first=day.min(), last=day.max()
    )  # fmt: skip
    keys = lines.filter(pl.col("ledger_key") != "")["ledger_key"].unique().implode()
    codes = lines.filter(pl.col("subjective") != "")["subjective"].unique().implode()
    payroll = (pl.col("journal_class") == "payroll") & pl.col("subjective").is_in(codes)
    of_supplier = pl.col("n").is_in(suppliers["n"].implode())
    rows = ledger.filter(
        (pl.col("amount") != 0) & (of_supplier | pl.col("transaction_no").is_in(keys) | payroll)
    ).collect()
    posted = pl.coalesce("posted_on", "invoice_on")
    window = pl.duration(days=DAYS_MAX)
    told = rows.join(suppliers, on="n", how="left")
    too_far = (posted < pl.col("first") - window) | (posted > pl.col("last") + window)
    useless = of_supplier & ((pl.col("amount").abs() > pl.col("most")) | too_far)
    also = pl.col("transaction_no").is_in(keys) | payroll
    return told.filter(~useless.fill_null(value=False) | also).select(rows.columns)


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
    has_supplier = pl.col("n").is_not_null()
    return frame.with_columns(reference=invoice_reference("invoice_ref")).select(
        number,
        "o",
        pl.col(amount).alias("pence"),
        pl.col("accounting_period").alias("month"),
        day=pl.coalesce("posted_on", "invoice_on" if number == "g" else "incurred_on"),
        by_transaction=pl.when(pl.col(transaction) != "").then(transaction),
        by_invoice=pl.when(has_supplier & (pl.col("reference") != "")).then(
            pl.concat_str("n", "reference", separator=_TEXT_SEPARATOR)
        ),
        by_payroll_period=pl.when(coded).then(
            pl.concat_str(code, period, separator=_TEXT_SEPARATOR)
        ),
        by_supplier_period=pl.when(has_supplier).then(
            pl.concat_str("n", period, separator=_TEXT_SEPARATOR)
        ),
        by_payroll=pl.when(coded).then(code),
        by_supplier="n",
    )


def _whole_groups(
    lines: pl.DataFrame, ledger: pl.DataFrame, block: str, words: str, *, one_line: bool
) -> pl.DataFrame:
    """One row on one side, and all open rows of its block on the other, with equal sums."""
    one, many = (lines, ledger) if one_line else (ledger, lines)
    one = one.filter(pl.col(block).is_not_null())
    many = many.join(one.select(block).unique(), on=block, how="semi")
    one = one.join(many.select(block).unique(), on=block, how="semi")
    single = one.filter(pl.len().over(block) == 1)
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
    """For each open row, the one set of near rows of its block that adds up to it.

    Where two sums want the same row, the one whose parts lie nearer in time has it.
    """
    one, many = (lines, ledger) if one_line else (ledger, lines)
    number, other = ("l", "g") if one_line else ("g", "l")
    near = _near(one, many, block, number, other)
    taken: set[int] = set()
    rows: list[tuple[int, int, int]] = []
    for _, _, anchor, parts in sorted(_sums_found(near, number, other)):
        if taken.isdisjoint(part for part, _ in parts):
            taken.update(part for part, _ in parts)
            rows += [(anchor, part, pence) for part, pence in parts]
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


def _sums_found(
    near: pl.DataFrame, number: str, other: str
) -> list[tuple[int, int, int, list[tuple[int, int]]]]:
    """(days of the farthest part, place, row, its parts with their pence) of every sum found."""
    groups = near.group_by(number, maintain_order=True).agg(
        pl.col("pence", "o").first(), other, "pence_right", "days"
    )
    places = only_sums(groups["pence_right"].to_list(), groups["pence"].to_list())
    found = []
    for row, chosen in places.items():
        parts, pence, days = (
            groups[name][row].to_list() for name in (other, "pence_right", "days")
        )
        found.append((
            max(days[place] for place in chosen),
            int(groups["o"][row]),
            int(groups[number][row]),
            [(parts[place], pence[place]) for place in chosen],
        ))  # fmt: skip
    return found


def _near(
    one: pl.DataFrame, many: pl.DataFrame, block: str, number: str, other: str
) -> pl.DataFrame:
    """Rows of ``one`` with the nearest smaller rows of the same sign and block in ``many``.

    Rows of one accounting period count as no days apart; a row needs two others at least.
    """
    sizes = one.group_by(block).agg(left=pl.len()).join(
        many.group_by(block).agg(right=pl.len()), on=block
    )  # fmt: skip
    small = sizes.filter(pl.col("left").cast(pl.Int64) * pl.col("right") <= BLOCK_PAIRS_MAX)
    chosen = [block, "o", "pence", "day", "month"]
    pairs = one.join(small, on=block, how="semi").select(number, *chosen).join(
        many.select(other, *chosen), on=block
    )  # fmt: skip
    same_month = (pl.col("month") != "") & (pl.col("month") == pl.col("month_right"))
    apart = (pl.col("day") - pl.col("day_right")).dt.total_days().abs()
    smaller = (pl.col("pence").sign() == pl.col("pence_right").sign()) & (
        pl.col("pence_right").abs() < pl.col("pence").abs()
    )
    return (
        pairs.filter(smaller)
        .with_columns(days=pl.when(same_month).then(0).otherwise(apart))
        .filter((pl.col("days") <= DAYS_MAX) & (pl.len().over(number) > 1))
        .sort("o", "days", "o_right")
        .filter(pl.int_range(pl.len()).over(number) < CANDIDATES_MAX)
        .filter(pl.col("pence_right").abs().sum().over(number) >= pl.col("pence").abs())
        .filter(pl.col(number).rle_id() < SEARCHES_MAX)
    )


@cache
def _choices(width: int) -> "tuple[np.ndarray[Any, Any], ...]":
    """For each number of parts, every choice of that many of ``width`` candidates."""
    sizes = range(2, min(PARTS_MAX, width) + 1)
    return tuple(np.array(list(combinations(range(width), size))) for size in sizes)


def only_sums(amounts: list[list[int]], targets: list[int]) -> dict[int, tuple[int, ...]]:
    """Row → the places of its one choice of 2 to ``PARTS_MAX`` amounts that adds up.

    Rows without such a choice, and rows with more than one, are left out. Rows with like numbers
    of candidates are tried together, so that few candidates cost little.
    """
    found: dict[int, tuple[int, ...]] = {}
    narrower = 1
    for width in _WIDTHS:
        rows = [n for n, values in enumerate(amounts) if narrower < len(values) <= width]
        narrower = width
        for start in range(0, len(rows), _BATCH):
            found |= _only_sums_of(rows[start : start + _BATCH], amounts, targets, width)
    return found


def _only_sums_of(
    rows: list[int], amounts: list[list[int]], targets: list[int], width: int
) -> dict[int, tuple[int, ...]]:
    table = np.full((len(rows), width), _NEVER, dtype=np.int64)
    for place, row in enumerate(rows):
        table[place, : len(amounts[row])] = amounts[row]
    goal = np.array([targets[row] for row in rows], dtype=np.int64)
    hits: dict[int, list[tuple[int, ...]]] = {}
    for choice in _choices(width):
        sums = table[:, choice].sum(axis=2)
        for place, which in np.argwhere(sums == goal[:, None]):
            parts = tuple(int(part) for part in choice[which])
            hits.setdefault(rows[place], []).append(parts)
    return {row: choices[0] for row, choices in hits.items() if len(choices) == 1}
