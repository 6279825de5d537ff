"""A contract file is kept once; a newer file adds; a past fact is not changed."""

import pytest
from builders import ADMINISTRATOR, CONTRACT, FINANCE, LEAD, REFERENCE, World, other_contract

from app.services.load_contract import Loaded, copy_contract
from app.services.office import NotFound, Refused
from grants.policy import NotAllowed, OutOfScope

JOURNALS = ["award", "allocation KNIFE STAFF 1", "allocation KNIFE EVENTS 1",
            "allocation WELL EVENTS 1", "instalment 1", "receipt BACS 0101"]  # fmt: skip
VARIATION = """
[[variation]]
number = 1
agreed_on = 2019-07-01
effective_from = 2019-07-01
summary = "More for wellbeing."
award = "11000.00"
[[variation.allocation]]
project = "WELL"
head = "EVENTS"
amount = "1000.00"
approved_on = 2019-07-01
"""


def references(world: World) -> list[str]:
    return [r for (r,) in world.sql("SELECT reference FROM journal ORDER BY id")]


@pytest.mark.stage("empty")
def test_a_first_file_is_kept_whole_with_its_journals_and_one_audit_entry(world: World) -> None:
    done = world.load()

    assert (done.reference, done.is_new, done.unchanged, done.journals) == (REFERENCE, True, 0, 6)
    assert len(done.added) == world.counts()["contract_fact"] == 15
    assert references(world) == JOURNALS
    assert world.sql("SELECT actor, action, contract, subject FROM audit_entry") == [
        ("finance@example.org", "contract-recorded", REFERENCE, REFERENCE)
    ]
    assert world.trial_balance()["difference"] == "0.00"


def test_the_same_file_again_changes_nothing(world: World) -> None:
    before = world.contents()

    done = world.load()

    assert done == Loaded(
        REFERENCE, is_new=False, added=(), completed=(), unchanged=15, absent=(), journals=0
    )
    assert world.contents() == before


def test_a_file_that_differs_only_in_spacing_leaves_no_trace(world: World) -> None:
    before = world.contents()

    assert world.load("\n\n" + CONTRACT + "\n").added == ()

    assert world.contents() == before


def test_a_newer_file_adds_its_facts_and_posts_only_what_is_new(world: World) -> None:
    done = world.load(CONTRACT + VARIATION)

    assert (done.is_new, done.unchanged, done.absent) == (False, 15, ())
    assert done.added == ("variation 1",)
    assert references(world) == [
        *JOURNALS, "award variation 1", "allocation WELL EVENTS v1 1",
    ]  # fmt: skip
    assert world.trial_balance()["difference"] == "0.00"


def test_a_changed_past_fact_is_refused_by_name_and_nothing_is_kept(world: World) -> None:
    before = world.contents()

    with pytest.raises(Refused) as refusal:
        world.load(CONTRACT.replace('amount = "3000.00"', 'amount = "2999.99"') + VARIATION)

    assert refusal.value.message.startswith(
        "fund.toml was not loaded: it changes 1 fact(s) already recorded for YJF-2019-20."
    )
    assert len(refusal.value.details) == 1
    assert "3000.00" in refusal.value.details[0]
    assert "2999.99" in refusal.value.details[0]
    assert world.contents() == before


def test_a_file_with_problems_is_refused_with_every_problem(world: World) -> None:
    before = world.contents()
    broken = other_contract().replace('"4000.00"', '"-1.00"').replace('clause = "7.1"\n', "")

    with pytest.raises(Refused, match="2 problem") as refusal:
        world.load(broken)

    assert len(refusal.value.details) == 2
    assert world.contents() == before


def test_a_second_file_may_not_allocate_what_the_first_took(world: World) -> None:
    world.load(CONTRACT + allocation("KNIFE", "1500.00"))
    before = world.contents()

    with pytest.raises(Refused, match="with what is recorded already") as refusal:
        world.load(CONTRACT + allocation("WELL", "1500.00"))

    assert len(refusal.value.details) == 1
    assert world.contents() == before


def allocation(project: str, amount: str) -> str:
    return (
        f'\n[[allocation]]\nproject = "{project}"\nhead = "EVENTS"\namount = "{amount}"\n'
        "approved_on = 2019-07-02\n"
    )


def test_who_may_not_load_is_refused(world: World) -> None:
    before = world.contents()
    with pytest.raises((NotAllowed, OutOfScope)):
        world.load(actor=LEAD)
    with pytest.raises(NotAllowed):
        world.load(actor=ADMINISTRATOR)
    assert world.contents() == before


def test_next_years_draft_is_a_file_and_changes_nothing(small_world: World) -> None:
    before = small_world.contents()
    done = small_world.look(
        FINANCE, lambda act: copy_contract(act, REFERENCE, to="YJF-2020-21", year="2020-21")
    )
    assert 'reference = "YJF-2020-21"' in done.toml
    assert done.to_complete
    assert small_world.contents() == before

    with pytest.raises(NotFound):
        small_world.look(FINANCE, lambda act: copy_contract(act, "NONE", to="X", year="2020-21"))
    with pytest.raises(Refused, match="already"):
        small_world.look(
            FINANCE, lambda act: copy_contract(act, REFERENCE, to=REFERENCE, year="2020-21")
        )
