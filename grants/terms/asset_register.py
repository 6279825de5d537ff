"""An item from the threshold stands in the asset register.

Usual wording: "The Recipient shall keep a register of assets of £2,500 or more bought with the
Grant, with serial number, cost, date, location and custodian" (S39f, T17). It concerns lines of
category supplies or capital, judged by the price of one unit; an asset names its line.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.terms.base import Facts, Judgement, Param, Params, Scope, Verdict, term

THOUSAND = 1000  # ``units`` counts thousandths
UNKNOWN = -1


@term(
    code="asset-register",
    number=17,
    title="asset register",
    scope=Scope.LINE,
    judged_on="incurred_on",
    params=(Param.money("threshold"),),
    verdicts=(Verdict.EVIDENCE, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """Goods whose unit price reaches the threshold, and whether an asset names their line."""
    assets = facts.contract.assets
    listed = lines["line_id"].isin({a.line_id for a in assets if a.line_id}).to_numpy()
    open_still = (lines["charged"] > 0).to_numpy() & ~listed
    blank = (lines["category"] == "").to_numpy()
    goods = lines["category"].isin(("supplies", "capital")).to_numpy()
    price, units = _price(lines)
    unknown = price == UNKNOWN
    reached = ~unknown & (price >= p.threshold * units)
    lacking = open_still & goods & reached
    each = pd.arrays.IntegerArray(price // units, unknown)
    return (
        Judgement(lines)
        .not_run(
            open_still & blank & (unknown | reached),
            "the category of expenditure is blank, so it may be an item for the register.",
            "Choose the category of the line.",
        )
        .not_run(
            open_still & goods & unknown,
            "neither the unit cost nor the net amount is known, so it may be an item of "
            "{threshold:pounds} or more.",
            "Fill in unit_cost, or net and units.",
        )
        .not_run(
            lacking & (not assets),
            "one item costs {each:pounds}, items from {threshold:pounds} belong in a register, and "
            "the contract file keeps no asset register at all.",
            "Record the assets bought ([[asset]]), each with its line_id.",
            each=each,
        )
        .evidence(
            lacking,
            "one item costs {each:pounds}, items from {threshold:pounds} belong in the register, "
            "and no asset there names this line.",
            "Enter the item in the register with its line_id, serial number, location and "
            "custodian.",
            each=each,
        )
    )


def _price(lines: pd.DataFrame) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Price and the units it is for: unit cost, else net for its units, else net; or UNKNOWN.

    To be compared as price ≥ threshold × units; both are in thousandths where units are given.
    """
    unit_cost = lines["unit_cost"].to_numpy(dtype=np.int64, na_value=UNKNOWN)
    net = lines["net"].to_numpy(dtype=np.int64, na_value=UNKNOWN)
    count = lines["units"].to_numpy(dtype=np.int64, na_value=0)
    divided = (unit_cost < 0) & (net >= 0) & (count > 0)
    price = np.where(unit_cost >= 0, unit_cost, np.maximum(net, UNKNOWN))
    return np.where(divided, net * THOUSAND, price), np.where(divided, count, 1)
