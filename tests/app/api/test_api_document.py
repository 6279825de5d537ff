"""The description is valid, whole, and true of what the interface answers."""

import json
from typing import Any

import pytest
from api_builders import BODY, DHR_BODY, Q1, REFERENCE, Api, body_with, line, place
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from werkzeug.test import TestResponse

from app.api.access import ACCESS
from grants.spend import SPEND_COLUMNS, SPEND_REQUIRED

Document = dict[str, Any]
CONTRACT = f"/contracts/{REFERENCE}"
ADDRESS = "/api/v1/contracts/{reference}/returns/{project}/{period}"


def document(api: Api) -> Document:
    answer = api.get("/openapi.json", None)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    found: Document = json.loads(answer.data)
    return found


def verbs(found: Document) -> dict[tuple[str, str], Document]:
    return {
        (method.upper(), path): verb
        for path, item in found["paths"].items()
        for method, verb in item.items()
        if method != "parameters"
    }


def validator(found: Document, schema: Document) -> Draft202012Validator:
    whole = Resource.from_contents(found, default_specification=DRAFT202012)
    registry: Registry[Any] = Registry().with_resource("urn:api", whole)
    text = json.dumps(schema).replace('"#/components', '"urn:api#/components')
    return Draft202012Validator(
        json.loads(text), registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def resolved(found: Document, part: Document) -> Document:
    if "$ref" not in part:
        return part
    node: Any = found
    for step in part["$ref"].removeprefix("#/").split("/"):
        node = node[step]
    return dict(node)


def faults(found: Document, answer: TestResponse, verb: Document) -> list[str]:
    """How an answer differs from its description."""
    described = verb["responses"].get(str(answer.status_code))
    if described is None:
        return [f"{answer.status_code} is not described"]
    content = resolved(found, described)["content"].get(answer.mimetype)
    if content is None:
        return [f"{answer.mimetype} is not described for {answer.status_code}"]
    wrong = validator(found, content["schema"]).iter_errors(answer.json)
    return [f"{e.json_path}: {e.message}" for e in wrong]


def test_the_description_is_openapi_3_1_and_valid(api: Api) -> None:
    found = document(api)
    assert found["openapi"] == "3.1.0"
    assert [str(e) for e in OpenAPIV31SpecValidator(found).iter_errors()] == []


def test_every_route_is_in_the_access_table_and_described(api: Api) -> None:
    described = verbs(document(api))
    routed = {
        (method, rule.rule.replace("<", "{").replace(">", "}")): rule.endpoint
        for rule in api.app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert len(routed) == 9
    assert set(routed.values()) == set(ACCESS)
    public = {key for key, endpoint in routed.items() if ACCESS[endpoint].is_public}
    assert public == {("GET", "/api/v1/openapi.json"), ("GET", "/api/v1/docs")}
    assert set(described) == set(routed) - public
    for key, verb in described.items():
        scopes = [s for need in verb["security"] for s in need["bearer"]]
        assert scopes == list(ACCESS[routed[key]].scopes)


def test_every_verb_describes_its_errors_parameters_and_an_example(api: Api) -> None:
    found = document(api)
    for (method, path), verb in verbs(found).items():
        expected = {"401", "403", "429", "500"} | ({"404"} if "{" in path else set())
        if method == "POST":
            expected |= {"400", "409", "413", "415", "422", "503"}
        assert expected <= set(verb["responses"]), path
        good = next(r for s, r in verb["responses"].items() if s in ("200", "201"))
        assert good["content"]["application/json"]["example"], path
        item = found["paths"][path]
        named = [
            resolved(found, p) for p in item.get("parameters", []) + verb.get("parameters", [])
        ]
        assert all(p["description"] for p in named), path
        in_path = {p["name"] for p in named if p["in"] == "path"}
        assert in_path == {part.strip("{}") for part in path.split("/") if part.startswith("{")}


def test_every_example_fits_its_schema(api: Api) -> None:
    found = document(api)
    for key, verb in verbs(found).items():
        bodies = [resolved(found, r).get("content", {}) for r in verb["responses"].values()]
        for content in [*bodies, verb.get("requestBody", {}).get("content", {})]:
            for one in content.values():
                if "example" in one:
                    wrong = list(validator(found, one["schema"]).iter_errors(one["example"]))
                    assert wrong == [], key


def test_a_line_is_described_column_by_column_and_takes_no_other(api: Api) -> None:
    schema = document(api)["components"]["schemas"]["Line"]
    assert set(schema["properties"]) == set(SPEND_COLUMNS)
    assert set(schema["required"]) == set(SPEND_REQUIRED)
    assert schema["additionalProperties"] is False
    assert {p["type"] for p in schema["properties"].values()} == {"string"}


def test_money_is_described_as_text_with_two_decimals(api: Api) -> None:
    award = document(api)["components"]["schemas"]["Contract"]["properties"]["award"]
    assert (award["type"], award["format"], award["pattern"]) == (
        "string", "decimal", r"^-?[0-9]{1,13}\.[0-9]{2}$",
    )  # fmt: skip


@pytest.mark.parametrize("who", ["finance", "funder", "knife.lead"])
def test_what_is_read_is_as_described(api: Api, who: str) -> None:
    api.submit()
    api.submit(DHR_BODY, who="dhr.lead", project="DHR", key="key-2")
    found = document(api)
    described = verbs(found)
    for path, template in (
        ("/contracts", "/api/v1/contracts"),
        (CONTRACT, "/api/v1/contracts/{reference}"),
        (f"{CONTRACT}/returns", "/api/v1/contracts/{reference}/returns"),
        (place(), ADDRESS),
        (place("DHR"), ADDRESS),
        (f"{CONTRACT}/findings", "/api/v1/contracts/{reference}/findings"),
        (f"{CONTRACT}/findings?page=x", "/api/v1/contracts/{reference}/findings"),
        ("/contracts/NOPE", "/api/v1/contracts/{reference}"),
    ):
        assert faults(found, api.get(path, who), described["GET", template]) == [], path


def test_what_is_answered_to_what_is_sent_is_as_described(api: Api) -> None:
    found = document(api)
    submit, check = (verbs(found)["POST", ADDRESS + end] for end in ("", "/check"))
    answers = [
        (submit, api.submit(body_with(line("K-001", claimed="lots")), key="k-0"), 422),
        (submit, api.post(place(), json=BODY), 400),
        (submit, api.post(place(), None, json=BODY), 401),
        (submit, api.submit(who="finance"), 403),
        (submit, api.post(place(), key="k", data="x"), 415),
        (check, api.post(f"{place()}/check", json=BODY), 200),
        (submit, api.submit(), 201),
        (submit, api.submit(key="k-9"), 409),
        (check, api.post(f"{place()}/check", json={"lines": 1}), 422),
    ]
    for verb, answer, status in answers:
        assert (answer.status_code, faults(found, answer, verb)) == (status, [])


def test_the_description_may_be_kept_and_is_not_sent_twice(api: Api) -> None:
    first = api.get("/openapi.json", None)
    assert "Cache-Control" not in first.headers or "no-store" not in first.headers["Cache-Control"]
    again = api.get("/openapi.json", None, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_page_shows_every_verb_with_parameters_schema_example_and_errors(api: Api) -> None:
    answer = api.get("/docs", None)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    page = BeautifulSoup(answer.text, "html.parser")
    found = document(api)
    for (method, path), verb in verbs(found).items():
        section = page.find(id=verb["operationId"])
        assert section is not None
        text = " ".join(section.get_text(" ").split())
        assert f"{method} {path}" in text
        assert verb["summary"].rstrip(".") in text
        for status in verb["responses"]:
            assert status in text
        for named in verb.get("parameters", []):
            assert resolved(found, named)["name"] in text
        assert section.find("pre") is not None
    for name in found["components"]["schemas"]:
        assert page.find(id=f"schema-{name}") is not None, name
    links = {a["href"].removeprefix("#") for a in page.find_all("a") if a["href"].startswith("#")}
    assert [link for link in links if page.find(id=link) is None] == []


def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(api: Api) -> None:
    page = BeautifulSoup(api.get("/docs", None).text, "html.parser")
    sources = [t.get("src") or t.get("href") for t in page.find_all(["script", "link", "img"])]
    assert [s for s in sources if s and not s.startswith("/")] == []
    assert page.find_all(style=True) == []
    nonce = api.get("/docs", None).headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in nonce


def test_problem_kinds_point_to_their_place_on_the_page(api: Api) -> None:
    page = BeautifulSoup(api.get("/docs", None).text, "html.parser")
    api.submit()
    kinds = [
        api.submit(body_with(line("K-001", claimed="lots")), key="k-0").json["type"],
        api.submit(key="k-9").json["type"],
        api.submit(body_with(line("K-001"))).json["type"],
        api.submit(who="finance").json["type"],
        api.upload(b"no workbook", key="k-8").json["type"],
    ]
    assert kinds == [
        f"/api/v1/docs#{k}" for k in ("unreadable", "refused", "key-used", "role", "file-refused")
    ]
    assert all(page.find(id=k.partition("#")[2]) for k in kinds)
    assert Q1 in api.get(place()).text
