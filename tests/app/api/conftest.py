"""The interface on a copy of a fund prepared once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from api_builders import Api, api_on, prepared


@pytest.fixture(scope="session")
def fund(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("api-fund")
    return folder, prepared(folder)


@pytest.fixture
def api(fund: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[Api]:
    made = api_on(*fund[:1], tmp_path, fund[1])
    yield made
    made.close()
