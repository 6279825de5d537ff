"""A named person answers a finding: accepts it, disallows the money, or reports it to the funder.

WARN, EVIDENCE and NOT RUN may be accepted with a reason. A BREACH may not: its money is taken out
of the claim (the council bears it), or, where no money can be taken out, it is reported to the
funder with the certified return. A consent recorded in the contract settles it by itself.
"""

from dataclasses import dataclass

from app.services.fund import Fund, fund_of
from app.services.office import Act, NotFound, Refused
from app.services.run_checks import ACCEPTABLE, Resolved, checks_of, shown_run
from app.store.checks import ResolutionRow
from grants.policy import Action, own_projects
from grants.verdict import Scope, Verdict
from ledger.money import format_pounds

WORDS_MIN = 3
ACCEPTED = "accepted"
DISALLOWED = "disallowed"
REPORTED = "reported"


@dataclass(frozen=True)
class Answered:
    """What was kept: one row for each line whose claim changes, or one for the finding."""

    ref: str
    kind: str
    amount: int
    line_ids: tuple[str, ...]


def accept_finding(act: Act, contract: str, period: str, ref: str, reason: str) -> Answered:
    """Accept a WARN, EVIDENCE or NOT RUN."""
    fund, found = _find(act, contract, period, ref)
    if found.finding.verdict not in ACCEPTABLE:
        raise Refused(
            f"{ref} is {found.finding.verdict} (clause {found.finding.clause}) and cannot be "
            "accepted. Take the money out of the claim, report it to the funder, or record the "
            "funder's consent."
        )
    return _keep(act, fund, period, found, ACCEPTED, reason, [("", 0)])


def disallow_finding(act: Act, contract: str, period: str, ref: str, reason: str) -> Answered:
    """Take the money at risk out of the claim; the council bears it."""
    fund, found = _find(act, contract, period, ref)
    if found.finding.at_risk == 0:
        raise Refused(
            f"{ref} puts no money at risk, so nothing can be taken out. Accept it or report it."
        )
    return _keep(act, fund, period, found, DISALLOWED, reason, _shares(fund, period, found))


def report_finding(act: Act, contract: str, period: str, ref: str, reason: str) -> Answered:
    """Report a BREACH that cannot be undone to the funder, with the certified return."""
    fund, found = _find(act, contract, period, ref)
    if found.finding.verdict != Verdict.BREACH:
        raise Refused(f"{ref} is {found.finding.verdict}: accept it with a reason instead.")
    if found.finding.scope == Scope.LINE:
        raise Refused(
            f"{ref} concerns one line: take its {_shown(found.finding.at_risk)} out of the claim, "
            "or record the funder's consent."
        )
    return _keep(act, fund, period, found, REPORTED, reason, [("", 0)])


def _find(act: Act, contract: str, period: str, ref: str) -> tuple[Fund, Resolved]:
    act.require(Action.RESOLVE_FINDING, contract=contract)
    fund = fund_of(act, contract)
    if period in fund.frozen_periods:
        raise Refused(f"{period} is {fund.quarter_state(period)}: its findings are frozen.")
    for found in checks_of(act, fund, period).resolved:
        if found.ref == ref:
            return fund, found
    raise NotFound(
        f"There is no finding {ref} in {contract} {period} as it stands now. It may have been "
        "settled by a newer return or contract file; look at the list of findings again."
    )


def period_of_finding(act: Act, contract: str, ref: str) -> str:
    """The period whose latest run holds that finding, or where it is found as things stand now."""
    fund = fund_of(act, contract)
    for period in reversed(fund.signed.periods):
        run = shown_run(act, fund, period.code)
        if run and any(f.ref == ref for f in act.uow.checks.findings(run.id)):
            return period.code
    for period in fund.signed.periods:
        if period.code not in fund.frozen_periods and any(
            found.ref == ref for found in checks_of(act, fund, period.code).resolved
        ):
            return period.code
    raise NotFound(f"There is no finding {ref} in {contract}.")


def contract_of_finding(act: Act, ref: str) -> str:
    """The contract whose latest runs hold that finding."""
    for reference in act.uow.contracts.references():
        try:
            period_of_finding(act, reference, ref)
        except NotFound:
            continue
        return reference
    raise NotFound(f"There is no finding {ref}.")


def _shares(fund: Fund, period: str, found: Resolved) -> list[tuple[str, int]]:
    """Which lines bear the excess: the line itself, or the subject's, from the last backwards."""
    finding = found.finding
    if finding.scope == Scope.LINE:
        return [(finding.subject, finding.at_risk)]
    lines = fund.lines[fund.lines["period"] == period]
    if finding.scope == Scope.PROJECT:
        lines = lines[lines["project"] == finding.subject]
    elif finding.scope == Scope.HEAD:
        head, _, project = finding.subject.partition("@")
        lines = lines[(lines["project"] == project) & (lines["head"] == head)]
    elif finding.scope == Scope.SUPPLIER:
        lines = lines[lines["supplier"].str.casefold() == finding.subject.casefold()]
    lines = lines.sort_values(["accounting_period", "posted_on", "ledger_key", "line_id"])
    left, shares = finding.at_risk, []
    for line_id, claimed in reversed(
        list(zip(lines["line_id"], lines["claimed_pence"], strict=True))
    ):
        room = int(claimed) - fund.disallowed.get(line_id, 0)
        if left <= 0 or room <= 0:
            continue
        taken = min(left, room)
        shares.append((line_id, fund.disallowed.get(line_id, 0) + taken))
        left -= taken
    if left > 0:
        raise Refused(
            f"{found.ref}: {_shown(left)} of the excess lies in earlier quarters, so "
            "it cannot be taken out of this one. Report it to the funder."
        )
    return shares


def _shown(pence: int) -> str:
    return format_pounds(pence, thousands=True, symbol=True)


def _keep(  # noqa: PLR0913, PLR0917 - the parts of an answer
    act: Act, fund: Fund, period: str, found: Resolved, kind: str, reason: str,
    shares: list[tuple[str, int]],
) -> Answered:  # fmt: skip
    if len(reason.split()) < WORDS_MIN:
        raise Refused(f"Give a reason of at least {WORDS_MIN} words; it goes into the audit pack.")
    if found.resolution is not None:
        r = found.resolution
        raise Refused(f"{found.ref} was {r.kind} by {r.by} already: {r.reason}")
    project = found.project
    if own_projects(act.actor, fund.reference) is not None and project:
        act.require(Action.RESOLVE_FINDING, contract=fund.reference, project=project)
    for line_id, amount in shares:
        act.uow.checks.add_resolution(
            ResolutionRow(
                contract_id=fund.row.id,
                period=period,
                ref=found.ref,
                kind=kind,
                line_id=line_id,
                amount_pence=amount,
                by=act.person,
                at=act.now,
                reason=reason.strip(),
            )
        )
    total = found.finding.at_risk if kind == DISALLOWED else 0
    act.record(
        f"finding-{kind}", contract=fund.reference, subject=found.ref,
        body={
            "period": period, "term": found.finding.term, "clause": found.finding.clause,
            "about": found.finding.subject, "verdict": found.finding.verdict, "amount": total,
            "reason": reason.strip(),
        },
    )  # fmt: skip
    return Answered(found.ref, kind, total, tuple(i for i, _ in shares if i))
