"""``flask return template|check|submit|query|reconcile``."""

from collections.abc import Mapping
from pathlib import Path

import click

from app.cli.answer import (
    as_user,
    change,
    command,
    existing_file,
    look,
    of_contract,
    of_period,
    of_project,
    operator,
    person,
    read_bytes,
    say,
    stop,
    write_bytes,
)  # fmt: skip
from app.services.move_return import query_return, reconcile_return
from app.services.run_checks import Resolved
from app.services.submit_return import (
    annotated_workbook,
    check_workbook,
    submit_workbook,
    write_template,
)
from grants.verdict import SCREEN_LABELS, Verdict
from ledger.money import format_pounds

group = click.Group("return", help="A project's return: template, check, submit, query, reconcile.")
SERIOUS = frozenset({Verdict.BREACH, Verdict.EVIDENCE, Verdict.NOT_RUN})


def finding_words(found: list[Resolved], cells: Mapping[tuple[str, str], str]) -> list[str]:
    """Findings in words, with the cell where there is one."""
    words = []
    for r in found:
        f = r.finding
        cell = cells.get((f.subject, "claimed"), "")
        risk = (
            f"  at risk {format_pounds(f.at_risk, thousands=True, symbol=True)}"
            if f.at_risk
            else ""
        )
        where = f"{cell} " if cell else ""
        words.append(
            f"{f.verdict:<9} {r.ref}  {where}{f.subject}  clause {f.clause} ({f.term}){risk}"
        )
        words.append(f"          {f.message}")
    return words


def finding_json(r: Resolved) -> dict[str, object]:
    """A finding for scripts."""
    f = r.finding
    return {
        "ref": r.ref, "scope": f.scope, "subject": f.subject, "term": f.term, "clause": f.clause,
        "verdict": f.verdict, "label": SCREEN_LABELS[f.verdict],
        "at_risk": format_pounds(f.at_risk),
        "message": f.message, "consent": f.consent, "variation": f.variation,
        "resolution": r.resolution.kind if r.resolution else None,
    }  # fmt: skip


def _lines(count: int) -> str:
    return f"{count} line" if count == 1 else f"{count} lines"


@group.command("template")
@of_contract
@of_project
@of_period
@click.option("--out", required=True, help="Where to write the workbook.")
@command
def template(reference: str, project: str, period: str, out: str, as_json: bool) -> None:
    """A pre-filled return workbook for a project and period."""
    data = look(operator(), lambda act: write_template(act, reference, project, period))
    write_bytes(out, data)
    say({"file": out, "bytes": len(data)}, [f"Return workbook written to {out}."], as_json=as_json)


@group.command("check")
@click.argument("file", type=existing_file)
@click.option("--annotated", default=None, help="Write a copy with the findings marked in it.")
@command
def check(file: str, annotated: str | None, as_json: bool) -> None:
    """What would happen on submit; writes nothing to the database."""
    data = read_bytes(file)
    done = look(operator(), lambda act: check_workbook(act, data, Path(file).name))
    if annotated:
        write_bytes(annotated, annotated_workbook(data, done))
    draft = done.draft
    words = [f"{Path(file).name}: {draft.project} {draft.period}, {_lines(len(draft.lines))}."]
    words += [u.text for u in draft.unreadable] + [f"Note: {n.text}" for n in draft.notes]
    words += finding_words(done.findings, draft.cells)
    if not draft.unreadable and not done.findings:
        words.append("Nothing to look at: every line meets the contract.")
    answer = {
        "project": draft.project, "period": draft.period, "lines": len(draft.lines),
        "unreadable": [u.text for u in draft.unreadable],
        "notes": [n.text for n in draft.notes],
        "findings": [finding_json(r) for r in done.findings],
    }  # fmt: skip
    say(answer, words, as_json=as_json)
    if draft.unreadable or any(r.finding.verdict in SERIOUS for r in done.findings):
        raise SystemExit(1)


@group.command("submit")
@click.argument("file", type=existing_file)
@as_user
@command
def submit(file: str, email: str, as_json: bool) -> None:
    """Submit a filled workbook."""
    data = read_bytes(file)
    done = change(person(email), lambda act: submit_workbook(act, data, Path(file).name))
    total = format_pounds(done.claimed, thousands=True, symbol=True)
    again = " (submitted before; nothing was counted twice)" if done.was_repeat else ""
    version = f"{done.project} {done.period} version {done.version}"
    words = [f"{version}: {_lines(done.lines)}, {total}{again}."]
    words += [f"Note: {note}" for note in done.notes]
    words += finding_words(done.findings, {})
    answer = {
        "project": done.project, "period": done.period, "version": done.version,
        "lines": done.lines, "claimed": format_pounds(done.claimed), "repeat": done.was_repeat,
        "notes": list(done.notes), "findings": [finding_json(r) for r in done.findings],
    }  # fmt: skip
    say(answer, words, as_json=as_json)


@group.command("query")
@of_contract
@of_project
@of_period
@as_user
@click.option("--reason", default="", help="Why it goes back.")
@command
def query(
    reference: str, project: str, period: str, email: str, reason: str, as_json: bool
) -> None:
    """Send a return back to its lead."""
    if not reason.strip():
        stop(2, "Say why it goes back: --reason '…'.")
    state = change(person(email), lambda act: query_return(act, reference, project, period, reason))
    say({"state": state}, [f"{project} {period} is {state}."], as_json=as_json)


@group.command("reconcile")
@of_contract
@of_project
@of_period
@as_user
@click.option("--reason", default="", help="A note.")
@command
def reconcile(
    reference: str, project: str, period: str, email: str, reason: str, as_json: bool
) -> None:
    """Every line is matched to the ledger or explained."""
    state = change(
        person(email), lambda act: reconcile_return(act, reference, project, period, reason)
    )
    say({"state": state}, [f"{project} {period} is {state}."], as_json=as_json)
