"""``flask quarter certify|accept|query|reject``."""

import click

from app.cli.answer import as_user, change, command, of_contract, of_period, person, say
from app.services.move_quarter import answer_quarter, certify_quarter
from grants.returns import Act as Deed
from ledger.money import format_pounds

group = click.Group("quarter", help="The quarter's return to the funder.")
because = click.option("--reason", default="", help="Why.")


@group.command("certify")
@of_contract
@of_period
@as_user
@because
@command
def certify(reference: str, period: str, email: str, reason: str, as_json: bool) -> None:
    """The section 151 officer certifies the quarter's figures."""
    done = change(person(email), lambda act: certify_quarter(act, reference, period, reason))
    total = format_pounds(done.net, thousands=True, symbol=True)
    say(
        {"state": done.state, "claimed": format_pounds(done.claimed),
         "disallowed": format_pounds(done.disallowed), "net": format_pounds(done.net),
         "digest": done.digest},
        [f"{period} is {done.state}: {total} certified. Digest {done.digest}."], as_json=as_json,
    )  # fmt: skip


def _answer(
    reference: str, period: str, email: str, reason: str, deed: Deed, as_json: bool
) -> None:
    state = change(person(email), lambda act: answer_quarter(act, reference, period, deed, reason))
    say({"state": state}, [f"{period} is {state}."], as_json=as_json)


@group.command("accept")
@of_contract
@of_period
@as_user
@because
@command
def accept(reference: str, period: str, email: str, reason: str, as_json: bool) -> None:
    """The funder accepts the quarter."""
    _answer(reference, period, email, reason, Deed.ACCEPT, as_json)


@group.command("query")
@of_contract
@of_period
@as_user
@because
@command
def query(reference: str, period: str, email: str, reason: str, as_json: bool) -> None:
    """The funder asks about the quarter."""
    _answer(reference, period, email, reason, Deed.QUERY, as_json)


@group.command("reject")
@of_contract
@of_period
@as_user
@because
@command
def reject(reference: str, period: str, email: str, reason: str, as_json: bool) -> None:
    """The funder rejects the quarter."""
    _answer(reference, period, email, reason, Deed.REJECT, as_json)
