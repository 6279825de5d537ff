"""A delivery partner is paid only under a signed agreement.

Usual wording: "No payment shall be made to a delivery partner before a signed agreement is in
place." It concerns lines of the category partner-payment.
"""

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.terms.base import Facts, Judgement, Params, Scope, Verdict, name_key, name_keys, term


@term(
    code="onward-agreement",
    number=39,
    title="agreement with the delivery partner",
    scope=Scope.LINE,
    judged_on="money left",
    verdicts=(Verdict.BREACH, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, _p: Params, facts: Facts) -> Judgement:
    """The day the money left against the first signature for partner and project."""
    charged = lines["charged"] > 0
    paid = charged & (lines["category"] == "partner-payment")
    left = lines["money_left_on"]
    unknown = left.isna() | (lines["supplier"] == "")
    signed_on = pd.Series(_signatures(lines, facts))
    return (
        Judgement(lines)
        .not_run(
            charged & (lines["category"] == ""),
            "the category of expenditure is blank, so it may be a payment to a partner.",
            "Choose the category of the line.",
        )
        .not_run(
            paid & unknown,
            "the partner, or the day the money left, is blank.",
            "Fill in supplier, and defrayed_on or posted_on.",
        )
        .breach(
            paid & ~unknown & signed_on.isna(),
            "{supplier} was paid for project {project} and no signed agreement is recorded.",
            "Record the signed agreement, or take the line out of the return.",
        )
        .breach(
            paid & (left < signed_on),
            "{supplier} was paid on {money_left_on}, before its agreement for project {project} "
            "was signed on {signed_on}.",
            "Ask the funder to agree it afterwards, or take the line out of the return.",
            signed_on=signed_on,
        )
    )


def _signatures(lines: pd.DataFrame, facts: Facts) -> npt.NDArray[np.datetime64]:
    """For each line the first signature of its partner for its project; NaT where there is none."""
    first: dict[tuple[str, str], date] = {}
    for agreement in facts.contract.onward_agreements:
        if agreement.signed_on is not None:
            key = (name_key(agreement.partner), agreement.project)
            first[key] = min(agreement.signed_on, first.get(key, agreement.signed_on))
    suppliers, projects = lines["supplier"].cat, lines["project"].cat
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(name_keys(suppliers.categories.tolist())):
        rows.setdefault(name, []).append(row)
    columns = {code: place for place, code in enumerate(projects.categories.tolist())}
    shape = (len(suppliers.categories), len(projects.categories))
    table = np.full(shape, "NaT", dtype="datetime64[s]")
    for (name, project), day in first.items():
        if project in columns:
            table[rows.get(name, []), columns[project]] = np.datetime64(day)
    found: npt.NDArray[np.datetime64] = table[suppliers.codes, projects.codes]
    return found
