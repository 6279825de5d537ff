"""Run every term over a contract's lines, keep the answer, say what is still to be resolved."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from app.services.fund import Fund, fund_of, require_period
from app.services.office import LONDON, Act
from app.store.checks import CheckRun, FindingRow, ResolutionRow
from grants.checks.engine import check
from grants.checks.frame import spend_frame
from grants.checks.result import CheckResult
from grants.contract import ProjectReturn
from grants.policy import Action
from grants.spend import SPEND_COLUMNS
from grants.verdict import GRAVITY, Finding, Scope, Verdict
from ledger.money import format_pounds

SETTLED = frozenset({Verdict.PASS, Verdict.CONSENTED, Verdict.RATIFIED, Verdict.NOT_APPLICABLE})
ACCEPTABLE = frozenset({Verdict.WARN, Verdict.EVIDENCE, Verdict.NOT_RUN})


@dataclass(frozen=True)
class Resolved:
    """A finding with its reference, the project it concerns, and its resolution if any."""

    finding: Finding
    ref: str
    project: str
    resolution: ResolutionRow | None

    @property
    def is_settled(self) -> bool:
        """Whether it no longer stands in the way of certification."""
        return self.finding.verdict in SETTLED or self.resolution is not None


def finding_ref(contract: str, period: str, finding: Finding) -> str:
    """The same short reference whenever the same thing is found for the same period."""
    parts = (
        contract, period, finding.scope, finding.subject, finding.term, finding.verdict,
        str(finding.at_risk), finding.variation,
    )  # fmt: skip
    return "F" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]


def judged_lines(
    fund: Fund, draft: pd.DataFrame | None = None, *, period: str = ""
) -> pd.DataFrame:
    """Lines to judge, as text.

    Certified quarters count at their certified amounts, but the lines of the ``period`` judged as
    they were claimed; ``draft`` lines stand in place of their own return's earlier version.
    """
    current = fund.lines
    if len(current):
        text = current[list(SPEND_COLUMNS)].copy()
        frozen = current["period"].isin(fund.frozen_periods - {period})
        taken = current["line_id"].map(lambda i: fund.disallowed.get(i, 0))
        changed = frozen & (taken != 0)
        text.loc[changed, "claimed"] = [
            format_pounds(int(c) - int(t))
            for c, t in zip(current.loc[changed, "claimed_pence"], taken[changed], strict=True)
        ]
    else:
        text = pd.DataFrame({c: pd.Series(dtype="str") for c in SPEND_COLUMNS})
    if draft is None:
        return text
    if len(draft):
        project, period = draft["project"].iloc[0], draft["period"].iloc[0]
        text = text[~((text["project"] == project) & (text["period"] == period))]
    return pd.concat([text, draft[list(SPEND_COLUMNS)]], ignore_index=True)


def judge(
    fund: Fund,
    period: str,
    *,
    draft: pd.DataFrame | None = None,
    returns: tuple[ProjectReturn, ...] = (),
) -> CheckResult:
    """Judge a period as of today, a certified one as of its certification; nothing is stored."""
    lines = judged_lines(fund, draft, period=period)
    if returns:
        r = returns[0]
        drop = (lines["project"] == r.project) & (lines["period"] == r.period)
        own = lines["line_id"].isin(draft["line_id"]) if draft is not None else ~drop
        lines = lines[~drop | own].reset_index(drop=True)
    freeze = fund.freeze_of(period)
    day = freeze.at.astimezone(LONDON).date() if freeze else fund.act.today
    return check(
        spend_frame(lines), fund.contract_now(extra=returns), period=period, as_of=day,
        known_at=day,
    )  # fmt: skip


def project_of(finding: Finding, line_projects: Mapping[str, str]) -> str:
    """The project a finding concerns; blank for the contract, the quarter or a supplier."""
    if finding.scope == Scope.LINE:
        return line_projects.get(finding.subject, "")
    if finding.scope == Scope.HEAD:
        return finding.subject.partition("@")[2]
    if finding.scope == Scope.RETURN:
        return finding.subject.partition("@")[0] if "@" in finding.subject else ""
    known = finding.subject in line_projects.values()
    return finding.subject if finding.scope == Scope.PROJECT and known else ""


def resolve(fund: Fund, period: str, result: CheckResult, lines: pd.DataFrame) -> list[Resolved]:
    """Findings with their references and resolutions, gravest first."""
    answers = {r.ref: r for r in fund.standing}
    projects = dict(zip(lines["line_id"], lines["project"], strict=True))
    found = []
    for finding in result.findings:
        ref = finding_ref(fund.reference, period, finding)
        found.append(Resolved(finding, ref, project_of(finding, projects), answers.get(ref)))
    return sorted(
        found, key=lambda r: (-GRAVITY.index(r.finding.verdict), r.finding.term, r.finding.subject)
    )


def run_checks(act: Act, fund: Fund, period: str, purpose: str) -> tuple[CheckRun, list[Resolved]]:
    """Judge the period, keep run and findings, and return them with their resolutions."""
    result = judge(fund, period)
    lines = judged_lines(fund, period=period)
    resolved = resolve(fund, period, result, lines)
    run = CheckRun(
        contract_id=fund.row.id, period=period, purpose=purpose, at=act.now, by=act.person,
        as_of=result.as_of, known_at=result.known_at, rule_set_digest=result.rule_set_digest,
        input_digest=result.input_digest, verdict_digest=result.digest, line_count=len(lines),
        counts={str(k): int(v) for k, v in result.counts.items()},
        by_term={t: {str(k): int(v) for k, v in c.items()} for t, c in result.by_term.items()},
    )  # fmt: skip
    act.uow.checks.add_run(run, [_row(r) for r in resolved])
    return run, resolved


def review_period(act: Act, contract: str, period: str) -> CheckRun:
    """Run the checks of a period again, on request, and say so in the trail."""
    act.require(Action.RESOLVE_FINDING, contract=contract)
    fund = fund_of(act, contract)
    require_period(fund, period)
    run, _found = run_checks(act, fund, period, "review")
    act.record(
        "checks-run", contract=contract, subject=period,
        body={"verdicts": run.verdict_digest, "counts": run.counts},
    )  # fmt: skip
    return run


def _row(r: Resolved) -> FindingRow:
    f = r.finding
    return FindingRow(
        ref=r.ref, scope=f.scope, subject=f.subject, project=r.project, term=f.term,
        clause=f.clause, verdict=f.verdict, at_risk_pence=f.at_risk, message=f.message,
        consent=f.consent, variation=f.variation, judged_on=f.judged_on,
    )  # fmt: skip


def shown_run(act: Act, fund: Fund, period: str) -> CheckRun | None:
    """The run whose findings count: of a certified quarter the one it was certified on."""
    freeze = fund.freeze_of(period)
    if freeze is not None:
        return act.uow.checks.run(freeze.check_run_id)
    return act.uow.checks.latest(fund.row.id, period)


@dataclass(frozen=True)
class PeriodChecks:
    """Counts and findings of a period: frozen with its certification, or as things stand now."""

    by_term: Mapping[str, Mapping[str, int]]
    rule_set_digest: str
    resolved: list[Resolved]


def checks_of(act: Act, fund: Fund, period: str) -> PeriodChecks:
    """What the checks say of a period, without storing anything."""
    freeze = fund.freeze_of(period)
    run = act.uow.checks.run(freeze.check_run_id) if freeze else None
    if run is None:
        result = judge(fund, period)
        lines = judged_lines(fund, period=period)
        found = resolve(fund, period, result, lines)
        return PeriodChecks(result.by_term, result.rule_set_digest, found)
    answers = {r.ref: r for r in fund.standing}
    found = [
        Resolved(_finding(row), row.ref, row.project, answers.get(row.ref))
        for row in act.uow.checks.findings(run.id)
    ]
    return PeriodChecks(run.by_term, run.rule_set_digest, found)


def _finding(row: FindingRow) -> Finding:
    return Finding(
        scope=Scope(row.scope), subject=row.subject, term=row.term, clause=row.clause,
        verdict=Verdict(row.verdict), at_risk=row.at_risk_pence, message=row.message,
        consent=row.consent, variation=row.variation, judged_on=row.judged_on,
    )  # fmt: skip


def unsettled(resolved: list[Resolved]) -> list[Resolved]:
    """Findings that still stand in the way of certification."""
    return [r for r in resolved if not r.is_settled]
