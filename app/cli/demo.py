"""``flask demo prepare|year``: the worked fund, played through the real services."""

from pathlib import Path

import click
from flask import current_app
from flask_migrate import upgrade

from app.cli.answer import command, office, say
from app.sample.people import make_people, sign_ins
from app.sample.play import Played, Player
from app.sample.proof import prove, write_packs
from app.services.queries.demonstration import is_empty, last_change

group = click.Group("demo", help="The worked fund: prepare it, or play its whole year.")


@group.command("prepare")
@command
def prepare(as_json: bool) -> None:
    """Migrate; on an empty database play the worked fund up to the work left for you."""
    upgrade()
    player, told = Player(office()), _Told(as_json=as_json)
    if player.look(is_empty):
        told("An empty database: playing the worked fund up to the work left for you …")
        _play(player, told, everything=False)
        _keep_the_day(player)
    words = sign_ins(player.office, current_app.instance_path)
    say({"steps": told.lines, "sign_ins": [w for w in words if w]}, words, as_json=as_json)


@group.command("year")
@command
def year(as_json: bool) -> None:
    """Play the whole year of the worked fund, write its packs, and prove what was planted."""
    upgrade()
    player, told = Player(office()), _Told(as_json=as_json)
    _play(player, told, everything=True)
    folder = Path(current_app.instance_path) / "packs"
    packs = _Told(as_json=as_json)
    for words in write_packs(player, folder):
        packs(words)
    _keep_the_day(player)
    proof = prove(player)
    answer = {
        "steps": told.lines, "packs": packs.lines, "proof": [w for w in proof.words if w],
        "good": proof.is_good,
    }  # fmt: skip
    say(answer, proof.words, as_json=as_json)
    if not proof.is_good:
        raise SystemExit(1)


class _Told:
    """What was done, told as it is done; for scripts only kept."""

    def __init__(self, *, as_json: bool) -> None:
        self.lines: list[str] = []
        self._as_json = as_json

    def __call__(self, words: str) -> None:
        """Keep the words, and print them unless a script is listening."""
        self.lines.append(words)
        if not self._as_json:
            click.echo(words)


def _play(player: Player, told: _Told, *, everything: bool) -> None:
    acts = player.play(everything=everything)
    first = next(acts, None)
    contract = player.contract()
    if contract is not None:
        player.set_clock(player.first)
        make_people(player.office, contract, current_app.instance_path)
    for played in [first] if first else []:
        told(_words(played))
    for played in acts:
        told(_words(played))


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
