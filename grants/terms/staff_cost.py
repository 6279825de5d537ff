"""Staff costs belong to a named post, and no post is charged beyond its whole.

Usual wording: "Staff costs shall be supported by payroll records and the proportion of time spent
on the Project." It concerns lines of category staff or journal class payroll.
"""

from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.contract import Post
from grants.terms.base import (
    UNITS_OF_PERCENT,
    WHOLE,
    Facts,
    Judgement,
    Param,
    Params,
    Scope,
    Verdict,
    of_category,
    part_of,
    term,
)  # fmt: skip

UNKNOWN = -1


@term(
    code="staff-cost",
    number=35,
    title="staff cost",
    scope=Scope.LINE,
    judged_on="incurred_on",
    params=(
        Param.percent("oncost_min_percent", required=False),
        Param.percent("oncost_max_percent", required=False),
    ),
    verdicts=(Verdict.BREACH, Verdict.EVIDENCE, Verdict.WARN, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """Post known, shares of a post in an accounting period not past 100 %, oncosts in the band."""
    posts = {post.reference: post for post in facts.contract.posts}
    charged = lines["charged"] > 0
    staff = charged & ((lines["category"] == "staff") | (lines["journal_class"] == "payroll"))
    known = of_category(lines["post"], lambda code: code in posts)
    elsewhere = of_category(lines["post"], lambda code: _elsewhere(posts.get(code)), np.int64)
    oncost = of_category(lines["post"], lambda code: _oncost(posts.get(code), p), np.int64)
    banded = p.oncost_min_percent is not None or p.oncost_max_percent is not None
    percent = lines["claim_percent"].to_numpy(dtype=np.int64, na_value=0)
    share_known = (lines["claim_percent"].notna()).to_numpy() & (elsewhere != UNKNOWN)
    shared = staff.to_numpy() & known & share_known
    excess, total = _excess(lines, shared, percent, elsewhere)
    return (
        Judgement(lines)
        .not_run(
            charged & (lines["category"] == "") & (lines["journal_class"] != "payroll"),
            "the category of expenditure is blank, so it may be a staff cost.",
            "Choose the category of the line.",
        )
        .evidence(
            staff & (lines["post"] == ""),
            "it is a staff cost and names no post.",
            "Name the post and attach the time record or the agreed percentage.",
        )
        .evidence(
            staff & (lines["post"] != "") & ~known,
            "post {post} is not in the contract's list of posts.",
            "Add the post to the contract, or correct the reference.",
        )
        .not_run(
            staff & known & ~share_known,
            "the percentage of post {post} claimed here or elsewhere is not stated.",
            "Fill in claim_percent, and claimed_percent_elsewhere of the post (0 if nothing).",
        )
        .breach(
            shared & (excess > 0),
            "with this line {total:share} of post {post} is charged, here and elsewhere.",
            "Lower the claim so that the post is charged once at most.",
            at_risk=part_of(lines["charged"].to_numpy(), np.minimum(excess, percent), percent),
            total=total,
        )
        .not_run(
            staff & known & (banded and oncost == UNKNOWN),
            "the oncosts of post {post} are not stated.",
            "Fill in oncost_percent of the post.",
        )
        .warn(
            staff & known & (oncost > 0),
            "the oncosts of post {post} are outside what the contract expects.",
            "Compare the oncosts with the payroll report.",
        )
    )


def _elsewhere(post: Post | None) -> int:
    """Share of a post under other funding, in units of ``claim_percent``, rounded up."""
    if post is None or post.claimed_percent_elsewhere is None:
        return UNKNOWN
    return -int(-Decimal(post.claimed_percent_elsewhere) * UNITS_OF_PERCENT // 1)


def _oncost(post: Post | None, p: Params) -> int:
    """1 outside the band, 0 inside it, -1 not known."""
    if post is None or post.oncost_percent is None:
        return UNKNOWN
    low, high = p.oncost_min_percent, p.oncost_max_percent
    below = low is not None and post.oncost_percent < low
    return int(below or (high is not None and post.oncost_percent > high))


def _excess(
    lines: pd.DataFrame,
    shared: npt.NDArray[np.bool_],
    percent: npt.NDArray[np.int64],
    elsewhere: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Share of the post beyond 100 % carried by each line, and the running total.

    Salary, national insurance and pension of one post are lines of one project: in an accounting
    period a project counts once, with its largest share; projects count in the order of their
    first lines. A line without accounting period stands alone.
    """
    rows = np.flatnonzero(shared)
    excess = np.zeros(len(lines), dtype=np.int64)
    total = np.zeros(len(lines), dtype=np.int64)
    if not len(rows):
        return excess, total
    part = lines.iloc[rows]
    month = part["accounting_period"].astype(object).to_numpy()
    month = np.where(month == "", np.char.add("line ", rows.astype("U20")), month)
    table = pd.DataFrame(
        {
            "post": part["post"].cat.codes.to_numpy(),
            "month": pd.factorize(month)[0],
            "project": part["project"].cat.codes.to_numpy(),
            "share": percent[rows],
            "elsewhere": elsewhere[rows],
        }
    )
    keys = ["post", "month", "project"]
    groups = table.groupby(keys, sort=False)  # in the order of first lines
    shares = groups[["share", "elsewhere"]].max().reset_index()
    running: pd.Series = shares.groupby(keys[:2])["share"].cumsum() + shares["elsewhere"]
    beyond = (running - WHOLE).clip(lower=0)
    place = groups.ngroup().to_numpy()
    excess[rows] = np.minimum(beyond.to_numpy(), shares["share"].to_numpy())[place]
    total[rows] = running.to_numpy()[place]
    return excess, total
