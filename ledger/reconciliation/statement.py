"""The statement that leads from the ledger total to the return total, as plain data."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from ledger.reconciliation.item import ItemKind


@dataclass(frozen=True, slots=True)
class BridgeStep:
    """All items of one kind in one period: their sum (pence) and how many there are."""

    kind: ItemKind
    amount: int
    count: int

    @property
    def label(self) -> str:
        """The kind in plain words."""
        return self.kind.label


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """The same statement for one project or head; a blank key is what belongs to none."""

    key: str
    ledger_total: int
    items_total: int
    return_total: int

    @property
    def difference(self) -> int:
        """Return less ledger less items: what nobody has explained, in pence."""
        return self.return_total - self.ledger_total - self.items_total


@dataclass(frozen=True)
class Bridge:
    """One reporting period: ledger total ± items by kind = return total (domain 5.5), in pence.

    ``open_lines`` are return lines that nothing in the ledger and no person speaks for,
    ``open_ledger`` (``open_ledger_count`` of them) ledger lines on the contract's codes that are
    neither claimed nor explained, ``unconfirmed`` the match ids that wait for a person; all in the
    fixed order.
    """

    period: str
    ledger_total: int
    steps: tuple[BridgeStep, ...]
    return_total: int
    open_lines: tuple[str, ...]
    open_ledger_count: int
    unconfirmed: tuple[str, ...]
    by_project: tuple[BreakdownRow, ...]
    by_head: tuple[BreakdownRow, ...]
    list_open_ledger: Callable[[], tuple[str, ...]] = field(repr=False, compare=False)

    @cached_property
    def open_ledger(self) -> tuple[str, ...]:
        """Keys of the open ledger lines; listed when asked for, as they may be very many."""
        return self.list_open_ledger()

    @property
    def items_total(self) -> int:
        """Sum of all items, pence."""
        return sum(step.amount for step in self.steps)

    @property
    def difference(self) -> int:
        """The unexplained difference: return total less ledger total less items, pence."""
        return self.return_total - self.ledger_total - self.items_total

    @property
    def is_closed(self) -> bool:
        """True when nothing is unexplained, open or waiting for a person."""
        waiting = self.open_lines or self.open_ledger_count or self.unconfirmed
        return self.difference == 0 and not waiting
