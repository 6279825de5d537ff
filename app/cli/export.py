"""``flask export PACK`` and ``flask export list``."""

import click

from app.cli.answer import change, command, operator, person, require_place, say, write_bytes
from app.services.export_pack import export_pack, list_packs

NAMES = "list"


@click.command("export")
@click.argument("pack")
@click.option("--contract", "reference", default=None, help="Contract reference.")
@click.option("--period", default=None, help="Period code; left out: the whole year.")
@click.option("--profile", default="internal", type=click.Choice(["internal", "funder", "public"]))
@click.option("--out", default=None, help="Where to write the pack.")
@click.option("--as", "email", default=None, help="Who takes it (sign-in name).")
@command
def group(  # noqa: PLR0917 - each is an option
    pack: str, reference: str | None, period: str | None, profile: str, out: str | None,
    email: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Export PACK, or 'list' the packs there are."""
    if pack == NAMES:
        packs = list_packs()
        say(
            [{"name": p.name, "title": p.title} for p in packs],
            [f"{p.name:<22} {p.title}" for p in packs], as_json=as_json,
        )  # fmt: skip
        return
    if not reference or not out:
        raise click.UsageError("An export needs --contract and --out.")
    require_place(out)
    actor = person(email) if email else operator()
    done = change(
        actor, lambda act: export_pack(act, pack, reference, period=period, profile=profile)
    )
    write_bytes(out, done.data)
    say(
        {"file": out, "sha256": done.sha256, "digest": done.digest, "bytes": len(done.data)},
        [f"{pack} written to {out}.", f"SHA-256 {done.sha256}"], as_json=as_json,
    )  # fmt: skip
