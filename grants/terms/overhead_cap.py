"""Management and overheads stay within a percentage of the base the contract names.

Usual wording: "Management and administration costs shall not exceed 10% of the Grant"; ten per cent
of direct costs is only 9.09 per cent of all (T12, S12). Overhead is what is claimed on heads marked
so and on lines of category overhead. A plan that would pass the cap asks somebody to look.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.checks.outturn import expected_outturns
from grants.terms.base import (
    Facts,
    Judgement,
    Param,
    Params,
    Scope,
    Verdict,
    limit_of,
    of_category,
    one_row,
    term,
)

_BASE_IN_WORDS = {
    "award": "the award",
    "direct": "direct costs",
    "eligible": "all that is claimed",
}


@dataclass(frozen=True, slots=True)
class _Measure:
    """Overhead against its limit, in pence."""

    overhead: int
    base: int
    limit: int

    @property
    def excess(self) -> int:
        """Pence above the limit."""
        return max(0, self.overhead - self.limit)


@term(
    code="overhead-cap",
    number=12,
    title="overhead cap",
    scope=Scope.CONTRACT,
    judged_on="as-of",
    params=(
        Param.percent("limit_percent"),
        Param.choice("base", ("award", "direct", "eligible")),
    ),
    verdicts=(Verdict.BREACH, Verdict.WARN, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """Overhead claimed so far, and overhead expected by the end, against the cap."""
    marked = frozenset(h.code for h in facts.contract.budget_heads if h.overhead)
    claimed = lines["claimed"].to_numpy(dtype=np.int64)
    overhead, perhaps = _overhead(lines, marked)
    total = int(claimed.sum())
    now = _measure(int(claimed[overhead].sum()), total, p, facts)
    unclear = int(claimed[perhaps].sum())
    worst = _measure(now.overhead + unclear, total, p, facts)
    then = _expected(lines, overhead, marked, p, facts)
    base = _BASE_IN_WORDS[p.base]
    return (
        Judgement(one_row(facts.contract.reference, facts.as_of, at_risk=now.excess))
        .breach(
            np.array([now.excess > 0]),
            "{overhead:pounds} is claimed for management and overheads; {limit_percent} % of "
            "{base_name} ({base_amount:pounds}) is {limit:pounds}, so {excess:pounds} is too much.",
            "Take the excess out of the return, or ask the funder for consent.",
            base_name=base,
            overhead=now.overhead,
            base_amount=now.base,
            limit=now.limit,
            excess=now.excess,
        )
        .not_run(
            np.array([worst.excess > 0]),
            "no budget head is marked as overhead, and {unclear:pounds} is claimed without a "
            "category, which may be overhead and would pass the cap.",
            "Mark the overhead heads (overhead in [[budget_head]]), or choose the categories.",
            unclear=unclear,
        )
        .warn(
            np.array([then.excess > 0]),
            "{expected:pounds} is expected for management and overheads by the end; "
            "{limit_percent} % of {base_name} ({expected_base:pounds}) will be "
            "{expected_limit:pounds}.",
            "Lower what is planned or forecast for overheads, or ask the funder for consent.",
            base_name=base,
            expected=then.overhead,
            expected_base=then.base,
            expected_limit=then.limit,
        )
    )


def _measure(overhead: int, total: int, p: Params, facts: Facts) -> _Measure:
    award = facts.contract.award_on(facts.as_of)
    base = {"award": award, "direct": total - overhead, "eligible": total}[p.base]
    return _Measure(overhead, base, limit_of(max(0, base), p.limit_percent))


def _overhead(
    lines: pd.DataFrame, marked: frozenset[str]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which lines are overhead, and which may be because nothing says whether they are.

    A credit without a category of its own is of the category of the line it corrects.
    """
    category = lines["category"].astype(object).to_numpy().copy()
    corrects = lines["corrects"].astype(object).to_numpy()
    credit = np.flatnonzero(
        (lines["claimed"].to_numpy(dtype=np.int64) < 0) & (category == "") & (corrects != "")
    )
    if len(credit):
        ids = pd.Index(lines["line_id"].astype(object))
        place = ids.get_indexer(pd.Index(corrects[credit]))
        category[credit[place >= 0]] = category[place[place >= 0]]
    on_head = of_category(lines["head"], lambda code: code in marked)
    overhead = on_head | (category == "overhead")
    perhaps = (category == "") & (lines["charged"] > 0).to_numpy() & (not marked)
    return overhead.astype(np.bool_), perhaps.astype(np.bool_)


def _expected(
    lines: pd.DataFrame,
    overhead: npt.NDArray[np.bool_],
    marked: frozenset[str],
    p: Params,
    facts: Facts,
) -> _Measure:
    """Overhead and base as forecasts, or else budgets, say they will be."""
    outturns = expected_outturns(lines, facts.contract, facts.as_of)
    total = sum(outturns.values())
    on_heads = sum(pence for (_, head), pence in outturns.items() if head in marked)
    elsewhere = overhead & ~of_category(lines["head"], lambda code: code in marked)
    by_category = int(lines["claimed"].to_numpy(dtype=np.int64)[elsewhere].sum())
    return _measure(on_heads + by_category, total, p, facts)
