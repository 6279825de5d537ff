"""Whether judging takes time in proportion to the lines."""

from pathlib import Path

from bench.data.spend_lines import write_spend_lines
from bench.jobs.terms import contract, judged
from bench.measure import Prepared, Side, Target
from grants.checks.engine import check
from grants.lines_file import read_spend_lines

NAME = "terms_scaling"
WHAT = "Terms: time for a line of 1,000,000 beside a line of fewer"
SIZES = (1_000_000, 300_000, 100_000, 10_000)
THIRD, TENTH, HUNDREDTH = "0.3 of the lines", "0.1 of the lines", "0.01 of the lines"
NAMES = ("the product", THIRD, TENTH, HUNDREDTH)
TARGETS = (Target(1.15, beside=THIRD), Target(1.15, beside=TENTH))


def make(scale: str, folder: Path) -> None:
    """A file of each length."""
    for size in sizes(scale):
        write_spend_lines(folder / f"{size}.csv", size)


def sizes(scale: str) -> tuple[int, ...]:
    """Lines of each file, the most first."""
    return SIZES if scale == "full" else tuple(size // 10 for size in SIZES)


def prepare(scale: str, folder: Path) -> Prepared:
    """Typed lines to counts, each length in turn."""
    agreement = contract()

    def side(name: str, size: int) -> Side:
        lines = read_spend_lines(folder / f"{size}.csv")
        return Side(name, lambda: check(lines, agreement).counts, size * judged(agreement))

    return Prepared(tuple(side(*each) for each in zip(NAMES, sizes(scale), strict=True)))
