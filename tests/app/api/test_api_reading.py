"""Contracts, returns and findings as they are read, as far as a caller's roles reach."""

from decimal import Decimal

import pytest
from api_builders import (
    ANSWERS,
    DHR_BODY,
    LINES,
    OTHER,
    Q1,
    Q2,
    REFERENCE,
    Api,
    body_with,
    line,
    place,
)

from app.services.queries.findings import MASKED
from app.services.queries.returns import MASK
from app.services.resolve_finding import accept_finding

CONTRACT = f"/contracts/{REFERENCE}"
HEAD = {
    "reference": REFERENCE, "title": "Partnership Locality Fund 2017/18",
    "funder": "Police and Crime Commissioner for Leicestershire",
    "accountable_body": "Leicester City Council", "award": "239000.00",
    "starts_on": "2017-04-01", "ends_on": "2018-03-31",
}  # fmt: skip


def test_the_list_holds_the_contracts_of_the_caller_and_no_other(api: Api) -> None:
    mine = api.get("/contracts")
    assert (mine.status_code, mine.json) == (
        200, {"items": [HEAD], "page": 1, "page_size": 100, "total": 1},
    )  # fmt: skip
    theirs = api.get("/contracts", "other.finance")
    assert [c["reference"] for c in theirs.json["items"]] == [OTHER]


def test_a_contract_is_read_with_periods_projects_and_terms(api: Api) -> None:
    found = api.get(CONTRACT, "finance").json

    assert {k: found[k] for k in HEAD} == HEAD
    assert found["periods"][0] == {
        "code": Q1, "starts_on": "2017-04-01", "ends_on": "2017-06-30",
        "return_due_on": "2017-07-31", "leads_due_on": "2017-07-31",
        "accounting_periods": ["201701", "201702", "201703"], "state": "open",
    }  # fmt: skip
    assert len(found["projects"]) == 12
    knife = next(p for p in found["projects"] if p["code"] == "KNIFE")
    assert (knife["budget"], knife["spent"], knife["sensitive"]) == ("42000.00", "0.00", False)
    assert [(a["head"], a["amount"], a["approved_on"]) for a in knife["allocations"]] == [
        ("STAFF", "14000.00", "2017-03-20"),
        ("DELIVERY", "12000.00", "2017-03-20"),
        ("PARTNER", "12000.00", "2017-03-20"),
        ("MANAGE", "4000.00", "2017-03-20"),
    ]
    term = next(t for t in found["terms"] if t["code"] == "funding-period")
    assert (term["title"], term["clause"]) == ("Funding period", "3.1")
    assert term["wording"] == (
        "Eligible expenditure is expenditure incurred by the Recipient for the purposes of the "
        "Project during the Funding Period."
    )
    assert [(v["in_force"], v["parameters"], v["in_words"]) for v in term["versions"]] == [
        (
            True,
            {"starts_on": "2017-04-01", "ends_on": "2018-03-31"},
            ["Ends on: 31/03/2018", "Starts on: 01/04/2017"],
        )
    ]


def test_a_lead_reads_the_contract_with_their_own_project_alone(api: Api) -> None:
    assert [p["code"] for p in api.get(CONTRACT).json["projects"]] == ["KNIFE"]


def test_a_return_not_started_is_read_as_such(api: Api) -> None:
    assert api.get(place()).json == {
        "contract": REFERENCE, "project": "KNIFE", "period": Q1, "state": "not started",
        "quarter_state": "open", "version": None, "submitted_at": None, "submitted_by": "",
        "totals": {"lines": 0, "claimed": "0.00", "disallowed": "0.00", "net": "0.00"},
        "masked": False, "heads": [], "answers": None, "lines": [],
    }  # fmt: skip


def test_a_submitted_return_is_read_with_answers_totals_and_every_line(api: Api) -> None:
    assert api.submit().status_code == 201

    found = api.get(place()).json

    assert (found["state"], found["version"]) == ("submitted", 1)
    assert (found["submitted_at"], found["submitted_by"]) == (
        "2017-07-10T09:00:00+00:00", "knife.lead@example.org",
    )  # fmt: skip
    assert found["totals"] == {
        "lines": 2, "claimed": "1500.00", "disallowed": "0.00", "net": "1500.00",
    }  # fmt: skip
    assert found["heads"] == [
        {"head": "DELIVERY", "claimed": "1500.00", "disallowed": "0.00", "net": "1500.00"}
    ]
    assert found["answers"] == {**ANSWERS, "nil_heads": sorted(ANSWERS["nil_heads"])}
    assert found["lines"] == [
        {**LINES[0], "cell": "line 1, claimed", "verdict": "PASS", "label": "Meets the contract"},
        {**LINES[1], "cell": "line 2, claimed", "verdict": "BREACH",
         "label": "Not allowed by the contract"},
    ]  # fmt: skip


def test_the_returns_of_a_contract_are_listed_by_period_and_project(api: Api) -> None:
    api.submit()
    rows = api.get(f"{CONTRACT}/returns", "finance").json
    assert rows["total"] == 4 * 12
    one = api.get(f"{CONTRACT}/returns?period={Q1}&project=KNIFE", "finance").json["items"]
    assert [(r["project"], r["period"], r["state"], r["due_on"]) for r in one] == [
        ("KNIFE", Q1, "submitted", "2017-07-31")
    ]
    lead = api.get(f"{CONTRACT}/returns").json["items"]
    assert {r["project"] for r in lead} == {"KNIFE"}
    assert [r["period"] for r in lead] == [Q1, Q2, "2017-Q3", "2017-Q4"]


def test_a_filter_on_a_project_out_of_scope_finds_what_an_absent_one_finds(api: Api) -> None:
    absent = api.get(f"{CONTRACT}/returns?project=NOPE")
    out_of_scope = api.get(f"{CONTRACT}/returns?project=DHR")
    assert absent.json == out_of_scope.json
    assert absent.json["total"] == 0


def test_findings_are_read_with_clause_wording_and_resolution(api: Api) -> None:
    api.submit()
    found = api.get(f"{CONTRACT}/findings", "finance").json["items"]
    about = next(f for f in found if f["term"] == "agreement-before-spend")
    assert {k: about[k] for k in ("scope", "subject", "clause", "verdict", "label")} == {
        "scope": "line", "subject": "K-002", "clause": "2.2", "verdict": "EVIDENCE",
        "label": "Something is missing",
    }  # fmt: skip
    assert about["wording"].startswith("No expenditure may be charged to the Grant before this")
    assert (about["at_risk"], about["open"], about["resolution"]) == ("300.00", True, None)

    api.act(
        "finance", lambda act: accept_finding(act, REFERENCE, Q1, about["id"], "Letter of 7 March.")
    )

    closed = api.get(f"{CONTRACT}/findings?project=KNIFE&open=no", "finance").json["items"]
    assert [(f["id"], f["open"]) for f in closed] == [(about["id"], False)]
    assert closed[0]["resolution"] == {
        "kind": "accepted", "by": "finance@example.org", "at": "2017-07-10T09:00:00+00:00",
        "amount": "0.00", "reason": "Letter of 7 March.",
    }  # fmt: skip
    still = api.get(f"{CONTRACT}/findings?project=KNIFE&open=yes", "finance").json["items"]
    assert {f["term"] for f in still} == {"approved-project", "funding-period"}


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("project=KNIFE&verdict=EVIDENCE", ["agreement-before-spend"]),
        ("project=KNIFE&verdict=BREACH", ["approved-project", "funding-period"]),
        (f"period={Q1}&project=KNIFE&verdict=EVIDENCE&open=yes", ["agreement-before-spend"]),
        (f"period={Q2}", []),
        ("project=VEHICLE", []),
    ],
)
def test_findings_are_filtered(api: Api, query: str, terms: list[str]) -> None:
    api.submit()
    found = api.get(f"{CONTRACT}/findings?{query}", "finance").json["items"]
    assert sorted(f["term"] for f in found) == terms


def test_a_lead_reads_no_finding_of_another_project(api: Api) -> None:
    api.submit()
    assert api.get(f"{CONTRACT}/findings", "dhr.lead").json["total"] == 0


# --- sensitive projects


def test_narrative_of_a_sensitive_project_is_masked_for_the_funder(api: Api) -> None:
    assert api.submit(DHR_BODY, who="dhr.lead", project="DHR").status_code == 201

    answer = api.get(place("DHR"), "funder")

    found = answer.json
    assert found["masked"] is True
    assert found["totals"]["claimed"] == "4500.00"
    one = found["lines"][0]
    assert (one["supplier"], one["description"], one["invoice_ref"]) == (MASK, MASK, MASK)
    assert (one["line_id"], one["claimed"], one["ledger_key"]) == ("D-001", "4500.00", "U4-D-001")
    assert found["answers"]["narrative"] == dict.fromkeys(
        ("progress", "issues", "next_quarter"), MASK
    )
    assert found["answers"]["reasons"] == {"DELIVERY": MASK}
    findings = api.get(f"{CONTRACT}/findings", "funder")
    assert {f["message"] for f in findings.json["items"] if f["project"] == "DHR"} == {MASKED}
    for secret in ("Harbour Refuge", "Chair for the review", "HR-1", "named family", "met the"):
        assert secret not in answer.text
        assert secret not in findings.text


@pytest.mark.parametrize("who", ["dhr.lead", "finance"])
def test_the_council_and_the_projects_own_lead_read_it_unmasked(api: Api, who: str) -> None:
    api.submit(DHR_BODY, who="dhr.lead", project="DHR")
    found = api.get(place("DHR"), who).json
    assert found["masked"] is False
    assert found["lines"][0]["supplier"] == "Harbour Refuge"
    assert found["answers"]["reasons"] == DHR_BODY["answers"]["reasons"]


def test_a_supplier_known_from_masked_lines_is_not_named_in_findings_about_suppliers(
    api: Api,
) -> None:
    big = {"claimed": "19000.00", "net": "19000.00", "evidence": "invoice", "invoice_ref": "HR-1"}
    lines = [line("D-001", project="DHR", supplier="Harbour Refuge", **big)]
    api.submit({**DHR_BODY, "lines": lines}, who="dhr.lead", project="DHR")

    council = api.get(f"{CONTRACT}/findings", "finance").json["items"]
    assert "Harbour Refuge" in {f["subject"] for f in council if f["scope"] == "supplier"}
    funder = api.get(f"{CONTRACT}/findings", "funder")
    about = [f for f in funder.json["items"] if f["term"] == "procurement-quotes"]
    assert about
    assert {(f["subject"], f["message"]) for f in about} == {(MASK, MASKED)}
    assert "Harbour Refuge" not in funder.text


# --- pages and tags


def test_a_long_list_comes_in_pages_that_name_each_other(api: Api) -> None:
    path = f"{CONTRACT}/returns?period={Q1}"
    first = api.get(f"{path}&page_size=5", "finance")
    here = f"/api/v1{path}"
    assert first.json["total"] == 12
    assert first.headers["Link"] == (
        f'<{here}&page=1&page_size=5>; rel="first", <{here}&page=3&page_size=5>; rel="last", '
        f'<{here}&page=2&page_size=5>; rel="next"'
    )
    seen = [r["project"] for r in first.json["items"]]
    for page in (2, 3):
        answer = api.get(f"{path}&page_size=5&page={page}", "finance")
        seen += [r["project"] for r in answer.json["items"]]
    assert 'rel="next"' not in answer.headers["Link"]
    assert f'<{here}&page=2&page_size=5>; rel="prev"' in answer.headers["Link"]
    assert seen == [p["code"] for p in api.get(CONTRACT, "finance").json["projects"]]


def test_a_page_past_the_end_is_empty(api: Api) -> None:
    answer = api.get("/contracts?page=7")
    assert (answer.status_code, answer.json["items"], answer.json["total"]) == (200, [], 1)


@pytest.mark.parametrize(
    "path", ["/contracts", CONTRACT, f"{CONTRACT}/returns", place(), f"{CONTRACT}/findings"]
)
def test_an_answer_the_caller_has_already_is_not_sent_again(api: Api, path: str) -> None:
    first = api.get(path)
    again = api.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, again.headers["ETag"]) == (
        304, b"", first.headers["ETag"],
    )  # fmt: skip


def test_the_tag_changes_with_the_answer(api: Api) -> None:
    before = api.get(place()).headers["ETag"]
    api.submit()
    after = api.get(place(), headers={"If-None-Match": before})
    assert (after.status_code, after.json["state"]) == (200, "submitted")


def test_claims_add_up_between_lines_heads_and_totals(api: Api) -> None:
    lines = (
        line("K-1", claimed="0.01"),
        line("K-2", claimed="999.99"),
        line("K-3", claimed="-10.00"),
    )
    assert api.submit(body_with(*lines)).status_code == 201
    found = api.get(place()).json
    assert sum(Decimal(r["claimed"]) for r in found["lines"]) == Decimal("990.00")
    assert found["heads"][0]["claimed"] == found["totals"]["claimed"] == "990.00"
