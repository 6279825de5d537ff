"""A contract as facts: what a newer file adds, completes, changes or leaves out."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from contract_file_builders import COMPLETE, KINDS, WORKED, a_contract, a_period, a_term

from grants.contract import (
    Allocation,
    Asset,
    Commitment,
    Consent,
    Forecast,
    Notice,
    Output,
    PartnerStatement,
    Project,
    ProjectReturn,
    QuarterReturn,
    Receipt,
    Repayment,
    Variation,
    Virement,
)
from grants.contract_file import read_contract
from grants.contract_file.tables import BY_NAME
from grants.facts import Change, Fact, compare, contract_from, facts_of
from ledger.require import InvariantBroken

RECEIPT = Receipt(date(2019, 5, 16), 2_500_000, "BACS 0101")
CONSENT = Consent("LETTER-1", "virement", date(2019, 11, 6), amount=500_000)
VARIATION = Variation(
    1,
    date(2019, 9, 20),
    date(2019, 10, 1),
    terms=(
        a_term(
            effective_from=date(2019, 10, 1),
            agreed_on=date(2019, 9, 20),
            params={"limit_percent": "15"},
            variation=1,
        ),
    ),
)
VIREMENT = Virement("V1", "MENTOR", "STAFF", "MENTOR", "ROOMS", 60_000, date(2019, 7, 3))


def complete():
    return read_contract(COMPLETE.read_text(encoding="utf-8"), COMPLETE.name, KINDS)


def change(stored, offered) -> Change:
    return compare(facts_of(stored), facts_of(offered))


def keys(facts: tuple[Fact, ...]) -> list[tuple[str, str]]:
    return [(fact.table, fact.key) for fact in facts]


def recorded(contract, offered):
    """The contract after the offered file's new and completed facts are appended."""
    stored = facts_of(contract)
    return contract_from((*stored, *compare(stored, facts_of(offered)).to_record))


def test_every_row_of_every_table_is_one_fact_under_its_natural_key():
    assert keys(facts_of(complete())) == [
        ("contract", "YJF-2019-20"),
        ("period", "2019-H1"),
        ("period", "2019-H2"),
        ("priority", "YOUTH"),
        ("delivery_group", "YOT"),
        ("budget_head", "STAFF"),
        ("budget_head", "ROOMS"),
        ("budget_head", "MANAGE"),
        ("budget_head", "KIT"),
        ("project", "MENTOR"),
        ("project", "BOXING"),
        ("allocation", "MENTOR / STAFF"),
        ("allocation", "BOXING / ROOMS"),
        ("allocation", "BOXING / ROOMS #2"),
        ("term", "virement / 2019-04-01"),
        ("term", "procurement-quotes / 2019-04-01"),
        ("term", "yearly-ceiling / 2019-04-01"),
        ("term", "funding-period / 2019-04-01"),
        ("term", "moon-phase / 2019-04-01"),
        ("variation", "1"),
        ("consent", "LETTER-1"),
        ("virement", "V1"),
        ("instalment", "1"),
        ("instalment", "2"),
        ("receipt", "2019-05-16 / BACS 0101"),
        ("receipt", "2019-05-16 / BACS 0101 #2"),
        ("repayment", "2020-04-20"),
        ("repayment", "-"),
        ("carry_forward", "YJF-2018-19"),
        ("profile", "MENTOR / STAFF / 2019-H1"),
        ("forecast", "MENTOR / STAFF / 2019-08-01"),
        ("commitment", "BOXING / ROOMS / 2019-05-02 / PO-00042"),
        ("return", "MENTOR / 2019-H1"),
        ("quarter", "2019-H1"),
        ("asset", "A1"),
        ("procurement", "Harbour Hall Lettings / Hall hire"),
        ("partner_statement", "Rowan Youth Trust / 2019-20"),
        ("onward_agreement", "Rowan Youth Trust / MENTOR"),
        ("safeguarding", "MENTOR"),
        ("match", "Town lottery / in-kind"),
        ("output", "MENTOR / Young people mentored"),
        ("declaration", "A. Trustee / Harbour Hall Lettings"),
        ("audit_report", "2019-20"),
        ("publicity", "MENTOR"),
        ("notice", "underspend / MENTOR / 2019-08-01"),
        ("post", "P1"),
    ]


def test_a_fact_holds_its_row_as_canonical_json_and_a_digest_of_all_three():
    (fact,) = (f for f in facts_of(a_contract(receipts=(RECEIPT,))) if f.table == "receipt")
    assert fact == Fact(
        "receipt",
        "2019-05-16 / BACS 0101",
        '{"amount":"25000.00","received_on":"2019-05-16","reference":"BACS 0101"}',
        # printf '%s\0%s\0%s' receipt '2019-05-16 / BACS 0101' '{…}' | sha256sum
        "d0c0f1b6c896560b2a9d15ebdf289d17ea90b709db13082e0fee100144d84db5",
    )


def test_the_type_of_a_parameter_survives_in_the_body():
    params = {
        "day": date(2019, 4, 1),
        "share": Decimal("2.50"),
        "rows": ({"from": "5000.00", "quotes": 3},),
        "flag": False,
    }
    (fact,) = (f for f in facts_of(a_contract(terms=(a_term(params=params),))) if f.table == "term")
    assert json.loads(fact.body)["params"] == {
        "day": {"$date": "2019-04-01"},
        "share": {"$number": "2.5"},
        "rows": [{"$table": {"from": "5000.00", "quotes": 3}}],
        "flag": False,
    }


@pytest.mark.parametrize("path", [COMPLETE, WORKED], ids=lambda path: path.stem)
def test_a_contract_comes_back_whole_from_its_facts(path):
    contract = read_contract(path.read_text(encoding="utf-8"), path.name, KINDS)
    assert contract_from(facts_of(contract)) == contract


def test_facts_without_one_header_are_no_contract():
    facts = facts_of(a_contract())
    with pytest.raises(InvariantBroken, match="one header"):
        contract_from(facts[1:])


def test_the_same_file_twice_changes_nothing():
    facts = facts_of(complete())
    assert compare(facts, facts) == Change(unchanged=facts)
    assert compare(facts, facts).to_record == ()


def test_a_file_for_nothing_recorded_is_all_new():
    facts = facts_of(complete())
    assert compare((), facts) == Change(new=facts)


def test_added_variations_consents_and_registers_are_new():
    stored = a_contract()
    offered = a_contract(
        variations=(VARIATION,),
        consents=(CONSENT,),
        virements=(VIREMENT,),
        receipts=(RECEIPT, replace(RECEIPT, amount=-50)),
        projects=(*stored.projects, Project("BOXING", "Boxing club")),
        allocations=(*stored.allocations, Allocation("BOXING", "ROOMS", 100_000)),
    )
    found = change(stored, offered)
    assert keys(found.new) == [
        ("project", "BOXING"),
        ("allocation", "BOXING / ROOMS"),
        ("variation", "1"),
        ("consent", "LETTER-1"),
        ("virement", "V1"),
        ("receipt", "2019-05-16 / BACS 0101"),
        ("receipt", "2019-05-16 / BACS 0101 #2"),
    ]
    assert found.unchanged == facts_of(stored)
    assert (found.completed, found.changed, found.absent, found.left_out) == ((), (), (), ())
    assert recorded(stored, offered) == offered


@pytest.mark.parametrize(
    ("stored", "offered", "sentence"),
    [
        (
            a_contract(receipts=(RECEIPT,)),
            a_contract(receipts=(replace(RECEIPT, amount=2_600_000),)),
            (
                "[[receipt]] 2019-05-16 / BACS 0101, amount: recorded is 25000.00, the file has "
                "26000.00. A past fact is not changed; record a correcting receipt."
            ),
        ),
        (
            a_contract(),
            a_contract(award=6_000_000),
            (
                "[contract] YJF-2019-20, award: recorded is 50000.00, the file has 60000.00. "
                "A past fact is not changed; record a variation."
            ),
        ),
        (
            a_contract(consents=(CONSENT,)),
            a_contract(consents=(replace(CONSENT, to_on=date(2020, 3, 31)),)),
            (
                "[[consent]] LETTER-1, to_on: recorded is blank, the file has 2020-03-31. "
                "A past fact is not changed; record a further consent."
            ),
        ),
        (
            a_contract(variations=(VARIATION,)),
            a_contract(
                variations=(
                    replace(
                        VARIATION,
                        terms=(replace(VARIATION.terms[0], params={"limit_percent": "20"}),),
                    ),
                )
            ),
            (
                "[[variation]] 1, terms.1.params.limit_percent: recorded is 15, the file has 20. "
                "A past fact is not changed; record a further variation."
            ),
        ),
        (
            a_contract(variations=(replace(VARIATION, terms=()),)),
            a_contract(variations=(VARIATION,)),
            (
                '[[variation]] 1, terms: recorded is blank, the file has [{"clause": "4.4", "code": '
                '"virement", "params": {"limit_percent": "15"}}]. A past fact is not changed; record a '
                "further variation."
            ),
        ),
        (
            a_contract(terms=(a_term(params={"starts_on": date(2019, 4, 1)}),)),
            a_contract(terms=(a_term(params={"starts_on": date(2019, 5, 1)}),)),
            (
                "[[term]] virement / 2019-04-01, params.starts_on: recorded is 2019-04-01, the file "
                "has 2019-05-01. A past fact is not changed; record a variation."
            ),
        ),
        (
            a_contract(projects=(Project("MENTOR", "Mentoring", sensitive=True),)),
            a_contract(),
            (
                "[[project]] MENTOR, sensitive: recorded is true, the file has false. "
                "A past fact is not changed; record a variation."
            ),
        ),
        (
            a_contract(),
            a_contract(projects=(Project("MENTOR", "Mentoring", sensitive=True),)),
            (
                "[[project]] MENTOR, sensitive: recorded is false, the file has true. "
                "A past fact is not changed; record a variation."
            ),
        ),
        (
            a_contract(acts_as="agent"),
            a_contract(),
            (
                "[contract] YJF-2019-20, acts_as: recorded is agent, the file has principal. "
                "A past fact is not changed; record a variation."
            ),
        ),
        (
            a_contract(outputs=(Output("MENTOR", "Sessions", actuals={"2019-Y": Decimal(4)}),)),
            a_contract(outputs=(Output("MENTOR", "Sessions", actuals={"2019-Y": Decimal(5)}),)),
            (
                "[[output]] MENTOR / Sessions, actuals.2019-Y: recorded is 4, the file has 5. "
                "A past fact is not changed; record a variation."
            ),
        ),
        (
            a_contract(outputs=(Output("MENTOR", "Sessions"),)),
            a_contract(outputs=(Output("MENTOR", "Sessions", targets={"2019-Y": Decimal(5)}),)),
            (
                "[[output]] MENTOR / Sessions, targets.2019-Y: recorded is blank, the file has 5. "
                "A past fact is not changed; record a variation."
            ),
        ),
    ],
    ids=lambda value: value.split(":")[0].strip("[") if isinstance(value, str) else "",
)
def test_a_changed_past_fact_is_told_with_what_to_record_instead(stored, offered, sentence):
    found = change(stored, offered)
    assert [str(difference) for difference in found.changed] == [sentence]
    assert found.to_record == ()


@pytest.mark.parametrize(
    ("stored", "offered", "sentence"),
    [
        (
            a_contract(),
            a_contract(reference="YJF-2020-21"),
            (
                "[contract] YJF-2019-20, reference: recorded is YJF-2019-20, the file has YJF-2020-21. "
                "A past fact is not changed; record a variation."
            ),
        ),
        (
            a_contract(),
            a_contract(terms=(a_term(), a_term(effective_from=date(2019, 10, 1)))),
            (
                "[[term]] virement / 2019-04-01, effective_from: recorded is 2019-04-01, the file has "
                "2019-10-01. A past fact is not changed; record a variation."
            ),
        ),
        (
            a_contract(receipts=(RECEIPT,)),
            a_contract(receipts=(replace(RECEIPT, reference="BACS 0102"),)),
            (
                "[[receipt]] 2019-05-16 / BACS 0101, reference: recorded is BACS 0101, the file has "
                "BACS 0102. A past fact is not changed; record a correcting receipt."
            ),
        ),
        (
            a_contract(),
            a_contract(periods=(a_period(code="2019-YEAR"),)),
            (
                "[[period]] 2019-Y, code: recorded is 2019-Y, the file has 2019-YEAR. "
                "A past fact is not changed; record a variation."
            ),
        ),
        (
            a_contract(commitments=(Commitment("MENTOR", "ROOMS", date(2019, 5, 2), 100),)),
            a_contract(commitments=(Commitment("MENTOR", "ROOMS", date(2019, 5, 2), 100, "PO-1"),)),
            (
                "[[commitment]] MENTOR / ROOMS / 2019-05-02 / -, order_no: recorded is blank, the file "
                "has PO-1. A past fact is not changed; clear it and record the right commitment."
            ),
        ),
    ],
    ids=["contract", "term", "receipt", "period", "commitment"],
)
def test_a_past_row_under_another_name_or_date_is_not_taken_for_a_new_one(
    stored, offered, sentence
):
    found = change(stored, offered)
    assert [str(difference) for difference in found.changed] == [sentence]
    assert found.to_record == ()


def test_rows_that_merely_resemble_recorded_ones_are_new():
    stored = a_contract(
        notices=(Notice("underspend", "", date(2019, 8, 1)),),
        forecasts=(Forecast("MENTOR", "STAFF", date(2019, 8, 1), 100),),
        receipts=(RECEIPT,),
    )
    offered = a_contract(
        notices=(Notice("underspend", "", date(2019, 11, 1)),),
        forecasts=(Forecast("MENTOR", "STAFF", date(2019, 9, 1), 100),),
        receipts=(RECEIPT, replace(RECEIPT, reference="BACS 0102")),
    )
    found = change(stored, offered)
    assert keys(found.new) == [
        ("receipt", "2019-05-16 / BACS 0102"),
        ("forecast", "MENTOR / STAFF / 2019-09-01"),
        ("notice", "underspend / - / 2019-11-01"),
    ]
    assert found.changed == ()


COMPLETED = [
    (
        a_contract(),
        a_contract(signed_on=date(2019, 3, 20), statute="An Act"),
        ("contract", ("signed_on", "statute")),
    ),
    (
        a_contract(),
        a_contract(projects=(Project("MENTOR", "Mentoring", closed_on=date(2020, 1, 6)),)),
        ("project", ("closed_on",)),
    ),
    (
        a_contract(),
        a_contract(terms=(a_term(confirmed_by="finance.officer@example.org", page=3),)),
        ("term", ("confirmed_by", "page")),
    ),
    (
        a_contract(variations=(VARIATION,)),
        a_contract(
            variations=(
                replace(
                    VARIATION, terms=(replace(VARIATION.terms[0], confirmed_by="f@example.org"),)
                ),
            )
        ),
        ("variation", ("terms.1.confirmed_by",)),
    ),
    (
        a_contract(virements=(VIREMENT,)),
        a_contract(
            virements=(
                replace(
                    VIREMENT,
                    approved_on=date(2019, 7, 7),
                    approved_by="pm@example.org",
                    effective_on=date(2019, 7, 7),
                ),
            )
        ),
        ("virement", ("approved_by", "approved_on", "effective_on")),
    ),
    (
        a_contract(commitments=(Commitment("MENTOR", "ROOMS", date(2019, 5, 2), 100, "PO-1"),)),
        a_contract(
            commitments=(
                Commitment("MENTOR", "ROOMS", date(2019, 5, 2), 100, "PO-1", date(2019, 6, 1)),
            )
        ),
        ("commitment", ("cleared_on",)),
    ),
    (
        a_contract(repayments=(Repayment(date(2020, 4, 20), 100),)),
        a_contract(repayments=(Repayment(date(2020, 4, 20), 100, date(2020, 5, 1)),)),
        ("repayment", ("paid_on",)),
    ),
    (
        a_contract(returns=(ProjectReturn("MENTOR", "2019-Y", prepared_by="lead@example.org"),)),
        a_contract(
            returns=(
                ProjectReturn(
                    "MENTOR",
                    "2019-Y",
                    datetime(2020, 4, 20, 9, tzinfo=UTC),
                    "lead@example.org",
                    cumulative={"STAFF": 100},
                ),
            )
        ),
        ("return", ("cumulative.STAFF", "submitted_at")),
    ),
    (
        a_contract(quarters=(QuarterReturn("2019-Y", "s151@example.org"),)),
        a_contract(
            quarters=(QuarterReturn("2019-Y", "s151@example.org", accepted_by="f@example.org"),)
        ),
        ("quarter", ("accepted_by",)),
    ),
    (
        a_contract(assets=(Asset("A1"),)),
        a_contract(assets=(Asset("A1", disposed_on=date(2020, 2, 1), proceeds=0),)),
        ("asset", ("disposed_on", "proceeds")),
    ),
    (
        a_contract(partner_statements=(PartnerStatement("Rowan", "2019-20"),)),
        a_contract(
            partner_statements=(
                PartnerStatement("Rowan", "2019-20", date(2020, 5, 20), "Treasurer", True),
            )
        ),
        ("partner_statement", ("signed_by", "signed_on", "undertaking")),
    ),
    (
        a_contract(outputs=(Output("MENTOR", "Sessions", actuals={"H1": Decimal(4)}),)),
        a_contract(
            outputs=(Output("MENTOR", "Sessions", actuals={"H1": Decimal(4), "H2": Decimal(9)}),)
        ),
        ("output", ("actuals.H2",)),
    ),
]


@pytest.mark.parametrize(
    ("stored", "offered", "expected"), COMPLETED, ids=[case[2][0] for case in COMPLETED]
)
def test_blank_information_may_be_completed_by_a_superseding_fact(stored, offered, expected):
    found = change(stored, offered)
    assert [(c.fact.table, c.fields) for c in found.completed] == [expected]
    assert (found.new, found.changed) == ((), ())
    assert recorded(stored, offered) == offered


def test_a_fact_with_one_field_completed_and_another_changed_is_changed():
    stored = a_contract(virements=(VIREMENT,))
    offered = a_contract(virements=(replace(VIREMENT, reason="Moved.", amount=70_000),))
    found = change(stored, offered)
    assert [(d.field, d.old, d.new) for d in found.changed] == [("amount", "600.00", "700.00")]
    assert found.completed == ()


def test_a_field_the_file_leaves_blank_stays_recorded_and_is_told():
    stored = a_contract(signed_on=date(2019, 3, 20))
    offered = a_contract(statute="An Act")
    found = change(stored, offered)
    assert [(d.field, d.old, d.new) for d in found.left_out] == [
        ("signed_on", "2019-03-20", "blank")
    ]
    assert recorded(stored, offered) == a_contract(signed_on=date(2019, 3, 20), statute="An Act")


def test_a_recorded_row_missing_from_the_file_is_absent_not_removed():
    stored = a_contract(receipts=(RECEIPT,), consents=(CONSENT,))
    offered = a_contract(consents=(CONSENT,))
    found = change(stored, offered)
    assert keys(found.absent) == [("receipt", "2019-05-16 / BACS 0101")]
    assert (found.new, found.completed, found.changed) == ((), (), ())
    assert recorded(stored, offered) == stored


def test_a_completed_fact_is_the_one_later_files_are_compared_with():
    first = a_contract(virements=(VIREMENT,))
    second = a_contract(virements=(replace(VIREMENT, reason="Moved."),))
    history = (*facts_of(first), *change(first, second).to_record)
    assert compare(history, facts_of(second)).to_record == ()
    assert [d.field for d in compare(history, facts_of(first)).left_out] == ["reason"]
    third = a_contract(virements=(replace(VIREMENT, reason="Moved again."),))
    assert [(d.old, d.new) for d in compare(history, facts_of(third)).changed] == [
        ("Moved.", "Moved again.")
    ]


def test_a_correcting_row_put_before_the_recorded_one_is_not_mistaken_for_it():
    stored = a_contract(receipts=(RECEIPT,))
    offered = a_contract(receipts=(replace(RECEIPT, amount=-50), RECEIPT))
    found = change(stored, offered)
    assert [(d.field, d.old, d.new) for d in found.changed] == [("amount", "25000.00", "-0.50")]


def test_every_completable_field_is_a_field_of_its_table():
    for table in BY_NAME.values():
        names = {key.name for key in table.keys} | {"terms"}
        assert {field.split(".")[0] for field in table.completable} <= names
        assert {field for group in table.near for field in group} <= names
        assert set(table.identity) <= names
