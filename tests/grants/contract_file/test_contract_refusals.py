"""Every message of the contract file, each provoked by a file of its own.

A case file says in ``# expects:`` lines, one per problem: table | key | what | why | what to do.
"""

import ast
import re
from pathlib import Path

import pytest
from contract_file_builders import CASES, COMPLETE, KINDS, ROOT, Declared

from grants.checks.parameters import Param
from grants.contract_file import ContractRefused, Problem, read_contract, read_contract_to_check

FILES = sorted(CASES.glob("*.toml"))
EXPECTS = "# expects: "


def refusal_of(text: str, file: str) -> tuple[Problem, ...]:
    with pytest.raises(ContractRefused) as refused:
        read_contract(text, file, KINDS)
    return refused.value.problems


def expected_in(path: Path) -> list[Problem]:
    lines = path.read_text(encoding="utf-8").splitlines()
    parts = [line.removeprefix(EXPECTS).split("|") for line in lines if line.startswith(EXPECTS)]
    return [Problem(path.name, *(part.strip() for part in p)) for p in parts]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_file_is_refused_with_exactly_its_problems(path):
    expected = expected_in(path)
    assert expected, f"{path.name} says what it expects"
    assert list(refusal_of(path.read_text(encoding="utf-8"), path.name)) == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_problem_says_what_is_wrong_why_it_matters_and_what_to_do(path):
    for problem in refusal_of(path.read_text(encoding="utf-8"), path.name):
        assert re.search(r"[.]$", problem.what)
        assert re.search(r"[.]$", problem.why)
        assert re.search(r"[.?]$", problem.fix)


def test_every_message_of_the_reader_has_a_file_that_provokes_it():
    provoked = [p.what for path in FILES for p in expected_in(path)]
    provoked.append("The file has 4,000,001 characters.")  # built in a test of its own below
    unprovoked = [
        f"{source.name}: {template}"
        for source in sorted((ROOT / "grants" / "contract_file").glob("*.py"))
        for template in _messages_in(source)
        if not any(re.fullmatch(template, what) for what in provoked)
    ]
    assert unprovoked == []


def test_the_search_for_messages_finds_those_of_the_source():
    found = {
        template
        for source in (ROOT / "grants" / "contract_file").glob("*.py")
        for template in _messages_in(source)
    }
    assert "It\\ is\\ missing\\." in found
    assert ".*\\ is\\ neither\\ true\\ nor\\ false\\." in found
    assert len(found) > 40


def test_a_file_beyond_the_limit_is_refused_before_it_is_read():
    assert refusal_of("x" * 4_000_001, "long.toml") == (
        Problem(
            "long.toml",
            "",
            "",
            "The file has 4,000,001 characters.",
            "A contract file has at most 4,000,000.",
            "Check that it is the right file.",
        ),
    )


def test_the_refusal_reads_as_a_list_for_a_person():
    path = CASES / "head-unknown.toml"
    with pytest.raises(ContractRefused) as refused:
        read_contract(path.read_text(encoding="utf-8"), path.name, KINDS)
    assert str(refused.value) == (
        "The contract file is refused: 1 problem.\n"
        "head-unknown.toml, [[allocation]] 2 (MENTOR, ZEBRA), head: "
        'No [[budget_head]] is called "ZEBRA". '
        "What refers to nothing is checked against nothing. "
        "Add the [[budget_head]] first."
    )


def test_a_check_of_an_agreement_reads_allocations_over_the_award():
    path = CASES / "allocations-over-award.toml"
    contract = read_contract_to_check(path.read_text(encoding="utf-8"), path.name, KINDS)
    assert sum(a.amount for a in contract.allocations) == contract.award + 1


def test_a_check_of_an_agreement_still_refuses_what_cannot_be_read():
    path = CASES / "clause-missing.toml"
    with pytest.raises(ContractRefused) as refused:
        read_contract_to_check(path.read_text(encoding="utf-8"), path.name, KINDS)
    assert list(refused.value.problems) == expected_in(path)


def test_parameters_are_left_alone_where_no_kinds_are_known():
    text = COMPLETE.read_text(encoding="utf-8").replace("base = ", "bass = ")
    varied = read_contract(text, "c.toml").term_versions("virement")
    assert [dict(v.params)["bass"] for v in varied] == ["original", "revised"]


@pytest.mark.parametrize("missing", ["limit_percent = 10.5\n", 'base = "original"\n'])
def test_a_missing_parameter_is_for_the_check_to_tell(missing):
    text = COMPLETE.read_text(encoding="utf-8").replace(missing, "", 1)
    contract = read_contract(text, "c.toml", KINDS)
    assert missing.split(" ", 1)[0] not in contract.term_versions("virement")[0].params


@pytest.mark.parametrize(
    ("award", "suggested"),
    [
        ('"£239,000"', "239000.00"),
        ('"239000"', "239000.00"),
        ('"239000.5"', "239000.50"),
        ('"1e3"', "1234.50"),
        ('"239.000,00"', "1234.50"),
        ('" 239000.00"', "239000.00"),
        ("239000.10", "239000.10"),
        ("2.39e5", "1234.50"),
        ("239000", "239000.00"),
    ],
)
def test_an_unreadable_amount_is_answered_with_the_amount_most_likely_meant(award, suggested):
    text = COMPLETE.read_text(encoding="utf-8").replace('award = "50000.00"', f"award = {award}")
    (problem,) = refusal_of(text, "c.toml")
    assert problem.fix == f'Write award = "{suggested}".'


@pytest.mark.parametrize("percent", ["40", "40.0", '"40"', '"40%"', '"40 %"'])
def test_a_percentage_is_a_number_or_text(percent):
    text = COMPLETE.read_text(encoding="utf-8").replace(
        "claimed_percent_elsewhere = 40", f"claimed_percent_elsewhere = {percent}"
    )
    (post,) = read_contract(text, "c.toml", KINDS).posts
    assert post.claimed_percent_elsewhere == 40


def test_a_file_saved_with_a_byte_order_mark_and_windows_line_ends_reads_the_same():
    text = COMPLETE.read_text(encoding="utf-8")
    windows = "\ufeff" + text.replace("\n", "\r\n")
    assert read_contract(windows, "c.toml", KINDS) == read_contract(text, "c.toml", KINDS)


def test_allocations_up_to_the_percentage_or_the_consent_are_taken():
    over = (CASES / "allocations-over-programming.toml").read_text(encoding="utf-8")
    consented = (CASES / "allocations-over-consent.toml").read_text(encoding="utf-8")
    for text in (over, consented):
        contract = read_contract(text.replace('"25000.01"', '"25000.00"'), "c.toml", KINDS)
        assert [a.amount for a in contract.allocations] == [3_000_000, 2_500_000]


def test_a_long_value_is_shown_shortened():
    text = COMPLETE.read_text(encoding="utf-8").replace(
        'kind = "contract"', f'kind = "{"loan " * 30}"', 1
    )
    (problem,) = refusal_of(text, "c.toml")
    assert problem.what == (
        '"loan loan loan loan loan loan loan loan loan loan loan loa… '
        "is not one of the words allowed."
    )


def test_an_unreadable_over_programming_percentage_allows_nothing_and_is_told_itself():
    text = (CASES / "allocations-over-programming.toml").read_text(encoding="utf-8")
    text = text.replace('over_programming_percent = "10"', 'over_programming_percent = "ten"')
    assert [(p.key, p.what.split(";")[-1]) for p in refusal_of(text, "c.toml")] == [
        (
            "params.over_programming_percent",
            '"ten" is not a number written out.',
        ),
        ("amount", " the award that day is £50,000.00: £5,000.01 too much."),
    ]


def test_a_parameter_of_a_type_unknown_here_is_left_to_the_check():
    kinds = {**KINDS, "virement": Declared((Param("limit_percent", "moon"), Param("base", "moon")))}
    text = (CASES / "head-unknown.toml").read_text(encoding="utf-8").replace("ZEBRA", "ROOMS")
    (virement, _) = read_contract(text, "c.toml", kinds).terms
    assert virement.params == {"limit_percent": "10", "base": "original"}


def _messages_in(source: Path) -> list[str]:
    """The ``what`` of every problem a module can report, as patterns."""
    templates: list[str] = []
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id == "Unreadable":
            templates += _patterns(node.args[0])
        if isinstance(node.func, ast.Attribute) and node.func.attr == "report":
            templates += _patterns(node.args[2])
    return templates


def _patterns(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return _patterns(node.body) + _patterns(node.orelse)
    if isinstance(node, ast.Constant):
        return [re.escape(str(node.value))]
    if isinstance(node, ast.JoinedStr):
        parts = (
            ".*" if isinstance(v, ast.FormattedValue) else re.escape(v.value) for v in node.values
        )
        return ["".join(parts)]
    return []  # a fault handed on from where it was raised
