"""An audit pack of 20,000 transactions: a large fund's year."""

from pathlib import Path

from bench.jobs.audit_pack import PEER, sides
from bench.measure import ROUNDS, Prepared, Target

NAME = "audit_pack_small"
WHAT = "Audit pack of 20,000 transactions, all sheets, live formulas"
TARGETS = (Target(0.05, beside=PEER),)
ROWS = 20_000


def make(_scale: str, _folder: Path) -> None:
    """Nothing is read from a file."""


def prepare(scale: str, folder: Path) -> Prepared:
    """As ``audit_pack``."""
    return sides(ROWS if scale == "full" else ROWS // 20, folder, ROUNDS)
