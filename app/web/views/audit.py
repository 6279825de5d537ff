"""The audit trail: every change, checked on request, and its dump for the stand-alone verifier."""

import re
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask import Response as Download

from app.services.audit_trail import (
    Verified,
    dump_trail,
    sees_whole_trail,
    trail_page,
    verify_trail,
)  # fmt: skip
from app.services.office import Act
from app.web.access import look, opens
from grants.policy import Action
from ledger.audit.entry import read_entry
from ledger.money import format_pounds

pages = Blueprint("audit", __name__)
PAGE = 50
MONEY = frozenset({"total", "amount", "claimed", "disallowed", "net"})
DIGEST = re.compile("[0-9a-f]{64}")


@pages.get("/audit")
@opens(Action.VIEW_AUDIT)
def trail() -> str:
    """The newest entries."""
    before = request.args.get("before", type=int)
    return render_template("audit_trail.html", **look(lambda act: _view(act, before, None)))


def _view(act: Act, before: int | None, done: Verified | None) -> dict[str, Any]:
    rows = trail_page(act, before=before, limit=PAGE + 1)
    shown = rows[:PAGE]
    older = url_for("audit.trail", before=shown[-1].seq) if len(rows) > PAGE else None
    last = act.uow.audit.last()
    heads = act.uow.audit.heads()
    return {
        "verified": {
            "whole": None if done is None else not done.faults,
            "entries": done.size if done else last.seq if last else 0,
            "root": done.root if done else heads[-1].root if heads else "",
            "head_at": heads[-1].at if heads else None, "checked_at": act.now,
            "faults": list(done.faults) if done else [], "done": done,
        },
        "entries": [
            {
                "number": r.seq, "at": r.at, "by": r.actor, "act": r.action.replace("-", " "),
                "subject": " ".join(x for x in (r.contract, r.subject) if x),
                "detail": _detail(bytes(r.entry)), "digest": bytes(r.hash).hex(),
            }
            for r in shown
        ],
        "filters": [], "count": len(shown),
        "pages": {
            "previous": url_for("audit.trail") if before else None, "next": older, "items": [],
        },
        "verify_action": url_for("audit.verify"),
        "dump_href": url_for("audit.dump") if _sees_all(act) else None,
        "crumbs": [{"text": "Home", "href": url_for("home.start")}],
    }  # fmt: skip


def _sees_all(act: Act) -> bool:
    return sees_whole_trail(act.actor)


def _detail(stored: bytes) -> str:
    """The entry's body in words: short values only, and no digest."""
    body = read_entry(stored).body
    parts = [
        f"{k.replace('_', ' ')}: {_said(k, v)}"
        for k, v in body.items()
        if isinstance(v, str | int) and v and not DIGEST.fullmatch(str(v))
    ]
    return "; ".join(parts)[:300]


def _said(name: str, value: str | int) -> str:
    if name in MONEY and isinstance(value, int):
        return format_pounds(value, thousands=True, symbol=True)
    return str(value)


@pages.post("/audit/verify")
@opens(Action.VIEW_AUDIT)
def verify() -> str:
    """Check the whole trail and what it speaks of; nothing changes."""
    return render_template(
        "audit_trail.html", **look(lambda act: _view(act, None, verify_trail(act)))
    )


@pages.get("/audit/trail.jsonl")
@opens(Action.VIEW_AUDIT)
def dump() -> Download:
    """The trail as a file for ``ledger/audit/verify.py``; only for those who see every contract."""
    from grants.policy import NotAllowed  # noqa: PLC0415 - one use

    def work(act: Act) -> bytes:
        if not _sees_all(act):
            raise NotAllowed("The whole trail is for those who see every contract.")
        return dump_trail(act)[0]

    return Download(
        look(work), mimetype="application/x-ndjson",
        headers={"Content-Disposition": "attachment; filename=trail.jsonl"},
    )  # fmt: skip
