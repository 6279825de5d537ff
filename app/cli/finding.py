"""``flask finding accept|disallow|report``: a named person answers a finding."""

from collections.abc import Callable

import click

from app.cli.answer import as_user, change, command, look, operator, person, say
from app.services.office import Act
from app.services.resolve_finding import (
    Answered,
    accept_finding,
    contract_of_finding,
    disallow_finding,
    period_of_finding,
    report_finding,
)  # fmt: skip
from ledger.money import format_pounds

group = click.Group("finding", help="Answer a finding: accept, disallow, report.")
Service = Callable[[Act, str, str, str, str], Answered]
because = click.option("--reason", required=True, help="Why; it goes into the audit pack.")


def _answer(ref: str, email: str, reason: str, service: Service, as_json: bool) -> None:
    contract = look(operator(), lambda act: contract_of_finding(act, ref))
    period = look(operator(), lambda act: period_of_finding(act, contract, ref))
    done = change(person(email), lambda act: service(act, contract, period, ref, reason))
    amount = format_pounds(done.amount, thousands=True, symbol=True)
    taken = f", {amount} taken out" if done.amount else ""
    say(
        {"ref": done.ref, "kind": done.kind, "amount": format_pounds(done.amount),
         "lines": done.line_ids},
        [f"{done.ref} in {period} is {done.kind}{taken}."], as_json=as_json,
    )  # fmt: skip


@group.command("accept")
@click.argument("ref", metavar="ID")
@as_user
@because
@command
def accept(ref: str, email: str, reason: str, as_json: bool) -> None:
    """Accept a WARN, EVIDENCE or NOT RUN."""
    _answer(ref, email, reason, accept_finding, as_json)


@group.command("disallow")
@click.argument("ref", metavar="ID")
@as_user
@because
@command
def disallow(ref: str, email: str, reason: str, as_json: bool) -> None:
    """Take the money at risk out of the claim."""
    _answer(ref, email, reason, disallow_finding, as_json)


@group.command("report")
@click.argument("ref", metavar="ID")
@as_user
@because
@command
def report(ref: str, email: str, reason: str, as_json: bool) -> None:
    """Report a BREACH that cannot be undone to the funder."""
    _answer(ref, email, reason, report_finding, as_json)
