"""The worked year played once from the command line on a database of its own, for many tests."""

import json
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from builders import settings
from click.testing import Result
from flask import Flask

from app import create_app
from app.sample.people import REFERENCE
from app.sample.play import SAMPLE
from app.store.db import db

PERIODS = ("2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4")


def sample(name: str) -> dict[str, Any]:
    """A TOML file of the worked year."""
    with (SAMPLE / name).open("rb") as source:
        return tomllib.load(source)


@dataclass
class DemoYear:
    """An application with an instance folder of its own, and what its commands said."""

    app: Flask
    instance: Path
    prepared: Result = field(init=False)
    prepared_again: Result = field(init=False)
    played: Result = field(init=False)
    environment: str = field(init=False)  # the kept day, as the next start reads it

    def run(self, *words: str) -> Result:
        """A ``flask`` command."""
        return self.app.test_cli_runner().invoke(args=[*words])

    def answer(self, *words: str) -> Any:
        """What a command that must succeed answers in JSON."""
        result = self.run(*words, "--json")
        assert (result.exit_code, result.stderr) == (0, ""), result.output
        return json.loads(result.stdout)

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        with db.engine.connect() as connection:
            return {
                table.name: [
                    tuple(row)
                    for row in connection.execute(table.select().order_by(*table.primary_key))
                ]
                for table in db.metadata.sorted_tables
            }

    def pack(self, name: str, period: str = "whole", profile: str = "internal") -> Path:
        """A pack that the year wrote."""
        return self.instance / "packs" / f"{name}-{REFERENCE}-{period}-{profile}.xlsx"

    def packs(self) -> dict[str, bytes]:
        """Name → bytes of every pack that the year wrote."""
        return {p.name: p.read_bytes() for p in sorted((self.instance / "packs").iterdir())}


@contextmanager
def demo_on(url: str, instance: Path) -> Iterator[DemoYear]:
    """An application of the demonstration on a database; its connections are closed at the end."""
    app = create_app(settings(url, instance))
    app.testing = True
    with app.app_context():
        try:
            yield DemoYear(app, instance)
        finally:
            db.session.remove()
            db.engine.dispose()
