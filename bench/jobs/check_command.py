"""``python -m grants check`` on files of rising length: time for a line, and memory."""

import subprocess
import sys
from pathlib import Path

from bench.data.spend_lines import CONTRACT, write_spend_lines
from bench.measure import Prepared, Side, Target

NAME = "check_command"
WHAT = "python -m grants check: from a CSV file of 1,000,000 lines to findings"
SIZES = (1_000_000, 10_000, 100_000, 300_000)
TARGETS = (
    Target(1.15, beside="300,000 lines"),
    Target(1.15, beside="100,000 lines"),
    Target(1536, measure="MiB peak"),
)


def sizes(scale: str) -> tuple[int, ...]:
    """Lines of each file, the largest first."""
    return SIZES if scale == "full" else tuple(size // 10 for size in SIZES)


def make(scale: str, folder: Path) -> None:
    """A file of each length."""
    for size in sizes(scale):
        write_spend_lines(folder / f"{size}.csv", size)


def prepare(scale: str, folder: Path) -> Prepared:
    """The command itself, its start included."""
    return Prepared(
        tuple(_side(folder, size) for size in sizes(scale)),
        not_run=("10,000,000 lines: the lines are held in memory, about 0.9 GiB for a million",),
    )


def _side(folder: Path, size: int) -> Side:
    def call() -> None:
        command = (sys.executable, "-m", "grants", "check", str(folder / f"{size}.csv"),
                   str(CONTRACT), "--out", str(folder / "findings.csv"))  # fmt: skip
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)

    return Side(f"{size:,} lines", call, size)
