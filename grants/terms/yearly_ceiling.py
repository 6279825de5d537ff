"""Spend in each financial year stays within that year's sum; nothing moves between years.

Usual wording: "up to £500,000 in 2022/23 and up to £250,000 from April to September 2023; funding
may not be transferred between financial years" (Home Office safer streets and serious violence
grants, S28 and S18; T04). A year over its sum is in breach even where the award has room.
"""

import numpy as np
import pandas as pd

from grants.checks.years import NO_YEAR, year_of_lines
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
from ledger.period import FinancialYear


@term(
    code="yearly-ceiling",
    number=4,
    title="yearly ceiling",
    scope=Scope.CONTRACT,
    judged_on="as-of",
    params=(Param.yearly("amounts"),),
    verdicts=(Verdict.BREACH, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """One item for each financial year that the contract or a line lies in."""
    spent, undated = _spent_by_year(lines, facts)
    years = sorted(spent)
    ceilings = [p.amounts.get(FinancialYear(year).label) for year in years]
    items = pd.DataFrame(
        {
            "subject": [facts.contract.reference] * len(years),
            "judged_on": days_column([facts.as_of] * len(years)),
            "year": [FinancialYear(year).label for year in years],
            "spent": [spent[year] for year in years],
            "ceiling": pd.array(ceilings, dtype="Int64"),
        }
    )
    items["at_risk"] = (items["spent"] - items["ceiling"]).clip(lower=0).fillna(0)
    unnamed = items["ceiling"].isna() & ((items["spent"] != 0) | (not p.amounts))
    return (
        Judgement(items)
        .breach(
            items["at_risk"] > 0,
            "{spent:pounds} is claimed for {year}, {at_risk:pounds} more than the "
            "{ceiling:pounds} of that year.",
            "Take the excess out of the return, or ask the funder for consent; another year's room "
            "does not count.",
        )
        .not_run(
            unnamed,
            "{spent:pounds} is claimed for {year}, and the contract gives no sum for that year.",
            "Put the year's sum in amounts of the contract's term.",
        )
        .not_run(
            np.full(len(items), undated > 0),
            "{undated} line(s) do not say which financial year they belong to.",
            "Fill in accounting_period or incurred_on of those lines.",
            undated=undated,
        )
    )


def _spent_by_year(lines: pd.DataFrame, facts: Facts) -> tuple[dict[int, int], int]:
    """Pence claimed by financial year, and how many lines with an amount have no year."""
    contract = facts.contract
    first = FinancialYear.containing(contract.starts_on).start
    last = FinancialYear.containing(contract.ends_on).start
    year = year_of_lines(lines, contract)
    sums = lines["claimed"].groupby(year).sum()
    spent = dict.fromkeys(range(first, last + 1), 0)
    spent |= {int(y): int(pence) for y, pence in sums.items() if y != NO_YEAR}  # type: ignore[call-overload]
    undated = (year == NO_YEAR) & (lines["claimed"] != 0).to_numpy()
    return spent, int(undated.sum())
