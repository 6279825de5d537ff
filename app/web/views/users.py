"""Users and their roles: for the administrator, who sees no figures."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.services.office import Act, Refused
from app.services.queries.contracts import role_choices
from app.services.users import Listed, add_user, list_users, set_active
from app.web.access import change, look, opens, person
from grants.policy import ROLE_TITLES, Action, Role

pages = Blueprint("users", __name__)
HINTS = {
    Role.PROJECT_LEAD: "Sends in the returns of one project. Choose the contract and the project.",
    Role.DELIVERY_PARTNER: "The same, for a partner's own project.",
    Role.FINANCE_OFFICER: "Imports the ledger, reconciles, settles findings.",
    Role.PARTNERSHIP_MANAGER: "Sees everything of a contract, queries returns, settles findings.",
    Role.S151_OFFICER: "Certifies the quarter's return.",
    Role.FUNDER_OFFICER: "Accepts, queries or rejects a quarter. Choose the contract.",
    Role.FUNDER_AUDITOR: "Reads, with sensitive text masked. Choose the contract.",
    Role.INTERNAL_AUDITOR: "Reads everything.",
    Role.MEMBERS: "Sees summaries only.",
    Role.ADMINISTRATOR: "Looks after users. Sees no figures.",
}


@pages.get("/users")
@opens(Action.MANAGE_USERS)
def every() -> str:
    """Everyone who can sign in."""
    rows = look(list_users)
    return render_template(
        "users.html", users=[_row(u) for u in rows], new_href=url_for("users.new"), crumbs=_crumbs()
    )


def _crumbs() -> list[dict[str, str]]:
    return [{"text": "Home", "href": url_for("home.start")}]


def _row(user: Listed) -> dict[str, Any]:
    mine = user.email == person().person
    return {
        "name": user.name or user.email, "email": user.email,
        "roles": [{"title": r.title, "scope": r.scope} for r in user.roles],
        "state": "active" if user.active else "inactive", "two_step": False,
        "close_action": url_for("users.close", user_id=user.id)
        if user.active and not mine else None,
        "open_action": None if user.active else url_for("users.reopen", user_id=user.id),
    }  # fmt: skip


@pages.get("/users/new")
@opens(Action.MANAGE_USERS)
def new() -> str:
    """The form to add a user."""
    return _form({}, {})


def _form(values: dict[str, str], problems: dict[str, str]) -> str:
    contracts, projects = look(role_choices)
    return render_template(
        "user_new.html",
        action=url_for("users.add"),
        roles=[{"value": r.value, "text": ROLE_TITLES[r], "hint": HINTS[r]} for r in Role],
        contracts=[{"value": "", "text": "All"}, *contracts],
        projects=[{"value": "", "text": "All"}, *projects],
        values=values,
        problems=problems,
        errors=[{"text": text, "href": f"#{field}"} for field, text in problems.items()],
        back_href=url_for("users.every"),
        crumbs=[*_crumbs(), {"text": "Users", "href": url_for("users.every")}],
    )


@pages.post("/users/new")
@opens(Action.MANAGE_USERS)
def add() -> str | tuple[str, int] | Response:
    """Add a user, or give one another role."""
    values = {
        k: request.form.get(k, "").strip() for k in ("email", "name", "role", "contract", "project")
    }
    if values["role"] not in {r.value for r in Role}:
        return _form(values, {"role": "Choose a role."}), 422

    def work(act: Act) -> Any:
        return add_user(
            act, values["email"], Role(values["role"]), contract=values["contract"] or None,
            project=values["project"] or None, name=values["name"],
        )  # fmt: skip

    try:
        done = change(work)
    except Refused as refusal:
        field = (
            "role" if "role" in refusal.message.lower() or "needs" in refusal.message else "email"
        )
        return _form(values, {field: refusal.message}), 422
    first = f" Their first password is {done.first_password}" if done.first_password else ""
    flash(f"{done.email} has the role {ROLE_TITLES[Role(done.role)]}.{first}", "success")
    return redirect(url_for("users.every"), 303)


@pages.post("/users/<int:user_id>/close")
@opens(Action.MANAGE_USERS)
def close(user_id: int) -> Response:
    """Close an account: no sign-in, no token, at once."""
    email = change(lambda act: set_active(act, user_id, active=False))
    flash(f"The account of {email} is closed.", "success")
    return redirect(url_for("users.every"), 303)


@pages.post("/users/<int:user_id>/open")
@opens(Action.MANAGE_USERS)
def reopen(user_id: int) -> Response:
    """Open an account again."""
    email = change(lambda act: set_active(act, user_id, active=True))
    flash(f"The account of {email} is open again.", "success")
    return redirect(url_for("users.every"), 303)
