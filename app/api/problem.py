"""Refusals and faults as ``application/problem+json`` (RFC 9457): what, why, and what to do.

Whatever does not exist and whatever is out of a caller's scope get the very same answer.
"""

import json
import secrets
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, Final

import structlog
from flask import Flask, Response, request
from flask_limiter.errors import RateLimitExceeded
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from app.services.answer_once import KeyUsed
from app.services.office import Busy, NotFound, Refused
from app.services.read_submission import FileRefused, ReturnUnreadable
from grants.intake.problem import Unreadable
from grants.policy import NotAllowed, OutOfScope

PROBLEM: Final = "application/problem+json"
PREFIX: Final = "/api/"
DOCS: Final = "/api/v1/docs"
NOTHING_HERE: Final = "There is nothing here, or nothing for you."
DETAILS: Final = {
    400: "The request cannot be read.",
    404: NOTHING_HERE,
    405: "This address does not answer that method; the Allow header lists those it does.",
    413: "The request is larger than this service takes.",
    415: "Send application/json, or multipart/form-data with the file in the field workbook.",
    422: "The request was read, but its content cannot be used.",
    429: "Too many requests; wait as long as the Retry-After header says.",
}
REFERENCE_BYTES: Final = 4
log = structlog.get_logger("api")
Row = dict[str, str]


class Problem(Exception):  # noqa: N818 - named after the document it becomes
    """A request that the interface itself refuses, before any service is asked."""

    def __init__(
        self,
        status: int,
        detail: str,
        errors: Sequence[Row] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = headers or {}


def error(what: str, *, where: str = "", why: str = "", fix: str = "") -> Row:
    """One entry of ``errors``."""
    return {"where": where, "what": what, "why": why, "fix": fix}


def problem_text(status: int, detail: str, errors: Sequence[Row] = (), kind: str = "") -> str:
    """The body of a problem."""
    body: dict[str, Any] = {
        "type": f"{DOCS}#{kind}" if kind else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "errors": list(errors),
    }
    return json.dumps(body, ensure_ascii=False)


def refusal(fault: Refused) -> tuple[int, str]:
    """Status and body for what a service refused."""
    if isinstance(fault, NotFound):
        return 404, problem_text(404, NOTHING_HERE)
    if isinstance(fault, Busy):
        return 503, problem_text(503, fault.message, kind="busy")
    if isinstance(fault, ReturnUnreadable):
        return 422, problem_text(422, fault.message, _cells(fault.problems), "unreadable")
    if isinstance(fault, FileRefused):
        return 422, problem_text(422, fault.message, [error(fault.message)], "file-refused")
    kind = "key-used" if isinstance(fault, KeyUsed) else "refused"
    return 409, problem_text(409, fault.message, [error(d) for d in fault.details], kind)


def _cells(problems: Sequence[Unreadable]) -> list[Row]:
    return [error(p.what, where=p.where, why=p.why, fix=p.fix) for p in problems]


def problem_response(status: int, body: str, headers: dict[str, str] | None = None) -> Response:
    """A problem as it goes out."""
    return Response(body, status, mimetype=PROBLEM, headers=headers or {})


def _refused(fault: Refused) -> Response:
    status, body = refusal(fault)
    return problem_response(status, body, {"Retry-After": "1"} if isinstance(fault, Busy) else None)


def _http(fault: HTTPException) -> Response:
    status = fault.code or 500
    headers: dict[str, str] = {}
    if isinstance(fault, MethodNotAllowed) and fault.valid_methods:
        headers["Allow"] = ", ".join(sorted(fault.valid_methods))
    if isinstance(fault, RateLimitExceeded) and fault.limit is not None:
        headers["Retry-After"] = str(fault.limit.limit.get_expiry())
    detail = DETAILS.get(status, HTTPStatus(status).description)
    messages = getattr(fault, "data", None) or {}
    return problem_response(
        status, problem_text(status, detail, parameter_errors(messages.get("messages"))), headers
    )


def parameter_errors(messages: Any, where: str = "") -> list[Row]:
    """Messages about parameters, each with the place it is about."""
    if isinstance(messages, dict):
        return [
            row
            for key, value in messages.items()
            for row in parameter_errors(value, f"{where}, {key}" if where else str(key))
        ]
    return [
        error(
            str(text), where=where, why="Nothing is guessed and nothing is ignored.",
            fix=f"See {DOCS}.",
        )
        for text in messages or ()
    ]  # fmt: skip


def _fault(fault: Exception) -> Response:
    reference = secrets.token_hex(REFERENCE_BYTES)
    log.error("fault", reference=reference, path=request.path, exc_info=fault)
    detail = f"Something went wrong here. Report it with the reference {reference}."
    return problem_response(500, problem_text(500, detail))


def attach_problems(app: Flask) -> None:
    """Under ``/api/`` every refusal and fault is a problem; elsewhere it stays a page."""
    _under_api(
        app, Problem,
        lambda f: problem_response(f.status, problem_text(f.status, f.detail, f.errors), f.headers),
    )  # fmt: skip
    _under_api(app, OutOfScope, lambda _f: _refused(NotFound(NOTHING_HERE)))
    _under_api(
        app, NotAllowed, lambda f: problem_response(403, problem_text(403, str(f), kind="role"))
    )
    for kind in (NotFound, Busy, Refused):
        _under_api(app, kind, _refused)
    _under_api(app, HTTPException, _http)
    _under_api(app, Exception, _fault)


def _under_api(app: Flask, kind: type[Exception], handle: Callable[[Any], Response]) -> None:
    pages = app.error_handler_spec[None][None].get(kind)

    def answer(fault: Exception) -> Any:
        if request.path.startswith(PREFIX):
            return handle(fault)
        if pages is None:
            raise fault
        return app.ensure_sync(pages)(fault)

    app.register_error_handler(kind, answer)
