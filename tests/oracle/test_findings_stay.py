"""The findings of three random funds stay as they were to the letter, however they are worked out.

Where a sentence or a rule is meant to change: ``python -m tests.oracle.test_findings_stay`` writes
the file anew, and its difference is read before it is committed.
"""

import random
from datetime import date
from pathlib import Path

import pandas as pd

from grants.checks.engine import check
from tests.grants.checks.check_builders import frame_of
from tests.oracle.random_funds import random_contract, random_lines
from tests.oracle.scalar import LINE_TERMS, OTHER_TERMS

KEPT = Path(__file__).parents[1] / "golden" / "findings.csv"
FUNDS = ((11, None), (12, "2017-Q2"), (13, None))
LINES = 60


def answers() -> str:
    """The findings of every fund as CSV, in their order."""
    parts = []
    for seed, period in FUNDS:
        r = random.Random(seed)  # noqa: S311 - a fixed seed, no secret
        contract, rows = random_contract(r), random_lines(r, LINES)
        result = check(frame_of(*rows), contract, period=period, as_of=date(2017, 10, 25))
        found = result.rows()
        found.insert(0, "fund", seed)
        parts.append(found[found["term"].isin([*LINE_TERMS, *OTHER_TERMS])])
    return str(pd.concat(parts).to_csv(index=False, lineterminator="\n"))


def test_findings_are_as_they_were_to_the_letter():
    assert answers().splitlines() == KEPT.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    KEPT.write_text(answers(), encoding="utf-8")
