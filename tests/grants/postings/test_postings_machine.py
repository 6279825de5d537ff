"""Any order of allocating, viring, ordering, claiming, receiving, repaying and taking back.

After each step the trial balance is 0, the fund's figures are those of a model kept in plain
dictionaries, and no virement has changed what is allocated. The twins are machines with a fault
put in; the same checks must stop them.
"""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from grants import events as fact
from grants.events import Event, HeadSpend, RepaymentCause
from grants.position import FUND, FundRecord, position
from grants.postings import ALLOCATED, CHART, UNALLOCATED, journal_for
from ledger.book import Book, PostingRefused
from ledger.invariants import BOOK, BookRecord, Closing, kept_balances, legs_of_journals
from ledger.journal import Journal, Posting, reverse

PLF = "PLF-2017-18"
HEADS = [("KNIFE", "STAFF"), ("KNIFE", "DELIVERY"), ("NIGHT", "DELIVERY"), ("DHR", "STAFF")]
heads = st.sampled_from(HEADS)
pence = st.integers(1, 5_000_00)
COMMIT = settings(
    max_examples=400,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


class Fund(RuleBasedStateMachine):
    """The fund of one contract, beside a model of it."""

    def __init__(self) -> None:
        super().__init__()
        self.book = Book(CHART)
        self.day = date(2017, 4, 1)
        self.events: list[tuple[str, str]] = []
        self.seen = legs_of_journals([])
        self.closings: list[Closing] = []
        self.award = 0
        self.allocated = dict.fromkeys(HEADS, 0)
        self.committed = dict.fromkeys(HEADS, 0)
        self.spent = dict.fromkeys(HEADS, 0)
        self.due = self.received = self.repaid = self.asked = self.borne = 0
        self.certified: list[tuple[Journal, dict[tuple[str, str], int]]] = []

    def journal(self, event: Event, reference: str) -> Journal | None:
        return journal_for(event, reference)

    def happen(self, kind: type[Event], **facts: object) -> Journal:
        """One fact, posted; the day moves on."""
        self.day += timedelta(days=1)
        event = kind(contract=PLF, on=self.day, actor="someone@example.org", **facts)
        reference = f"J{len(self.book.journals) + 1}"
        made = self.journal(event, reference)
        assert made is not None
        self.book.post(made)
        self.events.append((f"event {len(self.events) + 1}", reference))
        return made

    def on_head(self, kind: type[Event], head: tuple[str, str], amount: int, **more: object):
        return self.happen(kind, project=head[0], head=head[1], amount=amount, **more)

    @initialize(amount=st.integers(1, 239_000_00))
    def award_made(self, amount):
        self.award = amount
        self.happen(fact.AwardMade, amount=amount)

    @rule(head=heads, amount=pence)
    def allocate(self, head, amount):
        amount = min(amount, self.award - sum(self.allocated.values()))
        if amount > 0:
            self.allocated[head] += amount
            self.on_head(fact.AllocationApproved, head, amount)

    @rule(giver=heads, taker=heads, amount=pence)
    def vire(self, giver, taker, amount):
        amount = min(amount, self.allocated[giver])
        if amount <= 0:
            return
        before = position(self.book, PLF, self.day)
        self.allocated[giver] -= amount
        self.allocated[taker] += amount
        self.happen(
            fact.VirementApproved, virement="V", amount=amount, from_project=giver[0],
            from_head=giver[1], to_project=taker[0], to_head=taker[1],
        )  # fmt: skip
        after = position(self.book, PLF, self.day)
        assert (after.allocated, after.unallocated) == (before.allocated, before.unallocated)

    @rule(head=heads, amount=pence)
    def order(self, head, amount):
        self.committed[head] += amount
        self.on_head(fact.CommitmentRaised, head, amount)

    @rule(head=heads, amount=pence)
    def order_comes(self, head, amount):
        amount = min(amount, self.committed[head])
        if amount > 0:
            self.committed[head] -= amount
            self.on_head(fact.CommitmentCleared, head, amount)

    @rule(amount=pence)
    def instalment_due(self, amount):
        self.due += amount
        self.happen(fact.InstalmentFellDue, number=1, amount=amount)

    @rule(amount=pence)
    def receive(self, amount):
        self.received += amount
        self.happen(fact.ReceiptTaken, amount=amount)

    @rule(spend=st.dictionaries(heads, st.integers(-100_00, 5_000_00).filter(bool), min_size=1))
    def claim(self, spend):
        for head, amount in spend.items():
            self.spent[head] += amount
        lines = tuple(HeadSpend(*head, amount) for head, amount in spend.items())
        made = self.happen(fact.EligibleSpendCertified, period="2017-Q1", spend=lines)
        self.certified.append((made, spend))

    @precondition(lambda self: self.certified)
    @rule(pick=st.integers(0, 10))
    def certify_anew(self, pick):
        """A certified quarter is queried: its journal is taken back, once."""
        made, spend = self.certified.pop(pick % len(self.certified))
        for head, amount in spend.items():
            self.spent[head] -= amount
        self.day += timedelta(days=1)
        self.book.post(reverse(made, f"J{len(self.book.journals) + 1}", self.day))
        with pytest.raises(PostingRefused):
            self.book.post(reverse(made, "again", self.day))

    @rule(head=heads, amount=pence)
    def disallow(self, head, amount):
        amount = min(amount, self.spent[head])
        if amount > 0:
            self.spent[head] -= amount
            self.borne += amount
            self.on_head(fact.IneligibleSpendBorne, head, amount, reason="VAT", was_certified=True)

    @rule(amount=pence, cause=st.sampled_from(RepaymentCause))
    def ask_back(self, amount, cause):
        self.asked += amount
        if cause is RepaymentCause.OVERPAID:
            self.due += amount
        self.happen(fact.RepaymentRequested, amount=amount, cause=cause)

    @rule(amount=pence)
    def repay(self, amount):
        amount = min(amount, self.asked - self.repaid)
        if amount > 0:
            self.repaid += amount
            self.happen(fact.RepaymentPaid, amount=amount)

    @rule()
    def close(self):
        """Yesterday's figures are closed; nothing is posted to them afterwards."""
        self.book.close_through(self.day)
        self.closings.append(Closing(self.day, len(self.book.journals)))

    @invariant()
    def figures_are_those_of_the_model(self):
        assert self.book.trial_balance(self.day).difference == 0
        now = position(self.book, PLF, self.day)
        assert (now.award, now.allocated, now.committed, now.eligible, now.borne) == (
            self.award,
            sum(self.allocated.values()),
            sum(self.committed.values()),
            sum(self.spent.values()),
            self.borne,
        )
        assert now.cash == self.received - self.repaid
        assert now.held == self.received - self.repaid - sum(self.spent.values())
        assert now.clawback_due == self.asked - self.repaid
        assert now.due == self.due - self.received
        assert FUND.check(FundRecord(now, uplift=0)) == []

    @invariant()
    def each_head_has_what_it_was_given(self):
        by_head = self.book.balances_by_tags(ALLOCATED.code, self.day)
        given = {(tags.project, tags.head): amount for tags, amount in by_head.items() if amount}
        assert given == {head: amount for head, amount in self.allocated.items() if amount}

    def teardown(self):
        legs = legs_of_journals(self.book.journals)
        record = BookRecord(
            chart=CHART, legs=legs, earlier=legs[: len(legs) // 2], kept=kept_balances(self.book),
            events=self.events, closings=self.closings, closed={},
        )  # fmt: skip
        assert BOOK.check(record) == []


class VirementThroughUnallocated(Fund):
    """Twin: the taker gets a penny of the virement from what is unallocated. It balances."""

    def journal(self, event, reference):
        made = super().journal(event, reference)
        if not isinstance(event, fact.VirementApproved) or made is None:
            return made
        more = (
            Posting(ALLOCATED, 1, PLF, project=event.to_project, head=event.to_head),
            Posting(UNALLOCATED, -1, PLF),
        )
        return Journal(reference, made.on, made.description, made.postings + more)


class WrongHead(Fund):
    """Twin: a virement gives back to the head it came from. Totals are right, heads are not."""

    def journal(self, event, reference):
        made = super().journal(event, reference)
        if not isinstance(event, fact.VirementApproved) or made is None:
            return made
        giver = {"contract": PLF, "project": event.from_project, "head": event.from_head}
        legs = (Posting(ALLOCATED, 5, **giver), Posting(ALLOCATED, -5, **giver))
        return Journal(reference, made.on, made.description, legs)


class BudgetIntoMoney(Fund):
    """Twin: an allocation is credited to cash. Every journal still balances."""

    def journal(self, event, reference):
        made = super().journal(event, reference)
        if not isinstance(event, fact.AllocationApproved) or made is None:
            return made
        first, second = made.postings
        return Journal(
            reference, made.on, made.description, (first, Posting(CHART["1000"], second.pence, PLF))
        )


def test_any_order_of_facts_leaves_the_books_in_balance_and_the_figures_right():
    run_state_machine_as_test(Fund, settings=COMMIT)


@pytest.mark.night
@pytest.mark.timeout(3600)
def test_a_million_steps_in_any_order():
    run_state_machine_as_test(Fund, settings=settings(COMMIT, max_examples=20_000))


@pytest.mark.parametrize("twin", [VirementThroughUnallocated, WrongHead, BudgetIntoMoney])
def test_the_checks_stop_a_fund_with_a_fault_put_in(twin):
    quick = settings(COMMIT, max_examples=100, database=None, phases=[Phase.generate])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(twin, settings=quick)
