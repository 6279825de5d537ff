"""A return comes in once, through whichever door, with its lines, events and checks."""

import hashlib

import pytest
from builders import (
    FINANCE,
    LEAD,
    LINES,
    MEMBER,
    Q1,
    Q2,
    REFERENCE,
    WELL_LEAD,
    World,
    answers,
    line,
    person,
)  # fmt: skip

from app.services.keep_upload import keep_upload, kept_upload
from app.services.office import NotFound, Refused
from app.services.submit_return import (
    annotated_workbook,
    check_rows,
    check_workbook,
    original_file,
    submit_rows,
    write_template,
)  # fmt: skip
from grants.policy import NotAllowed, OutOfScope, Role
from grants.verdict import Verdict
from ledger.reader.worker import read_workbook_guarded

LATE = line("K-9", incurred_on="2019-03-30", ledger_key="10009-1")
BARE = line("K-8", evidence="", ledger_key="10008-1")


def events(world: World) -> list[tuple[object, ...]]:
    return world.sql(
        "SELECT project, period, version, act, state, actor FROM return_event ORDER BY id"
    )


def test_a_workbook_is_kept_as_it_came_with_lines_events_checks_and_audit_entry(
    world: World,
) -> None:
    data = world.workbook()

    done = world.submit_workbook(data)

    assert (done.project, done.period, done.version, done.lines, done.claimed) == (
        "KNIFE", Q1, 1, 2, 1_200_00,
    )  # fmt: skip
    assert (done.findings, done.was_repeat) == ([], False)
    assert events(world) == [
        ("KNIFE", Q1, 1, "draft", "draft", "knife.lead@example.org"),
        ("KNIFE", Q1, 1, "submit", "submitted", "knife.lead@example.org"),
    ]
    assert world.sql("SELECT line_id, head, claimed_pence FROM return_line ORDER BY position") == [
        ("K-1", "STAFF", 1_000_00), ("K-2", "EVENTS", 200_00),
    ]  # fmt: skip
    kept = world.look(FINANCE, lambda act: original_file(act, REFERENCE, "KNIFE", Q1, 1))
    assert kept == ("return.xlsx", data)
    assert world.sql("SELECT action, subject FROM audit_entry ORDER BY seq")[-1] == (
        "return-submitted", f"KNIFE@{Q1}",
    )  # fmt: skip
    assert world.sql("SELECT purpose, line_count FROM check_run") == [("submit", 2)]
    assert world.trial_balance()["difference"] == "0.00"


def test_the_same_workbook_again_is_the_same_return(world: World) -> None:
    data = world.workbook()
    first = world.submit_workbook(data)
    before = world.contents()

    again = world.submit_workbook(data)

    assert (again.version, again.lines, again.claimed, again.was_repeat) == (
        first.version, first.lines, first.claimed, True,
    )  # fmt: skip
    assert world.contents() == before


def test_a_key_used_for_other_content_is_refused(world: World) -> None:
    world.submit(key="one")
    before = world.contents()
    with pytest.raises(Refused, match="key was used before with other content"):
        world.submit("KNIFE", Q1, line("K-1", claimed="1.00"), key="one")
    assert world.contents() == before


def test_rows_and_workbook_give_the_same_lines_and_the_same_verdicts(world: World) -> None:
    rows = (*LINES["KNIFE", Q1], LATE, BARE)
    data = world.workbook("KNIFE", Q1, *rows)
    book = world.look(LEAD, lambda act: check_workbook(act, data, "return.xlsx"))
    stated = answers("KNIFE", Q1, rows)
    form = world.look(LEAD, lambda act: check_rows(act, REFERENCE, "KNIFE", Q1, rows, stated))
    assert book.draft.lines.to_dict("records") == form.draft.lines.to_dict("records")
    assert [(r.ref, r.finding.verdict) for r in book.findings] == [
        (r.ref, r.finding.verdict) for r in form.findings
    ]
    assert [(r.finding.verdict, r.finding.subject, r.finding.term) for r in form.findings] == [
        (Verdict.BREACH, "K-9", "funding-period"), (Verdict.EVIDENCE, "K-8", "evidence"),
    ]  # fmt: skip


def test_checking_writes_nothing(world: World) -> None:
    data = world.workbook("KNIFE", Q1, LATE)
    before = world.contents()
    done = world.look(LEAD, lambda act: check_workbook(act, data, "return.xlsx"))
    marked = annotated_workbook(data, done)
    assert world.contents() == before
    names = [sheet.name for sheet in read_workbook_guarded(marked, "marked.xlsx").sheets]
    assert {"Return", "Findings"} <= set(names)
    assert marked != data


def test_the_template_of_a_second_quarter_knows_what_was_claimed(small_world: World) -> None:
    small_world.submit()
    data = small_world.look(LEAD, lambda act: write_template(act, REFERENCE, "KNIFE", Q2))
    sheet = read_workbook_guarded(data, "t.xlsx").sheet("Return")
    raw = [cell.text for row in sheet.rows.values() for cell in row.values()]
    assert "1000" in raw
    assert "200" in raw


def test_a_query_lets_a_second_version_in_and_the_first_stays(world: World) -> None:
    world.submit()
    assert world.query() == "queried"

    done = world.submit("KNIFE", Q1, line("K-1", claimed="900.00"))

    assert (done.version, done.claimed) == (2, 900_00)
    assert [e[2:5] for e in events(world)] == [
        (1, "draft", "draft"), (1, "submit", "submitted"), (1, "query", "queried"),
        (2, "draft", "draft"), (2, "submit", "submitted"),
    ]  # fmt: skip
    assert world.sql(
        "SELECT v.version, l.line_id, l.claimed_pence FROM return_line l "
        "JOIN return_version v ON v.id = l.return_version_id ORDER BY l.id"
    ) == [(1, "K-1", 1_000_00), (1, "K-2", 200_00), (2, "K-1", 900_00)]


def test_a_second_return_without_a_query_is_refused(world: World) -> None:
    world.submit()
    before = world.contents()
    with pytest.raises(Refused, match="It is submitted, so it cannot be moved by 'draft'"):
        world.submit("KNIFE", Q1, line("K-5"))
    assert world.contents() == before


def test_a_line_number_of_another_return_is_refused(world: World) -> None:
    world.submit("WELL")
    before = world.contents()
    book = world.workbook("KNIFE", Q1, line("W-1"))
    with pytest.raises(Refused, match=r"1 line number.* already used by another return: W-1"):
        world.look(LEAD, lambda act: check_workbook(act, book, "return.xlsx"))
    with pytest.raises(Refused, match="already used by another return: W-1"):
        world.submit_workbook(book)
    with pytest.raises(Refused, match="already used by another return: W-1") as refusal:
        world.submit("KNIFE", Q1, line("W-1"))
    assert refusal.value.details == (
        "Line W-1: already in another return. Give the line its own number.",
    )
    with pytest.raises(Refused) as full:
        world.look(FINANCE, lambda act: check_workbook(act, book, "return.xlsx"))
    assert full.value.details == (
        f"Line W-1: already in the return of WELL for {Q1}. Give the line its own number.",
    )
    assert world.contents() == before


def test_what_cannot_be_read_is_named_and_nothing_is_kept(world: World) -> None:
    before = world.contents()
    with pytest.raises(Refused, match=r"1 thing\(s\) in it cannot be read") as refusal:
        world.submit("KNIFE", Q1, line("K-1"), {**line("K-2"), "claimed": "about 200"})
    assert "‘about 200’" in refusal.value.details[0]
    assert world.contents() == before


@pytest.mark.parametrize(
    ("project", "period", "words"),
    [("NONE", Q1, "no project NONE"), ("KNIFE", "2031-Q1", "no period 2031-Q1")],
)
def test_an_unknown_project_or_period_is_not_found(
    small_world: World, project: str, period: str, words: str
) -> None:
    lead = person("new.lead", Role.PROJECT_LEAD, REFERENCE, project)
    with pytest.raises(NotFound, match=words):
        small_world.change(
            lead,
            lambda act: submit_rows(act, REFERENCE, project, period, [line("K-1")], key="k"),
        )


def test_only_the_projects_own_people_submit(world: World) -> None:
    before = world.contents()
    for actor, refusal in ((WELL_LEAD, OutOfScope), (FINANCE, NotAllowed), (MEMBER, NotAllowed)):
        with pytest.raises(refusal):
            world.submit(actor=actor)
    assert world.contents() == before


def test_a_file_that_is_no_workbook_is_refused(small_world: World) -> None:
    before = small_world.contents()
    for data in (b"", b"PK\x03\x04 nothing", b"%PDF-1.4"):
        with pytest.raises(Refused):
            small_world.submit_workbook(data)
    assert small_world.contents() == before


def test_an_upload_is_kept_for_its_person_alone(small_world: World) -> None:
    data = b"a file"
    sha = small_world.change(LEAD, lambda act: keep_upload(act, data, "a.xlsx", REFERENCE))
    assert sha == hashlib.sha256(data).hexdigest()
    assert small_world.look(LEAD, lambda act: kept_upload(act, sha, REFERENCE)) == ("a.xlsx", data)
    for actor in (WELL_LEAD, FINANCE):
        with pytest.raises(NotFound, match="no such upload of yours"):
            small_world.look(actor, lambda act: kept_upload(act, sha, REFERENCE))
    small_world.change(WELL_LEAD, lambda act: keep_upload(act, data, "b.xlsx", REFERENCE))
    assert small_world.look(WELL_LEAD, lambda act: kept_upload(act, sha, REFERENCE))[1] == data
