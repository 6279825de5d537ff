"""Other funding comes to at least a percentage of what is claimed from the grant.

Usual wording: "Match funding of 50% is mandatory and shall be reported" (central funds for safer
streets and violence reduction; T33). What is claimed beyond what the match carries may not be
charged once the contract has ended; before that it is shown. Match in kind counts where the
contract allows it, and what is claimed here does not count as match.
"""

from collections.abc import Iterable
from decimal import Decimal

import numpy as np
import pandas as pd

from grants.contract import MatchFunding
from grants.terms.base import Facts, Judgement, Param, Params, Scope, Verdict, one_row, term


@term(
    code="match-funding",
    number=33,
    title="match funding",
    scope=Scope.CONTRACT,
    judged_on="as-of",
    params=(Param.percent("percent"), Param.flag("in_kind_allowed")),
    verdicts=(Verdict.BREACH, Verdict.EVIDENCE, Verdict.WARN, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """Match received by today against everything claimed so far."""
    contract, today = facts.contract, facts.as_of
    claimed = max(0, int(lines["claimed"].sum()))
    twice = [m for m in contract.matches if m.also_claimed]
    barred = [m for m in contract.matches if m.kind == "in-kind" and not p.in_kind_allowed]
    counted = [m for m in contract.matches if m not in twice and m not in barred]
    received = [m for m in counted if m.received_on is not None and m.received_on <= today]
    perhaps = [m for m in counted if m.received_on is None]
    match = _sum(received)
    short = _uncarried(claimed, match, p.percent)
    unproved = _uncarried(claimed, _sum(m for m in received if m.evidence.strip()), p.percent)
    kept = bool(contract.matches)
    is_short = _uncarried(claimed, match + _sum(perhaps), p.percent) > 0
    has_ended = today >= contract.ends_on
    end_short = short if kept and has_ended and is_short else 0
    also = min(claimed, _sum(twice))
    items = one_row(
        contract.reference, today, claimed=claimed, match=match, short=short, ends=contract.ends_on
    )
    figures = (
        "{claimed:pounds} is claimed and match of {match:pounds} is received; {percent} % asks for "
        "more, and {short:pounds} of the claim is not matched"
    )
    return (
        Judgement(items)
        .breach(
            np.array([bool(twice)]),
            "match of {also:pounds} from {sources} is also claimed from this grant, so it is no "
            "match.",
            "Take it out of the claim, or out of the match.",
            at_risk=max(also, end_short),
            also=_sum(twice),
            sources=_sources(twice),
        )
        .breach(
            np.array([bool(barred)]),
            "match of {in_kind:pounds} from {sources} is in kind, which this contract does not "
            "count.",
            "Replace it by cash, or ask the funder for consent.",
            at_risk=end_short,
            in_kind=_sum(barred),
            sources=_sources(barred),
        )
        .breach(
            np.array([end_short > 0]),
            f"{figures}; the contract ended on {{ends}}.",
            "Find the missing match, or take the excess out of the claim.",
            at_risk=end_short,
        )
        .not_run(
            np.array([not kept and short > 0]),
            "{claimed:pounds} is claimed and the contract file keeps no list of match funding.",
            "Record the match received ([[match]]).",
        )
        .not_run(
            np.array([short > 0 and not is_short]),
            "match of {perhaps:pounds} from {sources} is recorded without the day it was received, "
            "and without it the match is too little.",
            "Record the day it was received.",
            perhaps=_sum(perhaps),
            sources=_sources(perhaps),
        )
        .evidence(
            np.array([short == 0 and unproved > 0]),
            "match of {match:pounds} is enough for {claimed:pounds} claimed, and what has evidence "
            "is not; {unproved:pounds} of the claim is not matched by it.",
            "Record the evidence of each match.",
            at_risk=unproved,
            unproved=unproved,
        )
        .warn(
            np.array([is_short]),
            f"{figures}.",
            "See that the match is received before the contract ends on {ends}.",
        )
    )


def _sum(matches: Iterable[MatchFunding]) -> int:
    return sum(m.amount for m in matches)


def _sources(matches: list[MatchFunding]) -> str:
    return ", ".join(dict.fromkeys(m.source for m in matches)) or "nobody"


def _uncarried(claimed: int, match: int, percent: Decimal) -> int:
    """Pence claimed beyond the largest claim of which ``match`` is ``percent``."""
    if percent == 0:
        return 0
    top, bottom = (Decimal(percent) / 100).as_integer_ratio()
    return max(0, claimed - match * bottom // top)
