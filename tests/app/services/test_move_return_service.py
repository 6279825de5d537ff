"""The finance officer's acts on a return, and the four persons that a quarter needs."""

from itertools import combinations

import pytest
from builders import (
    FINANCE,
    LEAD,
    LEDGER_Q1,
    MANAGER,
    Q1,
    S151,
    World,
    extract,
    with_every_role,
)  # fmt: skip

from app.services.move_return import query_return
from app.services.office import NotFound, Refused
from grants.policy import NotAllowed, OutOfScope
from grants.returns import Act as Deed

PARTS = ("preparer", "reconciler", "certifier", "accepter")


def play(world: World, who: dict[str, object]) -> None:
    """The whole quarter by those persons, part by part."""
    for project in ("KNIFE", "WELL"):
        world.submit(project, actor=who["preparer"])
    world.import_ledger(extract(*LEDGER_Q1), rows=3, total=1_700_00)
    for project in ("KNIFE", "WELL"):
        world.reconcile(project, actor=who["reconciler"])
    world.certify(actor=who["certifier"])
    world.answer(Deed.ACCEPT, actor=who["accepter"])


@pytest.mark.parametrize("pair", list(combinations(PARTS, 2)), ids="-".join)
def test_no_person_has_two_of_the_four_parts(small_world: World, pair: tuple[str, str]) -> None:
    who = {part: with_every_role(part) for part in PARTS}
    who[pair[1]] = who[pair[0]]

    with pytest.raises(Refused) as refusal:
        play(small_world, who)

    said = " ".join((refusal.value.message, *refusal.value.details))
    assert f"{pair[0]}@example.org is already the {pair[0]} here; the {pair[1]} must be" in said
    states = {"reconciler": "submitted", "certifier": "reconciled", "accepter": "reconciled"}
    assert small_world.sql(
        "SELECT state FROM return_event WHERE project = 'KNIFE' ORDER BY id DESC LIMIT 1"
    ) == [(states[pair[1]],)]
    assert small_world.counts()["quarter_event"] == (1 if pair[1] == "accepter" else 0)


def test_four_persons_bring_a_quarter_to_its_end(world: World) -> None:
    play(world, {part: with_every_role(part) for part in PARTS})
    assert world.sql("SELECT act, state, actor FROM quarter_event ORDER BY id") == [
        ("certify", "certified", "certifier@example.org"),
        ("accept", "accepted", "accepter@example.org"),
    ]
    assert world.trial_balance()["difference"] == "0.00"


def test_one_who_prepared_another_project_may_reconcile_this_one(small_world: World) -> None:
    """Segregation is by return and its quarter: the other project's preparer is free here."""
    both = with_every_role("both")
    small_world.submit("WELL", actor=both)
    small_world.submit("KNIFE")
    small_world.import_ledger(extract(*LEDGER_Q1), rows=3, total=1_700_00)
    assert small_world.reconcile("KNIFE", actor=both) == "reconciled"
    with pytest.raises(Refused, match=r"both@example\.org is already the preparer here"):
        small_world.reconcile("WELL", actor=both)


@pytest.mark.stage("submitted")
def test_a_return_with_open_lines_is_not_reconciled(world: World) -> None:
    before = world.contents()
    with pytest.raises(Refused, match=r"KNIFE for 2019-Q1 is not reconciled: 2 line") as refusal:
        world.reconcile()
    assert [d.partition(":")[0] for d in refusal.value.details] == ["K-1", "K-2"]
    assert world.contents() == before


@pytest.mark.stage("imported")
def test_reconciling_says_so_in_events_and_trail(world: World) -> None:
    assert world.reconcile() == "reconciled"
    assert world.sql("SELECT act, state, actor FROM return_event ORDER BY id DESC LIMIT 1") == [
        ("reconcile", "reconciled", "finance@example.org")
    ]
    assert world.sql("SELECT action, subject FROM audit_entry ORDER BY seq DESC LIMIT 1") == [
        ("return-reconciled", f"KNIFE@{Q1}")
    ]
    before = world.contents()
    with pytest.raises(Refused, match="It is reconciled, so it cannot be moved by 'reconcile'"):
        world.reconcile()
    assert world.contents() == before


@pytest.mark.stage("submitted")
def test_a_query_needs_a_reason_and_the_right(world: World) -> None:
    before = world.contents()
    with pytest.raises(Refused, match="say why: give a reason"):
        world.change(FINANCE, lambda act: query_return(act, "YJF-2019-20", "KNIFE", Q1, "  "))
    for actor, refusal in ((LEAD, NotAllowed), (S151, NotAllowed)):
        with pytest.raises(refusal):
            world.query(actor=actor)
    with pytest.raises(OutOfScope):
        world.query("WELL", actor=LEAD)
    with pytest.raises(NotFound):
        world.query("NONE")
    assert world.contents() == before
    assert world.query(actor=MANAGER) == "queried"


@pytest.mark.stage("reconciled")
def test_a_reconciled_return_that_is_queried_must_be_reconciled_again(world: World) -> None:
    assert world.query() == "queried"
    with pytest.raises(Refused, match="stand open") as refusal:
        world.certify()
    assert refusal.value.details == ("The return of Knife crime (KNIFE) is queried.",)
    world.submit()
    world.reconcile()
    assert world.certify().net == 1_700_00
