"""``flask user add|list``."""

import click

from app.cli.answer import change, command, look, operator, say
from app.services.users import add_user, list_users
from grants.policy import Role

group = click.Group("user", help="People who can sign in.")


@group.command("add")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([r.value for r in Role]))
@click.option("--contract", "reference", default=None, help="Limit the role to one contract.")
@click.option("--project", default=None, help="Limit the role to one project.")
@click.option("--name", default="", help="Full name.")
@click.option("--password", default=None, help="First password; one is made when left out.")
@command
def add(  # noqa: PLR0917 - each is an option
    email: str, role: str, reference: str | None, project: str | None, name: str,
    password: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Add a user, or give one another role."""
    done = change(
        operator(),
        lambda act: add_user(
            act, email, Role(role), contract=reference, project=project, name=name,
            password=password,
        ),
    )  # fmt: skip
    words = [f"{done.email} has the role {role}."]
    if done.first_password:
        words.append(f"First password: {done.first_password}")
    say(vars(done), words, as_json=as_json)


@group.command("list")
@command
def list_all(as_json: bool) -> None:
    """List users and their roles."""
    rows = look(operator(), list_users)
    words = [
        f"{r.email}  {', '.join(map(str, r.roles))}{'' if r.active else '  (inactive)'}"
        for r in rows
    ]
    say(
        [{**vars(r), "roles": [str(x) for x in r.roles]} for r in rows],
        words or ["No users yet."],
        as_json=as_json,
    )
