"""The quarter's return to the funder: certified by the s151 officer, answered by the funder.

Certification freezes the figures: what each project and head claimed, what was taken out, the
bridge, the digest of every verdict. It is refused while anything stands open; ``readiness`` says
what, in words.
"""

import hashlib
from dataclasses import dataclass

from app.services.audit_trail import sign_trail
from app.services.fund import Fund, fund_of, require_period
from app.services.journals import post, post_reversal
from app.services.office import Act, Refused
from app.services.reconcile_ledger import Outcome, reconciliation_of
from app.services.run_checks import Resolved, checks_of, run_checks, unsettled
from app.store.returns import QuarterEvent, QuarterFreeze
from app.store.types import canonical_json
from grants import events as fact
from grants.events import ActsAs, HeadSpend
from grants.policy import Action
from grants.returns import (
    QUARTER_MOVES,
    MoveRefused,
    QuarterState,
    ReturnState,
    next_state,
    require_own_person,
)  # fmt: skip
from grants.returns import (
    Act as Deed,
)

DECLARATION = (
    "I certify that the expenditure in this return was incurred wholly for the purposes of the "
    "grant and in accordance with its terms, is net of recoverable VAT, is not claimed elsewhere, "
    "is supported by records and agrees to the council's ledger, all differences being explained."
)


@dataclass(frozen=True)
class Certified:
    """The certified figures, in pence."""

    state: str
    claimed: int
    disallowed: int
    net: int
    digest: str


@dataclass(frozen=True)
class Readiness:
    """What stands between a quarter and its certification; empty when nothing does."""

    returns: tuple[str, ...]  # projects whose return is not reconciled
    findings: tuple[Resolved, ...]  # not settled
    ledger: tuple[str, ...]  # what the bridge leaves open
    persons: str  # why this person may not certify, or blank

    @property
    def is_ready(self) -> bool:
        """Nothing stands open."""
        return not (self.returns or self.findings or self.ledger or self.persons)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Everything open, a sentence each."""
        return (
            *self.returns,
            *(
                f"{r.ref} {r.finding.verdict} {r.finding.subject}, clause {r.finding.clause}: "
                f"{r.finding.message}"
                for r in self.findings
            ),
            *self.ledger,
            *((self.persons,) if self.persons else ()),
        )


def readiness(
    act: Act, fund: Fund, period: str, found: list[Resolved], outcome: Outcome
) -> Readiness:
    """What stands open for a quarter, as far as ``act.actor`` is to certify it."""
    waiting = [
        f"The return of {p.title} ({p.code}) is {fund.return_state(p.code, period)}."
        for p in fund.signed.projects
        if fund.return_state(p.code, period) != ReturnState.RECONCILED
    ]
    persons = ""
    try:
        require_own_person(Deed.CERTIFY, act.person, fund.persons(period))
    except MoveRefused as fault:
        persons = str(fault)
    return Readiness(tuple(waiting), tuple(unsettled(found)), tuple(outcome.open_reasons), persons)


def quarter_findings(fund: Fund, period: str) -> list[Resolved]:
    """The findings of a quarter as it stands now; nothing is stored."""
    return checks_of(fund.act, fund, period).resolved


def certify_quarter(act: Act, contract: str, period: str, reason: str = "") -> Certified:
    """Certify a quarter's figures and freeze them.

    Raises:
        Refused: anything stands open; every reason is in ``details``.
    """
    act.require(Action.CERTIFY_QUARTER, contract=contract)
    fund = fund_of(act, contract)
    require_period(fund, period)
    before = fund.quarter_state(period)
    try:
        after = next_state(QUARTER_MOVES, before, Deed.CERTIFY)
    except MoveRefused as fault:
        raise Refused(f"{contract} {period}: {fault}") from fault
    _require_earlier_certified(fund, period)
    run, found = run_checks(act, fund, period, "certify")
    outcome = reconciliation_of(act, fund, period)
    ready = readiness(act, fund, period, found, outcome)
    if not ready.is_ready:
        raise Refused(
            f"{contract} {period} cannot be certified yet: {len(ready.reasons)} thing(s) stand "
            "open.",
            ready.reasons,
        )
    body = _figures(fund, period, found, outcome, run.verdict_digest)
    digest = hashlib.sha256(canonical_json(body).encode()).hexdigest()
    freeze = QuarterFreeze(
        contract_id=fund.row.id, period=period,
        version=1 + sum(f.period == period for f in fund.freezes), at=act.now, by=act.person,
        digest=digest, body=body, check_run_id=run.id,
    )  # fmt: skip
    act.uow.returns.add_event(freeze)
    _add_event(act, fund, period, Deed.CERTIFY, after, reason, freeze.id)
    _post_spend(act, fund, period, freeze.version)
    claimed, disallowed = int(str(body["claimed"])), int(str(body["disallowed"]))
    act.record(
        "quarter-certified", contract=contract, subject=period,
        body={
            "claimed": claimed, "disallowed": disallowed, "net": claimed - disallowed,
            "digest": digest, "check": run.verdict_digest, "declaration": DECLARATION,
        },
    )  # fmt: skip
    sign_trail(act, f"certification of {contract} {period}")
    return Certified(after, claimed, disallowed, claimed - disallowed, digest)


def answer_quarter(act: Act, contract: str, period: str, deed: Deed, reason: str = "") -> str:
    """The funder's answer: accept, query or reject; gives the new state."""
    act.require(Action.ACCEPT_QUARTER, contract=contract)
    fund = fund_of(act, contract)
    require_period(fund, period)
    try:
        after = next_state(QUARTER_MOVES, fund.quarter_state(period), deed, reason=reason)
        require_own_person(Deed.ACCEPT, act.person, fund.persons(period))
    except MoveRefused as fault:
        raise Refused(f"{contract} {period}: {fault}") from fault
    freeze = fund.act.uow.returns.freeze(fund.row.id, period)
    _add_event(act, fund, period, deed, after, reason, freeze.id if freeze else None)
    if deed != Deed.ACCEPT and freeze is not None:
        for reference in _references(fund, period, freeze.version):
            post_reversal(act, fund.row.id, reference, act.today)
    past = {Deed.ACCEPT: "accepted", Deed.QUERY: "queried", Deed.REJECT: "rejected"}[deed]
    act.record(
        f"quarter-{past}", contract=contract, subject=period,
        body={"digest": freeze.digest if freeze else "", "reason": reason.strip()},
    )  # fmt: skip
    return after


def _require_earlier_certified(fund: Fund, period: str) -> None:
    for earlier in fund.signed.periods:
        if earlier.code == period:
            return
        if fund.quarter_state(earlier.code) not in {QuarterState.CERTIFIED, QuarterState.ACCEPTED}:
            raise Refused(
                f"{period} cannot be certified before {earlier.code}, which is "
                f"{fund.quarter_state(earlier.code)}: figures to date build on it."
            )


def _figures(
    fund: Fund, period: str, found: list[Resolved], outcome: Outcome, verdicts: str
) -> dict[str, object]:
    """The frozen body: claimed, disallowed and net by project and head, and what it rests on."""
    heads = fund.heads(period)
    lines = fund.lines[fund.lines["period"] == period] if len(fund.lines) else fund.lines
    return {
        "contract": fund.reference,
        "period": period,
        "claimed": sum(h.claimed for h in heads.values()),
        "disallowed": sum(h.disallowed for h in heads.values()),
        "heads": [
            {"project": p, "head": h, "claimed": f.claimed, "disallowed": f.disallowed}
            for (p, h), f in sorted(heads.items())
        ],
        "returns": {p: v.version for (p, q), v in sorted(fund.counting.items()) if q == period},
        "lines": hashlib.sha256(
            canonical_json(lines.drop(columns=["return_version_id"]).values.tolist()).encode()
        ).hexdigest(),
        "bridge": outcome.summary(),
        "verdicts": verdicts,
        "findings": [
            {
                "ref": r.ref,
                "verdict": r.finding.verdict,
                "resolution": r.resolution.kind if r.resolution else "",
                "by": r.resolution.by if r.resolution else "",
            }
            for r in found
        ],
        "declaration": DECLARATION,
    }


def _add_event(  # noqa: PLR0913, PLR0917 - the parts of an event
    act: Act, fund: Fund, period: str, deed: Deed, state: str, reason: str, freeze_id: int | None
) -> None:
    act.uow.returns.add_event(
        QuarterEvent(
            contract_id=fund.row.id,
            period=period,
            act=deed,
            state=state,
            actor=act.person,
            at=act.now,
            reason=reason.strip(),
            freeze_id=freeze_id,
        )
    )


def _references(fund: Fund, period: str, version: int) -> list[str]:
    return [f"spend {period} v{version}"] + [
        f"borne {period} v{version} {h.code} {p.code}"
        for p in fund.signed.projects
        for h in fund.signed.budget_heads
    ]


def _post_spend(act: Act, fund: Fund, period: str, version: int) -> None:
    """Eligible spend by head, and what the council bears itself, on the quarter's last day."""
    ends = next(p.ends_on for p in fund.signed.periods if p.code == period)
    heads = sorted(fund.heads(period).items())
    acts_as = ActsAs(fund.signed.acts_as)
    spend = tuple(HeadSpend(p, h, f.net) for (p, h), f in heads if f.net)
    certified = fact.EligibleSpendCertified(
        contract=fund.reference, on=ends, actor=act.person, period=period, spend=spend,
        acts_as=acts_as,
    )  # fmt: skip
    post(act, fund.row.id, certified, f"spend {period} v{version}")
    for (project, head), figures in heads:
        if figures.disallowed > 0:
            ineligible = fact.IneligibleSpendBorne(
                contract=fund.reference, on=ends, actor=act.person, project=project, head=head,
                amount=figures.disallowed, reason=f"disallowed in {period}", was_certified=False,
                acts_as=acts_as,
            )  # fmt: skip
            post(act, fund.row.id, ineligible, f"borne {period} v{version} {head} {project}")
