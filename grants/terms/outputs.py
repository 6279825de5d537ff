"""Outputs are reported with the return and keep up with their targets.

Usual wording: "The Recipient shall report the outputs in Annex B" (numbers by quarter, such as 80
individuals; T43). An indicator's figure for a period is compared with its target for the same
period. A project without a single indicator is shown once a return is due; one indicator without
targets says that it has none.
"""

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from grants.checks.returning import Expected, expected_returns, projects_in
from grants.contract import Output, Period
from grants.terms.base import Facts, Judgement, Param, Params, Scope, Verdict, days_column, term


@dataclass(frozen=True, slots=True)
class _Measured:
    """One indicator of a project in a period, or the project alone where it has none."""

    project: str
    period: Period
    is_due: bool
    output: Output | None

    @property
    def target(self) -> Decimal | None:
        return self.output.targets.get(self.period.code) if self.output else None

    @property
    def actual(self) -> Decimal | None:
        return self.output.actuals.get(self.period.code) if self.output else None


@term(
    code="outputs",
    number=43,
    title="outputs",
    scope=Scope.PROJECT,
    judged_on="period end",
    params=(Param.percent("tolerance_percent"),),
    verdicts=(Verdict.BREACH, Verdict.WARN, Verdict.NOT_RUN),
)
def judge(_lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """One item for each project, period reported and indicator."""
    measured = _measured(facts)
    keep = 100 - p.tolerance_percent
    below = [
        m.target is not None and m.actual is not None and m.actual * 100 < m.target * keep
        for m in measured
    ]
    items = _items(measured)
    kept = bool(facts.contract.outputs)
    return (
        Judgement(items)
        .breach(
            items["is_missing"],
            "“{indicator}” has a target of {target} {unit}for {period} and no figure was reported.",
            "Report the figure; write 0 where there was none.",
        )
        .not_run(
            items["is_due"] & (not kept),
            "the return for {period} is due and the contract file keeps no list of outputs at all.",
            "Record the outputs of Annex B ([[output]]).",
        )
        .warn(
            pd.Series(below, dtype="bool"),
            "“{indicator}” reached {actual} of {target} {unit}in {period}, more than "
            "{tolerance_percent} % below its target.",
            "Explain it to the funder and say what is done about it.",
        )
        .warn(
            items["is_due"] & items["has_none"] & kept,
            "the return for {period} is due and no output is recorded for this project.",
            "Record its outputs; where Annex B names none, record one without targets.",
        )
    )


def _measured(facts: Facts) -> list[_Measured]:
    contract = facts.contract
    made = {(e.project, e.period.code): e for e in expected_returns(facts) if e.project}
    found: list[_Measured] = []
    for period in facts.periods:
        for code in projects_in(facts, period):
            is_due = _is_due(made.get((code, period.code)), period, facts)
            mine = [o for o in contract.outputs if o.project == code]
            found += [_Measured(code, period, is_due, output) for output in mine]
            if not mine:
                found.append(_Measured(code, period, is_due, None))
    return found


def _is_due(expected: Expected | None, period: Period, facts: Facts) -> bool:
    """The project has returned, or the last day for it is over."""
    if expected is not None and expected.made_on is not None:
        return True
    return period.ends_on <= facts.as_of and period.leads_due_on < facts.as_of


def _items(measured: list[_Measured]) -> pd.DataFrame:
    units = [m.output.unit if m.output else "" for m in measured]
    return pd.DataFrame(
        {
            "subject": [m.project for m in measured],
            "project": [m.project for m in measured],
            "judged_on": days_column([m.period.ends_on for m in measured]),
            "consent_on": days_column([m.period.leads_due_on for m in measured]),
            "period": [m.period.code for m in measured],
            "indicator": [m.output.indicator if m.output else "" for m in measured],
            "unit": [f"{unit} " if unit else "" for unit in units],
            "target": pd.Series([_number(m.target) for m in measured], dtype=object),
            "actual": pd.Series([_number(m.actual) for m in measured], dtype=object),
            "is_due": pd.Series([m.is_due for m in measured], dtype="bool"),
            "has_none": pd.Series([m.output is None for m in measured], dtype="bool"),
            "is_missing": pd.Series(
                [m.is_due and m.target is not None and m.actual is None for m in measured],
                dtype="bool",
            ),
        }
    )


def _number(value: Decimal | None) -> str:
    return f"{value.normalize():f}" if value is not None else "no number"
