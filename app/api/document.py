"""The description of the interface: OpenAPI 3.1 for machines, a plain page for people."""

import json
from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, Flask, Response, current_app, g, render_template, request
from flask_smorest import Api

from app.api.access import ACCESS, PUBLIC, opens
from app.api.fields import Money, money_properties
from app.api.problem import DETAILS, PROBLEM, error
from app.api.schemas import ProblemSchema

Document = dict[str, Any]
DOCUMENT: Final = "api-document"
ON_EVERY_VERB: Final = (401, 403, 429, 500)
WHEN: Final = {
    401: "No bearer token, or one that is unknown, expired or revoked.",
    403: "The token lacks the scope, or your roles do not allow this.",
    404: "Nothing here, or nothing for you: the two are not told apart.",
    409: "The state does not allow it, or the Idempotency-Key was used for another request.",
    422: "Parameters, lines or cells that cannot be used; each is in errors, in four parts.",
    500: "A fault here; the detail has a reference to report.",
    503: "Others are changing the same thing; try again with the same key.",
}
ON_POST: Final = (400, 404, 409, 413, 415, 422, 503)
IF_NONE_MATCH: Final = {
    "name": "If-None-Match", "in": "header", "required": False, "schema": {"type": "string"},
    "description": "ETag of the answer you have; 304 without a body while it is still the same.",
}  # fmt: skip
IN_ADDRESS: Final = {
    "reference": "The contract's reference.",
    "project": "The project's code.",
    "period": "The period's code, for example 2017-Q1.",
}
LINKS: Final = {
    "description": "Other pages: first, last, prev, next.", "schema": {"type": "string"}
}  # fmt: skip
EXAMPLE: Final = {
    "type": "/api/v1/docs#unreadable", "title": "Unprocessable Entity", "status": 422,
    "detail": "1 thing(s) in the return cannot be read. Nothing was changed.",
    "errors": [
        error(
            "“Claimed” holds ‘lots’, which is not an amount of money.", where="line 7, claimed",
            why="…", fix="Enter pounds and pence as a number.",
        )
    ],
}  # fmt: skip
docs = Blueprint("api_docs", __name__, url_prefix="/api/v1")


class Described(Api):  # type: ignore[misc]  # untyped
    """Describes errors as problems, and leaves the pages' error handlers alone."""

    DEFAULT_ERROR_RESPONSE_NAME = None
    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Problems are attached by ``app.api.problem``, for this interface only."""

    def _register_responses(self) -> None:
        for status in HTTPStatus:
            response: Document = {
                "description": WHEN.get(status, DETAILS.get(status, status.phrase))
            }
            if status >= HTTPStatus.BAD_REQUEST:
                content: Document = {"schema": ProblemSchema}
                if status == HTTPStatus.UNPROCESSABLE_ENTITY:
                    content["example"] = EXAMPLE
                response["content"] = {PROBLEM: content}
            self.spec.components.response(status.name, response, lazy=True)


def describe(app: Flask, version: str) -> Described:
    """An empty description, ready for the verbs."""
    app.config.update(API_TITLE="Grant compliance", API_VERSION=version, OPENAPI_VERSION="3.1.0")
    api = Described(
        app,
        spec_kwargs={
            "servers": [{"url": "/"}],
            "info": {
                "description": "Contracts, returns and findings for other systems. Money is text "
                "in pounds with two decimals; days are ISO. Send a bearer token that you made in "
                "your account; it has your roles, cut to its scopes."
            },
        },
    )
    api.register_field(Money, "string", "decimal")
    api.ma_plugin.converter.add_attribute_function(money_properties)
    api.spec.components.security_scheme(
        "bearer",
        {"type": "http", "scheme": "bearer", "description": "Scopes of a token: read, submit."},
    )
    return api


def complete(app: Flask, api: Described) -> None:
    """Write into every verb what holds for all of its kind, and keep the document."""
    for status in {*ON_EVERY_VERB, *ON_POST}:
        api.spec.components.get_ref("response", HTTPStatus(status).name)
    document: Document = api.spec.to_dict()
    rules = {r.endpoint: r.rule for r in app.url_map.iter_rules()}
    for endpoint, rule in ACCESS.items():
        path = rules[endpoint].replace("<", "{").replace(">", "}")
        for part in document["paths"].get(path, {}).get("parameters", []):
            part["description"] = IN_ADDRESS[part["name"]]
        for method, verb in document["paths"].get(path, {}).items():
            if method != "parameters" and verb["operationId"] == endpoint.partition(".")[2]:
                _complete_verb(method, verb, list(rule.scopes), in_address="{" in path)
    app.extensions[DOCUMENT] = document


def _complete_verb(method: str, verb: Document, scopes: list[str], *, in_address: bool) -> None:
    verb["security"] = [{"bearer": [scope]} for scope in scopes]
    statuses = set(ON_EVERY_VERB)
    if method == "post":
        statuses |= set(ON_POST)
    else:
        verb.setdefault("parameters", []).append(IF_NONE_MATCH)
        verb["responses"]["304"] = {"description": "You have this answer already."}
        headers: Document = {"ETag": {"description": "Digest of the body.",
                                      "schema": {"type": "string"}}}  # fmt: skip
        if any(p.get("name") == "page" for p in verb["parameters"]):
            headers["Link"] = LINKS
        verb["responses"]["200"]["headers"] = headers
        statuses |= {404} if in_address else set()
    for status in statuses:
        name = HTTPStatus(status).name
        verb["responses"][str(status)] = {"$ref": f"#/components/responses/{name}"}
    verb["responses"] = dict(sorted(verb["responses"].items()))


@docs.get("/openapi.json")
@opens(PUBLIC, "api_docs")
def openapi() -> Response:
    """The description for machines."""
    text = json.dumps(current_app.extensions[DOCUMENT], ensure_ascii=False, indent=1)
    response = Response(text, mimetype="application/json")
    response.add_etag()
    response.make_conditional(request)
    g.may_be_kept = True
    return response


@docs.get("/docs")
@opens(PUBLIC, "api_docs")
def page() -> str:
    """The description for people."""
    document = current_app.extensions[DOCUMENT]
    return render_template(
        "api_docs.html", document=document, verbs=_verbs(document), crumbs=[],
        schemas=document["components"]["schemas"],
    )  # fmt: skip


def _verbs(document: Document) -> list[Document]:
    """Every verb with what the page shows of it, in the document's order."""
    rows = []
    for path, item in document["paths"].items():
        for method, verb in item.items():
            if method == "parameters":
                continue
            named = [_resolved(document, p) for p in item.get("parameters", [])]
            sent = verb.get("requestBody", {}).get("content", {})
            answers = {s: _resolved(document, r) for s, r in verb["responses"].items()}
            rows.append(
                {
                    "id": verb["operationId"], "method": method.upper(), "path": path,
                    "summary": verb["summary"], "description": verb.get("description", ""),
                    "scopes": [s for need in verb["security"] for s in need["bearer"]],
                    "parameters": named + verb.get("parameters", []),
                    "sent": [_shown(kind, c) for kind, c in sent.items()],
                    "answers": [
                        {
                            "status": status, "description": r["description"],
                            "content": [_shown(k, c) for k, c in r.get("content", {}).items()],
                            "headers": r.get("headers", {}),
                        }
                        for status, r in answers.items()
                    ],
                }
            )  # fmt: skip
    return rows


def _resolved(document: Document, part: Document) -> Document:
    if "$ref" not in part:
        return part
    *_, kind, name = part["$ref"].split("/")
    found: Document = document["components"][kind][name]
    return found


def _shown(kind: str, content: Document) -> Document:
    example = content.get("example")
    return {
        "kind": kind, "schema": content["schema"],
        "name": content["schema"].get("$ref", "").rpartition("/")[2],
        "example": json.dumps(example, ensure_ascii=False, indent=2) if example else "",
    }  # fmt: skip
