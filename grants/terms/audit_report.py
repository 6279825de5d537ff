"""An auditor's report on the year's grant is received where the contract asks for one.

Usual wording: "The Grant shall be included in the Recipient's annual audit programme", or a report
from a sum on, such as 50,000 euro of claims (T41). Without a threshold every year of the contract
needs one; with it the years that reach it.
"""

import numpy as np
import pandas as pd

from grants.checks.deadlines import days_after, years_of
from grants.checks.years import NO_YEAR, year_of_lines
from grants.terms.base import Facts, Judgement, Param, Params, Scope, Verdict, days_column, term

_ADVERSE = r"(?<!\w)(?:qualified|adverse|disclaimer)(?!\w)"


@term(
    code="audit-report",
    number=41,
    title="audit report",
    scope=Scope.CONTRACT,
    judged_on="year end",
    params=(Param.money("threshold", required=False), Param.whole("days")),
    verdicts=(Verdict.EVIDENCE, Verdict.WARN, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """One item for each financial year of the contract."""
    contract, today = facts.contract, facts.as_of
    items = _years(lines, facts)
    undated = int(lines["claimed"].to_numpy()[year_of_lines(lines, contract) == NO_YEAR].sum())
    threshold = p.threshold or 0
    needed = items["spent"] >= threshold
    perhaps = ~needed & (items["spent"] + max(0, undated) >= threshold)
    due_on = days_column([days_after(day, p.days) for day in items["ends_on"]])
    due = (due_on < pd.Timestamp(today)) & ~items["held"]
    return (
        Judgement(items)
        .not_run(
            due & perhaps,
            "{spent:pounds} is claimed in {year} and {undated:pounds} in an unknown year, so it "
            "is not known whether the year reaches {threshold:pounds}.",
            "Fill in accounting_period or incurred_on of the lines without a year.",
            undated=undated,
            threshold=threshold,
        )
        .not_run(
            due & needed & (not contract.audit_reports),
            "the auditor's report on {year} was due by {due_on} and the contract file keeps no "
            "list of reports at all.",
            "Record the reports received ([[audit_report]]).",
            due_on=due_on,
        )
        .evidence(
            due & needed,
            "{spent:pounds} is claimed in {year}; the auditor's report was due by {due_on} and "
            "none is recorded as received.",
            "Obtain the report and record the day it was received.",
            due_on=due_on,
        )
        .warn(
            items["opinion"].str.casefold().str.contains(_ADVERSE, regex=True).to_numpy(np.bool_),
            "the auditor's opinion on {year} is recorded as “{opinion}”.",
            "Read the report, and tell the funder what is done about it.",
        )
    )


def _years(lines: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Each year with what is claimed in it and the reports received by today."""
    years = years_of(facts.contract)
    year_of = year_of_lines(lines, facts.contract)
    claimed = lines["claimed"].to_numpy(dtype=np.int64)
    spent = [int(claimed[year_of == year.start].sum()) for year in years]
    received = [
        r
        for r in facts.contract.audit_reports
        if r.received_on is not None and r.received_on <= facts.as_of
    ]
    opinions = [
        "; ".join(r.opinion for r in received if r.year == y.label and r.opinion) or "nothing"
        for y in years
    ]
    return pd.DataFrame(
        {
            "subject": [facts.contract.reference] * len(years),
            "judged_on": days_column([year.ends_on for year in years]),
            "ends_on": [year.ends_on for year in years],
            "year": [year.label for year in years],
            "spent": spent,
            "at_risk": [max(0, pence) for pence in spent],
            "held": [any(r.year == year.label for r in received) for year in years],
            "opinion": pd.Series(opinions, dtype="object"),
        }
    )
