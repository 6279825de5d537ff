"""An asset is disposed of only with consent; the grant's share of proceeds is repaid.

Usual wording: "The Recipient shall not dispose of any asset bought with the Grant within five years
without prior written consent, and shall repay the share of the proceeds that the Grant bore" (T18).
The last day of a number of years is the day of the same date; what is repayable is proceeds times
the grant's percentage, rounded to the penny.
"""

import numpy as np
import pandas as pd

from grants.checks.years import months_after
from grants.contract import Asset
from grants.terms.base import (
    Facts,
    Judgement,
    Param,
    Params,
    Scope,
    Verdict,
    days_column,
    term,
)
from ledger.money import share_of

_MONTHS_IN_YEAR = 12


@term(
    code="disposal-consent",
    number=18,
    title="disposal of assets",
    scope=Scope.ASSET,
    judged_on="disposed_on",
    params=(Param.whole("within_years", required=False),),
    verdicts=(Verdict.BREACH, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """One item for each asset of the register; one that is still kept is judged as of today."""
    assets = facts.contract.assets
    items = _items(lines, facts)
    disposed = np.array([a.disposed_on is not None for a in assets], dtype=np.bool_)
    sold = np.array([a.proceeds is not None for a in assets], dtype=np.bool_)
    undated = np.array([a.acquired_on is None for a in assets], dtype=np.bool_)
    bound = np.array([_is_bound(a, p) for a in assets], dtype=np.bool_)
    known = items["repayable"].notna().to_numpy()
    return (
        Judgement(items)
        .breach(
            disposed & bound & known,
            "it was disposed of on {judged_on} for {proceeds:pounds}; the grant's share of that, "
            "{repayable:pounds}, is repayable.",
            "Record the funder's consent, or repay the grant's share.",
        )
        .breach(
            disposed & bound & ~known,
            "it was disposed of on {judged_on}, and the proceeds or the grant's percentage are not "
            "recorded, so what is repayable is not known.",
            "Record the funder's consent, the proceeds and the grant's percentage.",
        )
        .not_run(
            disposed & undated & (p.within_years is not None),
            "it was disposed of on {judged_on}, and the day it was acquired is not recorded, so "
            "nobody can say whether {bound_for} had passed.",
            "Record acquired_on of the asset.",
            bound_for="any term" if p.within_years is None else f"{p.within_years} year(s)",
        )
        .not_run(
            ~disposed & sold,
            "proceeds of {proceeds:pounds} are recorded, and not the day it was disposed of.",
            "Record disposed_on of the asset.",
        )
    )


def _items(lines: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Assets in the contract's order; project and head are those of the line that bought one."""
    assets = facts.contract.assets
    ids = [a.line_id for a in assets]
    bought = lines[lines["line_id"].isin({i for i in ids if i})]
    places = {
        str(i): (str(project), str(head))
        for i, project, head in zip(
            bought["line_id"], bought["project"], bought["head"], strict=True
        )
    }
    repayable = [
        None if a.proceeds is None or a.grant_percent is None
        else int(share_of(a.proceeds, a.grant_percent))
        for a in assets
    ]  # fmt: skip
    return pd.DataFrame(
        {
            "subject": pd.Series([a.reference for a in assets], dtype=object),
            "judged_on": days_column([a.disposed_on or facts.as_of for a in assets]),
            "line_id": pd.Series(ids, dtype=object),
            "project": pd.Series([places.get(i, ("", ""))[0] for i in ids], dtype=object),
            "head": pd.Series([places.get(i, ("", ""))[1] for i in ids], dtype=object),
            "proceeds": pd.array([a.proceeds for a in assets], dtype="Int64"),
            "repayable": pd.array(repayable, dtype="Int64"),
            "at_risk": pd.Series([pence or 0 for pence in repayable], dtype="int64"),
        }
    )


def _is_bound(asset: Asset, p: Params) -> bool:
    """Whether the disposal needed consent; not said where the day of buying is not known."""
    if p.within_years is None:
        return True
    if asset.acquired_on is None or asset.disposed_on is None:
        return False
    return asset.disposed_on <= months_after(asset.acquired_on, _MONTHS_IN_YEAR * p.within_years)
