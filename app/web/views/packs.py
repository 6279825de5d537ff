"""Packs: make one, and fetch again any that was made."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import Response as Download
from werkzeug.wrappers import Response

from app.services.export_pack import export_pack, list_packs
from app.services.fund import fund_of
from app.services.office import Act
from app.services.queries.packs import made_pack, made_packs
from app.web.access import change, look, opens
from app.web.places import contract_crumbs
from app.web.views.contracts import tabs
from grants.policy import EXPORT_ACTIONS, Action, NotAllowed, may

pages = Blueprint("packs", __name__, url_prefix="/contracts/<reference>/packs")
PROFILES = {
    "internal": ("The council", "Everything, unmasked."),
    "funder": ("The funder and its auditors", "Sensitive projects' text and suppliers are masked."),
    "public": ("The public", "Only what may be published."),
}
TEXTS = {
    "audit-pack": (
        "the auditor",
        "Eighteen sheets that prove themselves: live formulas, check cells.",
    ),
    "quarterly-return": ("the funder", "The quarter's return by project and budget head."),
    "reconciliation": ("finance", "Ledger to return, to 0.00, with every item."),
    "findings": (
        "finance and auditors",
        "Every verdict that is not a pass, and how it was settled.",
    ),
    "trial-balance": ("finance", "The fund's own book: debit and credit."),
}


@pages.get("/")
@opens(Action.VIEW_SUMMARY)
def show(reference: str) -> str:
    """What can be made, and what was."""
    return render_template("packs.html", **look(lambda act: _packs(act, reference)))


def _packs(act: Act, reference: str) -> dict[str, Any]:
    fund = fund_of(act, reference)
    profiles = [p for p, a in EXPORT_ACTIONS.items() if may(act.actor, a, contract=reference)]
    if not profiles:
        raise NotAllowed("Your role takes no packs of this contract.")
    periods = [{"value": "", "text": "The whole contract"}]
    periods += [{"value": p.code, "text": p.code} for p in reversed(fund.signed.periods)]
    chosen = request.args.get("period", "")
    return {
        "contract": {"reference": reference, "title": fund.signed.title},
        "packs": [
            {
                "name": p.name, "title": p.title, "for_whom": TEXTS.get(p.name, ("", ""))[0],
                "text": TEXTS.get(p.name, ("", ""))[1], "ready": True,
                "action": url_for("packs.make", reference=reference),
            }
            for p in list_packs()
        ],
        "periods": periods,
        "profiles": [
            {"value": p, "text": PROFILES[p][0], "hint": PROFILES[p][1]} for p in profiles
        ],
        "values": {"period": chosen, "profile": profiles[0]},
        "made": [
            {
                "title": m.name.replace("-", " "), "period": m.period or "Whole contract",
                "profile": m.profile, "made_at": m.made_at, "by": m.made_by,
                "size": f"{m.size // 1024:,} KB", "digest": m.sha256,
                "href": url_for("packs.fetch", reference=reference, pack_id=m.id),
            }
            for m in made_packs(act, fund)
        ],
        "tabs": tabs(act, reference, "Packs"),
        "crumbs": contract_crumbs(reference, fund.signed.title),
    }  # fmt: skip


@pages.post("/")
@opens(Action.VIEW_SUMMARY)
def make(reference: str) -> Response:
    """Make a pack and keep it."""
    name, profile = request.form.get("pack", ""), request.form.get("profile", "")
    period = request.form.get("period") or None
    if profile not in EXPORT_ACTIONS:
        raise NotAllowed("Choose for whom the pack is.")
    done = change(lambda act: export_pack(act, name, reference, period=period, profile=profile))
    flash(f"{done.file_name} is ready below.", "success")
    return redirect(url_for("packs.show", reference=reference, period=period or ""), 303)


@pages.get("/<int:pack_id>")
@opens(Action.VIEW_SUMMARY)
def fetch(reference: str, pack_id: int) -> Download:
    """A pack exactly as it was made."""
    name, media_type, data = look(lambda act: made_pack(act, reference, pack_id))
    return Download(
        data, mimetype=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip
