"""The audit pack: its sheets, its figures, its sentences and what it keeps back."""

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from pack_builders import (
    CANARIES,
    CANARY_SUPPLIER,
    contract,
    empty_data,
    frame,
    line,
    pack_data,
    usual_lines,
)

from exports import registry, xlsx
from exports.audit_pack_sheets import book
from exports.lines import LineUnreadable
from exports.pack_data import PeriodUnknown
from exports.profile import Profile
from exports.sheet import Formula, Workbook
from grants import contract as c

SHEETS = [
    "Cover", "Statement", "Funding", "Transactions", "Reconciliation", "Not claimed", "Checks",
    "Exceptions", "Budget movements", "Accruals", "Assets", "Procurement", "Partners", "Outputs",
    "Evidence", "Prior period", "Audit trail", "Certificate",
]  # fmt: skip
NAMES = {
    "Contract", "Period", "Profile", "TransactionsTotal", "LedgerTotal", "UnexplainedDifference",
    "AuditRoot", "PackDigest",
}  # fmt: skip


def built(data=None) -> Workbook:
    made = registry.find("audit-pack").build(data or pack_data())
    assert isinstance(made, Workbook)
    return made


def opened(data=None):
    return openpyxl.load_workbook(io.BytesIO(xlsx.write(built(data))), data_only=True)


def values(data, sheet: str) -> list[list[object]]:
    """A sheet's rows with formulas by their values (pence for money), blanks as None."""
    found = built(data).sheet(sheet)
    assert found is not None
    return [
        [(v.value if isinstance(v, Formula) else v) if v != "" else None for v in row]
        for row in found.rows
    ]


def words(data) -> list[str]:
    """Every text of the pack, with the cell it stands in."""
    return [
        f"{sheet.title}!{cell.coordinate} {cell.value}"
        for sheet in opened(data)
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]


def cover_checks(data) -> dict[str, tuple[int, str]]:
    cover = built(data).sheets[0]
    return {
        str(row[0]): (row[1].value, row[2].value)
        for row in cover.blocks[0].rows
        if isinstance(row[1], Formula)
    }


def test_the_eighteen_sheets_stand_in_their_promised_order_with_every_defined_name():
    found = opened()
    assert found.sheetnames == SHEETS
    assert set(found.defined_names) == NAMES
    at = {n: next(iter(d.destinations)) for n, d in found.defined_names.items()}
    shown = {n: found[sheet][ref.replace("$", "")].value for n, (sheet, ref) in at.items()}
    digest = shown.pop("PackDigest")
    assert re.fullmatch("[0-9a-f]{64}", str(digest))
    assert shown == {
        "Contract": "PLF-T", "Period": "2017-Q2", "Profile": "internal",
        "TransactionsTotal": 13_050.45, "LedgerTotal": 21_862.78, "UnexplainedDifference": 0,
        "AuditRoot": "ef" * 32,
    }  # fmt: skip


def test_the_statement_sets_budget_against_actual_and_outturn_for_every_head():
    kept = "Actual: no forecast"
    assert values(None, "Statement") == [
        ["KNIFE", "Knife crime", "STAFF", "Staffing", 30_000_00, 0, -1_500_00, 28_500_00,
         14_000_00, 6_900_15, 13_800_25, 0, 0, 14_699_75, 28_500_00, 0, 0, "Forecast",
         "A vacancy until July"],
        ["KNIFE", "Knife crime", "DELIVERY", "Activities", 20_000_00, 0, 0, 20_000_00, 0, 450_00,
         450_00, 0, 750_00, 0, 450_00, 19_550_00, 97_75, kept, None],
        ["KNIFE", "Knife crime", "COMMS", "Publicity", 0, 0, 1_500_00, 1_500_00, 0, 1_200_00,
         1_200_00, 1_200_00, 0, 0, 1_200_00, 300_00, 20_00, kept, None],
        ["DHR", "Reviews", "STAFF", "Staffing", 0, 5_000_00, 0, 5_000_00, 0, 30, 30, 0, 0, 0, 30,
         4_999_70, 99_99, kept, None],
        ["DHR", "Reviews", "DELIVERY", "Activities", 40_000_00, 0, 0, 40_000_00, 0, 4_500_00,
         4_500_00, 0, 0, 0, 4_500_00, 35_500_00, 88_75, kept, None],
    ]  # fmt: skip


def test_funding_follows_the_award_to_what_is_held():
    assert [(row[0], row[1], row[4]) for row in values(None, "Funding")] == [
        ("Award", "Award as signed", 100_000_00),
        ("Award", "Variations of the award", 5_000_00),
        ("Award", "Award in force", 105_000_00),
        ("Award", "Allocated to projects", 95_000_00),
        ("Award", "Award not allocated", 10_000_00),
        ("Due", "Instalment due", 50_000_00),
        ("Due", "Due to date", 50_000_00),
        ("Received", "Receipt", 50_000_00),
        ("Received", "Received to date", 50_000_00),
        ("Received", "Due and not received", 0),
        ("Held", "Carry-forward in", 0),
        ("Spent", "Spent this period", 13_050_45),
        ("Spent", "Spent to date", 19_950_55),
        ("Spent", "Spent in earlier periods", 6_900_10),
        ("Spent", "Accruals in spent to date", 1_200_00),
        ("Repaid", "Repayment requested", 0),
        ("Repaid", "Repayment paid", 0),
        ("Repaid", "Requested and not paid", 0),
        ("Held", "Balance held", 30_049_45),
        ("Outturn", "Forecast outturn", 34_650_30),
        ("Outturn", "Forecast underspend of the award", 70_349_70),
        ("Match", "Match funding received", 0),
    ]


def test_the_reconciliation_leads_from_the_ledger_to_the_return_to_nothing():
    assert [row[:2] for row in values(None, "Reconciliation")] == [
        ["Ledger lines that the return claims", 11_850_45],
        ["Ledger lines that it does not claim", 10_012_33],
        ["Ledger total for the mapped codes", 21_862_78],
        ["Excluded by nature: budget, reserve and opening balance journals", -9_999_99],
        ["Coded here, but not this grant", -12_34],
        ["Timing: in the ledger and on the return in different periods", 1_200_00],
        ["Return total by this statement", 13_050_45],
        ["Return total by the transactions", 13_050_45],
        ["Unexplained difference", 0],
    ]


def test_every_ledger_line_is_claimed_or_stands_on_not_claimed_with_its_fate():
    fates = built().sheet("Reconciliation").blocks[1].rows
    assert [(row[0], row[1].value, row[3].value) for row in fates] == [
        ("Claimed: spend lines that stand for ledger lines", 11_850_45, 5),
        ("excluded: budget journal", 9_999_99, 1),
        ("open", 12_34, 1),
    ]


def test_every_check_on_the_cover_reads_nothing_and_says_so():
    assert cover_checks(None) == dict.fromkeys(
        [
            "Statement to transactions",
            "Prior + period = to date",
            "Claimed = on the return − disallowed",
            "Statement to budget movements",
            "Virements net to nothing",
            "Return to ledger",
            "Accruals to transactions",
            "Findings listed to counted",
            "Ledger total to the product's",
        ],
        (0, "Ties"),
    )


def test_a_pack_that_does_not_tie_says_by_how_much():
    data = pack_data(items=(), counts=())
    found = {k: v for k, v in cover_checks(data).items() if v[1] != "Ties"}
    assert found == {
        "Return to ledger": (-8_812_33, "Does not tie"),
        "Findings listed to counted": (4_00, "Does not tie"),
    }


@pytest.mark.parametrize("sheet", ["Statement", "Funding", "Reconciliation"])
def test_no_figure_of_the_three_summary_sheets_is_typed_in(sheet):
    found = built().sheet(sheet)
    tables = found.tables
    assert sum(isinstance(v, Formula) for t in tables for row in t.rows for v in row) >= 15
    typed = [v for t in tables for row in (*t.rows, t.totals or ()) for v in row
             if isinstance(v, int | Decimal)]  # fmt: skip
    assert typed == []


def test_lines_of_earlier_periods_come_in_as_prior_claims_and_their_corrections_are_shown():
    assert values(None, "Prior period") == [
        ["Claimed earlier", "2017-Q1", "KNIFE", "STAFF", None, None, 1, 6_900_10, None],
        ["Adjustment made now", "2017-Q1", "KNIFE", "STAFF", "L3", "L1", 1, -100_05, "=1+1"],
    ]


def test_the_whole_contract_holds_every_line_and_no_prior_period():
    data = pack_data(period_code=None)
    assert [row[0] for row in values(data, "Transactions")] == [
        "L1", "L2", "L3", "L4", "L6", "L7", "L5",
    ]  # fmt: skip
    assert values(data, "Prior period") == []
    assert opened(data)["Prior period"]["A3"].value == "None in period"


def test_what_is_disallowed_is_taken_out_of_every_actual():
    lines = [row | {"disallowed": 50_00 if row["line_id"] == "L4" else 0} for row in usual_lines()]
    data = pack_data(transactions=frame(lines))
    row = next(r for r in values(data, "Transactions") if r[0] == "L4")
    assert row[24:28] == [450_00, 50_00, 400_00, 450_00]
    assert [r[9] for r in values(data, "Statement")][1] == 400_00
    found = cover_checks(data)
    assert found["Claimed = on the return − disallowed"] == (0, "Ties")
    assert found["Return to ledger"] == (-50_00, "Does not tie")


def test_lines_of_later_periods_stay_out_and_are_counted_on_the_cover():
    lines = [*usual_lines(), line("L9", "5.00", period="2017-Q3")]
    data = pack_data(transactions=frame(lines))
    cover = {str(row[0]): row[1] for row in built(data).sheets[0].rows}
    assert cover["Lines not in this pack"].value == 1
    assert values(data, "Statement") == values(None, "Statement")


def test_a_line_outside_the_contract_still_stands_on_the_statement():
    lines = [*usual_lines(), line("L9", "5.00", project="", head="GHOST")]
    data = pack_data(transactions=frame(lines))
    row = values(data, "Statement")[-1]
    assert row[:4] == ["(none)", "Not in the contract", "GHOST", "Not in the contract"]
    assert row[9:11] == [5_00, 5_00]
    assert cover_checks(data)["Statement to transactions"] == (0, "Ties")


def test_budget_counts_only_what_is_in_force_on_the_day():
    late = c.Variation(2, date(2017, 11, 1), date(2017, 11, 1), award=200_000_00,
                       allocations=(c.Allocation("DHR", "STAFF", 1_00),))  # fmt: skip
    usual = contract()
    data = pack_data(contract=replace(usual, variations=(*usual.variations, late)))
    counted = [
        (row[0], row[1], row[5], row[6])
        for row in values(data, "Budget movements")
        if str(row[1]).startswith(("Variation", "V"))
    ]
    assert counted == [
        ("Award variation", "Variation 1", 5_000_00, "Yes"),
        ("Award variation", "Variation 2", 95_000_00, "No"),
        ("Variation allocation", "Variation 1", 5_000_00, "Yes"),
        ("Variation allocation", "Variation 2", 1_00, "No"),
        ("Virement", "V1", -1_500_00, "Yes"),
        ("Virement", "V1", 1_500_00, "Yes"),
        ("Virement", "V2", -900_00, "No"),
        ("Virement", "V2", 900_00, "No"),
    ]
    assert values(data, "Statement") == values(None, "Statement")


def test_checks_count_every_verdict_and_list_what_is_not_pass():
    sheet = built().sheet("Checks")
    assert [list(row) for row in sheet.rows] == [
        ["evidence", "9.1", 5, 0, 1, 0, 0, 0, 0, 0, 6],
        ["procurement-quotes", "8.2", 0, 0, 1, 0, 0, 0, 0, 0, 1],
        ["revenue-only", "4.2", 5, 1, 0, 0, 0, 0, 0, 0, 6],
        ["virement", "6.1", 3, 0, 0, 0, 1, 0, 0, 0, 4],
    ]
    assert [(row[0], row[2], row[3], row[5]) for row in sheet.blocks[0].rows] == [
        ("evidence", "EVIDENCE", "Something is missing", "L6"),
        ("procurement-quotes", "EVIDENCE", "Something is missing", CANARY_SUPPLIER),
        ("revenue-only", "WARN", "Have a look", "L4"),
        ("virement", "CONSENTED", "Allowed by consent", "STAFF@KNIFE"),
    ]


def test_exceptions_say_who_resolved_them_and_which_are_open():
    assert [(row[0], *row[6:10]) for row in values(None, "Exceptions")] == [
        ("evidence", "accepted", "finance@example.org", "20/10/2017 09:30 +0100", "Seen on site"),
        ("procurement-quotes", "open", None, None, None),
        ("revenue-only", "open", None, None, None),
        ("virement", "consented", None, None, "PCC-1"),
    ]


def test_empty_registers_say_whether_they_are_empty_or_not_kept():
    found = opened(empty_data())
    said = {sheet.title: sheet["A3"].value for sheet in found if sheet["A3"].value}
    sentences = {k: v for k, v in said.items() if v in ("None in period", "Not recorded yet")}
    assert sentences == {
        "Transactions": "None in period", "Not claimed": "Not recorded yet",
        "Checks": "Not recorded yet", "Exceptions": "Not recorded yet",
        "Accruals": "None in period", "Assets": "None in period", "Procurement": "None in period",
        "Partners": "None in period", "Outputs": "None in period", "Evidence": "Not recorded yet",
        "Prior period": "None in period", "Audit trail": "Not recorded yet",
    }  # fmt: skip
    assert found["Reconciliation"]["A1"].value.endswith(
        "the return cannot be agreed to the ledger."
    )


def test_more_lines_than_a_sheet_holds_go_on_on_the_next():
    whole, split = book.sheets(pack_data()), book.sheets(pack_data(), rows_max=2)
    names = [s.name for s in split]
    assert names == [*SHEETS[:4], "Transactions 2", "Transactions 3", *SHEETS[4:]]
    parts = [s for s in split if s.name.startswith("Transactions")]
    assert [row for s in parts for row in s.rows] == list(whole[3].rows)
    first = split[1].rows[0][9]
    assert first.value == whole[1].rows[0][9].value
    assert first.text == (
        "=ROUND(SUMIFS(Transactions!$AA$3:$AA$4,Transactions!$D$3:$D$4,$A3,Transactions!$E$3:$E$4,$C3)"
        "+SUMIFS('Transactions 2'!$AA$3:$AA$4,'Transactions 2'!$D$3:$D$4,$A3,"
        "'Transactions 2'!$E$3:$E$4,$C3)"
        "+SUMIFS('Transactions 3'!$AA$3:$AA$4,'Transactions 3'!$D$3:$D$4,$A3,"
        "'Transactions 3'!$E$3:$E$4,$C3),2)"
    )


def test_the_same_data_gives_the_same_bytes_whatever_the_order_of_its_rows():
    data = pack_data()
    turned = replace(
        data,
        transactions=data.transactions.iloc[::-1],
        matches=data.matches.iloc[::-1],
        findings=data.findings[::-1],
        evidence=data.evidence[::-1],
    )
    assert xlsx.write(built(data)) == xlsx.write(built(turned)) == xlsx.write(built(pack_data()))


@pytest.mark.parametrize("profile", [Profile.FUNDER, Profile.PUBLIC])
def test_nothing_of_a_sensitive_project_leaves_the_council(profile):
    inside = [w for w in words(pack_data()) if any(canary in w for canary in CANARIES)]
    assert len(inside) >= 10
    outside = words(pack_data(profile=profile))
    assert [w for w in outside if any(x.casefold() in w.casefold() for x in CANARIES)] == []


def test_the_funder_sees_the_figures_and_the_accepted_labels_of_a_sensitive_line():
    lines = {row[0]: row for row in values(pack_data(profile=Profile.FUNDER), "Transactions")}
    assert lines["L6"][6:9] == ["REDACTED OTHER", "REDACTED OTHER", "REDACTED PERSONAL DATA"]
    assert lines["L6"][26] == 4_500_00
    assert lines["L2"][6:9] == ["Example Print", "00017", "Leaflets"]


@pytest.mark.parametrize(
    "text",
    [
        "Flat 2, LE1 6ZG", "Visit to the victim", "call 0116 496 0999", "DOB 3 May",
        "paid to Mr Finch", "a.finch@example.org", "DHR chair", "Invoice of Kingfisher Safe House Ltd",
    ],
)  # fmt: skip
def test_free_text_that_seems_to_name_a_person_is_masked_for_the_funder(text):
    lines = [*usual_lines(), line("L9", "1.00", description=text)]
    shown = values(pack_data(transactions=frame(lines), profile=Profile.FUNDER), "Transactions")
    assert {row[0]: row[8] for row in shown}["L9"] == "REDACTED PERSONAL DATA"


@pytest.mark.parametrize("text", ["Alcohol outreach", "Penalty shoot-out", "I did not miss it"])
def test_ordinary_free_text_is_shown_to_the_funder(text):
    lines = [*usual_lines(), line("L9", "1.00", description=text)]
    shown = values(pack_data(transactions=frame(lines), profile=Profile.FUNDER), "Transactions")
    assert {row[0]: row[8] for row in shown}["L9"] == text


def test_only_whole_names_of_sensitive_lines_mask_other_texts():
    data = pack_data(profile=Profile.FUNDER, extra_sensitive=frozenset({"Heron"}))
    lines = [*usual_lines(), line("L8", "1.00", description="Herons by the canal"),
             line("L9", "1.00", description="The heron walk")]  # fmt: skip
    shown = {r[0]: r[8] for r in values(replace(data, transactions=frame(lines)), "Transactions")}
    assert (shown["L8"], shown["L9"]) == ("Herons by the canal", "REDACTED PERSONAL DATA")


def test_the_public_sees_codes_and_figures_and_no_person_supplier_or_narrative():
    data = pack_data(profile=Profile.PUBLIC)
    assert [w for w in words(data) if "@example.org" in w] == []
    assert [w for w in words(data) if "Example Print" in w or "Leaflets" in w] == []
    row = values(data, "Transactions")[0]
    assert row[:6] == ["L2", "REDACTED OTHER", "2017-Q2", "KNIFE", "STAFF", "CRIME"]
    assert row[26] == 7_000_20
    titles = [row[1] for row in values(data, "Statement")]
    assert titles == ["Knife crime"] * 3 + ["REDACTED OTHER"] * 2


def test_every_profile_has_the_same_figures():
    for profile in Profile:
        data = pack_data(profile=profile)
        assert cover_checks(data) == cover_checks(None)
        assert [r[4:17] for r in values(data, "Statement")] == [
            r[4:17] for r in values(None, "Statement")
        ]


def test_a_period_the_contract_does_not_have_is_refused_with_those_it_has():
    with pytest.raises(PeriodUnknown) as refusal:
        built(pack_data(period_code="2019-Q9"))
    assert str(refusal.value) == (
        "Contract PLF-T has no period '2019-Q9'. Its periods are: 2017-Q1, 2017-Q2. "
        "Give one of them, or none for the whole contract."
    )


def test_a_line_whose_amount_cannot_be_read_stops_the_pack_and_is_named():
    data = pack_data(transactions=frame([*usual_lines(), line("L9", "1,50")]))
    with pytest.raises(LineUnreadable) as refusal:
        built(data)
    assert str(refusal.value) == (
        "Transactions, line L9, net: '1,50' is not an amount. Write pounds with two decimals, "
        "for example 1234.50. The pack is not made, because its totals could not be proved. "
        "Correct the line and make the pack again."
    )
