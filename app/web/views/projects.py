"""Projects: budget, spend and what is left, per head; returns by quarter; findings."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask import Blueprint, render_template, url_for

from app.services.fund import Fund, fund_of, require_project
from app.services.office import Act
from app.services.queries.contracts import visible_references
from app.services.queries.findings import finding_cards
from app.services.queries.overview import (
    current_period,
    money_by_head,
    money_by_project,
    open_findings,
    quarters,
    visible_projects,
)  # fmt: skip
from app.web.access import SIGNED_IN, look, opens
from app.web.places import contract_crumbs
from app.web.views.contracts import tabs
from app.web.views.findings import card
from grants.policy import Action, may
from grants.returns import ReturnState

pages = Blueprint("projects", __name__)


@pages.get("/projects")
@opens(SIGNED_IN)
def every() -> str:
    """Every project this person may see, of every contract."""

    def work(act: Act) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        for reference in visible_references(act):
            rows += _rows(act, fund_of(act, reference))
        return rows

    crumbs = [{"text": "Home", "href": url_for("home.start")}]
    return render_template("projects.html", projects=look(work), crumbs=crumbs)


@pages.get("/contracts/<reference>/projects")
@opens(Action.VIEW_PROJECT)
def of_contract(reference: str) -> str:
    """The projects of one contract."""

    def work(act: Act) -> dict[str, Any]:
        fund = fund_of(act, reference)
        return {
            "projects": _rows(act, fund), "tabs": tabs(act, reference, "Projects"),
            "crumbs": contract_crumbs(reference, fund.signed.title),
        }  # fmt: skip

    return render_template("projects.html", **look(work))


def _rows(act: Act, fund: Fund) -> list[dict[str, Any]]:
    money = money_by_project(fund)
    period = current_period(fund)
    quarter = next(q for q in quarters(fund) if q.code == period)
    found = open_findings(act, fund)
    titles = {p.code: p.title for p in fund.signed.priorities}
    rows = []
    for code in visible_projects(act, fund):
        p = fund.signed.project(code)
        if p is None or not may(
            act.actor, Action.VIEW_PROJECT, contract=fund.reference, project=code
        ):
            continue
        at: dict[str, Any] = {"reference": fund.reference, "project": code}
        state = fund.return_state(code, period)
        rows.append(
            {
                "code": code, "title": p.title, "href": url_for("projects.show", **at),
                "priority": titles.get(p.priority, p.priority), "partner": p.delivery_partner,
                "lead": p.lead, "budget": money[code].revised, "spent": money[code].spent,
                "committed": money[code].committed, "left": money[code].left,
                "return_label": quarter.label, "return_state": state,
                "return_href": url_for("returns.show", period=period, **at),
                "findings_open": sum(f.project == code for f in found),
                "nothing_reported": state == ReturnState.NOT_STARTED
                and act.today > quarter.ends_on,
            }
        )  # fmt: skip
    return rows


@pages.get("/contracts/<reference>/projects/<project>")
@opens(Action.VIEW_PROJECT)
def show(reference: str, project: str) -> str:
    """One project."""
    return render_template("project.html", **look(lambda act: _project(act, reference, project)))


def _project(act: Act, reference: str, code: str) -> dict[str, Any]:
    fund = fund_of(act, reference)
    require_project(fund, code)
    c = fund.signed
    p = next(x for x in c.projects if x.code == code)
    money = money_by_project(fund)[code]
    heads = {h: m for (owner, h), m in money_by_head(fund).items() if owner == code}
    titles = {x.code: x.title for x in c.priorities} | {x.code: x.title for x in c.delivery_groups}
    confirmed = next((s.confirmed_on for s in c.safeguardings if s.project == code), None)
    return {
        "contract": {
            "reference": reference, "title": c.title,
            "href": url_for("contracts.show", reference=reference),
        },
        "project": {
            "code": code, "title": p.title, "priority": titles.get(p.priority, p.priority),
            "delivery_group": titles.get(p.delivery_group, p.delivery_group),
            "partner": p.delivery_partner, "lead": p.lead, "sensitive": p.sensitive,
            "safeguarding_on": confirmed, "budget": money.revised, "spent": money.spent,
            "committed": money.committed, "left": money.left, "forecast": None,
        },
        "heads": [
            {
                "code": h.code, "title": h.title, "original": heads[h.code].original,
                "revised": heads[h.code].revised, "spent": heads[h.code].spent,
                "committed": heads[h.code].committed, "left": heads[h.code].left,
                "ring_fence": h.ring_fence,
            }
            for h in c.budget_heads if h.code in heads
        ],
        "returns": _returns(act, fund, code),
        "next_return": _next_return(act, fund, code),
        "findings": [card(f) for f in finding_cards(act, fund, project=code, only_open=True)],
        "outputs": [
            {"indicator": o.indicator, "unit": o.unit,
             "target": _latest(o.targets, current_period(fund)),
             "actual": _latest(o.actuals, current_period(fund))}
            for o in c.outputs if o.project == code
        ],
        "crumbs": contract_crumbs(reference, c.title),
    }  # fmt: skip


def _latest(figures: Mapping[str, Decimal], period: str) -> Decimal | str:
    """The figure of a quarter, or of the last one before it that has any."""
    known = [code for code in sorted(figures) if code <= period]
    return figures[known[-1]] if known else ""


def _returns(act: Act, fund: Fund, code: str) -> list[dict[str, Any]]:
    rows = []
    for q in quarters(fund):
        due = next(x.leads_due_on for x in fund.signed.periods if x.code == q.code)
        state = fund.return_state(code, q.code)
        waiting = state in (ReturnState.NOT_STARTED, ReturnState.DRAFT, ReturnState.QUERIED)
        rows.append(
            {
                "label": q.label, "dates": q.dates,
                "state": "not due" if q.state == "not due" and waiting else state,
                "due_on": due, "current": q.is_current, "planned": _planned(fund, code, q.code),
                "href": url_for("returns.show", reference=fund.reference, project=code,
                                period=q.code),
                "overdue": waiting and act.today > due,
                "spent": sum(f.net for (p, _h), f in fund.heads(q.code).items() if p == code),
            }
        )  # fmt: skip
    return rows


def _planned(fund: Fund, project: str, period: str) -> int | None:
    rows = [x.amount for x in fund.signed.profiles if (x.project, x.period) == (project, period)]
    return sum(rows) if rows else None


def _next_return(act: Act, fund: Fund, code: str) -> dict[str, Any] | None:
    period = current_period(fund)
    state = fund.return_state(code, period)
    if state not in (ReturnState.NOT_STARTED, ReturnState.DRAFT, ReturnState.QUERIED):
        return None
    if not may(act.actor, Action.SUBMIT_RETURN, contract=fund.reference, project=code):
        return None
    quarter = next(q for q in quarters(fund) if q.code == period)
    due = next(x.leads_due_on for x in fund.signed.periods if x.code == period)
    return {
        "text": f"Send in the return for {quarter.label}", "due_on": due, "button": "Start",
        "href": url_for("returns.upload", reference=fund.reference, project=code, period=period),
    }  # fmt: skip
