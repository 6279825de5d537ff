"""At least a percentage is spent on the heads named, for example on evaluation.

Usual wording: "A minimum of 10% of the yearly budget shall be spent on evaluation" (violence
reduction units, S20; T13). It is a floor, so it can only be missed at the end; before that a plan
or forecast that falls short asks somebody to look.
"""

import numpy as np
import pandas as pd

from grants.checks.outturn import expected_outturns
from grants.terms.base import (
    Facts,
    Judgement,
    Param,
    Params,
    Scope,
    Verdict,
    ceiling_of,
    of_category,
    one_row,
    term,
)

_BASE_IN_WORDS = {"award": "the award", "eligible": "all that is claimed"}


@term(
    code="minimum-share",
    number=13,
    title="minimum share",
    scope=Scope.CONTRACT,
    judged_on="as-of",
    params=(
        Param.percent("min_percent"),
        Param.texts("heads"),
        Param.choice("base", ("award", "eligible")),
    ),
    verdicts=(Verdict.BREACH, Verdict.WARN, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """What the named heads have spent once the contract has ended, else what they will spend."""
    contract = facts.contract
    award = contract.award_on(facts.as_of)
    claimed = lines["claimed"].to_numpy(dtype=np.int64)
    named = of_category(lines["head"], lambda code: code in p.heads)
    spent, total = int(claimed[named].sum()), int(claimed.sum())
    outturns = expected_outturns(lines, contract, facts.as_of)
    expected = sum(pence for (_, head), pence in outturns.items() if head in p.heads)
    ended = contract.ends_on <= facts.as_of
    base = award if p.base == "award" else total
    expected_base = award if p.base == "award" else sum(outturns.values())
    required = ceiling_of(max(0, base), p.min_percent)
    expected_required = ceiling_of(max(0, expected_base), p.min_percent)
    unknown = [code for code in p.heads if contract.head(code) is None]
    names = ", ".join(p.heads)
    missing = max(0, required - spent)
    return (
        Judgement(one_row(contract.reference, facts.as_of, at_risk=missing))
        .not_run(
            np.array([not p.heads or bool(unknown)]),
            "the contract names {lacking} as heads that must have a share.",
            "Name the codes of the contract's budget heads in heads of the term.",
            lacking=", ".join(f"{code}, which is no budget head," for code in unknown) or "none",
        )
        .not_run(
            np.array([ended and base <= 0]),
            "the contract has ended and nothing is claimed, so no share can be worked out.",
            "Add the lines of the returns.",
        )
        .breach(
            np.array([ended and missing > 0 and not unknown and bool(p.heads) and base > 0]),
            "{spent:pounds} is claimed on {names}; at least {min_percent} % of {base_name} "
            "({base_amount:pounds}) is {required:pounds}, so {missing:pounds} is missing.",
            "Tell the funder; the share missing may have to be repaid or agreed afterwards.",
            spent=spent,
            names=names,
            base_name=_BASE_IN_WORDS[p.base],
            base_amount=base,
            required=required,
            missing=missing,
        )
        .warn(
            np.array([not ended and expected < expected_required]),
            "{expected:pounds} is expected to be spent on {names} by the end; at least "
            "{min_percent} % of {base_name} will be {expected_required:pounds}.",
            "Plan more for these heads, or ask the funder for consent.",
            names=names,
            base_name=_BASE_IN_WORDS[p.base],
            expected=expected,
            expected_required=expected_required,
        )
    )
