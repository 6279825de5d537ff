"""Why a verdict is what it is: clause, wording, version, figures, and what would help."""

from app.services.fund import Fund, fund_of
from app.services.office import Act, NotFound
from app.services.run_checks import judge
from grants.checks.explain import Explanation, NothingToExplain, explain
from grants.policy import Action
from grants.terms.registry import kinds
from grants.verdict import SCREEN_LABELS
from ledger.money import format_pounds


def explanation_of(
    act: Act, contract: str, subject: str, term: str, period: str | None = None
) -> Explanation:
    """The explanation of a term's verdict on a subject, as of today.

    Raises:
        NotFound: the contract has no such line, head, project or return, or no such term.
    """
    fund = fund_of(act, contract)
    act.require(Action.VIEW_TERMS, contract=contract)
    kind = kinds().get(term)
    if kind is None:
        raise NotFound(f"There is no kind of term {term}. Kinds: {', '.join(kinds())}.")
    code = period or _period_of(fund, subject) or fund.signed.periods[-1].code
    try:
        return explain(judge(fund, code), (kind.scope, subject), term)
    except NothingToExplain as fault:
        raise NotFound(str(fault)) from fault


def _period_of(fund: Fund, subject: str) -> str | None:
    """The period of a line, or the one a return's subject names."""
    if len(fund.lines):
        found = fund.lines.loc[fund.lines["line_id"] == subject, "period"]
        if len(found):
            return str(found.iloc[0])
    last = subject.rpartition("@")[2]
    return last if fund.signed.period(last) else None


def explain_verdict(
    act: Act, contract: str, subject: str, term: str
) -> tuple[dict[str, object], list[str]]:
    """The explanation for scripts, and in words."""
    e = explanation_of(act, contract, subject, term)
    answer: dict[str, object] = {
        "subject": subject, "term": term, "clause": e.clause, "wording": e.wording, "page": e.page,
        "effective_from": e.effective_from, "variation": e.variation, "judged_on": e.judged_on,
        "demand": e.demand, "figures": e.figures, "arithmetic": e.arithmetic, "to_pass": e.to_pass,
        "verdicts": [
            {"verdict": f.verdict, "label": SCREEN_LABELS[f.verdict], "message": f.message,
             "at_risk": format_pounds(f.at_risk)}
            for f in e.findings
        ],
    }  # fmt: skip
    return answer, e.in_words().splitlines()
