"""A revenue grant buys no capital items.

Usual wording: "The Grant may not be used to purchase capital items." Supplies are judged by the
price of one unit; a price just under the threshold, or similar items bought again within a few
weeks that together reach it, ask somebody to look.
"""

from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.terms.base import (
    Facts,
    Judgement,
    Param,
    Params,
    Scope,
    Verdict,
    ceiling_of,
    name_keys,
    of_category,
    term,
)  # fmt: skip

THOUSAND = 1000  # ``units`` counts thousandths


@term(
    code="revenue-only",
    number=16,
    title="revenue only",
    scope=Scope.LINE,
    judged_on="incurred_on",
    params=(
        Param.money("unit_threshold"),
        Param.percent("near_percent", required=False, default=Decimal(10)),
        Param.whole("window_days", required=False, default=30),
    ),
    verdicts=(Verdict.BREACH, Verdict.WARN, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """Category capital outside a capital head; supplies by unit cost, net ÷ units, or net."""
    capital_heads = frozenset(h.code for h in facts.contract.budget_heads if h.capital)
    charged = (lines["charged"] > 0).to_numpy() & ~of_category(
        lines["head"], lambda code: code in capital_heads
    )
    supplies = charged & (lines["category"] == "supplies").to_numpy()
    rows = np.flatnonzero(supplies)
    price, units = _price(lines[["unit_cost", "net", "units"]].iloc[rows])
    near_from = ceiling_of(p.unit_threshold, 100 - p.near_percent)
    unknown, capital, near = (
        _marked(rows[mark], len(lines))
        for mark in (
            price < 0,
            (price >= 0) & (price >= p.unit_threshold * units),
            (price >= 0) & (price >= near_from * units),
        )
    )
    return (
        Judgement(lines)
        .breach(
            charged & (lines["category"] == "capital"),
            "it is classified as capital, which a revenue grant may not buy.",
            "Take the line out of the return, or ask the funder for consent.",
        )
        .not_run(
            charged & (lines["category"] == ""),
            "the category of expenditure is blank, so it may be a capital item.",
            "Choose the category of the line.",
        )
        .not_run(
            unknown,
            "neither the unit cost nor the net amount is known.",
            "Fill in unit_cost, or net and units.",
        )
        .breach(
            capital,
            "one item costs {unit_threshold:pounds} or more, which makes it a capital item.",
            "Take the line out of the return, or ask the funder for consent.",
        )
        .warn(
            near,
            "one item costs just under {unit_threshold:pounds}, from where it is capital.",
            "Confirm that nothing that belongs together was bought in parts.",
        )
        .warn(
            _bought_in_parts(lines, supplies & ~unknown & ~capital, p),
            "similar items from {supplier} within {window_days} days reach "
            "{unit_threshold:pounds} together.",
            "Confirm that nothing that belongs together was bought in parts.",
        )
    )


def _marked(rows: npt.NDArray[np.intp], size: int) -> npt.NDArray[np.bool_]:
    mask = np.zeros(size, dtype=np.bool_)
    mask[rows] = True
    return mask


def _price(lines: pd.DataFrame) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Price and the units it is for, to be compared as price ≥ threshold × units.

    Both are scaled by a thousand where units are fractions. -1 pence where nothing is known.
    """
    unit_cost = lines["unit_cost"].to_numpy(dtype=np.int64, na_value=-1)
    net = lines["net"].to_numpy(dtype=np.int64, na_value=-1)
    count = lines["units"].to_numpy(dtype=np.int64, na_value=0)
    divided = (unit_cost < 0) & (count > 0) & (net >= 0)
    price = np.where(unit_cost >= 0, unit_cost, net)
    return np.where(divided, net * THOUSAND, price), np.where(divided, count, 1)


def _names(column: pd.Series, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.int64]:
    """A number for each of the names that the rows have, however they are written."""
    codes, used = pd.factorize(column.cat.codes.to_numpy()[rows])
    names = name_keys(column.cat.categories[used].tolist())
    alike, _ = pd.factorize(np.array(names, dtype=object))
    numbers: npt.NDArray[np.int64] = alike[codes].astype(np.int64)
    return numbers


def _bought_in_parts(
    lines: pd.DataFrame, mask: npt.NDArray[np.bool_], p: Params
) -> npt.NDArray[np.bool_]:
    """Lines in a span of ``window_days`` where two or more similar lines reach the threshold.

    Similar means the same supplier and the same description.
    """
    found = np.zeros(len(lines), dtype=np.bool_)
    rows = np.flatnonzero(mask & lines["incurred_on"].notna().to_numpy())
    if len(rows) < 2:  # noqa: PLR2004 - one line alone was not bought in parts
        return found
    supplier, text = _names(lines["supplier"], rows), _names(lines["description"], rows)
    group, _ = pd.factorize(supplier * (int(text.max()) + 1) + text)
    several = np.bincount(group)[group] > 1
    rows, group = rows[several], group[several]
    if not len(rows):
        return found
    part = lines[["incurred_on", "net", "claimed"]].iloc[rows]
    day = part["incurred_on"].to_numpy().astype("datetime64[D]").astype(np.int64)
    order = np.lexsort((day, group))
    net = np.where(part["net"].isna(), part["claimed"], part["net"]).astype(np.int64)[order]
    span = int(p.window_days)
    width = int(day.max()) - int(day.min()) + span + 2
    place = pd.factorize(group[order])[0] * width + day[order] - int(day.min())
    first = np.searchsorted(place, place - span, side="left")
    last = np.searchsorted(place, place, side="right")
    sums = np.concatenate(([0], np.cumsum(net)))
    reached = (sums[last] - sums[first] >= p.unit_threshold) & (last - first > 1)
    marks = np.zeros(len(place) + 1, dtype=np.int64)
    np.add.at(marks, first[reached], 1)
    np.add.at(marks, last[reached], -1)
    found[rows[order]] = np.cumsum(marks[:-1]) > 0
    return found
