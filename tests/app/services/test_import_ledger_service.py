"""An extract is imported when it ties to what was typed and contradicts nothing, or not at all."""

import pytest
from builders import (
    AUDITOR,
    FINANCE,
    LEAD,
    LEDGER_HEADING,
    LEDGER_Q1,
    LEDGER_Q2,
    REFERENCE,
    World,
    extract,
)  # fmt: skip

from app.services.import_ledger import import_ledger, preview_ledger
from app.services.office import Refused
from grants.policy import NotAllowed

DATA = extract(*LEDGER_Q1)


def refused(
    world: World, data: bytes, *, rows: int, total: int, name: str = "extract.csv"
) -> Refused:
    before = world.contents()
    with pytest.raises(Refused) as refusal:
        world.import_ledger(data, rows=rows, total=total, name=name)
    assert world.contents() == before
    return refusal.value


def test_an_extract_that_ties_is_kept_row_for_row(world: World) -> None:
    done = world.import_ledger(DATA, rows=3, total=1_700_00)

    assert (done.rows, done.total, done.new, done.unchanged, done.dropped) == (
        3, 1_700_00, 3, 0, (),
    )  # fmt: skip
    assert world.sql("SELECT ledger_key, amount, accounting_period FROM ledger_line ORDER BY id") == [
        ("10001-1", 1_000_00, "201902"), ("10002-1", 200_00, "201902"), ("10003-1", 500_00, "201902"),
    ]  # fmt: skip
    assert world.sql(
        "SELECT action, subject, actor FROM audit_entry ORDER BY seq DESC LIMIT 1"
    ) == [("ledger-imported", "extract.csv", "finance@example.org")]
    frame = world.look(FINANCE, lambda act: act.uow.ledger.frame(1))
    assert (len(frame), int(frame["amount"].sum())) == (3, 1_700_00)


def test_rows_and_total_that_do_not_tie_are_both_named(world: World) -> None:
    refusal = refused(world, DATA, rows=4, total=1_700_01)
    assert "does not tie to what you typed" in refusal.message
    assert [d.partition(":")[0] for d in refusal.details] == ["Rows", "Total"]
    assert "you typed 4, the file holds 3" in refusal.details[0]
    assert "a difference of -£0.01" in refusal.details[1]


def test_a_row_that_cannot_be_read_stops_the_whole_file(world: World) -> None:
    bad = LEDGER_Q1[0].replace("1000.00", "about a thousand")
    refusal = refused(world, extract(bad, *LEDGER_Q1[1:]), rows=3, total=1_700_00)
    assert "1 row(s) cannot be read" in refusal.message
    assert refusal.details[0].startswith("Row 2, ")
    assert "about a thousand" in refusal.details[0]


def test_the_same_file_twice_is_one_import(world: World) -> None:
    world.import_ledger(DATA, rows=3, total=1_700_00)
    refusal = refused(world, DATA, rows=3, total=1_700_00, name="again.csv")
    assert (
        "again.csv was imported already, as extract.csv by finance@example.org" in refusal.message
    )


def test_an_overlapping_extract_adds_only_what_is_new(world: World) -> None:
    world.import_ledger(DATA, rows=3, total=1_700_00)
    done = world.import_ledger(
        extract(*LEDGER_Q1, *LEDGER_Q2), rows=6, total=3_400_00, name="half-year.csv"
    )
    assert (done.new, done.unchanged) == (3, 3)
    assert world.counts()["ledger_line"] == 6


def test_two_equal_genuine_lines_stay_two(world: World) -> None:
    twice = extract(LEDGER_Q1[1], LEDGER_Q1[1])
    world.import_ledger(twice, rows=2, total=400_00)
    assert world.sql("SELECT ledger_key, occurrence FROM ledger_line ORDER BY id") == [
        ("10002-1", 1), ("10002-1", 2),
    ]  # fmt: skip


def test_a_line_that_changed_in_the_finance_system_is_refused_by_name(world: World) -> None:
    world.import_ledger(DATA, rows=3, total=1_700_00)
    changed = LEDGER_Q1[1].replace("200.00", "210.00").replace("Hall hire", "Hall hires")
    refusal = refused(world, extract(LEDGER_Q1[0], changed), rows=2, total=1_210_00)
    assert "2 value(s) of lines imported before have changed" in refusal.message
    assert sorted(refusal.details) == [
        "10002-1: amount was 20000, now 21000",
        "10002-1: description was Hall hire, now Hall hires",
    ]


def test_what_is_no_listing_is_refused(small_world: World) -> None:
    for data in (b"", b"nothing here", b"PK\x03\x04", LEDGER_HEADING.encode()):
        refused(small_world, data, rows=0, total=0)


def test_only_finance_imports_and_a_preview_writes_nothing(small_world: World) -> None:
    before = small_world.contents()
    for actor in (LEAD, AUDITOR):
        with pytest.raises(NotAllowed):
            small_world.change(
                actor,
                lambda act: import_ledger(act, REFERENCE, DATA, "x.csv", rows=3, total=1_700_00),
            )
    seen = small_world.look(FINANCE, lambda act: preview_ledger(act, REFERENCE, DATA, "x.csv"))
    assert (seen.rows, int(seen.total)) == (3, 1_700_00)
    assert small_world.contents() == before


@pytest.mark.stage("submitted")
def test_a_return_workbook_is_no_extract_even_if_its_figures_are_typed(small_world: World) -> None:
    said = refused(small_world, small_world.workbook(), rows=2, total=1_200_00, name="KNIFE.xlsx")
    assert said.message == (
        "KNIFE.xlsx: this is a return workbook, not a listing of the ledger. Reconciling a return "
        "with itself would prove nothing. Choose the extract that your finance system wrote."
    )
