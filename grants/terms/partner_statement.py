"""Each delivery partner gives for each year a signed statement of how the money was spent.

Usual wording: "The Recipient shall obtain from each delivery partner an annual statement signed by
its chief finance officer, and a signed undertaking to retain the documents" (records clauses of
some two hundred agreements; T38). Partners are those paid by lines of the category partner-payment
and the delivery partners of projects that spend; years are financial years.
"""

from datetime import date

import numpy as np
import pandas as pd

from grants.checks.deadlines import days_after
from grants.checks.years import NO_YEAR, year_of_lines
from grants.contract import Contract
from grants.terms.base import (
    Facts,
    Judgement,
    Param,
    Params,
    Scope,
    Verdict,
    days_column,
    name_key,
    of_category,
    term,
)  # fmt: skip
from ledger.period import FinancialYear


@term(
    code="partner-statement",
    number=38,
    title="partner's annual statement",
    scope=Scope.SUPPLIER,
    judged_on="year end",
    params=(Param.whole("days"),),
    verdicts=(Verdict.EVIDENCE, Verdict.WARN, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """One item for each partner and year in which money was spent through it."""
    items = _partners_and_years(lines, facts)
    due = [days_after(day, p.days) if day is not None else None for day in items["ends_on"]]
    items["due_on"] = days_column(due)
    overdue = (items["due_on"] < pd.Timestamp(facts.as_of)) & ~items["held"]
    return (
        Judgement(items)
        .not_run(
            items["judged_on"].isna(),
            "{total:pounds} was spent through this partner and nothing says in which year.",
            "Fill in accounting_period or incurred_on of its lines.",
        )
        .not_run(
            overdue & (not facts.contract.partner_statements),
            "{total:pounds} was spent through this partner in {year}; its statement was due by "
            "{due_on} and the contract file keeps no list of statements at all.",
            "Record the statements received ([[partner_statement]]).",
        )
        .evidence(
            overdue,
            "{total:pounds} was spent through this partner in {year}; its statement was due by "
            "{due_on} and {lacking}.",
            "Obtain the statement and the undertaking to keep documents, signed, and record them.",
            at_risk=items["total"],
        )
        .warn(
            items["follows"],
            "{total:pounds} was spent through this partner in {year}, and it has given no "
            "statement for {year_before}.",
            "Obtain last year's statement before more is paid.",
        )
    )


def _partners_and_years(lines: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """What was spent through each partner in each year, and what is lacking of its statement."""
    contract, today = facts.contract, facts.as_of
    spent = _spent_through(lines, contract)
    by_place = {(key, int(year)) for key, year in zip(spent["key"], spent["start"], strict=True)}
    rows = list(zip(spent["key"], spent["start"].tolist(), strict=True))
    lacking = [_lacking(contract, key, start, today) for key, start in rows]
    before = [
        start != NO_YEAR
        and (key, start - 1) in by_place
        and bool(_lacking(contract, key, start - 1, today))
        for key, start in rows
    ]
    years = [None if start == NO_YEAR else FinancialYear(start) for _, start in rows]
    spent["ends_on"] = pd.Series([y.ends_on if y else None for y in years], dtype=object)
    spent["judged_on"] = days_column([y.ends_on if y else None for y in years])
    spent["year"] = [y.label if y else "an unknown year" for y in years]
    spent["year_before"] = [
        FinancialYear(y.start - 1).label if y else "the year before" for y in years
    ]
    spent["lacking"] = pd.Series(lacking, dtype=object)
    spent["held"] = pd.Series([not what for what in lacking], dtype="bool")
    spent["follows"] = pd.Series(before, dtype="bool")
    return spent


def _spent_through(lines: pd.DataFrame, contract: Contract) -> pd.DataFrame:
    """Rows ``key``, ``start`` (of the year), ``subject`` and ``total`` pence, in order of name."""
    own = name_key(contract.accountable_body)
    partner_of = {p.code: p.delivery_partner for p in contract.projects}
    charged = lines["charged"].to_numpy(dtype=np.int64)
    paid = (lines["category"] == "partner-payment").to_numpy() & (
        lines["supplier"] != ""
    ).to_numpy()
    supplier = lines["supplier"].astype(object).to_numpy()
    leading = of_category(lines["project"], lambda code: partner_of.get(code, ""), object)
    name = np.where(paid, supplier, leading)
    codes, names = pd.factorize(name)
    keys = np.array([name_key(text) for text in names], dtype=object)
    key = keys[codes] if len(lines) else np.array([], dtype=object)
    table = pd.DataFrame({"key": key, "start": year_of_lines(lines, contract), "total": charged})
    counts = (table["total"] > 0) & ~table["key"].isin(["", own])
    spent = table[counts].groupby(["key", "start"], sort=True)["total"].sum().reset_index()
    written = _first_written(lines, contract)
    spent["subject"] = pd.Series([written[k] for k in spent["key"]], dtype=object)
    return spent


def _first_written(lines: pd.DataFrame, contract: Contract) -> dict[str, str]:
    """Names by their form for comparing: as first written in the lines, else in a project."""
    found: dict[str, str] = {}
    names = lines["supplier"].drop_duplicates().tolist()
    for text in [*names, *(p.delivery_partner for p in contract.projects)]:
        found.setdefault(name_key(text), text)
    return found


def _lacking(contract: Contract, key: str, start: int, today: date) -> str:
    """What is missing of a partner's statement for a year, in words; "" where nothing is."""
    if start == NO_YEAR:
        return "none is recorded"
    label = FinancialYear(start).label
    found = [
        s for s in contract.partner_statements if s.year == label and name_key(s.partner) == key
    ]
    signed = [s for s in found if s.signed_on is not None and s.signed_on <= today]
    if any(s.undertaking and s.signed_by.strip() for s in signed):
        return ""
    if not signed:
        return "none that is signed is recorded"
    if not any(s.signed_by.strip() for s in signed):
        return "it is not recorded who signed it"
    return "the undertaking to keep documents is not recorded"
