"""``flask contract load|list|show|copy``."""

from pathlib import Path

import click

from app.cli.answer import (
    change,
    command,
    existing_file,
    look,
    operator,
    read_bytes,
    say,
    stop,
    write_bytes,
)
from app.services.load_contract import copy_contract, load_contract
from app.services.queries.contracts import contract_text, contract_words, list_contracts
from ledger.money import format_pounds, parse_pounds

group = click.Group("contract", help="Contracts: load, list, show, copy.")


@group.command("load")
@click.argument("file", type=existing_file)
@command
def load(file: str, as_json: bool) -> None:
    """Create a contract from FILE, or add what is new in it."""
    try:
        text = read_bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        stop(1, f"{file} is not UTF-8 text. Save the contract file as UTF-8 and load it again.")
    done = change(operator(), lambda act: load_contract(act, text, Path(file).name))
    if not (done.added or done.completed):
        words = [f"{done.reference}: nothing new ({done.unchanged} facts unchanged)."]
    else:
        state = "recorded" if done.is_new else "added to"
        words = [
            (
                f"{done.reference} {state}: {len(done.added)} new, "
                f"{len(done.completed)} completed, "
                f"{done.unchanged} unchanged facts; {done.journals} journals posted."
            )
        ]
        words += [f"  new: {name}" for name in done.added if not done.is_new]
        words += [f"  completed: {name}" for name in done.completed]
    if done.absent:
        words.append(f"  {len(done.absent)} recorded facts are not in this file; they stand.")
    say(vars(done), words, as_json=as_json)


@group.command("list")
@command
def list_all(as_json: bool) -> None:
    """List the contracts recorded."""
    rows = look(operator(), list_contracts)
    words = [
        f"{r['reference']}  {r['title']}  "
        f"{format_pounds(parse_pounds(r['award']), thousands=True, symbol=True)}  "
        f"{r['starts_on']} to {r['ends_on']}"
        for r in rows
    ] or ["No contract is recorded yet."]
    say(rows, words, as_json=as_json)


@group.command("show")
@click.argument("reference")
@click.option("--toml", is_flag=True, help="As a contract file.")
@command
def show(reference: str, toml: bool, as_json: bool) -> None:
    """Show a contract: award, allocations, terms and where they stand."""
    if toml:
        click.echo(look(operator(), lambda act: contract_text(act, reference)), nl=False)
        return
    answer, words = look(operator(), lambda act: contract_words(act, reference))
    say(answer, words, as_json=as_json)


@group.command("copy")
@click.argument("reference")
@click.option("--to", "to", required=True, help="The new contract's reference.")
@click.option("--year", required=True, help="The new year, such as 2018-19.")
@click.option("--out", default=None, help="Where to write the draft file.")
@command
def copy(reference: str, to: str, year: str, out: str | None, as_json: bool) -> None:
    """Next year's draft from last year's contract, as a file to complete and load."""
    done = change(operator(), lambda act: copy_contract(act, reference, to=to, year=year))
    path = out or f"{to}.toml"
    write_bytes(path, done.toml.encode())
    words = [f"Draft written to {path}. Complete it, then: flask contract load {path}"]
    words += [f"  to complete: {what}" for what in done.to_complete]
    say({"file": path, "to_complete": done.to_complete}, words, as_json=as_json)
