"""Read what is sent in: JSON lines or a workbook; say where each thing is wrong."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import request
from marshmallow import ValidationError

from app.api.problem import DETAILS, DOCS, Problem, error
from app.api.sent import Strict
from app.services.read_submission import Sent
from grants.intake.answers import Narrative, ReturnAnswers
from grants.intake.messages import FaultCode, problem, shown
from grants.intake.words import word_list
from grants.spend import SPEND_COLUMNS

JSON: Final = "application/json"
MULTIPART: Final = "multipart/form-data"
FILE_FIELD: Final = "workbook"
KEY_MAX: Final = 200
NAME_MAX: Final = 200
ERRORS_MAX: Final = 500
KNOWN: Final = word_list(SPEND_COLUMNS)


@dataclass(frozen=True)
class Body:
    """What was sent, and the digest of what is asked: the address and the content."""

    sent: Sent
    digest: str


def idempotency_key(*, required: bool) -> str | None:
    """The caller's key for this attempt.

    Raises:
        Problem: 400 when it is required and missing, or no key of 1 to 200 visible characters.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None and not required:
        return None
    fits = key is not None and 0 < len(key) <= KEY_MAX
    if key is None or not fits or not (key.isascii() and key.isprintable()) or key != key.strip():
        raise Problem(
            400,
            "A submission needs the header Idempotency-Key.",
            [
                error(
                    "It is missing, or it is not 1 to 200 visible ASCII characters.",
                    where="Idempotency-Key",
                    why="With it a request that is sent again is never done twice.",
                    fix="Make a new random text for each attempt, and send it again on a repeat.",
                )
            ],
        )
    return key


def read_body(schema: Strict) -> Body:
    """Lines and answers, or a workbook.

    Raises:
        Problem: 400 not JSON, 413 too large, 415 another kind of content, 422 not as described.
    """
    if request.mimetype == JSON:
        return _json_body(schema)
    if request.mimetype == MULTIPART:
        return _workbook_body()
    raise Problem(415, DETAILS[415])


def _json_body(schema: Strict) -> Body:
    try:
        content = json.loads(
            request.get_data(cache=False), object_pairs_hook=_once, parse_constant=_no_number
        )
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as fault:
        why = "it is nested too deeply" if isinstance(fault, RecursionError) else str(fault)
        raise Problem(
            400, DETAILS[400], [error(f"The body is not JSON: {why}.", where="body")]
        ) from fault
    try:
        loaded: dict[str, Any] = schema.load(content)
    except ValidationError as fault:
        raise Problem(
            422, "The body is not as described. Nothing was changed.", schema_errors(fault.messages)
        ) from fault
    return Body(Sent(loaded["lines"], _answers(loaded.get("answers"))), _digest(canonical))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose every name occurs once: of two amounts neither is chosen."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"the name {name!r} occurs twice in one object")
        found[name] = value
    return found


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no JSON value")


def _workbook_body() -> Body:
    extra = sorted({*request.form, *request.files} - {FILE_FIELD})
    files = request.files.getlist(FILE_FIELD)
    data = files[0].read() if len(files) == 1 else b""
    if extra or not data or not files[0].filename:
        raise Problem(
            422,
            "Send one file, in the field workbook. Nothing was changed.",
            [
                error(
                    "It is missing, empty, without a name, or there is more beside it.",
                    where=FILE_FIELD,
                    fix="Send the filled return workbook, with its file name, and nothing else.",
                )
            ],
        )
    name = "".join(c for c in files[0].filename if c.isprintable())[-NAME_MAX:]
    return Body(Sent(data=data, name=name), _digest(data))


def _digest(content: bytes) -> str:
    """The content and the address it was sent to."""
    place = f"{request.method} {request.path}\n".encode()
    return hashlib.sha256(place + content).hexdigest()


def _answers(loaded: Mapping[str, Any] | None) -> ReturnAnswers | None:
    if loaded is None:
        return None
    return ReturnAnswers(
        cumulative=loaded["cumulative"], nil_heads=tuple(loaded["nil_heads"]),
        reasons=loaded["reasons"],
        narrative=Narrative(
            **{k: loaded["narrative"].get(k, "") for k in ("progress", "issues", "next_quarter")}
        ),
        prepared_by=loaded["prepared_by"],
    )  # fmt: skip


def schema_errors(messages: Any) -> list[dict[str, str]]:
    """Every field that is not as described, in four parts."""
    found = [_schema_error(path, text) for path, text in _walk(messages, ())]
    if len(found) > ERRORS_MAX:
        more = f"And {len(found) - ERRORS_MAX} more of the kind."
        return [*found[:ERRORS_MAX], error(more, fix="Correct these first.")]
    return found


def _walk(messages: Any, path: tuple[str, ...]) -> list[tuple[tuple[str, ...], str]]:
    if isinstance(messages, Mapping):
        return [row for key, value in messages.items() for row in _walk(value, (*path, str(key)))]
    if isinstance(messages, list):
        return [row for value in messages for row in _walk(value, path)]
    return [(path, str(messages))]


def _schema_error(path: tuple[str, ...], text: str) -> dict[str, str]:
    parts = [p for p in path if p not in ("_schema", "value", "key")]
    is_cell = len(parts) > 1 and parts[0] == "lines" and parts[1].isdigit()
    where = ".".join(parts) or "body"
    if is_cell:
        where = ", ".join([f"line {int(parts[1]) + 1}", *parts[2:]])
    if is_cell and text == "Unknown field.":
        name = parts[-1]
        said = problem(
            FaultCode.UNKNOWN_COLUMN, ("", where), why="",
            details={"value": shown(name), "nearest": KNOWN.hint(name)},
        )  # fmt: skip
        return error(said.what, where=where, why=said.why, fix=said.fix)
    if is_cell and text == "Not a valid string.":
        return error(
            "This is not text.", where=where,
            why="A number would be rounded on the way, and zeros in front of a code be lost.",
            fix="Put it in quotation marks, as it stands in the return workbook.",
        )  # fmt: skip
    return error(text, where=where, why="Nothing is guessed and nothing is ignored.",
                 fix=f"See {DOCS}.")  # fmt: skip
