"""``flask check explain|run``: the reasons behind a verdict."""

import click

from app.cli.answer import change, command, look, of_contract, of_period, operator, say
from app.services.explain import explain_verdict
from app.services.run_checks import review_period

group = click.Group("check", help="Checks against the contract's terms.")


@group.command("explain")
@click.argument("subject", metavar="LINE")
@click.argument("term")
@of_contract
@command
def explain(subject: str, term: str, reference: str, as_json: bool) -> None:
    """Clause, wording, version, figures and arithmetic behind a verdict."""
    answer, words = look(operator(), lambda act: explain_verdict(act, reference, subject, term))
    say(answer, words, as_json=as_json)


@group.command("run")
@of_contract
@of_period
@command
def run(reference: str, period: str, as_json: bool) -> None:
    """Run every term over a period again and keep the answer."""
    done = change(operator(), lambda act: review_period(act, reference, period))
    words = [f"{verdict:<10} {count}" for verdict, count in sorted(done.counts.items())]
    say({"counts": done.counts, "digest": done.verdict_digest}, words, as_json=as_json)
