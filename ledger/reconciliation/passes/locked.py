"""Matches that a person confirmed: they stand before every pass and are never undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from ledger.reconciliation.claims import WHOLE_PERCENT
from ledger.reconciliation.passes.netting import NETTING_SCHEMA
from ledger.reconciliation.passes.pairing import (
    EQUAL,
    PAIR_SCHEMA,
    SHARE,
    SHARE_AND_VAT,
    UNEXPLAINED,
    type_difference,
)
from ledger.reconciliation.tables import Tables, in_order

Confirmation = tuple[Sequence[str], Sequence[str]]
"""Line ids and ledger keys that a person has put together; no line ids: cancelling ledger lines."""

_REASON: Final = "Confirmed by a person."


@dataclass(frozen=True, slots=True)
class Locked:
    """Confirmed ``pairs`` and ``netted`` rows, the rows they close, and what is ``broken``."""

    pairs: pl.DataFrame
    netted: pl.DataFrame
    lines: pl.DataFrame
    ledger: pl.DataFrame
    broken: tuple[Confirmation, ...]


def lock(tables: Tables, confirmed: Sequence[Confirmation]) -> Locked:
    """Turn confirmations into pairs.

    A confirmation is broken when one of its lines or ledger lines is gone or already locked by an
    earlier one, or when ledger lines confirmed to cancel each other do not add up to nothing. What
    is left of it stays closed to every pass, so that a person looks at it again.
    """
    line_ids = sorted({name for ids, _ in confirmed for name in ids})
    keys = sorted({key for _, found in confirmed for key in found})
    lines = tables.lines.filter(pl.col("line_id").is_in(line_ids))
    ledger = in_order(tables.ledger.filter(pl.col("ledger_key").is_in(keys)))
    numbers = dict(zip(lines["line_id"].to_list(), lines["l"].to_list(), strict=True))
    places: dict[str, list[int]] = {}
    for key, place in ledger.select("ledger_key", "g").iter_rows():
        places.setdefault(key, []).append(place)
    broken: list[Confirmation] = []
    pairs: list[pl.DataFrame] = []
    netted: list[tuple[int, int, str, str]] = []
    for ids, found in confirmed:
        ours = [numbers.pop(name) for name in ids if name in numbers]
        theirs = [places[key].pop(0) for key in found if places.get(key)]
        lost = len(ours) < len(ids) or len(theirs) < len(found) or not theirs
        uneven = not ours and ledger.filter(pl.col("g").is_in(theirs))["amount"].sum() != 0
        if lost or uneven:
            broken.append((ids, found))
        elif not ours:
            netted += [(g, min(theirs) * 2 + 1, "confirmed", _REASON) for g in theirs]
        else:
            pairs.append(
                _group(
                    lines.filter(pl.col("l").is_in(ours)), ledger.filter(pl.col("g").is_in(theirs))
                )
            )
    return Locked(
        pl.concat([pl.DataFrame(schema=PAIR_SCHEMA), *pairs]),
        pl.DataFrame(netted, schema=NETTING_SCHEMA, orient="row"),
        lines.select("l"),
        ledger.select("g"),
        tuple(broken),
    )


def _group(lines: pl.DataFrame, ledger: pl.DataFrame) -> pl.DataFrame:
    """The pairs of one confirmation; all that differs and has no name ends in its first pair."""
    if ledger.height == 1:
        typed = _typed(lines, ledger)
        kinds = set(typed["kind"].to_list())
        shares = kinds <= {SHARE, SHARE_AND_VAT} and typed["percent"].sum() <= WHOLE_PERCENT
        if shares or (lines.height == 1 and kinds != {UNEXPLAINED}):
            return _pairs(typed, typed.height == 1)
    ours = list(zip(lines["l"].to_list(), lines["claimed"].to_list(), strict=True))
    theirs = list(zip(ledger["g"].to_list(), ledger["amount"].to_list(), strict=True))
    (first, claimed), (first_g, amount) = ours[0], theirs[0]
    part = amount - sum(pence for _, pence in ours[1:])
    claimed_part = claimed - sum(pence for _, pence in theirs[1:])
    kind = EQUAL if part == claimed_part else UNEXPLAINED
    rows = [(first, first_g, part, claimed_part, kind)]
    rows += [(line, first_g, pence, pence, EQUAL) for line, pence in ours[1:]]
    rows += [(first, g, pence, pence, EQUAL) for g, pence in theirs[1:]]
    frame = pl.DataFrame(rows, schema=list(PAIR_SCHEMA)[:5], orient="row")
    return _pairs(frame, len(theirs) > 1 or len(ours) == 1)


def _typed(lines: pl.DataFrame, ledger: pl.DataFrame) -> pl.DataFrame:
    far = ledger.select("g", "amount", pl.col("vat").alias("ledger_vat"))
    return type_difference(lines.select("l", "claimed", "percent", "vat").join(far, how="cross"))


def _pairs(frame: pl.DataFrame, at_line: bool) -> pl.DataFrame:  # noqa: FBT001 - two callers
    anchor = frame["l"][0] * 2 if at_line else frame["g"][0] * 2 + 1
    return frame.with_columns(anchor=pl.lit(anchor), reason=pl.lit(_REASON)).select(
        pl.col(name).cast(kind) for name, kind in PAIR_SCHEMA.items()
    )
