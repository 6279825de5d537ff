"""What a return states to date is the sum of its lines to date, head by head, to the penny.

Usual wording: "Annex A shall show expenditure in the period and to date." A prior period that
changed without an adjustment shows here as a difference.
"""

import numpy as np
import pandas as pd

from grants.checks.returning import Expected, expected_returns, return_items
from grants.terms.base import Facts, Judgement, Params, Scope, Verdict, sums_by, term
from ledger.money import format_pounds

Sums = dict[tuple[str, str, str], int]  # period, project, head → pence


@term(
    code="roll-forward",
    number=25,
    title="figures to date",
    scope=Scope.RETURN,
    judged_on="period end",
    verdicts=(Verdict.BREACH, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, _p: Params, facts: Facts) -> Judgement:
    """Stated to date against the lines of this and all earlier periods."""
    sums = _sums(lines)
    expected = expected_returns(facts)
    differences = [_differences(e, expected, sums, facts) for e in expected]
    unknown = [
        d is None and (e.made_on is not None or e.is_past(facts.as_of))
        for d, e in zip(differences, expected, strict=True)
    ]
    items = return_items(expected)
    items["at_risk"] = [sum(abs(s - t) for _, s, t in d or []) for d in differences]
    text = [
        "; ".join(f"{name}: stated {_pounds(s)}, lines {_pounds(t)}" for name, s, t in d or [])
        for d in differences
    ]
    return (
        Judgement(items)
        .not_run(
            pd.Series(unknown, dtype="bool"),
            "figures to date are not stated, for all or some of it.",
            "State the amount to date of each head (cumulative in [[return]]).",
        )
        .breach(
            items["at_risk"] > 0,
            "the figures to date are not the sum of the lines to date ({text}).",
            "Correct the figure, or add the missing or adjusting line.",
            text=pd.Series(text, dtype=object),
        )
    )


def _sums(lines: pd.DataFrame) -> Sums:
    """Pence claimed by period, project and head, in that order."""
    columns = [lines[name].cat for name in ("period", "project", "head")]
    shape = tuple(max(1, len(column.categories)) for column in columns)
    codes = np.ravel_multi_index(tuple(c.codes.to_numpy() for c in columns), shape)
    places, used = pd.factorize(codes, sort=True)
    sums = sums_by(places, lines["claimed"].to_numpy(), len(used))
    names = [
        column.categories.to_numpy()[part]
        for column, part in zip(columns, np.unravel_index(used, shape), strict=True)
    ]
    return dict(zip(zip(*names, strict=True), sums, strict=True))


def _pounds(pence: int) -> str:
    return format_pounds(pence, thousands=True, symbol=True)


def _differences(
    one: Expected, expected: list[Expected], sums: Sums, facts: Facts
) -> list[tuple[str, int, int]] | None:
    """Name, stated and summed pence of what differs; None where figures are not stated."""
    codes = [p.code for p in facts.contract.periods]
    so_far = frozenset(codes[: codes.index(one.period.code) + 1])
    to_date: dict[tuple[str, str], int] = {}
    for (period, project, head), pence in sums.items():
        if period in so_far:
            to_date[project, head] = to_date.get((project, head), 0) + int(pence)
    if not one.project:
        projects = [e for e in expected if e.project and e.period is one.period]
        if not projects or not all(e.record and e.record.cumulative for e in projects):
            return None
        stated = sum(sum(e.record.cumulative.values()) for e in projects if e.record)
        total = sum(to_date.values())
        return [("All projects", stated, total)] if stated != total else []
    if one.record is None or not one.record.cumulative:
        return None
    summed = {head: pence for (project, head), pence in to_date.items() if project == one.project}
    heads = sorted({*one.record.cumulative, *summed})
    pairs = [(head, one.record.cumulative.get(head, 0), summed.get(head, 0)) for head in heads]
    return [(head, s, t) for head, s, t in pairs if s != t]
