"""Home: what needs doing, and how things stand."""

from typing import Any

from flask import Blueprint, render_template, url_for

from app.services.fund import Fund, fund_of
from app.services.office import Act
from app.services.queries.contracts import visible_references
from app.services.queries.overview import (
    at_risk,
    current_period,
    money_by_project,
    open_findings,
    quarters,
    visible_projects,
)  # fmt: skip
from app.services.queries.to_do import to_do
from app.web.access import SIGNED_IN, look, opens
from app.web.places import action_row, quarter_row
from grants.policy import Action, may, own_projects

pages = Blueprint("home", __name__)


@pages.get("/")
@opens(SIGNED_IN)
def start() -> str:
    """What needs doing for this person."""
    return render_template("home.html", **look(_view))


def _view(act: Act) -> dict[str, Any]:
    actions: list[dict[str, Any]] = []
    contracts: list[dict[str, Any]] = []
    projects: list[dict[str, Any]] = []
    ahead: list[dict[str, Any]] = []
    for reference in visible_references(act):
        fund = fund_of(act, reference)
        actions += [action_row(t) for t in to_do(act, fund)]
        if own_projects(act.actor, reference) is None:
            contracts.append(contract_card(act, fund))
        else:
            projects += project_cards(act, fund)
        ahead += [
            {"on": q.due_on, "text": f"Return for {q.label} to the funder", "overdue": q.is_overdue,
             "href": url_for("quarters.show", reference=reference, period=q.code)
             if may(act.actor, Action.VIEW_QUARTER, contract=reference) else None}
            for q in quarters(fund) if q.state not in ("certified", "accepted")
        ]  # fmt: skip
    return {
        "today": act.today, "actions": actions, "contracts": contracts, "projects": projects,
        "users_href": url_for("users.every") if may(act.actor, Action.MANAGE_USERS) else None,
        "upcoming": sorted(ahead, key=lambda a: a["on"])[:6],
    }  # fmt: skip


def contract_card(act: Act, fund: Fund) -> dict[str, Any]:
    """A contract with its figures and quarters."""
    c = fund.signed
    money = list(money_by_project(fund).values())
    award = c.award_on(act.today if act.today >= c.starts_on else c.ends_on)
    spent = sum(m.spent for m in money)
    committed = sum(m.committed for m in money)
    found = open_findings(act, fund)
    sees = may(act.actor, Action.VIEW_QUARTER, contract=c.reference)
    return {
        "reference": c.reference, "title": c.title, "funder": c.funder,
        "href": url_for("contracts.show", reference=c.reference),
        "starts_on": c.starts_on, "ends_on": c.ends_on,
        "state": "active" if act.today <= c.ends_on or current_period(fund) else "inactive",
        "award": award, "allocated": sum(m.revised for m in money), "spent": spent,
        "committed": committed, "left": award - spent - committed, "at_risk": at_risk(found),
        "findings_open": len(found),
        "findings_href": url_for("findings.of_contract", reference=c.reference) if sees else None,
        "quarters": [quarter_row(c.reference, q, linked=sees) for q in quarters(fund)],
    }  # fmt: skip


def project_cards(act: Act, fund: Fund) -> list[dict[str, Any]]:
    """Cards of the projects that are the person's own."""
    money = money_by_project(fund)
    period = current_period(fund)
    quarter = next(q for q in quarters(fund) if q.code == period)
    due = next(p.leads_due_on for p in fund.signed.periods if p.code == period)
    found = open_findings(act, fund)
    cards = []
    for code in visible_projects(act, fund):
        project = fund.signed.project(code)
        if project is None:
            continue
        m = money[code]
        at: dict[str, Any] = {"reference": fund.reference, "project": code, "period": period}
        cards.append(
            {
                "code": code, "title": project.title,
                "href": url_for("projects.show", reference=fund.reference, project=code),
                "budget": m.revised, "spent": m.spent, "committed": m.committed, "left": m.left,
                "return_label": quarter.label, "return_state": fund.return_state(code, period),
                "return_due_on": due, "return_href": url_for("returns.show", **at),
                "findings_open": sum(f.project == code for f in found),
            }
        )  # fmt: skip
    return cards
