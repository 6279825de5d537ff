"""A return's lines and history as pages show them."""

from datetime import date, datetime
from typing import Any

from app.services.fund import Fund
from app.services.office import Act
from app.services.queries.findings import MASK
from app.services.run_checks import shown_run
from grants.policy import sees_sensitive
from grants.returns import Act as Deed
from grants.verdict import GRAVITY, Verdict

PAST = {
    Deed.DRAFT: "Workbook read", Deed.SUBMIT: "Submitted", Deed.QUERY: "Queried",
    Deed.RECONCILE: "Agreed to the ledger", Deed.CERTIFY: "Certified", Deed.ACCEPT: "Accepted",
    Deed.REJECT: "Rejected",
}  # fmt: skip


def lines_shown(act: Act, fund: Fund, project: str, period: str) -> list[dict[str, Any]]:
    """Lines of the version that counts, with the gravest verdict of the latest run."""
    version = fund.counting.get((project, period))
    if version is None:
        return []
    frame = fund.lines[fund.lines["return_version_id"] == version.id]
    run = shown_run(act, fund, period)
    gravest: dict[str, str] = {}
    for f in act.uow.checks.findings(run.id) if run else []:
        before = Verdict(gravest.get(f.subject, Verdict.PASS))
        if GRAVITY.index(Verdict(f.verdict)) > GRAVITY.index(before):
            gravest[f.subject] = f.verdict
    found = fund.signed.project(project)
    masked = bool(found and found.sensitive) and not sees_sensitive(
        act.actor, fund.reference, project
    )
    return [
        {
            "line_id": r["line_id"], "supplier": MASK if masked else r["supplier"],
            "description": MASK if masked else r["description"],
            "invoice_ref": MASK if masked else r["invoice_ref"], "head": r["head"],
            "incurred_on": _day(r["incurred_on"]), "ledger_key": r["ledger_key"],
            "evidence": r["evidence"].replace(";", ", "), "claimed": int(r["claimed_pence"]),
            "verdict": gravest.get(r["line_id"], str(Verdict.PASS)), "masked": masked,
        }
        for r in frame.to_dict("records")
    ]  # fmt: skip


def _day(text: str) -> date | None:
    return datetime.fromisoformat(text).date() if text else None


def history_of(fund: Fund, project: str, period: str) -> list[dict[str, Any]]:
    """What happened to a return and its quarter, newest first."""
    rows = [
        {"title": f"{PAST[Deed(e.act)]}, version {e.version}", "by": e.actor, "at": e.at,
         "text": e.reason, "tag": e.state}
        for e in fund.events
        if (e.project, e.period) == (project, period) and e.act != Deed.DRAFT
    ]  # fmt: skip
    rows += quarter_history(fund, period)
    return sorted(rows, key=lambda r: r["at"], reverse=True)


def quarter_history(fund: Fund, period: str) -> list[dict[str, Any]]:
    """What happened to a quarter, newest first."""
    rows = [
        {"title": f"Quarter {PAST[Deed(e.act)].lower()}", "by": e.actor, "at": e.at,
         "text": e.reason, "tag": e.state}
        for e in fund.quarter_events
        if e.period == period
    ]  # fmt: skip
    return rows[::-1]
