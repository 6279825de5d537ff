"""Next year's draft from last year's contract."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from contract_file_builders import COMPLETE, KINDS, WORKED, a_contract, a_period, a_term

from grants.contract import Allocation, Instalment, Output, Project, Variation
from grants.contract_file import (
    ContractRefused,
    CopyRefused,
    copy_for_year,
    read_contract,
    sign_draft,
    write_contract,
)


def worked():
    return read_contract(WORKED.read_text(encoding="utf-8"), WORKED.name)


def test_the_worked_contract_moves_on_a_year_and_waits_for_signature():
    draft = copy_for_year(worked(), "PLF-2018-19", "2018-19")
    c = draft.contract
    assert (c.reference, c.title) == ("PLF-2018-19", "Partnership Locality Fund 2018/19")
    assert (c.starts_on, c.ends_on) == (date(2018, 4, 1), date(2019, 3, 31))
    assert (c.offered_on, c.signed_on, c.accept_by, c.bank_details_on) == (None, None, None, None)
    assert [(p.code, p.starts_on, p.ends_on, p.return_due_on) for p in c.periods] == [
        ("2018-Q1", date(2018, 4, 1), date(2018, 6, 30), date(2018, 7, 31)),
        ("2018-Q2", date(2018, 7, 1), date(2018, 9, 30), date(2018, 10, 31)),
        ("2018-Q3", date(2018, 10, 1), date(2018, 12, 31), date(2019, 1, 31)),
        ("2018-Q4", date(2019, 1, 1), date(2019, 3, 31), date(2019, 4, 30)),
    ]
    assert c.periods[3].accounting_periods == ("201810", "201811", "201812", "201813")
    assert len(c.projects) == 12
    assert {p.approved_on for p in c.projects} == {None}
    assert sum(a.amount for a in c.allocations) == 23_900_000
    assert {(a.approved_on, a.decision) for a in c.allocations} == {(None, "")}
    assert len(c.terms) == 35
    assert {(t.effective_from, t.agreed_on, t.confirmed_by, t.variation) for t in c.terms} == {
        (date(2018, 4, 1), None, "", None)
    }
    assert c.instalments[1] == Instalment(2, date(2018, 8, 21), 5_975_000, ("return:2018-Q1",))
    assert c.outputs[0].targets == {
        "2018-Q1": 40, "2018-Q2": 80, "2018-Q3": 120, "2018-Q4": 160,
    }  # fmt: skip
    assert c.outputs[0].actuals == {}
    assert (c.variations, c.consents, c.virements, c.receipts, c.procurements) == ((),) * 5
    assert (c.onward_agreements, c.safeguardings) == ((), ())


def test_a_term_goes_on_as_last_in_force_with_its_dates_moved_on():
    c = copy_for_year(worked(), "PLF-2018-19", "2018-19").contract
    (evidence,) = c.term_versions("evidence")
    assert (evidence.clause, evidence.params["threshold"]) == ("8.1 (as varied)", "50.00")
    (period,) = c.term_versions("funding-period")
    assert period.params == {"starts_on": date(2018, 4, 1), "ends_on": date(2019, 3, 31)}


def test_the_draft_lists_what_a_person_must_complete():
    assert copy_for_year(worked(), "PLF-2018-19", "2018-19").to_complete == (
        "[contract] offered_on, signed_on, accept_by, bank_details_on: blank until they happen.",
        "[contract] award: £239,000.00 is last year's; write what was awarded.",
        (
            "[contract] statute: confirm that Police Reform and Social Responsibility Act 2011, "
            "section 9 still applies."
        ),
        "[[period]] return_due_on: 4 dates are moved on; confirm each.",
        "[[project]] approved_on: blank for 12 projects.",
        "[[allocation]]: 33 amounts of last year, £239,000.00 in all.",
        "[[allocation]] approved_on, decision: blank; write what was decided.",
        "[[term]] agreed_on, confirmed_by, page: blank for 35 terms.",
        "[[term]] clause, wording, params: compare each with the signed document.",
        "[[term]]: as varied last year: evidence; confirm the clause.",
        "[[instalment]]: 4 moved on; confirm dates and amounts.",
        "[[output]]: 1 with last year's targets; confirm them.",
    )


def test_the_draft_is_refused_until_its_terms_are_agreed_and_loads_when_signed():
    draft = copy_for_year(worked(), "PLF-2018-19", "2018-19").contract
    with pytest.raises(ContractRefused) as refused:
        read_contract(write_contract(draft), "draft.toml")
    assert {(p.key, p.what) for p in refused.value.problems} == {("agreed_on", "It is missing.")}
    assert len(refused.value.problems) == 35
    signed = sign_draft(draft, date(2018, 3, 22), "finance.officer@example.org")
    assert read_contract(write_contract(signed), "signed.toml") == signed
    assert signed.signed_on == date(2018, 3, 22)
    assert {(t.agreed_on, t.confirmed_by) for t in signed.terms} == {
        (date(2018, 3, 22), "finance.officer@example.org")
    }


def test_closed_projects_stay_behind_and_variations_are_taken_into_the_allocations():
    past = read_contract(COMPLETE.read_text(encoding="utf-8"), COMPLETE.name, KINDS)
    draft = copy_for_year(past, "YJF-2020-21", "2020-21")
    assert [p.code for p in draft.contract.projects] == ["MENTOR"]
    assert draft.contract.allocations == (
        Allocation("MENTOR", "STAFF", 3_000_000),
        Allocation("MENTOR", "ROOMS", 300_000),
    )
    assert draft.contract.award == 5_200_000
    (virement,) = draft.contract.term_versions("virement")
    assert (virement.params["limit_percent"], virement.effective_to) == ("15", date(2021, 3, 31))
    (ceiling,) = draft.contract.term_versions("yearly-ceiling")
    assert ceiling.params == {"amounts": {"2020-21": "52000.00"}}
    assert "[[project]]: left out as closed: BOXING." in draft.to_complete


def test_a_term_that_ended_in_the_year_is_left_out_and_told():
    past = a_contract(terms=(a_term(), a_term("publicity", effective_to=date(2019, 9, 30))))
    draft = copy_for_year(past, "YJF-2020-21", "2020-21")
    assert draft.contract.term_codes() == ("virement",)
    assert "[[term]]: left out as ended: publicity." in draft.to_complete


def test_the_twenty_ninth_of_february_moves_to_the_twenty_eighth():
    past = a_contract(
        starts_on=date(2019, 4, 1),
        instalments=(Instalment(1, date(2020, 2, 29), 100),),
    )
    moved = copy_for_year(past, "YJF-2020-21", "2020-21").contract
    assert moved.instalments[0].due_on == date(2021, 2, 28)


def test_a_period_to_the_end_of_february_ends_there_in_a_leap_year_too():
    past = a_contract(
        starts_on=date(2018, 4, 1),
        ends_on=date(2019, 3, 31),
        periods=(
            a_period(code="2018-A", starts_on=date(2018, 4, 1), ends_on=date(2019, 2, 28)),
            a_period(code="2018-B", starts_on=date(2019, 3, 1), ends_on=date(2019, 3, 31)),
        ),
    )
    moved = copy_for_year(past, "NEXT", "2019-20").contract
    assert [(p.starts_on, p.ends_on) for p in moved.periods] == [
        (date(2019, 4, 1), date(2020, 2, 29)),
        (date(2020, 3, 1), date(2020, 3, 31)),
    ]


def test_several_years_may_lie_between_and_codes_without_a_year_are_told():
    past = a_contract(
        periods=(a_period(code="YEAR", accounting_periods=("201913",)),),
        outputs=(Output("MENTOR", "Sessions", targets={"YEAR": Decimal(3)}),),
    )
    draft = copy_for_year(past, "YJF-2022-23", "2022-23")
    (period,) = draft.contract.periods
    assert (period.code, period.starts_on, period.accounting_periods) == (
        "YEAR", date(2022, 4, 1), ("202213",),
    )  # fmt: skip
    assert draft.contract.outputs[0].targets == {"YEAR": 3}
    assert "[[period]] code: YEAR carry no year; rename them." in draft.to_complete


def test_a_project_closed_only_on_paper_of_a_variation_keeps_its_own_figures():
    past = a_contract(
        projects=(Project("MENTOR", "Mentoring"), Project("BOXING", "Boxing")),
        variations=(
            Variation(
                1,
                date(2019, 9, 20),
                date(2019, 10, 1),
                allocations=(
                    Allocation("MENTOR", "STAFF", -3_000_000, variation=1),
                    Allocation("BOXING", "STAFF", 3_000_000, variation=1),
                ),
            ),
        ),
    )
    assert copy_for_year(past, "NEXT", "2020-21").contract.allocations == (
        Allocation("MENTOR", "STAFF", 0),
        Allocation("BOXING", "STAFF", 3_000_000),
    )


@pytest.mark.parametrize(
    ("reference", "year", "sentence"),
    [
        ("NEXT", "2020-22", '"2020-22" is not a financial year.'),
        ("NEXT", "next year", '"next year" is not a financial year.'),
        ("NEXT", "2019-20", "2019-20 is not after 2019-20, the year of YJF-2019-20."),
        ("NEXT", "2018-19", "2018-19 is not after 2019-20, the year of YJF-2019-20."),
        ("YJF-2019-20", "2020-21", '"YJF-2019-20" is not a new reference.'),
        (" ", "2020-21", '" " is not a new reference.'),
    ],
)
def test_a_copy_to_no_later_year_or_no_new_name_is_refused(reference, year, sentence):
    with pytest.raises(CopyRefused) as refused:
        copy_for_year(a_contract(), reference, year)
    assert str(refused.value).startswith(sentence)


def test_the_earlier_contract_is_left_as_it_was():
    past = worked()
    copy_for_year(past, "PLF-2018-19", "2018-19")
    assert past == replace(worked())


def test_only_financial_years_in_a_title_move_on():
    past = a_contract(title="Fund 2019/20, phase 2017/19, 2019-20 and 2019–20")
    title = copy_for_year(past, "NEXT", "2020-21").contract.title
    assert title == "Fund 2020/21, phase 2017/19, 2020-21 and 2020–21"
