"""What a reconciliation is about: the contract's cost centres and its reporting periods."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

WHOLE: Final = "all"
"""The one period of a reconciliation without a contract."""


@dataclass(frozen=True, slots=True)
class LedgerScope:
    """Mapped cost centres and reporting periods.

    ``cost_centres`` empty: every cost centre belongs. ``periods`` maps a period's code to its
    accounting periods (``2017-Q4`` → ``201710`` … ``201713``), in the contract's order; empty: the
    whole is one period, ``all``. ``period`` limits the statements shown to one period; lines of
    the other periods still take part in the matching, so that timing differences are seen.
    """

    cost_centres: tuple[str, ...] = ()
    periods: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    period: str | None = None

    def codes(self) -> tuple[str, ...]:
        """Period codes in the contract's order; ``("all",)`` without periods."""
        return tuple(self.periods) or (WHOLE,)

    def by_accounting_period(self) -> dict[str, str]:
        """Accounting period → code of the reporting period that holds it."""
        return {month: code for code, months in self.periods.items() for month in months}

    def after(self, code: str) -> str:
        """The period that follows ``code`` in the contract, or blank after the last."""
        codes = self.codes()
        if code not in codes:
            return ""
        place = codes.index(code) + 1
        return codes[place] if place < len(codes) else ""
