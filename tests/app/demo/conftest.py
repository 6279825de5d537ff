"""The worked year, played once for all its tests."""

from collections.abc import Iterator

import pytest
from demo_year import DemoYear, demo_on


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoYear]:
    """The year as ``make run`` prepares it and ``make demo`` then plays it to its end."""
    instance = tmp_path_factory.mktemp("demo")
    with demo_on(f"sqlite:///{instance / 'demo.sqlite3'}", instance) as year:
        year.prepared = year.run("demo", "prepare")
        year.prepared_again = year.run("demo", "prepare")
        year.played = year.run("demo", "year")
        year.environment = (instance / "demo.env").read_text(encoding="utf-8")
        yield year
