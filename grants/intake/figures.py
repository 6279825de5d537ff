"""What a return workbook shows per budget head before the lead writes a word: whole pence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from grants.contract import Contract
from grants.intake.answers import heads_to_answer
from ledger.require import require


@dataclass(frozen=True, slots=True)
class HeadFigures:
    """One head of a project as known on a day; ``changes`` are virements and variations."""

    code: str
    title: str
    original: int
    changes: int
    before: int  # claimed in earlier quarters

    @property
    def revised(self) -> int:
        """Original budget plus changes."""
        return self.original + self.changes


def head_figures(
    contract: Contract, project: str, *, on: date, claimed_before: Mapping[str, int]
) -> tuple[HeadFigures, ...]:
    """The heads of a project with their budgets as in force on ``on``, in the contract's order.

    Virements count once approved and effective; allocations of a variation from its
    ``effective_from``. Heads claimed earlier are shown even when nothing is allocated to them.
    """
    heads = set(heads_to_answer(contract, project)) | set(claimed_before)
    known = {head.code for head in contract.budget_heads}
    require(known and heads <= known, "A return is made for heads of the contract, one at least.")
    return tuple(
        HeadFigures(
            code=head.code,
            title=head.title,
            original=sum(
                a.amount
                for a in contract.allocations
                if a.project == project and a.head == head.code
            ),
            changes=_varied(contract, project, head.code, on)
            + _vired(contract, project, head.code, on),
            before=claimed_before.get(head.code, 0),
        )
        for head in contract.budget_heads
        if head.code in heads
    )


def _varied(contract: Contract, project: str, head: str, on: date) -> int:
    return sum(
        allocation.amount
        for variation in contract.variations
        for allocation in variation.allocations
        if (allocation.project, allocation.head) == (project, head)
        and (allocation.effective_from or variation.effective_from) <= on
    )


def _vired(contract: Contract, project: str, head: str, on: date) -> int:
    total = 0
    for virement in contract.virements:
        day = virement.effective_on or virement.approved_on
        if virement.approved_on is None or day is None or day > on:
            continue
        if (virement.to_project, virement.to_head) == (project, head):
            total += virement.amount
        if (virement.from_project, virement.from_head) == (project, head):
            total -= virement.amount
    return total
