"""A change that breaks off anywhere leaves nothing behind.

For each service the database fails at its first statement that writes, then at its second, and so
on, and at last at the commit. Reading statements are left out: before the first write there is
nothing to leave behind, and between two writes the state is that of the write before.
"""

from collections.abc import Callable
from typing import Self

import pytest
from builders import (
    ADMINISTRATOR,
    AUDITOR,
    CONTRACT,
    FINANCE,
    LEAD,
    LEDGER_Q1,
    Q1,
    REFERENCE,
    S151,
    World,
    extract,
)  # fmt: skip
from sqlalchemy import event

from app.services.export_pack import export_pack
from app.services.keep_upload import keep_upload
from app.services.move_return import query_return
from app.services.users import add_user
from app.store.db import db
from grants.policy import Role
from grants.returns import Act as Deed

WRITES = ("INSERT", "UPDATE", "DELETE")


class Broken(Exception):  # noqa: N818 - the name states the fact
    """The database breaks off."""


class Breaking:
    """While it stands, the ``at``-th writing statement fails (or, after the last, the commit)."""

    def __init__(self, at: int) -> None:
        self.at, self.count = at, 0

    def __enter__(self) -> Self:
        event.listen(db.engine, "before_cursor_execute", self._statement)
        event.listen(db.engine, "commit", self._commit)
        return self

    def __exit__(self, *_fault: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._statement)
        event.remove(db.engine, "commit", self._commit)

    def _statement(self, _c: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.lstrip().upper().startswith(WRITES):
            self._step()

    def _commit(self, _connection: object) -> None:
        self._step()

    def _step(self) -> None:
        self.count += 1
        if self.count == self.at:
            raise Broken


SERVICES: dict[str, tuple[str, Callable[[World], object]]] = {
    "load": ("empty", lambda w: w.load(CONTRACT)),
    "submit": ("loaded", lambda w: w.submit(key="one")),
    "keep upload": (
        "loaded",
        lambda w: w.change(LEAD, lambda act: keep_upload(act, b"x", "x.xlsx", REFERENCE)),
    ),
    "query": (
        "submitted",
        lambda w: w.change(FINANCE, lambda a: query_return(a, REFERENCE, "KNIFE", Q1, "Say more.")),
    ),
    "import": (
        "submitted",
        lambda w: w.import_ledger(extract(*LEDGER_Q1), rows=3, total=1_700_00),
    ),
    "reconcile": ("imported", lambda w: w.reconcile()),
    "certify": ("reconciled", lambda w: w.certify(actor=S151)),
    "accept": ("certified", lambda w: w.answer(Deed.ACCEPT)),
    "reject": ("certified", lambda w: w.answer(Deed.REJECT, reason="Not as agreed.")),
    "export": (
        "certified",
        lambda w: w.change(AUDITOR, lambda a: export_pack(a, "trial-balance", REFERENCE)),
    ),
    "add user": (
        "empty",
        lambda w: w.change(
            ADMINISTRATOR, lambda a: add_user(a, "a@example.org", Role.INTERNAL_AUDITOR)
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.stage(stage)) for n, (stage, _w) in SERVICES.items()]
)
def test_a_service_that_breaks_off_leaves_nothing(small_world: World, name: str) -> None:
    breaks_off_everywhere(small_world, SERVICES[name][1])


@pytest.mark.parametrize("name", [
    pytest.param("submit", marks=pytest.mark.stage("loaded")),
    pytest.param("certify", marks=pytest.mark.stage("reconciled")),
])  # fmt: skip
def test_so_on_both_databases(world: World, name: str) -> None:
    if world.dialect == "postgresql":  # the other is above
        breaks_off_everywhere(world, SERVICES[name][1])
    else:
        assert SERVICES[name][1](world) is not None


def breaks_off_everywhere(world: World, work: Callable[[World], object]) -> None:
    before = world.contents()
    broken = 0
    for at in range(1, 200):
        with Breaking(at) as breaking:
            try:
                work(world)
            except Broken:
                broken += 1
        if breaking.count < at:
            break
        assert world.contents() == before, f"broken off at step {at}"
    assert broken >= 2
    assert world.contents() != before  # the last time, unbroken, it was done
    assert world.sql("SELECT count(*) FROM audit_entry")[0][0] > len(before["audit_entry"])
