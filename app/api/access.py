"""Who may call what: every endpoint under ``/api`` is in this table; a test fails when one is not.

A caller is known by the bearer token alone; cookies and sign-in sessions count for nothing here.
A verb asks first for one of its scopes, then for an action of ``grants.policy`` on the contract and
project of the address. Services ask for the action again.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, TypeVar

from flask import current_app, g, request
from flask_limiter.util import get_remote_address

from app.api.problem import Problem, error
from app.services.office import Act, NotFound, Office, perform, read
from app.services.users import SYSTEM, actor_of_token
from grants.policy import Action, Actor, require_may

T = TypeVar("T")
READ: Final = "read"
SUBMIT: Final = "submit"
REALM: Final = 'Bearer realm="api"'


@dataclass(frozen=True)
class Rule:
    """What a verb asks for: one of ``scopes``, and ``action`` unless the answer is cut to size."""

    scopes: tuple[str, ...] = ()
    action: Action | None = None

    @property
    def is_public(self) -> bool:
        """Whether anybody may call it."""
        return not self.scopes


PUBLIC: Final = Rule()
ACCESS: Final[dict[str, Rule]] = {}
"""Endpoint → what it asks for; filled by :func:`opens`."""


@dataclass(frozen=True)
class Caller:
    """Whom the token stands for and what it may do; ``mark`` tells tokens apart."""

    actor: Actor
    scopes: frozenset[str]
    mark: str


def opens(rule: Rule, blueprint: str = "api") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare what a verb asks for, and ask it before the verb runs."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        ACCESS[f"{blueprint}.{view.__name__}"] = rule

        @wraps(view)
        def asked(*args: Any, **kwargs: Any) -> Any:
            if not rule.is_public:
                _admit(rule, kwargs)
            return view(*args, **kwargs)

        return asked

    return declare


def _admit(rule: Rule, place: dict[str, str]) -> None:
    who = caller()
    if who is None:
        given = "Authorization" in request.headers
        raise Problem(
            401,
            "The bearer token does not count, or does not count any more. Make one in your account."
            if given
            else "This needs a bearer token. Make one in your account and send it as "
            "Authorization: Bearer …",
            headers={"WWW-Authenticate": f'{REALM}, error="invalid_token"' if given else REALM},
        )
    if not who.scopes & set(rule.scopes):
        needed = " or ".join(rule.scopes)
        raise Problem(
            403,
            f"This token lacks the scope {needed}.",
            [error(f"The token lacks the scope {needed}.", where="Authorization",
                   fix="Make a token with that scope in your account.")],
            {"WWW-Authenticate": f'{REALM}, error="insufficient_scope", scope="{rule.scopes[0]}"'},
        )  # fmt: skip
    if not all(part.isprintable() for part in place.values()):
        raise NotFound("No code has characters that cannot be printed.")
    if rule.action is not None:
        require_may(
            who.actor, rule.action, contract=place.get("reference"), project=place.get("project")
        )


def caller() -> Caller | None:
    """Whom this request's bearer token stands for; looked up once a request."""
    if "caller" not in g:
        g.caller = _caller()
    found: Caller | None = g.caller
    return found


def _caller() -> Caller | None:
    given = request.authorization
    if given is None or given.type != "bearer" or not given.token:
        return None
    secret = given.token
    found = read(office(), SYSTEM, lambda act: actor_of_token(act, secret))
    if found is None:
        return None
    return Caller(*found, mark=hashlib.sha256(secret.encode()).hexdigest())


def counted_as() -> str:
    """Whose requests are counted together: a token's, else an address's."""
    who = caller() if request.path.startswith("/api/") else None
    return who.mark if who else get_remote_address()


def person() -> Actor:
    """The caller of an admitted request."""
    who = caller()
    if who is None:
        raise NotFound("Nobody is calling.")
    return who.actor


def office() -> Office:
    """The running application's office."""
    found: Office = current_app.extensions["office"]
    return found


def look(work: Callable[[Act], T]) -> T:
    """One reading for the caller."""
    return read(office(), person(), work)


def change(work: Callable[[Act], T]) -> T:
    """One change by the caller."""
    return perform(office(), person(), work)
