"""The engine: versions, periods, knowledge, consents, faults, digests, and what must not matter."""

import random
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from grants.checks.engine import check, check_kinds, rule_set_digest
from grants.checks.explain import NothingToExplain, explain
from grants.checks.result import CheckResult
from grants.contract import Consent, TermVersion, Variation
from grants.terms.base import Judgement, Kind
from grants.terms.registry import kinds
from grants.verdict import FINDING_COLUMNS, Scope, Verdict
from tests.grants.checks.check_builders import all_cases, contract_of, frame_of, text_line

PERIOD = """
[[term]]
code = "funding-period"
clause = "3.1"
wording = "Within the Funding Period."
page = 2
effective_from = 2017-04-01
agreed_on = 2017-03-24
[term.params]
starts_on = 2017-04-01
ends_on = 2018-03-31
"""
CEILING = """
[[term]]
code = "grant-ceiling"
clause = "4.1"
effective_from = 2017-04-01
agreed_on = 2017-03-24
[term.params]
amount = "200.00"
"""
UNBUILT = """
[[term]]
code = "records-kept"
clause = "9.1"
effective_from = 2017-04-01
agreed_on = 2017-03-24
[term.params]
years = 6
from = "contract-end"
"""


FIRST_CASES = list({case.code: case for case in reversed(all_cases())}.values())


def short(result: CheckResult) -> list[tuple[str, str, str, int]]:
    return [(f.subject, f.term, f.verdict.value, f.at_risk) for f in result.findings]


def test_a_kind_not_in_the_contract_is_not_applicable_and_one_not_built_is_not_run():
    unbuilt = Kind("records-kept", 99, "records kept", "Keep them.", Scope.CONTRACT, "as-of")
    given = (*kinds().values(), unbuilt)
    result = check_kinds(given, frame_of(text_line()), contract_of(PERIOD, UNBUILT))
    rows = {r["term"]: r for r in result.rows(all=True).to_dict("records")}
    assert len(rows) == len(given)
    assert list(result.rows(all=True).columns) == list(FINDING_COLUMNS)
    assert rows["evidence"] == {
        "scope": "line", "subject": "FUND-1", "term": "evidence", "clause": "", "verdict": "N/A",
        "at_risk": 0, "consent": "", "variation": "", "judged_on": "2017-06-01",
        "message": "Contract FUND-1: this contract does not use this kind of term.",
    }  # fmt: skip
    assert short(result) == [("FUND-1", "records-kept", "NOT RUN", 0)]
    assert "not built yet; a named person must accept it" in result.findings[0].message
    assert result.counts == {
        "PASS": 1, "WARN": 0, "EVIDENCE": 0, "BREACH": 0, "CONSENTED": 0, "RATIFIED": 0,
        "N/A": len(given) - 2, "NOT RUN": 1,
    }  # fmt: skip


def test_a_kind_nobody_knows_is_not_run():
    contract = contract_of(PERIOD)
    terms = (*contract.terms, TermVersion("moon-phase", "13.1"))
    result = check(frame_of(text_line()), replace(contract, terms=terms))
    assert short(result) == [("FUND-1", "moon-phase", "NOT RUN", 0)]


def test_today_is_the_latest_day_on_which_something_happened():
    contract = contract_of(PERIOD)
    assert check(frame_of(), contract).as_of == date(2017, 4, 20)
    lines = frame_of(text_line(defrayed_on="2017-06-02", service_to="2019-01-01"))
    assert check(lines, contract).as_of == date(2017, 6, 2)
    consent = Consent("C", "funding-period", given_on=date(2017, 8, 1), to_on=date(2030, 1, 1))
    assert check(lines, replace(contract, consents=(consent,))).as_of == date(2017, 8, 1)
    assert check(lines, contract, as_of=date(2017, 5, 5)).as_of == date(2017, 5, 5)


def test_one_period_reports_its_lines_and_counts_the_earlier_ones():
    lines = frame_of(
        text_line(1, incurred_on="2017-03-01", claimed="150.00"),
        text_line(2, incurred_on="2017-03-02", period="2017-Q2", claimed="60.00"),
    )
    contract = contract_of(PERIOD, CEILING)
    assert short(check(lines, contract, period="2017-Q1")) == [
        ("L1", "funding-period", "BREACH", 15000)
    ]
    second = check(lines, contract, period="2017-Q2")
    assert short(second) == [
        ("L2", "funding-period", "BREACH", 6000),
        ("FUND-1", "grant-ceiling", "BREACH", 1000),
    ]
    assert second.counts["PASS"] == 0
    assert second.at_risk_total == 6000


def test_a_line_is_counted_once_in_the_total_at_risk_by_its_largest():
    evidence = CEILING.replace("grant-ceiling", "evidence").replace(
        'amount = "200.00"', 'threshold = "10.00"\naccepted = ["invoice"]'
    )
    vat = CEILING.replace("grant-ceiling", "recoverable-vat").replace('amount = "200.00"', "")
    lines = frame_of(
        text_line(claimed="120.00", net="100.00", vat="20.00", gross="120.00", evidence="")
    )
    result = check(lines, contract_of(evidence, vat, CEILING))
    assert short(result) == [
        ("L1", "recoverable-vat", "BREACH", 2000),
        ("L1", "evidence", "EVIDENCE", 12000),
    ]
    assert result.at_risk_total == 12000


def test_no_lines_at_all_can_be_judged():
    texts = [f"[[{case.contract.split('[[', 2)[1]}" for case in FIRST_CASES]
    result = check(frame_of(), contract_of(*texts), as_of=date(2017, 6, 1))
    assert result.faults == ()
    assert len(result.by_term) == len(kinds())
    assert {v: n for v, n in result.counts.items() if n and v not in ("PASS", "N/A")} == {}


def _raises(*_):
    raise ZeroDivisionError("division by zero")


def _nothing(*_):
    return None


def _too_short(lines, *_):
    return Judgement(lines.iloc[:0])


def _unnamed(lines, *_):
    return Judgement(pd.DataFrame({"x": [1]}))


@pytest.mark.parametrize("broken", [_raises, _nothing, _too_short])
def test_a_line_term_that_breaks_down_is_not_run_on_every_line_and_the_others_run(broken):
    bad = replace(kinds()["funding-period"], judge=broken)
    given = (bad, kinds()["grant-ceiling"])
    lines = frame_of(text_line(1), text_line(2, claimed="150.00"))
    result = check_kinds(given, lines, contract_of(PERIOD, CEILING))
    assert short(result) == [
        ("L1", "funding-period", "NOT RUN", 0),
        ("L2", "funding-period", "NOT RUN", 0),
        ("FUND-1", "grant-ceiling", "BREACH", 5000),
    ]
    assert len(result.faults) == 1
    assert result.faults[0].startswith("funding-period: the check broke down (")
    assert "broke down" in result.findings[0].message


@pytest.mark.parametrize("broken", [_raises, _nothing, _unnamed])
@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.code)
def test_any_term_that_breaks_down_is_not_run(broken, kind: Kind):
    term = PERIOD.split("[term.params]", maxsplit=1)[0].replace("funding-period", kind.code)
    bad = replace(kind, judge=broken, params=())
    result = check_kinds((bad,), frame_of(text_line()), contract_of(term))
    assert [(f.term, f.verdict) for f in result.findings] == [(kind.code, Verdict.NOT_RUN)]
    assert len(result.faults) == 1


def test_versions_that_judge_different_things_are_a_fault_not_a_crash():
    def judge(_lines, p, _facts):
        size = 1 if p.version.variation is None else 2
        return Judgement(
            pd.DataFrame(
                {"subject": ["X"] * size, "judged_on": pd.to_datetime(["2017-05-01"] * size)}
            )
        )

    bad = replace(kinds()["grant-ceiling"], judge=judge)
    contract = contract_of(CEILING)
    later = replace(contract.terms[0], variation=1, effective_from=date(2017, 7, 1))
    varied = Variation(1, date(2017, 6, 1), date(2017, 7, 1), terms=(later,))
    result = check_kinds((bad,), frame_of(), replace(contract, variations=(varied,)))
    assert short(result) == [("FUND-1", "grant-ceiling", "NOT RUN", 0)]
    assert result.faults == ("grant-ceiling: its versions do not judge the same things.",)


def _some_case_lines() -> list[dict[str, str]]:
    r = random.Random(7)  # noqa: S311 - a fixed seed, no secret
    return [
        text_line(n, ledger_key=f"K-{r.randint(1, 9)}", claimed=f"{r.randint(1, 900)}.00",
                  claim_percent=r.choice(["60", "100"]), posted_on=f"2017-05-{r.randint(10, 19)}")
        for n in range(1, 31)
    ]  # fmt: skip


DOUBLE = CEILING.replace("grant-ceiling", "double-funding").replace('amount = "200.00"', "")


def test_row_order_does_not_matter():
    rows = _some_case_lines()
    contract = contract_of(PERIOD, CEILING, DOUBLE)
    once = check(frame_of(*rows), contract)
    again = check(frame_of(*reversed(rows)), contract)
    assert again.digest == once.digest
    assert again.input_digest == once.input_digest
    assert again.findings == once.findings
    assert any(f.term == "double-funding" for f in once.findings)


def test_splitting_a_line_keeps_the_excess_of_a_ceiling():
    contract = contract_of(CEILING)
    whole = check(frame_of(text_line(claimed="250.01")), contract)
    parts = check(
        frame_of(text_line(1, claimed="100.00"), text_line(2, claimed="150.01")), contract
    )
    assert short(whole) == short(parts) == [("FUND-1", "grant-ceiling", "BREACH", 5001)]


@pytest.mark.parametrize("case", FIRST_CASES, ids=lambda case: case.code)
def test_a_credit_note_and_its_invoice_leave_no_finding(case):
    faulty = {
        "category": "gifts", "evidence": "", "project": "GANGS", "incurred_on": "2017-01-01",
        "claim_percent": "", "claimed": "5000.00",
    }  # fmt: skip
    credit = text_line(2, claimed="-5000.00", corrects="L1")
    contract = contract_of(case.contract)
    cancelled = check(frame_of(text_line(1, **faulty), credit), contract, as_of=date(2017, 6, 1))
    assert [f for f in cancelled.findings if f.scope is Scope.LINE] == []
    assert cancelled.at_risk_total == 0


def test_a_variation_dated_tomorrow_changes_nothing_today():
    lines = frame_of(*_some_case_lines())
    today = date(2017, 6, 1)
    contract = contract_of(PERIOD, CEILING, DOUBLE)
    tomorrow = date(2017, 6, 2)
    terms = tuple(replace(t, variation=1, effective_from=tomorrow) for t in contract.terms)
    stricter = tuple(
        replace(t, params={"amount": "1.00"}) if t.code == "grant-ceiling" else t for t in terms
    )
    varied = Variation(1, today, tomorrow, award=100, terms=stricter)
    before = check(lines, contract, as_of=today)
    after = check(lines, replace(contract, variations=(varied,)), as_of=today)
    assert after.findings == before.findings
    assert after.counts == before.counts
    assert before.counts["BREACH"] > 0


def test_digests_change_with_a_penny_and_stay_with_the_same_inputs():
    contract = contract_of(CEILING)
    one, same, other = (
        check(frame_of(text_line(claimed=amount)), contract)
        for amount in ("300.00", "300.00", "300.01")
    )
    assert (one.digest, one.input_digest) == (same.digest, same.input_digest)
    assert one.digest != other.digest
    assert one.input_digest != other.input_digest
    assert one.rule_set_digest == rule_set_digest()
    assert len(rule_set_digest()) == 64


def test_what_was_not_known_at_the_cut_off_is_not_used():
    contract = replace(
        contract_of(PERIOD),
        consents=(Consent("C", "funding-period", given_on=date(2017, 5, 1)),),
    )
    lines = frame_of(text_line(incurred_on="2017-03-31"))
    known = check(lines, contract, known_at=date(2017, 5, 1))
    unknown = check(lines, contract, known_at=date(2017, 4, 30))
    assert short(known) == [("L1", "funding-period", "RATIFIED", 0)]
    assert short(unknown) == [("L1", "funding-period", "BREACH", 10000)]
    assert short(check(lines, contract, known_at=date(2017, 3, 23))) == []  # not even agreed


def test_an_explanation_gives_clause_wording_figures_and_what_would_pass():
    result = check(frame_of(text_line(incurred_on="2017-03-31")), contract_of(PERIOD))
    explanation = explain(result, (Scope.LINE, "L1"), "funding-period")
    assert explanation.clause == "3.1"
    assert explanation.wording == "Within the Funding Period."
    assert explanation.page == 2
    assert explanation.variation is None
    assert explanation.judged_on == "2017-03-31"
    assert explanation.demand == "Spend must be incurred inside the funding period."
    assert explanation.figures["incurred_on"] == "31 March 2017"
    assert explanation.figures["starts_on"] == "1 April 2017"
    assert explanation.arithmetic == (
        "incurred on 31 March 2017, before the funding period began on 1 April 2017."
    )
    assert explanation.to_pass == "Take the line out of the return, or ask the funder for consent."
    assert [c.applies for c in explanation.considered] == [False, True, False, False]
    assert (
        "page 2, in force from 2017-04-01: “Within the Funding Period.”" in explanation.in_words()
    )


def test_every_verdict_of_every_case_can_be_explained():
    explained = 0
    for case in all_cases():
        result = case.run()
        for row in result.rows(all=True).to_dict("records"):
            if row["term"] == case.code:
                scope = Scope(row["scope"])
                words = explain(result, (scope, row["subject"]), row["term"]).in_words()
                assert f"{row['verdict']}: " in words
                explained += 1
    assert explained > 500


def test_what_was_not_judged_cannot_be_explained():
    result = check(frame_of(text_line()), contract_of(PERIOD))
    with pytest.raises(NothingToExplain, match="no kind of term moon-phase"):
        explain(result, (Scope.LINE, "L1"), "moon-phase")
    with pytest.raises(NothingToExplain, match="gave no verdict on the line L9"):
        explain(result, (Scope.LINE, "L9"), "funding-period")
