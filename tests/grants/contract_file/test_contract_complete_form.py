"""The full form of the contract file: every table and key, read and written back."""

import tomllib
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from contract_file_builders import COMPLETE, KINDS, WORKED, a_contract, a_period, a_term

from grants.contract import (
    Allocation,
    Asset,
    AuditReport,
    BudgetHead,
    CarryForward,
    Commitment,
    Consent,
    Declaration,
    DeliveryGroup,
    Forecast,
    Instalment,
    MatchFunding,
    Notice,
    OnwardAgreement,
    Output,
    PartnerStatement,
    Period,
    Post,
    Priority,
    Procurement,
    Profile,
    Project,
    ProjectReturn,
    Publicity,
    QuarterReturn,
    Receipt,
    Repayment,
    Safeguarding,
    TermVersion,
    Variation,
    Virement,
)
from grants.contract_file import check_contract, read_contract, write_contract
from grants.contract_file.keys import Form
from grants.contract_file.tables import CONTRACT, NESTED, TABLES

SUMMER = timezone(timedelta(hours=1))


def complete():
    return read_contract(COMPLETE.read_text(encoding="utf-8"), COMPLETE.name, KINDS)


def test_the_header_is_read_whole():
    c = complete()
    header = {key.name: getattr(c, key.name) for key in CONTRACT.keys}
    assert header == {
        "reference": "YJF-2019-20",
        "title": "Youth Justice Fund 2019/20",
        "funder": "Police and Crime Commissioner for Northshire",
        "accountable_body": "Northshire Council",
        "partnership": "Northshire Community Safety Partnership",
        "kind": "contract",
        "acts_as": "agent",
        "statute": "Police Reform and Social Responsibility Act 2011, section 9",
        "offered_on": date(2019, 3, 1),
        "signed_on": date(2019, 3, 20),
        "accept_by": date(2019, 3, 29),
        "bank_details_on": date(2019, 4, 2),
        "starts_on": date(2019, 4, 1),
        "ends_on": date(2020, 3, 31),
        "award": 5_000_000,
        "cost_centres": ("00770", "00771"),
    }


def test_the_plan_is_read_whole():
    c = complete()
    first = tuple(f"2019{n:02d}" for n in range(1, 7))
    second = tuple(f"2019{n:02d}" for n in range(7, 14))
    assert c.periods == (
        Period(
            "2019-H1",
            date(2019, 4, 1),
            date(2019, 9, 30),
            date(2019, 10, 31),
            first,
            date(2019, 10, 14),
        ),
        Period("2019-H2", date(2019, 10, 1), date(2020, 3, 31), date(2020, 4, 30), second),
    )
    assert c.priorities == (Priority("YOUTH", "Keep young people out of the justice system"),)
    assert c.delivery_groups == (DeliveryGroup("YOT", "Youth offending team board", "YOUTH"),)
    assert c.budget_heads == (
        BudgetHead("STAFF", "Staffing", subjectives=("1*", "0150")),
        BudgetHead("ROOMS", "Rooms and activities", ring_fence="activities"),
        BudgetHead("MANAGE", "Management", overhead=True),
        BudgetHead("KIT", "Equipment", capital=True),
    )
    assert c.projects == (
        Project(
            "MENTOR", 'Mentoring "Step Up"', "YOUTH", "YOT", "Rowan Youth Trust",
            "mentor.lead@example.org", True, True, date(2019, 3, 18),
        ),
        Project("BOXING", "Boxing club", approved_on=date(2019, 3, 18), closed_on=date(2019, 12, 20)),
    )  # fmt: skip
    assert c.allocations == (
        Allocation("MENTOR", "STAFF", 3_000_000, date(2019, 3, 18), "Executive, item 4"),
        Allocation("BOXING", "ROOMS", 1_500_000),
        Allocation("BOXING", "ROOMS", 500_000, date(2019, 6, 3), "Executive, item 9"),
    )


def test_terms_keep_wording_and_parameters_as_written():
    virement, quotes, yearly, period, unknown = complete().terms
    assert virement == TermVersion(
        "virement",
        "4.4",
        "Up to 10% of a head may be moved;\nmore needs consent.\n",
        3,
        date(2019, 4, 1),
        date(2020, 3, 31),
        date(2019, 3, 20),
        "finance.officer@example.org",
        {"limit_percent": Decimal("10.5"), "limit_amount": "2500.00", "base": "original"},
    )
    assert quotes.params == {
        "includes_vat": False,
        "near_percent": "5",
        "bands": ({"from": "5000.00", "quotes": 3}, {"from": "25000.00", "quotes": 4}),
    }
    assert yearly.params == {"amounts": {"2019-20": "50000.00"}}
    assert period.params == {"starts_on": date(2019, 4, 1), "ends_on": date(2020, 3, 31)}
    assert unknown.params == {"from_phase": 3, "weights": (1, Decimal("2.5"), "full")}


def test_a_variation_dates_and_numbers_what_stands_in_it():
    assert complete().variations == (
        Variation(
            1,
            date(2019, 9, 20),
            date(2019, 10, 1),
            "£2,000.00 more for mentoring rooms.",
            5_200_000,
            (
                TermVersion(
                    "virement", "4.4 (as varied)", "Up to 15% of a head may be moved.", 1,
                    date(2019, 11, 1), date(2020, 3, 31), date(2019, 9, 25),
                    "finance.officer@example.org", {"limit_percent": "15", "base": "revised"}, 1,
                ),
                TermVersion(
                    "yearly-ceiling", "4.1 (as varied)", effective_from=date(2019, 10, 1),
                    agreed_on=date(2019, 9, 20), params={"amounts": {"2019-20": "52000.00"}},
                    variation=1,
                ),
            ),
            (
                Allocation("MENTOR", "ROOMS", 300_000, date(2019, 9, 18), "Executive, item 2", 1, date(2019, 10, 1)),
                Allocation("BOXING", "ROOMS", -100_000, variation=1, effective_from=date(2019, 10, 1)),
            ),
        ),
    )  # fmt: skip


def test_registers_of_money_are_read_whole():
    c = complete()
    assert c.consents == (
        Consent(
            "LETTER-1", "virement", date(2019, 11, 6), date(2019, 11, 6), date(2020, 3, 31),
            500_000, "MENTOR", "STAFF", "MENTOR", "ROOMS", "L-0001", "Letter of 6 November 2019",
        ),
    )  # fmt: skip
    assert c.virements == (
        Virement(
            "V1", "MENTOR", "STAFF", "MENTOR", "ROOMS", 60_000, date(2019, 7, 3),
            "mentor.lead@example.org", date(2019, 7, 7), "partnership.manager@example.org",
            date(2019, 7, 8), "Sessions moved to a hired hall.",
        ),
    )  # fmt: skip
    assert c.instalments == (
        Instalment(1, date(2019, 5, 15), 2_500_000, ("signed", "bank-details")),
        Instalment(2, date(2019, 11, 15), 2_500_000, ("return:2019-H1",)),
    )
    assert c.receipts == (
        Receipt(date(2019, 5, 16), 2_500_000, "BACS 0101", 1),
        Receipt(date(2019, 5, 16), -50, "BACS 0101"),
    )
    assert c.repayments == (
        Repayment(date(2020, 4, 20), 12_005, date(2020, 5, 11), "Unspent at the year end."),
        Repayment(None, 1_000),
    )
    assert c.carry_forwards == (CarryForward("YJF-2018-19", 75_025, "LETTER-0"),)
    assert c.profiles == (Profile("MENTOR", "STAFF", "2019-H1", 1_500_000),)
    assert c.forecasts == (Forecast("MENTOR", "STAFF", date(2019, 8, 1), 2_950_000),)
    assert c.commitments == (
        Commitment("BOXING", "ROOMS", date(2019, 5, 2), 120_000, "PO-00042", date(2019, 6, 30)),
    )


def test_registers_of_returns_assets_and_partners_are_read_whole():
    c = complete()
    assert c.returns == (
        ProjectReturn(
            "MENTOR", "2019-H1", datetime(2019, 10, 12, 0, 30, tzinfo=SUMMER),
            "mentor.lead@example.org", "finance.officer@example.org",
            {"STAFF": 1_420_000, "ROOMS": 0}, {"STAFF": "A post was filled a month late."},
        ),
    )  # fmt: skip
    assert c.quarters == (
        QuarterReturn(
            "2019-H1", "s151@example.org", datetime(2019, 10, 29, 11, tzinfo=UTC),
            datetime(2019, 10, 28, 9, 15, 30, 500_000, tzinfo=UTC),
            "funder@example.org", datetime(2019, 11, 8, 14, tzinfo=UTC),
        ),
    )  # fmt: skip
    assert c.assets == (
        Asset(
            "A1", "L-0007", "Boxing ring", "BR-0099", 145_000, date(2019, 6, 11), "Harbour Hall",
            "Rowan Youth Trust", Decimal("62.5"), date(2020, 2, 1), 0,
        ),
    )  # fmt: skip
    assert c.procurements == (
        Procurement(
            "Harbour Hall Lettings", "Hall hire", date(2019, 4, 10), date(2020, 3, 31), 2, "W-11"
        ),
    )
    assert c.partner_statements == (
        PartnerStatement("Rowan Youth Trust", "2019-20", date(2020, 5, 20), "Treasurer", True),
    )
    assert c.onward_agreements == (
        OnwardAgreement("Rowan Youth Trust", "MENTOR", date(2019, 4, 12)),
    )
    assert c.safeguardings == (Safeguarding("MENTOR", date(2019, 4, 9)),)
    assert c.matches == (
        MatchFunding("Town lottery", "in-kind", 40_000, date(2019, 8, 8), "Letter", True),
    )


def test_registers_of_results_are_read_whole():
    c = complete()
    assert c.outputs == (
        Output(
            "MENTOR", "Young people mentored", "people", Decimal(0),
            {"2019-H1": Decimal(12), "2019-H2": Decimal("24.5")}, {"2019-H1": Decimal(11)},
            "Attendance registers",
        ),
    )  # fmt: skip
    assert c.declarations == (
        Declaration("A. Trustee", "Harbour Hall Lettings", "Brother-in-law; took no part."),
    )
    assert c.audit_reports == (AuditReport("2019-20", date(2020, 7, 1), "unqualified"),)
    assert c.publicities == (Publicity("MENTOR", "Poster with the funder's emblem"),)
    assert c.notices == (Notice("underspend", "MENTOR", date(2019, 8, 1), date(2019, 8, 9)),)
    assert c.posts == (Post("P1", "Mentor", Decimal("0.6"), Decimal("27.35"), Decimal(40)),)


def test_the_example_uses_every_table_and_every_key():
    document = tomllib.loads(COMPLETE.read_text(encoding="utf-8"))
    used = {"contract": set(document["contract"])}
    for table in TABLES:
        used[table.name] = {key for row in document[table.name] for key in row}
    for name, table in NESTED.items():
        rows = [row for variation in document["variation"] for row in variation[name]]
        used[table.name] = {key for row in rows for key in row}
    assert used == {
        table.name: {key.name for key in table.keys} | set(table.nested)
        for table in (CONTRACT, *TABLES, *NESTED.values())
    }
    assert {key.form for table in (CONTRACT, *TABLES) for key in table.keys} == set(Form) - {
        Form.ROWS
    }


@pytest.mark.parametrize("path", [COMPLETE, WORKED], ids=lambda path: path.stem)
def test_a_contract_written_and_read_again_is_the_same(path):
    contract = read_contract(path.read_text(encoding="utf-8"), path.name, KINDS)
    written = write_contract(contract)
    assert read_contract(written, "written.toml", KINDS) == contract
    assert write_contract(read_contract(written, "written.toml", KINDS)) == written


def test_the_writer_leaves_blanks_out_and_keeps_the_order_of_the_form():
    contract = a_contract(
        terms=(a_term(params={"base": "original", "limit_percent": Decimal(10)}),)
    )
    assert write_contract(contract) == (
        "[contract]\n"
        'reference = "YJF-2019-20"\n'
        'title = "Youth Justice Fund 2019/20"\n'
        'funder = "Police and Crime Commissioner for Northshire"\n'
        'accountable_body = "Northshire Council"\n'
        "starts_on = 2019-04-01\n"
        "ends_on = 2020-03-31\n"
        'award = "50000.00"\n'
        "\n[[period]]\n"
        'code = "2019-Y"\n'
        "starts_on = 2019-04-01\n"
        "ends_on = 2020-03-31\n"
        "return_due_on = 2020-04-30\n"
        'accounting_periods = ["201901", "201912"]\n'
        '\n[[budget_head]]\ncode = "STAFF"\ntitle = "Staffing"\n'
        '\n[[budget_head]]\ncode = "ROOMS"\ntitle = "Rooms"\n'
        '\n[[project]]\ncode = "MENTOR"\ntitle = "Mentoring"\n'
        "\n[[allocation]]\n"
        'project = "MENTOR"\n'
        'head = "STAFF"\n'
        'amount = "30000.00"\n'
        "approved_on = 2019-03-18\n"
        "\n[[term]]\n"
        'code = "virement"\n'
        'clause = "4.4"\n'
        "effective_from = 2019-04-01\n"
        "agreed_on = 2019-03-20\n"
        "[term.params]\n"
        'base = "original"\n'
        "limit_percent = 10.0\n"
    )


def test_a_built_contract_is_checked_like_a_file():
    assert check_contract(complete(), "c") == ()
    over = a_contract(
        allocations=(Allocation("MENTOR", "STAFF", 5_000_100), Allocation("MENTR", "STAFF", 0)),
        periods=(a_period(ends_on=date(2020, 4, 1)),),
        variations=(
            Variation(1, date(2019, 9, 20), date(2019, 10, 1), terms=(a_term(variation=1),)),
        ),
    )
    assert [(p.table, p.key, p.what) for p in check_contract(over, "YJF-2019-20")] == [
        ("[[allocation]] 2 (MENTR, STAFF)", "project", 'No [[project]] is called "MENTR".'),
        (
            "[[variation]] 1 [[variation.term]] 1 (virement)",
            "effective_from",
            (
                "There is already one with code virement and effective_from 2019-04-01: "
                "[[term]] 1 (virement)."
            ),
        ),
        (
            "[[period]] 1 (2019-Y)",
            "ends_on",
            "2020-04-01 is after the contract ends on 2020-03-31.",
        ),
        (
            "[[variation]] 1 [[variation.term]] 1 (virement)",
            "effective_from",
            "2019-04-01 is before its variation takes effect on 2019-10-01.",
        ),
        (
            "[[allocation]] 2 (MENTR, STAFF)",
            "amount",
            (
                "With it, allocations come to £50,001.00 on 2019-04-01; the award that day is "
                "£50,000.00: £1.00 too much."
            ),
        ),
    ]


def test_the_worked_contract_shares_out_the_whole_award():
    contract = read_contract(WORKED.read_text(encoding="utf-8"), WORKED.name)
    assert contract.reference == "PLF-2017-18"
    assert contract.award == 23_900_000
    assert len(contract.projects) == 12
    assert len(contract.priorities) == 5
    assert len(contract.allocations) == 33
    by_project: dict[str, int] = {}
    for a in contract.allocations:
        by_project[a.project] = by_project.get(a.project, 0) + a.amount
    assert by_project == {
        "KNIFE": 4_200_000, "CELEBRATE": 1_450_000, "LANDLORD": 2_200_000, "NIGHT": 2_650_000,
        "STREET": 3_100_000, "VEHICLE": 900_000, "PREVENT": 1_500_000, "DHR": 2_800_000,
        "DSA-AWARE": 1_800_000, "APV": 1_700_000, "REOFFEND": 900_000, "CSE": 700_000,
    }  # fmt: skip
    assert sum(by_project.values()) == 23_900_000
    assert len(contract.terms) == 35
    assert [v.params["threshold"] for v in contract.term_versions("evidence")] == [
        "100.00",
        "50.00",
    ]


def test_the_worked_contract_has_only_parameters_that_the_kinds_of_term_know():
    from grants.terms.registry import kinds  # noqa: PLC0415 - only this test needs every kind

    contract = read_contract(WORKED.read_text(encoding="utf-8"), WORKED.name, kinds())
    assert len(contract.terms) == 35
