"""A real Chromium and the worked site for each test."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from windows import Sites
from worked_site import Stages


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    return Stages(tmp_path_factory.mktemp("worked-site"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking",
                  "--no-first-run"],
        )  # fmt: skip
        yield browser
        browser.close()


@pytest.fixture
def sites(stages: Stages, chromium: Browser, tmp_path: Path) -> Iterator[Sites]:
    """Sites for one test; at its end the browser must have complained of nothing."""
    with ExitStack() as ending:
        made = Sites(stages, chromium, tmp_path, ending)
        yield made
    assert [fault for site in made.opened for fault in site.faults] == []
