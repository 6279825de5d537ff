"""Budgets by head as a return workbook shows them."""

from datetime import date

from grants.intake.answers import heads_to_answer
from grants.intake.figures import HeadFigures, head_figures
from grants.intake.templates.registry import all_templates, newest
from grants.spend import SPEND_COLUMNS
from tests.messages.return_builders import contract, with_changes


def test_changes_count_from_the_day_they_are_in_force() -> None:
    heads = head_figures(
        with_changes(), "KNIFE", on=date(2017, 10, 2), claimed_before={"STAFF": 10_000}
    )
    assert heads == (
        HeadFigures("STAFF", "Staffing", 1_400_000, -50_000, 10_000),
        HeadFigures("DELIVERY", "Activities and services", 1_200_000, 75_000, 0),
    )
    assert [h.revised for h in heads] == [1_350_000, 1_275_000]


def test_on_the_last_day_all_agreed_changes_count_and_requests_do_not() -> None:
    heads = head_figures(with_changes(), "KNIFE", on=date(2018, 3, 31), claimed_before={})
    assert [(h.code, h.changes) for h in heads] == [("STAFF", -120_000), ("DELIVERY", 155_000)]


def test_a_head_claimed_without_an_allocation_is_shown_too() -> None:
    heads = head_figures(contract(), "NIGHT", on=date(2017, 10, 2), claimed_before={"STAFF": 1})
    assert [(h.code, h.original, h.before) for h in heads] == [
        ("STAFF", 0, 1),
        ("TRAIN", 500_000, 0),
    ]


def test_a_project_without_allocations_answers_for_every_head() -> None:
    assert heads_to_answer(contract(), "NEW") == ("STAFF", "DELIVERY", "TRAIN")


def test_the_quarterly_template_has_every_spend_column_once() -> None:
    codes = [c.code for c in newest("quarterly-return").columns]
    assert sorted(codes) == sorted(SPEND_COLUMNS)
    assert [(t.code, t.version) for t in all_templates()] == [("quarterly-return", 1)]


def test_every_text_of_the_template_fits_into_excels_prompts() -> None:
    template = newest("quarterly-return")
    prompts = [c.prompt for c in (*template.columns, *template.head_columns)]
    prompts += [c.accepts for c in template.columns] + [f.guidance for f in template.answers]
    assert [p for p in prompts if len(p) > 255] == []
