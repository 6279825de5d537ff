"""What the database itself refuses, whoever asks: evidence changes nowhere, books balance."""

from datetime import UTC, datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from builders import AUDITOR, World
from sqlalchemy import Column, Integer, text
from sqlalchemy.exc import DatabaseError

from app.services.audit_trail import verify_trail
from app.store.db import db
from app.store.guards import CHANGEABLE_TABLES, EVIDENCE_TABLES, SEALED_TABLE
from app.store.types import Canonical

FILLED = {
    "contract", "contract_fact", "stored_file", "return_version", "return_line", "return_event",
    "quarter_event", "quarter_freeze", "check_run", "ledger_import", "ledger_line", "posting",
    "audit_entry", "audit_head",
}  # fmt: skip
"""Evidence tables that hold rows when quarter 1 is certified."""


def refused(world: World, statement: str) -> str:
    """The database's words when it refuses a statement; nothing is changed by it."""
    before = world.contents()
    with pytest.raises(DatabaseError) as refusal:
        world.sql(statement)
    assert world.contents() == before
    return str(refusal.value.orig)


def fill(world: World) -> None:
    """A row in every evidence table that is still empty, so that row triggers have one to stop."""
    given = {
        "check_run_id": 1, "contract_id": 1, "confirmation_id": 1, "item_id": 1,
        "file_sha256": world.sql("SELECT min(sha256) FROM stored_file")[0][0],
    }  # fmt: skip
    empty = {name for name, count in world.counts().items() if not count}
    with db.engine.begin() as connection:
        for table in db.metadata.sorted_tables:
            if table.name in empty & set(EVIDENCE_TABLES):
                row = {c.name: given.get(c.name, _usual(c)) for c in table.columns}
                connection.execute(table.insert(), row)


def _usual(column: Column[Any]) -> object:
    if column.name.endswith("_at") or column.name == "at":
        return datetime(2019, 7, 16, tzinfo=UTC)
    kept = column.type
    return [] if isinstance(kept, Canonical) else 1 if isinstance(kept, Integer) else "text"


def first_column(table: str) -> str:
    return next(iter(db.metadata.tables[table].columns)).name


@pytest.mark.stage("certified")
def test_no_row_of_evidence_is_updated_or_deleted(world: World) -> None:
    fill(world)
    assert {t for t, n in world.counts().items() if n} >= set(EVIDENCE_TABLES)
    for table in EVIDENCE_TABLES:
        column = first_column(table)
        for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
            assert f"{table}: this table keeps evidence" in refused(world, statement), statement


@pytest.mark.stage("certified")
def test_every_other_column_of_evidence_is_guarded_too(small_world: World) -> None:
    """SQLite's trigger could be limited to some columns; it is not."""
    for table in sorted(FILLED):
        for column in db.metadata.tables[table].columns:
            name = column.name
            words = refused(small_world, f'UPDATE {table} SET "{name}" = "{name}"')
            assert f"{table}: this table keeps evidence" in words


@pytest.mark.stage("certified")
def test_no_table_of_evidence_is_emptied_at_a_stroke(world: World) -> None:
    if world.dialect == "sqlite":
        assert 'near "TRUNCATE"' in refused(world, "TRUNCATE posting")  # it has no such verb
        return
    for table in (*EVIDENCE_TABLES, SEALED_TABLE):
        words = refused(world, f"TRUNCATE {table} CASCADE")
        assert ": this table keeps evidence" in words


@pytest.mark.stage("certified")
def test_a_journal_is_sealed_once_and_never_changed(world: World) -> None:
    for statement, words in (
        ("DELETE FROM journal", "journal: this table keeps evidence"),
        ("UPDATE journal SET description = 'other'", "journal: only the seal may be set, once"),
        ("UPDATE journal SET sealed = (1 = 0)", "journal: only the seal may be set, once"),
        ("UPDATE journal SET sealed = (1 = 1)", "journal: only the seal may be set, once"),
        (leg(1, "1000", 1), "posting: a sealed journal takes no more postings"),
        (journal(sealed="(1 = 1)"), "journal: a journal is sealed only after its postings"),
    ):
        assert words in refused(world, statement), statement


def journal(number: int = 901, sealed: str = "(1 = 0)") -> str:
    return (
        "INSERT INTO journal (id, contract_id, reference, posted_on, description, reverses, "
        f"event_kind, event, posted_at, posted_by, sealed) VALUES ({number}, 1, 'J{number}', "
        "'2019-07-01', '', '', 'Test', '{}', '2019-07-16 09:00:00+00:00', 'x@example.org', "
        f"{sealed})"
    )


def leg(journal_id: int, account: str, pence: int) -> str:
    return (
        "INSERT INTO posting (journal_id, account, pence, contract, project, head, cost_centre) "
        f"VALUES ({journal_id}, '{account}', {pence}, '', '', '', '')"
    )


def sealing(world: World, legs: tuple[int, ...], also: str = "") -> str:
    """The words that refuse a journal of those legs, sealed while ``also`` is set."""
    statements = [journal(), *(leg(901, "1000", pence) for pence in legs)]
    statements.append(f"UPDATE journal SET sealed = (1 = 1){also} WHERE id = 901")
    before = world.contents()
    with pytest.raises(DatabaseError) as refusal:
        run_together(statements)
    assert world.contents() == before
    return str(refusal.value.orig)


def run_together(statements: list[str]) -> None:
    with db.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


@pytest.mark.parametrize("legs", [(), (100,), (0,), (100, -99), (100, 100)], ids=str)
def test_an_unbalanced_journal_cannot_be_sealed(world: World, legs: tuple[int, ...]) -> None:
    assert "the legs of a journal must sum to zero" in sealing(world, legs)


def test_the_seal_changes_nothing_but_itself(world: World) -> None:
    for column in db.metadata.tables["journal"].columns:
        if column.name not in ("id", "sealed"):
            other = {
                "contract_id": "2", "posted_on": "'2001-01-01'",
                "posted_at": "'2001-01-01 09:00:00+00:00'",
            }.get(column.name, "'other'")  # fmt: skip
            words = sealing(world, (1, -1), f", {column.name} = {other}")
            assert "only the seal may be set, once" in words, column.name


def test_an_unsealed_journal_is_never_left_behind(world: World) -> None:
    """PostgreSQL refuses it at commit; SQLite has no such moment, and the verifier finds it."""
    if world.dialect == "postgresql":
        assert "an unsealed journal cannot be committed" in refused(world, journal())
        return

    world.sql(journal())
    assert world.look(AUDITOR, verify_trail).faults == (
        "journal, rows 901: no audit entry speaks of them.",
        "Journal J901 does not balance or is not sealed.",
    )


def test_the_migrations_make_exactly_the_tables_of_the_code(world: World) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_every_table_is_either_evidence_or_named_as_changeable() -> None:
    kinds = [*EVIDENCE_TABLES, *CHANGEABLE_TABLES, SEALED_TABLE]
    assert sorted(kinds) == sorted(db.metadata.tables)
    assert len(kinds) == len(set(kinds))
