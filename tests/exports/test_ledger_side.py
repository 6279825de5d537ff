"""The product's own reconciliation, carried into a pack, comes to the same figures there."""

import pandas as pd
import pytest
from pack_builders import frame, ledger_line, line, pack_data

from exports import registry
from exports.ledger_side import ledger_side
from exports.sheet import Formula, Workbook
from ledger.gl.line import LEDGER_COLUMNS, LEDGER_DATES, LEDGER_INTEGERS, LEDGER_MONEY
from ledger.reconciliation.claims import claims_frame
from ledger.reconciliation.engine import reconcile
from ledger.reconciliation.item import ItemKind, ReconcilingItem
from ledger.reconciliation.scope import LedgerScope

SCOPE = LedgerScope(
    ("04410",),
    {"2017-Q1": ("201701", "201702", "201703"), "2017-Q2": ("201704", "201705", "201706")},
)
REMOVED = {"C4": 20_00}


def spent(line_id: str, claimed: str, **columns: str) -> dict:
    return line(line_id, claimed, ledger_key=f"K-{line_id}", supplier="", invoice_ref="", **columns)


def spend_lines() -> list[dict]:
    return [
        spent("C1", "100.00", period="2017-Q1", accounting_period="201702"),
        spent("C2", "200.00", period="2017-Q1", accounting_period="201706"),  # in the books later
        spent("C3", "60.00", net="100.00", claim_percent="60"),  # a share of the ledger line
        spent("C4", "300.00") | {"disallowed": REMOVED["C4"]},
        spent("C5", "40.00"),  # coded to another cost centre
        spent("C6", "75.00") | {"ledger_key": ""},  # a partner's own spend
    ]


def ledger_lines() -> pd.DataFrame:
    rows = [
        ledger_line("K-C1", 100_00, accounting_period="201702"),
        ledger_line("K-C2", 200_00, accounting_period="201706"),
        ledger_line("K-C3", 100_00, net=100_00),
        ledger_line("K-C4", 300_00),
        ledger_line("K-C5", 40_00, cost_centre="09999"),
        ledger_line("K-B", 5_000_00, journal_class="budget", source_row=9),
        ledger_line("K-N1", 50_00, journal_class="recode", invoice_ref="RC7", source_row=10),
        ledger_line("K-N2", -50_00, journal_class="recode", invoice_ref="RC7", source_row=11),
        ledger_line("K-X", 12_34, description="Nobody knows", source_row=12),
    ]  # fmt: skip
    made = frame(rows)[list(LEDGER_COLUMNS)]
    for name in LEDGER_MONEY:
        made[name] = made[name].astype("Int64")
    for name in LEDGER_DATES:
        made[name] = pd.to_datetime(made[name]).astype("datetime64[us]")
    for name in LEDGER_INTEGERS:
        made[name] = made[name].astype("int64")
    return made


def data_of(period_code: str | None):
    lines = frame(spend_lines())
    lines["disallowed"] = lines["disallowed"].fillna(0)
    claims = claims_frame(lines)
    partner = ReconcilingItem("P1", ItemKind.PARTNER, 75_00, (), ("C6",), "Partner statement")
    result = reconcile(claims, ledger_lines(), scope=SCOPE, explained=(partner,), removed=REMOVED)
    side = ledger_side(
        result, ledger_lines=ledger_lines(), claims=claims, scope=SCOPE, period_code=period_code
    )
    return pack_data(
        period_code=period_code, transactions=lines, ledger=side.ledger, matches=side.matches,
        items=side.items, statement=side.statement,
    )  # fmt: skip


def built(period_code: str | None) -> Workbook:
    made = registry.find("audit-pack").build(data_of(period_code))
    assert isinstance(made, Workbook)
    return made


def steps(period_code: str | None) -> list[tuple[object, object]]:
    sheet = built(period_code).sheet("Reconciliation")
    return [(row[0], row[1].value) for row in sheet.rows]


def test_the_first_quarter_holds_what_is_claimed_before_it_is_posted():
    assert steps("2017-Q1") == [
        ("Ledger lines that the return claims", 100_00),
        ("Ledger lines that it does not claim", 0),
        ("Ledger total for the mapped codes", 100_00),
        ("Timing: in the ledger and on the return in different periods", 200_00),
        ("Return total by this statement", 300_00),
        ("Return total by the transactions", 300_00),
        ("Unexplained difference", 0),
    ]


def test_the_second_quarter_shows_every_kind_of_item_and_what_nobody_explained():
    assert steps("2017-Q2") == [
        ("Ledger lines that the return claims", 400_00),
        ("Ledger lines that it does not claim", 5_212_34),
        ("Ledger total for the mapped codes", 5_612_34),
        ("Excluded by nature: budget, reserve and opening balance journals", -5_000_00),
        ("This grant, coded to another cost centre", 40_00),
        ("Timing: in the ledger and on the return in different periods", -200_00),
        ("Apportionment: share of a ledger line not claimed", -40_00),
        ("Ineligible: removed from the claim", -20_00),
        ("Delivery partner spend outside the council's ledger", 75_00),
        ("Recodes that net out", 0),
        ("Return total by this statement", 467_34),
        ("Return total by the transactions", 455_00),
        ("Unexplained difference", -12_34),
    ]


@pytest.mark.parametrize("period_code", ["2017-Q1", "2017-Q2", None])
def test_pack_and_product_agree_on_ledger_return_and_difference(period_code):
    statement = data_of(period_code).statement
    found = dict(steps(period_code))
    assert (
        found["Ledger total for the mapped codes"],
        found["Return total by the transactions"],
        found["Unexplained difference"],
    ) == (statement.ledger_total, statement.return_total, statement.unexplained)
    cover = built(period_code).sheets[0]
    told = {row[0]: row[1].value for row in cover.blocks[0].rows if isinstance(row[1], Formula)}
    assert told["Ledger total to the product's"] == 0


def test_every_ledger_line_not_claimed_has_its_fate_its_reason_and_its_item():
    rows = built("2017-Q2").sheet("Not claimed").rows
    assert [(r[1], r[2], r[12]) for r in rows if r[0] == "Ledger line"] == [
        ("K-B", "excluded", 5_000_00),
        ("K-N1", "netted off", 50_00),
        ("K-N2", "netted off", -50_00),
        ("K-X", "open", 12_34),
        ("K-C2", "claimed: no line of this pack carries it", 200_00),
    ]
    by_key = {r[1]: r for r in rows}
    assert by_key["K-B"][14] == "Excluded by nature: no spend."
    assert by_key["K-X"][14] == "On the contract's codes, but no return line claims it."
    assert by_key[by_key["K-B"][3]][13] == -5_000_00
