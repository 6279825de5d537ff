"""What reading a return can say besides its lines: unreadable cells, notes, dropped rows, refusals.

A cell that cannot be read is a value in the draft; a workbook that is not the one expected is a
refusal, raised before any line of it is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Unreadable:
    """One cell (or one line of a file) that cannot be read, in four parts.

    ``sheet`` is empty for rows of a file or form; ``cell`` is then ``line 7, claimed``.
    """

    sheet: str
    cell: str
    code: str
    what: str
    why: str
    fix: str

    @property
    def where(self) -> str:
        """``Transactions!F12``, or ``line 7, claimed``."""
        return f"{self.sheet}!{self.cell}" if self.sheet else self.cell

    @property
    def text(self) -> str:
        """The whole message: where, what, why, what to do."""
        return f"{self.where}: {self.what} {self.why} {self.fix}"


@dataclass(frozen=True, slots=True)
class Note:
    """Something read in a way the sender should know of; it stops nothing."""

    sheet: str
    cell: str
    what: str

    @property
    def text(self) -> str:
        """Where and what."""
        where = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet or self.cell
        return f"{where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Dropped:
    """Rows that hold no line, from ``first_row`` to ``last_row``, and why they were left out."""

    sheet: str
    first_row: int
    last_row: int
    reason: str

    @property
    def rows(self) -> int:
        """How many rows."""
        return self.last_row - self.first_row + 1


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that holds a line which cannot be taken as it stands; ``codes`` say why."""

    sheet: str
    row: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """The same fault in several cells, said once: ``Transactions!F17, F19, I19``."""

    where: str
    problems: tuple[Unreadable, ...]

    @property
    def text(self) -> str:
        """The whole message for all its cells."""
        first = self.problems[0]
        return f"{self.where}: {first.what} {first.why} {first.fix}"


def grouped(problems: Sequence[Unreadable]) -> tuple[ProblemGroup, ...]:
    """Merge problems whose wording is the same, keeping the order in which each first occurs."""
    groups: dict[tuple[str, ...], list[Unreadable]] = {}
    for problem in problems:
        key = (problem.sheet, problem.code, problem.what, problem.why, problem.fix)
        groups.setdefault(key, []).append(problem)
    return tuple(
        ProblemGroup(
            where=(f"{members[0].sheet}!" if members[0].sheet else "")
            + (", " if members[0].sheet else "; ").join(p.cell for p in members),
            problems=tuple(members),
        )
        for members in groups.values()
    )


class Refused(StrEnum):
    """Why a whole workbook is refused."""

    NOT_OUR_TEMPLATE = "not-our-template"
    OTHER_CONTRACT = "other-contract"
    OTHER_PROJECT = "other-project"
    OTHER_PERIOD = "other-period"
    TEMPLATE_OLDER = "template-older"
    TEMPLATE_NEWER = "template-newer"
    TAMPERED = "tampered"


class ReturnRefused(Exception):  # noqa: N818 - a refused operation, named as one
    """The workbook is not the one expected; nothing of it was read. Four parts and a code."""

    def __init__(self, code: Refused, *, where: str, what: str, why: str, fix: str) -> None:
        """Keep the parts; the exception's text is the whole message."""
        super().__init__(f"{where}: {what} {why} {fix}")
        self.code = code
        self.where = where
        self.what = what
        self.why = why
        self.fix = fix

    @property
    def text(self) -> str:
        """The whole message: where, what, why, what to do."""
        return str(self)
