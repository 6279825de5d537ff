"""Checks and Exceptions: what was judged, what is not PASS, and how each finding was resolved."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from exports.formula import Lines
from exports.pack_data import PackData, PackFinding, shown_time
from exports.profile import Masker
from exports.register import block, masked, register
from exports.sheet import Block, Column, Exposure, Kind, Sheet, Value
from grants.verdict import SCREEN_LABELS, Scope, Verdict

CHECKS: Final = "Checks"
EXCEPTIONS: Final = "Exceptions"
OPEN = Exposure.OPEN
VERDICTS: Final = tuple(v.value for v in Verdict)
QUIET: Final = frozenset({Verdict.PASS, Verdict.NOT_APPLICABLE})
LISTED: Final = tuple(v.value for v in Verdict if v not in QUIET)
COUNT_COLUMNS: Final = (
    Column("Term", width=24, exposure=OPEN),
    Column("Clause", width=16, exposure=OPEN),
    *(Column(verdict, Kind.INTEGER, 12, OPEN) for verdict in VERDICTS),
    Column("Judged", Kind.INTEGER, 12, OPEN),
)
FINDING_COLUMNS: Final = (
    Column("Term", width=24, exposure=OPEN),
    Column("Clause", width=16, exposure=OPEN),
    Column("Verdict", width=12, exposure=OPEN),
    Column("In words", width=26, exposure=OPEN),
    Column("Scope", width=12, exposure=OPEN),
    Column("Subject", width=22, exposure=Exposure.SUPPLIER),
    Column("Project", width=12, exposure=OPEN),
    Column("At risk", Kind.MONEY, 14, OPEN),
    Column("Judged on", Kind.DATE, 12),
    Column("Consent", width=14, exposure=OPEN),
    Column("Variation", width=12, exposure=OPEN),
    Column("What was found", width=70, exposure=Exposure.NARRATIVE),
)
EXCEPTION_COLUMNS: Final = (
    Column("Term", width=24, exposure=OPEN),
    Column("Clause", width=12, exposure=OPEN),
    Column("Verdict", width=12, exposure=OPEN),
    Column("Subject", width=22, exposure=Exposure.SUPPLIER),
    Column("At risk", Kind.MONEY, 14, OPEN),
    Column("What was found", width=60, exposure=Exposure.NARRATIVE),
    Column("Resolution", width=14, exposure=OPEN),
    Column("By", width=28, exposure=Exposure.PERSON),
    Column("At", width=24),
    Column("Reason or document", width=50, exposure=Exposure.NARRATIVE),
)
Row = tuple[Value, ...]


def _subject_project(item: PackFinding, masker: Masker) -> str | None:
    """Whose words a finding holds; None for a line or an asset whose project nobody gave."""
    if item.project:
        return item.project
    scope, subject = item.finding.scope, item.finding.subject
    if scope in (Scope.HEAD, Scope.RETURN, Scope.PROJECT):
        parts = set(subject.split("@"))
        return next(iter(parts & masker.sensitive), "")
    return None if scope in (Scope.LINE, Scope.ASSET) else ""


def listed(data: PackData) -> list[PackFinding] | None:
    """Findings that are neither PASS nor N/A, in a stable order; None when no check is held."""
    if data.findings is None:
        return None
    shown = [f for f in data.findings if f.finding.verdict not in QUIET]
    return sorted(shown, key=lambda f: (f.finding.term, f.finding.scope, f.finding.subject,
                                        f.finding.verdict, f.finding.message))  # fmt: skip


def _judged_on(text: str) -> Value:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return text


def _finding_row(item: PackFinding) -> Row:
    f = item.finding
    what: Row = (f.term, f.clause, f.verdict.value, SCREEN_LABELS[f.verdict], f.scope.value)
    where: Row = (f.subject, item.project, f.at_risk, _judged_on(f.judged_on))
    return (*what, *where, f.consent, f.variation, f.message)


def _count_rows(data: PackData) -> Iterator[Row]:
    for counted in data.counts or ():
        numbers = [counted.counts.get(v, 0) for v in Verdict]
        yield counted.term, counted.clause, *numbers, sum(numbers)


def count_total(lines: Lines, headings: tuple[str, ...]) -> tuple[str, int]:
    """The count of several verdicts as a formula's text and its value."""
    text = "+".join(lines.total_text(heading) for heading in headings)
    return text, sum(lines.total_value(heading) for heading in headings)


def build_checks(data: PackData, masker: Masker) -> Sheet:
    """Counts per term and verdict, then every verdict that is not PASS (N/A is only counted)."""
    records = None if data.counts is None else [("", row) for row in _count_rows(data)]
    note = (
        "How often each term gave each verdict; below, every verdict that is neither PASS nor N/A. "
        f"Rule set: {data.rule_set or 'not recorded yet'}."
    )
    sheet = register(CHECKS, COUNT_COLUMNS, records, masker, note=note)
    found = listed(data)
    rows = (
        None if found is None else [(_subject_project(f, masker), _finding_row(f)) for f in found]
    )
    second = block("Verdicts that are not PASS", FINDING_COLUMNS, rows, masker)
    return Sheet(CHECKS, sheet.columns, sheet.rows, note, None, sheet.when_empty, blocks=(second,))


def _exception_row(item: PackFinding) -> Row:
    f, done = item.finding, item.resolution
    what: Row = (f.term, f.clause, f.verdict.value, f.subject, f.at_risk, f.message)
    if done is not None:
        return (*what, done.kind, done.by, shown_time(done.at), done.reason)
    settled = f.verdict in (Verdict.CONSENTED, Verdict.RATIFIED)
    return (*what, f.verdict.value.lower() if settled else "open", "", "", f.consent)


def build_exceptions(data: PackData, masker: Masker) -> Sheet:
    """Each finding with who resolved it, when and why; ``open`` where nobody has."""
    found = listed(data)
    records = (
        None if found is None else [(_subject_project(f, masker), _exception_row(f)) for f in found]
    )
    note = "Every exception and how it was resolved. Open: nobody has resolved it yet."
    return register(EXCEPTIONS, EXCEPTION_COLUMNS, records, masker, note=note)


def counts_block(data: PackData, masker: Masker) -> Block:
    """The counts alone, for other packs."""
    rows = masked(COUNT_COLUMNS, [("", row) for row in _count_rows(data)], masker)
    return Block("Counts per term and verdict", COUNT_COLUMNS, rows)
