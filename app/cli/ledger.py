"""``flask ledger import|reconcile|confirm|explain|clear|undo|trial-balance``."""

from datetime import datetime
from pathlib import Path

import click

from app.cli.answer import (
    as_user,
    as_user_optional,
    change,
    command,
    existing_file,
    look,
    of_contract,
    of_period,
    operator,
    person,
    read_bytes,
    say,
    stop,
)  # fmt: skip
from app.services.import_ledger import import_ledger
from app.services.ledger_words import clear_item, confirm_matches, explain_keys, undo_match
from app.services.queries.book import trial_balance
from app.services.queries.reconciliation import reconciliation_words
from ledger.money import MoneyUnreadable, format_pounds, parse_pounds
from ledger.reconciliation.item import ItemKind

group = click.Group("ledger", help="The council's ledger and the fund's own book.")


def _pence(text: str) -> int:
    try:
        return int(parse_pounds(text.replace(",", "").removeprefix("£")))
    except MoneyUnreadable as fault:
        raise click.BadParameter(str(fault)) from fault


@group.command("import")
@click.argument("file", type=existing_file)
@of_contract
@click.option("--rows", type=int, required=True, help="Row count on the ledger screen.")
@click.option("--total", required=True, help="Control total on the ledger screen.")
@click.option("--format", "format_name", default=None, help="Finance system, if not recognised.")
@as_user_optional
@command
def import_file(  # noqa: PLR0917 - each is an option
    file: str, reference: str, rows: int, total: str, format_name: str | None, email: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Import an extract; refused unless rows and total tie."""
    pence, data = _pence(total), read_bytes(file)
    done = change(
        person(email),
        lambda act: import_ledger(
            act, reference, data, Path(file).name, rows=rows, total=pence, format_name=format_name
        ),
    )
    words = [
        (
            f"{done.name}: {done.format}, {done.rows} rows, "
            f"{format_pounds(done.total, thousands=True, symbol=True)}; {done.new} new, "
            f"{done.unchanged} unchanged, {len(done.dropped)} dropped."
        )
    ]
    words += [f"  dropped {d}" for d in done.dropped] + [f"  note: {n}" for n in done.notes]
    say({**vars(done), "total": format_pounds(done.total)}, words, as_json=as_json)


@group.command("reconcile")
@of_contract
@of_period
@command
def reconcile(reference: str, period: str, as_json: bool) -> None:
    """Match and print the bridge; exit 1 while the unexplained difference is not 0.00."""
    answer, words = look(operator(), lambda act: reconciliation_words(act, reference, period))
    say(answer, words, as_json=as_json)
    if not answer["is_closed"]:
        raise SystemExit(1)


@group.command("confirm")
@click.argument("matches", nargs=-1, required=True, metavar="MATCH…")
@of_contract
@of_period
@as_user
@click.option("--reason", default="", help="A note.")
@command
def confirm(
    matches: tuple[str, ...], reference: str, period: str, email: str, reason: str, as_json: bool
) -> None:
    """Confirm proposed matches."""
    done = change(
        person(email), lambda act: confirm_matches(act, reference, period, matches, reason)
    )
    say({"confirmed": done}, [f"Confirmed: {', '.join(done)}."], as_json=as_json)


@group.command("undo")
@click.argument("match")
@of_contract
@as_user
@command
def undo(match: str, reference: str, email: str, as_json: bool) -> None:
    """Take a confirmation back."""
    change(person(email), lambda act: undo_match(act, reference, match))
    say({"undone": match}, [f"{match} is open again."], as_json=as_json)


@group.command("explain")
@click.argument("keys", nargs=-1, required=True, metavar="KEY…")
@of_contract
@of_period
@click.option("--kind", required=True, type=click.Choice([k.value for k in ItemKind]))
@click.option("--reason", required=True, help="Why.")
@click.option("--owner", default=None, help="Who sees to it; default: who explains.")
@click.option("--clears", "expected", default="", help="Period in which it should clear.")
@as_user
@command
def explain(  # noqa: PLR0917 - each is an option
    keys: tuple[str, ...], reference: str, period: str, kind: str, reason: str, owner: str | None,
    expected: str, email: str, as_json: bool,
) -> None:  # fmt: skip
    """Make one reconciling item of ledger KEYs or return lines."""
    done = change(
        person(email),
        lambda act: explain_keys(
            act, reference, period, keys, kind=ItemKind(kind), reason=reason,
            owner=owner or email, expected=expected,
        ),
    )  # fmt: skip
    say(
        {"item": done.reference, "amount": format_pounds(done.amount)},
        [f"{done.reference}: {kind}, {format_pounds(done.amount, thousands=True, symbol=True)}."],
        as_json=as_json,
    )


@group.command("clear")
@click.argument("item")
@of_contract
@as_user
@click.option(
    "--by", "cleared_by", required=True, help="What cleared it: journal or line reference."
)
@command
def clear(item: str, reference: str, email: str, cleared_by: str, as_json: bool) -> None:
    """Clear a reconciling item."""
    change(person(email), lambda act: clear_item(act, reference, item, cleared_by))
    say({"cleared": item}, [f"{item} is cleared by {cleared_by}."], as_json=as_json)


@group.command("trial-balance")
@click.option("--on", "on", default=None, help="Up to this day (2018-03-31).")
@command
def trial(on: str | None, as_json: bool) -> None:
    """The fund's book: debit and credit columns, total 0.00."""
    try:
        day = datetime.strptime(on, "%Y-%m-%d").date() if on else None  # noqa: DTZ007 - a day
    except ValueError:
        stop(2, f"{on!r} is not a day. Write it like 2018-03-31.")
    rows, words = look(operator(), lambda act: trial_balance(act, day))
    say(rows, words, as_json=as_json)
