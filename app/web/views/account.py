"""One's own account: roles, password, API tokens."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from app.services.office import Act, Refused
from app.services.users import TOKEN_SCOPES, make_token, my_tokens, revoke_token, roles_of
from app.web.access import SIGNED_IN, change, look, opens, person

pages = Blueprint("account", __name__)
LIFETIMES = {"30": "30 days", "90": "90 days", "365": "A year"}
DEFAULTS = {"name": "", "lifetime": "90"}
SCOPE_TEXTS = {
    "read": ("Read", "Contracts, returns and findings that you may see."),
    "submit": ("Submit", "Send in returns of your own projects."),
}


@pages.get("/account")
@opens(SIGNED_IN)
def show() -> str:
    """The account page."""
    return _page(session.pop("new_token", None), {})


def _page(new_token: str | None, problems: dict[str, str]) -> str:
    actor = person()
    return render_template(
        "account.html",
        account={
            "name": actor.name, "email": actor.person, "two_step": False,
            "roles": [{"title": r.title, "scope": r.scope} for r in roles_of(actor)],
        },
        new_token=new_token,
        tokens=look(_tokens),
        scopes=[
            {"value": s, "text": SCOPE_TEXTS[s][0], "hint": SCOPE_TEXTS[s][1]} for s in TOKEN_SCOPES
        ],
        lifetimes=[{"value": v, "text": t} for v, t in LIFETIMES.items()],
        token_action=url_for("account.token"),
        values={k: request.form.get(k, default) for k, default in DEFAULTS.items()},
        problems=problems,
        errors=[{"text": text, "href": f"#{field}"} for field, text in problems.items()],
        password_href=url_for("security.change_password"),
        crumbs=[{"text": "Home", "href": url_for("home.start")}],
    )  # fmt: skip


def _tokens(act: Act) -> list[dict[str, Any]]:
    rows = []
    for t in my_tokens(act):
        state = "revoked" if t.revoked_at else "expired" if t.expires_at <= act.now else "active"
        rows.append(
            {
                "name": t.label, "scopes": t.scopes.split(), "made_at": t.created_at,
                "expires_on": t.expires_at.date(), "state": state,
                "revoke_action": url_for("account.revoke", token_id=t.id)
                if state == "active" else None,
            }
        )  # fmt: skip
    return rows


@pages.post("/account/tokens")
@opens(SIGNED_IN)
def token() -> tuple[str, int] | Response:
    """Make a token; its secret is shown once."""
    label, lifetime = request.form.get("name", ""), request.form.get("lifetime", "")
    scopes = tuple(request.form.getlist("scopes"))
    if lifetime not in LIFETIMES:
        return _page(None, {"lifetime": "Choose how long it lasts."}), 422
    try:
        made = change(lambda act: make_token(act, label, scopes=scopes, days=int(lifetime)))
    except Refused as refusal:
        return _page(None, {"scopes": refusal.message}), 422
    session["new_token"] = made.secret
    return redirect(url_for("account.show"), 303)


@pages.post("/account/tokens/<int:token_id>/revoke")
@opens(SIGNED_IN)
def revoke(token_id: int) -> Response:
    """End a token."""
    change(lambda act: revoke_token(act, token_id))
    flash("The token no longer works.", "success")
    return redirect(url_for("account.show"), 303)
