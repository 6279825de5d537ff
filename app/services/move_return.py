"""The finance officer's two acts on a project's return: query it, or reconcile it to the ledger."""

from app.services.fund import Fund, fund_of, require_period, require_project
from app.services.office import Act, Refused
from app.services.reconcile_ledger import reconciliation_of
from app.store.returns import ReturnEvent
from grants.policy import Action
from grants.returns import (
    RETURN_MOVES,
    MoveRefused,
    next_state,
    require_own_person,
)  # fmt: skip
from grants.returns import (
    Act as Deed,
)


def query_return(act: Act, contract: str, project: str, period: str, reason: str) -> str:
    """Send a return back to its lead with the reason; gives the new state."""
    act.require(Action.QUERY_RETURN, contract=contract, project=project)
    return _move(act, contract, project, period, Deed.QUERY, reason)


def reconcile_return(act: Act, contract: str, project: str, period: str, reason: str = "") -> str:
    """Say that every line of a return is matched to the ledger or explained; gives the new state.

    Raises:
        Refused: a line is neither, or the person prepared the return.
    """
    act.require(Action.RECONCILE_RETURN, contract=contract, project=project)
    fund = fund_of(act, contract)
    require_project(fund, project)
    require_period(fund, period)
    outcome = reconciliation_of(act, fund, period)
    waiting = outcome.open_lines_of(project)
    if waiting:
        raise Refused(
            f"The return of {project} for {period} is not reconciled: {len(waiting)} line(s) are "
            "neither matched to the ledger nor explained.",
            tuple(waiting),
        )
    return _move(act, contract, project, period, Deed.RECONCILE, reason, fund)


def _move(  # noqa: PLR0913, PLR0917 - the parts of a move
    act: Act, contract: str, project: str, period: str, deed: Deed, reason: str,
    fund: Fund | None = None,
) -> str:  # fmt: skip
    fund = fund or fund_of(act, contract)
    require_project(fund, project)
    require_period(fund, period)
    if period in fund.frozen_periods:
        raise Refused(f"{period} is {fund.quarter_state(period)}: its returns are frozen.")
    version = fund.counting.get((project, period))
    try:
        after = next_state(RETURN_MOVES, fund.return_state(project, period), deed, reason=reason)
        persons = fund.persons(period)
        own = fund.persons(period, project)
        persons["preparer"] = own["preparer"]
        require_own_person(deed, act.person, persons)
    except MoveRefused as fault:
        raise Refused(f"The return of {project} for {period}: {fault}") from fault
    act.uow.returns.add_event(
        ReturnEvent(
            contract_id=fund.row.id,
            project=project,
            period=period,
            version=version.version if version else 0,
            act=deed,
            state=after,
            actor=act.person,
            at=act.now,
            reason=reason.strip(),
        )
    )
    act.record(
        "return-queried" if deed == Deed.QUERY else "return-reconciled",
        contract=contract, subject=f"{project}@{period}",
        body={"version": version.version if version else 0, "reason": reason.strip()},
    )  # fmt: skip
    return after
