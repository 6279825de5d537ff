"""From what a service speaks of to the page that shows it."""

from datetime import date
from typing import Any

from flask import url_for

from app.services.queries.overview import Quarter
from app.services.queries.to_do import ToDo


def address(todo: ToDo) -> str:
    """The page where the thing is done."""
    at: dict[str, Any] = {"reference": todo.reference, "period": todo.period}
    match todo.place:
        case "return-upload":
            return url_for("returns.upload", project=todo.project, **at)
        case "return":
            return url_for("returns.show", project=todo.project, **at)
        case "reconcile":
            return url_for("ledger.reconcile", **at)
        case "ledger-import":
            return url_for("ledger.import_page", reference=todo.reference)
        case "findings":
            return url_for("findings.of_contract", **at)
        case _:
            return url_for("quarters.show", **at)


def action_row(todo: ToDo) -> dict[str, Any]:
    """A thing to do as the home page shows it."""
    return {
        "title": todo.title, "detail": todo.detail, "due_on": todo.due_on,
        "urgency": todo.urgency, "href": address(todo), "button": todo.button,
    }  # fmt: skip


def quarter_row(reference: str, quarter: Quarter, *, linked: bool) -> dict[str, Any]:
    """A quarter as strips and tables show it."""
    href = url_for("quarters.show", reference=reference, period=quarter.code) if linked else None
    return {
        "code": quarter.code, "label": quarter.label, "dates": quarter.dates,
        "state": quarter.state, "due_on": quarter.due_on, "href": href,
        "current": quarter.is_current, "overdue": quarter.is_overdue, "spent": quarter.spent,
        "planned": None, "returns_in": quarter.returns_in, "returns_due": quarter.returns_due,
    }  # fmt: skip


def contract_crumbs(reference: str, title: str) -> list[dict[str, str]]:
    """Home, contracts, this contract."""
    return [
        {"text": "Home", "href": url_for("home.start")},
        {"text": "Contracts", "href": url_for("contracts.every")},
        {"text": title, "href": url_for("contracts.show", reference=reference)},
    ]


def short_period(starts_on: date, ends_on: date) -> str:
    """``1 Apr to 30 Jun 2017``."""
    return f"{starts_on:%-d %b} to {ends_on:%-d %b %Y}"
