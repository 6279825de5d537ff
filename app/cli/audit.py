"""``flask audit verify|dump``."""

import click

from app.cli.answer import change, command, look, operator, say, stop, write_bytes
from app.services.audit_trail import dump_trail, sign_trail, verify_trail

group = click.Group("audit", help="The trail of every change.")


@group.command("verify")
@command
def verify(as_json: bool) -> None:
    """Check the whole trail, every signed head, the book and the frozen figures."""
    done = look(operator(), verify_trail)
    words = [
        f"{done.size} entries, root {done.root}.",
        (
            f"Checked: signed heads {done.heads}, files {done.files}, journals {done.journals}, "
            f"certified quarters {done.freezes}."
        ),
    ]
    say({**vars(done)}, [*words, *done.faults], as_json=as_json)
    if done.faults:
        stop(1, f"{len(done.faults)} fault(s) found.")
    if not as_json:
        click.echo("Everything agrees.")


@group.command("dump")
@click.option("--out", required=True, help="Where to write the trail.")
@click.option("--head", default=None, help="Also write a signed head of it here.")
@command
def dump(out: str, head: str | None, as_json: bool) -> None:
    """Write the trail for the stand-alone verifier."""
    data, size = look(operator(), dump_trail)
    write_bytes(out, data)
    words = [
        f"{size} entries written to {out}.",
        f"Check them: python ledger/audit/verify.py {out}",
    ]
    if head:
        document = change(operator(), lambda act: sign_trail(act, "dump"))
        write_bytes(head, document)
        words[-1] += f" --head {head}"
    say({"file": out, "entries": size, "head": head}, words, as_json=as_json)
