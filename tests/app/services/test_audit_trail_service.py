"""The trail says who did what, and its verification finds what was changed behind its back."""

from collections.abc import Iterable

import pytest
from builders import (
    ADMINISTRATOR,
    AUDITOR,
    FINANCE,
    FUNDER_AUDITOR,
    LEAD,
    Q1,
    REFERENCE,
    S151,
    World,
    line,
    other_contract,
)  # fmt: skip

from app.services.audit_trail import dump_trail, sign_trail, trail_page, verify_trail
from app.store.db import db
from grants.policy import Actor, Grant, NotAllowed, Role


def without_guards(world: World, statements: Iterable[str]) -> None:
    """What a database administrator can do: take the triggers away, change rows."""
    if world.dialect == "postgresql":
        for table in db.metadata.tables:
            world.sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    else:
        for (name,) in world.sql("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            world.sql(f"DROP TRIGGER {name}")
    for statement in statements:
        world.sql(statement)


def faults(world: World) -> tuple[str, ...]:
    return world.look(AUDITOR, verify_trail).faults


@pytest.mark.stage("certified")
def test_an_honest_trail_is_whole(world: World) -> None:
    done = world.look(AUDITOR, verify_trail)
    assert done.faults == ()
    assert (done.size, done.heads, done.files, done.journals, done.freezes) == (7, 1, 2, 7, 1)
    dump, size = world.look(AUDITOR, dump_trail)
    assert (size, dump.count(b"\n")) == (7, 7)


@pytest.mark.stage("certified")
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE posting SET pence = pence + 1 WHERE id = 1", "does not balance"),
        ("DELETE FROM posting WHERE id = 1", "does not balance"),
        (
            "UPDATE posting SET pence = 2 * pence WHERE journal_id = 1",
            "posting, rows 1-12: not what",
        ),
        ("UPDATE posting SET account = '9200' WHERE id = 1", "posting, rows"),
        ("UPDATE return_line SET claimed_pence = 1 WHERE line_id = 'K-1'", "return_line, rows 1: "),
        ("UPDATE ledger_line SET amount = amount + 1", "ledger_line, rows 1: not what entry 4"),
        ("DELETE FROM ledger_line WHERE id = 2", "ledger_line, rows 1: not what entry 4"),
        ("UPDATE contract_fact SET body = '{}' WHERE id = 3", "contract_fact, rows 1-15: not what"),
        ("UPDATE return_event SET actor = 'x' WHERE id = 1", "return_event, rows 1-2: not what"),
        ("UPDATE check_run SET verdict_digest = 'x' WHERE id = 3", "check_run, rows 3: not what"),
        (
            (
                "INSERT INTO return_event SELECT 99, contract_id, project, period, version, act, "
                "state, actor, at, reason FROM return_event WHERE id = 1"
            ),
            "return_event, rows 99: no audit entry speaks of them.",
        ),
        ("UPDATE journal SET sealed = (1 = 0) WHERE id = 1", "is not sealed"),
        (
            "UPDATE stored_file SET data = (SELECT hash FROM audit_entry WHERE seq = 1)",
            "no longer hashes to its name",
        ),
        ("UPDATE quarter_freeze SET body = '{}'", "the certified figures have changed"),
        ("UPDATE audit_entry SET entry = hash WHERE seq = 3", "3"),
        ("UPDATE audit_entry SET hash = entry WHERE seq = 3", "3"),
        ("DELETE FROM audit_entry WHERE seq = 3", "3"),
        ("DELETE FROM audit_entry WHERE seq = 7", "Head 1 of"),
        ("UPDATE audit_head SET document = replace(document, '7', '6')", "Head 1 of"),
    ],
)
def test_what_is_changed_behind_its_back_is_found(world: World, statement: str, words: str) -> None:
    without_guards(world, [statement])
    found = faults(world)
    assert found
    assert any(words in fault for fault in found), found


@pytest.mark.parametrize("column", ["verdict", "message", "at_risk_pence"])
def test_a_changed_finding_is_found(world: World, column: str) -> None:
    world.submit("KNIFE", Q1, line("K-8", evidence="", ledger_key="10008-1"))
    assert faults(world) == ()
    value = "7" if column == "at_risk_pence" else "'PASS'"
    without_guards(world, [f"UPDATE finding SET {column} = {value}"])
    assert faults(world) == ("finding, rows 1: not what entry 2 says was recorded.",)


def test_who_reads_the_trail_reads_what_is_theirs(small_world: World) -> None:
    small_world.load(other_contract())

    def seen(actor: Actor) -> list[str]:
        rows = small_world.look(actor, lambda act: trail_page(act, before=None, limit=50))
        return [r.contract for r in rows]

    assert seen(AUDITOR) == ["OTHER-2019-20", REFERENCE]
    assert seen(S151) == ["OTHER-2019-20", REFERENCE]
    assert seen(FUNDER_AUDITOR) == [REFERENCE]
    assert seen(LEAD) == seen(ADMINISTRATOR) == []
    for actor in (LEAD, ADMINISTRATOR, FUNDER_AUDITOR):
        with pytest.raises(NotAllowed):
            small_world.look(actor, dump_trail)


def test_a_second_role_for_all_contracts_does_not_widen_the_first(small_world: World) -> None:
    """Members everywhere and auditor of one contract: the trail stays that contract's."""
    small_world.load(other_contract())
    both = Actor(
        "both@example.org", "",
        (Grant(Role.MEMBERS), Grant(Role.FUNDER_AUDITOR, REFERENCE)),
    )  # fmt: skip
    rows = small_world.look(both, lambda act: trail_page(act, before=None, limit=50))
    assert [r.contract for r in rows] == [REFERENCE]
    with pytest.raises(NotAllowed):
        small_world.look(both, dump_trail)


def test_a_page_of_the_trail_ends_where_the_next_begins(small_world: World) -> None:
    for number in range(4):
        small_world.load(other_contract(f"OTHER-{number}"))
    first = small_world.look(AUDITOR, lambda act: trail_page(act, before=None, limit=2))
    rest = small_world.look(AUDITOR, lambda act: trail_page(act, before=4, limit=9))
    assert [r.seq for r in (*first, *rest)] == [5, 4, 3, 2, 1]


def test_a_signed_head_is_kept_and_checked(small_world: World) -> None:
    small_world.change(FINANCE, lambda act: sign_trail(act, "midnight"))
    done = small_world.look(AUDITOR, verify_trail)
    assert (done.heads, done.faults) == (1, ())
