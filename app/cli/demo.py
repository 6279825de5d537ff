"""``flask demo prepare|year``: the worked fund, played through the real services."""

from pathlib import Path

import click
from flask import current_app
from flask_migrate import upgrade

from app.cli.answer import command, office
from app.sample.people import make_people, sign_ins
from app.sample.play import Played, Player
from app.sample.proof import prove, write_packs
from app.services.queries.demonstration import is_empty, last_change

group = click.Group("demo", help="The worked fund: prepare it, or play its whole year.")


@group.command("prepare")
@command
def prepare(as_json: bool) -> None:
    """Migrate; on an empty database play the worked fund up to the work left for you."""
    del as_json
    upgrade()
    player = Player(office())
    if player.look(is_empty):
        click.echo("An empty database: playing the worked fund up to the work left for you …")
        _play(player, everything=False)
    for line in sign_ins(player.office, current_app.instance_path):
        click.echo(line)


@group.command("year")
@command
def year(as_json: bool) -> None:
    """Play the whole year of the worked fund, write its packs, and prove what was planted."""
    del as_json
    upgrade()
    player = Player(office())
    _play(player, everything=True)
    folder = Path(current_app.instance_path) / "packs"
    for words in write_packs(player, folder):
        click.echo(words)
    proof = prove(player)
    for words in proof.words:
        click.echo(words)
    if not proof.is_good:
        raise SystemExit(1)


def _play(player: Player, *, everything: bool) -> None:
    acts = player.play(everything=everything)
    first = next(acts, None)
    contract = player.contract()
    if contract is not None:
        player.set_clock(player.first)
        make_people(player.office, contract, current_app.instance_path)
    for played in [first] if first else []:
        click.echo(_words(played))
    for played in acts:
        click.echo(_words(played))
    _keep_the_day(player)


def _keep_the_day(player: Player) -> None:
    """The demonstration's clock goes on from the last change, at the next start too."""
    at = player.look(last_change)
    if at is not None:
        path = Path(current_app.instance_path) / "demo.env"
        path.write_text(
            f"PLAYED_TODAY={at.replace(microsecond=0).isoformat()}\n"
            'COUNCIL_NAME="Leicester City Council"\n',
            encoding="utf-8",
        )


def _words(played: Played) -> str:
    return f"{played.at:%d/%m/%Y %H:%M}  {played.by.partition('@')[0]:<20} {played.what}"
