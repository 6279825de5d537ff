"""``flask ledger|check|finding|export|audit|user``: words, JSON, and what is refused."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

from builders import (
    FINANCE,
    FUNDER,
    LEDGER_Q1,
    LINES,
    MANAGER,
    Q1,
    Q2,
    REFERENCE,
    extract,
    line,
)  # fmt: skip
from cli_desk import Desk
from pytest import mark  # noqa: PT013 - marks read as words

OF = ("--contract", REFERENCE)
IN_Q1 = (*OF, "--period", Q1)
ROOT = Path(__file__).resolve().parents[3]
AS_FINANCE = ("--as", FINANCE.person)


# --- ledger ---------------------------------------------------------------------------------------


@mark.stage("submitted")
def test_an_extract_that_ties_is_imported_once_and_closes_the_quarter(desk: Desk) -> None:
    file = desk.keep("extract.csv", extract(*LEDGER_Q1, ",,,,,,,,,Total,1700.00"))
    words = ("ledger", "import", file, *OF, "--rows", "3", "--total")
    assert desk.says("ledger", "reconcile", *IN_Q1, code=1)[:4] == [
        f"{'Ledger total':<66} {'0.00':>16}",
        f"{'Return total':<66} {'1,700.00':>16}",
        f"{'Unexplained difference':<66} {'1,700.00':>16}",
        f"No ledger line of {Q1} is imported yet.",
    ]
    assert desk.says(*words, "£1,700.00") == [
        "extract.csv: generic, 3 rows, £1,700.00; 3 new, 0 unchanged, 1 dropped.",
        "  dropped row 5: A total: it equals the sum of lines above it.",
    ]
    told = desk.refuses(*words, "1700.00")
    assert told[0].startswith("extract.csv was imported already, as extract.csv by operator:")
    assert desk.says("ledger", "reconcile", *IN_Q1) == [
        "key                      matched 3",
        "",
        f"{'Ledger total':<66} {'1,700.00':>16}",
        f"{'Return total':<66} {'1,700.00':>16}",
        f"{'Unexplained difference':<66} {'0.00':>16}",
    ]
    answer = desk.answers("ledger", "reconcile", *IN_Q1)
    assert {k: v for k, v in answer.items() if k != "counts"} == {
        "period": Q1, "ledger_total": "1700.00", "items": [], "return_total": "1700.00",
        "difference": "0.00", "open_lines": [], "open_ledger": [], "proposals": [],
        "is_closed": True,
    }  # fmt: skip
    assert answer["counts"]["key"] == {"matched": 3}


@mark.stage("submitted")
def test_an_import_answers_in_json(desk: Desk) -> None:
    file = desk.keep("extract.csv", extract(*LEDGER_Q1))
    done = desk.answers("ledger", "import", file, *OF, "--rows", "3", "--total", "1700.00")
    assert done == {
        "name": "extract.csv", "format": "generic", "rows": 3, "total": "1700.00", "new": 3,
        "unchanged": 0, "dropped": [], "notes": [],
    }  # fmt: skip


def test_what_does_not_match_is_confirmed_explained_cleared_and_undone(desk: Desk) -> None:
    desk.employ(FINANCE)
    typed = line("K-2", ledger_key="", invoice_ref="INV-2-K")
    desk.world.submit("KNIFE", Q1, LINES["KNIFE", Q1][0], typed)
    desk.world.submit("WELL")
    rates = "00770,4300,201902,10009,1,INV,2019-05-11,Northshire,R-1,Room rates,80.00"
    desk.world.import_ledger(extract(*LEDGER_Q1, rates), rows=4, total=1_780_00)
    open_ = desk.answers("ledger", "reconcile", *IN_Q1, code=1)
    assert (open_["is_closed"], open_["open_ledger"]) == (False, ["10009-1"])
    (proposal,) = open_["proposals"]
    assert desk.says("ledger", "confirm", proposal, *IN_Q1, *AS_FINANCE) == [
        f"Confirmed: {proposal}."
    ]
    assert desk.answers("ledger", "undo", "K-2", *OF, *AS_FINANCE) == {"undone": "K-2"}
    assert desk.answers("ledger", "confirm", proposal, *IN_Q1, *AS_FINANCE) == {
        "confirmed": [proposal]
    }
    explain = ("ledger", "explain", "10009-1", *IN_Q1, *AS_FINANCE, "--kind", "not-this-grant")
    assert desk.answers(*explain, "--reason", "Rates of the hall.") == {
        "item": "R0001", "amount": "-80.00",
    }  # fmt: skip
    closed = desk.answers("ledger", "reconcile", *IN_Q1)
    assert (closed["difference"], closed["is_closed"]) == ("0.00", True)
    assert desk.says("ledger", "clear", "R0001", *OF, *AS_FINANCE, "--by", "J-7") == [
        "R0001 is cleared by J-7."
    ]
    assert desk.refuses("ledger", "clear", "R0001", *OF, *AS_FINANCE, "--by", "J-8") == [
        "R0001 was cleared already, by J-7."
    ]


@mark.stage("imported")
@mark.parametrize(
    ("words", "said"),
    [
        (
            ("confirm", "M-99", *IN_Q1),
            (
                f"M-99 is not a proposed match of {Q1}. It may have been confirmed, or the lines have "
                "changed; look at the list again."
            ),
        ),
        (("undo", "M-99", *OF), f"There is no confirmed match M-99 in {REFERENCE}."),
        (
            ("explain", "99-9", *IN_Q1, "--kind", "timing", "--reason", "Paid in July."),
            (
                f"99-9: neither an open ledger line nor an open return line of {Q1}. See what is open: "
                "flask ledger reconcile."
            ),
        ),
        (
            ("clear", "R9", *OF, "--by", "J-1"),
            f"There is no reconciling item R9 in {REFERENCE}.",
        ),
    ],
)
def test_what_is_not_open_is_neither_confirmed_nor_explained(
    desk: Desk, words: tuple[str, ...], said: str
) -> None:
    desk.employ(FINANCE)
    assert desk.refuses("ledger", *words, *AS_FINANCE) == [said]


@mark.stage("certified")
def test_the_trial_balance_balances_on_any_day(desk: Desk) -> None:
    told = desk.says("ledger", "trial-balance")
    assert told[0] == f"{'Account':<40} {'Debit':>16} {'Credit':>16}"
    assert f"{'5000 Eligible expenditure':<40} {'1,700.00':>16} {'':>16}" in told
    assert told[-2:] == [f"{'Total':<40} {'16,700.00':>16} {'16,700.00':>16}", "Difference 0.00"]
    before_grant = desk.answers("ledger", "trial-balance", "--on", "2019-03-31")
    assert before_grant == {
        "rows": [
            {"account": "9000", "title": "Award", "debit": "0.00", "credit": "10000.00"},
            {"account": "9100", "title": "Unallocated", "debit": "2000.00", "credit": "0.00"},
            {"account": "9200", "title": "Allocated", "debit": "8000.00", "credit": "0.00"},
        ],
        "debit": "10000.00", "credit": "10000.00", "difference": "0.00",
    }  # fmt: skip
    assert desk.refuses("ledger", "trial-balance", "--on", "31/03/2019", code=2) == [
        "'31/03/2019' is not a day. Write it like 2018-03-31."
    ]


# --- check and finding ----------------------------------------------------------------------------


@mark.stage("submitted")
def test_a_verdict_is_explained_with_clause_figures_and_arithmetic(desk: Desk) -> None:
    told = desk.says("check", "explain", "K-2", "evidence", *OF)
    assert told[0] == "PASS: meets the contract."
    assert "  threshold: £100.00" in told
    answer = desk.answers("check", "explain", "K-2", "evidence", *OF)
    assert {k: answer[k] for k in ("subject", "term", "clause", "figures", "verdicts")} == {
        "subject": "K-2", "term": "evidence", "clause": "7.1",
        "figures": {"claimed": "£200.00", "threshold": "£100.00", "documents": "invoice, payroll"},
        "verdicts": [
            {"verdict": "PASS", "label": "Meets the contract", "message": "", "at_risk": "0.00"}
        ],
    }  # fmt: skip
    (said,) = desk.refuses("check", "explain", "K-2", "evidnce", *OF)
    assert said.startswith("There is no kind of term evidnce. Kinds: funding-period, ")
    assert len(desk.refuses("check", "explain", "K-99", "evidence", *OF)) == 1


@mark.stage("submitted")
def test_a_check_run_is_kept_with_its_counts(desk: Desk) -> None:
    told = desk.says("check", "run", *IN_Q1)
    done = desk.answers("check", "run", *IN_Q1)
    assert told == [f"{verdict:<10} {n}" for verdict, n in sorted(done["counts"].items())]
    assert (done["counts"]["PASS"], done["counts"]["BREACH"], len(done["digest"])) == (8, 0, 64)
    runs = desk.world.sql("SELECT purpose, verdict_digest FROM check_run ORDER BY id")
    assert runs[-2:] == [("review", done["digest"])] * 2
    assert desk.refuses("check", "run", *OF, "--period", "2031-Q1")[0].startswith(
        f"{REFERENCE} has no period 2031-Q1"
    )


def test_findings_are_answered_by_a_named_person_with_a_reason(desk: Desk) -> None:
    desk.employ(FINANCE, MANAGER)
    rows = (
        line("K-7", evidence="", ledger_key="7-1"),
        line("K-8", incurred_on="2019-03-30", ledger_key="8-1"),
    )
    done = desk.world.submit("KNIFE", Q1, *rows)
    refs = {r.finding.subject: r.ref for r in done.findings}
    accept = ("finding", "accept", refs["K-7"], "--as", MANAGER.person, "--reason")
    assert desk.refuses(*accept, "ok") == [
        "Give a reason of at least 3 words; it goes into the audit pack."
    ]
    assert desk.answers(*accept, "Invoice seen at the office.") == {
        "ref": refs["K-7"], "kind": "accepted", "amount": "0.00", "lines": [],
    }  # fmt: skip
    breach = (refs["K-8"], *AS_FINANCE, "--reason", "Paid by the base budget.")
    assert refs["K-8"] in desk.refuses("finding", "accept", *breach)[0]
    assert refs["K-8"] in desk.refuses("finding", "report", *breach)[0]
    assert desk.says("finding", "disallow", *breach) == [
        f"{refs['K-8']} in {Q1} is disallowed, £200.00 taken out."
    ]
    assert desk.refuses("finding", "accept", "F0", *AS_FINANCE, "--reason", "Seen and in order.") == [
        "There is no finding F0."
    ]  # fmt: skip


# --- export ---------------------------------------------------------------------------------------


@mark.stage("certified")
def test_packs_are_listed_and_exported_with_their_digest(desk: Desk) -> None:
    listed = desk.answers("export", "list")
    names = [p["name"] for p in listed]
    assert {"audit-pack", "findings", "quarterly-return", "reconciliation", "trial-balance"} <= {
        *names
    }
    assert desk.says("export", "list") == [f"{p['name']:<22} {p['title']}" for p in listed]
    out = desk.folder / "packs" / "audit.xlsx"
    told = desk.says("export", "audit-pack", *IN_Q1, "--profile", "funder", "--out", out)
    sha = hashlib.sha256(out.read_bytes()).hexdigest()
    assert told == [f"audit-pack written to {out}.", f"SHA-256 {sha}"]
    answer = desk.answers("export", "audit-pack", *IN_Q1, "--profile", "funder", "--out", out)
    assert answer == {"file": str(out), "sha256": sha, "digest": sha, "bytes": out.stat().st_size}
    kept = desk.world.sql("SELECT name, period, profile, file_sha256 FROM pack ORDER BY id")
    assert kept == [("audit-pack", Q1, "funder", sha)] * 2


@mark.stage("certified")
def test_an_export_that_is_not_possible_is_refused(desk: Desk) -> None:
    desk.employ(FUNDER)
    out = ("--out", desk.folder / "x.xlsx")
    assert "Did you mean audit-pack?" in desk.refuses("export", "audit-pak", *OF, *out)[0]
    assert desk.refuses("export", "findings", *OF, *out, "--as", FUNDER.person) == [
        f"{FUNDER.person} (Funder's officer) may not do this: export internal."
    ]
    assert len(desk.refuses("export", "findings", *OF, *out, "--period", "2031-Q1")) == 1
    usage = desk.refuses("export", "findings", *OF, code=2)
    assert usage[-1] == "Error: An export needs --contract and --out."
    assert not (desk.folder / "x.xlsx").exists()


# --- audit ----------------------------------------------------------------------------------------


@mark.stage("certified")
def test_the_trail_is_verified_and_dumped_for_a_stranger(desk: Desk) -> None:
    told = desk.says("audit", "verify")
    answer = desk.answers("audit", "verify")
    assert told == [
        f"{answer['size']} entries, root {answer['root']}.",
        (
            f"Checked: signed heads {answer['heads']}, files {answer['files']}, journals "
            f"{answer['journals']}, certified quarters 1."
        ),
        "Everything agrees.",
    ]
    assert (answer["faults"], answer["freezes"], answer["size"] > 5) == ([], 1, True)
    out, head = desk.folder / "trail.jsonl", desk.folder / "head.json"
    assert desk.says("audit", "dump", "--out", out, "--head", head) == [
        f"{answer['size']} entries written to {out}.",
        f"Check them: python ledger/audit/verify.py {out} --head {head}",
    ]
    verifier = [sys.executable, "-I", str(ROOT / "ledger/audit/verify.py"), str(out)]
    done = subprocess.run([*verifier, "--head", str(head)], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@mark.stage("certified")
def test_a_trail_that_was_altered_is_named_and_refused(desk: Desk) -> None:
    desk.world.sql("DROP TRIGGER IF EXISTS audit_entry_no_update")
    triggers = desk.world.sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
    )
    for (name,) in triggers:
        desk.world.sql(f"DROP TRIGGER {name}")
    desk.world.sql("UPDATE audit_entry SET hash = zeroblob(32) WHERE seq = 3")
    done = desk.run("audit", "verify", "--json")
    faults = json.loads(done.stdout)["faults"]
    assert done.exit_code == 1
    assert any("3" in fault for fault in faults)
    assert done.stderr.splitlines() == [f"{len(faults)} fault(s) found."]


# --- user -----------------------------------------------------------------------------------------


def test_a_user_is_added_once_with_a_password_shown_once(desk: Desk) -> None:
    assert desk.says("user", "list") == ["No users yet."]
    added = desk.answers("user", "add", "New.Lead@example.org", "--role", "project-lead", *OF,
                         "--project", "KNIFE", "--name", "Nell Ward")  # fmt: skip
    assert len(added.pop("first_password")) == 20
    assert added == {"email": "new.lead@example.org", "role": "project-lead", "is_new": True}
    assert desk.says("user", "list") == [f"new.lead@example.org  Project lead ({REFERENCE} KNIFE)"]
    assert desk.says("user", "add", "new.lead@example.org", "--role", "members") == [
        "new.lead@example.org has the role members."
    ]
    (listed,) = desk.answers("user", "list")
    assert listed == {
        "id": listed["id"], "email": "new.lead@example.org", "name": "Nell Ward", "active": True,
        "roles": [f"Project lead ({REFERENCE} KNIFE)", "Members"],
    }  # fmt: skip


@mark.parametrize(
    ("words", "said"),
    [
        (
            ("nobody", "--role", "members"),
            "'nobody' is not an e-mail address. Write one like name@example.org.",
        ),
        (
            ("a@example.org", "--role", "members", "--password", "short"),
            "A password has at least 12 characters.",
        ),
        (
            ("a@example.org", "--role", "project-lead", *OF),
            "A project lead needs a contract and a project of their own.",
        ),
        (
            ("a@example.org", "--role", "project-lead", *OF, "--project", "NONE"),
            f"{REFERENCE} has no project NONE.",
        ),
    ],
)
def test_a_user_who_cannot_be_is_refused(desk: Desk, words: tuple[str, ...], said: str) -> None:
    (told,) = desk.refuses("user", "add", *words)
    assert told.startswith(said)


# --- usage and Q2 ---------------------------------------------------------------------------------


@mark.parametrize(
    "words",
    [
        ("contract", "load", "no-such-file.toml"),
        ("return", "submit", "no-such-file.xlsx", "--as", "a@example.org"),
        ("return", "template", *OF, "--project", "KNIFE"),
        ("ledger", "explain", "K-1", *IN_Q1, *AS_FINANCE, "--kind", "magic", "--reason", "x y"),
        ("ledger", "import", __file__, *OF, "--rows", "three", "--total", "1.00"),
        ("ledger", "import", __file__, *OF, "--rows", "3", "--total", "lots"),
        ("finding", "accept", "F1", "--as", "a@example.org"),
        ("user", "add", "a@example.org", "--role", "king"),
        ("export", "findings", *OF, "--profile", "secret", "--out", "x"),
        ("audit", "dump"),
        ("ledger", "nothing"),
    ],
)
def test_wrong_usage_has_a_code_of_its_own(desk: Desk, words: tuple[str, ...]) -> None:
    told = desk.refuses(*words, code=2)
    assert told[0].startswith("Usage: ")
    assert told[-1].startswith("Error: ")


@mark.stage("submitted")
@mark.parametrize(
    "words",
    [
        ("contract", "list"), ("contract", "show", REFERENCE), ("ledger", "trial-balance"),
        ("ledger", "reconcile", *OF, "--period", Q2), ("check", "run", *IN_Q1),
        ("audit", "verify"), ("user", "list"),
    ],
)  # fmt: skip
def test_a_fault_of_the_program_has_a_code_of_its_own(desk: Desk, words: tuple[str, ...]) -> None:
    """The office is broken on purpose: its clock fails."""
    office = desk.world.app.extensions["office"]
    object.__setattr__(office, "clock", lambda: 1 // 0)
    told = desk.refuses(*words, code=3)
    assert told[0] == "The program failed. Nothing was changed."
    assert told[-1].startswith("ZeroDivisionError")
