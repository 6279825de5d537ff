"""The audit trail: every change, checked on request, and its dump for the stand-alone verifier."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import Response as Download
from werkzeug.wrappers import Response

from app.services.audit_trail import dump_trail, trail_page, verify_trail
from app.services.office import Act
from app.web.access import look, opens
from grants.policy import Action, may
from ledger.audit.entry import read_entry

pages = Blueprint("audit", __name__)
PAGE = 50


@pages.get("/audit")
@opens(Action.VIEW_AUDIT)
def trail() -> str:
    """The newest entries."""
    before = request.args.get("before", type=int)
    return render_template("audit_trail.html", **look(lambda act: _view(act, before)))


def _view(act: Act, before: int | None) -> dict[str, Any]:
    rows = trail_page(act, before=before, limit=PAGE + 1)
    shown = rows[:PAGE]
    older = url_for("audit.trail", before=shown[-1].seq) if len(rows) > PAGE else None
    last = act.uow.audit.last()
    heads = act.uow.audit.heads()
    return {
        "verified": {
            "whole": None, "entries": last.seq if last else 0,
            "root": heads[-1].root if heads else "",
            "head_at": heads[-1].at if heads else None, "checked_at": None,
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
    return any(g.contract is None and may(act.actor, Action.VIEW_AUDIT) for g in act.actor.grants)


def _detail(stored: bytes) -> str:
    """The entry's body in words: short values only."""
    body = read_entry(stored).body
    parts = [
        f"{k.replace('_', ' ')}: {v}" for k, v in body.items() if isinstance(v, str | int) and v
    ]
    return "; ".join(parts)[:300]


@pages.post("/audit/verify")
@opens(Action.VIEW_AUDIT)
def verify() -> Response:
    """Check the whole trail and what it speaks of."""
    done = look(verify_trail)
    if done.faults:
        flash(f"{len(done.faults)} fault(s): {done.faults[0]}", "error")
    else:
        flash(
            f"Checked: {done.size} entries, {done.heads} signed heads, {done.files} files, "
            f"{done.journals} journals and {done.freezes} certified quarters agree. "
            f"Root {done.root[:16]}…",
            "success",
        )
    return redirect(url_for("audit.trail"), 303)


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
