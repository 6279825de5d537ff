"""Refusals and faults as pages: plain words, a reference, never a traceback."""

import secrets

import structlog
from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.services.office import Busy, NotFound, Refused
from grants.policy import NotAllowed, OutOfScope

Answer = tuple[str, int]
log = structlog.get_logger("web")
REFERENCE_BYTES = 4


def attach_errors(app: Flask) -> None:
    """Give every refusal and fault its page."""
    app.register_error_handler(OutOfScope, lambda _fault: page(404))
    app.register_error_handler(NotFound, lambda fault: page(404, detail=fault.message))
    app.register_error_handler(NotAllowed, lambda fault: page(403, detail=str(fault)))
    app.register_error_handler(Busy, lambda fault: page(409, detail=fault.message))
    app.register_error_handler(
        Refused, lambda fault: page(422, detail=fault.message, problems=fault.details)
    )
    app.register_error_handler(CSRFError, lambda _fault: page(400))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def page(
    status: int, *, detail: str = "", problems: tuple[str, ...] = (), reference: str | None = None
) -> Answer:
    """The page of a refusal or fault."""
    html = render_template(
        "errors/error.html", status=status, reference=reference, detail=detail,
        problems=[{"text": p} for p in problems], back_href=request.referrer,
    )  # fmt: skip
    return html, status


def _http(fault: HTTPException) -> Answer:
    return page(fault.code or 500)


def _fault(fault: Exception) -> Answer:
    if current_app.testing and current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise fault
    reference = secrets.token_hex(REFERENCE_BYTES)
    log.error("fault", reference=reference, path=request.path, exc_info=fault)
    return page(500, reference=reference)
