"""A small contract, spend lines and cases for the tests of terms and checks."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pandas as pd

from grants.checks.engine import check
from grants.checks.frame import spend_frame
from grants.checks.result import CheckResult
from grants.contract import Contract
from grants.contract_file import read_contract_to_check
from grants.spend import SPEND_COLUMNS

CASES = Path(__file__).parents[2] / "cases" / "terms"

AGREEMENT = """
[contract]
reference = "FUND-1"
title = "A small fund"
funder = "The local policing body"
accountable_body = "The council"
offered_on = 2017-03-06
signed_on = 2017-03-24
accept_by = 2017-03-31
starts_on = 2017-04-01
ends_on = 2018-03-31
award = "10000.00"
cost_centres = ["04410"]

[[period]]
code = "2017-Q1"
starts_on = 2017-04-01
ends_on = 2017-06-30
return_due_on = 2017-07-31
lead_due_on = 2017-07-21
accounting_periods = ["201701", "201702", "201703"]

[[period]]
code = "2017-Q2"
starts_on = 2017-07-01
ends_on = 2017-09-30
return_due_on = 2017-10-31
accounting_periods = ["201704", "201705", "201706"]

[[budget_head]]
code = "STAFF"
title = "Staffing"

[[budget_head]]
code = "DELIVERY"
title = "Activities"

[[budget_head]]
code = "EQUIP"
title = "Equipment"
capital = true

[[project]]
code = "KNIFE"
title = "Knife crime"
approved_on = 2017-03-20

[[project]]
code = "APV"
title = "Adolescent-to-parent violence"
safeguarding = true
approved_on = 2017-04-20
closed_on = 2017-12-31

[[allocation]]
project = "KNIFE"
head = "STAFF"
amount = "4000.00"
approved_on = 2017-03-20

[[allocation]]
project = "KNIFE"
head = "DELIVERY"
amount = "3000.00"
approved_on = 2017-03-20

[[allocation]]
project = "APV"
head = "DELIVERY"
amount = "3000.00"
approved_on = 2017-04-20
"""


def contract_of(*texts: str) -> Contract:
    return read_contract_to_check(AGREEMENT + "\n".join(texts), "case.toml")


def text_line(number: int = 1, **given: str) -> dict[str, str]:
    """A line that meets every term; ``claimed`` alone also sets the invoice's amounts."""
    line = dict.fromkeys(SPEND_COLUMNS, "") | {
        "line_id": f"L{number}",
        "project": "KNIFE",
        "head": "DELIVERY",
        "period": "2017-Q1",
        "supplier": f"Supplier {number}",
        "bearer_vat_registered": "yes",
        "invoice_ref": f"INV-{number}",
        "description": "Session materials",
        "category": "services",
        "cost_centre": "04410",
        "subjective": "4321",
        "ledger_key": f"K-{number}",
        "journal_class": "invoice",
        "accounting_period": "201702",
        "incurred_on": "2017-05-10",
        "posted_on": "2017-05-12",
        "defrayed_on": "2017-06-01",
        "vat": "0.00",
        "vat_recoverable": "yes",
        "claim_percent": "100",
        "claimed": "100.00",
        "evidence": "invoice",
        "status": "draft",
    }
    line |= given
    for amount in ("net", "gross"):
        if amount not in given:
            line[amount] = line["claimed"]
    return line


def frame_of(*lines: dict[str, str]) -> pd.DataFrame:
    return spend_frame(pd.DataFrame(list(lines), columns=list(SPEND_COLUMNS), dtype=str))


@dataclass(frozen=True)
class Case:
    """One case of a case file: what is given, and every row of the term that is expected."""

    code: str
    title: str
    contract: str
    lines: tuple[dict[str, str], ...]
    expect: tuple[dict[str, str], ...]
    options: dict[str, object] = field(default_factory=dict)

    def run(self) -> CheckResult:
        return check(frame_of(*self.lines), contract_of(self.contract), **self.options)


def cases_of(path: Path) -> list[Case]:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        Case(
            path.stem,
            f"{path.stem}: {case['title']}",
            case.get("term", content["term"]) + case.get("also", ""),
            tuple(text_line(n, **line) for n, line in enumerate(case.get("lines", []), 1)),
            tuple(case["expect"]),
            {name: case[name] for name in ("period", "as_of", "known_at") if name in case},
        )
        for case in content["case"]
    ]


@cache
def all_cases() -> tuple[Case, ...]:
    return tuple(case for path in sorted(CASES.glob("*.toml")) for case in cases_of(path))
