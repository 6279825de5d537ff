"""The pages: thin views that read, authorise, call a service and render.

``attach_web`` wires blueprints, headers, errors and the frame of every page to the application.
"""

from http import HTTPStatus

from flask import Flask, Response, current_app, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_talisman import Talisman
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from app.services.office import perform
from app.services.users import note_password_change
from app.web.errors import attach_errors
from app.web.frame import frame
from app.web.measuring import measure
from app.web.signing_in import SignInForm, visitor
from app.web.views import (
    account,
    audit,
    contracts,
    findings,
    health,
    home,
    information,
    ledger,
    packs,
    projects,
    quarters,
    returns,
    users,
)  # fmt: skip

BLUEPRINTS = (
    account.pages, audit.pages, contracts.pages, findings.pages, health.pages, home.pages,
    information.pages, ledger.pages, packs.pages, projects.pages, quarters.pages, returns.pages,
    users.pages,
)  # fmt: skip
POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
csrf = CSRFProtect()


def sign_in_form() -> type[SignInForm]:
    """The sign-in form."""
    return SignInForm


def protect_forms(app: Flask) -> None:
    """Every form carries a token of its session; must stand before sign-in is attached."""
    csrf.init_app(app)


def attach_web(app: Flask) -> None:
    """Add the pages to the application."""
    app.template_folder = "web/templates"
    app.jinja_env.loader = ChoiceLoader(
        [
            PackageLoader("app", "web/templates"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    Talisman(
        app,
        force_https=app.config["HTTPS"],
        strict_transport_security=app.config["HTTPS"],
        session_cookie_secure=app.config["HTTPS"],
        content_security_policy=POLICY,
        content_security_policy_nonce_in=["script-src"],
        referrer_policy="same-origin",
        frame_options="DENY",
    )
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://")
    limiter.limit("30 per minute", methods=["POST"])(app.view_functions["security.login"])
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.context_processor(frame)
    measure(app)
    app.after_request(_headers)
    app.after_request(_note_password)
    attach_errors(app)


def _headers(response: Response) -> Response:
    """Nothing of a signed-in person's page is kept by anyone; other sites cannot embed it."""
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if request.endpoint != "static" and not getattr(g, "may_be_kept", False):
        response.headers["Cache-Control"] = "no-store"
    return response


def _note_password(response: Response) -> Response:
    """A changed password, kept by then, has its entry in the trail."""
    changed = request.method == "POST" and response.status_code == HTTPStatus.FOUND
    actor = visitor() if changed and request.endpoint == "security.change_password" else None
    if actor is not None:
        perform(current_app.extensions["office"], actor, note_password_change)
    return response
