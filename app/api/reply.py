"""Answers as they go out: one text for one value, an ETag for each reading, links between pages."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, request
from marshmallow import Schema

from app.api.problem import PROBLEM
from app.services.answer_once import Reply

JSON: Final = "application/json"
FIRST_FAULT: Final = 400


def text_of(schema: Schema, value: Any) -> str:
    """The body for a value."""
    return json.dumps(schema.dump(value), ensure_ascii=False)


def reading(schema: Schema, value: Any, headers: Mapping[str, str] | None = None) -> Response:
    """An answer to a GET: 304 without a body when the caller has this very one already."""
    body = text_of(schema, value).encode()
    response = Response(body, mimetype=JSON, headers=dict(headers or {}))
    links = response.headers.get("Link", "").encode()
    response.set_etag(hashlib.sha256(body + links).hexdigest())
    response.make_conditional(request)
    return response


def page_of(schema: Schema, rows: Sequence[Any], args: Mapping[str, Any]) -> Response:
    """A page of a list, with links to the others."""
    page, size = args["page"], args["page_size"]
    last = max(1, -(-len(rows) // size))
    links = {"first": 1, "last": last}
    if 1 < page <= last + 1:
        links["prev"] = page - 1
    if page < last:
        links["next"] = page + 1
    kept = {k: v for k, v in request.args.items() if k not in ("page", "page_size")}
    link = ", ".join(
        f'<{request.path}?{urlencode({**kept, "page": number, "page_size": size})}>; rel="{name}"'
        for name, number in links.items()
    )
    part = rows[(page - 1) * size : page * size]
    value = {"items": part, "page": page, "page_size": size, "total": len(rows)}
    return reading(schema, value, {"Link": link})


def replied(reply: Reply, headers: Mapping[str, str] | None = None) -> Response:
    """A kept or fresh answer to a POST."""
    kind = PROBLEM if reply.status >= FIRST_FAULT else JSON
    return Response(reply.body, reply.status, mimetype=kind, headers=dict(headers or {}))
