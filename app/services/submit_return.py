"""A project's return comes in: read, checked, drafted, submitted. The same road for every door."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from app.services.fund import Fund, fund_of, require_period, require_project
from app.services.office import Act, NotFound, Refused
from app.services.queries.contracts import visible_references
from app.services.run_checks import Resolved, judge, judged_lines, resolve, run_checks
from app.store.returns import ReturnEvent, ReturnVersion
from app.store.types import canonical_json
from exports.annotated import CannotAnnotate, annotate
from exports.annotated_remarks import remarks_of
from exports.return_workbook import ReturnWorkbookInputs, write_return_workbook
from grants.contract import ProjectReturn
from grants.intake.answers import ReturnAnswers
from grants.intake.draft import DraftReturn, draft_from_rows, read_return
from grants.intake.names import area_cells, named_area
from grants.intake.problem import ReturnRefused
from grants.intake.templates.quarterly import TEMPLATE as QUARTERLY
from grants.policy import Action, NotAllowed, own_projects, sees_sensitive
from grants.returns import (
    RETURN_MOVES,
    MoveRefused,
    QuarterState,
    next_state,
    require_own_person,
)  # fmt: skip
from grants.returns import (
    Act as Deed,
)
from ledger.money import parse_pounds
from ledger.reader.cells import WorkbookCells
from ledger.reader.guard import Unreadable
from ledger.reader.worker import read_workbook_guarded

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES_SHOWN = 5
CLOSED = frozenset({QuarterState.CERTIFIED, QuarterState.ACCEPTED})


@dataclass(frozen=True)
class Checked:
    """What would happen on submit: the draft as read and the findings about it."""

    fund: Fund
    draft: DraftReturn
    findings: list[Resolved]

    @property
    def claimed(self) -> int:
        """Pence claimed by the draft."""
        return sum(parse_pounds(v) for v in self.draft.lines["claimed"])


@dataclass(frozen=True)
class Submitted:
    """The acknowledgement: version, totals and what was found."""

    reference: str
    project: str
    period: str
    version: int
    lines: int
    claimed: int
    findings: list[Resolved]
    was_repeat: bool = False
    notes: tuple[str, ...] = ()  # what was read in another way than it looks


def write_template(act: Act, reference: str, project: str, period: str) -> bytes:
    """A pre-filled return workbook for a project and period."""
    act.require(Action.VIEW_PROJECT, contract=reference, project=project)
    fund = fund_of(act, reference)
    require_project(fund, project)
    require_period(fund, period)
    return write_return_workbook(
        ReturnWorkbookInputs(
            contract=fund.signed,
            project=project,
            period=period,
            claimed_before=fund.claimed_before(project, period),
            made_on=act.today,
        )
    )


def read_workbook(act: Act, data: bytes, name: str) -> tuple[Fund, DraftReturn]:
    """Read an uploaded workbook in a guarded child; nothing is stored.

    Raises:
        Refused: it cannot be read safely, or it is no return of a contract the actor may see.
    """
    try:
        cells = read_workbook_guarded(data, name)
    except Unreadable as fault:
        raise Refused(str(fault)) from fault
    known = visible_references(act)
    reference = _contract_named(cells, known)
    if reference is None:
        raise Refused(
            f"{name}: this is not a return workbook of a contract you work with "
            f"({', '.join(known) or 'none yet'}). "
            "Download the return workbook for your project and quarter, and fill that one."
        )
    fund = fund_of(act, reference)
    try:
        return fund, read_return(cells, contract=fund.signed)
    except ReturnRefused as refusal:
        raise Refused(f"{name} was not read. {refusal}") from refusal


def _contract_named(cells: WorkbookCells, known: Sequence[str]) -> str | None:
    """The contract that a workbook's own contract cell names, if it is recorded here."""
    area = named_area(cells, QUARTERLY.field("contract_reference").name)
    said = [cell.text for cell in area_cells(cells, area)] if area else []
    return next((text for text in said if text in known), None)


def check_workbook(act: Act, data: bytes, name: str) -> Checked:
    """What would happen on submit; writes nothing."""
    fund, draft = read_workbook(act, data, name)
    act.require(Action.VIEW_PROJECT, contract=fund.reference, project=draft.project)
    return _checked(fund, draft)


def check_rows(
    act: Act, reference: str, project: str, period: str, rows: Sequence[Mapping[str, str]],
    answers: ReturnAnswers | None = None,
) -> Checked:  # fmt: skip
    """The same for lines given as rows (API, CSV)."""
    act.require(Action.VIEW_PROJECT, contract=reference, project=project)
    fund = fund_of(act, reference)
    require_project(fund, project)
    require_period(fund, period)
    return _checked(
        fund,
        draft_from_rows(
            rows, contract=fund.signed, project=project, period=period, answers=answers
        ),
    )


def _checked(fund: Fund, draft: DraftReturn) -> Checked:
    if not draft.is_readable:
        return Checked(fund, draft, [])
    _require_unique_ids(fund, draft)
    stated = ProjectReturn(
        project=draft.project, period=draft.period, submitted_at=fund.act.now,
        prepared_by=fund.act.person, cumulative=draft.cumulative, reasons=draft.reasons,
    )  # fmt: skip
    result = judge(fund, draft.period, draft=draft.lines, returns=(stated,))
    mine = set(draft.lines["line_id"])
    suppliers = set(draft.lines["supplier"])
    lines = judged_lines(fund, draft.lines)
    found = [
        r
        for r in resolve(fund, draft.period, result, lines)
        if (
            r.finding.subject in mine
            or r.project == draft.project
            or r.finding.subject in suppliers
        )
    ]
    return Checked(fund, draft, found)


def submit_workbook(act: Act, data: bytes, name: str, *, key: str | None = None) -> Submitted:
    """Submit a filled workbook; its own digest is the idempotency key unless one is given."""
    fund, draft = read_workbook(act, data, name)
    act.require(Action.SUBMIT_RETURN, contract=fund.reference, project=draft.project)
    digest = hashlib.sha256(data).hexdigest()
    repeat = _repeat(act, fund, key or digest, digest, draft)
    if repeat is not None:
        return repeat
    sha = act.uow.files.keep(data, name=name, media_type=XLSX, at=act.now, by=act.person)
    return _submit(act, fund, draft, door="workbook", key=key or digest, digest=digest, sha=sha)


def submit_rows(  # noqa: PLR0913 - the API's body has these parts
    act: Act,
    reference: str,
    project: str,
    period: str,
    rows: Sequence[Mapping[str, str]],
    *,
    key: str,
    answers: ReturnAnswers | None = None,
    door: str = "api",
) -> Submitted:
    """Submit lines given as rows."""
    act.require(Action.SUBMIT_RETURN, contract=reference, project=project)
    checked = check_rows(act, reference, project, period, rows, answers)
    digest = hashlib.sha256(
        canonical_json(
            [project, period, list(map(dict, rows)), asdict(answers or ReturnAnswers())]
        ).encode()
    ).hexdigest()
    repeat = _repeat(act, checked.fund, key, digest, checked.draft)
    if repeat is not None:
        return repeat
    return _submit(act, checked.fund, checked.draft, door=door, key=key, digest=digest, sha=None)


def _repeat(act: Act, fund: Fund, key: str, digest: str, draft: DraftReturn) -> Submitted | None:
    """The first answer again for the same key and content; refused for other content."""
    before = act.uow.returns.by_key(fund.row.id, key)
    if before is None:
        return None
    if before.request_digest != digest:
        raise Refused(
            "This submission's key was used before with other content. Nothing was changed; "
            "make a new key for a new submission."
        )
    return Submitted(
        fund.reference, before.project, before.period, before.version, before.line_count,
        before.claimed_pence, _checked(fund, draft).findings, was_repeat=True,
        notes=_notes(draft),
    )  # fmt: skip


def _submit(  # noqa: PLR0913 - the parts of a version
    act: Act, fund: Fund, draft: DraftReturn, *, door: str, key: str, digest: str, sha: str | None
) -> Submitted:
    if not draft.is_readable:
        raise Refused(
            f"The return was not submitted: {len(draft.unreadable)} thing(s) in it cannot be read. "
            "Nothing was changed.",
            tuple(u.text for u in draft.unreadable),
        )
    project, period = draft.project, draft.period
    quarter = fund.quarter_state(period)
    if quarter in CLOSED:
        raise Refused(
            f"The return of {project} for {period} was not submitted: the quarter is {quarter}, so "
            "its figures are frozen. Put a correction in the next quarter's return."
        )
    state = fund.return_state(project, period)
    try:
        require_own_person(Deed.SUBMIT, act.person, fund.persons(period))
        drafted = next_state(RETURN_MOVES, state, Deed.DRAFT)
        submitted = next_state(RETURN_MOVES, drafted, Deed.SUBMIT)
    except MoveRefused as fault:
        raise Refused(f"The return of {project} for {period}: {fault}") from fault
    _require_unique_ids(fund, draft)
    lines = draft.lines.copy()
    lines["claimed_pence"] = [int(parse_pounds(v)) for v in lines["claimed"]]
    claimed = int(lines["claimed_pence"].sum()) if len(lines) else 0
    newest = act.uow.returns.version(fund.row.id, project, period)
    row = ReturnVersion(
        contract_id=fund.row.id, project=project, period=period,
        version=newest.version + 1 if newest else 1, door=door, file_sha256=sha,
        idempotency_key=key, request_digest=digest, prepared_by=draft.prepared_by,
        drafted_by=act.person, drafted_at=act.now, narrative=asdict(draft.narrative),
        cumulative=dict(draft.cumulative), reasons=dict(draft.reasons),
        nil_heads=sorted(draft.nil_heads), line_count=len(lines), claimed_pence=claimed,
    )  # fmt: skip
    cells = [draft.cells.get((i, "claimed"), "") for i in lines["line_id"]]
    act.uow.returns.add_version(row, lines, cells)
    for deed, after in ((Deed.DRAFT, drafted), (Deed.SUBMIT, submitted)):
        act.uow.returns.add_event(
            ReturnEvent(
                contract_id=fund.row.id,
                project=project,
                period=period,
                version=row.version,
                act=deed,
                state=after,
                actor=act.person,
                at=act.now,
                reason="",
            )
        )
    after_submit = fund_of(act, fund.reference)
    run, found = run_checks(act, after_submit, period, "submit")
    act.record(
        "return-submitted", contract=fund.reference, subject=f"{project}@{period}",
        body={
            "version": row.version, "lines": len(lines), "claimed": claimed, "door": door,
            "file": sha or digest, "check": run.verdict_digest, "counts": run.counts,
        },
    )  # fmt: skip
    mine = set(lines["line_id"])
    about = [r for r in found if r.finding.subject in mine or r.project == project]
    return Submitted(
        fund.reference, project, period, row.version, len(lines), claimed, about,
        notes=_notes(draft),
    )  # fmt: skip


def _notes(draft: DraftReturn) -> tuple[str, ...]:
    return tuple(note.text for note in draft.notes)


def _require_unique_ids(fund: Fund, draft: DraftReturn) -> None:
    """A line id names one line of the contract, in whatever return."""
    if not len(fund.lines) or not len(draft.lines):
        return
    others = fund.lines[
        ~((fund.lines["project"] == draft.project) & (fund.lines["period"] == draft.period))
    ]
    taken = others[others["line_id"].isin(set(draft.lines["line_id"]))]
    if len(taken):
        shown = ", ".join(taken["line_id"].iloc[:LINES_SHOWN])
        own = own_projects(fund.act.actor, fund.reference)
        raise Refused(
            f"{len(taken)} line number(s) are already used by another return: {shown}. "
            "Nothing was changed.",
            tuple(
                f"Line {i}: already in {_return_named(p, q, own)}. Give the line its own number."
                for i, p, q in zip(taken["line_id"], taken["project"], taken["period"], strict=True)
            ),
        )


def _return_named(project: str, period: str, own: frozenset[str] | None) -> str:
    """A return in words; of others' projects it is not said whose."""
    hidden = own is not None and project not in own
    return "another return" if hidden else f"the return of {project} for {period}"


def annotated_workbook(data: bytes, checked: Checked) -> bytes:
    """A copy of the uploaded workbook with every finding marked in its cells."""
    try:
        return annotate(data, remarks_of(checked.draft, [r.finding for r in checked.findings]))
    except CannotAnnotate as fault:
        raise Refused(str(fault)) from fault


def original_file(
    act: Act, reference: str, project: str, period: str, version: int
) -> tuple[str, bytes]:
    """Name and bytes of the workbook of a version, exactly as it came in.

    Raises:
        NotAllowed: the project is sensitive and the person sees its text masked.
    """
    act.require(Action.VIEW_PROJECT, contract=reference, project=project)
    fund = fund_of(act, reference)
    found = fund.signed.project(project)
    if found and found.sensitive and not sees_sensitive(act.actor, reference, project):
        raise NotAllowed("The workbook of a sensitive project is for the council only.")
    row = act.uow.returns.version(fund.row.id, project, period, version)
    file = act.uow.files.get(row.file_sha256) if row and row.file_sha256 else None
    if file is None:
        raise NotFound("There is no workbook kept for that version.")
    return file.name, file.data
