"""A return workbook of 50 lines: what a project lead waits for."""

from pathlib import Path

from bench.jobs.return_workbook import sides, write_return
from bench.measure import Prepared, Target

NAME = "return_workbook_small"
WHAT = "Return workbook of 50 lines: read in the guarded child, judged by 35 terms, findings"
LINES = 50
TARGETS = (Target(0.3, measure="seconds"),)


def make(_scale: str, folder: Path) -> None:
    """The workbook, filled in."""
    write_return(folder / "return.xlsx", LINES)


def prepare(_scale: str, folder: Path) -> Prepared:
    """From the file's bytes to findings, warm."""
    return sides(folder / "return.xlsx", LINES)
