"""Export a pack: read everything it needs once, render it, keep its bytes and its witness."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from app.services.fund import Fund, fund_of, require_period
from app.services.office import LONDON, Act
from app.services.queries.book import balance_rows, journal_rows
from app.services.reconcile_ledger import Outcome, reconciliation_of, scope_of
from app.services.run_checks import Resolved, checks_of
from app.store.packs import PackRow
from exports.base import Pack
from exports.ledger_side import ledger_side
from exports.pack_data import (
    AuditRow,
    AuditState,
    Event,
    EvidenceItem,
    PackData,
    PackFinding,
    Resolution,
    SignOff,
    Source,
    TermCounts,
)  # fmt: skip
from exports.profile import Profile
from exports.registry import find, packs
from grants.policy import EXPORT_ACTIONS
from grants.returns import Act as Deed
from grants.spend import SPEND_COLUMNS
from grants.verdict import GRAVITY, Verdict
from ledger.audit.tree import Tree

PART_OF_DEED = {
    Deed.SUBMIT: "Prepared", Deed.RECONCILE: "Reconciled", Deed.CERTIFY: "Certified",
    Deed.ACCEPT: "Accepted",
}  # fmt: skip


@dataclass(frozen=True)
class Exported:
    """A pack as exported."""

    name: str
    file_name: str
    media_type: str
    data: bytes
    sha256: str
    digest: str


def list_packs() -> Sequence[Pack]:
    """Every pack of the registry."""
    return tuple(packs().values())


def export_pack(
    act: Act, name: str, contract: str, *, period: str | None = None, profile: str = "internal"
) -> Exported:
    """Render a pack, keep its bytes, and write the audit entry.

    Raises:
        PackUnknown: no pack of that name.
        NotFound: no such contract or period.
    """
    act.require(EXPORT_ACTIONS[profile], contract=contract)
    pack = find(name)
    fund = fund_of(act, contract)
    if period is not None:
        require_period(fund, period)
    data = pack_data(act, fund, period, Profile(profile))
    document = pack.render(data)
    sha = hashlib.sha256(document.content).hexdigest()
    file_name = f"{name}-{contract}-{period or 'whole'}-{profile}{document.suffix}"
    act.uow.files.keep(
        document.content, name=file_name, media_type=document.media_type, at=act.now, by=act.person
    )
    audit = data.audit
    act.uow.packs.add(
        PackRow(
            contract_id=fund.row.id,
            name=name,
            period=period or "",
            profile=profile,
            file_sha256=sha,
            pack_digest=hashlib.sha256(document.content).hexdigest(),
            audit_size=audit.size if audit else 0,
            audit_root=audit.root if audit else "",
            made_at=act.now,
            made_by=act.person,
        )
    )
    act.record(
        "pack-exported", contract=contract, subject=file_name,
        body={"pack": name, "period": period or "", "profile": profile, "sha256": sha},
    )  # fmt: skip
    return Exported(name, file_name, document.media_type, document.content, sha, sha)


def pack_data(act: Act, fund: Fund, period: str | None, profile: Profile) -> PackData:
    """Everything a pack needs, from the facts as they stand."""
    codes = [p.code for p in fund.signed.periods]
    covered = [period] if period else codes
    upto = codes[: codes.index(period) + 1] if period else codes
    found: dict[str, list[Resolved]] = {}
    counts: list[TermCounts] = []
    rule_set = ""
    for code in covered:
        if period is None and not any(q == code for _, q in fund.counting):
            continue
        checks = checks_of(act, fund, code)
        rule_set = checks.rule_set_digest
        found[code] = checks.resolved
        counts += _counts(fund, checks.by_term)
    outcome = reconciliation_of(act, fund, None)
    side = ledger_side(
        outcome.result, ledger_lines=outcome.ledger, claims=outcome.claims,
        scope=scope_of(fund, None), period_code=period,
    )  # fmt: skip
    everything = [r for rows in found.values() for r in rows]
    return PackData(
        contract=fund.contract_now(),
        cut_off=_cut_off(fund, period),
        transactions=_transactions(fund, upto, everything, outcome),
        period_code=period,
        profile=profile,
        system_version=act.office.version,
        rule_set=rule_set,
        ledger=side.ledger,
        matches=side.matches,
        items=side.items,
        statement=side.statement,
        counts=tuple(_merged(counts)),
        findings=tuple(_finding(fund, r) for r in everything),
        return_events=tuple(_return_events(fund, covered)),
        quarter_events=tuple(_quarter_events(fund, covered)),
        journals=journal_rows(act, fund),
        trial_balance=balance_rows(act, fund),
        sources=tuple(_sources(act, fund, covered)),
        sign_offs=tuple(_sign_offs(fund, covered)),
        audit=_audit(act, fund, _cut_off(fund, period)),
        evidence=_evidence(fund, covered),
    )


def _cut_off(fund: Fund, period: str | None) -> datetime:
    """The time of the last act on what the pack shows, so that equal data give equal bytes."""
    times = [e.at for e in fund.events if period in (None, e.period)]
    times += [e.at for e in fund.quarter_events if period in (None, e.period)]
    times += [r.at for r in fund.resolutions if period in (None, r.period)]
    times += [i.imported_at for i in fund.act.uow.ledger.imports(fund.row.id)]
    times.append(fund.row.created_at)
    return max(times).astimezone(LONDON)


def _transactions(
    fund: Fund, upto: list[str], found: list[Resolved], outcome: Outcome
) -> pd.DataFrame:
    lines = fund.lines
    if not len(lines):
        return pd.DataFrame({c: pd.Series(dtype="str") for c in SPEND_COLUMNS})
    frame = lines[lines["period"].isin(upto)].reset_index(drop=True)
    version = {v.id: v.version for v in fund.counting.values()}
    submitted = {(e.project, e.period): e.actor for e in fund.events if e.act == Deed.RECONCILE}
    gravest: dict[str, Verdict] = {}
    for r in found:
        now = gravest.get(r.finding.subject, Verdict.PASS)
        if GRAVITY.index(r.finding.verdict) > GRAVITY.index(now):
            gravest[r.finding.subject] = r.finding.verdict
    text = frame[list(SPEND_COLUMNS)].copy()
    projects = {p.code: p.priority for p in fund.signed.projects}
    text["return_version"] = [str(version[i]) for i in frame["return_version_id"]]
    text["result"] = [str(gravest.get(i, Verdict.PASS)) for i in frame["line_id"]]
    text["disallowed"] = [fund.disallowed.get(i, 0) for i in frame["line_id"]]
    status = outcome.status_by_line()
    text["match_status"] = [status.get(i, "") for i in frame["line_id"]]
    text["approved_by"] = [
        submitted.get((p, q), "") for p, q in zip(frame["project"], frame["period"], strict=True)
    ]
    text["subjective_name"] = [
        head.title if (head := fund.signed.head_for(s)) else "" for s in frame["subjective"]
    ]
    text["priority"] = [projects.get(p, "") for p in frame["project"]]
    return text


def _counts(fund: Fund, by_term: Mapping[str, Mapping[str, int]]) -> list[TermCounts]:
    answer = []
    for term, verdicts in by_term.items():
        versions = fund.signed.term_versions(term)
        clause = versions[-1].clause if versions else ""
        answer.append(
            TermCounts(term, clause, {Verdict(str(v)): int(n) for v, n in verdicts.items()})
        )
    return answer


def _merged(counts: list[TermCounts]) -> list[TermCounts]:
    """One row per term over all periods of the pack."""
    merged: dict[str, TermCounts] = {}
    for c in counts:
        before = merged.get(c.term)
        total = dict(before.counts) if before else {}
        for verdict, n in c.counts.items():
            total[verdict] = total.get(verdict, 0) + n
        merged[c.term] = TermCounts(c.term, c.clause, total)
    return list(merged.values())


def _finding(fund: Fund, r: Resolved) -> PackFinding:
    resolution = None
    if r.resolution is not None:
        kind, by = r.resolution.kind, r.resolution.by
        at = r.resolution.at.astimezone(LONDON)
        resolution = Resolution(kind, by, at, r.resolution.reason)
    elif r.finding.verdict in (Verdict.CONSENTED, Verdict.RATIFIED):
        consent = next((c for c in fund.signed.consents if c.reference == r.finding.consent), None)
        if consent is not None:
            at = datetime(
                consent.given_on.year, consent.given_on.month, consent.given_on.day, tzinfo=LONDON
            )
            resolution = Resolution("consented", fund.signed.funder, at, consent.document)
    return PackFinding(r.finding, r.project, resolution)


def _return_events(fund: Fund, covered: list[str]) -> list[Event]:
    before: dict[tuple[str, str], str] = {}
    events = []
    for e in fund.events:
        if e.period in covered:
            events.append(
                Event(
                    period=e.period,
                    act=e.act,
                    person=e.actor,
                    at=e.at.astimezone(LONDON),
                    project=e.project,
                    before=before.get((e.project, e.period), "not started"),
                    after=e.state,
                    reason=e.reason,
                    version=e.version,
                )
            )
        before[e.project, e.period] = e.state
    return events


def _quarter_events(fund: Fund, covered: list[str]) -> list[Event]:
    before: dict[str, str] = {}
    events = []
    for e in fund.quarter_events:
        if e.period in covered:
            events.append(
                Event(
                    period=e.period,
                    act=e.act,
                    person=e.actor,
                    at=e.at.astimezone(LONDON),
                    before=before.get(e.period, "open"),
                    after=e.state,
                    reason=e.reason,
                )
            )
        before[e.period] = e.state
    return events


def _sign_offs(fund: Fund, covered: list[str]) -> list[SignOff]:
    answer = []
    latest = {key: v.version for key, v in fund.counting.items()}
    for e in fund.events:
        part = PART_OF_DEED.get(Deed(e.act))
        if part and e.period in covered and latest.get((e.project, e.period)) == e.version:
            answer.append(SignOff(part, e.actor, e.at.astimezone(LONDON), e.project, e.period))
    for q in fund.quarter_events:
        part = PART_OF_DEED.get(Deed(q.act))
        if part and q.period in covered:
            answer.append(SignOff(part, q.actor, q.at.astimezone(LONDON), "", q.period))
    return answer


def _sources(act: Act, fund: Fund, covered: list[str]) -> list[Source]:
    files = [
        Source(
            i.name,
            i.file_sha256,
            i.row_count,
            i.total_pence,
            i.imported_by,
            i.imported_at.astimezone(LONDON),
            "ledger extract",
        )
        for i in act.uow.ledger.imports(fund.row.id)
    ]
    for (_project, period), v in sorted(fund.counting.items()):
        if period in covered and v.file_sha256:
            file = act.uow.files.get(v.file_sha256)
            files.append(
                Source(
                    file.name if file else "",
                    v.file_sha256,
                    v.line_count,
                    v.claimed_pence,
                    v.drafted_by,
                    v.drafted_at.astimezone(LONDON),
                    "return workbook",
                )
            )
    seen: set[str] = set()
    for f in act.uow.contracts.history(fund.row.id):
        if f.source_sha256 not in seen:
            seen.add(f.source_sha256)
            file = act.uow.files.get(f.source_sha256)
            files.append(
                Source(
                    file.name if file else "",
                    f.source_sha256,
                    None,
                    None,
                    f.recorded_by,
                    f.recorded_at.astimezone(LONDON),
                    "contract",
                )
            )
    return files


def _audit(act: Act, fund: Fund, cut_off: datetime) -> AuditState:
    """This contract's entries up to the cut-off, and the trail as it stood then as a witness.

    Entries made since, such as those of exports, change nothing in the pack: the same data give
    the same bytes, and the earlier size and root remain provable for ever.
    """
    tree = Tree(digest for _entry, digest in act.uow.audit.stored())
    size = act.uow.audit.size_at(cut_off)
    projects = {p.code for p in fund.signed.projects}
    rows = tuple(
        AuditRow(
            a.seq, a.at.astimezone(LONDON), a.actor, a.action, a.subject, bytes(a.hash).hex(),
            a.subject.partition("@")[0] if a.subject.partition("@")[0] in projects else None,
        )
        for a in act.uow.audit.of_contract(fund.reference)
        if a.seq <= size
    )  # fmt: skip
    return AuditState(rows, tree.root(size).hex(), size)


def _evidence(fund: Fund, covered: list[str]) -> tuple[EvidenceItem, ...] | None:
    """Documents themselves are not kept yet: the sheet says so. Types stand on the lines."""
    del fund, covered
    return None
