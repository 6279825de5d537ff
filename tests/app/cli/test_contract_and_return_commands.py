"""``flask contract``, ``flask return`` and ``flask quarter``: words, JSON, and what is refused."""

from builders import CONTRACT, FINANCE, FUNDER, IN_Q2, LEAD, MEMBER, Q1, Q2, REFERENCE, S151, line
from cli_desk import Desk
from pytest import mark  # noqa: PT013 - marks read as words

from ledger.reader.worker import read_workbook_guarded

OF = ("--contract", REFERENCE)
KNIFE_1 = (*OF, "--project", "KNIFE", "--period", Q1)
SUMMARY = {
    "reference": REFERENCE, "title": "Youth Justice Fund 2019/20",
    "funder": "Police and Crime Commissioner for Northshire", "award": "10000.00",
    "starts_on": "2019-04-01", "ends_on": "2019-09-30",
}  # fmt: skip


# --- contract -------------------------------------------------------------------------------------


@mark.stage("empty")
def test_a_contract_is_loaded_once(desk: Desk) -> None:
    file = desk.keep("fund.toml", CONTRACT)
    assert desk.says("contract", "list") == ["No contract is recorded yet."]
    assert desk.answers("contract", "list") == []
    assert desk.says("contract", "load", file) == [
        f"{REFERENCE} recorded: 15 new, 0 completed, 0 unchanged facts; 6 journals posted."
    ]
    before = desk.world.contents()
    assert desk.says("contract", "load", file) == [
        f"{REFERENCE}: nothing new (15 facts unchanged)."
    ]
    assert desk.answers("contract", "load", file) == {
        "reference": REFERENCE, "is_new": False, "added": [], "completed": [], "unchanged": 15,
        "absent": [], "journals": 0,
    }  # fmt: skip
    assert desk.world.contents() == before


def test_what_is_new_in_a_contract_file_is_added_and_named(desk: Desk) -> None:
    receipt = '[[receipt]]\nreceived_on = 2019-07-01\namount = "1.00"\nreference = "BACS 0102"\n'
    file = desk.keep("fund.toml", CONTRACT + receipt)
    assert desk.says("contract", "load", file) == [
        f"{REFERENCE} added to: 1 new, 0 completed, 15 unchanged facts; 1 journals posted.",
        "  new: receipt 2019-07-01 / BACS 0102",
    ]


def test_contracts_are_listed_and_shown(desk: Desk) -> None:
    assert desk.says("contract", "list") == [
        f"{REFERENCE}  Youth Justice Fund 2019/20  £10,000.00  2019-04-01 to 2019-09-30"
    ]
    assert desk.answers("contract", "list") == [SUMMARY]
    assert desk.says("contract", "show", REFERENCE) == [
        f"{REFERENCE}: Youth Justice Fund 2019/20",
        "Funder Police and Crime Commissioner for Northshire; accountable body Northshire Council.",
        "01/04/2019 to 30/09/2019; signed 20/03/2019.",
        "Award £10,000.00, allocated £8,000.00 over 2 projects.",
        "",
        "2019-Q1  due 31/08/2019  open",
        "2019-Q2  due 30/11/2019  open",
        "",
        "3.1                funding-period",
        "4.2                project-allocation",
        "7.1                evidence",
    ]
    assert desk.answers("contract", "show", REFERENCE) == {
        **SUMMARY, "accountable_body": "Northshire Council", "allocated": "8000.00",
        "periods": [
            {"code": Q1, "due_on": "2019-08-31", "state": "open"},
            {"code": Q2, "due_on": "2019-11-30", "state": "open"},
        ],
        "projects": [
            {"code": "KNIFE", "title": "Knife crime", "allocated": "5000.00"},
            {"code": "WELL", "title": "Wellbeing", "allocated": "3000.00"},
        ],
        "terms": [
            {"code": "funding-period", "clause": "3.1", "versions": 1},
            {"code": "project-allocation", "clause": "4.2", "versions": 1},
            {"code": "evidence", "clause": "7.1", "versions": 1},
        ],
        "variations": [], "consents": [],
    }  # fmt: skip


def test_a_contract_shown_as_a_file_loads_as_nothing_new(desk: Desk) -> None:
    shown = desk.run("contract", "show", REFERENCE, "--toml")
    again = desk.keep("again.toml", shown.stdout)
    assert desk.answers("contract", "load", again)["unchanged"] == 15


def test_next_years_draft_is_written_with_what_to_complete(desk: Desk) -> None:
    out = desk.folder / "drafts" / "next.toml"
    before = desk.world.contents()
    words = ("contract", "copy", REFERENCE, "--to", "YJF-2020-21", "--year", "2020-21")
    told = desk.says(*words, "--out", out)
    assert told[0] == f"Draft written to {out}. Complete it, then: flask contract load {out}"
    answer = desk.answers(*words, "--out", out)
    assert answer["file"] == str(out)
    assert told[1:] == [f"  to complete: {what}" for what in answer["to_complete"]]
    assert len(answer["to_complete"]) > 5
    assert 'reference = "YJF-2020-21"' in out.read_text(encoding="utf-8").splitlines()
    assert desk.refuses("contract", "load", out)[:2] == [
        "next.toml was not loaded: 3 problem(s). Nothing was changed.",
        (
            "  - next.toml, [[term]] 1 (funding-period), agreed_on: It is missing. Without the "
            "date nobody can say whether the term was known when money was spent. Add agreed_on "
            "(date)."
        ),
    ]
    assert desk.world.contents() == before


@mark.parametrize(
    ("words", "said"),
    [
        (("show", "NONE"), f"There is no contract NONE. Contracts recorded: {REFERENCE}."),
        (("copy", "NONE", "--to", "X", "--year", "2020-21"), "There is no contract NONE."),
        (
            ("copy", REFERENCE, "--to", REFERENCE, "--year", "2020-21"),
            f"There is a contract {REFERENCE} already. Choose another reference.",
        ),
    ],
)
def test_a_contract_that_is_not_there_or_there_already_is_refused(
    desk: Desk, words: tuple[str, ...], said: str
) -> None:
    assert desk.refuses("contract", *words) == [said]


def test_a_contract_file_that_cannot_be_read_is_refused_with_every_problem(desk: Desk) -> None:
    wrong = CONTRACT.replace('"10000.00"', '"ten"').replace("ends_on = 2019-09-30", "", 1)
    assert desk.refuses("contract", "load", desk.keep("fund.toml", wrong)) == [
        "fund.toml was not loaded: 2 problem(s). Nothing was changed.",
        (
            '  - fund.toml, [contract], award: "ten" is not an amount. Only pounds with two decimals '
            'can be read in one way. Write award = "1234.50".'
        ),
        (
            "  - fund.toml, [contract], ends_on: It is missing. The contract cannot be understood "
            "without it. Add ends_on (date)."
        ),
    ]
    latin = desk.keep("latin.toml", "title = '£'".encode("latin-1"))
    assert desk.refuses("contract", "load", latin) == [
        f"{latin} is not UTF-8 text. Save the contract file as UTF-8 and load it again."
    ]


# --- return ---------------------------------------------------------------------------------------


def test_a_return_workbook_is_written_for_a_project_and_quarter(desk: Desk) -> None:
    out = desk.folder / "new" / "knife.xlsx"
    assert desk.says("return", "template", *KNIFE_1, "--out", out) == [
        f"Return workbook written to {out}."
    ]
    answer = desk.answers("return", "template", *KNIFE_1, "--out", out)
    assert answer == {"file": str(out), "bytes": out.stat().st_size}
    read = read_workbook_guarded(out.read_bytes(), "knife.xlsx")
    assert [sheet.name for sheet in read.sheets][:3] == ["Read me", "Return", "Transactions"]


def test_a_place_that_cannot_be_written_is_said(desk: Desk) -> None:
    for words in (("return", "template", *KNIFE_1), ("export", "trial-balance", *OF)):
        assert desk.refuses(*words, "--out", desk.folder) == [
            f"{desk.folder} is a folder. Name the file to write with --out."
        ]
        file = desk.keep("file", b"")
        assert desk.refuses(*words, "--out", file / "x.xlsx") == [
            f"{file / 'x.xlsx'} cannot be written: File exists. Name another place with --out."
        ]


def test_a_check_shows_every_finding_and_changes_nothing(desk: Desk) -> None:
    bare = line("K-9", evidence="", ledger_key="10009-1")
    file = desk.keep("r.xlsx", desk.world.workbook("KNIFE", Q1, line("K-1"), bare))
    before = desk.world.contents()
    message = (
        "Line K-9: £200.00 is claimed and none of the documents accepted from £100.00 (invoice, "
        "payroll) is held. Clause 7.1 (evidence held). Attach the document."
    )
    told = desk.says("return", "check", file, code=1)
    answer = desk.answers("return", "check", file, "--annotated", desk.folder / "a.xlsx", code=1)
    (found,) = answer.pop("findings")
    assert told == [
        f"r.xlsx: KNIFE {Q1}, 2 lines.",
        f"EVIDENCE  {found['ref']}  Transactions!P7 K-9  clause 7.1 (evidence)  at risk £200.00",
        f"          {message}",
    ]
    assert answer == {
        "project": "KNIFE", "period": Q1, "lines": 2, "unreadable": [], "notes": [],
    }  # fmt: skip
    assert found == {
        "ref": found["ref"], "scope": "line", "subject": "K-9", "term": "evidence",
        "clause": "7.1", "verdict": "EVIDENCE", "label": "Something is missing",
        "at_risk": "200.00", "message": message, "consent": "", "variation": "",
        "resolution": None,
    }  # fmt: skip
    marked = read_workbook_guarded((desk.folder / "a.xlsx").read_bytes(), "a.xlsx")
    assert "Findings" in [sheet.name for sheet in marked.sheets]
    assert desk.world.contents() == before


def test_a_return_in_order_passes_the_check(desk: Desk) -> None:
    file = desk.keep("r.xlsx", desk.world.workbook())
    assert desk.says("return", "check", file) == [
        f"r.xlsx: KNIFE {Q1}, 2 lines.",
        "Nothing to look at: every line meets the contract.",
    ]


def test_a_return_is_submitted_once_and_sent_back_with_a_reason(desk: Desk) -> None:
    desk.employ(LEAD, FINANCE)
    file = desk.keep("r.xlsx", desk.world.workbook())
    words = ("return", "submit", file, "--as", LEAD.person)
    assert desk.says(*words) == [f"KNIFE {Q1} version 1: 2 lines, £1,200.00."]
    before = desk.world.contents()
    assert desk.says(*words) == [
        f"KNIFE {Q1} version 1: 2 lines, £1,200.00 (submitted before; nothing was counted twice)."
    ]
    assert desk.answers(*words) == {
        "project": "KNIFE", "period": Q1, "version": 1, "lines": 2, "claimed": "1200.00",
        "repeat": True, "notes": [], "findings": [],
    }  # fmt: skip
    assert desk.world.contents() == before
    back = ("return", "query", *KNIFE_1, "--as", FINANCE.person)
    assert desk.refuses(*back, code=2) == ["Say why it goes back: --reason '…'."]
    assert desk.says(*back, "--reason", "Say more of K-2.") == [f"KNIFE {Q1} is queried."]
    assert desk.refuses(*back, "--reason", "Again.") == [
        (
            f"The return of KNIFE for {Q1}: It is queried, so it cannot be moved by 'query'. "
            "What can be done now: draft."
        )
    ]
    acts = desk.world.sql("SELECT actor, act, reason FROM return_event ORDER BY id")
    assert acts[-1] == (FINANCE.person, "query", "Say more of K-2.")


def test_findings_are_told_on_submission(desk: Desk) -> None:
    desk.employ(LEAD)
    late = line("K-9", **{**IN_Q2, "incurred_on": "2019-10-01"})
    file = desk.keep("r.xlsx", desk.world.workbook("KNIFE", Q2, late))
    told = desk.says("return", "submit", file, "--as", LEAD.person)
    assert [w[:9].strip() for w in told[1::2]] == ["BREACH"]
    assert "K-9  clause 3.1 (funding-period)  at risk £200.00" in told[1]


@mark.stage("imported")
def test_a_return_is_agreed_to_the_ledger_and_the_quarter_goes_its_way(desk: Desk) -> None:
    desk.employ(FINANCE, S151, FUNDER)
    quarter = (*OF, "--period", Q1, "--as")
    words = ("return", "reconcile", *OF, "--period", Q1, "--as", FINANCE.person, "--project")
    assert desk.says(*words, "KNIFE") == [f"KNIFE {Q1} is reconciled."]
    assert desk.answers(*words, "WELL") == {"state": "reconciled"}
    certified = desk.answers("quarter", "certify", *quarter, S151.person)
    digest = certified.pop("digest")
    assert certified == {
        "state": "certified", "claimed": "1700.00", "disallowed": "0.00", "net": "1700.00",
    }  # fmt: skip
    assert len(digest) == 64
    query = ("quarter", "query", *quarter, FUNDER.person)
    assert desk.says(*query, "--reason", "Which hall?") == [f"{Q1} is queried."]
    assert desk.says("quarter", "certify", *quarter, S151.person, "--reason", "Elm Hall.") == [
        f"{Q1} is certified: £1,700.00 certified. Digest {digest}."
    ]
    assert desk.answers("quarter", "accept", *quarter, FUNDER.person) == {"state": "accepted"}


@mark.stage("certified")
def test_the_funder_rejects_a_quarter_with_a_reason_only(desk: Desk) -> None:
    desk.employ(FUNDER)
    words = ("quarter", "reject", *OF, "--period", Q1, "--as", FUNDER.person)
    (told,) = desk.refuses(*words)
    assert "reason" in told
    assert desk.says(*words, "--reason", "Not agreed.") == [f"{Q1} is rejected."]


@mark.stage("reconciled")
def test_only_those_who_may_move_a_quarter_or_return(desk: Desk) -> None:
    desk.employ(FINANCE, MEMBER, FUNDER)
    quarter = (*OF, "--period", Q1, "--as")
    assert desk.refuses("quarter", "certify", *quarter, FINANCE.person) == [
        f"{FINANCE.person} (Finance officer) may not do this: certify quarter."
    ]
    assert desk.refuses("return", "reconcile", *KNIFE_1, "--as", MEMBER.person) == [
        f"{MEMBER.person} (Members) may not do this: reconcile return."
    ]
    assert desk.refuses("quarter", "accept", *quarter, FUNDER.person) == [
        f"{REFERENCE} {Q1}: It is open, so it cannot be moved by 'accept'. What can be done now: certify."
    ]
    assert desk.refuses("quarter", "certify", *quarter, "nobody@example.org") == [
        (
            "There is no user nobody@example.org who can sign in. Add one: flask user add "
            "nobody@example.org --role …"
        )
    ]
