"""What persons decide stands: confirmations are locked, explanations give way to real matches."""

import pytest
from builders_reconciliation import FUND, QUARTERS, claim, posted, reconciled, steps, told

from ledger.reconciliation.core import UnknownSubject
from ledger.reconciliation.item import ItemKind, ReconcilingItem
from ledger.reconciliation.scope import LedgerScope


def partner(amount=120_000, **known):
    return ReconcilingItem("R1", ItemKind.PARTNER, amount, reason="Partner statement", **known)


def test_a_confirmed_match_is_not_undone_by_a_better_one():
    lines = [claim("W1", "75.00", supplier="Hall", invoice_ref="H1", ledger_key="K2")]
    ledger = [posted("K1", "75.00", supplier="SOMEBODY"), posted("K2", "75.00", supplier="HALL")]

    result = reconciled(lines, ledger, confirmed=[(("W1",), ("K1",))])

    assert told(result) == [
        ("confirmed", "matched", "W1", "K1"),
        ("", "unmatched-ledger", "", "K2"),
    ]


def test_a_confirmed_group_of_several_on_both_sides_keeps_every_pound():
    lines = [claim("W1", "70.00"), claim("W2", "30.00", project="NIGHT")]
    ledger = [posted("K1", "60.00"), posted("K2", "40.00")]

    result = reconciled(lines, ledger, confirmed=[(("W1", "W2"), ("K1", "K2"))])

    assert steps(result) == {"ledger": 10_000, "return": 10_000, "unexplained": 0}
    assert result.is_closed
    assert result.counts["confirmed"] == {"matched": 1}


def test_confirmed_shares_leave_the_unclaimed_rest_as_a_share():
    lines = [
        claim("W1", "30.00", net="100.00", claim_percent="30"),
        claim("W2", "20.00", net="100.00", claim_percent="20"),
    ]

    result = reconciled(lines, [posted("K1", "100.00")], confirmed=[(("W1", "W2"), ("K1",))])

    assert steps(result) == {"ledger": 10_000, "share": -5_000, "return": 5_000, "unexplained": 0}
    assert result.is_closed


def test_a_person_may_say_that_two_ledger_lines_cancel_each_other():
    ledger = [posted("K1", "80.00", supplier="HALL"), posted("K2", "-80.00", supplier="WREN")]

    result = reconciled([], ledger, confirmed=[((), ("K1", "K2"))])

    assert told(result) == [("confirmed", "netted", "", "K1"), ("confirmed", "netted", "", "K2")]
    assert result.is_closed


@pytest.mark.parametrize(
    "confirmation",
    [(("W1",), ("GONE",)), (("GONE",), ("K1",)), ((), ("K1", "K2")), (("W1",), ())],
    ids=["ledger line gone", "line gone", "do not cancel", "no ledger line"],
)
def test_a_broken_confirmation_keeps_the_statement_open_and_its_rows_closed_to_passes(confirmation):
    lines = [claim("W1", "75.00", ledger_key="K1")]
    ledger = [posted("K1", "75.00"), posted("K2", "5.00", cost_centre="04999")]

    result = reconciled(lines, ledger, confirmed=[confirmation])

    ids, keys = confirmation
    assert result.broken == (confirmation,)
    assert not result.is_closed
    assert not [row for row in told(result) if row[1] == "matched" and {*ids, *keys} & {*row[2:]}]


def test_an_explanation_gives_way_when_the_real_ledger_line_arrives():
    line = claim("W1", "1200.00", supplier="Juniper", invoice_ref="J1")
    accrued = ReconcilingItem(
        "R9",
        ItemKind.TIMING,
        120_000,
        line_ids=("W1",),
        reason="Accrued",
        expected_to_clear="2017-Q2",
    )
    arrived = posted(
        "K1", "1200.00", supplier="JUNIPER", invoice_ref="J1", accounting_period="201704"
    )

    before = reconciled([line], [], explained=[accrued])
    after = reconciled([line], [arrived], explained=[accrued])

    assert (before.superseded, before.is_closed) == ((), True)
    assert (after.superseded, after.is_closed) == (("R9",), True)
    assert steps(after, "2017-Q1")["timing"] == 120_000
    assert steps(after, "2017-Q2")["timing"] == -120_000


def test_no_proposal_touches_what_a_person_has_explained():
    lines = [claim("W1", "75.00", supplier="Exmple Print", invoice_ref="LP-98")]
    ledger = [posted("K1", "75.00", supplier="EXAMPLE PRINT", invoice_ref="LP-89")]
    items = [
        partner(7_500, line_ids=("W1",)),
        ReconcilingItem("R2", ItemKind.NOT_THIS_GRANT, -7_500, ledger_keys=("K1",)),
    ]

    result = reconciled(lines, ledger, explained=items)

    assert [row[1] for row in told(result)] == ["unmatched-line", "unmatched-ledger"]
    assert result.is_closed


def test_an_income_line_explained_by_a_person_is_not_counted_twice():
    ledger = [posted("I1", "-500.00", journal_class="income")]
    item = ReconcilingItem("R2", ItemKind.NOT_THIS_GRANT, 50_000, ledger_keys=("I1",))

    result = reconciled([], ledger, explained=[item])

    assert steps(result) == {
        "ledger": -50_000, "not-this-grant": 50_000, "return": 0, "unexplained": 0,
    }  # fmt: skip


def test_an_item_stands_in_the_period_of_its_ledger_line():
    ledger = [posted("K1", "45.00", accounting_period="201708")]
    item = ReconcilingItem("R2", ItemKind.NOT_THIS_GRANT, -4_500, ledger_keys=("K1",))

    result = reconciled([], ledger, explained=[item])

    assert [item.period for item in result.items] == ["2017-Q3"]
    assert result.is_closed


def test_items_without_a_place_are_refused():
    with pytest.raises(UnknownSubject, match="Give it the reporting period it stands in"):
        reconciled([], [], explained=[partner()])
    with pytest.raises(UnknownSubject, match="stands in period 2019-Q9, which the contract does"):
        reconciled([], [], explained=[partner(period="2019-Q9")])


def test_a_removal_from_a_line_that_is_not_there_is_refused():
    with pytest.raises(UnknownSubject, match="Removed from the claim: W9, but the return has no"):
        reconciled([claim("W1", "1.00")], [], removed={"W9": 100})


def test_one_period_can_be_asked_for_and_the_others_still_explain_its_timing():
    scope = LedgerScope(FUND.cost_centres, QUARTERS, "2017-Q2")
    lines = [claim("W1", "80.00", ledger_key="K1"), claim("W2", "9.99")]
    ledger = [posted("K1", "80.00", accounting_period="201704")]

    result = reconciled(lines, ledger, scope=scope)

    assert [bridge.period for bridge in result.bridges] == ["2017-Q2"]
    assert steps(result, "2017-Q2") == {
        "ledger": 8_000, "timing": -8_000, "return": 0, "unexplained": 0,
    }  # fmt: skip
    assert result.is_closed


def test_a_line_in_a_period_the_contract_does_not_have_is_open_there():
    result = reconciled(
        [claim("W1", "80.00", ledger_key="K1", period="2017-Q7")], [posted("K1", "80.00")]
    )

    assert [bridge.period for bridge in result.bridges] == [*QUARTERS, "2017-Q7"]
    assert result.bridge("2017-Q7").open_lines == ("W1",)
    assert not result.is_closed


def test_without_a_contract_everything_is_one_period_and_every_cost_centre_belongs():
    lines = [
        claim("W1", "80.00", ledger_key="K1"),
        claim("W2", "5.00", ledger_key="K2", period="2017-Q4"),
    ]
    ledger = [
        posted("K1", "80.00", cost_centre="09999"),
        posted("K2", "5.00", accounting_period=""),
    ]

    result = reconciled(lines, ledger, scope=LedgerScope())

    assert [bridge.period for bridge in result.bridges] == ["all"]
    assert steps(result, "all") == {"ledger": 8_500, "return": 8_500, "unexplained": 0}
    assert result.is_closed


def test_a_match_keeps_its_id_as_long_as_it_is_the_same_match():
    lines = [claim("W5", "75.00", ledger_key="K5")]
    more = [claim("W1", "10.00", ledger_key="K1"), *lines]
    ledger = [posted("K5", "75.00"), posted("K1", "10.00")]

    alone = reconciled(lines, ledger).matches.set_index("line_id")["match_id"]["W5"]
    among = reconciled(more, ledger).matches.set_index("line_id")["match_id"]["W5"]

    assert alone == among
    assert len(alone) == 13


def test_projects_and_heads_have_statements_of_their_own():
    lines = [
        claim("W1", "80.00", ledger_key="K1"),
        claim(
            "W2",
            "60.00",
            net="100.00",
            claim_percent="60",
            ledger_key="K2",
            project="NIGHT",
            head="STAFF",
        ),
        claim("W3", "7.00", project="NIGHT"),
    ]
    ledger = [posted("K1", "80.00"), posted("K2", "100.00"), posted("K3", "9.00")]

    bridge = reconciled(lines, ledger).bridge("2017-Q1")

    def rows(found):
        return [
            (row.key, row.ledger_total, row.items_total, row.return_total, row.difference)
            for row in found
        ]

    assert rows(bridge.by_project) == [
        ("", 4_900, -4_000, 0, -900),
        ("KNIFE", 8_000, 0, 8_000, 0),
        ("NIGHT", 6_000, 0, 6_700, 700),
    ]
    assert rows(bridge.by_head) == [
        ("", 4_900, -4_000, 0, -900),
        ("DELIVERY", 8_000, 0, 8_700, 700),
        ("STAFF", 6_000, 0, 6_000, 0),
    ]
