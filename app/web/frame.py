"""What every page shows around its content: who is signed in, where to go, what happened."""

from typing import Any

from flask import current_app, get_flashed_messages, request, url_for
from flask_wtf.csrf import generate_csrf

from app.web.signing_in import visitor
from grants.policy import ROLE_TITLES, Action, Actor, may

KINDS = {"message": "information", "info": "information"}


def frame() -> dict[str, Any]:
    """Context for every template."""
    actor = visitor()
    played = current_app.config["PLAYED_TODAY"]
    messages = [{"kind": KINDS.get(kind, kind), "text": text} for kind, text in _flashed()]
    if played is not None and actor is not None:
        day = current_app.extensions["office"].clock()
        messages.insert(
            0,
            {
                "kind": "information",
                "text": f"A demonstration with invented figures. Today is {day:%-d %B %Y} here.",
            },
        )
    return {
        "service_name": current_app.config["SERVICE_NAME"],
        "council_name": current_app.config["COUNCIL_NAME"],
        "person": _person(actor),
        "navigation": _navigation(actor) if actor else [],
        "messages": messages,
        "csrf_token": generate_csrf,
        "site": {
            "home": url_for("home.start"), "sign_in": url_for("security.login"),
            "sign_out": url_for("security.logout"), "account": url_for("account.show"),
            "accessibility": url_for("information.accessibility"),
            "guide": url_for("information.guide"), "docs": "/api/v1/docs",
        },
    }  # fmt: skip


def _flashed() -> list[tuple[str, str]]:
    return [(str(kind), str(text)) for kind, text in get_flashed_messages(with_categories=True)]  # type: ignore[str-unpack]  # pairs


def _person(actor: Actor | None) -> dict[str, str] | None:
    if actor is None:
        return None
    titles = sorted({ROLE_TITLES[r] for r in actor.roles})
    return {
        "name": actor.name or actor.person,
        "email": actor.person,
        "role_title": ", ".join(titles) or "No role",
    }


def _navigation(actor: Actor) -> list[dict[str, object]]:
    places = [("Home", "home.start", "home", True)]
    sees = may(actor, Action.VIEW_SUMMARY)
    places.append(("Contracts", "contracts.every", "contracts", sees))
    places.append(("Projects", "projects.every", "projects", may(actor, Action.VIEW_PROJECT)))
    places.append(("Findings", "findings.every", "findings", may(actor, Action.VIEW_QUARTER)))
    places.append(("Audit trail", "audit.trail", "audit", may(actor, Action.VIEW_AUDIT)))
    places.append(("Users", "users.every", "users", may(actor, Action.MANAGE_USERS)))
    here = (request.endpoint or "").partition(".")[0]
    return [
        {"text": text, "href": url_for(endpoint), "active": here == blueprint}
        for text, endpoint, blueprint, shown in places
        if shown
    ]
