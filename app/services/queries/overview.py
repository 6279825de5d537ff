"""A fund's figures for pages: budgets, spend, what is left, where each quarter stands. Pence."""

from dataclasses import dataclass
from datetime import date

from app.services.fund import Fund
from app.services.office import Act
from app.services.run_checks import shown_run
from app.store.checks import FindingRow
from grants.policy import own_projects
from grants.returns import QuarterState, ReturnState
from grants.verdict import Verdict

SETTLED = frozenset({Verdict.CONSENTED, Verdict.RATIFIED, Verdict.PASS, Verdict.NOT_APPLICABLE})
CLOSED = frozenset({QuarterState.CERTIFIED, QuarterState.ACCEPTED})


@dataclass(frozen=True)
class Money:
    """Budget (after virements), claimed net of what was taken out, and ordered. Pence."""

    original: int = 0
    revised: int = 0
    spent: int = 0
    committed: int = 0

    @property
    def left(self) -> int:
        """What is not spent and not ordered."""
        return self.revised - self.spent - self.committed

    def __add__(self, other: "Money") -> "Money":
        return Money(
            self.original + other.original,
            self.revised + other.revised,
            self.spent + other.spent,
            self.committed + other.committed,
        )


@dataclass(frozen=True)
class Quarter:
    """Where a period stands."""

    code: str
    starts_on: date
    ends_on: date
    due_on: date
    state: str
    is_current: bool
    is_overdue: bool
    spent: int
    returns_in: int
    returns_due: int

    @property
    def dates(self) -> str:
        """``1 Apr to 30 Jun 2017``."""
        return f"{self.starts_on:%-d %b} to {self.ends_on:%-d %b %Y}"

    @property
    def label(self) -> str:
        """``Quarter 1 2017-18`` for ``2017-Q1``; any other code as it is."""
        year, _, number = self.code.partition("-Q")
        if not (year.isdigit() and number.isdigit()):
            return self.code
        return f"Quarter {number}, {year}-{(int(year) + 1) % 100:02d}"


def visible_projects(act: Act, fund: Fund) -> tuple[str, ...]:
    """Codes of the projects that the actor may see, in the contract's order."""
    own = own_projects(act.actor, fund.reference)
    return tuple(p.code for p in fund.signed.projects if own is None or p.code in own)


def money_by_head(fund: Fund) -> dict[tuple[str, str], Money]:
    """(project, head) → figures, for every head that has a budget, spend or order."""
    found: dict[tuple[str, str], Money] = {}

    def add(project: str, head: str, money: Money) -> None:
        found[project, head] = found.get((project, head), Money()) + money

    c, today = fund.signed, fund.act.today
    for a in c.all_allocations():
        if (a.effective_from or a.approved_on or date.min) <= today:
            add(a.project, a.head, Money(original=a.amount if a.variation is None else 0,
                                         revised=a.amount))  # fmt: skip
    for v in c.virements:
        if v.approved_on is not None and (v.effective_on or v.approved_on) <= today:
            add(v.from_project, v.from_head, Money(revised=-v.amount))
            add(v.to_project, v.to_head, Money(revised=v.amount))
    for p in c.periods:
        for (project, head), figures in fund.heads(p.code).items():
            add(project, head, Money(spent=figures.net))
    for order in c.commitments:
        if order.raised_on <= today and (order.cleared_on is None or order.cleared_on > today):
            add(order.project, order.head, Money(committed=order.amount))
    return found


def money_by_project(fund: Fund) -> dict[str, Money]:
    """Project → figures; every project of the contract has an entry."""
    found = {p.code: Money() for p in fund.signed.projects}
    for (project, _head), money in money_by_head(fund).items():
        found[project] = found.get(project, Money()) + money
    return found


def quarters(fund: Fund) -> list[Quarter]:
    """Every period with its state, in order."""
    today = fund.act.today
    rows = []
    for p in fund.signed.periods:
        state = fund.quarter_state(p.code)
        states = [fund.return_state(x.code, p.code) for x in fund.signed.projects]
        submitted = [s for s in states if s in (ReturnState.SUBMITTED, ReturnState.RECONCILED)]
        rows.append(
            Quarter(
                code=p.code,
                starts_on=p.starts_on,
                ends_on=p.ends_on,
                due_on=p.return_due_on,
                state=state
                if today > p.ends_on or any(s != ReturnState.NOT_STARTED for s in states)
                else "not due",
                is_current=p.code == current_period(fund) and state not in CLOSED,
                is_overdue=state not in CLOSED and today > p.return_due_on,
                spent=sum(f.net for f in fund.heads(p.code).values()),
                returns_in=len(submitted),
                returns_due=len(states),
            )
        )
    return rows


def current_period(fund: Fund) -> str:
    """The first period that is not certified yet, or the last one."""
    for p in fund.signed.periods:
        if fund.quarter_state(p.code) not in CLOSED:
            return p.code
    return fund.signed.periods[-1].code


def open_findings(act: Act, fund: Fund, period: str | None = None) -> list[FindingRow]:
    """Findings of the latest stored run of each period that nobody has answered.

    Only those whose project the actor may see.
    """
    answered = {r.ref for r in fund.standing}
    seen = set(visible_projects(act, fund))
    sees_all = own_projects(act.actor, fund.reference) is None
    rows: list[FindingRow] = []
    for p in fund.signed.periods:
        if period not in (None, p.code):
            continue
        run = shown_run(act, fund, p.code)
        for f in act.uow.checks.findings(run.id) if run else []:
            if f.verdict in SETTLED or f.ref in answered:
                continue
            if sees_all or f.project in seen:
                rows.append(f)
    return rows


def at_risk(rows: list[FindingRow]) -> int:
    """Pence at risk: each subject once, by its largest."""
    largest: dict[str, int] = {}
    for f in rows:
        if f.verdict != Verdict.WARN:
            largest[f.subject] = max(largest.get(f.subject, 0), f.at_risk_pence)
    return sum(largest.values())
