"""Contracts and cases for the tests of the contract file."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from grants.checks.parameters import Param
from grants.contract import Allocation, BudgetHead, Contract, Period, Project, TermVersion

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests" / "cases" / "contract"
COMPLETE = CASES / "whole" / "complete.toml"
WORKED = ROOT / "app" / "sample" / "plf-2017-18.toml"


@dataclass(frozen=True)
class Declared:
    """A kind of term as far as the reader looks."""

    params: tuple[Param, ...] = ()


KINDS = {
    "approved-project": Declared(),
    "allocations-within-award": Declared(
        (Param.percent("over_programming_percent", required=False),)
    ),
    "virement": Declared(
        (
            Param.percent("limit_percent", required=False),
            Param.money("limit_amount", required=False),
            Param.choice("base", ("original", "revised")),
        )
    ),
    "procurement-quotes": Declared(
        (
            Param.tables("bands", (Param.money("from"), Param.whole("quotes"))),
            Param.percent("near_percent", required=False),
            Param.flag("includes_vat"),
        )
    ),
    "yearly-ceiling": Declared((Param.yearly("amounts"),)),
    "funding-period": Declared((Param.date("starts_on"), Param.date("ends_on"))),
}


def a_contract(**changes: object) -> Contract:
    """A small contract of one project, one period and one term, with ``changes``."""
    values: dict[str, object] = {
        "reference": "YJF-2019-20",
        "title": "Youth Justice Fund 2019/20",
        "funder": "Police and Crime Commissioner for Northshire",
        "accountable_body": "Northshire Council",
        "starts_on": date(2019, 4, 1),
        "ends_on": date(2020, 3, 31),
        "award": 5_000_000,
        "periods": (a_period(),),
        "budget_heads": (BudgetHead("STAFF", "Staffing"), BudgetHead("ROOMS", "Rooms")),
        "projects": (Project("MENTOR", "Mentoring"),),
        "allocations": (Allocation("MENTOR", "STAFF", 3_000_000, date(2019, 3, 18)),),
        "terms": (a_term(),),
    }
    return Contract(**{**values, **changes})  # type: ignore[arg-type]


def a_period(**changes: object) -> Period:
    values: dict[str, object] = {
        "code": "2019-Y",
        "starts_on": date(2019, 4, 1),
        "ends_on": date(2020, 3, 31),
        "return_due_on": date(2020, 4, 30),
        "accounting_periods": ("201901", "201912"),
    }
    return Period(**{**values, **changes})  # type: ignore[arg-type]


def a_term(code: str = "virement", **changes: object) -> TermVersion:
    values: dict[str, object] = {
        "clause": "4.4",
        "effective_from": date(2019, 4, 1),
        "agreed_on": date(2019, 3, 20),
    }
    return TermVersion(code, **{**values, **changes})  # type: ignore[arg-type]
