"""Reconciling items: the named, owned reasons why the return differs from the ledger.

Kinds and signs follow the statement of domain 5.5: an item's amount is what must be added to the
ledger total on the way to the return total.
"""

from dataclasses import dataclass
from enum import StrEnum


class ItemKind(StrEnum):
    """Why an amount stands between ledger and return; the order is that of the statement."""

    EXCLUDED_BY_NATURE = "excluded-by-nature"
    NOT_THIS_GRANT = "not-this-grant"
    ELSEWHERE = "elsewhere"
    TIMING = "timing"
    SHARE = "share"
    INELIGIBLE = "ineligible"
    VAT = "vat"
    PARTNER = "partner"
    INCOME = "income"
    RECODE = "recode"
    ACCRUAL = "accrual"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The kind in plain words, as the statement prints it."""
        return _LABELS[self]


_LABELS = {
    ItemKind.EXCLUDED_BY_NATURE: "Excluded by nature: budget, reserve and opening balance journals",
    ItemKind.NOT_THIS_GRANT: "Coded here, but not this grant",
    ItemKind.ELSEWHERE: "This grant, coded to another cost centre",
    ItemKind.TIMING: "Timing: in the ledger and on the return in different periods",
    ItemKind.SHARE: "Apportionment: share of a ledger line not claimed",
    ItemKind.INELIGIBLE: "Ineligible: removed from the claim",
    ItemKind.VAT: "VAT basis: claimed and posted on different bases",
    ItemKind.PARTNER: "Delivery partner spend outside the council's ledger",
    ItemKind.INCOME: "Income on the codes",
    ItemKind.RECODE: "Recodes that net out",
    ItemKind.ACCRUAL: "Accruals and their reversals that net out",
    ItemKind.OTHER: "Other",
}


@dataclass(frozen=True, slots=True)
class ReconcilingItem:
    """One reason, with what it concerns and who sees to it.

    ``amount`` is whole pence, signed as it stands in the bridge (added to the ledger total).
    ``period`` is the reporting period whose bridge it stands in; blank means the period of its
    lines, else of its ledger lines. ``derived`` items follow from the data; the others were
    written by a person. ``expected_to_clear`` is a period code; ``cleared_by`` says what cleared it
    and is blank while nothing has.
    """

    reference: str
    kind: ItemKind
    amount: int
    ledger_keys: tuple[str, ...] = ()
    line_ids: tuple[str, ...] = ()
    reason: str = ""
    owner: str = ""
    expected_to_clear: str = ""
    cleared_by: str = ""
    derived: bool = False
    period: str = ""
