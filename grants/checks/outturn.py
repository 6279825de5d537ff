"""What each head has spent, and what it is expected to spend by the end.

The expectation is the latest forecast. A head without one is expected to spend its budget, or what
it has spent already where that is more.
"""

from datetime import date

import pandas as pd

from grants.checks.budget import Place, budgets_on
from grants.contract import Contract


def spent_by_head(lines: pd.DataFrame) -> dict[Place, int]:
    """Pence claimed by each project's head, in order of project and head."""
    sums = lines.groupby(["project", "head"], observed=True)["claimed"].sum()
    return {(str(key[0]), str(key[1])): int(pence) for key, pence in sums.items()}  # type: ignore[index]


def latest_forecasts(contract: Contract, day: date) -> dict[Place, int]:
    """Pence of outturn that the newest forecast of each head, made by ``day``, expects."""
    made = sorted((f for f in contract.forecasts if f.made_on <= day), key=lambda f: f.made_on)
    return {(f.project, f.head): f.outturn for f in made}


def expected_outturns(lines: pd.DataFrame, contract: Contract, day: date) -> dict[Place, int]:
    """Pence that each project's head is expected to have spent by the end of the contract."""
    spent, budgets = spent_by_head(lines), budgets_on(contract, day)
    planned = {
        place: max(spent.get(place, 0), budgets.get(place, 0)) for place in {**budgets, **spent}
    }
    return planned | latest_forecasts(contract, day)
