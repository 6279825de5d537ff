"""Who answers a finding, how, and what it does to the claim."""

from collections.abc import Callable

import pytest
from builders import (
    AUDITOR,
    FINANCE,
    LEAD,
    LEDGER_Q1,
    LINES,
    Q1,
    REFERENCE,
    World,
    extract,
    line,
)  # fmt: skip

from app.services.explain import explain_verdict
from app.services.fund import fund_of
from app.services.move_quarter import quarter_findings
from app.services.office import Act, NotFound, Refused
from app.services.resolve_finding import (
    Answered,
    accept_finding,
    contract_of_finding,
    disallow_finding,
    period_of_finding,
    report_finding,
)  # fmt: skip
from grants.policy import NotAllowed
from grants.verdict import Verdict

LATE = line("K-9", incurred_on="2019-03-30", ledger_key="10009-1")
BARE = line("K-8", evidence="", ledger_key="10008-1")
DEAR = line("K-7", claimed="4000.00", ledger_key="10007-1")
REASON = "Seen and agreed with the lead."
Service = Callable[[Act, str, str, str, str], Answered]


def findings(world: World) -> dict[str, tuple[str, str, int]]:
    """Ref → verdict, subject, pence at risk, as they stand."""
    found = world.look(FINANCE, lambda act: quarter_findings(fund_of(act, REFERENCE), Q1))
    return {r.ref: (r.finding.verdict, r.finding.subject, r.finding.at_risk) for r in found}


def ref_of(world: World, subject: str) -> str:
    return next(ref for ref, (_v, s, _r) in findings(world).items() if s == subject)


def answer(world: World, service: Service, ref: str, reason: str = REASON) -> Answered:
    return world.change(FINANCE, lambda act: service(act, REFERENCE, Q1, ref, reason))


def net(world: World) -> dict[tuple[str, str], int]:
    heads = world.look(FINANCE, lambda act: fund_of(act, REFERENCE).heads(Q1))
    return {key: figures.net for key, figures in heads.items()}


def test_missing_evidence_may_be_accepted_with_a_reason_once(world: World) -> None:
    world.submit("KNIFE", Q1, *LINES["KNIFE", Q1], BARE)
    ref = ref_of(world, "K-8")
    assert findings(world)[ref][0] == Verdict.EVIDENCE
    before = world.contents()
    with pytest.raises(Refused, match="at least 3 words"):
        answer(world, accept_finding, ref, "all good")
    assert world.contents() == before

    assert answer(world, accept_finding, ref) == Answered(ref, "accepted", 0, ())

    assert world.sql("SELECT ref, kind, by, reason FROM finding_resolution".replace("by", '"by"')) == [
        (ref, "accepted", "finance@example.org", REASON)
    ]  # fmt: skip
    assert world.sql("SELECT action, subject FROM audit_entry ORDER BY seq DESC LIMIT 1") == [
        ("finding-accepted", ref)
    ]
    with pytest.raises(Refused, match=r"was accepted by finance@example\.org already"):
        answer(world, accept_finding, ref)


def test_a_breach_cannot_be_accepted_nor_a_lines_breach_reported(world: World) -> None:
    world.submit("KNIFE", Q1, LATE)
    ref = ref_of(world, "K-9")
    before = world.contents()
    with pytest.raises(Refused, match=r"is BREACH \(clause 3.1\) and cannot be accepted"):
        answer(world, accept_finding, ref)
    with pytest.raises(Refused, match=r"concerns one line: take its £200\.00 out of the claim"):
        answer(world, report_finding, ref)
    assert world.contents() == before


def test_a_disallowed_line_leaves_the_claim(world: World) -> None:
    world.submit("KNIFE", Q1, *LINES["KNIFE", Q1], LATE)
    ref = ref_of(world, "K-9")

    assert answer(world, disallow_finding, ref) == Answered(ref, "disallowed", 200_00, ("K-9",))

    assert net(world) == {("KNIFE", "STAFF"): 1_000_00, ("KNIFE", "EVENTS"): 200_00}


def test_an_excess_is_taken_from_the_subjects_last_lines(world: World) -> None:
    """£5,400.00 against an allocation of £5,000.00: £400.00 of the last line goes."""
    world.submit("KNIFE", Q1, *LINES["KNIFE", Q1], DEAR, BARE)
    ref = ref_of(world, "KNIFE")
    assert findings(world)[ref] == (Verdict.BREACH, "KNIFE", 400_00)

    done = answer(world, disallow_finding, ref)

    assert (done.amount, done.line_ids) == (400_00, ("K-8", "K-7"))
    assert net(world) == {("KNIFE", "STAFF"): 1_000_00, ("KNIFE", "EVENTS"): 4_000_00}


def test_a_projects_breach_may_be_reported(world: World) -> None:
    world.submit("KNIFE", Q1, *LINES["KNIFE", Q1], DEAR)
    ref = ref_of(world, "KNIFE")
    assert answer(world, report_finding, ref) == Answered(ref, "reported", 0, ())


def test_what_is_no_breach_is_not_reported(small_world: World) -> None:
    small_world.submit("KNIFE", Q1, BARE)
    with pytest.raises(Refused, match="is EVIDENCE: accept it with a reason instead"):
        answer(small_world, report_finding, ref_of(small_world, "K-8"))


def test_a_corrected_line_is_claimed_in_full_though_its_old_version_was_disallowed(
    world: World,
) -> None:
    """What was taken out of a version does not follow the line into a version without the fault."""
    world.submit("KNIFE", Q1, LATE)
    answer(world, disallow_finding, ref_of(world, "K-9"))
    assert net(world) == {("KNIFE", "EVENTS"): 0}
    world.query()

    world.submit("KNIFE", Q1, line("K-9", claimed="120.00", ledger_key="10009-1"))

    assert findings(world) == {}
    assert net(world) == {("KNIFE", "EVENTS"): 120_00}


def test_the_same_fault_in_a_new_version_is_answered_anew(world: World) -> None:
    world.submit("KNIFE", Q1, LATE)
    ref = ref_of(world, "K-9")
    answer(world, disallow_finding, ref)
    world.query()
    world.submit("KNIFE", Q1, *LINES["KNIFE", Q1], LATE)
    assert ref_of(world, "K-9") == ref
    assert net(world)["KNIFE", "EVENTS"] == 400_00

    assert answer(world, disallow_finding, ref).amount == 200_00

    assert net(world) == {("KNIFE", "STAFF"): 1_000_00, ("KNIFE", "EVENTS"): 200_00}


def test_an_answer_over_several_lines_ends_as_a_whole(small_world: World) -> None:
    """Part of an excess cannot stay taken out when the return that made it is replaced."""
    small_world.submit("KNIFE", Q1, *LINES["KNIFE", Q1], DEAR, BARE)
    answer(small_world, disallow_finding, ref_of(small_world, "KNIFE"))
    small_world.query()
    less = line("K-7", claimed="3600.00", ledger_key="10007-1")
    small_world.submit("KNIFE", Q1, *LINES["KNIFE", Q1], less, BARE)
    assert "KNIFE" not in {subject for _v, subject, _r in findings(small_world).values()}
    assert net(small_world) == {("KNIFE", "STAFF"): 1_000_00, ("KNIFE", "EVENTS"): 4_000_00}


def test_only_some_may_answer_and_only_what_stands(world: World) -> None:
    world.submit("KNIFE", Q1, BARE)
    ref = ref_of(world, "K-8")
    before = world.contents()
    for actor in (LEAD, AUDITOR):
        with pytest.raises(NotAllowed):
            world.change(actor, lambda act: accept_finding(act, REFERENCE, Q1, ref, REASON))
    with pytest.raises(NotFound, match="There is no finding F000 in"):
        answer(world, accept_finding, "F000")
    assert world.contents() == before


def test_a_finding_is_found_by_its_reference_and_explained(small_world: World) -> None:
    small_world.submit("KNIFE", Q1, LATE)
    ref = ref_of(small_world, "K-9")
    assert small_world.look(FINANCE, lambda act: period_of_finding(act, REFERENCE, ref)) == Q1
    assert small_world.look(FINANCE, lambda act: contract_of_finding(act, ref)) == REFERENCE
    for unknown in (
        lambda act: period_of_finding(act, REFERENCE, "F000"),
        lambda act: contract_of_finding(act, "F000"),
    ):
        with pytest.raises(NotFound):
            small_world.look(FINANCE, unknown)
    why, words = small_world.look(
        FINANCE, lambda act: explain_verdict(act, REFERENCE, "K-9", "funding-period")
    )
    assert (why["clause"], why["verdicts"][0]["verdict"]) == ("3.1", "BREACH")
    assert any("30/03/2019" in w or "30 March 2019" in w for w in words)
    for subject, term in (("K-0", "funding-period"), ("K-9", "no-such-term")):
        with pytest.raises(NotFound):
            small_world.look(
                FINANCE, lambda act, s=subject, t=term: explain_verdict(act, REFERENCE, s, t)
            )


def test_a_certificate_takes_out_what_was_disallowed(world: World) -> None:
    world.submit("KNIFE", Q1, *LINES["KNIFE", Q1], LATE)
    world.submit("WELL")
    answer(world, disallow_finding, ref_of(world, "K-9"))
    late = "00770,4300,201902,10009,1,INV,2019-05-10,Harbour Hall Lettings,INV-K-9,Hall,200.00"
    world.import_ledger(extract(*LEDGER_Q1, late), rows=4, total=1_900_00)
    world.reconcile()
    world.reconcile("WELL")
    done = world.certify()
    assert (done.claimed, done.disallowed, done.net) == (1_900_00, 200_00, 1_700_00)
    book = {r["account"]: (r["debit"], r["credit"]) for r in world.trial_balance()["rows"]}
    assert book["5000"] == ("1700.00", "0.00")
    assert world.trial_balance()["difference"] == "0.00"
