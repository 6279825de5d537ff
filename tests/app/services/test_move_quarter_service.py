"""The quarter's return: what stands open, what a certificate freezes, and the funder's answer."""

from collections.abc import Callable

import pytest
from builders import (
    FINANCE,
    FUNDER,
    FUNDER_AUDITOR,
    LEDGER_Q1,
    LEDGER_Q2,
    MANAGER,
    Q1,
    Q2,
    REFERENCE,
    S151,
    World,
    extract,
    line,
)  # fmt: skip

from app.services.fund import fund_of
from app.services.ledger_words import clear_item, explain_keys
from app.services.move_quarter import quarter_findings
from app.services.office import NotFound, Refused
from app.services.resolve_finding import accept_finding, disallow_finding
from grants.policy import NotAllowed
from grants.returns import Act as Deed
from ledger.reconciliation.item import ItemKind

EXPENSE = "5000"


def balance(world: World, account: str) -> tuple[str, str]:
    book = world.trial_balance()
    assert book["difference"] == "0.00"
    return next(
        ((r["debit"], r["credit"]) for r in book["rows"] if r["account"] == account),
        ("0.00", "0.00"),
    )


def refusal_of(work: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as refusal:
        work()
    return refusal.value


def test_everything_that_stands_open_is_named_until_nothing_does(world: World) -> None:
    """From an empty quarter to a certificate, each act takes its own reason off the list."""
    bare = line("K-2", evidence="", ledger_key="10002-1")
    late = line("K-9", incurred_on="2019-03-30", ledger_key="10009-1")
    assert refusal_of(world.certify).details == (
        "The return of Knife crime (KNIFE) is not started.",
        "The return of Wellbeing (WELL) is not started.",
        "2019-Q1: no ledger line of this period is imported yet.",
    )
    world.submit("KNIFE", Q1, bare, late)
    world.submit("WELL")
    before = world.contents()
    stands = refusal_of(world.certify).details
    assert world.contents() == before
    breach, evidence = stands[2], stands[3]
    assert stands[:2] == (
        "The return of Knife crime (KNIFE) is submitted.",
        "The return of Wellbeing (WELL) is submitted.",
    )
    assert "BREACH K-9, clause 3.1: " in breach
    assert "EVIDENCE K-2, clause 7.1: " in evidence
    assert stands[4:] == (
        "2019-Q1: no ledger line of this period is imported yet.",
        "2019-Q1: the return and the ledger differ by £900.00 unexplained.",
        "2019-Q1: 3 return line(s) are neither matched nor explained: K-2, W-1, K-9.",
    )
    refs = [words.partition(" ")[0] for words in (breach, evidence)]
    why = "Agreed with the lead today."
    world.change(FINANCE, lambda act: disallow_finding(act, REFERENCE, Q1, refs[0], why))
    world.change(FINANCE, lambda act: accept_finding(act, REFERENCE, Q1, refs[1], why))
    assert not [d for d in refusal_of(world.certify).details if d.startswith("F")]
    rows = (
        *LEDGER_Q1[1:],
        "00770,4300,201902,10009,1,INV,2019-05-10,Harbour Hall Lettings,INV-K-9,Hall,200.00",
    )
    world.import_ledger(extract(*rows), rows=3, total=900_00)
    assert refusal_of(world.certify).details == (
        "The return of Knife crime (KNIFE) is submitted.",
        "The return of Wellbeing (WELL) is submitted.",
    )
    world.reconcile()
    assert refusal_of(world.certify).details == ("The return of Wellbeing (WELL) is submitted.",)
    world.reconcile("WELL")
    done = world.certify()
    assert (done.state, done.claimed, done.disallowed, done.net) == (
        "certified", 900_00, 200_00, 700_00,
    )  # fmt: skip


@pytest.mark.stage("certified")
def test_a_certificate_posts_the_spend_signs_the_trail_and_freezes(world: World) -> None:
    assert balance(world, EXPENSE) == ("1700.00", "0.00")
    assert world.sql("SELECT act, state, actor FROM quarter_event") == [
        ("certify", "certified", "s151@example.org")
    ]
    assert world.sql("SELECT reason FROM audit_head") == [(f"certification of {REFERENCE} {Q1}",)]
    assert world.sql("SELECT action, subject FROM audit_entry ORDER BY seq DESC LIMIT 1") == [
        ("quarter-certified", Q1)
    ]
    assert len(world.sql("SELECT digest FROM quarter_freeze")) == 1


def acts_on_a_frozen_quarter(world: World) -> dict[str, Callable[[], object]]:
    def change(work: Callable[..., object]) -> object:
        return world.change(FINANCE, work)

    return {
        "submit": lambda: world.submit("KNIFE", Q1, line("K-5")),
        "query": world.query,
        "reconcile": world.reconcile,
        "explain": lambda: change(
            lambda act: explain_keys(
                act, REFERENCE, Q1, ["K-1"], kind=ItemKind("timing"), reason="paid later",
                owner="finance@example.org",
            )
        ),
        "accept finding": lambda: change(
            lambda act: accept_finding(act, REFERENCE, Q1, "F000", "All is well here.")
        ),
        "certify": world.certify,
    }  # fmt: skip


@pytest.mark.stage("certified")
def test_nothing_moves_in_a_certified_quarter(world: World) -> None:
    for name, act in acts_on_a_frozen_quarter(world).items():
        before = world.contents()
        assert "certified" in refusal_of(act).message, name
        assert world.contents() == before, name


@pytest.mark.stage("certified")
def test_nothing_moves_in_an_accepted_quarter(small_world: World) -> None:
    assert small_world.answer(Deed.ACCEPT) == "accepted"
    for name, act in acts_on_a_frozen_quarter(small_world).items():
        before = small_world.contents()
        assert "accepted" in refusal_of(act).message, name
        assert small_world.contents() == before, name
    for deed in (Deed.QUERY, Deed.REJECT, Deed.ACCEPT):
        assert (
            "It is accepted"
            in refusal_of(lambda d=deed: small_world.answer(d, reason="Because of this.")).message
        )


@pytest.mark.stage("certified")
@pytest.mark.parametrize(("deed", "state"), [(Deed.QUERY, "queried"), (Deed.REJECT, "rejected")])
def test_a_query_or_rejection_takes_the_postings_back_and_a_new_certificate_posts_anew(
    world: World, deed: Deed, state: str
) -> None:
    assert "give a reason" in refusal_of(lambda: world.answer(deed)).message
    assert world.answer(deed, reason="Explain the hall hire.") == state
    assert balance(world, EXPENSE) == ("0.00", "0.00")

    world.query()
    world.submit("KNIFE", Q1, line("K-1", head="STAFF", subjective="1100", ledger_key="10001-1",
                                   claimed="1000.00", evidence="payroll"))  # fmt: skip
    stands = refusal_of(world.certify).details
    assert stands[0] == "The return of Knife crime (KNIFE) is submitted."
    world.change(
        FINANCE,
        lambda act: explain_keys(
            act, REFERENCE, Q1, ["10002-1"], kind=ItemKind("ineligible"),
            reason="not claimed after all", owner="finance@example.org",
        ),
    )  # fmt: skip
    world.reconcile()
    done = world.certify()

    assert (done.net, balance(world, EXPENSE)) == (1_500_00, ("1500.00", "0.00"))
    assert world.sql("SELECT reference, reverses FROM journal ORDER BY id")[-3:] == [
        (f"spend {Q1} v1", ""),
        (f"spend {Q1} v1 reversed", f"spend {Q1} v1"),
        (f"spend {Q1} v2", ""),
    ]
    assert world.sql("SELECT version FROM quarter_freeze ORDER BY id") == [(1,), (2,)]
    assert world.answer(Deed.ACCEPT) == "accepted"


@pytest.mark.stage("certified")
def test_a_quarter_is_certified_after_the_one_before(world: World) -> None:
    for project in ("KNIFE", "WELL"):
        world.submit(project, Q2)
    world.import_ledger(extract(*LEDGER_Q2), rows=3, total=1_700_00, name="q2.csv")
    for project in ("KNIFE", "WELL"):
        world.reconcile(project, Q2)
    world.answer(Deed.QUERY, reason="Explain the hall hire.")
    before = world.contents()
    assert refusal_of(lambda: world.certify(Q2)).message.startswith(
        "2019-Q2 cannot be certified before 2019-Q1, which is queried"
    )
    assert world.contents() == before
    world.certify()
    assert world.certify(Q2).net == 1_700_00
    assert balance(world, EXPENSE) == ("3400.00", "0.00")


@pytest.mark.stage("reconciled")
def test_who_may_certify_and_who_may_answer(world: World) -> None:
    before = world.contents()
    for actor in (FINANCE, MANAGER, FUNDER):
        with pytest.raises(NotAllowed):
            world.certify(actor=actor)
    for actor in (S151, FUNDER_AUDITOR, FINANCE):
        with pytest.raises(NotAllowed):
            world.answer(Deed.ACCEPT, actor=actor)
    with pytest.raises(NotFound, match="has no period 2031-Q1"):
        world.certify("2031-Q1")
    assert "It is open" in refusal_of(lambda: world.answer(Deed.ACCEPT)).message
    assert world.contents() == before


@pytest.mark.stage("submitted")
def test_a_quarter_without_any_ledger_is_not_certified(world: World) -> None:
    assert any(words.startswith(f"{Q1}: ") for words in refusal_of(world.certify).details)
    assert world.look(FINANCE, lambda act: quarter_findings(fund_of(act, REFERENCE), Q1)) == []


def test_an_item_is_cleared_in_a_frozen_quarter_too(small_world: World) -> None:
    """Timing differences clear later: clearing is no change of the certified figures."""
    with pytest.raises(NotFound, match="no reconciling item R0001"):
        small_world.change(FINANCE, lambda act: clear_item(act, REFERENCE, "R0001", "journal 7"))
