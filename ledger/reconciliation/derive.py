"""Reconciling items that follow from the data, each with its reason in words.

Only settled pairs (exact or confirmed) and cancelling ledger lines explain anything; a proposal
explains nothing until a person confirms it. Signs are those of the bridge: what is added to the
ledger total of a period on the way to its return total (domain 5.5).
"""

from collections.abc import Mapping
from typing import Final

import polars as pl

from ledger.reconciliation.item import ItemKind
from ledger.reconciliation.match import MATCHED, NETTED
from ledger.reconciliation.passes.pairing import SHARE, SHARE_AND_VAT, VAT
from ledger.reconciliation.scope import LedgerScope
from ledger.reconciliation.tables import Tables, in_order, rows_at

ITEM_SCHEMA: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "reference": pl.String, "kind": pl.String, "amount": pl.Int64, "period": pl.String,
    "project": pl.String, "head": pl.String, "ledger_keys": pl.List(pl.String),
    "line_ids": pl.List(pl.String), "reason": pl.String, "expected_to_clear": pl.String,
    "cleared_by": pl.String,
}  # fmt: skip
NO_KEYS: Final = pl.lit([], dtype=pl.List(pl.String))
_NETTED_KINDS: Final = {
    "accrual": ItemKind.ACCRUAL, "replaced": ItemKind.ACCRUAL, "recode": ItemKind.RECODE,
    "credit": ItemKind.OTHER, "confirmed": ItemKind.OTHER,
}  # fmt: skip


def settled_pairs(tables: Tables, pairs: pl.DataFrame) -> pl.DataFrame:
    """Matched pairs with what both sides say of them."""
    matched = pairs.filter(pl.col("status") == MATCHED)
    ours = rows_at(
        tables.lines, matched["l"], "line_id", "project", "head", "line_period", "claimed"
    )
    theirs = rows_at(
        tables.ledger, matched["g"], "ledger_key", "ledger_period", "accounting_period",
        "cost_centre", "in_scope", "amount",
    )  # fmt: skip
    return pl.concat([matched, ours, theirs], how="horizontal")


def derive_items(
    tables: Tables,
    pairs: pl.DataFrame,
    scope: LedgerScope,
    *,
    removed: Mapping[str, int],
    explained_keys: frozenset[str],
    reducible_lines: frozenset[str],
) -> pl.DataFrame:
    """All derived items, columns of ``ITEM_SCHEMA``.

    ``removed``: pence disallowed by finance per line; ``explained_keys``: ledger lines a person has
    already explained; ``reducible_lines``: lines that stand against the ledger or an explanation,
    so that what is removed from them is an item.
    """
    settled = settled_pairs(tables, pairs)
    no_spend = _no_spend(tables, pairs, explained_keys)
    found = [
        *_timing(settled),
        _elsewhere(settled, scope),
        _vat(settled),
        _shares(settled),
        *_netted(tables, pairs),
        _by_nature(no_spend),
        _income(no_spend),
        _ineligible(tables, removed, reducible_lines),
    ]
    items = pl.concat(
        [frame.select(pl.col(n).cast(t) for n, t in ITEM_SCHEMA.items()) for frame in found]
    )
    kinds = [kind.value for kind in ItemKind]
    place = pl.col("kind").replace_strict(kinds, range(len(kinds)), return_dtype=pl.Int64)
    return items.sort(place, "reference")


def _item(
    frame: pl.DataFrame, kind: ItemKind, amount: pl.Expr, period: str, reason: pl.Expr
) -> pl.DataFrame:
    """One item per row that holds ``line_id``, ``ledger_key``, ``project`` and ``head``."""
    keyed = frame.with_columns(amount=amount, period=pl.col(period), kind=pl.lit(kind.value))
    return keyed.with_columns(
        reference=pl.concat_str("kind", "period", "line_id", "ledger_key", separator="/"),
        ledger_keys=_as_list("ledger_key"),
        line_ids=_as_list("line_id"),
        reason=reason,
        expected_to_clear=pl.lit("")
        if "expected_to_clear" not in frame.columns
        else pl.col("expected_to_clear"),
        cleared_by=pl.lit("") if "cleared_by" not in frame.columns else pl.col("cleared_by"),
    )


def _as_list(column: str) -> pl.Expr:
    filled = pl.concat_list(column)
    return pl.when(pl.col(column) == "").then(NO_KEYS).otherwise(filled)


def _timing(settled: pl.DataFrame) -> list[pl.DataFrame]:
    """A matched ledger line of one period claimed in another: out of the one, into the other."""
    moved = settled.filter(pl.col("in_scope") & (pl.col("ledger_period") != pl.col("line_period")))
    posted = pl.when(pl.col("ledger_period") != "").then("ledger_period").otherwise(
        pl.format("accounting period {}, outside the contract", "accounting_period")
    )  # fmt: skip
    into = moved.with_columns(
        expected_to_clear=pl.col("ledger_period"),
        cleared_by=pl.format("ledger line {} in {}", "ledger_key", posted),
    )
    out = moved.filter(pl.col("ledger_period") != "").with_columns(
        expected_to_clear=pl.col("line_period"),
        cleared_by=pl.format("return line {} in {}", "line_id", "line_period"),
    )
    return [
        _item(
            into, ItemKind.TIMING, pl.col("part"), "line_period",
            pl.format("Claimed in {}; the ledger holds it in {}.", "line_period", posted),
        ),
        _item(
            out, ItemKind.TIMING, -pl.col("part"), "ledger_period",
            pl.format("In the ledger in {}; claimed in {}.", "ledger_period", "line_period"),
        ),
    ]  # fmt: skip


def _elsewhere(settled: pl.DataFrame, scope: LedgerScope) -> pl.DataFrame:
    """Claimed here, but posted to a cost centre that is not the contract's: needs a recode."""
    following = {code: scope.after(code) for code in scope.codes()}
    away = settled.filter(~pl.col("in_scope")).with_columns(
        expected_to_clear=pl.col("line_period").replace_strict(
            list(following), list(following.values()), default="", return_dtype=pl.String
        )
    )
    centre = pl.when(pl.col("cost_centre") == "").then(pl.lit("no cost centre")).otherwise(
        pl.format("cost centre {}", "cost_centre")
    )  # fmt: skip
    reason = pl.format("Posted to {}, which is not the contract's; request a recode.", centre)
    return _item(away, ItemKind.ELSEWHERE, pl.col("part"), "line_period", reason)


def _vat(settled: pl.DataFrame) -> pl.DataFrame:
    differing = settled.filter(pl.col("kind").is_in([VAT, SHARE_AND_VAT]))
    amount = pl.col("claimed_part") - pl.col("part")
    reason = (
        pl.when(amount > 0)
        .then(pl.lit("Claimed with VAT; the ledger holds the net amount."))
        .otherwise(pl.lit("Claimed without VAT; the ledger holds the amount with VAT."))
    )
    return _item(differing, ItemKind.VAT, amount, "line_period", reason)


def _shares(settled: pl.DataFrame) -> pl.DataFrame:
    """What is left of a ledger line after the shares claimed of it, over all return lines."""
    shared = settled.filter(
        pl.col("kind").is_in([SHARE, SHARE_AND_VAT])
        & pl.col("in_scope")
        & (pl.col("ledger_period") != "")
    )
    left = shared.group_by("g", "ledger_key", "ledger_period", "amount").agg(
        rest=pl.col("amount").first() - pl.col("part").sum(), ids=pl.col("line_id").sort()
    )
    rest = left.filter(pl.col("rest") != 0).with_columns(
        line_id=pl.lit(""), project=pl.lit(""), head=pl.lit("")
    )  # fmt: skip
    reason = pl.format("Only a share of the ledger line is claimed (line {}).",
                       pl.col("ids").list.join(", "))  # fmt: skip
    item = _item(rest, ItemKind.SHARE, -pl.col("rest"), "ledger_period", reason)
    return item.with_columns(line_ids=pl.col("ids"))


def _netted(tables: Tables, pairs: pl.DataFrame) -> list[pl.DataFrame]:
    """Cancelling ledger lines: one item of 0.00 in one period, else timing in each."""
    rows = pairs.filter(pl.col("status") == NETTED).select("g", "anchor", "kind", "reason")
    told = rows_at(tables.ledger, rows["g"], "ledger_key", "ledger_period", "amount", "in_scope")
    book = (
        pl.concat([rows, told], how="horizontal")
        .filter(pl.col("in_scope") & (pl.col("ledger_period") != ""))
        .sort("ledger_key")
        .with_columns(line_id=pl.lit(""), project=pl.lit(""), head=pl.lit(""))
    )
    one = pl.col("ledger_period").n_unique().over("anchor") == 1
    whole = one & (pl.col("amount").sum().over("anchor") == 0)
    named = pl.col("kind").replace_strict(
        {name: kind.value for name, kind in _NETTED_KINDS.items()}, return_dtype=pl.String
    )
    together = book.filter(whole).group_by("anchor", maintain_order=True).agg(
        pl.col("kind").first(), pl.col("reason").first(), pl.col("ledger_key").first(),
        pl.col("ledger_period").first(), pl.col("ledger_key").alias("keys"),
        pl.col("line_id", "project", "head").first(),
    ).with_columns(words="reason", named=named)  # fmt: skip
    apart = book.filter(~whole).with_columns(words="reason", named=named)
    nothing = _item(together, ItemKind.OTHER, pl.lit(0), "ledger_period", pl.col("words"))
    timing = _item(
        apart, ItemKind.TIMING, -pl.col("amount"), "ledger_period",
        pl.format("{} The other is in another period.", "words"),
    )  # fmt: skip
    nothing = nothing.with_columns(kind="named", ledger_keys="keys").with_columns(
        reference=pl.concat_str("kind", "period", "ledger_key", separator="/")
    )
    return [nothing, timing]


def _no_spend(tables: Tables, pairs: pl.DataFrame, explained_keys: frozenset[str]) -> pl.DataFrame:
    """Ledger lines on the contract's codes that are no spend and that nobody else speaks for."""
    mapped = pl.col("in_scope") & (pl.col("ledger_period") != "") & (pl.col("amount") != 0)
    by_class = ~pl.col("actual") | (pl.col("journal_class") == "income")
    left = tables.ledger.filter(mapped & by_class)
    left = left.filter(~pl.col("ledger_key").is_in(sorted(explained_keys)))
    return in_order(left.join(pairs, on="g", how="anti")).with_columns(
        line_id=pl.lit(""), project=pl.lit(""), head=pl.lit("")
    )


def _by_nature(no_spend: pl.DataFrame) -> pl.DataFrame:
    """Budget, reserve and opening balance journals: one item per class and period."""
    totals = (
        no_spend.filter(~pl.col("actual"))
        .group_by("ledger_period", "journal_class", maintain_order=True)
        .agg(
            pl.col("amount").sum(),
            pl.col("ledger_key").alias("keys"),
            pl.col("line_id", "project", "head").first(),
        )
        .with_columns(ledger_key="journal_class")
    )
    reason = pl.format(
        "{} journals are no spend.",
        _sentence_case("journal_class"),
    )
    item = _item(totals, ItemKind.EXCLUDED_BY_NATURE, -pl.col("amount"), "ledger_period", reason)
    return item.with_columns(ledger_keys="keys")


def _sentence_case(column: str) -> pl.Expr:
    words = pl.col(column).str.replace("-", " ", literal=True)
    return words.str.slice(0, 1).str.to_uppercase() + words.str.slice(1)


def _income(no_spend: pl.DataFrame) -> pl.DataFrame:
    income = no_spend.filter("actual")
    reason = pl.lit("Income on the contract's codes, such as the funder's instalments: no spend.")
    return _item(income, ItemKind.INCOME, -pl.col("amount"), "ledger_period", reason)


def _ineligible(
    tables: Tables, removed: Mapping[str, int], reducible: frozenset[str]
) -> pl.DataFrame:
    """What finance removed from lines that stand against the ledger or an explanation."""
    cuts = {name: pence for name, pence in removed.items() if name in reducible and pence}
    lines = tables.lines.filter(pl.col("line_id").is_in(sorted(cuts))).with_columns(
        cut=pl.col("line_id").replace_strict(cuts, default=0, return_dtype=pl.Int64),
        line_key=pl.col("ledger_key"),
        ledger_key=pl.lit(""),
    )
    reason = pl.lit("Not eligible: removed from the claim by finance.")
    return _item(lines, ItemKind.INELIGIBLE, -pl.col("cut"), "line_period", reason)
