"""Each item from a certain amount is supported by an invoice or an equivalent document.

Usual wording: "The Recipient shall hold an invoice or equivalent document for each item of £100 or
more." A quotation or an order alone does not prove a cost.
"""

import pandas as pd

from grants.terms.base import Facts, Judgement, Param, Params, Scope, Verdict, of_category, term


@term(
    code="evidence",
    number=34,
    title="evidence held",
    scope=Scope.LINE,
    judged_on="incurred_on",
    params=(Param.money("threshold"), Param.texts("accepted")),
    verdicts=(Verdict.EVIDENCE, Verdict.BREACH),
)
def judge(lines: pd.DataFrame, p: Params, _facts: Facts) -> Judgement:
    """Missing evidence is asked for; on a certified line it is a breach."""
    accepted = frozenset(p.accepted)
    held = of_category(lines["evidence"], lambda types: not accepted.isdisjoint(types.split(";")))
    missing = (lines["charged"] > 0) & (lines["claimed"] >= p.threshold) & ~held
    what = (
        "{claimed:pounds} is claimed and none of the documents accepted from {threshold:pounds} "
        "({documents}) is held"
    )
    documents = ", ".join(p.accepted)
    return (
        Judgement(lines)
        .breach(
            missing & (lines["status"] == "certified"),
            what + ", though the line is certified.",
            "Attach the document, or correct the claim in the next return.",
            documents=documents,
        )
        .evidence(missing, what + ".", "Attach the document.", documents=documents)
    )
