"""A project's return: its workbook, the upload, findings by cell and clause, submitting."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import Response as Download
from werkzeug.wrappers import Response

from app.services.fund import Fund, fund_of, require_period, require_project
from app.services.keep_upload import keep_upload, kept_upload
from app.services.move_return import query_return, reconcile_return
from app.services.office import Act, Refused
from app.services.queries.findings import cards_of_check, finding_cards
from app.services.queries.overview import money_by_head, money_by_project, quarters
from app.services.queries.returns import history_of, lines_shown
from app.services.submit_return import (
    XLSX,
    Checked,
    annotated_workbook,
    check_workbook,
    original_file,
    submit_workbook,
    write_template,
)  # fmt: skip
from app.web.access import change, look, opens
from app.web.paging import page_links, page_of
from app.web.places import contract_crumbs
from app.web.views.findings import card
from grants.intake.problem import grouped
from grants.policy import Action, may, sees_sensitive
from grants.returns import Act as Deed
from grants.returns import ReturnState
from grants.verdict import Verdict

pages = Blueprint(
    "returns", __name__, url_prefix="/contracts/<reference>/projects/<project>/<period>"
)
PER_PAGE = 50
SUBMITTABLE = (ReturnState.NOT_STARTED, ReturnState.DRAFT, ReturnState.QUERIED)


def _identity(fund: Fund, project: str, period: str) -> dict[str, Any]:
    require_project(fund, project)
    require_period(fund, period)
    quarter = next(q for q in quarters(fund) if q.code == period)
    due = next(p.leads_due_on for p in fund.signed.periods if p.code == period)
    title = next(p.title for p in fund.signed.projects if p.code == project)
    return {
        "project": {"code": project, "title": title},
        "period": {"code": period, "label": quarter.label, "dates": quarter.dates, "due_on": due},
        "crumbs": [
            *contract_crumbs(fund.reference, fund.signed.title),
            {"text": title, "href": url_for("projects.show", reference=fund.reference,
                                            project=project)},
        ],
    }  # fmt: skip


def _query(fund: Fund, project: str, period: str) -> dict[str, Any] | None:
    last = [e for e in fund.events if (e.project, e.period) == (project, period)]
    if not last or last[-1].act != Deed.QUERY:
        return None
    return {"by": last[-1].actor, "at": last[-1].at, "reason": last[-1].reason}


@pages.get("/upload")
@opens(Action.SUBMIT_RETURN)
def upload(reference: str, project: str, period: str) -> str:
    """Where the filled workbook is uploaded."""
    return _upload_page(reference, project, period, {})


def _upload_page(reference: str, project: str, period: str, problems: dict[str, str]) -> str:
    def work(act: Act) -> dict[str, Any]:
        fund = fund_of(act, reference)
        identity = _identity(fund, project, period)
        money = money_by_project(fund)[project]
        at: dict[str, Any] = {"reference": reference, "project": project, "period": period}
        return {
            **identity,
            "figures": {"budget": money.revised, "spent_to_date": money.spent, "left": money.left},
            "template_href": url_for("returns.template", **at),
            "action": url_for("returns.check", **at), "size_max": "10 MB", "problems": problems,
            "errors": [{"text": t, "href": f"#{n}"} for n, t in problems.items()],
            "state": fund.return_state(project, period), "query": _query(fund, project, period),
        }  # fmt: skip

    return render_template("return_upload.html", **look(work))


@pages.get("/workbook.xlsx")
@opens(Action.DRAFT_RETURN)
def template(reference: str, project: str, period: str) -> Download:
    """The pre-filled return workbook."""
    data = look(lambda act: write_template(act, reference, project, period))
    return _download(data, f"return-{reference}-{project}-{period}.xlsx")


def _download(data: bytes, name: str) -> Download:
    return Download(
        data, mimetype=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@pages.post("/check")
@opens(Action.SUBMIT_RETURN)
def check(reference: str, project: str, period: str) -> tuple[str, int] | Response:
    """Read and check an uploaded workbook; nothing is submitted yet."""
    file = request.files.get("workbook")
    data = file.read() if file else b""
    if file is None or not file.filename or not data:
        problem = {"workbook": "Choose the return workbook that you filled in."}
        return _upload_page(reference, project, period, problem), 422
    name = file.filename
    try:
        look(lambda act: _expected(check_workbook(act, data, name), project, period))
    except Refused as refusal:
        return _upload_page(reference, project, period, {"workbook": refusal.message}), 422
    sha = change(lambda act: keep_upload(act, data, name, reference))
    at: dict[str, Any] = {"reference": reference, "project": project, "period": period}
    return redirect(url_for("returns.checked", sha=sha, **at), 303)


def _expected(checked: Checked, project: str, period: str) -> Checked:
    found = (checked.draft.project, checked.draft.period)
    if found != (project, period):
        raise Refused(
            f"This is the return of {found[0]} for {found[1]}, but you are sending in {project} "
            f"for {period}. Upload the workbook of {project} for {period}."
        )
    return checked


@pages.get("/check/<sha>")
@opens(Action.SUBMIT_RETURN)
def checked(reference: str, project: str, period: str, sha: str) -> str:
    """What would happen on submit."""

    def work(act: Act) -> dict[str, Any]:
        name, data = kept_upload(act, sha, reference)
        done = _expected(check_workbook(act, data, name), project, period)
        return _check_page(act, done, name, sha)

    return render_template("return_check.html", **look(work))


def _check_page(act: Act, done: Checked, name: str, sha: str) -> dict[str, Any]:
    draft, fund = done.draft, done.fund
    at: dict[str, Any] = {
        "reference": fund.reference,
        "project": draft.project,
        "period": draft.period,
    }
    before = fund.claimed_before(draft.project, draft.period)
    budgets = {h: m.revised for (p, h), m in money_by_head(fund).items() if p == draft.project}
    claimed = dict(draft.claimed)
    heads: list[dict[str, Any]] = [
        {
            "title": h.title, "budget": budgets.get(h.code, 0), "before": before.get(h.code, 0),
            "this_period": claimed.get(h.code, 0),
            "to_date": before.get(h.code, 0) + claimed.get(h.code, 0),
            "left": budgets.get(h.code, 0) - before.get(h.code, 0) - claimed.get(h.code, 0),
        }
        for h in fund.signed.budget_heads
        if h.code in budgets or h.code in claimed
    ]  # fmt: skip
    state = fund.return_state(draft.project, draft.period)
    frozen = draft.period in fund.frozen_periods
    why_not = (
        "Some cells cannot be read: correct them in the workbook and upload it again."
        if draft.unreadable
        else f"The quarter is {fund.quarter_state(draft.period)}: its figures are frozen."
        if frozen
        else f"The return is {state}: finance has it now."
        if state not in SUBMITTABLE
        else ""
    )
    cards = cards_of_check(act, fund, draft.period, done.findings)
    risk: dict[str, int] = {}
    for f in cards:
        if f.verdict != Verdict.WARN:
            risk[f.subject] = max(risk.get(f.subject, 0), f.at_risk)
    shown = [card(f) for f in cards]
    for one, f in zip(shown, cards, strict=True):
        cell = draft.cells.get((f.subject, "claimed"), "")
        one["href"] = None
        one["where"] = f"{cell}: {f.where}" if cell else f.where
    to_date = sum(h["to_date"] for h in heads)
    return {
        **_identity(fund, draft.project, draft.period), "file": {"name": name, "sha256": sha},
        "totals": {
            "lines": len(draft.lines), "claimed": sum(claimed.values()), "to_date": to_date,
            "left": sum(budgets.values()) - to_date, "at_risk": sum(risk.values()),
        },
        "heads": heads,
        "unreadable": [
            {"where": g.where, "what": g.problems[0].what, "why": g.problems[0].why,
             "to_do": g.problems[0].fix}
            for g in grouped(draft.unreadable)
        ],
        "findings": shown,
        "counts": {str(v): sum(f.verdict == v for f in cards) for v in Verdict},
        "can_submit": not why_not, "why_not": why_not,
        "submit_action": url_for("returns.submit", sha=sha, **at), "idempotency_key": sha,
        "annotated_href": url_for("returns.annotated", sha=sha, **at),
        "again_href": url_for("returns.upload", **at),
    }  # fmt: skip


@pages.get("/check/<sha>/annotated.xlsx")
@opens(Action.SUBMIT_RETURN)
def annotated(reference: str, project: str, period: str, sha: str) -> Download:
    """The uploaded workbook with every finding marked at its cell."""

    def work(act: Act) -> tuple[str, bytes]:
        name, data = kept_upload(act, sha, reference)
        done = _expected(check_workbook(act, data, name), project, period)
        return name, annotated_workbook(data, done)

    name, data = look(work)
    return _download(data, f"annotated-{name}")


@pages.post("/check/<sha>/submit")
@opens(Action.SUBMIT_RETURN)
def submit(reference: str, project: str, period: str, sha: str) -> Response:
    """Submit the workbook that was checked."""

    def work(act: Act) -> Any:
        name, data = kept_upload(act, sha, reference)
        _expected(check_workbook(act, data, name), project, period)
        return submit_workbook(act, data, name)

    done = change(work)
    flash(
        f"The return of {done.project} for {done.period} is in: {done.lines} lines. "
        "The council's finance officer agrees it to the ledger next.",
        "success",
    )
    return redirect(
        url_for("returns.show", reference=reference, project=project, period=period), 303
    )


@pages.get("/")
@opens(Action.VIEW_PROJECT)
def show(reference: str, project: str, period: str) -> str:
    """A return: lines, findings, history, and what this person may do now."""
    return render_template(
        "return.html", **look(lambda act: _return_page(act, reference, project, period, {}))
    )


def _return_page(
    act: Act, reference: str, project: str, period: str, problems: dict[str, str]
) -> dict[str, Any]:
    fund = fund_of(act, reference)
    identity = _identity(fund, project, period)
    at: dict[str, Any] = {"reference": reference, "project": project, "period": period}
    version = fund.counting.get((project, period))
    lines = lines_shown(act, fund, project, period)
    number = page_of(len(lines), PER_PAGE)
    found = finding_cards(act, fund, period=period, project=project)
    money = money_by_project(fund)[project]
    before = sum(fund.claimed_before(project, period).values())
    claimed = version.claimed_pence if version else 0
    at_risk = {f.subject: f.at_risk for f in found if f.is_open and f.verdict != Verdict.WARN}
    acts, why_not = _acts(act, fund, project, period)
    can_send = may(act.actor, Action.SUBMIT_RETURN, contract=reference, project=project)
    state = fund.return_state(project, period)
    heads = {h.code: h.title for h in fund.signed.budget_heads}
    return {
        **identity,
        "head_line": _head_line(fund, project, period),
        "totals": {
            "lines": len(lines), "claimed": claimed, "to_date": before + claimed,
            "budget": money.revised, "left": money.revised - before - claimed,
            "at_risk": sum(at_risk.values()),
        },
        "lines": [
            {**row, "href": None, "head": heads.get(row["head"], row["head"])}
            for row in lines[(number - 1) * PER_PAGE : number * PER_PAGE]
        ],
        "pages": page_links(url_for("returns.show", **at), number, len(lines), PER_PAGE),
        "findings": [card(f) for f in found],
        "history": history_of(fund, project, period),
        "query": _query(fund, project, period), "acts": acts, "why_not": why_not,
        "idempotency_key": "", "problems": problems,
        "errors": [{"text": t, "href": f"#{n}"} for n, t in problems.items()],
        "workbook_href": url_for("returns.original", version=version.version, **at)
        if version and version.file_sha256 and _sees_workbook(act, fund, project) else None,
        "revise_href": url_for("returns.upload", **at)
        if can_send and state in SUBMITTABLE else None,
    }  # fmt: skip


def _sees_workbook(act: Act, fund: Fund, project: str) -> bool:
    found = fund.signed.project(project)
    return not (found and found.sensitive) or sees_sensitive(act.actor, fund.reference, project)


def _head_line(fund: Fund, project: str, period: str) -> dict[str, Any]:
    version = fund.counting.get((project, period))
    mine = [e for e in fund.events if (e.project, e.period) == (project, period)]
    submitted = next((e for e in reversed(mine) if e.act == Deed.SUBMIT), None)
    reconciled = next((e for e in reversed(mine) if e.act == Deed.RECONCILE), None)
    return {
        "state": fund.return_state(project, period), "version": version.version if version else 0,
        "submitted_at": submitted.at if submitted else None,
        "prepared_by": submitted.actor if submitted else None,
        "reconciled_by": reconciled.actor if reconciled else None,
        "reconciled_at": reconciled.at if reconciled else None,
    }  # fmt: skip


def _acts(act: Act, fund: Fund, project: str, period: str) -> tuple[dict[str, str], str]:
    """Addresses of what the person may do now, and why not the next step."""
    ref = fund.reference
    at: dict[str, Any] = {"reference": ref, "project": project, "period": period}
    state = fund.return_state(project, period)
    if period in fund.frozen_periods:
        return {}, f"The quarter is {fund.quarter_state(period)}: its returns are frozen."
    acts: dict[str, str] = {}
    if state == ReturnState.SUBMITTED and may(
        act.actor, Action.RECONCILE_RETURN, contract=ref, project=project
    ):
        own = fund.persons(period, project)["preparer"]
        if act.person in own:
            return {}, "You prepared this return, so another person reconciles it."
        acts["reconcile"] = url_for("returns.reconcile", **at)
    if state in (ReturnState.SUBMITTED, ReturnState.RECONCILED) and may(
        act.actor, Action.QUERY_RETURN, contract=ref, project=project
    ):
        acts["query"] = url_for("returns.query", **at)
    return acts, ""


def _moved(reference: str, project: str, period: str, work: Any, field: str) -> Any:
    at: dict[str, Any] = {"reference": reference, "project": project, "period": period}
    try:
        state = change(work)
    except Refused as refusal:
        text = " ".join([refusal.message, *refusal.details[:5]])
        page = look(lambda act: _return_page(act, reference, project, period, {field: text}))
        return render_template("return.html", **page), 422
    flash(f"The return of {project} for {period} is {state}.", "success")
    return redirect(url_for("returns.show", **at), 303)


@pages.post("/query")
@opens(Action.QUERY_RETURN)
def query(reference: str, project: str, period: str) -> Response:
    """Send the return back with a question."""
    reason = request.form.get("reason", "")
    return _moved(  # type: ignore[no-any-return]
        reference, project, period,
        lambda act: query_return(act, reference, project, period, reason), "reason",
    )  # fmt: skip


@pages.post("/reconcile")
@opens(Action.RECONCILE_RETURN)
def reconcile(reference: str, project: str, period: str) -> Response:
    """Every line is matched or explained."""
    return _moved(  # type: ignore[no-any-return]
        reference, project, period,
        lambda act: reconcile_return(act, reference, project, period), "act",
    )  # fmt: skip


@pages.get("/versions/<int:version>.xlsx")
@opens(Action.VIEW_PROJECT)
def original(reference: str, project: str, period: str, version: int) -> Download:
    """The workbook exactly as it came in."""
    name, data = look(lambda act: original_file(act, reference, project, period, version))
    return _download(data, name)
