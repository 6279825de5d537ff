"""What people say about the ledger: confirmed, taken back, explained, cleared."""

import pytest
from builders import (
    AUDITOR,
    FINANCE,
    LEDGER_Q1,
    Q1,
    Q2,
    REFERENCE,
    World,
    extract,
)  # fmt: skip

from app.services.fund import fund_of
from app.services.ledger_words import clear_item, confirm_matches, explain_keys, undo_match
from app.services.office import Act, NotFound, Refused
from app.services.reconcile_ledger import Outcome, reconciliation_of
from grants.policy import NotAllowed
from ledger.reconciliation.item import ItemKind

UNKEYED = LEDGER_Q1[1].replace("10002,1", "10077,1").replace("INV-K-2", "HIRE MAY")
STRAY = "00770,4300,201903,10050,1,INV,2019-06-20,Other Hall,OH-9,Room for a fair,75.00"
WHO = "finance@example.org"


def outcome(world: World, period: str = Q1) -> Outcome:
    return world.look(FINANCE, lambda act: reconciliation_of(act, fund_of(act, REFERENCE), period))


def explain(act: Act, *keys: str, reason: str = "not of this grant", period: str = Q1,
            expected: str = "") -> object:  # fmt: skip
    return explain_keys(
        act, REFERENCE, period, keys, kind=ItemKind.NOT_THIS_GRANT, reason=reason, owner=WHO,
        expected=expected,
    )  # fmt: skip


@pytest.mark.stage("submitted")
def test_a_proposed_match_is_confirmed_and_taken_back(world: World) -> None:
    world.import_ledger(extract(LEDGER_Q1[0], UNKEYED, LEDGER_Q1[2]), rows=3, total=1_700_00)
    before = outcome(world)
    assert list(before.proposals["line_id"]) == ["K-2"]
    match = str(before.proposals["match_id"].iloc[0])
    assert not before.is_closed

    world.change(FINANCE, lambda act: confirm_matches(act, REFERENCE, Q1, [match], "seen it"))

    after = outcome(world)
    assert (after.is_closed, after.bridge.difference) == (True, 0)
    kept = world.contents()
    with pytest.raises(NotFound, match="is not a proposed match"):
        world.change(FINANCE, lambda act: confirm_matches(act, REFERENCE, Q1, [match]))
    assert world.contents() == kept

    world.change(FINANCE, lambda act: undo_match(act, REFERENCE, "K-2"))

    assert list(outcome(world).proposals["line_id"]) == ["K-2"]
    with pytest.raises(NotFound, match="no confirmed match K-2"):
        world.change(FINANCE, lambda act: undo_match(act, REFERENCE, "K-2"))
    assert [a for (a,) in world.sql("SELECT action FROM audit_entry ORDER BY seq")][-2:] == [
        "match-confirmed", "match-undone",
    ]  # fmt: skip


@pytest.mark.stage("submitted")
def test_confirming_several_is_all_or_none(small_world: World) -> None:
    small_world.import_ledger(extract(UNKEYED), rows=1, total=200_00)
    match = str(outcome(small_world).proposals["match_id"].iloc[0])
    before = small_world.contents()
    with pytest.raises(NotFound):
        small_world.change(
            FINANCE, lambda act: confirm_matches(act, REFERENCE, Q1, [match, "M999"])
        )
    assert small_world.contents() == before


@pytest.mark.stage("imported")
def test_an_open_ledger_line_is_explained_and_cleared_once(world: World) -> None:
    world.import_ledger(extract(STRAY), rows=1, total=75_00, name="june.csv")
    open_now = outcome(world)
    assert open_now.open_reasons == [
        f"{Q1}: the return and the ledger differ by £75.00 unexplained.",
        f"{Q1}: 1 ledger line(s) on this grant's codes are neither claimed nor explained: 10050-1.",
    ] or any("10050-1" in words for words in open_now.open_reasons)  # fmt: skip

    item = world.change(FINANCE, lambda act: explain(act, "10050-1", expected=Q2))

    assert (item.reference, item.amount, item.ledger_keys) == ("R0001", -75_00, ("10050-1",))
    done = outcome(world)
    assert (done.is_closed, done.bridge.difference, done.open_reasons) == (True, 0, [])
    with pytest.raises(NotFound, match="10050-1: neither an open ledger line"):
        world.change(FINANCE, lambda act: explain(act, "10050-1"))

    world.change(FINANCE, lambda act: clear_item(act, REFERENCE, "R0001", "journal 77"))

    kept = world.contents()
    with pytest.raises(Refused, match="R0001 was cleared already, by journal 77"):
        world.change(FINANCE, lambda act: clear_item(act, REFERENCE, "R0001", "journal 78"))
    assert world.contents() == kept
    assert outcome(world).bridge.difference == 0


@pytest.mark.stage("imported")
def test_what_cannot_be_said_is_refused(small_world: World) -> None:
    before = small_world.contents()
    for work, refusal in (
        (lambda act: explain(act, "10001-1"), NotFound),  # it is matched, not open
        (explain, Refused),
        (lambda act: explain(act, "10001-1", reason="because"), Refused),
        (lambda act: explain(act, "10001-1", period="2031-Q1"), NotFound),
        (lambda act: explain(act, "10001-1", expected="2031-Q1"), NotFound),
        (lambda act: clear_item(act, REFERENCE, "R0001", " "), Refused),
        (lambda act: clear_item(act, REFERENCE, "R0001", "journal 1"), NotFound),
    ):
        with pytest.raises(refusal):
            small_world.change(FINANCE, work)
    with pytest.raises(NotAllowed):
        small_world.change(AUDITOR, lambda act: explain(act, "10001-1"))
    assert small_world.contents() == before


@pytest.mark.stage("submitted")
def test_a_wrong_proposal_is_refused_by_explaining_its_sides_apart(world: World) -> None:
    world.import_ledger(extract(LEDGER_Q1[0], UNKEYED, LEDGER_Q1[2]), rows=3, total=1_700_00)
    assert list(outcome(world).proposals["line_id"]) == ["K-2"]

    world.change(FINANCE, lambda act: explain(act, "10077-1", reason="another hall, another fund"))
    between = outcome(world)
    assert (len(between.proposals), between.bridge.open_lines) == (0, ("K-2",))

    world.change(
        FINANCE,
        lambda act: explain_keys(
            act, REFERENCE, Q1, ["K-2"], kind=ItemKind.TIMING, reason="posted in July",
            owner=WHO, expected=Q2,
        ),
    )  # fmt: skip
    after = outcome(world)
    assert (after.is_closed, after.bridge.difference, len(after.proposals)) == (True, 0, 0)
    steps = {str(s.kind): s.amount for s in after.bridge.steps}
    assert steps == {"not-this-grant": -200_00, "timing": 200_00}
