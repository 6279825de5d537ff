"""Every page, as a real request, by everybody: what is theirs opens, what is not is not there.

Role × route × contract (their own, another's, none of that name). Nothing answers 5xx, no GET
changes the database, and a shut door changes nothing either.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from builders import (
    ADMINISTRATOR,
    FINANCE,
    LEAD,
    PASSWORD,
    Q2,
    REFERENCE,
    WELL_LEAD,
    World,
)  # fmt: skip
from flask.testing import FlaskClient
from policy_words import ASKED, MAY, PEOPLE, door, inside

from app.services.users import add_user
from app.store.db import db
from app.web.access import ACCESS
from grants.policy import TABLE, Actor, Role

OTHER, ABSENT = "OTHER-2019-20", "NONE-2019-20"
FORM = {"pack": "trial-balance", "profile": "internal"}
LIBRARY = {"security.login", "security.logout", "security.change_password", "security.verify"}
"""Pages of the sign-in library; tested by themselves below."""


@pytest.fixture
def peopled(small_world: World) -> World:
    """The fund with its people, without the forms' tokens (a test below has them)."""
    small_world.app.config["WTF_CSRF_ENABLED"] = False
    return small_world


def signed_in(world: World, actor: Actor) -> FlaskClient:
    client = world.app.test_client()
    form = {"email": actor.person, "password": PASSWORD}
    answer = world.browse(client, "/sign-in", "POST", data=form)
    assert (answer.status_code, answer.location) == (302, "/")
    return client


def names(world: World, contract: str) -> dict[str, Any]:
    """A value for every part of an address; all of them stand for something that is there."""
    ref = world.sql("SELECT ref FROM finding WHERE subject = 'K-8' ORDER BY id")[0][0]
    draft = world.sql("SELECT sha256 FROM stored_file WHERE name = 'draft.xlsx'")[0][0]
    return {
        "reference": contract, "project": "KNIFE", "period": Q2, "ref": ref, "sha": draft,
        "version": 1, "pack_id": 1, "token_id": 999, "user_id": 999, "match_id": "M1",
        "item": "R0001", "name": "project-lead",
    }  # fmt: skip


def routes(world: World, method: str) -> Iterator[Any]:
    for rule in world.app.url_map.iter_rules():
        mine = rule.endpoint != "static" and not rule.endpoint.startswith("api")
        if mine and rule.endpoint not in LIBRARY and method in rule.methods:
            yield rule


def cells(world: World, method: str) -> Iterator[tuple[str, str, str | None, str | None]]:
    """Endpoint, address, contract and project of every request of the matrix."""
    for contract in (REFERENCE, OTHER, ABSENT):
        values = names(world, contract)
        for rule in routes(world, method):
            about = "reference" in rule.arguments
            if contract != REFERENCE and not about:
                continue
            with world.app.test_request_context():
                address = world.app.url_for(rule.endpoint, **{k: values[k] for k in rule.arguments})
            yield (
                rule.endpoint, address, contract if about else None,
                "KNIFE" if "project" in rule.arguments else None,
            )  # fmt: skip


def data_version(world: World) -> Iterator[int]:
    """A number that changes whenever anybody else commits a change to the database."""
    with db.engine.connect() as connection:
        while True:
            yield int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())


def expected(endpoint: str, actor: Actor, contract: str | None, project: str | None) -> int:
    at_door = door(endpoint, actor, contract, project)
    if at_door != 200:
        return at_door
    if contract == OTHER and endpoint in PLAIN_PAGES:
        return 200
    if contract == OTHER and endpoint == "ledger.start":
        return 302
    return inside(endpoint, actor, contract)


PLAIN_PAGES = {
    "contracts.show", "contracts.terms", "packs.show", "projects.of_contract", "projects.show",
    "returns.show", "returns.upload", "returns.template", "findings.of_contract",
    "quarters.show", "ledger.reconcile", "ledger.import_page",
}  # fmt: skip
"""Pages that need nothing but the contract (its project and quarter) to be there."""


@pytest.mark.stage("peopled")
def test_every_page_answers_each_person_as_the_policy_says_and_writes_nothing(
    peopled: World,
) -> None:
    requests = list(cells(peopled, "GET"))
    wrong = []
    for actor in PEOPLE.values():
        client = signed_in(peopled, actor)
        versions = data_version(peopled)
        before = next(versions)
        for endpoint, address, contract, project in requests:
            answer = peopled.browse(client, address)
            should = expected(endpoint, actor, contract, project)
            now = next(versions)
            if answer.status_code != should or now != before:
                wrong.append(f"{actor.person} GET {address}: {answer.status_code}, not {should}"
                             + (" and it wrote" if now != before else ""))  # fmt: skip
            before = now
        versions.close()
    assert len(requests) > 60
    assert wrong == []


@pytest.mark.stage("peopled")
def test_no_form_does_for_anybody_what_is_not_theirs(peopled: World) -> None:
    requests = list(cells(peopled, "POST"))
    wrong = []
    for actor in PEOPLE.values():
        client = signed_in(peopled, actor)
        versions = data_version(peopled)
        before = next(versions)
        for endpoint, address, contract, project in requests:
            answer = peopled.browse(client, address, "POST", data=FORM)
            should = door(endpoint, actor, contract, project)
            now = next(versions)
            if should == 200:
                good = answer.status_code in (200, 302, 303, 404, 409, 422)
            else:
                good = answer.status_code == should and now == before
            if not good:
                wrong.append(f"{actor.person} POST {address}: {answer.status_code}, door {should}")
            before = now
        versions.close()
    assert len(requests) > 40
    assert wrong == []


@pytest.mark.stage("peopled")
def test_nobody_is_nobody(peopled: World) -> None:
    """Without signing in every page but the public ones leads to the sign-in page."""
    client = peopled.app.test_client()
    wrong = []
    for method in ("GET", "POST"):
        for endpoint, address, _contract, _project in cells(peopled, method):
            before = peopled.sql("SELECT max(seq) FROM audit_entry")
            answer = peopled.browse(client, address, method)
            to_sign_in = answer.status_code == 302 and answer.location.startswith("/sign-in")
            is_public = ASKED[endpoint] == "public" and answer.status_code == 200
            if not (is_public or (to_sign_in and ASKED[endpoint] != "public")):
                wrong.append(f"{method} {address}: {answer.status_code} {answer.location}")
            assert peopled.sql("SELECT max(seq) FROM audit_entry") == before
    assert wrong == []


@pytest.mark.stage("peopled")
def test_what_is_anothers_and_what_is_not_there_look_the_same(peopled: World) -> None:
    for actor in (LEAD, WELL_LEAD, PEOPLE[Role.FUNDER_OFFICER], PEOPLE[Role.FUNDER_AUDITOR]):
        client = signed_in(peopled, actor)
        pages = [
            peopled.browse(client, f"/contracts/{contract}")
            .get_data(as_text=True)
            .replace(contract, "…")
            for contract in (OTHER, ABSENT)
        ]
        assert re.sub(r'nonce="[^"]+"', "", pages[0]) == re.sub(r'nonce="[^"]+"', "", pages[1])


def test_the_pages_table_and_the_policy_say_what_is_written_here(small_world: World) -> None:
    every = {rule.endpoint for method in ("GET", "POST") for rule in routes(small_world, method)}
    assert {endpoint: str(need) for endpoint, need in ACCESS.items()} == ASKED
    assert every == set(ACCESS)
    assert {role: frozenset(map(str, actions)) for role, actions in TABLE.items()} == MAY


def test_a_form_without_its_token_is_refused(small_world: World) -> None:
    client = small_world.app.test_client()
    before = small_world.counts()
    for address in ("/sign-in", "/audit/verify", f"/contracts/{REFERENCE}/packs/"):
        assert small_world.browse(client, address, "POST", data={}).status_code == 400
    assert small_world.counts() == before


def test_signing_in_with_the_forms_own_token_and_out_again(small_world: World) -> None:
    small_world.change(
        ADMINISTRATOR,
        lambda act: add_user(act, FINANCE.person, Role.FINANCE_OFFICER, password=PASSWORD),
    )
    client = small_world.app.test_client()

    def token(page: str) -> str:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found
        return found[1]

    form = {"email": "Finance@Example.org", "password": PASSWORD}
    form["csrf_token"] = token(small_world.browse(client, "/sign-in").get_data(as_text=True))
    assert small_world.browse(client, "/sign-in", "POST", data=form).location == "/"
    home = small_world.browse(client, "/")
    assert home.status_code == 200
    form = {"csrf_token": token(home.get_data(as_text=True))}
    assert small_world.browse(client, "/sign-out", "POST", data=form).status_code == 302
    assert small_world.browse(client, "/").location.startswith("/sign-in")
    assert small_world.sql("SELECT action FROM audit_entry ORDER BY seq DESC LIMIT 1") == [
        ("signed-in",)
    ]


def test_a_changed_password_stands_in_the_trail(small_world: World) -> None:
    small_world.change(
        ADMINISTRATOR,
        lambda act: add_user(act, FINANCE.person, Role.FINANCE_OFFICER, password=PASSWORD),
    )
    client = small_world.app.test_client()

    def token(address: str) -> str:
        page = small_world.browse(client, address).get_data(as_text=True)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found
        return found[1]

    form = {"email": FINANCE.person, "password": PASSWORD, "csrf_token": token("/sign-in")}
    assert small_world.browse(client, "/sign-in", "POST", data=form).status_code == 302
    address, fresh = "/account/password", "quite-another-four-words"
    form = {
        "csrf_token": token(address),
        "password": PASSWORD,
        "new_password": fresh,
        "new_password_confirm": fresh,
    }
    assert small_world.browse(client, address, "POST", data=form).status_code == 302
    assert small_world.sql("SELECT action, actor FROM audit_entry ORDER BY seq DESC LIMIT 1") == [
        ("password-changed", FINANCE.person)
    ]
