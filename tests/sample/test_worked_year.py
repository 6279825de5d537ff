"""The worked year: its files are what the generator makes, and everything planted in them shows.

The year is played from decisions.toml through the same engines as the product, without a database.
"""

import re
import tomllib
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.sample.generate import PAGE, SAMPLE, differences, main, make_files, write
from app.sample.making.acts import ACCEPTABLE
from app.sample.making.rehearsal import Rehearsal, Unfit
from grants.contract import QuarterReturn
from grants.verdict import Scope, Verdict
from ledger.money import format_pounds, parse_pounds

QUARTERS = ("2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4")
LONDON = ZoneInfo("Europe/London")
SENSITIVE = {"DHR", "APV", "CSE"}


def toml(name):
    with (SAMPLE / name).open("rb") as source:
        return tomllib.load(source)


@cache
def made():
    return make_files()


@cache
def played():
    """The rehearsal after the year, and the reconciliation of each quarter at its certification."""
    year = Rehearsal()
    answered: dict[str, set[tuple[str, str]]] = {}
    closings = {}
    for act in toml("decisions.toml")["act"]:
        data = (SAMPLE / act["file"]).read_bytes() if "file" in act else b""
        day, period = act["at"].astimezone(LONDON).date(), act.get("period", "")
        match act["do"]:
            case "load-contract":
                year.load(data.decode(), act["file"])
            case "submit":
                year.submit(data, act["file"], act["at"], act["by"])
            case "import":
                control = toml("extracts/control.toml")[Path(act["file"]).name]
                frame = year.load_ledger(data, act["file"])
                assert (len(frame), int(frame["amount"].sum())) == (
                    control["rows"],
                    parse_pounds(control["total"]),
                )
            case "confirm":
                year.confirm(act)
            case "explain":
                year.explain(act)
            case "accept" | "report" | "disallow" as verb:
                said = _found(year, act, verb, day)
                answered.setdefault(period, set()).update((f.term, f.subject) for f in said)
            case "certify":
                left = {(f.term, f.subject) for f in year.unsettled(period, day)}
                assert left - answered[period] == set()
                closings[period] = year.reconciliation(period)
                year.frozen.add(period)
                year.quarters[period] = QuarterReturn(
                    period, certified_by=act["by"], certified_at=act["at"]
                )
            case "answer" if act["answer"] == "query":
                year.frozen.discard(period)
    return year, closings


def _found(year, act, verb, day):
    wanted = set(act["subjects"])
    allowed = ACCEPTABLE if verb == "accept" else {Verdict.BREACH}
    said = [
        f
        for f in year.unsettled(act["period"], day)
        if f.term == act["term"] and f.subject in wanted and f.verdict in allowed
    ]
    assert {f.subject for f in said} == wanted
    assert all(f.at_risk > 0 for f in said) or verb != "disallow"
    assert all(f.scope is not Scope.LINE for f in said) or verb != "report"
    for f in said if verb == "disallow" else []:
        year.disallow(act["period"], f)
    return said


def planted():
    return toml("planted.toml")["planted"]


def test_the_committed_files_and_page_are_what_the_generator_makes():
    files, page = made()
    assert differences(SAMPLE, files, page) == []


def test_a_changed_missing_or_foreign_file_is_named(tmp_path):
    files = {"contract/1-signed.toml": b"one", "decisions.toml": b"two", "planted.toml": b"three"}
    write(tmp_path, files)
    assert differences(tmp_path, files, None) == []
    (tmp_path / "decisions.toml").write_bytes(b"changed")
    (tmp_path / "planted.toml").unlink()
    (tmp_path / "contract" / "9-foreign.toml").write_bytes(b"")
    assert differences(tmp_path, files, None) == [
        "contract/9-foreign.toml",
        "decisions.toml",
        "planted.toml",
    ]


def test_the_command_refuses_an_unknown_argument(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--no-such-thing"])
    assert stopped.value.code == 2
    assert "--no-such-thing" in capsys.readouterr().err


def test_the_first_contract_file_is_the_signed_one_byte_for_byte():
    assert (SAMPLE / "contract/1-signed.toml").read_bytes() == (
        SAMPLE / "plf-2017-18.toml"
    ).read_bytes()


def test_every_planted_finding_shows_with_its_verdict_clause_and_money():
    year, _ = played()
    missing = []
    for row in (r for r in planted() if "finding" in r):
        want = row["finding"]
        seen = year.seen.get((want["scope"], want["subject"], want["term"]), [])
        hits = {
            (str(f.verdict), f.clause, format_pounds(f.at_risk) if "at_risk" in want else None)
            for f in seen
        }
        if (want["verdict"], want["clause"], want.get("at_risk")) not in hits:
            missing.append((row["id"], want, hits))
    assert missing == []


def test_every_planted_ledger_problem_shows_as_its_item_or_match():
    year, _ = played()
    whole = year.reconciliation(None)
    missing = []
    for row in (r for r in planted() if "ledger" in r):
        want = row["ledger"]
        kinds = {str(i.kind) for i in whole.items if want["key"] in {*i.ledger_keys, *i.line_ids}}
        mine = (whole.matches["ledger_key"] == want["key"]) | (
            whole.matches["line_id"] == want["key"]
        )
        states = set(whole.matches[mine]["status"])
        states |= {"proposed" for pair in year.confirmed if want["key"] in {*pair[0], *pair[1]}}
        if want.get("kind") not in {None, *kinds} or want.get("status") not in {None, *states}:
            missing.append((row["id"], want, kinds, states))
    assert missing == []


def test_no_line_is_in_breach_warned_of_or_without_evidence_unless_it_was_planted():
    year, _ = played()
    about = {r["finding"]["subject"] for r in planted() if "finding" in r}
    unplanned = {
        (subject, term, str(f.verdict))
        for (scope, subject, term), found in year.seen.items()
        for f in found
        if scope == Scope.LINE
        and subject not in about
        and f.verdict in (Verdict.BREACH, Verdict.WARN, Verdict.EVIDENCE)
    }
    assert unplanned == set()


def test_the_only_lines_not_judged_in_full_are_those_without_their_transaction():
    year, _ = played()
    about = {r["finding"]["subject"] for r in planted() if "finding" in r}
    lines = year.lines(net=False)
    keyless = set(lines.loc[lines["ledger_key"] == "", "line_id"])
    not_run = {
        (subject, term)
        for (scope, subject, term), found in year.seen.items()
        for f in found
        if scope == Scope.LINE and f.verdict is Verdict.NOT_RUN and subject not in about
        and subject != year.contract.reference
    }  # fmt: skip
    assert not_run == {
        (i, t) for i in keyless - about for t in ("double-funding", "duplicate-claim")
        if parse_pounds(lines.set_index("line_id").loc[i, "claimed"]) > 0
    }  # fmt: skip


@pytest.mark.parametrize("period", QUARTERS)
def test_every_quarter_closes_to_nothing_with_nothing_open(period):
    _, closings = played()
    found = closings[period]
    bridge = found.bridges[0]
    assert (bridge.period, bridge.difference, bridge.open_lines, bridge.open_ledger) == (
        period,
        0,
        (),
        (),
    )
    assert (bridge.unconfirmed, found.broken, found.is_closed) == ((), (), True)


def test_the_year_is_of_the_promised_size_and_stays_below_the_award():
    year, _ = played()
    lines = year.lines()
    claimed = sum(parse_pounds(c) for c in lines["claimed"])
    assert 860 <= len(lines) <= 940
    assert 1_950 <= sum(map(len, year.ledgers)) <= 2_150
    assert 22_800_000 <= claimed <= 23_600_000
    assert len(planted()) >= 30
    files, _ = made()
    assert sum(map(len, files.values())) <= 3 * 1024 * 1024


def test_acts_stand_in_order_of_time_with_londons_offset():
    acts = toml("decisions.toml")["act"]
    times = [a["at"] for a in acts]
    assert all(a < b for a, b in pairwise(times))
    assert [t for t in times if t.utcoffset() != t.astimezone(LONDON).utcoffset()] == []


def test_work_is_left_for_a_person_with_two_returns_to_come():
    acts = toml("decisions.toml")["act"]
    first = next(n for n, a in enumerate(acts) if a.get("leave"))
    assert [a["file"] for a in acts[first:] if a["do"] == "submit"] == [
        "returns/2017-Q4/DSA-AWARE.xlsx",
        "returns/2017-Q4/CSE.xlsx",
    ]
    assert "extracts/unit4-2017-Q4.csv" in [a.get("file") for a in acts[:first]]


def test_preparer_reconciler_certifier_and_accepter_are_four_persons():
    parts: dict[str, set[str]] = {}
    for a in toml("decisions.toml")["act"]:
        parts.setdefault(a["do"], set()).add(a["by"])
    roles = [parts[v] for v in ("submit", "reconcile", "certify", "answer")]
    assert sum(map(len, roles)) == len(set().union(*roles)) == 15
    assert not parts["submit"] & (parts["accept"] | parts["disallow"] | parts["report"])


def test_every_act_has_its_own_reason_in_words():
    reasons = [a["reason"] for a in toml("decisions.toml")["act"] if "reason" in a]
    assert [r for r in reasons if len(re.findall(r"\w+", r)) < 5] == []


def test_canary_words_stand_in_their_sensitive_project_and_nowhere_else():
    year, _ = played()
    lines = year.lines()
    found = {
        (word, project)
        for row in toml("canaries.toml")["canary"]
        for word in row["words"]
        for text, project in zip(lines["description"], lines["project"], strict=True)
        if word in text
    }
    assert found == {
        (word, row["project"]) for row in toml("canaries.toml")["canary"] for word in row["words"]
    }
    assert {row["project"] for row in toml("canaries.toml")["canary"]} == SENSITIVE


def test_a_later_contract_file_may_not_change_the_past():
    year = Rehearsal()
    text = (SAMPLE / "contract/1-signed.toml").read_text(encoding="utf-8")
    year.load(text, "1.toml")
    with pytest.raises(Unfit, match=r"amount: recorded is .*14,?000.*13,?000"):
        year.load(text.replace('amount = "14000.00"', 'amount = "13000.00"', 1), "2.toml")


def test_an_item_cannot_be_made_of_what_is_not_open():
    year, _ = played()
    with pytest.raises(Unfit, match=r"not open: .'no-such-key'."):
        year.explain({"period": "2017-Q1", "kind": "other", "keys": ["no-such-key"],
                      "reason": "There is no such line.", "owner": "x"})  # fmt: skip


def test_the_page_has_a_row_for_every_planted_problem():
    rows = [
        line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| P")
    ]
    assert [line.split(" | ")[0] for line in rows] == [f"| {r['id']}" for r in planted()]
    assert date(2017, 4, 1) < toml("decisions.toml")["act"][0]["at"].date()
