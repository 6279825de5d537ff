"""Findings: gravest first, each explained with its arithmetic, answered by a named person."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.services.explain import explanation_of
from app.services.fund import Fund, fund_of
from app.services.office import Act, NotFound, Refused
from app.services.queries.contracts import visible_references
from app.services.queries.findings import (
    MASK,
    MASKED,
    FindingShown,
    finding_cards,
    version_of,
)
from app.services.resolve_finding import (
    Answered,
    accept_finding,
    disallow_finding,
    report_finding,
)  # fmt: skip
from app.services.run_checks import ACCEPTABLE
from app.web.access import SIGNED_IN, change, look, opens
from app.web.paging import page_links, page_of
from app.web.places import contract_crumbs
from app.web.views.contracts import tabs
from grants.policy import Action, may
from grants.verdict import SCREEN_LABELS, Scope, Verdict

pages = Blueprint("findings", __name__)
PER_PAGE = 25
STANDINGS = [("open", "Open"), ("settled", "Settled"), ("all", "All")]
Service = Callable[[Act, str, str, str, str], Answered]


def card(f: FindingShown) -> dict[str, Any]:
    """A finding as templates show it."""
    r = f.resolution
    return {
        "id": f.ref, "verdict": f.verdict, "title": f"{f.title}: {f.subject}", "where": f.where,
        "what": f.what, "why": "", "clause": f.clause, "wording": f.wording, "page": f.page,
        "variation": f.variation, "to_do": f.to_do, "at_risk": f.at_risk,
        "href": url_for("findings.show", reference=f.contract, period=f.period, ref=f.ref),
        "resolution": {
            "kind": r.kind, "by": r.by, "at": r.at, "reason": MASKED if f.masked else r.reason,
        } if r else None,
    }  # fmt: skip


@pages.get("/findings")
@opens(SIGNED_IN)
def every() -> str:
    """Findings of every contract this person may see."""

    def work(act: Act) -> dict[str, Any]:
        rows: list[FindingShown] = []
        for reference in visible_references(act):
            if may(act.actor, Action.VIEW_QUARTER, contract=reference):
                rows += finding_cards(act, fund_of(act, reference))
        return {
            "contract": None,
            **_listed(rows, url_for("findings.every")),
            "filters": _filters(rows),
        }

    crumbs = [{"text": "Home", "href": url_for("home.start")}]
    return render_template("findings.html", **look(work), crumbs=crumbs)


@pages.get("/contracts/<reference>/findings")
@opens(Action.VIEW_QUARTER)
def of_contract(reference: str) -> str:
    """Findings of one contract."""

    def work(act: Act) -> dict[str, Any]:
        fund = fund_of(act, reference)
        rows = finding_cards(act, fund, period=request.args.get("period") or None)
        return {
            "contract": {"reference": reference, "title": fund.signed.title},
            **_listed(rows, url_for("findings.of_contract", reference=reference)),
            "filters": _filters(rows, fund), "tabs": tabs(act, reference, "Findings"),
            "crumbs": contract_crumbs(reference, fund.signed.title),
        }  # fmt: skip

    return render_template("findings.html", **look(work))


def _listed(rows: list[FindingShown], address: str) -> dict[str, Any]:
    opened = [r for r in rows if r.is_open]
    risk: dict[str, int] = {}
    for r in opened:
        if r.verdict != Verdict.WARN:
            risk[r.subject] = max(risk.get(r.subject, 0), r.at_risk)
    shown = _filtered(rows)
    number = page_of(len(shown), PER_PAGE)
    return {
        "totals": {
            "open": len(opened), "at_risk": sum(risk.values()), "settled": len(rows) - len(opened),
        },
        "counts": {str(v): sum(r.verdict == v for r in opened) for v in Verdict},
        "findings": [card(r) for r in shown[(number - 1) * PER_PAGE : number * PER_PAGE]],
        "count": len(shown), "pages": page_links(address, number, len(shown), PER_PAGE),
        "download_href": None,
    }  # fmt: skip


def _filtered(rows: list[FindingShown]) -> list[FindingShown]:
    verdict, standing = request.args.get("verdict", ""), request.args.get("standing", "open")
    term, project = request.args.get("term", ""), request.args.get("project", "")
    return [
        r
        for r in rows
        if (not verdict or r.verdict == verdict)
        and (standing != "open" or r.is_open)
        and (standing != "settled" or not r.is_open)
        and (not term or r.term == term)
        and (not project or r.project == project)
    ]


def _filters(rows: list[FindingShown], fund: Fund | None = None) -> list[dict[str, Any]]:
    def select(name: str, label: str, choices: list[tuple[str, str]], default: str = "") -> Any:
        chosen = request.args.get(name, default)
        return {
            "name": name, "label": label, "kind": "select", "value": chosen,
            "options": [{"value": v, "text": t, "selected": v == chosen} for v, t in choices],
        }  # fmt: skip

    verdicts = [
        (str(v), SCREEN_LABELS[v]) for v in reversed(Verdict) if any(r.verdict == v for r in rows)
    ]
    filters = [
        select("standing", "Show", STANDINGS, "open"),
        select("verdict", "Verdict", [("", "Any"), *verdicts]),
        select("term", "Term", [("", "Any"), *sorted({(r.term, r.title) for r in rows})]),
        select("project", "Project", [("", "Any"), *sorted({(r.project, r.project) for r in rows
                                                            if r.project})]),
    ]  # fmt: skip
    if fund is not None:
        codes = [(p.code, p.code) for p in fund.signed.periods]
        filters.insert(1, select("period", "Quarter", [("", "Any"), *codes]))
    return filters


@pages.get("/contracts/<reference>/quarters/<period>/findings/<ref>")
@opens(Action.VIEW_TERMS)
def show(reference: str, period: str, ref: str) -> str:
    """One finding, explained."""
    return render_template(
        "finding.html", **look(lambda act: _finding(act, reference, period, ref))
    )


def _finding(
    act: Act, reference: str, period: str, ref: str, problems: dict[str, str] | None = None
) -> dict[str, Any]:
    fund = fund_of(act, reference)
    rows = finding_cards(act, fund, period=period)
    found = next((r for r in rows if r.ref == ref), None)
    if found is None:
        raise NotFound("There is no such finding in the latest check of the quarter.")
    version = version_of(fund, found.term, found.clause, found.variation)
    others = [r for r in rows if r.subject == found.subject != MASK and r.ref != ref]
    return {
        "finding": card(found), "contract": {"reference": reference, "title": fund.signed.title},
        **_explained(act, found),
        "version": {
            "effective_from": version.effective_from if version else None,
            "effective_to": version.effective_to if version else None,
            "variation": version.variation if version else None,
            "agreed_on": version.agreed_on if version else None,
        },
        "others": [
            {"title": o.title, "verdict": o.verdict, "href": card(o)["href"]} for o in others
        ],
        "history": [], "acts": _acts(act, fund, found),
        "why_not": _why_not(act, fund, found) if found.is_open else "",
        "idempotency_key": "", "problems": problems or {},
        "errors": [{"text": t, "href": f"#{n}"} for n, t in (problems or {}).items()],
        "crumbs": [
            *contract_crumbs(reference, fund.signed.title),
            {"text": "Findings", "href": url_for("findings.of_contract", reference=reference)},
        ],
    }  # fmt: skip


def _explained(act: Act, found: FindingShown) -> dict[str, Any]:
    if found.masked:
        return {"explanation": [MASKED], "sums": [], "facts": [], "judged_on": ""}
    try:
        e = explanation_of(act, found.contract, found.subject, found.term, found.period)
    except NotFound as fault:
        return {"explanation": [fault.message], "sums": [], "facts": [], "judged_on": ""}
    return {
        "explanation": [
            e.demand, f"Arithmetic: {e.arithmetic}", f"To meet the clause: {e.to_pass}",
        ],
        "sums": [], "judged_on": e.judged_on,
        "facts": [
            {"name": k.replace("_", " ").capitalize(), "value": v if str(v) else "not given"}
            for k, v in e.figures.items()
        ],
    }  # fmt: skip


def _acts(act: Act, fund: Fund, found: FindingShown) -> dict[str, str]:
    if _why_not(act, fund, found) or not found.is_open:
        return {}
    at: dict[str, Any] = {"reference": found.contract, "period": found.period, "ref": found.ref}
    if Verdict(found.verdict) in ACCEPTABLE:
        return {"accept": url_for("findings.accept", **at)}
    acts = {}
    if found.at_risk:
        acts["disallow"] = url_for("findings.disallow", **at)
    if found.scope != Scope.LINE:
        acts["report"] = url_for("findings.report", **at)
    return acts


def _why_not(act: Act, fund: Fund, found: FindingShown) -> str:
    if not may(act.actor, Action.RESOLVE_FINDING, contract=found.contract):
        return (
            "The council's finance officer, partnership manager or s151 officer answers findings."
        )
    if found.period in fund.frozen_periods:
        return f"{found.period} is {fund.quarter_state(found.period)}: its findings are frozen."
    return ""


def _answer(reference: str, period: str, ref: str, service: Service) -> Any:
    reason = request.form.get("reason", "")
    try:
        done = change(lambda act: service(act, reference, period, ref, reason))
    except NotFound:
        raise
    except Refused as refusal:
        problem = {"reason": refusal.message}
        context = look(lambda act: _finding(act, reference, period, ref, problem))
        return render_template("finding.html", **context), 422
    flash(f"{done.ref} is {done.kind}.", "success")
    return redirect(url_for("findings.of_contract", reference=reference, period=period), 303)


@pages.post("/contracts/<reference>/quarters/<period>/findings/<ref>/accept")
@opens(Action.RESOLVE_FINDING)
def accept(reference: str, period: str, ref: str) -> Response:
    """Accept a WARN, EVIDENCE or NOT RUN."""
    return _answer(reference, period, ref, accept_finding)  # type: ignore[no-any-return]


@pages.post("/contracts/<reference>/quarters/<period>/findings/<ref>/disallow")
@opens(Action.RESOLVE_FINDING)
def disallow(reference: str, period: str, ref: str) -> Response:
    """Take the money at risk out of the claim."""
    return _answer(reference, period, ref, disallow_finding)  # type: ignore[no-any-return]


@pages.post("/contracts/<reference>/quarters/<period>/findings/<ref>/report")
@opens(Action.RESOLVE_FINDING)
def report(reference: str, period: str, ref: str) -> Response:
    """Report what cannot be undone to the funder."""
    return _answer(reference, period, ref, report_finding)  # type: ignore[no-any-return]
