"""A return is checked and submitted through the interface, once, by either kind of body."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from api_builders import (
    ANSWERS,
    BODY,
    DHR_BODY,
    HOUR,
    LINES,
    Q1,
    REFERENCE,
    Api,
    api_on,
    body_with,
    errors,
    line,
    place,
)
from werkzeug.test import TestResponse

from app.services.move_return import query_return, reconcile_return

KEPT = ("return_version", "return_line", "return_event", "check_run", "finding", "audit_entry",
        "stored_file", "idempotent_reply")  # fmt: skip


def kept(api: Api) -> dict[str, int]:
    rows = api.rows()
    return {name: rows[name] for name in KEPT}


def same(one: TestResponse, other: TestResponse) -> bool:
    return (one.status_code, one.data, one.headers.get("Location")) == (
        other.status_code, other.data, other.headers.get("Location"),
    )  # fmt: skip


# --- check


def test_a_check_says_what_would_happen_and_stores_nothing(api: Api) -> None:
    before = api.rows()
    answer = api.post(f"{place()}/check", json=BODY)

    assert answer.status_code == 200
    found = answer.json
    assert {k: v for k, v in found.items() if k != "findings"} == {
        "contract": REFERENCE, "project": "KNIFE", "period": Q1, "can_submit": True, "why_not": "",
        "lines": 2, "claimed": "1500.00",
        "heads": [{"head": "DELIVERY", "claimed": "1500.00", "claimed_before": "0.00",
                   "to_date": "1500.00"}],
        "notes": [], "counts": {"EVIDENCE": 1, "BREACH": 2},
    }  # fmt: skip
    assert [(f["term"], f["subject"], f["verdict"]) for f in found["findings"]] == [
        ("approved-project", "K-002", "BREACH"),
        ("funding-period", "K-002", "BREACH"),
        ("agreement-before-spend", "K-002", "EVIDENCE"),
    ]
    assert api.rows() == before
    assert api.get(place()).json["state"] == "not started"


def test_lines_may_be_checked_without_answers_but_not_submitted(api: Api) -> None:
    lines = {"lines": list(LINES)}
    assert api.post(f"{place()}/check", json=lines).json["claimed"] == "1500.00"
    refused = api.submit(lines)
    assert refused.status_code == 422
    assert [(e["where"], e["what"]) for e in errors(refused)] == [
        ("answers", "Missing data for required field.")
    ]


def test_a_check_of_a_submitted_return_says_why_it_could_not_be_submitted(api: Api) -> None:
    api.submit()
    found = api.post(f"{place()}/check", json=BODY).json
    assert (found["can_submit"], found["why_not"]) == (
        False, "The return is submitted: finance has it now.",
    )  # fmt: skip


def test_a_check_and_the_submission_find_the_same(api: Api) -> None:
    checked = api.post(f"{place()}/check", json=BODY).json
    submitted = api.submit().json
    assert (submitted["findings"], submitted["counts"]) == (checked["findings"], checked["counts"])


# --- submit


def test_a_submission_is_acknowledged_once_it_is_kept(api: Api) -> None:
    answer = api.submit()

    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1{place()}"
    assert {k: v for k, v in answer.json.items() if k != "findings"} == {
        "contract": REFERENCE, "project": "KNIFE", "period": Q1, "state": "submitted",
        "version": 1, "submitted_at": "2017-07-10T09:00:00+00:00",
        "submitted_by": "knife.lead@example.org", "lines": 2, "claimed": "1500.00",
        "counts": {"EVIDENCE": 1, "BREACH": 2},
    }  # fmt: skip
    rows = kept(api)
    assert (rows["return_version"], rows["return_line"], rows["return_event"]) == (1, 2, 2)


def test_the_same_figures_by_workbook_and_as_lines_are_the_same_lines_and_verdicts(
    api: Api, fund: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = api_on(fund[0], tmp_path_factory.mktemp("other"), fund[1])
    by_lines, by_workbook = api.submit(), other.upload(other.workbook())
    assert (by_lines.status_code, by_workbook.status_code) == (201, 201)

    assert by_lines.json == by_workbook.json
    read, other_read = api.get(place()).json, other.get(place()).json
    places = [[row.pop("cell") for row in found["lines"]] for found in (read, other_read)]
    assert read == other_read
    assert places[0] == ["line 1, claimed", "line 2, claimed"]
    assert all("!" in cell for cell in places[1])
    findings = f"/contracts/{REFERENCE}/findings"
    mine, theirs = api.get(findings).json["items"], other.get(findings).json["items"]
    assert [{**f, "where": ""} for f in mine] == [{**f, "where": ""} for f in theirs]
    other.close()


def test_a_workbook_is_checked_as_lines_are(api: Api) -> None:
    by_lines = api.post(f"{place()}/check", json=BODY).json
    by_workbook = api.upload(api.workbook(), at="/check").json
    assert by_workbook == by_lines


def test_a_submission_needs_no_form_token_and_sets_no_cookie(api: Api) -> None:
    answer = api.submit()
    assert (answer.status_code, answer.headers.get_all("Set-Cookie")) == (201, [])


# --- once


def test_the_same_request_with_the_same_key_gets_the_same_answer_and_is_done_once(
    api: Api,
) -> None:
    first = api.submit()
    rows = kept(api)
    api.now += HOUR
    again = api.submit()
    assert first.status_code == 201
    assert same(first, again)
    assert kept(api) == rows


def test_the_order_of_names_and_spaces_make_no_other_request(api: Api) -> None:
    first = api.submit()
    text = json.dumps(dict(reversed(BODY.items())), indent=3)
    again = api.post(place(), key="key-1", data=text, content_type="application/json")
    assert same(first, again)


@pytest.mark.parametrize("other", [body_with(line("K-001")), body_with(prepared_by="Another")])
def test_the_same_key_with_another_body_is_refused(api: Api, other: dict[str, Any]) -> None:
    api.submit()
    rows = kept(api)
    answer = api.submit(other)
    assert (answer.status_code, answer.json["type"]) == (409, "/api/v1/docs#key-used")
    assert kept(api) == rows


def test_the_same_key_at_another_address_is_refused(api: Api) -> None:
    api.post(f"{place()}/check", key="key-1", json=BODY)
    assert api.submit().json["type"] == "/api/v1/docs#key-used"


def test_a_workbook_sent_twice_with_a_key_is_done_once(api: Api) -> None:
    data = api.workbook()
    first, again = api.upload(data), api.upload(data)
    assert first.status_code == 201
    assert same(first, again)
    assert api.upload(api.workbook((LINES[0],))).json["type"] == "/api/v1/docs#key-used"


def test_keys_of_two_persons_are_two_keys(api: Api) -> None:
    assert api.submit(key="1").status_code == 201
    assert api.submit(DHR_BODY, key="1", who="dhr.lead", project="DHR").status_code == 201


def test_a_refusal_is_kept_under_its_key_and_leaves_nothing_else(api: Api) -> None:
    rows = kept(api)
    bad = body_with(line("K-001", claimed="lots"))
    first = api.submit(bad)
    assert first.status_code == 422
    assert same(first, api.submit(bad))
    assert api.submit().json["type"] == "/api/v1/docs#key-used"
    assert kept(api) == {**rows, "idempotent_reply": 1}
    assert api.submit(key="key-2").status_code == 201


def test_a_refusal_by_state_is_given_again_even_when_the_state_has_changed(api: Api) -> None:
    api.submit()
    refused = api.submit(key="key-2")
    assert (refused.status_code, refused.json["type"]) == (409, "/api/v1/docs#refused")
    api.act("finance", lambda a: query_return(a, REFERENCE, "KNIFE", Q1, "Say more of K-002."))
    assert same(refused, api.submit(key="key-2"))
    second = api.submit(key="key-3")
    assert (second.status_code, second.json["version"]) == (201, 2)


def test_a_check_with_a_key_gives_its_first_answer_again(api: Api) -> None:
    first = api.post(f"{place()}/check", key="c-1", json=BODY)
    api.submit()
    assert same(first, api.post(f"{place()}/check", key="c-1", json=BODY))
    assert api.post(f"{place()}/check", json=BODY).json["can_submit"] is False


@pytest.mark.parametrize("key", [None, " ", "k" * 201, "clé"])
def test_a_submission_without_a_fit_key_is_refused(api: Api, key: str | None) -> None:
    headers = {} if key is None else {"Idempotency-Key": key}
    answer = api.post(place(), json=BODY, headers=headers)
    assert answer.status_code == 400
    assert errors(answer) == [
        {
            "where": "Idempotency-Key",
            "what": "It is missing, or it is not 1 to 200 visible ASCII characters.",
            "why": "With it a request that is sent again is never done twice.",
            "fix": "Make a new random text for each attempt, and send it again on a repeat.",
        }
    ]


# --- refused by state


def test_a_return_that_finance_agreed_is_not_submitted_again(api: Api) -> None:
    nothing = dict.fromkeys(ANSWERS["cumulative"], "0.00")
    empty = {"lines": [], "answers": {**ANSWERS, "cumulative": nothing, "nil_heads": list(nothing)}}
    assert api.submit(empty).status_code == 201
    api.act("finance", lambda act: reconcile_return(act, REFERENCE, "KNIFE", Q1))
    answer = api.submit(key="key-2")
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    assert "The return of KNIFE for 2017-Q1" in answer.json["detail"]


def test_a_line_number_of_another_return_is_refused_without_saying_whose(api: Api) -> None:
    taken = {**DHR_BODY, "lines": [{**DHR_BODY["lines"][0], "line_id": "K-001"}]}
    api.submit()
    answer = api.submit(taken, who="dhr.lead", project="DHR")
    assert answer.status_code == 409
    assert [e["what"] for e in errors(answer)] == [
        "Line K-001: already in another return. Give the line its own number."
    ]


# --- refused by content


def test_every_unreadable_cell_is_named_in_four_parts(api: Api) -> None:
    lines = (line("K-001", claimed="lots"), line("K-002", incurred_on="31/31/2017", category="x"))
    answer = api.submit(body_with(*lines))

    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.json["type"] == "/api/v1/docs#unreadable"
    assert {e["where"] for e in errors(answer)} == {
        "line 1, claimed", "line 2, incurred_on", "line 2, category",
    }  # fmt: skip
    assert all(all(e.values()) for e in errors(answer))


def test_the_same_unreadable_cells_of_a_workbook_are_named_by_cell(api: Api) -> None:
    answer = api.upload(api.workbook((line("K-001", claimed="lots"),)))
    assert answer.status_code == 422
    about = errors(answer)[0]
    assert about["where"].startswith("Transactions!")
    assert "lots" in about["what"]


def test_unknown_heads_in_answers_are_refused(api: Api) -> None:
    body = body_with(reasons={"DELIVRY": "A slip."})
    assert errors(api.submit(body)) == [
        {
            "where": "answers.reasons, DELIVRY",
            "what": "The contract has no budget head ‘DELIVRY’.",
            "why": "What is stated under an unknown head would be counted nowhere.",
            "fix": "Did you mean DELIVERY?",
        }
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({**BODY, "extra": 1}, ("extra", "Unknown field.")),
        ({"answers": ANSWERS}, ("lines", "Missing data for required field.")),
        (
            body_with({**LINES[0], "clamed": "1.00"}),
            ("line 1, clamed", "There is no column called ‘clamed’."),
        ),
        (body_with({**LINES[0], "claimed": 12.5}), ("line 1, claimed", "This is not text.")),  # type: ignore[dict-item]  # the slip
        (
            body_with({k: v for k, v in LINES[0].items() if k != "claimed"}),
            ("line 1, claimed", "Missing data for required field."),
        ),
        (
            body_with(cumulative={"DELIVERY": "1,500.00"}),
            (
                "answers.cumulative.DELIVERY",
                "'1,500.00' is not an amount. Write pounds with two decimals, for example 1234.50.",
            ),
        ),
        (
            body_with(cumulative={"DELIVERY": 1500}),
            (
                "answers.cumulative.DELIVERY",
                "Money is text in pounds with two decimals, for example 1234.50.",
            ),
        ),
        (
            body_with(prepared_by="A\x00B"),
            ("answers.prepared_by", "Holds a character that cannot be printed."),
        ),
    ],
)
def test_a_body_that_is_not_as_described_is_refused_where_it_is_not(
    api: Api, body: Any, expected: tuple[str, str]
) -> None:
    rows = kept(api)
    answer = api.submit(body)
    assert answer.status_code == 422
    assert [(e["where"], e["what"]) for e in errors(answer)] == [expected]
    assert kept(api) == rows


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[" * 100_000, '{"lines": NaN}', '{"lines": [], "lines": []}', '"\\ud800"',
        b"\xff\xfe\x00",
    ],
    ids=["nothing", "half", "deep", "nan", "twice", "surrogate", "bytes"],
)  # fmt: skip
def test_what_is_not_json_is_refused(api: Api, text: str | bytes) -> None:
    answer = api.post(place(), key="k", data=text, content_type="application/json")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert errors(answer)[0]["where"] == "body"


@pytest.mark.parametrize("text", ["[]", "1", "null", '"lines"'])
def test_json_that_is_no_object_is_refused(api: Api, text: str) -> None:
    answer = api.post(place(), key="k", data=text, content_type="application/json")
    assert (answer.status_code, errors(answer)[0]["where"]) == (422, "body")


def test_a_file_that_is_no_workbook_is_refused_as_a_whole(api: Api) -> None:
    answer = api.upload(b"not a workbook")
    assert (answer.status_code, answer.json["type"]) == (422, "/api/v1/docs#file-refused")


def test_the_workbook_of_another_project_is_refused_and_not_submitted_there(api: Api) -> None:
    rows = kept(api)
    answer = api.upload(api.workbook((), project="NIGHT"))
    assert (answer.status_code, answer.json["type"]) == (422, "/api/v1/docs#file-refused")
    assert kept(api) == {**rows, "idempotent_reply": 1}


@pytest.mark.parametrize(
    "form", [{}, {"workbook": "text"}, {"file": "x"}], ids=["nothing", "text", "other"]
)
def test_a_form_without_the_file_is_refused(api: Api, form: dict[str, str]) -> None:
    answer = api.post(place(), key="k", data=form, content_type="multipart/form-data")
    assert (answer.status_code, errors(answer)[0]["where"]) == (422, "workbook")


# --- all or nothing


def test_no_acknowledgement_without_a_commit(api: Api) -> None:
    api.sql(
        "CREATE TRIGGER full BEFORE INSERT ON idempotent_reply "
        "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
    )
    rows = api.rows()
    answer = api.submit()
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert api.rows() == rows
    api.sql("DROP TRIGGER full")
    assert api.submit().status_code == 201


def test_the_same_request_at_the_same_time_is_done_once(api: Api) -> None:
    start = Barrier(4)

    def send(_number: int) -> TestResponse:
        start.wait()
        return api.submit()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))

    assert {a.status_code for a in answers} == {201}
    assert len({a.data for a in answers}) == 1
    rows = kept(api)
    assert (rows["return_version"], rows["return_line"], rows["idempotent_reply"]) == (1, 2, 1)
