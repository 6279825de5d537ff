"""``python -m grants check`` on one line: how soon the command answers at all."""

import subprocess
import sys
from pathlib import Path

from bench.data.spend_lines import CONTRACT, write_spend_lines
from bench.measure import Prepared, Side, Target

NAME = "check_one_line"
WHAT = "python -m grants check: one line, from the start of the command to its end"
PANDAS = "Python that only imports pandas"
TARGETS = (Target(0.5, measure="seconds"), Target(2, beside=PANDAS))


def make(_scale: str, folder: Path) -> None:
    """A file of one line."""
    write_spend_lines(folder / "line.csv", 1)


def prepare(_scale: str, folder: Path) -> Prepared:
    """The whole command beside what any program with pandas needs to start."""
    ours = ("-m", "grants", "check", str(folder / "line.csv"), str(CONTRACT))
    return Prepared(
        (
            Side("the product", lambda: _run(*ours)),
            Side(PANDAS, lambda: _run("-c", "import pandas")),
        ),
        rounds=7,
    )


def _run(*arguments: str) -> None:
    subprocess.run((sys.executable, *arguments), stdout=subprocess.DEVNULL, check=False)
