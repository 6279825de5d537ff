"""How every command runs and answers: one transaction, plain words or ``--json``, an exit code."""

import functools
import getpass
import json
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any, NoReturn, TypeVar

import click
from flask import current_app
from flask.cli import with_appcontext

from app.services.office import Act, Office, Refused, perform, read
from app.services.users import actor_named
from exports.registry import PackUnknown
from grants.policy import Actor, Grant, NotAllowed, OutOfScope, Role

T = TypeVar("T")
REFUSED = 1
FAILED = 3
OPERATOR_ROLES = (Role.FINANCE_OFFICER, Role.INTERNAL_AUDITOR, Role.ADMINISTRATOR)


def office() -> Office:
    """The running application's office."""
    found: Office = current_app.extensions["office"]
    return found


def operator() -> Actor:
    """Whoever holds the machine: loads, imports, exports and adds users; never certifies."""
    name = f"operator:{getpass.getuser()}"
    return Actor(name, "Operator", tuple(Grant(r) for r in OPERATOR_ROLES))


def person(email: str | None) -> Actor:
    """The user named by ``--as``, or the operator when none is named."""
    if email is None:
        return operator()
    actor = read(office(), operator(), lambda act: actor_named(act, email))
    return replace(actor, door=f"command line of {getpass.getuser()}")


def change(actor: Actor, work: Callable[[Act], T]) -> T:
    """One change, committed."""
    with working():
        return perform(office(), actor, work)


def look(actor: Actor, work: Callable[[Act], T]) -> T:
    """One reading."""
    with working():
        return read(office(), actor, work)


@contextmanager
def working(every: float = 1.0) -> Iterator[None]:
    """On a terminal, say on standard error after each ``every`` seconds that work goes on.

    The line is wiped away when the work ends. Nothing is said to a file, a pipe or a script.
    """
    if not sys.stderr.isatty():
        yield
        return
    ended, began = Event(), monotonic()

    def tick() -> None:
        while not ended.wait(every):
            click.echo(f"\rWorking … {monotonic() - began:.0f} s", nl=False, err=True)

    ticking = Thread(target=tick, daemon=True)
    ticking.start()
    try:
        yield
    finally:
        ended.set()
        ticking.join()
        click.echo("\r\x1b[K", nl=False, err=True)


def say(answer: object, words: Iterable[str], *, as_json: bool) -> None:
    """Print the answer as JSON, or in words."""
    if as_json:
        click.echo(json.dumps(answer, indent=1, ensure_ascii=False, default=str))
        return
    for line in words:
        click.echo(line)


def stop(code: int, message: str, details: Iterable[str] = ()) -> NoReturn:
    """Say on standard error why the command stops, and stop."""
    click.echo(message, err=True)
    for detail in details:
        click.echo(f"  - {detail}", err=True)
    sys.exit(code)


def command(function: Callable[..., T]) -> Callable[..., T]:
    """Wrap a command: application context, ``--json``, refusals as exit 1, faults as exit 3."""

    @click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
    @with_appcontext
    @functools.wraps(function)
    def wrapped(*args: Any, **kwargs: Any) -> T:
        try:
            return function(*args, **kwargs)
        except Refused as refusal:
            stop(REFUSED, refusal.message, refusal.details)
        except (NotAllowed, OutOfScope, PackUnknown) as refusal:
            stop(REFUSED, str(refusal))
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception:  # noqa: BLE001 - the last boundary: a fault of ours has its own exit code
            told = traceback.format_exc().rstrip()
            stop(FAILED, f"The program failed. Nothing was changed.\n{told}")

    return wrapped


def read_bytes(path: str) -> bytes:
    """The bytes of a file named on the command line."""
    return Path(path).read_bytes()


def write_bytes(path: str, data: bytes) -> None:
    """Write a file named on the command line, making its folder."""
    target = require_place(path)
    try:
        target.write_bytes(data)
    except OSError as fault:
        stop(REFUSED, f"{path} cannot be written: {fault.strerror}. Name another place with --out.")


def require_place(path: str) -> Path:
    """A path that can be written to, its folder made; asked before work that is kept."""
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        stop(REFUSED, f"{path} cannot be written: {fault.strerror}. Name another place with --out.")
    if target.is_dir():
        stop(REFUSED, f"{path} is a folder. Name the file to write with --out.")
    return target


existing_file = click.Path(exists=True, dir_okay=False)
as_user = click.option("--as", "email", required=True, help="Who does it (sign-in name).")
as_user_optional = click.option("--as", "email", default=None, help="Who does it (sign-in name).")
of_contract = click.option("--contract", "reference", required=True, help="Contract reference.")
of_project = click.option("--project", required=True, help="Project code.")
of_period = click.option("--period", required=True, help="Period code, such as 2017-Q1.")
