"""The worked year end to end: played from the command line, everything planted shows, 0.00 remains."""

import subprocess
import sys
from datetime import UTC, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from demo_year import PERIODS, DemoYear, demo_on, sample
from sqlalchemy import text

from app.sample.people import DEMO_PEOPLE, REFERENCE, SIGN_INS, make_people
from app.sample.play import READER, SAMPLE, Player
from app.sample.proof import prove
from app.services.audit_trail import verify_trail
from app.services.office import read
from app.store.db import db
from ledger.money import parse_pounds

ROOT = Path(__file__).resolve().parents[3]
ACTS = sample("decisions.toml")["act"]
PLANTED = sample("planted.toml")["planted"]
LEFT = next(n for n, act in enumerate(ACTS) if act.get("leave"))
IN_THE_YEAR = pytest.mark.xdist_group("demo")
pytestmark = pytest.mark.timeout(1200)
"""One run serves them all; whichever test comes first waits for the whole year."""


def steps(output: str) -> list[str]:
    """The lines that tell of an act: those that begin with a day and a time."""
    return [w for w in output.splitlines() if w[:2].isdigit() and w[2:3] == "/"]


def begins(output: str) -> list[str]:
    """When and by whom, of each act told."""
    return [w[:38].rstrip() for w in steps(output)]


def begin_of(act: dict[str, Any]) -> str:
    return f"{act['at']:%d/%m/%Y %H:%M}  {act['by'].partition('@')[0][:20]}"


def stored_findings() -> list[tuple[Any, ...]]:
    with db.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT scope, subject, term, verdict, clause, at_risk_pence FROM finding")
        )
        return [tuple(row) for row in rows]


def planted_findings(rows: list[dict[str, Any]]) -> dict[str, bool]:
    """Planted problem → whether a stored finding is exactly what was planted."""
    stored = set(stored_findings())
    without_risk, without_clause = {f[:5] for f in stored}, {f[:4] for f in stored}
    shown = {}
    for row in rows:
        if "finding" not in row:
            continue
        want = row["finding"]
        key = (want["scope"], want["subject"], want["term"], want["verdict"])
        if "at_risk" in want:
            found = (*key, want["clause"], int(parse_pounds(want["at_risk"]))) in stored
        else:
            found = (*key, want["clause"]) in without_risk if "clause" in want else key in without_clause  # fmt: skip
        shown[row["id"]] = found
    return shown


def lines_in_breach() -> set[str]:
    return {f[1] for f in stored_findings() if f[0] == "line" and f[3] == "BREACH"}


def lines_planted() -> set[str]:
    named = {row["finding"]["subject"] for row in PLANTED if "finding" in row}
    return named | {subject for row in PLANTED for subject in row.get("also", [])}


def words_of(row: dict[str, Any], output: list[str]) -> str:
    """What the demonstration prints of a planted problem."""
    start = f"  {row['id']}  {row['title']}: "
    (line,) = [w for w in output if w.startswith(start)]
    return line.removeprefix(start)


# --- prepared -------------------------------------------------------------------------------------


@IN_THE_YEAR
def test_preparing_an_empty_database_stops_at_the_act_left_for_a_person(demo: DemoYear) -> None:
    assert (demo.prepared.exit_code, demo.prepared.stderr) == (0, "")
    assert begins(demo.prepared.stdout) == [begin_of(act) for act in ACTS[:LEFT]]
    assert LEFT > 100
    assert steps(demo.prepared.stdout)[0].endswith(" journals")


@IN_THE_YEAR
def test_preparing_prints_who_can_sign_in_with_which_password(demo: DemoYear) -> None:
    kept = demo.instance / SIGN_INS
    password = kept.read_text(encoding="utf-8").splitlines()[0].removeprefix("Password: ")
    assert len(password.split("-")) == 4
    assert kept.stat().st_mode & 0o777 == 0o600
    for shown in (demo.prepared, demo.prepared_again):
        end = shown.stdout.splitlines()[-len(DEMO_PEOPLE) - 4 :]
        assert end[1] == f"Sign in as any of these, all with the password  {password}"
        assert [w.split()[0] for w in end[2:-1]] == [
            *(p.email for p in DEMO_PEOPLE), "ops.lead@example.org",
        ]  # fmt: skip


@IN_THE_YEAR
def test_preparing_again_plays_nothing(demo: DemoYear) -> None:
    assert (demo.prepared_again.exit_code, demo.prepared_again.stderr) == (0, "")
    assert steps(demo.prepared_again.stdout) == []


# --- played ---------------------------------------------------------------------------------------


@IN_THE_YEAR
def test_the_year_goes_on_from_there_to_its_end(demo: DemoYear) -> None:
    assert (demo.played.exit_code, demo.played.stderr) == (0, "")
    assert begins(demo.played.stdout) == [begin_of(act) for act in ACTS[LEFT:]]
    assert "answers 2017-Q4: accepted" in demo.played.stdout


@IN_THE_YEAR
def test_every_planted_problem_is_found_and_said(demo: DemoYear) -> None:
    output = demo.played.stdout.splitlines()
    assert [row["id"] for row in PLANTED if words_of(row, output) == "NOT FOUND"] == []
    assert f"Planted problems found: {len(PLANTED)} of {len(PLANTED)}" in output
    shown = planted_findings(PLANTED)
    assert [name for name, found in shown.items() if not found] == []
    assert len(shown) > len(PLANTED) / 2


@IN_THE_YEAR
def test_no_clean_line_is_ever_in_breach(demo: DemoYear) -> None:
    assert lines_in_breach() - lines_planted() == set()
    assert len(lines_in_breach()) > 10
    assert "Clean lines flagged BREACH: 0" in demo.played.stdout.splitlines()


@IN_THE_YEAR
def test_every_quarter_is_accepted_with_nothing_unexplained(demo: DemoYear) -> None:
    shown = demo.answer("contract", "show", REFERENCE)
    assert {p["code"]: p["state"] for p in shown["periods"]} == dict.fromkeys(PERIODS, "accepted")
    for period in PERIODS:
        bridge = demo.answer("ledger", "reconcile", "--contract", REFERENCE, "--period", period)
        assert (bridge["difference"], bridge["is_closed"]) == ("0.00", True)
        assert (bridge["open_lines"], bridge["open_ledger"], bridge["proposals"]) == ([], [], [])
        steps_between = sum(int(parse_pounds(item["amount"])) for item in bridge["items"])
        ledger, ours = (int(parse_pounds(bridge[k])) for k in ("ledger_total", "return_total"))
        assert ledger + steps_between == ours > 0


@IN_THE_YEAR
def test_the_books_balance(demo: DemoYear) -> None:
    book = demo.answer("ledger", "trial-balance")
    assert (book["difference"], book["debit"]) == ("0.00", book["credit"])
    assert int(parse_pounds(book["debit"])) > 200_000_00
    assert "Trial balance difference 0.00" in demo.played.stdout.splitlines()


@IN_THE_YEAR
def test_the_trail_is_whole_here_and_for_a_stranger(demo: DemoYear, tmp_path: Path) -> None:
    checked = demo.answer("audit", "verify")
    assert checked["faults"] == []
    assert (checked["freezes"], checked["size"] > len(ACTS)) == (5, True)
    trail, head = str(tmp_path / "trail.jsonl"), str(tmp_path / "head.json")
    dumped = demo.answer("audit", "dump", "--out", trail, "--head", head)
    assert dumped == {"file": trail, "entries": checked["size"], "head": head}
    verifier = [sys.executable, "-I", str(ROOT / "ledger" / "audit" / "verify.py"), trail]
    done = subprocess.run([*verifier, "--head", head], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@IN_THE_YEAR
def test_playing_the_year_again_changes_nothing(demo: DemoYear) -> None:
    before, packs = demo.contents(), demo.packs()
    again = demo.run("demo", "year")
    assert (again.exit_code, again.stderr) == (0, "")
    assert steps(again.stdout) == []
    assert [w for w in again.stdout.splitlines() if w.startswith("pack ")] == [
        w.partition(":")[0] + ": stands as it is"
        for w in demo.played.stdout.splitlines()
        if w.startswith("pack ")
    ]
    assert demo.packs() == packs
    assert demo.contents() == before


@IN_THE_YEAR
def test_the_demonstrations_clock_goes_on_from_the_last_change(demo: DemoYear) -> None:
    last = ACTS[-1]["at"].astimezone(UTC) + timedelta(minutes=1)
    assert demo.environment.splitlines()[0] == f"PLAYED_TODAY={last.isoformat()}"


def test_the_contract_of_the_worked_year_is_the_one_the_engine_is_tested_with() -> None:
    tested = ROOT / "tests" / "cases" / "worked_fund" / "contract.toml"
    assert (SAMPLE / "plf-2017-18.toml").read_bytes() == tested.read_bytes()


# --- the same on PostgreSQL, for one quarter ------------------------------------------------------


def test_on_postgresql_the_first_quarter_comes_out_the_same(
    postgresql_snapshots: Any, tmp_path: Path
) -> None:
    of_quarter_1 = next(
        n for n, act in enumerate(ACTS)
        if act.get("period") == "2017-Q2" or "2017-Q2" in act.get("file", "")
    )  # fmt: skip
    with demo_on(postgresql_snapshots.fresh("empty"), tmp_path) as year:
        player = Player(year.app.extensions["office"])
        acts = player.play(everything=True)
        first = next(acts)
        contract = player.contract()
        assert contract is not None
        make_people(player.office, contract, str(tmp_path))
        told = [first, *islice(acts, of_quarter_1 - 1)]
        assert [t.by for t in told] == [act["by"] for act in ACTS[:of_quarter_1]]

        quarter = "2017-Q1"
        planted = [row for row in PLANTED if row["quarter"] == quarter]
        words = list(prove(player).words)
        assert [row["id"] for row in planted if words_of(row, words) == "NOT FOUND"] == []
        assert all(planted_findings(planted).values())
        assert lines_in_breach() - lines_planted() == set()
        shown = year.answer("contract", "show", REFERENCE)
        assert shown["periods"][0]["state"] == "accepted"
        bridge = year.answer("ledger", "reconcile", "--contract", REFERENCE, "--period", quarter)
        assert (bridge["difference"], bridge["is_closed"]) == ("0.00", True)
        assert year.answer("ledger", "trial-balance")["difference"] == "0.00"
        assert read(year.app.extensions["office"], READER, verify_trail).faults == ()
