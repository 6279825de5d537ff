"""A contract with everything that has happened under it so far, read once for a service or a page.

State is what one gets by reading events; nothing here is stored twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from app.services.office import Act, NotFound
from app.store.checks import ResolutionRow
from app.store.contracts import ContractRow
from app.store.returns import QuarterEvent, QuarterFreeze, ReturnEvent, ReturnVersion
from grants.contract import Contract, ProjectReturn, QuarterReturn
from grants.returns import PART_OF, QuarterState, ReturnState
from grants.returns import Act as Deed

DISALLOWED = "disallowed"
FROZEN_STATES = frozenset({QuarterState.CERTIFIED, QuarterState.ACCEPTED})


@dataclass(frozen=True, slots=True)
class HeadFigures:
    """A head's claim in a period: as claimed, and what was taken out of it. Pence."""

    claimed: int
    disallowed: int

    @property
    def net(self) -> int:
        """What is claimed from the funder."""
        return self.claimed - self.disallowed


@dataclass(frozen=True)
class Fund:
    """One contract and its facts. Built by :func:`fund_of`."""

    row: ContractRow
    signed: Contract  # the contract as its own facts say
    versions: tuple[ReturnVersion, ...]
    events: tuple[ReturnEvent, ...]
    quarter_events: tuple[QuarterEvent, ...]
    freezes: tuple[QuarterFreeze, ...]
    resolutions: tuple[ResolutionRow, ...]
    act: Act

    @property
    def reference(self) -> str:
        """The contract's reference."""
        return self.row.reference

    @cached_property
    def return_states(self) -> Mapping[tuple[str, str], str]:
        """(project, period) → state of the return; absent: not started."""
        return {(e.project, e.period): e.state for e in self.events}

    @cached_property
    def quarter_states(self) -> Mapping[str, str]:
        """Period → state of the quarter; absent: open."""
        return {e.period: e.state for e in self.quarter_events}

    def return_state(self, project: str, period: str) -> str:
        """The state of a project's return."""
        return self.return_states.get((project, period), ReturnState.NOT_STARTED)

    def quarter_state(self, period: str) -> str:
        """The state of the quarter's return to the funder."""
        return self.quarter_states.get(period, QuarterState.OPEN)

    @cached_property
    def counting(self) -> Mapping[tuple[str, str], ReturnVersion]:
        """(project, period) → the version that counts: the one last submitted."""
        number = {(e.project, e.period): e.version for e in self.events if e.act == Deed.SUBMIT}
        return {
            (v.project, v.period): v
            for v in self.versions
            if number.get((v.project, v.period)) == v.version
        }

    @cached_property
    def lines(self) -> pd.DataFrame:
        """Every line that counts.

        Spend columns as text, then ``return_version_id, position, cell, claimed_pence``.
        """
        return self.act.uow.returns.lines(v.id for v in self.counting.values())

    @cached_property
    def standing(self) -> tuple[ResolutionRow, ...]:
        """Answers to findings that still count, oldest first.

        What was taken out of a line ends, with its whole answer, when a newer version of that
        line's return comes in: the finding is then judged and answered anew.
        """
        submitted = {(e.project, e.period): e.at for e in self.events if e.act == Deed.SUBMIT}
        lines = self.lines
        since = {
            line_id: submitted[project, period]
            for line_id, project, period in zip(
                lines["line_id"], lines["project"], lines["period"], strict=True
            )
        }
        ended = {
            (r.ref, r.at)
            for r in self.resolutions
            if r.kind == DISALLOWED and not (r.line_id in since and since[r.line_id] <= r.at)
        }
        return tuple(r for r in self.resolutions if (r.ref, r.at) not in ended)

    @cached_property
    def disallowed(self) -> Mapping[str, int]:
        """Line id → pence taken out of the claim: the largest of a line's disallowed findings."""
        amounts: dict[str, int] = {}
        for r in self.standing:
            if r.kind == DISALLOWED:
                amounts[r.line_id] = max(amounts.get(r.line_id, 0), r.amount_pence, key=abs)
        return amounts

    @cached_property
    def frozen_periods(self) -> frozenset[str]:
        """Periods whose figures are certified (and not sent back by the funder)."""
        return frozenset(p for p, s in self.quarter_states.items() if s in FROZEN_STATES)

    def freeze_of(self, period: str) -> QuarterFreeze | None:
        """The certified figures of a period that is certified or accepted; None otherwise."""
        if period not in self.frozen_periods:
            return None
        return next((f for f in reversed(self.freezes) if f.period == period), None)

    def persons(self, period: str, project: str | None = None) -> dict[str, frozenset[str]]:
        """Part → persons who acted in it for the quarter, or for one project's return and it."""
        parts: dict[str, set[str]] = {part: set() for part in PART_OF.values()}
        latest = {key: v.version for key, v in self.counting.items()}
        for e in self.events:
            part = PART_OF.get(Deed(e.act))
            concerns = e.period == period and project in (None, e.project)
            if part and concerns and e.version == latest.get((e.project, e.period), e.version):
                parts[part].add(e.actor)
        for q in self.quarter_events:
            part = PART_OF.get(Deed(q.act))
            if part and q.period == period:
                parts[part].add(q.actor)
        return {part: frozenset(who) for part, who in parts.items()}

    def contract_now(self, *, extra: tuple[ProjectReturn, ...] = ()) -> Contract:
        """The contract with returns and quarters as they stand (``extra`` in their place)."""
        submitted = {(e.project, e.period): e for e in self.events if e.act == Deed.SUBMIT}
        reconciled = {
            (e.project, e.period): e.actor for e in self.events if e.act == Deed.RECONCILE
        }
        rows = {(r.project, r.period): r for r in self.signed.returns}
        for key, version in self.counting.items():
            rows[key] = ProjectReturn(
                project=version.project, period=version.period, submitted_at=submitted[key].at,
                prepared_by=submitted[key].actor, reconciled_by=reconciled.get(key, ""),
                cumulative=version.cumulative, reasons=version.reasons,
            )  # fmt: skip
        rows.update({(r.project, r.period): r for r in extra})
        quarters = {q.period: q for q in self.signed.quarters}
        for e in self.quarter_events:
            before = quarters.get(e.period, QuarterReturn(e.period))
            if e.act == Deed.CERTIFY:
                quarters[e.period] = replace(before, certified_by=e.actor, certified_at=e.at)
            elif e.act == Deed.ACCEPT:
                quarters[e.period] = replace(before, accepted_by=e.actor, accepted_at=e.at)
        return replace(self.signed, returns=tuple(rows.values()), quarters=tuple(quarters.values()))

    def claimed_before(self, project: str, period: str) -> dict[str, int]:
        """Head → pence claimed by a project in earlier periods, less what was disallowed."""
        codes = [p.code for p in self.signed.periods]
        earlier = codes[: codes.index(period)] if period in codes else []
        answer: dict[str, int] = {}
        for code in earlier:
            for (owner, head), figures in self.heads(code).items():
                if owner == project:
                    answer[head] = answer.get(head, 0) + figures.net
        return answer

    def heads(self, period: str) -> dict[tuple[str, str], HeadFigures]:
        """(project, head) → what was claimed and taken out in a period, in pence."""
        answer: dict[tuple[str, str], HeadFigures] = {}
        if not len(self.lines):
            return answer
        lines = self.lines[self.lines["period"] == period]
        for line_id, project, head, pence in zip(
            lines["line_id"], lines["project"], lines["head"], lines["claimed_pence"], strict=True
        ):
            so_far = answer.get((project, head), HeadFigures(0, 0))
            answer[project, head] = HeadFigures(
                so_far.claimed + int(pence), so_far.disallowed + self.disallowed.get(line_id, 0)
            )
        return answer


def fund_of(act: Act, reference: str) -> Fund:
    """Read a contract and its facts.

    Raises:
        NotFound: no contract of that reference.
    """
    uow = act.uow
    row = uow.contracts.row(reference)
    signed = uow.contracts.load(reference)
    if row is None or signed is None:
        known = ", ".join(uow.contracts.references()) or "none yet"
        raise NotFound(f"There is no contract {reference}. Contracts recorded: {known}.")
    return Fund(
        row=row,
        signed=signed,
        versions=tuple(uow.returns.versions(row.id)),
        events=tuple(uow.returns.events(row.id)),
        quarter_events=tuple(uow.returns.quarter_events(row.id)),
        freezes=tuple(uow.returns.freezes(row.id)),
        resolutions=tuple(uow.checks.resolutions(row.id)),
        act=act,
    )


def require_period(fund: Fund, period: str) -> None:
    """Refuse a period that the contract does not have (``NotFound``)."""
    if fund.signed.period(period) is None:
        codes = ", ".join(p.code for p in fund.signed.periods)
        raise NotFound(f"{fund.reference} has no period {period}. Its periods are: {codes}.")


def require_project(fund: Fund, project: str) -> None:
    """Refuse a project that the contract does not have (``NotFound``)."""
    if fund.signed.project(project) is None:
        codes = ", ".join(p.code for p in fund.signed.projects)
        raise NotFound(f"{fund.reference} has no project {project}. Its projects are: {codes}.")
