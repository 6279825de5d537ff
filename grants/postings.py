"""For each fact that moves money or budget, its journal: one function per fact.

Debit positive, credit negative. ``ledger/README.md`` explains the chart with worked figures. A
principal earns grant income as it spends (the condition is met by spending; Code of Practice 2.3);
an agent has neither income nor expenditure, only what it holds for others (domain: year-end).
Facts in ``MOVES_NOTHING`` have no journal.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from grants import events as fact
from grants.events import ActsAs, Event, RepaymentCause
from ledger.account import Account, AccountType, Chart, Side
from ledger.journal import Journal, Posting
from ledger.require import require

_DR, _CR = Side.DEBIT, Side.CREDIT

CASH: Final = Account("1000", "Cash from funder", AccountType.ASSET, _DR)
RECEIVABLE: Final = Account("1100", "Grant receivable", AccountType.ASSET, _DR, clears=True)
IN_ADVANCE: Final = Account("2000", "Receipts in advance", AccountType.LIABILITY, _CR, clears=True)
HELD: Final = Account("2050", "Held as agent", AccountType.LIABILITY, _CR, clears=True)
CLAWBACK_DUE: Final = Account("2100", "Clawback due", AccountType.LIABILITY, _CR, clears=True)
ACCRUALS: Final = Account("2200", "Accruals", AccountType.LIABILITY, _CR, clears=True)
COUNCIL_LEDGER: Final = Account("2300", "Met by the council's ledger", AccountType.LIABILITY, _CR)
INCOME: Final = Account("4000", "Grant income", AccountType.INCOME, _CR)
ELIGIBLE: Final = Account("5000", "Eligible expenditure", AccountType.EXPENDITURE, _DR)
BORNE: Final = Account("5100", "Ineligible, borne by council", AccountType.EXPENDITURE, _DR)
AWARD: Final = Account("9000", "Award", AccountType.CONTROL, _CR)
CARRIED: Final = Account("9010", "Award carried forward", AccountType.CONTROL, _CR)
UNALLOCATED: Final = Account("9100", "Unallocated", AccountType.CONTROL, _DR)
ALLOCATED: Final = Account("9200", "Allocated", AccountType.CONTROL, _DR)
COMMITTED: Final = Account("9300", "Committed", AccountType.CONTROL, _DR, clears=True)
ORDERS: Final = Account("9310", "Orders outstanding", AccountType.CONTROL, _CR, clears=True)

CHART: Final = Chart(
    (
        CASH, RECEIVABLE, IN_ADVANCE, HELD, CLAWBACK_DUE, ACCRUALS, COUNCIL_LEDGER, INCOME,
        ELIGIBLE, BORNE, AWARD, CARRIED, UNALLOCATED, ALLOCATED, COMMITTED, ORDERS,
    )
)  # fmt: skip
"""The fund's chart of accounts, in the order it is shown."""

MOVES_NOTHING: Final = frozenset(
    {
        fact.UnderspendReported,  # a notice; money moves when repayment is requested
        fact.ReturnSubmitted,
        fact.ReturnQueried,
        fact.ReturnReconciled,
        fact.QuarterCertified,  # its money is the EligibleSpendCertified beside it
        fact.QuarterAccepted,
        fact.QuarterQueried,  # certified anew: the earlier journal is reversed first
        fact.QuarterRejected,
    }
)
"""Facts without a journal."""


class Leg(NamedTuple):
    """A leg before it is a posting: 0 pence drops out; a blank contract is the fact's own."""

    account: Account
    pence: int
    project: str = ""
    head: str = ""
    contract: str = ""


class Entry(NamedTuple):
    """What a fact does to the book: a description, and legs that sum to zero."""

    description: str
    legs: Sequence[Leg]


Fact = TypeVar("Fact", bound=Event)
_ENTRIES: Final[dict[type[Event], Callable[[Any], Entry]]] = {}


def posts(kind: type[Fact]) -> Callable[[Callable[[Fact], Entry]], Callable[[Fact], Entry]]:
    """Say how facts of ``kind`` are posted; once for each kind."""

    def register(entry: Callable[[Fact], Entry]) -> Callable[[Fact], Entry]:
        require(kind not in _ENTRIES, f"{kind.__name__} is posted in one place only.")
        _ENTRIES[kind] = entry
        return entry

    return register


def journal_for(event: Event, reference: str) -> Journal | None:
    """The journal of a fact under ``reference``, dated the day the fact takes effect.

    None for a fact that moves nothing: one of ``MOVES_NOTHING``, a nil quarter, an allocation of
    0.00.
    """
    kind = type(event)
    if kind in MOVES_NOTHING:
        return None
    require(kind in _ENTRIES, f"Nobody has said how {kind.__name__} is posted.")
    description, legs = _ENTRIES[kind](event)
    postings = tuple(
        Posting(
            each.account,
            each.pence,
            contract=each.contract or event.contract,
            project=each.project,
            head=each.head,
        )
        for each in legs
        if each.pence
    )
    return Journal(reference, event.on, description, postings) if postings else None


# --- budget


@posts(fact.AwardMade)
def award_made(event: fact.AwardMade) -> Entry:
    """The award stands unallocated."""
    return Entry("Award made", _move(event.amount, UNALLOCATED, AWARD))


@posts(fact.AwardVaried)
def award_varied(event: fact.AwardVaried) -> Entry:
    """More or less stands unallocated."""
    what = f"Award changed by variation {event.variation}"
    return Entry(what, _move(event.amount, UNALLOCATED, AWARD))


@posts(fact.AllocationApproved)
def allocation_approved(event: fact.AllocationApproved) -> Entry:
    """From unallocated to the project's head."""
    to = Leg(ALLOCATED, event.amount, event.project, event.head)
    what = f"Allocation to {event.head}@{event.project}"
    return Entry(what, [to, Leg(UNALLOCATED, -event.amount)])


@posts(fact.VirementApproved)
def virement_approved(event: fact.VirementApproved) -> Entry:
    """From head to head; the total allocated stays as it is."""
    to = Leg(ALLOCATED, event.amount, event.to_project, event.to_head)
    giver = Leg(ALLOCATED, -event.amount, event.from_project, event.from_head)
    heads = f"{event.from_head}@{event.from_project} to {event.to_head}@{event.to_project}"
    return Entry(f"Virement {event.virement}: {heads}", [to, giver])


@posts(fact.CommitmentRaised)
def commitment_raised(event: fact.CommitmentRaised) -> Entry:
    """The head is committed, the order outstanding. The allocation itself does not move."""
    return Entry(_with("Commitment", event.order_no, event), _committed(event, event.amount))


@posts(fact.CommitmentCleared)
def commitment_cleared(event: fact.CommitmentCleared) -> Entry:
    """The order came or was cancelled: the opposite of raising it."""
    return Entry(
        _with("Commitment cleared", event.order_no, event), _committed(event, -event.amount)
    )


# --- spend


@posts(fact.AccrualRaised)
def accrual_raised(event: fact.AccrualRaised) -> Entry:
    """The supplier is owed what the council's ledger has not yet met.

    Expenditure itself is recognised once, when the quarter is certified, accruals included.
    """
    return Entry(_with("Accrual", event.reason, event), _accrued(event, event.amount))


@posts(fact.AccrualReversed)
def accrual_reversed(event: fact.AccrualReversed) -> Entry:
    """The opposite of raising it: the council's ledger has met the cost, or nobody is owed."""
    return Entry(_with("Accrual reversed", event.reason, event), _accrued(event, -event.amount))


@posts(fact.EligibleSpendCertified)
def eligible_spend_certified(event: fact.EligibleSpendCertified) -> Entry:
    """Spend met by the council's ledger; the grant is earned by it.

    Principal: expenditure by head, and income released from receipts in advance. Agent: what is
    held for others was passed on.
    """
    spent_from = ELIGIBLE if event.acts_as is ActsAs.PRINCIPAL else HELD
    legs = [Leg(spent_from, each.amount, each.project, each.head) for each in event.spend]
    legs.append(Leg(COUNCIL_LEDGER, -event.total))
    if event.acts_as is ActsAs.PRINCIPAL:
        legs += _move(event.total, IN_ADVANCE, INCOME)
    return Entry(f"Eligible spend certified for {event.period}", legs)


@posts(fact.IneligibleSpendBorne)
def ineligible_spend_borne(event: fact.IneligibleSpendBorne) -> Entry:
    """The council's own cost. Certified before, it leaves eligible spend and its grant goes back.

    For an agent, money passed on and then disallowed is held for others again.
    """
    legs = [Leg(BORNE, event.amount, event.project, event.head)]
    if not event.was_certified:
        legs.append(Leg(COUNCIL_LEDGER, -event.amount))
    elif event.acts_as is ActsAs.AGENT:
        legs.append(Leg(HELD, -event.amount, event.project, event.head))
    else:
        legs.append(Leg(ELIGIBLE, -event.amount, event.project, event.head))
        legs += _move(event.amount, INCOME, IN_ADVANCE)
    return Entry(_with("Ineligible spend borne by the council", event.reason, event), legs)


# --- the funder's money


@posts(fact.InstalmentFellDue)
def instalment_fell_due(event: fact.InstalmentFellDue) -> Entry:
    """The funder owes it; it is not earned before it is spent."""
    what = f"Instalment {event.number} due"
    return Entry(what, _move(event.amount, RECEIVABLE, _unearned(event.acts_as)))


@posts(fact.ClaimMade)
def claim_made(event: fact.ClaimMade) -> Entry:
    """The funder owes it for spend certified before, which left a debit on receipts in advance."""
    what = f"Claim for {event.period}"
    return Entry(what, _move(event.amount, RECEIVABLE, _unearned(event.acts_as)))


@posts(fact.ReceiptTaken)
def receipt_taken(event: fact.ReceiptTaken) -> Entry:
    """Cash settles what was owed; money that came early waits there as a credit."""
    what = f"Receipt {event.reference}".rstrip()
    return Entry(what, _move(event.amount, CASH, RECEIVABLE))


@posts(fact.RepaymentRequested)
def repayment_requested(event: fact.RepaymentRequested) -> Entry:
    """What is not earned, or was paid beyond what was due, is owed back."""
    overpaid = event.cause is RepaymentCause.OVERPAID
    source = RECEIVABLE if overpaid else _unearned(event.acts_as)
    return Entry(f"Repayment requested: {event.cause}", _move(event.amount, source, CLAWBACK_DUE))


@posts(fact.RepaymentPaid)
def repayment_paid(event: fact.RepaymentPaid) -> Entry:
    """Cash settles what was owed back."""
    what = f"Repayment {event.reference}".rstrip()
    return Entry(what, _move(event.amount, CLAWBACK_DUE, CASH))


@posts(fact.CarriedForward)
def carried_forward(event: fact.CarriedForward) -> Entry:
    """Unearned money and its cash leave the old contract; in the new they may be allocated."""
    unearned = _unearned(event.acts_as)
    legs = [
        Leg(unearned, event.amount, contract=event.from_contract),
        Leg(CASH, -event.amount, contract=event.from_contract),
        *_move(event.amount, CASH, unearned),
        *_move(event.amount, UNALLOCATED, CARRIED),
    ]
    return Entry(f"Carried forward from {event.from_contract}, consent {event.consent}", legs)


def _move(pence: int, debit: Account, credit: Account) -> list[Leg]:
    """Two legs without project or head."""
    return [Leg(debit, pence), Leg(credit, -pence)]


def _committed(event: fact.CommitmentRaised | fact.CommitmentCleared, pence: int) -> list[Leg]:
    return [Leg(COMMITTED, pence, event.project, event.head), Leg(ORDERS, -pence)]


def _accrued(event: fact.AccrualRaised | fact.AccrualReversed, pence: int) -> list[Leg]:
    return [Leg(COUNCIL_LEDGER, pence), Leg(ACCRUALS, -pence, event.project, event.head)]


def _unearned(acts_as: ActsAs) -> Account:
    """Where money due from the funder stands until it is spent."""
    return IN_ADVANCE if acts_as is ActsAs.PRINCIPAL else HELD


def _with(
    what: str,
    note: str,
    event: fact.CommitmentRaised
    | fact.CommitmentCleared
    | fact.AccrualRaised
    | fact.AccrualReversed
    | fact.IneligibleSpendBorne,
) -> str:
    """``Commitment, DELIVERY@KNIFE: PO 17``."""
    head = f"{what}, {event.head}@{event.project}"
    return f"{head}: {note}" if note else head
