"""Findings of the latest runs as cards: where, what, why with clause and wording, what to do."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.services.fund import Fund
from app.services.office import Act
from app.services.queries.overview import SETTLED, visible_projects
from app.services.run_checks import Resolved, shown_run
from app.store.checks import FindingRow, ResolutionRow
from grants.contract import TermVersion
from grants.policy import own_projects, sees_sensitive
from grants.terms.base import name_key
from grants.terms.registry import kinds
from grants.verdict import GRAVITY, Scope, Verdict

MASK = "Shown to the council only"
MASKED = "Shown to the council only: the project is sensitive."
TO_DO = {
    Verdict.BREACH: (
        "Take the money out of the claim, correct the return, or record the funder's consent. "
        "What cannot be undone is reported to the funder."
    ),
    Verdict.EVIDENCE: "Supply what is missing, or accept it with a reason an auditor will read.",
    Verdict.NOT_RUN: "Look yourself: nobody has checked this. Accept it with what you found.",
    Verdict.WARN: "Look at it, and accept it with a reason if it is in order.",
    Verdict.CONSENTED: "Nothing: the funder gave consent beforehand.",
    Verdict.RATIFIED: "Nothing more: the funder allowed it afterwards, and the pack says so.",
}


@dataclass(frozen=True)
class FindingShown:
    """A finding as a card shows it. ``at_risk`` in pence.

    ``masked``: its narrative belongs to a sensitive project and is not shown to this actor.
    """

    ref: str
    contract: str
    period: str
    scope: str
    subject: str
    project: str
    term: str
    title: str
    verdict: str
    where: str
    what: str
    clause: str
    wording: str
    page: int | None
    variation: str
    to_do: str
    at_risk: int
    resolution: ResolutionRow | None
    masked: bool = False

    @property
    def is_open(self) -> bool:
        """Nobody has answered it and it does not settle itself."""
        return self.resolution is None and Verdict(self.verdict) not in SETTLED


def finding_cards(
    act: Act,
    fund: Fund,
    *,
    period: str | None = None,
    project: str | None = None,
    only_open: bool = False,
) -> list[FindingShown]:
    """Findings of the latest run of each period, gravest first, as far as the actor may see."""
    seen = set(visible_projects(act, fund))
    sees_all = own_projects(act.actor, fund.reference) is None
    answers = {r.ref: r for r in fund.standing}
    cells, hidden = _cells(fund), hidden_suppliers(act, fund)
    rows: list[FindingShown] = []
    for p in fund.signed.periods:
        if period not in (None, p.code):
            continue
        run = shown_run(act, fund, p.code)
        for f in act.uow.checks.findings(run.id) if run else []:
            if not sees_all and f.project not in seen:
                continue
            if project is not None and f.project != project:
                continue
            shown = _shown(act, fund, p.code, f, answers.get(f.ref), cells)
            if f.scope == Scope.SUPPLIER and name_key(f.subject) in hidden:
                shown = _without_name(shown)
            if shown.is_open or not only_open:
                rows.append(shown)
    return sorted(
        rows,
        key=lambda r: (not r.is_open, -GRAVITY.index(Verdict(r.verdict)), r.period, r.subject),
    )


def cards_of_check(
    act: Act, fund: Fund, period: str, found: Iterable[Resolved]
) -> list[FindingShown]:
    """The same cards for findings that are not stored (a check before submitting)."""
    rows = []
    for r in found:
        f = r.finding
        row = FindingRow(
            ref=r.ref, scope=f.scope, subject=f.subject, project=r.project, term=f.term,
            clause=f.clause, verdict=f.verdict, at_risk_pence=f.at_risk, message=f.message,
            consent=f.consent, variation=f.variation, judged_on=f.judged_on,
        )  # fmt: skip
        rows.append(_shown(act, fund, period, row, r.resolution, {}))
    return rows


def hidden_suppliers(act: Act, fund: Fund) -> frozenset[str]:
    """Suppliers, by key of their names, known only from lines masked for the actor."""
    masked = {p.code for p in fund.signed.projects if _is_masked(act, fund, p.code)}
    if not masked or not len(fund.lines):
        return frozenset()
    keys = fund.lines["supplier"].map(name_key)
    is_masked = fund.lines["project"].isin(masked)
    return frozenset(keys[is_masked]) - frozenset(keys[~is_masked])


def _without_name(f: FindingShown) -> FindingShown:
    return replace(f, subject=MASK, where=f"Supplier, {f.period}", what=MASKED, masked=True)


def _cells(fund: Fund) -> dict[str, str]:
    """Line id → the cell it came from."""
    if not len(fund.lines):
        return {}
    return dict(zip(fund.lines["line_id"], fund.lines["cell"], strict=True))


def _shown(
    act: Act,
    fund: Fund,
    period: str,
    f: FindingRow,
    answer: ResolutionRow | None,
    cells: dict[str, str],
) -> FindingShown:
    version = version_of(fund, f.term, f.clause, f.variation)
    kind = kinds().get(f.term)
    title = kind.title if kind else f.term.replace("-", " ")
    masked = _is_masked(act, fund, f.project)
    return FindingShown(
        ref=f.ref, contract=fund.reference, period=period, scope=f.scope, subject=f.subject,
        project=f.project, term=f.term, title=f"{title[:1].upper()}{title[1:]}", verdict=f.verdict,
        where=_where(fund, f, period, cells), what=MASKED if masked else f.message, clause=f.clause,
        wording=version.wording if version else "", page=version.page if version else None,
        variation=f.variation, to_do=TO_DO.get(Verdict(f.verdict), ""),
        at_risk=f.at_risk_pence, resolution=answer, masked=masked,
    )  # fmt: skip


def _is_masked(act: Act, fund: Fund, project: str) -> bool:
    found = fund.signed.project(project) if project else None
    sensitive = found is not None and found.sensitive
    return sensitive and not sees_sensitive(act.actor, fund.reference, project)


def version_of(fund: Fund, term: str, clause: str, variation: str) -> TermVersion | None:
    """The version of a term that a finding cites."""
    versions = fund.signed.term_versions(term)
    for v in versions:
        if v.clause == clause and str(v.variation or "") == (variation or ""):
            return v
    return versions[-1] if versions else None


def _where(fund: Fund, f: FindingRow, period: str, cells: dict[str, str]) -> str:
    """The subject in words. A check of the contract as a whole may belong to any scope."""
    project = fund.signed.project(f.project) if f.project else None
    title = project.title if project else f.project
    cell = cells.get(f.subject, "")
    words = {
        Scope.LINE: f"Line {f.subject}{f' ({cell})' if cell else ''}, {title}",
        Scope.HEAD: f"Budget head {f.subject.partition('@')[0]} of {title}",
        Scope.PROJECT: title,
        Scope.RETURN: f"The return of {title}" if title else "The return to the funder",
        Scope.SUPPLIER: f"Supplier {f.subject}",
    }
    whole = "The contract as a whole"
    named = whole if f.subject == fund.reference else words.get(Scope(f.scope), whole)
    return f"{named}, {period}"
