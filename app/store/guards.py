"""Guards that the database itself keeps: evidence never changes, sealed journals sum to zero.

``EVIDENCE_TABLES`` may be added to, never updated or deleted from; an architecture test fails when
a table of facts is missing here. ``statements(dialect)`` gives the SQL for migrations.
"""

from collections.abc import Sequence
from typing import Final

EVIDENCE_TABLES: Final = (
    "contract", "contract_fact", "stored_file", "return_version", "return_line", "return_event",
    "quarter_event", "quarter_freeze", "check_run", "finding", "finding_resolution",
    "ledger_import", "ledger_line", "match_confirmation", "match_undone", "reconciling_item",
    "item_cleared", "posting", "audit_entry", "audit_head", "pack",
)  # fmt: skip
CHANGEABLE_TABLES: Final = ("user_account", "role_grant", "api_token", "idempotent_reply")
SEALED_TABLE: Final = "journal"
"""The journal has rules of its own: one change, the seal, and only when its legs sum to 0."""

JOURNAL_KEPT: Final = (
    "id", "contract_id", "reference", "posted_on", "description", "reverses", "event_kind", "event",
    "posted_at", "posted_by",
)  # fmt: skip
"""Every column of a journal but its seal."""

REFUSAL: Final = "this table keeps evidence: rows are added, never changed or removed"


def _sqlite(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER guard_{table}_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: {REFUSAL}'); END"
        for verb in ("UPDATE", "DELETE")
    ]


_SQLITE_JOURNAL: Final = (
    (
        "CREATE TRIGGER guard_journal_delete BEFORE DELETE ON journal "
        f"BEGIN SELECT RAISE(ABORT, 'journal: {REFUSAL}'); END"
    ),
    (
        "CREATE TRIGGER guard_journal_insert BEFORE INSERT ON journal WHEN NEW.sealed <> 0 "
        "BEGIN SELECT RAISE(ABORT, 'journal: a journal is sealed only after its postings'); END"
    ),
    (
        "CREATE TRIGGER guard_journal_update BEFORE UPDATE ON journal WHEN OLD.sealed <> 0 "
        "OR NEW.sealed = 0 OR "
        + " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in JOURNAL_KEPT)
        + " BEGIN SELECT RAISE(ABORT, 'journal: only the seal may be set, once'); END"
    ),
    (
        "CREATE TRIGGER guard_journal_seal BEFORE UPDATE OF sealed ON journal WHEN NEW.sealed <> 0 "
        "AND ((SELECT COALESCE(SUM(pence), 0) FROM posting WHERE journal_id = NEW.id) <> 0 "
        "OR (SELECT COUNT(*) FROM posting WHERE journal_id = NEW.id) < 2) "
        "BEGIN SELECT RAISE(ABORT, 'journal: the legs of a journal must sum to zero'); END"
    ),
    (
        "CREATE TRIGGER guard_posting_insert BEFORE INSERT ON posting "
        "WHEN (SELECT sealed FROM journal WHERE id = NEW.journal_id) <> 0 "
        "BEGIN SELECT RAISE(ABORT, 'posting: a sealed journal takes no more postings'); END"
    ),
)
_POSTGRES_FUNCTIONS: Final = (
    f"""
CREATE FUNCTION guard_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%: {REFUSAL}', TG_TABLE_NAME
  USING ERRCODE = 'integrity_constraint_violation';
END $$""",
    """
CREATE FUNCTION guard_journal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.sealed THEN RAISE EXCEPTION 'journal: a journal is sealed only after its postings'
      USING ERRCODE = 'integrity_constraint_violation'; END IF;
    RETURN NEW;
  END IF;
  IF OLD.sealed OR NOT NEW.sealed
     OR to_jsonb(NEW) - 'sealed' IS DISTINCT FROM to_jsonb(OLD) - 'sealed' THEN
    RAISE EXCEPTION 'journal: only the seal may be set, once'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF (SELECT COALESCE(SUM(pence), 0) FROM posting WHERE journal_id = NEW.id) <> 0
     OR (SELECT COUNT(*) FROM posting WHERE journal_id = NEW.id) < 2 THEN
    RAISE EXCEPTION 'journal: the legs of a journal must sum to zero'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$""",
    """
CREATE FUNCTION guard_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sealed FROM journal WHERE id = NEW.journal_id) THEN
    RAISE EXCEPTION 'posting: a sealed journal takes no more postings'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$""",
    """
CREATE FUNCTION guard_unsealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM journal WHERE id = NEW.id AND NOT sealed) THEN
    RAISE EXCEPTION 'journal: an unsealed journal cannot be committed'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$""",
)
_POSTGRES_JOURNAL: Final = (
    (
        "CREATE TRIGGER guard_journal_change BEFORE INSERT OR UPDATE ON journal "
        "FOR EACH ROW EXECUTE FUNCTION guard_journal()"
    ),
    (
        "CREATE TRIGGER guard_journal_removal BEFORE DELETE OR TRUNCATE ON journal "
        "FOR EACH STATEMENT EXECUTE FUNCTION guard_evidence()"
    ),
    (
        "CREATE CONSTRAINT TRIGGER guard_journal_commit AFTER INSERT ON journal "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_unsealed()"
    ),
    (
        "CREATE TRIGGER guard_posting_insert BEFORE INSERT ON posting "
        "FOR EACH ROW EXECUTE FUNCTION guard_posting()"
    ),
)


def statements(dialect: str, tables: Sequence[str] = EVIDENCE_TABLES) -> list[str]:
    """The SQL that puts every guard in place on ``sqlite`` or ``postgresql``.

    A migration names the ``tables`` of its own time, so that later ones change nothing in it.
    """
    if dialect == "sqlite":
        rows = [sql for table in tables for sql in _sqlite(table)]
        return [*rows, *_SQLITE_JOURNAL]
    rows = [
        f"CREATE TRIGGER guard_{table} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION guard_evidence()"
        for table in tables
    ]
    return [*_POSTGRES_FUNCTIONS, *rows, *_POSTGRES_JOURNAL]
