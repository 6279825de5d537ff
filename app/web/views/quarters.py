"""The quarter's return to the funder: where it stands, what is open, the decision."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.services.fund import Fund, fund_of, require_period
from app.services.move_quarter import (
    DECLARATION,
    Readiness,
    answer_quarter,
    certify_quarter,
    quarter_findings,
    readiness,
)  # fmt: skip
from app.services.office import Act, Refused
from app.services.queries.overview import (
    CLOSED,
    at_risk,
    money_by_project,
    open_findings,
    quarters,
)  # fmt: skip
from app.services.queries.returns import quarter_history
from app.services.reconcile_ledger import reconciliation_of
from app.web.access import change, look, opens
from app.web.places import contract_crumbs
from app.web.statement import statement_of
from app.web.views.contracts import tabs
from grants.policy import EXPORT_ACTIONS, Action, may
from grants.returns import Act as Deed
from grants.returns import QuarterState, ReturnState

pages = Blueprint("quarters", __name__, url_prefix="/contracts/<reference>/quarters/<period>")
SHOWN_MAX = 5


@pages.get("/")
@opens(Action.VIEW_QUARTER)
def show(reference: str, period: str) -> str:
    """The quarter."""
    return render_template("quarter.html", **look(lambda act: _quarter(act, reference, period, {})))


def _quarter(act: Act, reference: str, period: str, problems: dict[str, str]) -> dict[str, Any]:
    fund = fund_of(act, reference)
    require_period(fund, period)
    quarter = next(q for q in quarters(fund) if q.code == period)
    outcome = reconciliation_of(act, fund, period)
    frozen = period in fund.frozen_periods
    ready = readiness(act, fund, period, quarter_findings(fund, period), outcome)
    to_date = _to_date(fund, period)
    c = fund.signed
    return {
        "contract": {"reference": reference, "title": c.title},
        "period": {
            "code": period, "label": quarter.label, "dates": quarter.dates,
            "due_on": quarter.due_on,
        },
        "state": quarter.state,
        "totals": {
            "this_period": quarter.spent, "to_date": to_date, "award": c.award_on(quarter.ends_on),
            "left": c.award_on(quarter.ends_on) - to_date,
            "at_risk": at_risk(open_findings(act, fund, period)),
        },
        "checklist": [] if frozen else _checklist(fund, period, ready),
        "ready": frozen or not (ready.returns or ready.findings or ready.ledger),
        "projects": _projects(act, fund, period),
        "statement": statement_of(outcome.bridge)
        if may(act.actor, Action.VIEW_LEDGER, contract=reference) and not outcome.without_ledger
        else None,
        "declaration": [DECLARATION],
        **_decisions(act, fund, period, ready),
        "changed": [], "history": quarter_history(fund, period), "idempotency_key": "",
        "problems": problems, "errors": [{"text": t, "href": f"#{n}"} for n, t in problems.items()],
        "downloads": _downloads(act, fund), "tabs": tabs(act, reference, "Overview"),
        "crumbs": contract_crumbs(reference, c.title),
    }  # fmt: skip


def _to_date(fund: Fund, period: str) -> int:
    total = 0
    for p in fund.signed.periods:
        total += sum(f.net for f in fund.heads(p.code).values())
        if p.code == period:
            break
    return total


def _checklist(fund: Fund, period: str, ready: Readiness) -> list[dict[str, Any]]:
    ref = fund.reference
    count = len(fund.signed.projects) - len(ready.returns)
    rows = [
        {
            "text": f"Every return is agreed to the ledger: {count} of {len(fund.signed.projects)}",
            "done": not ready.returns, "detail": _some(ready.returns),
            "href": url_for("projects.of_contract", reference=ref),
        },
        {
            "text": "Every finding is settled", "done": not ready.findings,
            "detail": f"{len(ready.findings)} stand open." if ready.findings else "",
            "href": url_for("findings.of_contract", reference=ref, period=period),
        },
        {
            "text": "The return agrees to the ledger to £0.00, nothing open",
            "done": not ready.ledger,
            "detail": " ".join(ready.ledger),
            "href": url_for("ledger.reconcile", reference=ref, period=period)
            if may(fund.act.actor, Action.VIEW_LEDGER, contract=ref) else None,
        },
    ]  # fmt: skip
    if ready.persons:
        rows.append({"text": "A person of their own for each part", "done": False,
                     "detail": ready.persons, "href": None})  # fmt: skip
    return rows


def _some(sentences: tuple[str, ...]) -> str:
    """The first few, and how many more there are."""
    rest = len(sentences) - SHOWN_MAX
    shown = " ".join(sentences[:SHOWN_MAX])
    return f"{shown} And {rest} more: see the table below." if rest > 0 else shown


def _projects(act: Act, fund: Fund, period: str) -> list[dict[str, Any]]:
    money = money_by_project(fund)
    found = open_findings(act, fund, period)
    heads = fund.heads(period)
    rows = []
    for p in fund.signed.projects:
        mine = [e for e in fund.events if (e.project, e.period) == (p.code, period)]
        prepared = next((e.actor for e in reversed(mine) if e.act == Deed.SUBMIT), None)
        agreed = next((e.actor for e in reversed(mine) if e.act == Deed.RECONCILE), None)
        this = sum(f.net for (code, _h), f in heads.items() if code == p.code)
        before = sum(fund.claimed_before(p.code, period).values())
        state = fund.return_state(p.code, period)
        rows.append(
            {
                "title": p.title,
                "href": url_for("returns.show", reference=fund.reference, project=p.code,
                                period=period),
                "state": state, "this_period": this, "to_date": before + this,
                "budget": money[p.code].revised, "prepared_by": prepared,
                "reconciled_by": agreed if state == ReturnState.RECONCILED else None,
                "findings_open": sum(f.project == p.code for f in found),
            }
        )  # fmt: skip
    return rows


def _decisions(act: Act, fund: Fund, period: str, ready: Readiness) -> dict[str, Any]:
    at: dict[str, Any] = {"reference": fund.reference, "period": period}
    state = fund.quarter_state(period)
    answer: dict[str, Any] = {"certify": None, "decide": None, "why_not": ""}
    if may(act.actor, Action.CERTIFY_QUARTER, contract=fund.reference) and state not in CLOSED:
        if ready.is_ready:
            answer["certify"] = {"action": url_for("quarters.certify", **at)}
        else:
            answer["why_not"] = (
                "The quarter cannot be certified while the list above has open points."
            )
    if may(act.actor, Action.ACCEPT_QUARTER, contract=fund.reference):
        if state == QuarterState.CERTIFIED:
            answer["decide"] = {
                deed: url_for(f"quarters.{deed}", **at) for deed in ("accept", "query", "reject")
            }
        elif state not in CLOSED:
            answer["why_not"] = "The council has not certified this quarter yet."
    return answer


def _downloads(act: Act, fund: Fund) -> list[dict[str, str]]:
    if not any(may(act.actor, a, contract=fund.reference) for a in EXPORT_ACTIONS.values()):
        return []
    return [
        {"text": "Packs of this contract", "href": url_for("packs.show", reference=fund.reference)}
    ]


def _moved(reference: str, period: str, work: Any, field: str, words: str) -> Any:
    try:
        change(work)
    except Refused as refusal:
        text = " ".join([refusal.message, *refusal.details[:SHOWN_MAX]])
        page = look(lambda act: _quarter(act, reference, period, {field: text}))
        return render_template("quarter.html", **page), 422
    flash(words, "success")
    return redirect(url_for("quarters.show", reference=reference, period=period), 303)


@pages.post("/certify")
@opens(Action.CERTIFY_QUARTER)
def certify(reference: str, period: str) -> Response:
    """Certify the quarter; the declaration must be ticked."""
    if request.form.get("declared") != "yes":
        problem = {"declared": "Tick to say that you make the declaration."}
        page = look(lambda act: _quarter(act, reference, period, problem))
        return render_template("quarter.html", **page), 422  # type: ignore[return-value]
    return _moved(  # type: ignore[no-any-return]
        reference, period, lambda act: certify_quarter(act, reference, period), "certify",
        f"{period} is certified and its figures are frozen. The funder answers next.",
    )  # fmt: skip


def _answered(reference: str, period: str, deed: Deed, words: str) -> Any:
    reason = request.form.get("reason", "")
    return _moved(
        reference, period, lambda act: answer_quarter(act, reference, period, deed, reason),
        "reason", words,
    )  # fmt: skip


@pages.post("/accept")
@opens(Action.ACCEPT_QUARTER)
def accept(reference: str, period: str) -> Response:
    """The funder accepts."""
    return _answered(reference, period, Deed.ACCEPT, f"{period} is accepted.")  # type: ignore[no-any-return]


@pages.post("/query")
@opens(Action.ACCEPT_QUARTER)
def query(reference: str, period: str) -> Response:
    """The funder asks."""
    return _answered(reference, period, Deed.QUERY, f"{period} went back with your question.")  # type: ignore[no-any-return]


@pages.post("/reject")
@opens(Action.ACCEPT_QUARTER)
def reject(reference: str, period: str) -> Response:
    """The funder rejects."""
    return _answered(reference, period, Deed.REJECT, f"{period} is rejected.")  # type: ignore[no-any-return]
