"""Who may open which page: every endpoint is in this table, and a test fails when one is not.

``PUBLIC`` pages need no sign-in. ``SIGNED_IN`` pages show only what the person's own roles reach.
The others name the action of ``grants.policy`` that the page asks for on its contract and project;
out of scope answers 404, not allowed 403. Services ask again: this table is the first door.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar

from flask import current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from app.services.office import Act, Office, perform, read
from app.web.signing_in import visitor
from grants.policy import Action, Actor, OutOfScope, require_may

T = TypeVar("T")
PUBLIC: Final = "public"
SIGNED_IN: Final = "signed-in"
ACCESS: Final[dict[str, Action | str]] = {}
"""Endpoint → what it asks for; filled by :func:`opens`."""


def opens(rule: Action | str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare what a view asks for, and ask it before the view runs.

    The address's ``reference`` is the contract and its ``project`` the project.
    """

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        name = f"{view.__module__.rpartition('.')[2]}.{view.__name__}"
        ACCESS[name] = rule

        @wraps(view)
        def asked(*args: Any, **kwargs: Any) -> Any:
            if rule == PUBLIC:
                return view(*args, **kwargs)
            actor = visitor()
            if actor is None:
                return _to_sign_in()
            if isinstance(rule, Action):
                require_may(
                    actor, rule, contract=kwargs.get("reference"), project=kwargs.get("project")
                )
            return view(*args, **kwargs)

        return asked

    return declare


def _to_sign_in() -> Response:
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("security.login", next=back))


def person() -> Actor:
    """The signed-in person of this request."""
    actor = visitor()
    if actor is None:
        raise OutOfScope("Nobody is signed in.")
    return actor


def office() -> Office:
    """The running application's office."""
    found: Office = current_app.extensions["office"]
    return found


def look(work: Callable[[Act], T]) -> T:
    """One reading for the signed-in person."""
    return read(office(), person(), work)


def change(work: Callable[[Act], T]) -> T:
    """One change by the signed-in person."""
    return perform(office(), person(), work)
