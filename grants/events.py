"""What happened under a contract, as immutable facts in the past tense.

Amounts are whole pence. ``on`` is the day a fact takes effect in the books, ``actor`` the person
who made it so. A correction is a new fact; none is ever changed. ``grants.postings`` says which of
them move money or budget, and how.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Final

from ledger.money import PENCE_MAX
from ledger.require import require


class ActsAs(StrEnum):
    """The council's part: principal controls the use of the money, agent only passes it on."""

    PRINCIPAL = "principal"
    AGENT = "agent"


class RepaymentCause(StrEnum):
    """Why the funder asks money back."""

    UNSPENT = "unspent"
    DISALLOWED = "disallowed"
    OVERPAID = "overpaid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What every fact says: which contract, which day, who."""

    contract: str
    on: date
    actor: str

    amount_min: ClassVar[int] = 1  # pence; some kinds may be nothing or less

    def __post_init__(self) -> None:
        require(self.contract and self.actor, "A fact names its contract and its actor.")
        amount = getattr(self, "amount", 1)  # some kinds have none
        require(type(amount) is int and abs(amount) <= PENCE_MAX, "Amounts are whole pence.")
        require(amount >= self.amount_min, f"{type(self).__name__} is of an amount above 0.00.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardMade(Event):
    """The funder granted ``amount``: the contract was signed."""

    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardVaried(Event):
    """A variation changed the award by ``amount`` (negative: less)."""

    amount: int
    amount_min: ClassVar[int] = -PENCE_MAX
    variation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationApproved(Event):
    """Part of the award was given to a project's head; negative: a variation took some back."""

    project: str
    head: str
    amount: int
    amount_min: ClassVar[int] = -PENCE_MAX
    decision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VirementApproved(Event):
    """Budget moved between heads. ``on`` is the day it takes effect."""

    virement: str  # its reference
    from_project: str
    from_head: str
    to_project: str
    to_head: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentRaised(Event):
    """An order was placed: not received yet."""

    project: str
    head: str
    amount: int
    order_no: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentCleared(Event):
    """Goods or services of an order came, or it was cancelled: it commits ``amount`` less."""

    project: str
    head: str
    amount: int
    order_no: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccrualRaised(Event):
    """Received and not yet paid: the cost counts in the period, the supplier is owed."""

    project: str
    head: str
    amount: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccrualReversed(Event):
    """An accrual was taken back, its invoice being in the ledger or not coming."""

    project: str
    head: str
    amount: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HeadSpend:
    """Spend of a project's head in pence; negative where credit notes outweigh it."""

    project: str
    head: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibleSpendCertified(Event):
    """A quarter's eligible spend, certified by the s151 officer, by project and head.

    A quarter certified anew after a query or rejection is a new fact; the journal of the earlier
    one is reversed first.
    """

    period: str
    spend: tuple[HeadSpend, ...]
    acts_as: ActsAs = ActsAs.PRINCIPAL

    @property
    def total(self) -> int:
        """All heads together, in pence."""
        return sum(each.amount for each in self.spend)


@dataclass(frozen=True, slots=True, kw_only=True)
class IneligibleSpendBorne(Event):
    """Spend the terms do not allow was taken on by the council itself.

    ``was_certified``: it stood in a certified quarter, so the grant earned on it is given up too.
    """

    project: str
    head: str
    amount: int
    reason: str
    was_certified: bool
    acts_as: ActsAs = ActsAs.PRINCIPAL


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalmentFellDue(Event):
    """An instalment's day came and its conditions were met: the funder owes it."""

    number: int
    amount: int
    acts_as: ActsAs = ActsAs.PRINCIPAL


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimMade(Event):
    """Money was requested in arrears for a certified period: the funder owes it."""

    period: str
    amount: int
    acts_as: ActsAs = ActsAs.PRINCIPAL


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptTaken(Event):
    """Money came from the funder. ``on`` is the day in the bank."""

    amount: int
    reference: str = ""
    instalment: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderspendReported(Event):
    """The funder was told that ``amount`` of the award would not be spent."""

    amount: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepaymentRequested(Event):
    """The funder asked ``amount`` back (clawback)."""

    amount: int
    cause: RepaymentCause
    reason: str = ""
    acts_as: ActsAs = ActsAs.PRINCIPAL


@dataclass(frozen=True, slots=True, kw_only=True)
class RepaymentPaid(Event):
    """The council paid ``amount`` back to the funder."""

    amount: int
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedForward(Event):
    """Unspent money of ``from_contract`` was kept for ``contract``, with the funder's consent."""

    from_contract: str
    amount: int
    consent: str
    acts_as: ActsAs = ActsAs.PRINCIPAL


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSubmitted(Event):
    """A project's return of a period was submitted; ``amount`` is the period's total claimed."""

    project: str
    period: str
    amount: int
    amount_min: ClassVar[int] = -PENCE_MAX
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnQueried(Event):
    """A project's return was sent back with a question."""

    project: str
    period: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnReconciled(Event):
    """A project's return was agreed to the ledger to 0.00; ``amount`` is the agreed total."""

    project: str
    period: str
    amount: int
    amount_min: ClassVar[int] = -PENCE_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterCertified(Event):
    """The s151 officer certified the quarter's return; ``amount`` is its frozen total."""

    period: str
    amount: int
    amount_min: ClassVar[int] = -PENCE_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterAccepted(Event):
    """The funder accepted the quarter's return."""

    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterQueried(Event):
    """The funder asked a question about the quarter's return."""

    period: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterRejected(Event):
    """The funder rejected the quarter's return."""

    period: str
    reason: str


EVENTS: Final[Mapping[str, type[Event]]] = {kind.__name__: kind for kind in Event.__subclasses__()}
"""Every kind of fact by its name, as :mod:`grants.event_form` and the audit trail use it."""
