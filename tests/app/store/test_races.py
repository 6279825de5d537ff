"""Many at once: one version for one key, one of a kind, never more allocated than awarded."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from builders import AUDITOR, CONTRACT, FINANCE, LEAD, LINES, Q1, REFERENCE, World, answers

from app.services.audit_trail import verify_trail
from app.services.load_contract import load_contract
from app.services.office import Busy, Refused, perform
from app.services.submit_return import submit_rows
from app.store.db import db

WRITERS = 8


def at_once(world: World, works: list[Callable[[], object]]) -> list[object]:
    """What each work gave, or the refusal it met, all started at the same moment."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        with world.app.app_context():
            barrier.wait(30)
            try:
                return work()
            except (Refused, Busy) as refusal:
                return refusal
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def submission(world: World, key: str) -> Callable[[], object]:
    rows = LINES["KNIFE", Q1]
    stated = answers("KNIFE", Q1, rows)
    return lambda: perform(
        world.office, LEAD,
        lambda act: submit_rows(act, REFERENCE, "KNIFE", Q1, rows, key=key, answers=stated),
    )  # fmt: skip


def test_one_return_submitted_by_eight_at_once_is_one_version(world: World) -> None:
    done = at_once(world, [submission(world, "one") for _ in range(WRITERS)])

    assert [(d.version, d.lines, d.claimed) for d in done] == [(1, 2, 1_200_00)] * WRITERS
    assert sorted(d.was_repeat for d in done) == [False] + [True] * (WRITERS - 1)
    counts = world.counts()
    assert (counts["return_version"], counts["return_line"], counts["return_event"]) == (1, 2, 2)
    assert counts["audit_entry"] == 2
    assert world.look(AUDITOR, verify_trail).faults == ()


def test_eight_keys_for_one_return_leave_one_version(world: World) -> None:
    done = at_once(world, [submission(world, f"key {n}") for n in range(WRITERS)])

    refusals = [d for d in done if isinstance(d, (Refused, Busy))]
    assert len(refusals) == WRITERS - 1
    counts = world.counts()
    assert (counts["return_version"], counts["return_line"], counts["return_event"]) == (1, 2, 2)


def test_files_that_allocate_the_same_headroom_never_pass_the_award(world: World) -> None:
    """£2,000.00 of the award is free; each file wants £1,500.00 of it for another head."""
    places = [("KNIFE", "STAFF"), ("KNIFE", "EVENTS"), ("WELL", "EVENTS"), ("WELL", "STAFF")]
    files = [
        CONTRACT + f'\n[[allocation]]\nproject = "{project}"\nhead = "{head}"\n'
        'amount = "1500.00"\napproved_on = 2019-07-02\n'
        for project, head in places
    ]  # fmt: skip
    done = at_once(
        world,
        [
            lambda toml=toml: perform(
                world.office, FINANCE, lambda act: load_contract(act, toml, "fund.toml")
            )
            for toml in files
        ],
    )

    assert sum(isinstance(d, (Refused, Busy)) for d in done) == len(files) - 1
    book = {r["account"]: (r["debit"], r["credit"]) for r in world.trial_balance()["rows"]}
    assert book["9000"] == ("0.00", "10000.00")
    assert book["9200"] == ("9500.00", "0.00")
    assert world.trial_balance()["difference"] == "0.00"
    assert world.counts()["contract_fact"] == 16
