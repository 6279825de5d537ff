"""What is wrong with a contract file, said in parts a person can act on.

Every problem names the file, the table (with its position and name), the key, what was read, why
it matters and what to do. A file is refused once, with all its problems.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a contract file.

    ``table`` is written as a person counts, for example ``[[term]] 4 (evidence)``; ``key`` is blank
    where the fault is the table's, both are blank where it is the file's.
    """

    file: str
    table: str
    key: str
    what: str
    why: str
    fix: str

    @property
    def where(self) -> str:
        """File, table and key in one phrase."""
        return ", ".join(part for part in (self.file, self.table, self.key) if part)

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.why} {self.fix}"


class ContractRefused(Exception):  # noqa: N818 - a refused operation, named as one
    """The file cannot be taken as a contract; ``problems`` holds every reason.

    First what could not be read, table by table, then what does not fit together.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        count = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
        lines = "\n".join(str(problem) for problem in problems)
        super().__init__(f"The contract file is refused: {count}.\n{lines}")
