"""A subsidy to an enterprise is assessed, and shown to be assessed, from a sum on.

Usual wording: "The Recipient shall comply with subsidy control law in any onward payment" (minimal
financial assistance of £315,000 over three years, larger sums published; T47). Payments to partners
add up over all lines of the contract; what shows the assessment is the undertaking in a signed
statement of the partner.
"""

import pandas as pd

from grants.checks.suppliers import by_supplier
from grants.terms.base import (
    Facts,
    Judgement,
    Param,
    Params,
    Scope,
    Verdict,
    days_column,
    name_key,
    term,
)


@term(
    code="subsidy-control",
    number=47,
    title="subsidy control",
    scope=Scope.SUPPLIER,
    judged_on="as-of",
    params=(Param.money("threshold"),),
    verdicts=(Verdict.EVIDENCE, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """One item per supplier: what was paid to it as a partner, against the threshold."""
    contract, today = facts.contract, facts.as_of
    category = lines["category"]
    items = by_supplier(
        lines, (category == "partner-payment").to_numpy(), extra=(category == "").to_numpy()
    )
    items["judged_on"] = days_column([today] * len(items))
    given = frozenset(
        name_key(s.partner)
        for s in contract.partner_statements
        if s.undertaking and s.signed_on is not None and s.signed_on <= today
    )
    assessed = items["key"].isin(given)
    paid = items["total"] > 0
    reached = paid & (items["total"] >= p.threshold) & ~assessed
    both = items["total"] + items["other"]
    perhaps = (both > 0) & (items["other"] > 0) & (both >= p.threshold) & ~assessed
    return (
        Judgement(items)
        .not_run(
            reached & (not contract.partner_statements),
            "{total:pounds} was paid to it as a partner, {threshold:pounds} or more, and the "
            "contract file keeps no list of partners' statements at all.",
            "Record the partner's signed statement ([[partner_statement]]).",
        )
        .not_run(
            ~reached & perhaps,
            "{total:pounds} was paid to it as a partner and {other:pounds} without a category; "
            "together that is {threshold:pounds} or more.",
            "Choose the category of the lines.",
        )
        .evidence(
            reached,
            "{total:pounds} was paid to it as a partner, {threshold:pounds} or more, and no signed "
            "undertaking shows that the subsidy was assessed.",
            "Assess the subsidy, and record the signed statement with its undertaking.",
            at_risk=items["total"],
        )
    )
