"""Post each fact that moves money or budget, once. A fact's reference is its journal's."""

from collections.abc import Iterator
from datetime import date

from app.services.office import Act
from app.store.book import JournalRow, PostingRow
from grants import events as fact
from grants.contract import Contract
from grants.event_form import as_body
from grants.events import ActsAs, Event, RepaymentCause
from grants.postings import CHART, journal_for
from ledger.journal import Journal, Posting, reverse
from ledger.money import Pence


def post(act: Act, contract_id: int, event: Event, reference: str) -> bool:
    """Post one event under its reference; False when it moves nothing or was posted before."""
    if reference in act.uow.book.references(contract_id):
        return False
    journal = journal_for(event, reference)
    if journal is None:
        return False
    _keep(act, contract_id, journal, type(event).__name__, as_body(event))
    return True


def post_reversal(act: Act, contract_id: int, reference: str, on: date) -> bool:
    """Reverse a posted journal under ``reference`` + `` reversed``; False when there is none."""
    found = [j for j in act.uow.book.journals([contract_id]) if j.reference == reference]
    if not found:
        return False
    taken_back = reverse(_journal(found[0]), f"{reference} reversed", on)
    if taken_back.reference in act.uow.book.references(contract_id):
        return False
    _keep(act, contract_id, taken_back, "Reversal", {"reverses": reference})
    return True


def _journal(row: JournalRow) -> Journal:
    return Journal(
        row.reference, row.on, row.description,
        tuple(
            Posting(
                CHART[p.account], Pence(p.pence), contract=p.contract,
                cost_centre=p.cost_centre, project=p.project, head=p.head,
            )
            for p in row.postings
        ),
        reverses=row.reverses,
    )  # fmt: skip


def _keep(act: Act, contract_id: int, journal: Journal, kind: str, body: dict[str, object]) -> None:
    act.uow.book.add(
        JournalRow(
            contract_id=contract_id, reference=journal.reference, on=journal.on,
            description=journal.description, reverses=journal.reverses, event_kind=kind, event=body,
            posted_at=act.now, posted_by=act.person,
            postings=[
                PostingRow(
                    account=p.account.code, pence=p.pence, contract=p.contract, project=p.project,
                    head=p.head, cost_centre=p.cost_centre,
                )
                for p in journal.postings
            ],
        )
    )  # fmt: skip


def post_contract_events(act: Act, contract_id: int, contract: Contract) -> int:
    """Post whatever the contract's facts say that is not posted yet; gives how many."""
    return sum(
        post(act, contract_id, event, reference)
        for reference, event in contract_events(contract, act.person)
    )


def contract_events(contract: Contract, actor: str) -> Iterator[tuple[str, Event]]:
    """The events in a contract's facts, each with the reference it is posted under."""
    ref = contract.reference
    acts_as = ActsAs(contract.acts_as)
    start = contract.signed_on or contract.starts_on
    yield "award", fact.AwardMade(contract=ref, on=start, actor=actor, amount=contract.award)
    award = contract.award
    for v in sorted(contract.variations, key=lambda v: (v.effective_from, v.number)):
        if v.award is not None and v.award != award:
            yield f"award variation {v.number}", fact.AwardVaried(
                contract=ref, on=v.effective_from, actor=actor, amount=v.award - award,
                variation=v.number,
            )  # fmt: skip
            award = v.award
    numbers: dict[str, int] = {}
    for a in contract.all_allocations():
        name = f"allocation {a.project} {a.head}" + (f" v{a.variation}" if a.variation else "")
        numbers[name] = numbers.get(name, 0) + 1
        if a.amount:
            yield f"{name} {numbers[name]}", fact.AllocationApproved(
                contract=ref, actor=actor,
                on=max(a.effective_from or a.approved_on or start, start),
                project=a.project, head=a.head, amount=a.amount, decision=a.decision,
            )  # fmt: skip
    for m in contract.virements:
        if m.approved_on is not None:
            yield f"virement {m.reference}", fact.VirementApproved(
                contract=ref, on=m.effective_on or m.approved_on, actor=m.approved_by or actor,
                virement=m.reference, from_project=m.from_project, from_head=m.from_head,
                to_project=m.to_project, to_head=m.to_head, amount=m.amount,
            )  # fmt: skip
    yield from _commitments(contract, actor)
    yield from _money(contract, actor, acts_as)


def _commitments(contract: Contract, actor: str) -> Iterator[tuple[str, Event]]:
    for number, c in enumerate(contract.commitments, start=1):
        name = f"commitment {c.order_no or number} {c.project} {c.head}"
        raised = fact.CommitmentRaised(
            contract=contract.reference, on=c.raised_on, actor=actor, project=c.project,
            head=c.head, amount=c.amount, order_no=c.order_no,
        )  # fmt: skip
        yield name, raised
        if c.cleared_on is not None:
            yield f"{name} cleared", fact.CommitmentCleared(
                contract=contract.reference, on=c.cleared_on, actor=actor, project=c.project,
                head=c.head, amount=c.amount, order_no=c.order_no,
            )  # fmt: skip


def _money(contract: Contract, actor: str, acts_as: ActsAs) -> Iterator[tuple[str, Event]]:
    """Instalments with their receipts; one is posted as due when its receipt is recorded."""
    ref = contract.reference
    due = {i.number: i for i in contract.instalments}
    for number, r in enumerate(contract.receipts, start=1):
        instalment = due.get(r.instalment) if r.instalment is not None else None
        if instalment is not None:
            yield f"instalment {instalment.number}", fact.InstalmentFellDue(
                contract=ref, on=min(instalment.due_on, r.received_on), actor=actor,
                number=instalment.number, amount=instalment.amount, acts_as=acts_as,
            )  # fmt: skip
        yield f"receipt {r.reference or number}", fact.ReceiptTaken(
            contract=ref, on=r.received_on, actor=actor, amount=r.amount, reference=r.reference,
            instalment=r.instalment,
        )  # fmt: skip
    for number, p in enumerate(contract.repayments, start=1):
        asked = fact.RepaymentRequested(
            contract=ref, on=p.requested_on or p.paid_on or contract.ends_on, actor=actor,
            amount=p.amount, cause=RepaymentCause.UNSPENT, reason=p.reason, acts_as=acts_as,
        )  # fmt: skip
        yield f"repayment {number} requested", asked
        if p.paid_on is not None:
            yield (
                f"repayment {number} paid",
                fact.RepaymentPaid(
                    contract=ref, on=p.paid_on, actor=actor, amount=p.amount, reference=str(number)
                ),
            )
    for number, c in enumerate(contract.carry_forwards, start=1):
        if c.consent:
            carried = fact.CarriedForward(
                contract=ref, on=contract.starts_on, actor=actor, from_contract=c.from_contract,
                amount=c.amount, consent=c.consent, acts_as=acts_as,
            )  # fmt: skip
            yield f"carried forward {number}", carried
