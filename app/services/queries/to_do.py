"""What needs doing, by role: the first thing a person sees."""

from dataclasses import dataclass
from datetime import date

from app.services.fund import Fund
from app.services.office import Act
from app.services.queries.overview import (
    CLOSED,
    Quarter,
    current_period,
    open_findings,
    quarters,
    visible_projects,
)  # fmt: skip
from grants.policy import Action, may
from grants.returns import QuarterState, ReturnState

SOON_DAYS = 10


@dataclass(frozen=True)
class ToDo:
    """One thing to do; ``place`` names the page, with what it needs to be found."""

    title: str
    detail: str
    button: str
    place: str  # return-upload, return, quarter, reconcile, ledger-import, findings, packs
    reference: str
    period: str
    project: str = ""
    due_on: date | None = None
    urgency: str = "normal"


def to_do(act: Act, fund: Fund) -> list[ToDo]:
    """Everything the actor can do now for a fund, most urgent first."""
    period = current_period(fund)
    quarter = next(q for q in quarters(fund) if q.code == period)
    answer = [*_for_leads(act, fund, quarter), *_for_finance(act, fund, quarter),
              *_for_deciders(act, fund, quarter)]  # fmt: skip
    order = {"overdue": 0, "soon": 1, "normal": 2}
    return sorted(answer, key=lambda t: order[t.urgency])


def _urgency(act: Act, due_on: date) -> str:
    days = (due_on - act.today).days
    return "overdue" if days < 0 else "soon" if days <= SOON_DAYS else "normal"


def _for_leads(act: Act, fund: Fund, quarter: Quarter) -> list[ToDo]:
    answer = []
    due = next(p.leads_due_on for p in fund.signed.periods if p.code == quarter.code)
    for code in visible_projects(act, fund):
        if not may(act.actor, Action.SUBMIT_RETURN, contract=fund.reference, project=code):
            continue
        project = fund.signed.project(code)
        state = fund.return_state(code, quarter.code)
        title = project.title if project else code
        if state in (ReturnState.NOT_STARTED, ReturnState.DRAFT):
            answer.append(
                ToDo(
                    f"Send in the return of {title}",
                    f"{quarter.label}, {quarter.dates}.",
                    "Start",
                    "return-upload",
                    fund.reference,
                    quarter.code,
                    code,
                    due,
                    _urgency(act, due),
                )
            )
        elif state == ReturnState.QUERIED:
            reason = next(
                (e.reason for e in reversed(fund.events)
                 if e.project == code and e.period == quarter.code and e.reason), "",
            )  # fmt: skip
            answer.append(
                ToDo(
                    f"Answer finance about {title}",
                    reason,
                    "See the query",
                    "return",
                    fund.reference,
                    quarter.code,
                    code,
                    due,
                    "soon",
                )
            )
    return answer


def _for_finance(act: Act, fund: Fund, quarter: Quarter) -> list[ToDo]:
    ref = fund.reference
    answer = []
    states = [fund.return_state(p.code, quarter.code) for p in fund.signed.projects]
    submitted = states.count(ReturnState.SUBMITTED)
    if may(act.actor, Action.RECONCILE_LEDGER, contract=ref) and quarter.state not in CLOSED:
        if submitted:
            answer.append(
                ToDo(
                    f"Reconcile {quarter.label} to the ledger",
                    f"{submitted} of {len(states)} returns wait to be agreed to the ledger.",
                    "Reconcile",
                    "reconcile",
                    ref,
                    quarter.code,
                    due_on=quarter.due_on,
                    urgency=_urgency(act, quarter.due_on),
                )
            )
        periods = {p.code: set(p.accounting_periods) for p in fund.signed.periods}[quarter.code]
        lines = act.uow.ledger.accounting_periods(fund.row.id)
        if not periods & lines and act.today > quarter.ends_on:
            answer.append(
                ToDo(
                    f"Import the ledger for {quarter.label}",
                    "No ledger line of this quarter is here yet.",
                    "Import",
                    "ledger-import",
                    ref,
                    quarter.code,
                )
            )
    if may(act.actor, Action.RESOLVE_FINDING, contract=ref) and quarter.state not in CLOSED:
        count = len(open_findings(act, fund, quarter.code))
        if count:
            answer.append(
                ToDo(
                    f"Settle {count} finding{'s' if count != 1 else ''} of {quarter.label}",
                    "The quarter cannot be certified while any stands open.",
                    "Settle",
                    "findings",
                    ref,
                    quarter.code,
                )
            )
    return answer


def _for_deciders(act: Act, fund: Fund, quarter: Quarter) -> list[ToDo]:
    ref = fund.reference
    answer = []
    if may(act.actor, Action.CERTIFY_QUARTER, contract=ref) and quarter.state not in CLOSED:
        states = [fund.return_state(p.code, quarter.code) for p in fund.signed.projects]
        done = states.count(ReturnState.RECONCILED)
        answer.append(
            ToDo(
                f"Certify {quarter.label}",
                f"{done} of {len(states)} returns are agreed to the ledger.",
                "Look and certify",
                "quarter",
                ref,
                quarter.code,
                due_on=quarter.due_on,
                urgency=_urgency(act, quarter.due_on),
            )
        )
    if may(act.actor, Action.ACCEPT_QUARTER, contract=ref):
        answer += [
            ToDo(
                f"Answer the return for {q.label}", "Certified by the council; accept, query or "
                "reject it.", "Look and answer", "quarter", ref, q.code,
            )
            for q in quarters(fund)
            if q.state == QuarterState.CERTIFIED
        ]  # fmt: skip
    return answer
