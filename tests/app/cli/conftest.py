"""A desk on a fresh copy of the small fund, at the stage the test asks for."""

from pathlib import Path

import pytest
from builders import World
from cli_desk import Desk


@pytest.fixture
def desk(small_world: World, tmp_path: Path) -> Desk:
    return Desk(small_world, tmp_path)
