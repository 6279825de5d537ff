"""The verbs: read contracts, returns and findings; check and submit a project's return."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Response, url_for
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema
from webargs.flaskparser import FlaskParser

from app.api.access import READ, SUBMIT, Rule, change, look, opens, person
from app.api.body import FILE_FIELD, JSON, MULTIPART, Body, idempotency_key, read_body
from app.api.examples import EXAMPLES, SUBMISSION
from app.api.problem import refusal
from app.api.reply import page_of, reading, replied, text_of
from app.api.schemas import (
    CheckedSchema,
    ContractListSchema,
    ContractSchema,
    FindingListSchema,
    ReturnListSchema,
    ReturnSchema,
    SubmittedSchema,
)
from app.api.sent import CheckSchema, FindingArgs, PageArgs, ReturnArgs, SubmissionSchema
from app.services.answer_once import Reply, answer_once
from app.services.office import Act, Refused
from app.services.queries.api import (
    contract_in_full,
    contracts_listed,
    findings_listed,
    return_in_full,
    returns_listed,
)
from app.services.read_submission import Place, check, require_readable, submit
from grants.policy import Action

Args = Mapping[str, Any]
View = Callable[..., Response]
CREATED: Final = 201
OK: Final = 200


class Parser(FlaskParser):
    """An unknown query parameter is refused: a slip would widen the answer unseen."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"query": RAISE}  # noqa: RUF012 - the parser's own attribute


class Verbs(Blueprint):  # type: ignore[misc]  # untyped
    """A blueprint with that parser."""

    ARGUMENTS_PARSER = Parser()


verbs = Verbs(
    "api", __name__, url_prefix="/api/v1",
    description="Contracts, returns and findings of one person, as far as their roles reach.",
)  # fmt: skip
KEY = {
    "name": "Idempotency-Key", "in": "header",
    "description": "1 to 200 visible ASCII characters, new for each attempt. The same request with "
    "the same key gets the first answer again, refusals included; another request gets 409.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}  # fmt: skip


def _content(schema: type) -> dict[str, Any]:
    return {
        "required": True,
        "content": {
            JSON: {"schema": schema, "example": SUBMISSION},
            MULTIPART: {
                "schema": {
                    "type": "object", "required": [FILE_FIELD], "additionalProperties": False,
                    "properties": {
                        FILE_FIELD: {
                            "type": "string", "contentMediaType": "application/octet-stream",
                            "description": "The filled return workbook, with its file name.",
                        }
                    },
                }
            },
        },
    }  # fmt: skip


def verb(
    path: str,
    rule: Rule,
    answer: type[Schema],
    example: str,
    *,
    args: type[Schema] | None = None,
    sends: type[Schema] | None = None,
    **described: Any,
) -> Callable[[View], View]:
    """A verb at ``path``: who may call it, what it takes and answers; with a body it is a POST.

    Who is calling is asked first, then the query is read, then the view runs.
    """

    def declare(view: View) -> View:
        status = described.pop("status", OK)
        made: View = verbs.response(status, answer, example=EXAMPLES[example], **described)(view)
        if args is not None:
            made = verbs.arguments(args, location="query")(made)
        said: dict[str, Any] = {"operationId": view.__name__}
        if sends is not None:
            said |= {
                "requestBody": _content(sends),
                "parameters": [{**KEY, "required": status == CREATED}],
            }
        made = opens(rule)(verbs.doc(**said)(made))
        verbs.route(path, methods=["POST" if sends else "GET"])(made)
        return made

    return declare


@verb("/contracts", Rule((READ,)), ContractListSchema, "contracts", args=PageArgs)
def list_contracts(args: Args) -> Response:
    """List the contracts you may see."""
    return page_of(ContractListSchema(), look(contracts_listed), args)


@verb("/contracts/<reference>", Rule((READ,), Action.VIEW_TERMS), ContractSchema, "contract")
def read_contract(reference: str) -> Response:
    """Read a contract: award, periods, projects, terms.

    Projects are those you may see. Each term has the clause and wording in force today and all its
    dated versions with their parameters.
    """
    return reading(ContractSchema(), look(lambda act: contract_in_full(act, reference)))


@verb(
    "/contracts/<reference>/returns",
    Rule((READ,), Action.VIEW_PROJECT),
    ReturnListSchema,
    "returns",
    args=ReturnArgs,
)
def list_returns(args: Args, reference: str) -> Response:
    """List where each return of a contract stands."""
    rows = look(
        lambda act: returns_listed(
            act, reference, period=args.get("period"), project=args.get("project")
        )
    )
    return page_of(ReturnListSchema(), rows, args)


@verb(
    "/contracts/<reference>/returns/<project>/<period>",
    Rule((READ,), Action.VIEW_PROJECT),
    ReturnSchema,
    "return",
)
def read_return(reference: str, project: str, period: str) -> Response:
    """Read a return: state, version, totals, answers and lines.

    The version shown is the one that counts: the one last submitted. Supplier, description, invoice
    reference and texts of a sensitive project are masked outside the council.
    """
    return reading(
        ReturnSchema(), look(lambda act: return_in_full(act, reference, project, period))
    )


@verb(
    "/contracts/<reference>/findings",
    Rule((READ,), Action.VIEW_PROJECT),
    FindingListSchema,
    "findings",
    args=FindingArgs,
)
def list_findings(args: Args, reference: str) -> Response:
    """List the findings of the latest run of each period, gravest first."""
    rows = look(
        lambda act: findings_listed(
            act, reference, period=args.get("period"), project=args.get("project"),
            verdict=args.get("verdict"), is_open=args.get("open"),
        )
    )  # fmt: skip
    return page_of(FindingListSchema(), rows, args)


@verb(
    "/contracts/<reference>/returns/<project>/<period>/check",
    Rule((SUBMIT, READ), Action.DRAFT_RETURN),
    CheckedSchema,
    "checked",
    sends=CheckSchema,
)
def check_return(reference: str, project: str, period: str) -> Response:
    """Check a return without submitting it.

    Says what would happen on submit: totals, findings, whether it could be submitted. Nothing of
    the return is stored.
    """
    place = Place(reference, project, period)
    key = idempotency_key(required=False)
    body = read_body(CheckSchema())

    def work(act: Act) -> Reply:
        return Reply(OK, text_of(CheckedSchema(), check(act, place, body.sent)))

    if key is None:
        return replied(look(work))
    return replied(_once(key, body, work))


@verb(
    "/contracts/<reference>/returns/<project>/<period>",
    Rule((SUBMIT,), Action.SUBMIT_RETURN),
    SubmittedSchema,
    "submitted",
    sends=SubmissionSchema,
    status=CREATED,
    headers={"Location": {"description": "The return.", "schema": {"type": "string"}}},
)
def submit_return(reference: str, project: str, period: str) -> Response:
    """Submit a return, as lines and answers or as the filled workbook.

    201 means that it is kept. What is found against the terms does not stop it; what cannot be read
    does (422), and so does a state that does not allow it (409).
    """
    place = Place(reference, project, period)
    key = idempotency_key(required=True) or ""
    body = read_body(SubmissionSchema())
    unreadable = look(lambda act: _unreadable(act, place, body))
    own_key = hashlib.sha256(f"{person().person}\n{key}".encode()).hexdigest()

    def work(act: Act) -> Reply:
        if unreadable is not None:
            raise unreadable
        done = submit(act, place, body.sent, own_key)
        return Reply(CREATED, text_of(SubmittedSchema(), done))

    reply = _once(key, body, work)
    address = url_for("api.read_return", reference=reference, project=project, period=period)
    return replied(reply, {"Location": address} if reply.status == CREATED else None)


def _unreadable(act: Act, place: Place, body: Body) -> Refused | None:
    """What cannot be read, found before the database is held for writing."""
    try:
        require_readable(act, place, body.sent)
    except Refused as refused:
        return refused
    return None


def _once(key: str, body: Body, work: Callable[[Act], Reply]) -> Reply:
    return change(
        lambda act: answer_once(act, key, body.digest, work, lambda fault: Reply(*refusal(fault)))
    )
