"""What the interface refuses: callers, scopes, roles, addresses, methods, sizes, kinds, rates."""

import pytest
from api_builders import BODY, HOUR, OTHER, Q1, REFERENCE, Api, actor_of, errors, place
from werkzeug.test import TestResponse

from app.api.problem import NOTHING_HERE

PROBLEM = "application/problem+json"
CONTRACT = f"/contracts/{REFERENCE}"


def is_problem(answer: TestResponse, status: int) -> bool:
    """A whole problem of that status, and nothing but."""
    said = answer.json
    return (
        answer.mimetype == PROBLEM
        and (answer.status_code, said["status"]) == (status, status)
        and set(said) == {"type", "title", "status", "detail", "errors"}
        and bool(said["title"] and said["detail"])
    )


# --- callers


@pytest.mark.parametrize("path", ["/contracts", CONTRACT, f"{CONTRACT}/returns", place()])
def test_a_call_without_a_token_is_asked_for_one(api: Api, path: str) -> None:
    answer = api.get(path, None)
    assert is_problem(answer, 401)
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize(
    "header", ["Bearer gct_wrong", "Bearer ", "Bearer", "Basic YTpi", "gct_x", "Bearer é"]
)
def test_a_token_that_does_not_count_is_refused(api: Api, header: str) -> None:
    answer = api.get("/contracts", None, headers={"Authorization": header})
    assert is_problem(answer, 401)
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'


def test_an_expired_token_is_refused_from_that_moment(api: Api) -> None:
    token = api.token("knife.lead", days=1)
    api.now += 23 * HOUR
    assert api.get("/contracts", token).status_code == 200
    api.now += HOUR
    assert is_problem(api.get("/contracts", token), 401)


def test_a_revoked_token_is_refused(api: Api) -> None:
    token = api.token("knife.lead")
    assert api.get("/contracts", token).status_code == 200
    api.revoke_newest_token("knife.lead")
    assert is_problem(api.get("/contracts", token), 401)
    assert api.get("/contracts").status_code == 200


def test_the_token_of_a_closed_account_is_refused(api: Api) -> None:
    api.close_account("knife.lead")
    assert is_problem(api.get("/contracts"), 401)


def test_a_sign_in_session_counts_for_nothing_here(api: Api) -> None:
    client = api.app.test_client()
    page = client.get("/sign-in")
    token = page.text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    signed_in = client.post(
        "/sign-in",
        data={
            "email": "finance@example.org", "password": "correct-horse-battery-staple",
            "csrf_token": token,
        },
    )  # fmt: skip
    assert signed_in.status_code == 302
    assert client.get("/account").status_code == 200
    assert is_problem(client.get("/api/v1/contracts"), 401)


# --- scopes and roles


def test_a_token_that_may_only_read_does_not_submit(api: Api) -> None:
    token = api.token("knife.lead", scopes=("read",))
    assert api.get("/contracts", token).status_code == 200
    assert api.post(f"{place()}/check", token, json=BODY).status_code == 200
    answer = api.post(place(), token, key="k", json=BODY)
    assert is_problem(answer, 403)
    assert answer.headers["WWW-Authenticate"] == (
        'Bearer realm="api", error="insufficient_scope", scope="submit"'
    )
    assert [e["what"] for e in errors(answer)] == ["The token lacks the scope submit."]


def test_a_token_that_may_only_submit_does_not_read(api: Api) -> None:
    token = api.token("knife.lead", scopes=("submit",))
    assert is_problem(api.get("/contracts", token), 403)
    assert api.post(f"{place()}/check", token, json=BODY).status_code == 200
    assert api.post(place(), token, key="k", json=BODY).status_code == 201


@pytest.mark.parametrize("who", ["finance", "funder", "member"])
def test_a_role_that_may_see_a_return_but_not_submit_it_is_told_so(api: Api, who: str) -> None:
    rows = api.rows()
    answer = api.submit(who=who)
    assert is_problem(answer, 403)
    assert f"{who}@example.org" in answer.json["detail"]
    assert api.rows() == rows


def test_members_see_the_list_and_no_more(api: Api) -> None:
    assert [c["reference"] for c in api.get("/contracts", "member").json["items"]] == [REFERENCE]
    for path in (CONTRACT, f"{CONTRACT}/returns", place(), f"{CONTRACT}/findings"):
        assert is_problem(api.get(path, "member"), 403)


def test_an_administrator_sees_no_figures(api: Api) -> None:
    assert api.get("/contracts", "administrator").json["items"] == []
    assert is_problem(api.get(CONTRACT, "administrator"), 403)


# --- out of scope is absent


@pytest.mark.parametrize(
    ("out_of_scope", "absent"),
    [
        (f"/contracts/{OTHER}", "/contracts/NOPE"),
        (f"/contracts/{OTHER}/returns", "/contracts/NOPE/returns"),
        (f"/contracts/{OTHER}/findings", "/contracts/NOPE/findings"),
        (place("DHR"), place("NOPE")),
        (place(reference=OTHER), place(reference="NOPE")),
        (place("DHR", "2017-Q9"), place(period="2017-Q9")),
    ],
)
def test_what_is_out_of_scope_looks_like_what_does_not_exist(
    api: Api, out_of_scope: str, absent: str
) -> None:
    one, other = api.get(out_of_scope), api.get(absent)
    assert is_problem(one, 404)
    assert (one.data, _shape(one)) == (other.data, _shape(other))
    assert one.json["detail"] == NOTHING_HERE


@pytest.mark.parametrize("end", ["", "/check"])
def test_sending_out_of_scope_looks_like_sending_to_what_does_not_exist(api: Api, end: str) -> None:
    rows = api.rows()
    answers = [
        api.post(f"{where}{end}", key="k", json=BODY)
        for where in (place("DHR"), place("NOPE"), place(reference=OTHER), place(reference="NOPE"))
    ]
    assert [a.status_code for a in answers] == [404] * 4
    assert len({a.data for a in answers}) == 1
    assert len({str(_shape(a)) for a in answers}) == 1
    assert api.rows() == rows


def test_somebody_of_another_contract_finds_nothing_of_this_one(api: Api) -> None:
    one, other = api.get(CONTRACT, "other.finance"), api.get("/contracts/NOPE", "other.finance")
    assert is_problem(one, 404)
    assert one.data == other.data


def test_a_role_over_all_contracts_gets_the_same_for_an_absent_one(api: Api) -> None:
    api.tokens["everywhere"] = api.token("finance")
    assert api.get("/contracts/NOPE", "everywhere").data == api.get("/contracts/NOPE").data
    assert api.get(place("NOPE"), "everywhere").data == api.get(place("NOPE")).data
    assert actor_of("finance").grants[0].contract == REFERENCE


def _shape(answer: TestResponse) -> list[tuple[str, str]]:
    """Headers but for what changes with every request."""
    return [(k, v) for k, v in answer.headers if k not in ("Date", "Content-Security-Policy")]


@pytest.mark.parametrize(
    "path", ["/nope", f"{place()}/nope", "/contracts/A%00B", "/contracts/A%0AB"]
)
def test_an_address_that_is_none_is_a_problem_too(api: Api, path: str) -> None:
    assert is_problem(api.get(path), 404)


def test_outside_the_interface_an_error_stays_a_page(api: Api) -> None:
    answer = api.app.test_client().get("/nope")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")


# --- requests


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/contracts", "GET, HEAD, OPTIONS"),
        ("POST", CONTRACT, "GET, HEAD, OPTIONS"),
        ("PUT", place(), "GET, HEAD, OPTIONS, POST"),
        ("GET", f"{place()}/check", "OPTIONS, POST"),
    ],
)
def test_another_method_is_refused_with_those_allowed(
    api: Api, method: str, path: str, allowed: str
) -> None:
    answer = api.call(method, path, "knife.lead")
    assert is_problem(answer, 405)
    assert ", ".join(sorted(answer.headers["Allow"].split(", "))) == allowed


@pytest.mark.parametrize("kind", ["text/csv", "application/xml", "text/plain", ""])
def test_another_kind_of_content_is_refused(api: Api, kind: str) -> None:
    headers = {"Content-Type": kind} if kind else {}
    answer = api.post(place(), key="k", data=b"line_id\nK-1\n", headers=headers)
    assert is_problem(answer, 415)


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x"])
def test_too_large_a_request_is_refused(api: Api, kind: str) -> None:
    api.app.config.update(MAX_CONTENT_LENGTH=100)
    answer = api.post(place(), key="k", data=b"x" * 101, headers={"Content-Type": kind})
    assert is_problem(answer, 413)


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("perod=2017-Q1", "query, perod"),
        ("page=0", "query, page"),
        ("page=two", "query, page"),
        ("page_size=501", "query, page_size"),
        ("verdict=bad", "query, verdict"),
        ("open=perhaps", "query, open"),
        (f"period={'x' * 81}", "query, period"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(api: Api, query: str, where: str) -> None:
    answer = api.get(f"{CONTRACT}/findings?{query}")
    assert is_problem(answer, 422)
    assert [e["where"] for e in errors(answer)] == [where]


def test_requests_of_one_token_are_counted_and_those_of_another_are_not(api: Api) -> None:
    api.app.config["API_RATE"] = "3 per day"
    assert [api.get("/contracts").status_code for _ in range(3)] == [200] * 3
    answer = api.get("/contracts")
    assert is_problem(answer, 429)
    assert answer.headers["Retry-After"] == "86400"
    assert api.get("/contracts", "finance").status_code == 200


def test_wrong_tokens_are_counted_together(api: Api) -> None:
    api.app.config["API_RATE"] = "3 per day"
    tried = [api.get("/contracts", f"gct_guess_{n}").status_code for n in range(4)]
    assert tried == [401, 401, 401, 429]


def test_a_fault_is_a_problem_with_a_reference_and_no_trace(api: Api) -> None:
    def broken() -> None:
        raise RuntimeError("a secret of the program")

    api.app.view_functions["api.list_contracts"] = broken
    answer = api.get("/contracts")
    assert is_problem(answer, 500)
    assert answer.json["detail"].startswith("Something went wrong here. Report it with the")
    assert "secret" not in answer.text


def test_a_refused_check_of_another_period_is_absent(api: Api) -> None:
    assert is_problem(api.post(place(period="2017-Q9"), key="k", json=BODY), 404)
    assert api.get(place(period=Q1)).status_code == 200
