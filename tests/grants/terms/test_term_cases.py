"""Every case file, and that the case files leave no verdict of a kind untried."""

import pytest

from grants.terms.registry import kinds
from grants.verdict import Verdict
from ledger.money import format_pounds
from tests.grants.checks.check_builders import CASES, Case, all_cases

BUILT = [kind for kind in kinds().values() if kind.judge is not None]


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.title)
def test_case_gives_exactly_the_expected_rows_in_four_parts(case: Case):
    result = case.run()
    assert result.faults == ()
    rows = [row for row in result.rows(all=True).to_dict("records") if row["term"] == case.code]
    passed = {row["subject"] for row in rows if row["verdict"] == Verdict.PASS}
    wanted_to_pass = {e["subject"] for e in case.expect if e["verdict"] == "PASS"}
    assert wanted_to_pass <= passed, rows
    wanted = [e for e in case.expect if e["verdict"] != "PASS"]
    found = [row for row in rows if row["verdict"] != Verdict.PASS]
    assert sorted((r["subject"], r["verdict"]) for r in found) == sorted(
        (e["subject"], e["verdict"]) for e in wanted
    ), found
    by_key = {(r["subject"], r["verdict"]): r for r in found}
    for e in wanted:
        row = by_key[e["subject"], e["verdict"]]
        assert format_pounds(row["at_risk"]) == e.get("at_risk", "0.00"), row
        assert e["says"] in row["message"], row
        about = (f"{row['scope'].capitalize()} {row['subject']}: ", "Contract FUND-1: ")
        assert row["message"].startswith(about), row
        assert f"Clause {row['clause']} (" in row["message"], row
        assert e.get("consent", "") == row["consent"], row
        assert e.get("variation", row["variation"]) == row["variation"], row


@pytest.mark.parametrize("kind", BUILT, ids=lambda kind: kind.code)
def test_case_file_tries_every_verdict_a_kind_can_give(kind):
    tried = {e["verdict"] for case in all_cases() if case.code == kind.code for e in case.expect}
    wanted = {Verdict.PASS, *kind.verdicts}
    if Verdict.BREACH in kind.verdicts:
        wanted |= {Verdict.CONSENTED, Verdict.RATIFIED}
    assert {v.value for v in wanted} <= tried


@pytest.mark.parametrize("kind", BUILT, ids=lambda kind: kind.code)
def test_case_file_has_both_sides_of_a_variation(kind):
    varied = [c for c in all_cases() if c.code == kind.code and "[[variation]]" in c.contract]
    assert len({e["verdict"] for case in varied for e in case.expect}) > 1


def test_every_case_file_is_of_a_built_kind():
    assert {path.stem for path in CASES.glob("*.toml")} == {kind.code for kind in BUILT}
