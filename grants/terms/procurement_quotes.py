"""Purchases from one supplier that reach a band have the quotations the band asks for, or a waiver.

Usual wording: "The Recipient's own contract procedure rules apply." What counts is everything
claimed from the supplier together, not the single invoice.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from grants.contract import Procurement
from grants.terms.base import (
    Facts,
    Judgement,
    Param,
    Params,
    Scope,
    Verdict,
    ceiling_of,
    name_key,
    name_keys,
    share_of_pence,
    term,
)  # fmt: skip


@term(
    code="procurement-quotes",
    number=36,
    title="quotations",
    scope=Scope.SUPPLIER,
    judged_on="first order",
    params=(
        Param.tables("bands", (Param.money("from"), Param.whole("quotes"))),
        Param.percent("near_percent", required=False, default=Decimal(5)),
        Param.flag("includes_vat"),
    ),
    verdicts=(Verdict.EVIDENCE, Verdict.WARN),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """One item per supplier, by the day of its first order and the sum claimed."""
    items = _suppliers(lines, with_vat=p.includes_vat)
    bands = sorted(((b["from"], b["quotes"]) for b in p.bands), key=lambda band: band[0])
    needed = np.zeros(len(items), dtype=np.int64)
    soon = np.zeros(len(items), dtype=np.int64)
    total = items["total"].to_numpy(dtype=np.int64)
    for start, quotes in bands:
        needed[total >= start] = quotes
        near = (total < start) & (total >= ceiling_of(start, 100 - p.near_percent))
        soon[near & (soon == 0)] = quotes
    records: dict[str, list[Procurement]] = {}
    for record in facts.contract.procurements:
        records.setdefault(name_key(record.supplier), []).append(record)
    held = np.array(
        [
            _held(records.get(key, []), day)
            for key, day in zip(items["key"], items["judged_on"], strict=True)
        ],
        dtype=np.int64,
    )
    return (
        Judgement(items)
        .evidence(
            (needed > 0) & (held < needed),
            "{total:pounds} is claimed from this supplier, which asks for {needed} quotations; "
            "{held} are recorded and no waiver.",
            "Record the quotations or the waiver in the contract's procurement list.",
            needed=needed,
            held=held,
        )
        .warn(
            (soon > 0) & (held < soon),
            "{total:pounds} is claimed from this supplier, just under the sum that asks for "
            "{soon} quotations.",
            "Obtain quotations before the next order.",
            soon=soon,
        )
    )


WAIVED = 10**6
"""A waiver stands for any number of quotations."""


def _held(records: list[Procurement], day: Any) -> int:
    """The most quotations recorded for the supplier over the day of the first order."""
    first = None if pd.isna(day) else pd.Timestamp(day).date()
    held = [0]
    held += [WAIVED if r.waiver else r.quotes or 0 for r in records if _spans(r, first)]
    return max(held)


def _spans(record: Procurement, day: date | None) -> bool:
    if day is None:
        return True
    begun = record.from_on is None or record.from_on <= day
    return begun and (record.to_on is None or day <= record.to_on)


def _suppliers(lines: pd.DataFrame, *, with_vat: bool) -> pd.DataFrame:
    """One row per supplier: name as first written, sum in pence, first day incurred."""
    named = (lines["supplier"] != "").to_numpy()
    part = lines[["supplier", "claimed", "gross", "claim_percent", "incurred_on"]][named]
    amount = part["claimed"].to_numpy(dtype=np.int64)
    if with_vat:
        share = share_of_pence(
            part["gross"].to_numpy(dtype=np.int64, na_value=0),
            part["claim_percent"].to_numpy(dtype=np.int64, na_value=0),
        )
        amount = np.where(amount >= 0, np.maximum(amount, share), np.minimum(amount, share))
    names = part["supplier"].cat
    keys = name_keys(names.categories.tolist())
    places, different = pd.factorize(np.array(keys, dtype=object), sort=True)
    codes = names.codes.to_numpy()
    table = pd.DataFrame(
        {
            "key": places[codes] if len(part) else np.array([], dtype=np.int64),
            "subject": codes,
            "total": amount,
            "judged_on": part["incurred_on"].to_numpy(),
        }
    )
    groups = table.groupby("key", sort=True)
    items = groups.agg(
        subject=("subject", "first"), total=("total", "sum"), judged_on=("judged_on", "min")
    ).reset_index()
    items["key"] = different[items["key"].to_numpy()]
    items["subject"] = names.categories.to_numpy()[items["subject"].to_numpy()].astype(object)
    items["at_risk"] = items["total"].clip(lower=0)
    return items
