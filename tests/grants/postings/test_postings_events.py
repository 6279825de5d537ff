"""Facts: what they refuse to say, and their one form in storage."""

import json
from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from grants import events as fact
from grants.event_form import as_body, from_body
from grants.events import ActsAs, HeadSpend, RepaymentCause
from ledger.require import InvariantBroken

SAID = {"contract": "PLF-2017-18", "on": date(2017, 7, 25), "actor": "s151.officer@example.org"}
EVENTS = [
    fact.AwardMade(**SAID, amount=239_000_00),
    fact.ReceiptTaken(**SAID, amount=1, reference="BACS", instalment=2),
    fact.ReceiptTaken(**SAID, amount=1),
    fact.RepaymentRequested(**SAID, amount=1, cause=RepaymentCause.OVERPAID, acts_as=ActsAs.AGENT),
    fact.IneligibleSpendBorne(
        **SAID, project="KNIFE", head="STAFF", amount=5, reason="fine", was_certified=True
    ),
    fact.EligibleSpendCertified(
        **SAID, period="2017-Q1", spend=(HeadSpend("A", "X", -5), HeadSpend("B", "X", 7))
    ),
    fact.QuarterRejected(**SAID, period="2017-Q1", reason="Unsigned."),
]


@pytest.mark.parametrize("event", EVENTS)
def test_a_fact_reads_back_from_its_form_through_json(event):
    body = json.loads(json.dumps(as_body(event)))
    again = from_body(type(event).__name__, body)
    assert again == event
    assert type(again) is type(event)
    assert as_body(again) == body


def test_the_form_is_plain_text_and_whole_pence():
    assert as_body(EVENTS[5]) == {
        "contract": "PLF-2017-18",
        "on": "2017-07-25",
        "actor": "s151.officer@example.org",
        "period": "2017-Q1",
        "spend": [
            {"project": "A", "head": "X", "amount": -5},
            {"project": "B", "head": "X", "amount": 7},
        ],
        "acts_as": "principal",
    }


def test_a_read_fact_keeps_its_types():
    again = from_body("RepaymentRequested", as_body(EVENTS[3]))
    assert isinstance(again, fact.RepaymentRequested)
    assert again.cause is RepaymentCause.OVERPAID
    assert again.acts_as is ActsAs.AGENT
    assert again.on == date(2017, 7, 25)


def test_a_form_of_another_kind_or_shape_is_a_fault():
    with pytest.raises(InvariantBroken, match="no kind of fact called 'AwardLost'"):
        from_body("AwardLost", {})
    with pytest.raises(InvariantBroken, match="A AwardMade has other fields"):
        from_body("AwardMade", {"amount": 1})


def test_certified_spend_has_a_total():
    assert EVENTS[5].total == 2


@pytest.mark.parametrize("amount", [0, -1, 1.0, True, "1", 10**15 + 1])
def test_an_amount_is_whole_pence_above_nothing(amount):
    with pytest.raises(InvariantBroken):
        fact.AwardMade(**SAID, amount=amount)


@pytest.mark.parametrize(
    ("kind", "rest"),
    [
        (fact.AwardVaried, {"variation": 1}),
        (fact.AllocationApproved, {"project": "A", "head": "X"}),
        (fact.ReturnSubmitted, {"project": "A", "period": "2017-Q1", "version": 1}),
        (fact.ReturnReconciled, {"project": "A", "period": "2017-Q1"}),
        (fact.QuarterCertified, {"period": "2017-Q1"}),
    ],
)
def test_some_kinds_may_be_of_nothing_or_less(kind, rest):
    assert [kind(**SAID, **rest, amount=amount).amount for amount in (-1, 0, 1)] == [-1, 0, 1]
    with pytest.raises(InvariantBroken):
        kind(**SAID, **rest, amount=-(10**15) - 1)


def test_a_fact_names_its_contract_and_its_actor_and_does_not_change():
    for missing in ("contract", "actor"):
        with pytest.raises(InvariantBroken, match="its contract and its actor"):
            fact.AwardMade(**{**SAID, missing: ""}, amount=1)
    with pytest.raises(FrozenInstanceError):
        EVENTS[0].amount = 2  # type: ignore[misc]
