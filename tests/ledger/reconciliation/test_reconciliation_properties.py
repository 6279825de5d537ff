"""What holds for any return and any ledger, however they come about."""

from collections import Counter

import pandas as pd
import pytest
from builders_reconciliation import FUND, QUARTERS, claims_of, ledger_of, reconciled
from hypothesis import given, settings
from hypothesis import strategies as st
from known_fund import make_fund

from ledger.money import format_pounds
from ledger.reconciliation.engine import reconcile
from ledger.reconciliation.item import ItemKind

SUPPLIERS = ("", "Hall", "HALL LTD", "Wren", "Wren Youth")
REFERENCES = ("", "A1", "A-01", "B2", "B2CR")
MONTHS = ("201612", "201701", "201703", "201704", "201713")
KEYS = ("", "K1", "K2", "K3", "K4", "K5", "K6")
CLASSES = (
    "invoice",
    "credit-note",
    "payroll",
    "accrual",
    "accrual-reversal",
    "recode",
    "income",
    "budget",
    "",
)
PENCE = st.sampled_from((0, 1, 100, 4_000, 6_000, 10_000, 12_000, -4_000, -10_000))
DAYS = st.sampled_from(("", "2017-04-03", "2017-05-10", "2017-07-01"))


@st.composite
def return_lines(draw):
    lines = []
    for number in range(draw(st.integers(0, 7))):
        percent = draw(st.sampled_from((100, 100, 60, 40, 50)))
        net = draw(PENCE)
        vat = draw(st.sampled_from((None, None, 2_000)))
        claimed = draw(st.sampled_from((net, net * percent // 100, net + (vat or 0))))
        lines.append({
            "line_id": f"W{number}",
            "project": draw(st.sampled_from(("KNIFE", "NIGHT"))),
            "head": draw(st.sampled_from(("STAFF", "DELIVERY"))),
            "period": draw(st.sampled_from((*QUARTERS, "2017-Q1"))),
            "supplier": draw(st.sampled_from(SUPPLIERS)),
            "invoice_ref": draw(st.sampled_from(REFERENCES)),
            "ledger_key": draw(st.sampled_from(KEYS)),
            "accounting_period": draw(st.sampled_from(MONTHS)),
            "posted_on": draw(DAYS),
            "net": format_pounds(net),
            "vat": "" if vat is None else format_pounds(vat),
            "claim_percent": str(percent),
            "claimed": format_pounds(claimed),
        })  # fmt: skip
    return lines


@st.composite
def ledger_lines(draw):
    keys = draw(st.lists(st.sampled_from((*KEYS[1:], "K7", "K8", "K9")), unique=True, max_size=8))
    lines = []
    for key in keys:
        amount = format_pounds(draw(PENCE))
        lines.append({
            "ledger_key": key,
            "occurrence": "1",
            "cost_centre": draw(st.sampled_from(("04410", "04411", "04999", ""))),
            "subjective": "1010",
            "accounting_period": draw(st.sampled_from(MONTHS)),
            "journal_class": draw(st.sampled_from(CLASSES)),
            "posted_on": draw(DAYS),
            "supplier": draw(st.sampled_from(SUPPLIERS)),
            "invoice_ref": draw(st.sampled_from(REFERENCES)),
            "description": draw(st.sampled_from(("", "Hire", "GRNI order 7"))),
            "net": amount,
            "amount": amount,
            "source_row": "2",
        })  # fmt: skip
    return lines


def everything(result):
    """All that a reconciliation says, as plain values."""
    return (result.matches.to_dict("list"), result.items, result.bridges, result.counts)


@settings(max_examples=30, deadline=None)
@given(lines=return_lines(), ledger=ledger_lines(), order=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_never_matters(lines, ledger, order):
    shuffled_lines, shuffled_ledger = list(lines), list(ledger)
    order.shuffle(shuffled_lines)
    order.shuffle(shuffled_ledger)

    assert everything(reconciled(lines, ledger)) == everything(
        reconciled(shuffled_lines, shuffled_ledger)
    )


@settings(max_examples=30, deadline=None)
@given(lines=return_lines(), ledger=ledger_lines())
def test_return_is_ledger_and_items_and_what_is_unexplained(lines, ledger):
    claims, book = claims_of(*lines), ledger_of(*ledger)

    result = reconcile(claims, book, scope=FUND)

    for bridge in result.bridges:
        months = QUARTERS[bridge.period]
        mapped = book["cost_centre"].isin(FUND.cost_centres) & book["accounting_period"].isin(
            months
        )
        assert bridge.ledger_total == book.loc[mapped, "amount"].sum()
        assert bridge.return_total == claims.loc[claims["period"] == bridge.period, "claimed"].sum()
        assert bridge.return_total == bridge.ledger_total + bridge.items_total + bridge.difference
        items = [item for item in result.items if item.period == bridge.period]
        by_kind = Counter()
        for item in items:
            by_kind[item.kind] += item.amount
        assert {step.kind: step.amount for step in bridge.steps} == {
            kind: by_kind[kind] for kind in ItemKind if any(i.kind == kind for i in items)
        }
        for rows in (bridge.by_project, bridge.by_head):
            assert sum(row.ledger_total for row in rows) == bridge.ledger_total
            assert sum(row.items_total for row in rows) == bridge.items_total
            assert sum(row.return_total for row in rows) == bridge.return_total


@settings(max_examples=30, deadline=None)
@given(lines=return_lines(), ledger=ledger_lines())
def test_what_is_unexplained_is_what_is_open_or_unconfirmed(lines, ledger):
    result = reconciled(lines, ledger)

    matches = result.matches.set_index("line_id")
    claimed = matches[matches["status"] == "unmatched-line"]["line_amount"]
    posted = result.matches.set_index("ledger_key")["ledger_amount"]
    for bridge in result.bridges:
        if not bridge.unconfirmed:
            open_lines = sum(int(claimed[name]) for name in bridge.open_lines)
            open_ledger = sum(int(posted[key]) for key in bridge.open_ledger)
            assert bridge.difference == open_lines - open_ledger


@settings(max_examples=30, deadline=None)
@given(lines=return_lines(), ledger=ledger_lines())
def test_every_row_stands_once_outside_groups(lines, ledger):
    matches = reconciled(lines, ledger).matches

    by_line = matches[matches["line_id"] != ""].groupby("line_id")["match_id"].nunique()
    by_key = matches[matches["ledger_key"] != ""].groupby("ledger_key")["match_id"].nunique()
    assert sorted(by_line.index) == sorted(line["line_id"] for line in lines)
    assert sorted(by_key.index) == sorted(line["ledger_key"] for line in ledger)
    assert set(by_line) | set(by_key) <= {1}


@settings(max_examples=30, deadline=None)
@given(lines=return_lines(), ledger=ledger_lines())
def test_exact_matches_are_equal_or_their_difference_has_a_name(lines, ledger):
    scope_of_all = FUND.__class__()  # no cost centres, no periods: every difference is of amounts

    result = reconciled(lines, ledger, scope=scope_of_all)

    matched = result.matches[result.matches["status"] == "matched"]
    named = Counter()
    for item in result.items:
        if item.kind in (ItemKind.SHARE, ItemKind.VAT):
            named[item.ledger_keys] += item.amount
    for _, group in matched.groupby("match_id"):
        assert named[(group["ledger_key"].iloc[0],)] == group["difference"].iloc[0]


@settings(max_examples=30, deadline=None)
@given(
    whole=st.integers(2, 500_000),
    cut=st.integers(1, 499_999),
    kept=st.sampled_from(("K1", "K2")),
)
def test_splitting_a_line_keeps_the_totals(whole, cut, kept):
    ledger = [
        {"ledger_key": "K1", "cost_centre": "04410", "accounting_period": "201701",
         "amount": format_pounds(whole)},
    ]  # fmt: skip
    base = {"project": "KNIFE", "head": "DELIVERY", "period": "2017-Q1", "ledger_key": kept}
    cut = cut % whole or 1
    parts = [{**base, "line_id": f"W{n}", "claimed": format_pounds(pence)}
             for n, pence in enumerate((cut, whole - cut)) if pence]  # fmt: skip

    one = reconciled([{**base, "line_id": "W", "claimed": format_pounds(whole)}], ledger)
    two = reconciled(parts, ledger)

    figures = [(b.ledger_total, b.items_total, b.return_total, b.difference) for b in one.bridges]
    assert figures == [
        (b.ledger_total, b.items_total, b.return_total, b.difference) for b in two.bridges
    ]
    assert one.is_closed == two.is_closed == (kept == "K1")


@pytest.mark.parametrize("hard", [False, True])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_fund_with_known_truth_is_found_again(seed, hard):
    fund = make_fund(seed, 800, hard=hard)

    matches = reconciled(fund.claims, fund.ledger).matches

    exact = pairs_of(matches, "matched")
    found = exact | pairs_of(matches, "proposed")
    certain = fund.truth["key"] | fund.truth["share"] | fund.truth["vat"] | fund.truth["equal"]
    netted = matches[matches["status"] == "netted"].groupby("match_id")["ledger_key"]
    assert exact == exact & fund.pairs
    assert certain | fund.truth["reference"] <= exact
    assert len(found & fund.pairs) >= (0.98 if hard else 0.999) * len(found)
    assert len(found & fund.pairs) >= (0.95 if hard else 0.999) * len(fund.pairs)
    assert set(netted.agg(frozenset)) == fund.netted


def pairs_of(matches: pd.DataFrame, status: str) -> set[tuple[str, str]]:
    rows = matches[matches["status"] == status]
    return set(zip(rows["line_id"], rows["ledger_key"], strict=True))
