"""What a certified quarter was found to be stays found, on pages, in packs and when explained."""

from datetime import timedelta

import pytest
from builders import FINANCE, LEDGER_Q1, Q1, REFERENCE, World, extract, line

from app.services.explain import explain_verdict
from app.services.export_pack import pack_data
from app.services.fund import fund_of
from app.services.queries.findings import finding_cards
from app.services.resolve_finding import disallow_finding
from app.services.run_checks import checks_of, review_period
from exports.profile import Profile
from grants.verdict import Verdict

LATE = line("K-2", incurred_on="2019-03-30", ledger_key="10002-1")


@pytest.fixture
def certified(small_world: World) -> World:
    """A certified quarter with £200.00 taken out because it was incurred before the period."""
    world = small_world
    world.submit("KNIFE", Q1, line("K-1", claimed="1000.00", ledger_key="10001-1"), LATE)
    world.submit("WELL")
    world.import_ledger(extract(*LEDGER_Q1), rows=3, total=1_700_00)
    found = world.look(FINANCE, lambda act: checks_of(act, fund_of(act, REFERENCE), Q1).resolved)
    refs = [r.ref for r in found if r.finding.subject == "K-2"]
    for ref in refs:
        world.change(
            FINANCE,
            lambda act, ref=ref: disallow_finding(
                act, REFERENCE, Q1, ref, "Before the funding period began."
            ),
        )
    world.reconcile("KNIFE")
    world.reconcile("WELL")
    world.certify()
    world.now += timedelta(days=200)
    return world


def _breaches(world: World) -> list[tuple[str, str, int]]:
    found = world.look(FINANCE, lambda act: checks_of(act, fund_of(act, REFERENCE), Q1).resolved)
    return [
        (r.finding.subject, r.finding.term, r.finding.at_risk)
        for r in found
        if r.finding.verdict == Verdict.BREACH
    ]


def test_a_disallowed_breach_stays_a_breach_of_the_certified_quarter(certified: World) -> None:
    assert _breaches(certified) == [("K-2", "funding-period", 200_00)]


def test_the_pack_of_a_certified_quarter_shows_how_its_breach_was_settled(certified: World) -> None:
    data = certified.look(
        FINANCE, lambda act: pack_data(act, fund_of(act, REFERENCE), Q1, Profile.INTERNAL)
    )
    settled = [
        (f.finding.subject, f.resolution.kind)
        for f in data.findings or ()
        if f.finding.verdict == Verdict.BREACH and f.resolution
    ]
    assert settled == [("K-2", "disallowed")]


def test_a_later_run_changes_neither_pages_nor_packs_of_a_certified_quarter(
    certified: World,
) -> None:
    certified.change(FINANCE, lambda act: review_period(act, REFERENCE, Q1))
    cards = certified.look(
        FINANCE, lambda act: finding_cards(act, fund_of(act, REFERENCE), period=Q1)
    )
    assert [(c.subject, c.verdict) for c in cards if c.verdict == Verdict.BREACH] == [
        ("K-2", "BREACH")
    ]
    assert _breaches(certified) == [("K-2", "funding-period", 200_00)]


def test_a_certified_verdict_is_explained_as_it_was(certified: World) -> None:
    answer, _words = certified.look(
        FINANCE, lambda act: explain_verdict(act, REFERENCE, "K-2", "funding-period")
    )
    assert [v["verdict"] for v in answer["verdicts"]] == ["BREACH"]
