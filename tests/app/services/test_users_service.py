"""People, the roles they are given and their tokens."""

from datetime import timedelta

import pytest
from builders import ADMINISTRATOR, FINANCE, LEAD, REFERENCE, World

from app.services.office import Act, NotFound, Refused
from app.services.users import (
    SYSTEM,
    Added,
    actor_named,
    actor_of_token,
    add_user,
    is_locked,
    list_users,
    make_token,
    my_tokens,
    note_sign_in,
    revoke_token,
    roles_of,
    set_active,
    user_exists,
)  # fmt: skip
from grants.policy import Actor, Grant, NotAllowed, Role

EMAIL = "new.lead@example.org"


def add(world: World, email: str = EMAIL, role: Role = Role.PROJECT_LEAD, **more: str) -> Added:
    more = more or (
        {"contract": REFERENCE, "project": "KNIFE"} if role is Role.PROJECT_LEAD else {}
    )
    return world.change(ADMINISTRATOR, lambda act: add_user(act, email, role, **more))


def named(world: World, email: str = EMAIL) -> Actor:
    return world.look(ADMINISTRATOR, lambda act: actor_named(act, email))


def test_a_user_is_added_with_a_role_and_a_first_password_that_nobody_keeps(world: World) -> None:
    done = add(world, " New.Lead@Example.org ")

    assert (done.email, done.role, done.is_new) == (EMAIL, "project-lead", True)
    assert len(done.first_password) == 20
    assert named(world) == Actor(EMAIL, "", (Grant(Role.PROJECT_LEAD, REFERENCE, "KNIFE"),))
    stored = world.sql("SELECT password FROM user_account")[0][0]
    assert stored.startswith("$argon2id$")
    assert all(
        done.first_password.encode() not in bytes(entry)
        for (entry,) in world.sql("SELECT entry FROM audit_entry")
    )
    second = add(world, EMAIL, Role.MEMBERS)
    assert (second.is_new, second.first_password) == (False, "")
    assert [str(r) for r in roles_of(named(world))] == [
        f"Project lead ({REFERENCE} KNIFE)", "Members",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("email", "role", "more", "words"),
    [
        ("nobody", Role.MEMBERS, {}, "is not an e-mail address"),
        ("a b@example.org", Role.MEMBERS, {}, "is not an e-mail address"),
        (EMAIL, Role.DELIVERY_PARTNER, {}, "needs a contract and a project"),
        (EMAIL, Role.FUNDER_AUDITOR, {}, "needs a contract: they see only the funder's"),
        (
            EMAIL,
            Role.MEMBERS,
            {"contract": REFERENCE, "project": "KNIFE"},
            "not limited to a project",
        ),
        (EMAIL, Role.MEMBERS, {"contract": "NONE"}, "There is no contract NONE"),
        (EMAIL, Role.PROJECT_LEAD, {"contract": REFERENCE, "project": "X"}, "has no project X"),
        (EMAIL, Role.MEMBERS, {"password": "too short"}, "at least 12 characters"),
    ],
)
def test_what_makes_no_user_is_refused(
    small_world: World, email: str, role: Role, more: dict[str, str], words: str
) -> None:
    before = small_world.contents()
    with pytest.raises(Refused, match=words):
        small_world.change(ADMINISTRATOR, lambda act: add_user(act, email, role, **more))
    assert small_world.contents() == before


def test_a_role_is_given_once_and_by_administrators_alone(small_world: World) -> None:
    add(small_world)
    before = small_world.contents()
    with pytest.raises(Refused, match="holds the role project-lead already"):
        add(small_world)
    with pytest.raises(NotAllowed):
        small_world.change(FINANCE, lambda act: add_user(act, EMAIL, Role.ADMINISTRATOR))
    assert small_world.contents() == before


def test_a_closed_account_holds_nothing_and_its_tokens_end(world: World) -> None:
    add(world)
    lead = named(world)
    made = world.change(lead, lambda act: make_token(act, "", scopes=("read",), days=30))
    session = world.sql("SELECT fs_uniquifier FROM user_account")
    number = world.sql("SELECT id FROM user_account")[0][0]

    world.change(ADMINISTRATOR, lambda act: set_active(act, number, active=False))

    assert world.look(SYSTEM, lambda act: actor_of_token(act, made.secret)) is None
    assert world.sql("SELECT fs_uniquifier FROM user_account") != session
    with pytest.raises(NotFound, match=r"no user new\.lead@example\.org who can sign in"):
        named(world)
    world.change(ADMINISTRATOR, lambda act: set_active(act, number, active=True))
    assert world.look(SYSTEM, lambda act: actor_of_token(act, made.secret)) is None
    assert named(world) == lead


def test_nobody_closes_their_own_account(small_world: World) -> None:
    add(small_world, ADMINISTRATOR.person, Role.ADMINISTRATOR)
    number = small_world.sql("SELECT id FROM user_account")[0][0]
    with pytest.raises(Refused, match="cannot close your own account"):
        small_world.change(ADMINISTRATOR, lambda act: set_active(act, number, active=False))
    with pytest.raises(NotFound):
        small_world.change(ADMINISTRATOR, lambda act: set_active(act, 99, active=False))
    shown = small_world.look(ADMINISTRATOR, list_users)
    assert [(u.email, u.active) for u in shown] == [(ADMINISTRATOR.person, True)]


def test_a_token_stands_for_its_person_until_it_ends(world: World) -> None:
    add(world)
    lead = named(world)
    made = world.change(lead, lambda act: make_token(act, "CSV", scopes=("read", "submit"), days=2))
    found = world.look(SYSTEM, lambda act: actor_of_token(act, made.secret))
    assert found == (lead, frozenset({"read", "submit"}))
    assert world.look(SYSTEM, lambda act: actor_of_token(act, made.secret + "x")) is None
    assert made.secret not in str(world.contents())

    world.now += timedelta(days=2)
    assert world.look(SYSTEM, lambda act: actor_of_token(act, made.secret)) is None

    other = world.change(lead, lambda act: make_token(act, "x", scopes=("read",), days=1))
    number = world.look(lead, lambda act: my_tokens(act)[0].id)
    with pytest.raises(NotFound, match="no such token of yours"):
        world.change(LEAD, lambda act: revoke_token(act, number))
    world.change(lead, lambda act: revoke_token(act, number))
    assert world.look(SYSTEM, lambda act: actor_of_token(act, other.secret)) is None


def test_a_token_has_known_scopes_and_at_most_a_year(small_world: World) -> None:
    add(small_world)
    lead = named(small_world)
    for scopes, days in (((), 1), (("all",), 1), (("read",), 0), (("read",), 366)):
        with pytest.raises(Refused):
            small_world.change(
                lead, lambda act, s=scopes, d=days: make_token(act, "x", scopes=s, days=d)
            )
    assert small_world.counts()["api_token"] == 0


def test_five_failed_tries_lock_an_account_for_a_quarter_of_an_hour(small_world: World) -> None:
    add(small_world)

    def locked(act: Act) -> bool:
        return is_locked(act, EMAIL)

    def tries(count: int, *, succeeded: bool = False) -> None:
        for _ in range(count):
            small_world.change(SYSTEM, lambda act: note_sign_in(act, EMAIL, succeeded=succeeded))

    tries(4)
    assert not small_world.look(SYSTEM, locked)
    tries(1, succeeded=True)
    tries(4)
    assert not small_world.look(SYSTEM, locked)
    tries(1)
    assert small_world.look(SYSTEM, locked)
    small_world.now += timedelta(minutes=15)
    assert not small_world.look(SYSTEM, locked)
    small_world.change(SYSTEM, lambda act: note_sign_in(act, "no@example.org", succeeded=False))
    assert small_world.look(SYSTEM, lambda act: user_exists(act, EMAIL))
    assert not small_world.look(SYSTEM, lambda act: user_exists(act, "no@example.org"))
