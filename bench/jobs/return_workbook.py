"""A return workbook of 5,000 lines: read with coordinates, judged, beside merely reading it."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from bench.data.spend_lines import spend_lines
from bench.jobs.terms import contract
from bench.jobs.xlsx_extract import cells_of
from bench.measure import Prepared, Side, Target
from exports.return_workbook import ReturnWorkbookInputs, write_return_workbook
from grants.checks.engine import check
from grants.checks.frame import spend_frame
from grants.intake.draft import read_return
from ledger.reader.worker import read_workbook_guarded
from ledger.require import require

NAME = "return_workbook"
WHAT = "Return workbook of 5,000 lines: read in the guarded child, judged by 35 terms, findings"
LINES = 5_000
PEER = "openpyxl read-only merely reading it"
TARGETS = (Target(1, beside=PEER),)
PROJECT, PERIOD = "KNIFE", "2017-Q2"


def make(_scale: str, folder: Path) -> None:
    """The workbook, filled in."""
    write_return(folder / "return.xlsx", LINES)


def prepare(_scale: str, folder: Path) -> Prepared:
    """From the file's bytes to findings."""
    return sides(folder / "return.xlsx", LINES)


def write_return(path: Path, count: int) -> None:
    """A return of one project and quarter as its lead would send it."""
    agreement = contract()
    lines = pd.DataFrame(spend_lines(count).to_dict(as_series=False), dtype="str")
    lines = lines.assign(project=PROJECT, period=PERIOD, category="services")
    day = next(p.ends_on for p in agreement.periods if p.code == PERIOD)
    inputs = ReturnWorkbookInputs(agreement, PROJECT, PERIOD, {}, day)
    path.write_bytes(write_return_workbook(inputs, lines))


def sides(path: Path, count: int) -> Prepared:
    """The product, and openpyxl reading the same file."""
    agreement = replace(contract(), returns=(), quarters=())

    def ours() -> None:
        cells = read_workbook_guarded(path.read_bytes(), path.name)
        draft = read_return(cells, contract=agreement)
        require(len(draft.lines) == count, "Every line of the return is read.")
        found = check(spend_frame(draft.lines), agreement, period=PERIOD).findings
        require(found, "A return of so many lines has findings.")

    return Prepared((Side("the product", ours), Side(PEER, lambda: cells_of(path))))
