"""A return of 50 lines submitted: everything that is kept of it, in one durable transaction.

The peer puts the very rows that the product adds to its tables into tables without keys or
indexes, in one transaction of SQLite (WAL, ``synchronous=FULL``).
"""

import sqlite3
from collections.abc import Callable
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from app.services.submit_return import submit_rows
from bench.data.fund import fund, lines
from bench.measure import ROUNDS, Prepared, Side, Target
from grants.policy import Role
from tests.builders import Q1, World, answers, other_contract, person

NAME = "submit"
WHAT = "A return of 50 lines submitted: return, verdicts, journal, audit entry, one commit"
PEER = "raw SQLite, WAL, synchronous=FULL, the same rows"
TARGETS = (Target(4, beside=PEER),)
LINES, TIMES = 50, 5


def make(_scale: str, _folder: Path) -> None:
    """The databases are made where they are used."""


def prepare(_scale: str, folder: Path) -> Prepared:
    """Five submissions a round, each to a contract of its own."""
    place = Path(mkdtemp(dir=folder))
    world = fund(place, "fund")
    with world.app.app_context():
        for number in range(TIMES * (ROUNDS + 2)):
            world.load(other_contract(f"FUND-{number}"))
        before = world.contents()
        one = submitting(world)
        one()
        after = world.contents()
    added = {
        name: rows[len(before[name]) :] for name, rows in after.items()
        if len(rows) > len(before[name])
    }  # fmt: skip

    def ours() -> None:
        with world.app.app_context():
            for _ in range(TIMES):
                one()

    return Prepared((
        Side("the product", ours, TIMES), Side(PEER, storing(place / "raw.sqlite3", added), TIMES),
    ))  # fmt: skip


def submitting(world: World) -> Callable[[], None]:
    """A call that submits the same lines to the next contract."""
    numbers = count()

    def call() -> None:
        number = next(numbers)
        reference = f"FUND-{number}"
        lead = person("knife.lead", Role.PROJECT_LEAD, reference, "KNIFE")
        rows = lines(LINES, f"F{number}")
        world.change(
            lead,
            lambda act: submit_rows(
                act, reference, "KNIFE", Q1, rows, key=reference, answers=answers("KNIFE", Q1, rows)
            ),
        )

    return call


def storing(path: Path, added: dict[str, list[tuple[Any, ...]]]) -> Callable[[], None]:
    """A call that puts the rows into bare tables, one durable transaction each time."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    texts = {
        name: [tuple(_plain(cell) for cell in row) for row in rows] for name, rows in added.items()
    }
    inserts = {}
    for name, rows in texts.items():
        columns = ", ".join(f"c{place}" for place in range(len(rows[0])))
        database.execute(f"CREATE TABLE {name} ({columns})")
        marks = ", ".join("?" for _ in rows[0])
        inserts[name] = f"INSERT INTO {name} VALUES ({marks})"  # noqa: S608 - names of our own tables

    def call() -> None:
        for _ in range(TIMES):
            database.execute("BEGIN IMMEDIATE")
            for name, rows in texts.items():
                database.executemany(inserts[name], rows)
            database.execute("COMMIT")

    return call


def _plain(cell: object) -> object:
    return cell if isinstance(cell, int | float | bytes | None) else str(cell)
