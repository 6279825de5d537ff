"""Every verdict of a 35-term contract for many lines, beside engines that judge line by line.

The peers judge a tenth to a hundredth of the lines by the ten conditions below; what is compared
is the time for one line and one condition. A term of the product does more than one condition: it
finds the version by date, gives amounts at risk and tells several sentences apart. A term whose
kind has no check yet costs nothing and is not counted.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import rule_engine  # type: ignore[import-untyped]
from business_rules import run_all  # type: ignore[import-untyped]
from business_rules.actions import BaseActions  # type: ignore[import-untyped]
from business_rules.variables import (  # type: ignore[import-untyped]
    BaseVariables,
    numeric_rule_variable,
    string_rule_variable,
)
from json_logic import jsonLogic  # type: ignore[import-untyped]

from bench.data.spend_lines import CONTRACT, spend_lines, write_spend_lines
from bench.measure import Prepared, Side, Target
from grants.checks.engine import check
from grants.contract import Contract
from grants.contract_file import read_contract_to_check
from grants.lines_file import read_spend_lines
from grants.terms.registry import kinds

NAME = "terms"
WHAT = "Terms: 1,000,000 lines × the 35 terms of a contract, every verdict, typed lines to counts"
PLAIN, JSON_LOGIC, RULE_ENGINE, BUSINESS = (
    "plain Python objects with closures", "json-logic", "rule-engine", "business-rules",
)  # fmt: skip
TARGETS = (
    Target(0.377, beside=PLAIN),  # 40 ns where closures take 106 ns
    Target(40, measure="ns per unit"),
    Target(1536, measure="MiB peak"),
    *(Target(1, beside=name) for name in (JSON_LOGIC, RULE_ENGINE, BUSINESS)),
)
COLUMNS = ("incurred_on", "category", "subjective", "cost_centre", "ledger_key", "evidence",
           "project", "vat_recoverable", "claimed", "net")  # fmt: skip
INELIGIBLE = ["gifts", "fines", "alcohol"]
PROJECTS = ["KNIFE", "LANDLORD", "NIGHT", "STREET", "PREVENT", "DSA-AWARE", "APV", "CSE"]


def contract() -> Contract:
    """The worked fund's contract of 35 terms."""
    return read_contract_to_check(CONTRACT.read_text(encoding="utf-8"), CONTRACT.name)


def judged(agreement: Contract) -> int:
    """How many of the contract's terms have a check."""
    return sum(kinds()[code].judge is not None for code in agreement.term_codes())


def make(scale: str, folder: Path) -> None:
    """A file of a million lines, or of a tenth."""
    write_spend_lines(folder / "lines.csv", rows_of(scale))


def rows_of(scale: str) -> int:
    """How many lines are judged."""
    return 1_000_000 if scale == "full" else 100_000


def prepare(scale: str, folder: Path) -> Prepared:
    """Typed lines; the peers get fewer."""
    rows = rows_of(scale)
    lines = read_spend_lines(folder / "lines.csv")
    agreement = contract()

    def judge() -> dict[str, int]:
        result = check(lines, agreement)
        return {**result.counts, "at risk": result.at_risk_total}

    records = spend_lines(rows // 10).select(COLUMNS).to_dicts()
    for record in records:
        record["claimed"], record["net"] = float(record["claimed"]), float(record["net"])
    few, fewest = records[: rows // 100], records[: rows // 1000]
    conditions = len(CLOSURES)
    return Prepared(
        (
            Side("the product", judge, rows * judged(agreement)),
            Side(PLAIN, lambda: by_closures(records), len(records) * conditions),
            Side(JSON_LOGIC, lambda: by_json_logic(few), len(few) * conditions),
            Side(RULE_ENGINE, lambda: by_rule_engine(few), len(few) * conditions),
            Side(BUSINESS, lambda: by_business_rules(fewest), len(fewest) * conditions),
        )
    )


Record = dict[str, Any]
CLOSURES: tuple[Callable[[Record], bool], ...] = (
    lambda r: r["incurred_on"] < "2017-04-01",
    lambda r: r["incurred_on"] > "2018-03-31",
    lambda r: r["category"] in INELIGIBLE,
    lambda r: r["subjective"].startswith("8"),
    lambda r: r["cost_centre"] != "04410",
    lambda r: r["ledger_key"] == "",
    lambda r: r["claimed"] >= 100 and r["evidence"] == "",
    lambda r: r["project"] not in PROJECTS,
    lambda r: r["vat_recoverable"] == "",
    lambda r: r["claimed"] > r["net"],
)


def by_closures(records: list[Record]) -> int:
    """How many conditions hold, one Python call for each line and condition."""
    return sum(test(record) for record in records for test in CLOSURES)


LOGIC: tuple[Record, ...] = (
    {"<": [{"var": "incurred_on"}, "2017-04-01"]},
    {">": [{"var": "incurred_on"}, "2018-03-31"]},
    {"in": [{"var": "category"}, INELIGIBLE]},
    {"in": [{"var": "subjective"}, ["8100", "8200"]]},
    {"!=": [{"var": "cost_centre"}, "04410"]},
    {"==": [{"var": "ledger_key"}, ""]},
    {"and": [{">=": [{"var": "claimed"}, 100]}, {"==": [{"var": "evidence"}, ""]}]},
    {"!": [{"in": [{"var": "project"}, PROJECTS]}]},
    {"==": [{"var": "vat_recoverable"}, ""]},
    {">": [{"var": "claimed"}, {"var": "net"}]},
)


def by_json_logic(records: list[Record]) -> int:
    """The same by json-logic."""
    return sum(bool(jsonLogic(rule, record)) for record in records for rule in LOGIC)


RULES = tuple(
    rule_engine.Rule(text)
    for text in (
        'incurred_on < "2017-04-01"',
        'incurred_on > "2018-03-31"',
        'category in ["gifts", "fines", "alcohol"]',
        'subjective =~ "8.*"',
        'cost_centre != "04410"',
        'ledger_key == ""',
        'claimed >= 100 and evidence == ""',
        f"not (project in [{', '.join(repr(p) for p in PROJECTS)}])",
        'vat_recoverable == ""',
        "claimed > net",
    )
)


def by_rule_engine(records: list[Record]) -> int:
    """The same by rule-engine."""
    return sum(rule.matches(record) for record in records for rule in RULES)


class _Variables(BaseVariables):  # type: ignore[misc]
    def __init__(self, record: Record) -> None:
        self.record = record

    @numeric_rule_variable  # type: ignore[untyped-decorator]
    def claimed(self) -> float:
        return float(self.record["claimed"])

    @string_rule_variable  # type: ignore[untyped-decorator]
    def category(self) -> str:
        return str(self.record["category"])


_RULE = {
    "conditions": {
        "any": [
            {"name": "category", "operator": "equal_to", "value": word}
            for word in (*INELIGIBLE, "fundraising", "lobbying", "dividends", "depreciation")
        ]
        + [
            {"name": "claimed", "operator": "greater_than", "value": limit}
            for limit in (10_000, 20_000, 30_000)
        ]
    },
    "actions": [],
}


def by_business_rules(records: list[Record]) -> int:
    """Ten conditions of one rule by business-rules."""
    return sum(
        run_all([_RULE], _Variables(record), BaseActions(), stop_on_first_trigger=False)
        for record in records
    )
