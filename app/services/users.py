"""People who can sign in, the roles they hold, and the tokens they make for themselves."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.services.fund import fund_of, require_project
from app.services.office import Act, NotFound, Refused
from app.store.people import ApiToken, RoleGrant, User, actor_of
from grants.policy import (
    FUNDER_ROLES,
    OWN_PROJECT_ROLES,
    ROLE_TITLES,
    Action,
    Actor,
    Role,
)  # fmt: skip

EMAIL = re.compile(r"^[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+$")
PASSWORD_MIN = 12
TOKEN_DAYS_MAX = 365
TOKEN_SCOPES = ("read", "submit")


@dataclass(frozen=True)
class Added:
    """A user as added; the first password is shown once and kept nowhere."""

    email: str
    role: str
    is_new: bool
    first_password: str = ""


@dataclass(frozen=True)
class Listed:
    """A user in a list."""

    id: int
    email: str
    name: str
    active: bool
    roles: tuple["RoleWords", ...]


@dataclass(frozen=True)
class RoleWords:
    """A role in words, and what it is limited to."""

    title: str
    scope: str = ""

    def __str__(self) -> str:
        return f"{self.title} ({self.scope})" if self.scope else self.title


def password_hash(password: str) -> str:
    """Argon2id, with the salt and pepper that sign-in uses."""
    from flask_security.utils import hash_password  # noqa: PLC0415 - needs the running app

    hashed: str = hash_password(password)
    return hashed


def add_user(  # noqa: PLR0913 - a user and a role
    act: Act, email: str, role: Role, *, contract: str | None = None, project: str | None = None,
    name: str = "", password: str | None = None,
) -> Added:  # fmt: skip
    """Add a user, or give an existing one another role.

    Raises:
        Refused: not an e-mail address, a password too short, a role without the scope it needs,
            or a role the user holds already.
    """
    act.require(Action.MANAGE_USERS)
    email = email.strip().lower()
    if not EMAIL.match(email):
        raise Refused(f"{email!r} is not an e-mail address. Write one like name@example.org.")
    _require_scope(act, role, contract, project)
    user = act.uow.people.by_email(email)
    first, is_new = "", user is None
    if user is None:
        if password is not None and len(password) < PASSWORD_MIN:
            raise Refused(f"A password has at least {PASSWORD_MIN} characters.")
        first = password or act.office.new_secret()[:20]
        user = User(
            email=email, name=name.strip(), password=password_hash(first), active=True,
            fs_uniquifier=act.office.new_secret(), created_at=act.now, created_by=act.person,
        )  # fmt: skip
        act.uow.people.add(user)
    if any(
        (g.name, g.contract, g.project) == (role, contract or "", project or "")
        and g.withdrawn_at is None
        for g in user.roles
    ):
        raise Refused(f"{email} holds the role {role} already.")
    user.roles.append(
        RoleGrant(
            name=role,
            contract=contract or "",
            project=project or "",
            given_at=act.now,
            given_by=act.person,
        )
    )
    act.record(
        "user-added" if is_new else "role-given", contract=contract or "", subject=email,
        body={"role": role, "project": project or ""},
    )  # fmt: skip
    return Added(email, role, is_new, "" if password else first)


def _require_scope(act: Act, role: Role, contract: str | None, project: str | None) -> None:
    if role in OWN_PROJECT_ROLES and not (contract and project):
        raise Refused(f"A {ROLE_TITLES[role].lower()} needs a contract and a project of their own.")
    if role in FUNDER_ROLES and not contract:
        raise Refused(
            f"A {ROLE_TITLES[role].lower()} needs a contract: they see only the funder's."
        )
    if project and role not in OWN_PROJECT_ROLES:
        raise Refused(f"The role {role} is not limited to a project. Leave the project out.")
    if contract:
        fund = fund_of(act, contract)
        if project:
            require_project(fund, project)


def set_active(act: Act, user_id: int, *, active: bool) -> str:
    """Let a user sign in, or no longer; ends their sessions and tokens at once when not."""
    act.require(Action.MANAGE_USERS)
    user = act.uow.people.by_id(user_id)
    if user is None:
        raise NotFound("There is no such user.")
    if user.email == act.person:
        raise Refused("You cannot close your own account. Ask another administrator.")
    user.active = active
    user.fs_uniquifier = act.office.new_secret()
    for token in act.uow.people.tokens_of(user):
        if not active and token.revoked_at is None:
            token.revoked_at = act.now
    act.record("user-opened" if active else "user-closed", contract="", subject=user.email, body={})
    return user.email


def list_users(act: Act) -> list[Listed]:
    """Every user with their roles in words."""
    act.require(Action.MANAGE_USERS)
    return [Listed(u.id, u.email, u.name, u.active, _roles(u)) for u in act.uow.people.all()]


def _roles(user: User) -> tuple[RoleWords, ...]:
    return tuple(
        _role_words(g.name, g.contract, g.project) for g in user.roles if g.withdrawn_at is None
    )


def _role_words(role: str, contract: str | None, project: str | None) -> RoleWords:
    return RoleWords(ROLE_TITLES[Role(role)], " ".join(x for x in (contract, project) if x))


def roles_of(actor: Actor) -> list[RoleWords]:
    """An actor's roles in words."""
    return [_role_words(g.role, g.contract, g.project) for g in actor.grants]


def actor_named(act: Act, email: str) -> Actor:
    """The actor a sign-in name stands for.

    Raises:
        NotFound: nobody of that name, or their account is closed.
    """
    user = act.uow.people.by_email(email)
    if user is None or not user.active:
        raise NotFound(
            f"There is no user {email} who can sign in. Add one: flask user add {email} --role …"
        )
    return actor_of(user)


@dataclass(frozen=True)
class MadeToken:
    """A token as made; the secret is shown once and kept nowhere."""

    secret: str
    label: str
    expires_at: datetime


def make_token(act: Act, label: str, *, scopes: tuple[str, ...], days: int) -> MadeToken:
    """Make a bearer token for oneself.

    Raises:
        Refused: an unknown scope, or more than a year.
    """
    user = act.uow.people.by_email(act.person)
    if user is None:
        raise NotFound("Only a user who can sign in makes tokens.")
    if not 1 <= days <= TOKEN_DAYS_MAX:
        raise Refused(f"A token lasts from 1 to {TOKEN_DAYS_MAX} days.")
    if not scopes or set(scopes) - set(TOKEN_SCOPES):
        raise Refused(f"A token's scopes are among: {', '.join(TOKEN_SCOPES)}.")
    secret = f"gct_{act.office.new_secret()}"
    token = ApiToken(
        user_id=user.id, label=label.strip() or "API token",
        digest=hashlib.sha256(secret.encode()).hexdigest(), scopes=" ".join(scopes),
        created_at=act.now, expires_at=act.now + timedelta(days=days),
    )  # fmt: skip
    act.uow.people.add_token(token)
    act.record(
        "token-made", contract="", subject=act.person,
        body={"label": token.label, "scopes": token.scopes, "days": days},
    )  # fmt: skip
    return MadeToken(secret, token.label, token.expires_at)


def revoke_token(act: Act, token_id: int) -> None:
    """End one of one's own tokens."""
    user = act.uow.people.by_email(act.person)
    mine = {t.id: t for t in act.uow.people.tokens_of(user)} if user else {}
    if token_id not in mine:
        raise NotFound("There is no such token of yours.")
    mine[token_id].revoked_at = act.now
    act.record(
        "token-revoked", contract="", subject=act.person, body={"label": mine[token_id].label}
    )


def my_tokens(act: Act) -> list[ApiToken]:
    """One's own tokens, newest first."""
    user = act.uow.people.by_email(act.person)
    return act.uow.people.tokens_of(user) if user else []


def actor_of_token(act: Act, secret: str) -> tuple[Actor, frozenset[str]] | None:
    """Who a bearer token stands for and what it may do; None when it does not count (any more)."""
    token = act.uow.people.token(secret)
    if token is None or token.revoked_at is not None or token.expires_at <= act.now:
        return None
    if not token.user.active:
        return None
    return actor_of(token.user), frozenset(token.scopes.split())


def user_exists(act: Act, email: str) -> bool:
    """Whether somebody has that sign-in name."""
    return act.uow.people.by_email(email) is not None


SYSTEM = Actor("system", "System", ())
TRIES_BEFORE_LOCK = 5
LOCKED_FOR = timedelta(minutes=15)


def is_locked(act: Act, email: str) -> bool:
    """Whether an account waits after too many failed tries."""
    user = act.uow.people.by_email(email)
    return user is not None and user.locked_until is not None and user.locked_until > act.now


def note_sign_in(act: Act, email: str, *, succeeded: bool) -> None:
    """Count a failed try, lock after five, forget the count on success; each is in the trail."""
    user = act.uow.people.by_email(email)
    if user is None:
        return
    if succeeded:
        user.failed_sign_ins, user.locked_until = 0, None
    else:
        user.failed_sign_ins += 1
        if user.failed_sign_ins >= TRIES_BEFORE_LOCK:
            user.failed_sign_ins, user.locked_until = 0, act.now + LOCKED_FOR
    act.record(
        "signed-in" if succeeded else "sign-in-failed", contract="", subject=email,
        body={"locked": user.locked_until is not None},
    )  # fmt: skip


def note_password_change(act: Act) -> None:
    """Say in the trail that the acting person changed their own password."""
    act.record("password-changed", contract="", subject=act.person, body={})
