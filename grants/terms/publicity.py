"""The funder's support is acknowledged, and shown, before a project ends.

Usual wording: "The support of the Funder shall be acknowledged in all publicity" (branding clauses;
T44). A project that claims nothing has no support to acknowledge. A project ends when it closes,
else with the contract.
"""

import pandas as pd

from grants.terms.base import Facts, Judgement, Params, Scope, Verdict, days_column, term


@term(
    code="publicity",
    number=44,
    title="publicity",
    scope=Scope.PROJECT,
    judged_on="as-of",
    verdicts=(Verdict.EVIDENCE, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, _p: Params, facts: Facts) -> Judgement:
    """One item for each project of the contract, due once its last day is over."""
    contract, today = facts.contract, facts.as_of
    sums = lines.groupby(lines["project"].astype(object))["claimed"].sum()
    spent = {str(code): int(pence) for code, pence in sums.items()}
    codes = [p.code for p in contract.projects]
    ends = [p.closed_on or contract.ends_on for p in contract.projects]
    shown = frozenset(r.project for r in contract.publicities if r.evidence.strip())
    items = pd.DataFrame(
        {
            "subject": codes,
            "judged_on": days_column([today] * len(codes)),
            "spent": [spent.get(code, 0) for code in codes],
            "ended_on": days_column(ends),
            "shown": [code in shown for code in codes],
        }
    )
    due = (items["spent"] > 0) & (items["ended_on"] < pd.Timestamp(today)) & ~items["shown"]
    return (
        Judgement(items)
        .not_run(
            due & (not contract.publicities),
            "it claims {spent:pounds} and ended on {ended_on}, and the contract file keeps no list "
            "of publicity at all.",
            "Record where the funder was acknowledged ([[publicity]]).",
        )
        .evidence(
            due,
            "it claims {spent:pounds} and ended on {ended_on}, and nothing shows that the funder's "
            "support was acknowledged.",
            "Record the leaflet, page or photograph (evidence in [[publicity]]).",
        )
    )
