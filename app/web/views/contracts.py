"""Contracts: the list, one contract with its figures, its terms with their clauses, a new file."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.services.fund import Fund, fund_of
from app.services.load_contract import load_contract
from app.services.office import Act, Refused
from app.services.queries.contracts import visible_references
from app.services.queries.overview import (
    at_risk,
    money_by_project,
    open_findings,
    quarters,
    visible_projects,
)  # fmt: skip
from app.services.queries.terms import TermShown, terms_of
from app.web.access import SIGNED_IN, change, look, opens, person
from app.web.places import quarter_row
from app.web.views.home import contract_card
from grants.contract import Consent, Contract
from grants.policy import Action, may, own_projects

pages = Blueprint("contracts", __name__)


@pages.get("/contracts")
@opens(SIGNED_IN)
def every() -> str:
    """The contracts this person may see."""

    def work(act: Act) -> list[dict[str, Any]]:
        return [contract_card(act, fund_of(act, r)) for r in visible_references(act)]

    add = url_for("contracts.upload") if may(person(), Action.LOAD_CONTRACT) else None
    return render_template("contracts.html", contracts=look(work), add_href=add, crumbs=_crumbs())


def _crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    return [{"text": "Home", "href": url_for("home.start")}, *more]


def tabs(act: Act, reference: str, current: str) -> list[dict[str, Any]]:
    """The pages of one contract that this person may open."""
    places = [
        ("Overview", "contracts.show", Action.VIEW_SUMMARY),
        ("Terms", "contracts.terms", Action.VIEW_TERMS),
        ("Projects", "projects.of_contract", Action.VIEW_PROJECT),
        ("Findings", "findings.of_contract", Action.VIEW_QUARTER),
        ("Ledger", "ledger.start", Action.VIEW_LEDGER),
        ("Packs", "packs.show", Action.VIEW_SUMMARY),
    ]
    return [
        {"text": text, "href": url_for(endpoint, reference=reference), "current": text == current}
        for text, endpoint, action in places
        if may(act.actor, action, contract=reference)
        and (text != "Packs" or any(may(act.actor, a, contract=reference) for a in EXPORTS))
    ]


EXPORTS = (Action.EXPORT_INTERNAL, Action.EXPORT_FUNDER, Action.EXPORT_PUBLIC)


@pages.get("/contracts/<reference>")
@opens(Action.VIEW_SUMMARY)
def show(reference: str) -> str:
    """One contract."""
    return render_template("contract.html", **look(lambda act: _contract(act, reference)))


def _contract(act: Act, reference: str) -> dict[str, Any]:
    fund = fund_of(act, reference)
    c = fund.signed
    card = contract_card(act, fund)
    found = open_findings(act, fund)
    confined = own_projects(act.actor, reference) is not None
    received = sum(r.amount for r in c.receipts if r.received_on <= act.today)
    sees = may(act.actor, Action.VIEW_QUARTER, contract=reference)
    return {
        "contract": {
            "reference": c.reference, "title": c.title, "funder": c.funder,
            "accountable_body": c.accountable_body, "partnership": c.partnership, "kind": c.kind,
            "acts_as": c.acts_as, "statute": c.statute, "signed_on": c.signed_on,
            "starts_on": c.starts_on, "ends_on": c.ends_on,
            "cost_centres": [] if confined else list(c.cost_centres),
        },
        "figures": {
            "award": card["award"], "allocated": card["allocated"], "spent": card["spent"],
            "committed": card["committed"], "left": card["left"], "received": received,
            "at_risk": at_risk(found), "findings_open": len(found),
            "findings_href": card["findings_href"],
        },
        "findings_open": len(found), "findings_href": card["findings_href"],
        "periods": [quarter_row(reference, q, linked=sees) for q in quarters(fund)],
        "priorities": _priorities(act, fund),
        "variations": [
            {"number": v.number, "agreed_on": v.agreed_on, "effective_from": v.effective_from,
             "summary": v.summary}
            for v in c.variations
        ],
        "consents": [_consent(c, x) for x in c.consents],
        "instalments": _instalments(fund),
        "tabs": tabs(act, reference, "Overview"),
        "crumbs": _crumbs({"text": "Contracts", "href": url_for("contracts.every")}),
    }  # fmt: skip


def _priorities(act: Act, fund: Fund) -> list[dict[str, Any]]:
    money = money_by_project(fund)
    seen = set(visible_projects(act, fund))
    found = open_findings(act, fund)
    rows = []
    for priority in fund.signed.priorities:
        mine = [p for p in fund.signed.projects if p.priority == priority.code and p.code in seen]
        if not mine:
            continue
        total = [money[p.code] for p in mine]
        rows.append(
            {
                "title": priority.title, "budget": sum(m.revised for m in total),
                "spent": sum(m.spent for m in total), "committed": sum(m.committed for m in total),
                "left": sum(m.left for m in total),
                "projects": [
                    {
                        "code": p.code, "title": p.title,
                        "href": url_for("projects.show", reference=fund.reference, project=p.code)
                        if may(act.actor, Action.VIEW_PROJECT, contract=fund.reference,
                               project=p.code) else None,
                        "partner": p.delivery_partner, "budget": money[p.code].revised,
                        "spent": money[p.code].spent, "committed": money[p.code].committed,
                        "left": money[p.code].left,
                        "state": "inactive" if p.closed_on else "active",
                        "findings_open": sum(f.project == p.code for f in found),
                    }
                    for p in mine
                ],
            }
        )  # fmt: skip
    return rows


def _consent(contract: Contract, consent: Consent) -> dict[str, Any]:
    titles = {p.code: p.title for p in contract.projects}
    titles |= {h.code: h.title for h in contract.budget_heads}
    places = [
        ", ".join(titles.get(code, code) for code in (project, head) if code)
        for head, project in (
            (consent.head, consent.project), (consent.to_head, consent.to_project)
        )
        if head or project
    ]  # fmt: skip
    return {
        "reference": consent.reference, "term": consent.term.replace("-", " "),
        "given_on": consent.given_on, "scope": " to ".join(places) or consent.line_id or "All",
        "amount": consent.amount, "document": consent.document,
    }  # fmt: skip


WORDS = {"signed": "the signed contract", "bank-details": "bank details"}


def _instalments(fund: Fund) -> list[dict[str, Any]]:
    rows = []
    for i in fund.signed.instalments:
        receipt = next(
            (
                r
                for r in fund.signed.receipts
                if r.instalment == i.number and r.received_on <= fund.act.today
            ),
            None,
        )
        state = "received" if receipt else "due" if i.due_on <= fund.act.today else "not due"
        requires = [
            WORDS.get(w) or f"the accepted return for {w.removeprefix('return:')}"
            for w in i.requires
        ]
        rows.append(
            {
                "number": i.number, "due_on": i.due_on, "amount": i.amount,
                "requires": " and ".join(requires),
                "received_on": receipt.received_on if receipt else None,
                "received": receipt.amount if receipt else None, "state": state,
            }
        )  # fmt: skip
    return rows


@pages.get("/contracts/<reference>/terms")
@opens(Action.VIEW_TERMS)
def terms(reference: str) -> str:
    """Every term with its clause, wording and version in force."""

    def work(act: Act) -> dict[str, Any]:
        fund = fund_of(act, reference)
        sees = may(act.actor, Action.VIEW_QUARTER, contract=reference)
        return {
            "contract": {"reference": reference, "title": fund.signed.title}, "as_of": act.today,
            "terms": [_term(reference, t, linked=sees) for t in terms_of(act, fund)],
            "tabs": tabs(act, reference, "Terms"), "filters": [],
            "crumbs": _crumbs({"text": "Contracts", "href": url_for("contracts.every")}),
        }  # fmt: skip

    return render_template("terms.html", **look(work))


def _term(reference: str, term: TermShown, *, linked: bool) -> dict[str, Any]:
    v = term.in_force

    def version(shown: Any) -> dict[str, Any]:
        return {
            "clause": shown.version.clause, "wording": shown.version.wording,
            "page": shown.version.page, "in_words": shown.in_words,
            "effective_from": shown.version.effective_from, "effective_to": shown.ends_on,
            "variation": shown.version.variation, "agreed_on": shown.version.agreed_on,
            "confirmed_by": shown.version.confirmed_by, "counts": shown.counts,
            "assumed": "assumed" in shown.version.wording.lower(),
        }  # fmt: skip

    href = url_for("findings.of_contract", reference=reference, term=term.code) if linked else None
    return {
        "code": term.code, "title": term.title, **version(v), "findings_href": href,
        "earlier": [version(e) for e in term.others],
    }  # fmt: skip


@pages.get("/contracts/new")
@opens(Action.LOAD_CONTRACT)
def upload() -> str:
    """The form that takes a contract file."""
    return _upload_form({}, ())


def _upload_form(problems: Mapping[str, str], refused: tuple[str, ...]) -> str:
    return render_template(
        "contract_upload.html", action=url_for("contracts.load"), size_max="10 MB",
        problems=problems,
        errors=[{"text": text, "href": f"#{field}"} for field, text in problems.items()],
        refused=[_parts(r) for r in refused], back_href=url_for("contracts.every"),
        crumbs=_crumbs({"text": "Contracts", "href": url_for("contracts.every")}),
    )  # fmt: skip


def _parts(problem: str) -> dict[str, str]:
    where, _, rest = problem.partition(": ")
    return {"where": where, "what": rest or problem, "to_do": ""}


@pages.post("/contracts/new")
@opens(Action.LOAD_CONTRACT)
def load() -> str | tuple[str, int] | Response:
    """Record a contract file, or add what is new in it."""
    file = request.files.get("contract")
    if file is None or not file.filename:
        return _upload_form({"contract": "Choose a contract file (.toml)."}, ()), 422
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return _upload_form({"contract": "The file is not UTF-8 text. Save it as UTF-8."}, ()), 422
    name = file.filename
    try:
        done = change(lambda act: load_contract(act, text, name))
    except Refused as refusal:
        return _upload_form({"contract": refusal.message}, refusal.details), 422
    count = len(done.added) + len(done.completed)
    flash(
        f"{done.reference}: {count} facts recorded, {done.unchanged} unchanged."
        if count else f"{done.reference}: nothing new in this file.",
        "success",
    )  # fmt: skip
    return redirect(url_for("contracts.show", reference=done.reference), 303)
