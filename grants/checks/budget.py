"""Budgets as they stood on a day: allocations, approved movements and the award.

A variation's allocation adds to what the head has (a negative one takes from it). A movement
counts once it is approved; a blank effective date means the day of approval.
"""

from collections.abc import Iterator
from datetime import date

from grants.contract import Allocation, Contract, Virement

Place = tuple[str, str]  # project, head


def head_subject(place: Place) -> str:
    """``HEAD@PROJECT``."""
    return f"{place[1]}@{place[0]}"


def began_on(allocation: Allocation) -> date | None:
    """The day from which an allocation counts: of its variation, else of its approval."""
    return allocation.effective_from or allocation.approved_on


def movements(contract: Contract) -> tuple[Virement, ...]:
    """Movements that took place, by effective date (blanks last), then reference.

    A movement without any date of approval or effect is only asked for.
    """
    made = [v for v in contract.virements if v.effective_on or v.approved_on]
    return tuple(sorted(made, key=lambda v: (moved_on(v) or date.max, v.reference)))


def moved_on(virement: Virement) -> date | None:
    """The day a movement takes effect."""
    return virement.effective_on or virement.approved_on


def original_budgets(contract: Contract) -> dict[Place, int]:
    """Pence given to each project's head by the contract as signed."""
    return _summed((a.project, a.head, a.amount) for a in contract.allocations)


def budgets_on(contract: Contract, day: date) -> dict[Place, int]:
    """Pence of each project's head on ``day``: allocations so far, and movements so far."""
    return _summed(
        (project, head, amount)
        for when, project, head, amount in _changes(contract)
        if when is None or when <= day
    )


def budget_before(contract: Contract, movement: Virement, place: Place) -> int:
    """Pence of one head just before a movement took effect."""
    day = moved_on(movement) or date.max
    total = sum(
        a.amount
        for a in contract.all_allocations()
        if (a.project, a.head) == place and (a.variation is None or (began_on(a) or day) <= day)
    )
    for earlier in movements(contract):
        if earlier is movement:
            break
        total -= earlier.amount * ((earlier.from_project, earlier.from_head) == place)
        total += earlier.amount * ((earlier.to_project, earlier.to_head) == place)
    return total


def project_budgets(contract: Contract, day: date) -> dict[str, int]:
    """Pence of each project on ``day``."""
    projects: dict[str, int] = {}
    for (project, _), amount in budgets_on(contract, day).items():
        projects[project] = projects.get(project, 0) + amount
    return projects


def _changes(contract: Contract) -> Iterator[tuple[date | None, str, str, int]]:
    for a in contract.all_allocations():
        when = a.effective_from if a.variation is not None else None
        yield when, a.project, a.head, a.amount
    for v in movements(contract):
        yield moved_on(v), v.from_project, v.from_head, -v.amount
        yield moved_on(v), v.to_project, v.to_head, v.amount


def _summed(parts: Iterator[tuple[str, str, int]]) -> dict[Place, int]:
    total: dict[Place, int] = {}
    for project, head, amount in parts:
        total[project, head] = total.get((project, head), 0) + amount
    return total
