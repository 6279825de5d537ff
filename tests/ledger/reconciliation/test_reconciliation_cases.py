"""Every case file of this folder, as a finance officer reads it."""

import tomllib
from pathlib import Path

import pytest
from builders_reconciliation import claim, posted, reconciled, steps, told

from ledger.money import format_pounds, parse_pounds
from ledger.reconciliation.item import ItemKind, ReconcilingItem

CASES = Path(__file__).parent / "cases"


def cases(name):
    found = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return [pytest.param(case, id=case["title"]) for case in found]


def sides(case):
    return [claim(**line) for line in case["lines"]], [posted(**line) for line in case["ledger"]]


def decisions(case):
    return {
        "confirmed": [(tuple(ids), tuple(keys)) for ids, keys in case.get("confirmed", [])],
        "removed": {name: parse_pounds(text) for name, text in case.get("removed", {}).items()},
        "explained": [
            ReconcilingItem(
                reference=item["reference"],
                kind=ItemKind(item["kind"]),
                amount=parse_pounds(item["amount"]),
                ledger_keys=tuple(item.get("ledger_keys", ())),
                line_ids=tuple(item.get("line_ids", ())),
                reason=item["reason"],
            )
            for item in case.get("explained", [])
        ],
    }


@pytest.mark.parametrize("case", cases("passes"))
def test_each_pass_puts_together_what_belongs_together(case):
    result = reconciled(*sides(case))

    assert [" | ".join(row) for row in told(result)] == case["matches"]


@pytest.mark.parametrize("case", cases("items"))
def test_each_kind_of_item_leads_from_the_ledger_to_the_return(case):
    period = case.get("period", "2017-Q1")

    result = reconciled(*sides(case), **decisions(case))

    statement = {name: format_pounds(pence) for name, pence in steps(result, period).items()}
    shown = {n: text for n, text in statement.items() if text != "0.00" or n == "unexplained"}
    bridge = result.bridge(period)
    assert shown == case["statement"]
    assert [
        f"{item.kind} | {format_pounds(item.amount)} | {item.reason}"
        for item in result.items
        if item.period == period
    ] == case.get("items", [])
    assert bridge.open_lines == tuple(case.get("open_lines", ()))
    assert bridge.open_ledger == tuple(case.get("open_ledger", ()))
    assert len(bridge.unconfirmed) == case.get("unconfirmed", 0)
    assert bridge.is_closed == case.get("closed", False)


def test_every_kind_of_item_has_a_case():
    titles = {
        kind
        for case in tomllib.loads((CASES / "items.toml").read_text(encoding="utf-8"))["case"]
        for kind in case["statement"]
    } | {"accrual", "recode"}  # shown as 0.00, so they stand among the items, not the figures

    assert {kind.value for kind in ItemKind} <= titles
