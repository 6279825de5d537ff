"""A unit of a category costs no more than the rate the contract allows.

Usual wording: "Mileage is eligible at no more than 45p a mile", or a cap on a day's fee (conditions
on prices; T52). The price of a unit is its unit cost, else net divided by units. Where a category
has several rates the lowest asks for a look, because nobody can tell which of them is meant.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.spend import CATEGORIES, INELIGIBLE_CATEGORIES
from grants.terms.base import (
    Facts,
    Judgement,
    Param,
    Params,
    Scope,
    Verdict,
    of_category,
    term,
)  # fmt: skip

THOUSAND = 1000  # ``units`` counts thousandths
NO_LIMIT = -1


@term(
    code="rate-limit",
    number=52,
    title="rates",
    scope=Scope.LINE,
    judged_on="incurred_on",
    params=(
        Param.tables(
            "rates",
            (
                Param.text("category"),
                Param.money("unit_max"),
                Param.text("wording", required=False, default=""),
            ),
        ),
    ),
    verdicts=(Verdict.WARN, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, _facts: Facts) -> Judgement:
    """The price of a unit against the lowest rate of the line's category."""
    lowest = _lowest(p.rates)
    unknown_codes = sorted(set(lowest) - {*CATEGORIES, *INELIGIBLE_CATEGORIES})
    limit = of_category(
        lines["category"], lambda code: lowest[code]["unit_max"] if code in lowest else NO_LIMIT,
        np.int64,
    )  # fmt: skip
    said = of_category(lines["category"], lambda code: _said(lowest.get(code)), object)
    charged = (lines["charged"] > 0).to_numpy()
    concerned = charged & (limit != NO_LIMIT)
    price, units = _price(lines)
    return (
        Judgement(lines)
        .not_run(
            charged & bool(unknown_codes),
            "the contract gives rates for {codes}, which is no category of expenditure.",
            "Correct the category in the contract's term.",
            codes=", ".join(unknown_codes) or "nothing",
        )
        .not_run(
            charged & bool(lowest) & (lines["category"] == "").to_numpy(),
            "the category of expenditure is blank, so a rate may apply.",
            "Choose the category of the line.",
        )
        .not_run(
            concerned & (units == 0),
            "neither the unit cost nor net and units are known, so the rate cannot be compared.",
            "Fill in unit_cost, or net and units.",
        )
        .warn(
            concerned & (units > 0) & (price > limit * units),
            "a unit comes to {each:pounds}, rounded up to the penny; the contract allows "
            "{limit:pounds} for {category}{said}.",
            "Confirm the rate that applies, or claim no more than it.",
            each=-(-price // np.maximum(units, 1)),
            limit=limit,
            said=said,
        )
    )


def _lowest(rates: tuple[dict[str, Any], ...]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for rate in rates:
        code = rate["category"]
        if code not in found or rate["unit_max"] < found[code]["unit_max"]:
            found[code] = rate
    return found


def _said(rate: dict[str, Any] | None) -> str:
    return f" (“{rate['wording']}”)" if rate is not None and rate["wording"] else ""


def _price(lines: pd.DataFrame) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Pence and the units they are for, to be compared as price > limit × units; 0 units unknown.

    Both are scaled by a thousand where units are fractions.
    """
    cost, net = lines["unit_cost"], lines["net"]
    count = lines["units"].to_numpy(dtype=np.int64, na_value=0)
    has_cost = cost.notna().to_numpy()
    divided = ~has_cost & net.notna().to_numpy() & (count > 0)
    price = np.where(
        has_cost,
        cost.to_numpy(dtype=np.int64, na_value=0),
        np.where(divided, net.to_numpy(dtype=np.int64, na_value=0) * THOUSAND, 0),
    )
    return price, np.where(has_cost, 1, np.where(divided, count, 0))
