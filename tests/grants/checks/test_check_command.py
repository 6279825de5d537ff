"""``python -m grants check`` from outside: exit codes, files, standard error, the worked fund."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from grants.__main__ import main
from grants.verdict import FINDING_COLUMNS
from tests.grants.checks.check_builders import AGREEMENT, text_line

WORKED = Path(__file__).parents[2] / "cases" / "worked_fund"
TERM = """
[[term]]
code = "funding-period"
clause = "3.1"
effective_from = 2017-04-01
agreed_on = 2017-03-24
[term.params]
starts_on = 2017-04-01
ends_on = 2018-03-31
"""


@pytest.fixture
def given(tmp_path):
    def write(*lines: dict[str, str], contract: str = AGREEMENT + TERM) -> list[str]:
        with (tmp_path / "lines.csv").open("w", newline="", encoding="utf-8") as file:
            out = csv.DictWriter(file, list(lines[0]))
            out.writeheader()
            out.writerows(lines)
        (tmp_path / "contract.toml").write_text(contract, encoding="utf-8")
        return ["check", str(tmp_path / "lines.csv"), str(tmp_path / "contract.toml")]

    return write


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_expected_verdict_of_the_worked_fund(tmp_path):
    out = tmp_path / "findings.csv"
    arguments = [
        str(WORKED / "lines.csv"),
        str(WORKED / "contract.toml"),
        "--all",
        "--out",
        str(out),
    ]
    run = subprocess.run(
        [sys.executable, "-m", "grants", "check", *arguments], capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (1, "")
    assert "as of 2017-11-06." in run.stdout
    found = {(r["scope"], r["subject"], r["term"]): r for r in rows_of(out)}
    for wanted in rows_of(WORKED / "expected.csv"):
        row = found[wanted["scope"], wanted["subject"], wanted["term"]]
        assert row["verdict"] == wanted["verdict"], row
        assert wanted["at_risk"] in ("", row["at_risk"]), row


def test_nothing_found_is_exit_0_and_passes_are_left_out(given, tmp_path, capsys):
    out = tmp_path / "out.csv"
    assert main([*given(text_line()), "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8") == ",".join(FINDING_COLUMNS) + "\n"
    assert "PASS 1," in capsys.readouterr().out


def test_a_warning_alone_is_exit_0(given):
    term = TERM.replace("funding-period", "separate-accounting").split("[term.params]")[0]
    assert main(given(text_line(cost_centre="04999"), contract=AGREEMENT + term)) == 0


def test_a_breach_is_exit_1_and_is_printed_in_full(given, capsys):
    assert main(given(text_line(incurred_on="2017-03-31"))) == 1
    printed = capsys.readouterr().out
    assert "BREACH    funding-period" in printed
    assert "100.00  Line L1: incurred on 31 March 2017, before the funding period" in printed
    assert "At risk on lines, each once: £100.00" in printed


def test_json_has_rows_counts_terms_and_digest(given, capsys):
    assert main([*given(text_line(incurred_on="2017-03-31")), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["contract"] == "FUND-1"
    assert [(r["subject"], r["verdict"], r["at_risk"], r["clause"]) for r in answer["rows"]] == [
        ("L1", "BREACH", "100.00", "3.1")
    ]
    assert list(answer["rows"][0]) == list(FINDING_COLUMNS)
    assert answer["counts"]["BREACH"] == 1
    assert answer["by_term"]["funding-period"] == {"BREACH": 1}
    assert len(answer["digest"]) == 64


def test_dates_and_period_of_the_command_line_are_used(given, capsys):
    arguments = given(text_line())
    options = ["--period", "2017-Q2", "--as-of", "2017-09-01", "--known-at", "2017-08-01"]
    assert main([*arguments, *options, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["as_of"], answer["known_at"], answer["period"]) == (
        "2017-09-01", "2017-08-01", "2017-Q2",
    )  # fmt: skip


@pytest.mark.parametrize(
    "options", [["--period", "2099-Q1"], ["--as-of", "yesterday"], ["--nonsense"]]
)
def test_a_wrong_command_line_is_exit_2(given, capsys, options):
    arguments = [*given(text_line()), *options]
    try:
        code = main(arguments)
    except SystemExit as stop:
        code = stop.code
    assert code == 2
    assert capsys.readouterr().err != ""


def test_lines_that_cannot_be_read_are_refused_on_standard_error(given, capsys):
    assert main(given(text_line(claimed="1,000"))) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Row 2, column claimed: '1,000'. Write pounds with two decimals" in printed.err


def test_a_contract_that_cannot_be_read_lists_every_problem(given, capsys):
    bad = AGREEMENT.replace("award =", "awrd =") + TERM.replace('clause = "3.1"', "")
    assert main(given(text_line(), contract=bad)) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "contract.toml, [contract], awrd" in printed.err
    assert "clause: It is missing." in printed.err


def test_rows_with_too_few_cells_and_other_encodings_are_refused(given, tmp_path, capsys):
    arguments = given(text_line())
    (tmp_path / "lines.csv").write_text("line_id,project\nA\n", encoding="utf-8")
    assert main(arguments) == 1
    assert "row 2 does not have 2 cells" in capsys.readouterr().err
    (tmp_path / "lines.csv").write_bytes(b"line_id\n\xa3")
    assert main(arguments) == 1
    assert "is not UTF-8" in capsys.readouterr().err
    (tmp_path / "lines.csv").write_text("", encoding="utf-8")
    assert main(arguments) == 1
    assert "is empty" in capsys.readouterr().err
    (tmp_path / "lines.csv").unlink()
    assert main(arguments) == 1
    assert "cannot be opened" in capsys.readouterr().err


def test_line_ends_and_separators_inside_a_quoted_text_stay_in_it(given):
    assert main(given(text_line(description="one\ntwo\u2028three, four"))) == 0
