"""Each fact's journal, leg by leg: (account, pence, project, head, contract)."""

from dataclasses import replace
from datetime import date

import pytest

from grants import events as fact
from grants.events import ActsAs, HeadSpend, RepaymentCause
from grants.postings import (
    ACCRUALS,
    ALLOCATED,
    AWARD,
    BORNE,
    CARRIED,
    CASH,
    CHART,
    CLAWBACK_DUE,
    COMMITTED,
    COUNCIL_LEDGER,
    ELIGIBLE,
    HELD,
    IN_ADVANCE,
    INCOME,
    MOVES_NOTHING,
    ORDERS,
    RECEIVABLE,
    UNALLOCATED,
    Entry,
    journal_for,
    posts,
)
from ledger.account import AccountType
from ledger.journal import Journal
from ledger.require import InvariantBroken

PLF = "PLF-2017-18"
SAID = {"contract": PLF, "on": date(2017, 7, 25), "actor": "finance.officer@example.org"}
KNIFE = {"project": "KNIFE", "head": "STAFF"}
AGENT = {"acts_as": ActsAs.AGENT}
SPEND = (HeadSpend("KNIFE", "STAFF", 300_00), HeadSpend("NIGHT", "DELIVERY", -50_00))

CASES = [
    (
        fact.AwardMade(**SAID, amount=239_000_00),
        "Award made",
        [(UNALLOCATED, 239_000_00, "", ""), (AWARD, -239_000_00, "", "")],
    ),
    (
        fact.AwardVaried(**SAID, amount=-9_000_00, variation=2),
        "Award changed by variation 2",
        [(UNALLOCATED, -9_000_00, "", ""), (AWARD, 9_000_00, "", "")],
    ),
    (
        fact.AllocationApproved(**SAID, **KNIFE, amount=14_000_00),
        "Allocation to STAFF@KNIFE",
        [(ALLOCATED, 14_000_00, "KNIFE", "STAFF"), (UNALLOCATED, -14_000_00, "", "")],
    ),
    (
        fact.AllocationApproved(**SAID, **KNIFE, amount=-1_00),
        "Allocation to STAFF@KNIFE",
        [(ALLOCATED, -1_00, "KNIFE", "STAFF"), (UNALLOCATED, 1_00, "", "")],
    ),
    (
        fact.VirementApproved(
            **SAID, virement="V1", from_project="DHR", from_head="DELIVERY", to_project="KNIFE",
            to_head="STAFF", amount=600_00,
        ),
        "Virement V1: DELIVERY@DHR to STAFF@KNIFE",
        [(ALLOCATED, 600_00, "KNIFE", "STAFF"), (ALLOCATED, -600_00, "DHR", "DELIVERY")],
    ),
    (
        fact.CommitmentRaised(**SAID, **KNIFE, amount=70_00, order_no="PO 17"),
        "Commitment, STAFF@KNIFE: PO 17",
        [(COMMITTED, 70_00, "KNIFE", "STAFF"), (ORDERS, -70_00, "", "")],
    ),
    (
        fact.CommitmentCleared(**SAID, **KNIFE, amount=70_00),
        "Commitment cleared, STAFF@KNIFE",
        [(COMMITTED, -70_00, "KNIFE", "STAFF"), (ORDERS, 70_00, "", "")],
    ),
    (
        fact.AccrualRaised(**SAID, **KNIFE, amount=80_00, reason="June invoice not in"),
        "Accrual, STAFF@KNIFE: June invoice not in",
        [(COUNCIL_LEDGER, 80_00, "", ""), (ACCRUALS, -80_00, "KNIFE", "STAFF")],
    ),
    (
        fact.AccrualReversed(**SAID, **KNIFE, amount=80_00, reason="Invoice in"),
        "Accrual reversed, STAFF@KNIFE: Invoice in",
        [(COUNCIL_LEDGER, -80_00, "", ""), (ACCRUALS, 80_00, "KNIFE", "STAFF")],
    ),
    (
        fact.EligibleSpendCertified(**SAID, period="2017-Q1", spend=SPEND),
        "Eligible spend certified for 2017-Q1",
        [
            (ELIGIBLE, 300_00, "KNIFE", "STAFF"),
            (ELIGIBLE, -50_00, "NIGHT", "DELIVERY"),
            (COUNCIL_LEDGER, -250_00, "", ""),
            (IN_ADVANCE, 250_00, "", ""),
            (INCOME, -250_00, "", ""),
        ],
    ),
    (
        fact.EligibleSpendCertified(**SAID, **AGENT, period="2017-Q1", spend=SPEND),
        "Eligible spend certified for 2017-Q1",
        [
            (HELD, 300_00, "KNIFE", "STAFF"),
            (HELD, -50_00, "NIGHT", "DELIVERY"),
            (COUNCIL_LEDGER, -250_00, "", ""),
        ],
    ),
    (
        fact.EligibleSpendCertified(
            **SAID, period="2017-Q2",
            spend=(HeadSpend("A", "X", 5_00), HeadSpend("B", "X", -5_00), HeadSpend("C", "X", 0)),
        ),
        "Eligible spend certified for 2017-Q2",
        [(ELIGIBLE, 5_00, "A", "X"), (ELIGIBLE, -5_00, "B", "X")],
    ),
    (
        fact.IneligibleSpendBorne(
            **SAID, **KNIFE, amount=200_00, reason="VAT", was_certified=False
        ),
        "Ineligible spend borne by the council, STAFF@KNIFE: VAT",
        [(BORNE, 200_00, "KNIFE", "STAFF"), (COUNCIL_LEDGER, -200_00, "", "")],
    ),
    (
        fact.IneligibleSpendBorne(**SAID, **KNIFE, amount=200_00, reason="VAT", was_certified=True),
        "Ineligible spend borne by the council, STAFF@KNIFE: VAT",
        [
            (BORNE, 200_00, "KNIFE", "STAFF"),
            (ELIGIBLE, -200_00, "KNIFE", "STAFF"),
            (INCOME, 200_00, "", ""),
            (IN_ADVANCE, -200_00, "", ""),
        ],
    ),
    (
        fact.IneligibleSpendBorne(
            **SAID, **KNIFE, **AGENT, amount=200_00, reason="VAT", was_certified=True
        ),
        "Ineligible spend borne by the council, STAFF@KNIFE: VAT",
        [(BORNE, 200_00, "KNIFE", "STAFF"), (HELD, -200_00, "KNIFE", "STAFF")],
    ),
    (
        fact.IneligibleSpendBorne(
            **SAID, **KNIFE, **AGENT, amount=200_00, reason="VAT", was_certified=False
        ),
        "Ineligible spend borne by the council, STAFF@KNIFE: VAT",
        [(BORNE, 200_00, "KNIFE", "STAFF"), (COUNCIL_LEDGER, -200_00, "", "")],
    ),
    (
        fact.InstalmentFellDue(**SAID, number=1, amount=59_750_00),
        "Instalment 1 due",
        [(RECEIVABLE, 59_750_00, "", ""), (IN_ADVANCE, -59_750_00, "", "")],
    ),
    (
        fact.InstalmentFellDue(**SAID, **AGENT, number=1, amount=59_750_00),
        "Instalment 1 due",
        [(RECEIVABLE, 59_750_00, "", ""), (HELD, -59_750_00, "", "")],
    ),
    (
        fact.ClaimMade(**SAID, period="2017-Q1", amount=250_00),
        "Claim for 2017-Q1",
        [(RECEIVABLE, 250_00, "", ""), (IN_ADVANCE, -250_00, "", "")],
    ),
    (
        fact.ClaimMade(**SAID, **AGENT, period="2017-Q1", amount=250_00),
        "Claim for 2017-Q1",
        [(RECEIVABLE, 250_00, "", ""), (HELD, -250_00, "", "")],
    ),
    (
        fact.ReceiptTaken(**SAID, amount=59_750_00, reference="BACS PCC 001"),
        "Receipt BACS PCC 001",
        [(CASH, 59_750_00, "", ""), (RECEIVABLE, -59_750_00, "", "")],
    ),
    (
        fact.RepaymentRequested(**SAID, amount=10_00, cause=RepaymentCause.UNSPENT),
        "Repayment requested: unspent",
        [(IN_ADVANCE, 10_00, "", ""), (CLAWBACK_DUE, -10_00, "", "")],
    ),
    (
        fact.RepaymentRequested(**SAID, **AGENT, amount=10_00, cause=RepaymentCause.DISALLOWED),
        "Repayment requested: disallowed",
        [(HELD, 10_00, "", ""), (CLAWBACK_DUE, -10_00, "", "")],
    ),
    (
        fact.RepaymentRequested(**SAID, amount=10_00, cause=RepaymentCause.OVERPAID),
        "Repayment requested: overpaid",
        [(RECEIVABLE, 10_00, "", ""), (CLAWBACK_DUE, -10_00, "", "")],
    ),
    (
        fact.RepaymentPaid(**SAID, amount=10_00),
        "Repayment",
        [(CLAWBACK_DUE, 10_00, "", ""), (CASH, -10_00, "", "")],
    ),
]  # fmt: skip
NO_JOURNAL = [
    fact.UnderspendReported(**SAID, amount=5_000_00),
    fact.ReturnSubmitted(**SAID, project="KNIFE", period="2017-Q1", amount=0, version=1),
    fact.ReturnQueried(**SAID, project="KNIFE", period="2017-Q1", reason="Which van?"),
    fact.ReturnReconciled(**SAID, project="KNIFE", period="2017-Q1", amount=-3_00),
    fact.QuarterCertified(**SAID, period="2017-Q1", amount=12_325_00),
    fact.QuarterAccepted(**SAID, period="2017-Q1"),
    fact.QuarterQueried(**SAID, period="2017-Q1", reason="Which van?"),
    fact.QuarterRejected(**SAID, period="2017-Q1", reason="Unsigned."),
]
CARRIED_OVER = fact.CarriedForward(
    **SAID, from_contract="PLF-2016-17", amount=1_408_55, consent="C1"
)


@pytest.mark.parametrize(("event", "description", "legs"), CASES)
def test_a_fact_is_posted_leg_by_leg_on_its_day(event, description, legs):
    journal = journal_for(event, "J1")
    assert journal is not None
    assert (journal.reference, journal.on, journal.description, journal.reverses) == (
        "J1",
        date(2017, 7, 25),
        description,
        "",
    )
    assert [(p.account, p.pence, p.project, p.head) for p in journal.postings] == legs
    assert {(p.contract, p.cost_centre) for p in journal.postings} == {(PLF, "")}


def test_money_carried_forward_leaves_the_old_contract_and_may_be_allocated_in_the_new():
    for acts_as, unearned in ((ActsAs.PRINCIPAL, IN_ADVANCE), (ActsAs.AGENT, HELD)):
        journal = journal_for(replace(CARRIED_OVER, acts_as=acts_as), "J1")
        assert journal is not None
        assert journal.description == "Carried forward from PLF-2016-17, consent C1"
        assert [(p.account, p.pence, p.contract) for p in journal.postings] == [
            (unearned, 1_408_55, "PLF-2016-17"),
            (CASH, -1_408_55, "PLF-2016-17"),
            (CASH, 1_408_55, PLF),
            (unearned, -1_408_55, PLF),
            (UNALLOCATED, 1_408_55, PLF),
            (CARRIED, -1_408_55, PLF),
        ]


@pytest.mark.parametrize("event", NO_JOURNAL)
def test_a_fact_that_moves_nothing_has_no_journal(event):
    assert journal_for(event, "J1") is None


def test_every_kind_of_fact_is_posted_or_moves_nothing_and_is_tried_here():
    posted = {type(event) for event, _, _ in CASES} | {fact.CarriedForward}
    assert {type(event) for event in NO_JOURNAL} == MOVES_NOTHING
    assert posted | MOVES_NOTHING == set(fact.EVENTS.values())
    assert not posted & MOVES_NOTHING


def test_a_nil_quarter_and_an_allocation_of_nothing_have_no_journal():
    nil = fact.EligibleSpendCertified(**SAID, period="2017-Q3", spend=(HeadSpend("A", "X", 0),))
    assert journal_for(nil, "J1") is None
    assert journal_for(fact.AllocationApproved(**SAID, **KNIFE, amount=0), "J1") is None


def test_budget_and_money_balance_apart_in_every_journal():
    for event in [case[0] for case in CASES] + [CARRIED_OVER]:
        journal = journal_for(event, "J1")
        assert isinstance(journal, Journal)
        control = [p.pence for p in journal.postings if p.account.type is AccountType.CONTROL]
        assert sum(control) == 0


def test_the_chart_names_each_account_once_and_says_which_clear():
    assert len({account.title for account in CHART}) == 16
    assert [account.code for account in CHART if account.clears] == [
        "1100", "2000", "2050", "2100", "2200", "9300", "9310",
    ]  # fmt: skip


def test_a_kind_is_posted_in_one_place_only_and_an_unknown_kind_is_a_fault():
    class SomethingElse(fact.Event):
        pass

    with pytest.raises(InvariantBroken, match="Nobody has said how SomethingElse is posted"):
        journal_for(SomethingElse(**SAID), "J1")
    with pytest.raises(InvariantBroken, match="AwardMade is posted in one place only"):
        posts(fact.AwardMade)(lambda _: Entry("again", []))
