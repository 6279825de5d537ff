"""A desk with the command line of the product on it: runs a command, reads its answer."""

import json
from contextvars import Context
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builders import ADMINISTRATOR, World
from click.testing import Result

from app.services.users import add_user
from grants.policy import Actor


@dataclass(frozen=True)
class Desk:
    """The small fund's command line, and a folder to keep files in."""

    world: World
    folder: Path

    def run(self, *words: object) -> Result:
        """A ``flask`` command, run as from outside."""
        runner = self.world.app.test_cli_runner()
        return Context().run(lambda: runner.invoke(args=[str(word) for word in words]))

    def says(self, *words: object, code: int = 0) -> list[str]:
        """What a command prints in words; it says nothing on standard error."""
        done = self.run(*words)
        assert (done.exit_code, done.stderr) == (code, ""), done.output
        return done.stdout.splitlines()

    def answers(self, *words: object, code: int = 0) -> Any:
        """What a command answers in JSON; it says nothing on standard error."""
        done = self.run(*words, "--json")
        assert (done.exit_code, done.stderr) == (code, ""), done.output
        return json.loads(done.stdout)

    def refuses(self, *words: object, code: int = 1) -> list[str]:
        """What a command says on standard error: it answers nothing and changes nothing."""
        before = self.world.contents()
        done = self.run(*words)
        assert (done.exit_code, done.stdout) == (code, ""), done.output
        assert self.world.contents() == before
        return done.stderr.splitlines()

    def employ(self, *people: Actor) -> None:
        """Give people a sign-in with their role."""
        for actor in people:
            grant = actor.grants[0]
            self.world.change(
                ADMINISTRATOR,
                lambda act, actor=actor, grant=grant: add_user(  # type: ignore[misc]
                    act, actor.person, grant.role, contract=grant.contract, project=grant.project
                ),
            )

    def keep(self, name: str, data: bytes | str) -> Path:
        """A file in the folder."""
        path = self.folder / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path
