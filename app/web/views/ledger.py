"""The ledger: import an extract after seeing what was understood, reconcile exceptions first."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.services.fund import Fund, fund_of, require_period
from app.services.import_ledger import import_ledger, preview_ledger
from app.services.keep_upload import keep_upload, kept_upload
from app.services.ledger_words import clear_item, confirm_matches, explain_keys
from app.services.office import Act, Refused
from app.services.queries.overview import current_period, quarters
from app.services.queries.reconciliation import Exceptions, exceptions_of
from app.services.reconcile_ledger import explained_items
from app.web.access import change, look, opens
from app.web.places import contract_crumbs
from app.web.statement import statement_of
from app.web.views.contracts import tabs
from grants.policy import Action, may
from ledger.gl.registry import all_formats
from ledger.money import MoneyUnreadable, format_pounds, parse_pounds
from ledger.reconciliation.item import ItemKind, ReconcilingItem

pages = Blueprint("ledger", __name__, url_prefix="/contracts/<reference>/ledger")
SAMPLE_ROWS = 8
KEYS_SHOWN = 6
CHOOSE = {"value": "", "text": "Choose one"}


@pages.get("/")
@opens(Action.VIEW_LEDGER)
def start(reference: str) -> Response:
    """To the reconciliation of the current quarter."""
    period = look(lambda act: current_period(fund_of(act, reference)))
    return redirect(url_for("ledger.reconcile", reference=reference, period=period))


@pages.get("/import")
@opens(Action.IMPORT_LEDGER)
def import_page(reference: str) -> str:
    """Where an extract is given."""
    return _import_page(reference, {}, {})


def _import_page(reference: str, values: dict[str, str], problems: dict[str, str]) -> str:
    def work(act: Act) -> dict[str, Any]:
        fund = fund_of(act, reference)
        return {
            "contract": {"reference": reference, "title": fund.signed.title},
            "action": url_for("ledger.preview", reference=reference),
            "formats": [{"value": "", "text": "Find out by itself"}]
            + [{"value": f.name, "text": f.title} for f in all_formats().values()],
            "values": values, "problems": problems,
            "errors": [{"text": t, "href": f"#{n}"} for n, t in problems.items()],
            "imports": [
                {
                    "name": i.name, "format": i.format, "imported_at": i.imported_at,
                    "by": i.imported_by, "rows": i.row_count, "total": i.total_pence,
                    "periods": "", "sha256": i.file_sha256,
                }
                for i in reversed(act.uow.ledger.imports(fund.row.id))
            ],
            "size_max": "10 MB", "tabs": tabs(act, reference, "Ledger"),
            "crumbs": contract_crumbs(reference, fund.signed.title),
        }  # fmt: skip

    return render_template("ledger_import.html", **look(work))


def _typed(values: dict[str, str]) -> tuple[int, int, dict[str, str]]:
    """Row count and total as typed, and what is wrong with them."""
    problems: dict[str, str] = {}
    rows = total = 0
    if values["rows"].isascii() and values["rows"].isdigit():
        rows = int(values["rows"])
    else:
        problems["rows"] = "Type the number of rows, for example 512."
    try:
        total = int(parse_pounds(values["total"].replace(",", "").removeprefix("£")))
    except MoneyUnreadable:
        problems["total"] = "Type the total in pounds with two decimals, for example 12345.67."
    return rows, total, problems


@pages.post("/import")
@opens(Action.IMPORT_LEDGER)
def preview(reference: str) -> str | tuple[str, int]:
    """What was understood of the file; nothing is imported yet."""
    values = {k: request.form.get(k, "").strip() for k in ("rows", "total", "format")}
    rows, total, problems = _typed(values)
    file = request.files.get("extract")
    data = file.read() if file else b""
    if file is None or not file.filename or not data:
        problems["extract"] = "Choose the extract (CSV or XLSX) that your finance system wrote."
    if problems:
        return _import_page(reference, values, problems), 422
    name = file.filename if file and file.filename else ""
    chosen = values["format"] or None
    try:
        extract = look(lambda act: preview_ledger(act, reference, data, name, chosen))
    except Refused as refusal:
        return _import_page(reference, values, {"extract": refusal.message}), 422
    sha = change(lambda act: keep_upload(act, data, name, reference, "text/csv"))
    head = extract.frame.head(SAMPLE_ROWS)
    title = look(lambda act: fund_of(act, reference).signed.title)
    return render_template(
        "ledger_preview.html",
        contract={"reference": reference, "title": title},
        file={"name": name, "sha256": sha},
        read={
            "format": extract.format, "confidence": extract.confidence,
            "encoding": extract.encoding, "sheet": extract.sheet, "header_row": extract.header_row,
            "amount_column": extract.amount_column, "rows": extract.rows,
            "total": int(extract.total),
        },
        expected={"rows": rows, "total": total},
        ties=extract.rows == rows and int(extract.total) == total and not extract.rejected,
        columns=[{"ours": k.replace("_", " "), "theirs": v} for k, v in extract.columns.items()],
        dropped=[{"row": d.row, "reason": d.reason, "text": d.text} for d in extract.dropped],
        rejected=[
            {"row": r.row, "cell": r.cell, "value": r.value, "reason": r.reason}
            for r in extract.rejected
        ],
        sample=[
            {
                "ledger_key": r["ledger_key"],
                "posted_on": r["posted_on"].date() if r["posted_on"] == r["posted_on"] else None,
                "supplier": r["supplier"], "description": r["description"],
                "cost_centre": r["cost_centre"], "subjective": r["subjective"],
                "amount": int(r["amount"]),
            }
            for r in head.to_dict("records")
        ],
        known=0, changed=0,
        confirm_action=url_for(
            "ledger.confirm_import", reference=reference, sha=sha, rows=rows,
            total=format_pounds(total), format=values["format"],
        ),
        idempotency_key=sha, token_value=sha,
        again_href=url_for("ledger.import_page", reference=reference),
        crumbs=contract_crumbs(reference, title),
    )  # fmt: skip


@pages.post("/import/<sha>")
@opens(Action.IMPORT_LEDGER)
def confirm_import(reference: str, sha: str) -> Any:
    """Import the extract that was shown."""
    values = {k: request.args.get(k, "") for k in ("rows", "total", "format")}
    rows, total, problems = _typed(values)
    if problems:
        return _import_page(reference, values, problems), 422

    def work(act: Act) -> Any:
        name, data = kept_upload(act, sha, reference)
        return import_ledger(
            act, reference, data, name, rows=rows, total=total,
            format_name=values["format"] or None,
        )  # fmt: skip

    try:
        done = change(work)
    except Refused as refusal:
        text = " ".join([refusal.message, *refusal.details[:5]])
        return _import_page(reference, values, {"extract": text}), 422
    flash(f"{done.name}: {done.new} ledger lines imported, {done.unchanged} were here.", "success")
    return redirect(url_for("ledger.start", reference=reference), 303)


@pages.get("/<period>")
@opens(Action.VIEW_LEDGER)
def reconcile(reference: str, period: str) -> str:
    """Exceptions first; then items; then the statement."""
    return render_template("reconcile.html", **look(lambda act: _reconcile(act, reference, period)))


def _reconcile(
    act: Act, reference: str, period: str, problems: dict[str, str] | None = None
) -> dict[str, Any]:
    fund = fund_of(act, reference)
    require_period(fund, period)
    found = exceptions_of(act, fund, period)
    quarter = next(q for q in quarters(fund) if q.code == period)
    may_act = (
        may(act.actor, Action.RECONCILE_LEDGER, contract=reference)
        and period not in fund.frozen_periods
    )
    problems = problems or {}
    find = request.values.get("find", "").strip()
    return {
        "contract": {"reference": reference, "title": fund.signed.title},
        "period": {"code": period, "label": quarter.label, "dates": quarter.dates},
        "periods": [
            {"text": p.code, "current": p.code == period,
             "href": url_for("ledger.reconcile", reference=reference, period=p.code)}
            for p in fund.signed.periods
        ],
        "statement": statement_of(found.bridge), "counts": found.counts,
        "open_lines": found.open_lines, "open_ledger": _found_by(found, find), "find": find,
        "proposals": _proposals(reference, period, found, may_act=may_act),
        "items": _items(act, fund, found, may_act=may_act),
        "explain": _explain(reference, period) if may_act else None,
        "values": {
            "key": request.form.getlist("key"), "kind": request.form.get("kind", ""),
            "reason": request.form.get("reason", ""),
        },
        "problems": problems,
        "errors": [{"text": t, "href": f"#{n}"} for n, t in problems.items()],
        "import_href": url_for("ledger.import_page", reference=reference)
        if may(act.actor, Action.IMPORT_LEDGER, contract=reference) else None,
        "run_action": None, "may_act": may_act, "idempotency_key": "",
        "tabs": tabs(act, reference, "Ledger"),
        "crumbs": contract_crumbs(reference, fund.signed.title),
    }  # fmt: skip


def _proposals(
    reference: str, period: str, found: Exceptions, *, may_act: bool
) -> list[dict[str, Any]]:
    return [
        {
            **p,
            "confirm_action": url_for(
                "ledger.confirm", reference=reference, period=period, match_id=p["match_id"]
            )
            if may_act
            else None,
        }
        for p in found.proposals
    ]


def _items(act: Act, fund: Fund, found: Exceptions, *, may_act: bool) -> list[dict[str, Any]]:
    made = {i.reference for i in explained_items(act, fund)}
    rows = []
    for i in found.items:
        can_clear = may_act and i.reference in made and not i.cleared_by
        keys = [*i.ledger_keys, *i.line_ids]
        rows.append(
            {
                "kind": i.kind.label, "reason": i.reason, "amount": i.amount,
                "keys": _some(keys),
                "owner": i.owner or "From the data", "clears_in": i.expected_to_clear,
                "state": _standing(i),
                "clear_action": url_for("ledger.clear", reference=fund.reference, item=i.reference)
                if can_clear else None,
            }
        )  # fmt: skip
    return rows


def _found_by(found: Exceptions, words: str) -> list[dict[str, Any]]:
    """Open ledger lines that hold the words in supplier, text, cost centre, code or key."""
    names = ("supplier", "description", "cost_centre", "subjective", "project_code", "ledger_key")
    wanted = words.casefold()
    return [
        row
        for row in found.open_ledger
        if not wanted or any(wanted in str(row.get(n, "")).casefold() for n in names)
    ]


def _standing(item: ReconcilingItem) -> str:
    """Cleared, waiting to clear in a later period, or a difference that is there to stay."""
    if item.cleared_by:
        return "cleared"
    return "open" if item.expected_to_clear and not item.derived else "explained"


def _some(keys: list[str]) -> str:
    rest = len(keys) - KEYS_SHOWN
    return ", ".join(keys[:KEYS_SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _explain(reference: str, period: str) -> dict[str, Any]:
    return {
        "action": url_for("ledger.explain", reference=reference, period=period),
        "kinds": [CHOOSE, *({"value": k.value, "text": k.label} for k in ItemKind)],
    }


def _said(reference: str, period: str, work: Any, field: str, words: str) -> Any:
    try:
        change(work)
    except Refused as refusal:
        problem = {field: refusal.message}
        page = look(lambda act: _reconcile(act, reference, period, problem))
        return render_template("reconcile.html", **page), 422
    flash(words, "success")
    return redirect(url_for("ledger.reconcile", reference=reference, period=period), 303)


@pages.post("/<period>/confirm/<match_id>")
@opens(Action.RECONCILE_LEDGER)
def confirm(reference: str, period: str, match_id: str) -> Any:
    """A person says that a proposed match is right."""
    return _said(
        reference, period, lambda act: confirm_matches(act, reference, period, [match_id]), "key",
        "Confirmed.",
    )  # fmt: skip


@pages.post("/<period>/explain")
@opens(Action.RECONCILE_LEDGER)
def explain(reference: str, period: str) -> Any:
    """A person makes a reconciling item."""
    kind, reason = request.form.get("kind", ""), request.form.get("reason", "")
    keys = [key for key in request.form.getlist("key") if key]
    find = request.form.get("find", "").strip() if request.form.get("all") else ""
    problems = {} if keys or find else {"key": "Tick the lines that you explain."}
    if kind not in {k.value for k in ItemKind}:
        problems["kind"] = "Choose what it is."
    if problems:
        page = look(lambda act: _reconcile(act, reference, period, problems))
        return render_template("reconcile.html", **page), 422

    def work(act: Act) -> Any:
        shown = exceptions_of(act, fund_of(act, reference), period) if find else None
        found = [r["ledger_key"] for r in _found_by(shown, find)] if shown else []
        return explain_keys(
            act, reference, period, [*keys, *found], kind=ItemKind(kind), reason=reason,
            owner=act.person,
        )  # fmt: skip

    return _said(reference, period, work, "reason", "Explained.")


@pages.post("/items/<item>/clear")
@opens(Action.RECONCILE_LEDGER)
def clear(reference: str, item: str) -> Any:
    """A person says what cleared an item."""
    cleared_by = request.form.get("cleared_by", "") or "seen in the ledger"
    change(lambda act: clear_item(act, reference, item, cleared_by))
    flash(f"{item} is cleared.", "success")
    return redirect(url_for("ledger.start", reference=reference), 303)
