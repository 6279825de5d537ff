"""A variance from profile beyond the threshold has a reason in words.

Usual wording: "The Recipient shall explain any variance of more than 10% from profile" (S38, S14;
T26). What is claimed in a period is compared with what was planned for it, head by head; exactly at
the threshold needs no reason. Of a percentage and an amount the lower counts. A head that the
profile leaves out is planned at nothing.
"""

from dataclasses import dataclass

import pandas as pd

from grants.checks.budget import Place, budgets_on, head_subject
from grants.contract import Period, ProjectReturn
from grants.terms.base import (
    Facts,
    Judgement,
    Param,
    Params,
    Scope,
    Verdict,
    days_column,
    limit_of,
    term,
)


@dataclass(frozen=True, slots=True)
class _Variance:
    """One head in one period, in pence; ``due``: its return was made, or should have been."""

    place: Place
    period: Period
    planned: int
    actual: int
    reason: str
    due: bool

    @property
    def words(self) -> int:
        """Words of the reason; a dash or a full stop alone is none."""
        return sum(any(c.isalnum() for c in word) for word in self.reason.split())


@term(
    code="variance-explained",
    number=26,
    title="variances explained",
    scope=Scope.HEAD,
    judged_on="period end",
    params=(
        Param.percent("percent", required=False),
        Param.money("amount", required=False),
        Param.whole("min_words", required=False, default=1),
    ),
    verdicts=(Verdict.EVIDENCE, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """One item for each period reported and head with a budget, a plan or spend in it."""
    rows = _variances(lines, facts)
    items = pd.DataFrame(
        {
            "subject": pd.Series([head_subject(r.place) for r in rows], dtype=object),
            "judged_on": days_column([r.period.ends_on for r in rows]),
            "period": pd.Series([r.period.code for r in rows], dtype=object),
            "planned": [r.planned for r in rows],
            "actual": [r.actual for r in rows],
            "variance": [abs(r.actual - r.planned) for r in rows],
            "limit": [_limit(r.planned, p) for r in rows],
            "words": [r.words for r in rows],
        }
    )
    due = pd.Series([r.due for r in rows], dtype="bool")
    contract, least = facts.contract, max(1, p.min_words)
    unlimited = p.percent is None and p.amount is None
    beyond = due & (items["variance"] > items["limit"]) & (not unlimited)
    told = (
        "{actual:pounds} is claimed in {period} against a profile of {planned:pounds}; the "
        "difference of {variance:pounds} is more than the {limit:pounds} that needs no reason"
    )
    return (
        Judgement(items)
        .not_run(
            pd.Series([unlimited] * len(items), dtype="bool"),
            "the contract gives neither a percentage nor an amount from which a variance needs a "
            "reason.",
            "Put percent or amount in the contract's term.",
        )
        .not_run(
            due & (not contract.profiles),
            "{actual:pounds} is claimed in {period}, and the contract file holds no profile to "
            "compare it with.",
            "Record planned spend by period ([[profile]]).",
        )
        .not_run(
            beyond & (not contract.returns),
            told + ", and no return with reasons is recorded at all.",
            "Record the returns made ([[return]]) with the reason for each head.",
        )
        .evidence(
            beyond & (items["words"] == 0),
            told + ", and none is given.",
            "Ask the project lead for the reason and put it in the return.",
            at_risk=0,
        )
        .evidence(
            beyond & (items["words"] < least),
            told + ", and the reason given has {words} word(s) of at least {least}.",
            "Ask the project lead to say more.",
            at_risk=0,
            least=least,
        )
    )


def _limit(planned: int, p: Params) -> int:
    """Pence of variance that need no reason, the lower of what is given."""
    limits = []
    if p.percent is not None:
        limits.append(limit_of(abs(planned), p.percent))
    if p.amount is not None:
        limits.append(p.amount)
    return min(limits, default=0)


def _variances(lines: pd.DataFrame, facts: Facts) -> list[_Variance]:
    contract = facts.contract
    sums = lines.groupby(["period", "project", "head"], observed=True)["claimed"].sum()
    claimed = {
        (str(key[0]), str(key[1]), str(key[2])): int(pence)  # type: ignore[index]
        for key, pence in sums.items()
    }
    planned: dict[tuple[str, str, str], int] = {}
    for row in contract.profiles:
        key = (row.period, row.project, row.head)
        planned[key] = planned.get(key, 0) + row.amount
    returned = {(r.project, r.period): r for r in contract.returns}
    rows: list[_Variance] = []
    for period in facts.periods:
        known = [key[1:] for key in (*planned, *claimed) if key[0] == period.code]
        for place in dict.fromkeys([*budgets_on(contract, period.ends_on), *known]):
            key = (period.code, *place)
            record = returned.get((place[0], period.code))
            rows.append(
                _Variance(
                    place, period, planned.get(key, 0), claimed.get(key, 0),
                    record.reasons.get(place[1], "") if record else "",
                    _is_due(record, period, facts),
                )
            )  # fmt: skip
    return rows


def _is_due(record: ProjectReturn | None, period: Period, facts: Facts) -> bool:
    """The return was made, or the last day for it is over."""
    made = record is not None and record.submitted_at is not None
    return made or (period.ends_on <= facts.as_of and facts.as_of > period.leads_due_on)
