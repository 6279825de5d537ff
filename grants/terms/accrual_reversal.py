"""An accrual is reversed and followed by its invoice.

Usual wording: "Accruals shall be supported by evidence of receipt and cleared in the following
year" (year-end guidance of councils, S52; T20). A reversal names its accrual in ``corrects``. The
last month is period 3 of the year after the accrual's. An invoice follows when it is of the same
supplier, project and head and in the accrual's period or later; of several the nearest counts.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.checks.accruals import Accruals, read_accruals
from grants.terms.base import Facts, Judgement, Param, Params, Scope, Verdict, term


@term(
    code="accrual-reversal",
    number=20,
    title="accruals reversed",
    scope=Scope.LINE,
    judged_on="posted_on",
    params=(
        Param.money("tolerance", required=False),
        Param.money("de_minimis", required=False),
    ),
    verdicts=(Verdict.WARN, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, facts: Facts) -> Judgement:
    """Each accrual against the lines that reverse it and its invoice; each reversal's accrual."""
    found = read_accruals(lines)
    judgement = Judgement(lines).not_run(
        (lines["journal_class"] == "").to_numpy() & (lines["claimed"] > 0).to_numpy(),
        "the journal class is blank, so it may be an accrual.",
        "Fill in journal_class of the line.",
    )
    return _of_accruals(_of_reversals(judgement, found), found, p, facts)


def _of_reversals(judgement: Judgement, found: Accruals) -> Judgement:
    corrects = judgement.items["corrects"]
    blank = (corrects == "").to_numpy()
    return (
        judgement.not_run(
            found.is_reversal & blank,
            "it reverses an accrual and does not say which.",
            "Put the line_id of the accrual in corrects.",
        )
        .not_run(
            found.is_reversal & ~blank & (found.month == 0),
            "neither the accounting period nor the day it was posted is known, so nobody can say "
            "whether the accrual was reversed in time.",
            "Fill in accounting_period or posted_on.",
        )
        .warn(
            found.is_reversal & ~blank & ~found.reverses_accrual,
            "it reverses {named}, which is not an accrual among the lines.",
            "Correct the line_id in corrects, or the journal class of that line.",
            named=corrects.astype(object).where(~blank, "no line"),
        )
    )


def _of_accruals(judgement: Judgement, found: Accruals, p: Params, facts: Facts) -> Judgement:
    accrual = found.is_accrual & (found.month > 0)
    overdue = accrual & (found.last_day < np.datetime64(facts.as_of))
    differs = accrual & (found.reversed != 0) & (found.reversed != found.amount)
    whole = accrual & (found.reversed == found.amount)
    unsupplied = (judgement.items["supplier"] == "").to_numpy()
    return (
        judgement.not_run(
            found.is_accrual & (found.month == 0),
            "neither the accounting period nor the day it was posted is known, so nobody can say "
            "when the accrual is to be reversed.",
            "Fill in accounting_period or posted_on.",
        )
        .not_run(
            overdue & whole & unsupplied,
            "the accrual was reversed and names no supplier, so its invoice cannot be found.",
            "Fill in the supplier of the accrual.",
        )
        .warn(
            differs,
            "{claimed:pounds} was accrued and {reversed:pounds} of it reversed.",
            "Reverse the accrual in full, or correct the reversal.",
            reversed=found.reversed,
        )
        .warn(
            overdue & (found.reversed == 0),
            "the accrual of {claimed:pounds} was to be reversed by {last_day} and was not.",
            "Reverse the accrual, and claim the invoice if there is one.",
            last_day=found.last_day,
        )
        .warn(
            whole & found.is_late,
            "the accrual of {claimed:pounds} was to be reversed by {last_day} and was reversed "
            "later.",
            "Note why it was still owed, and confirm that nothing was claimed twice.",
            last_day=found.last_day,
        )
        .warn(
            overdue & whole & ~unsupplied & (found.gap < 0),
            "the accrual of {claimed:pounds} was reversed and no invoice of {supplier} followed.",
            "Claim the invoice, or note why none came.",
        )
        .warn(
            whole & _is_beyond(found.gap, p.tolerance),
            "the accrual was {claimed:pounds} and the nearest invoice of {supplier} differs by "
            "{gap:pounds}.",
            "Note why the accrual was wrong, or name the right invoice.",
            gap=pd.arrays.IntegerArray(found.gap, found.gap < 0),
        )
        .warn(
            accrual & (found.amount < (p.de_minimis or 0)),
            "{claimed:pounds} was accrued, less than the {least:pounds} from which the council "
            "accrues.",
            "Leave the cost to the period of its invoice.",
            least=p.de_minimis or 0,
        )
    )


def _is_beyond(gap: npt.NDArray[np.int64], tolerance: int | None) -> npt.NDArray[np.bool_]:
    return np.zeros(len(gap), dtype=np.bool_) if tolerance is None else gap > tolerance
