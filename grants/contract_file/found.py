"""What was found in a contract file: rows with their places, known codes, problems so far.

The cross-checks run over the rows that could be read, also when others could not, so that a
person hears of everything at once.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from grants.contract import Contract
from grants.contract_file.keys import Table
from grants.contract_file.problems import Problem
from grants.contract_file.tables import CONTRACT, NESTED, TABLES

Row = TypeVar("Row")
Placed = tuple[str, object]  # where the row stands, the row


def place(table: Table, position: int, row: object, inside: str = "") -> str:
    """``[[term]] 4 (evidence)``, within ``[[variation]] 1`` where it is nested.

    ``row`` is a dataclass or the mapping TOML read; the words of its identity stand in brackets.
    """
    values = (
        row.get(name) if isinstance(row, dict) else getattr(row, name, None)
        for name in table.identity
    )
    names = [value.strip() for value in values if isinstance(value, str) and value.strip()]
    called = f" ({', '.join(names)})" if names else ""
    return f"{inside + ' ' if inside else ''}{table.heading} {position}{called}"


@dataclass(slots=True)
class Found:
    """Rows by place, in file order. The header's fields stand apart: some may be unreadable."""

    file: str
    starts_on: date | None = None
    ends_on: date | None = None
    award: int | None = None
    located: list[Placed] = field(default_factory=list)
    codes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    problems: list[Problem] = field(default_factory=list)

    def rows(self, kind: type[Row]) -> Iterator[tuple[str, Row]]:
        """Place and row of every readable row of one dataclass, nested ones included."""
        for where, row in self.located:
            if isinstance(row, kind):
                yield where, row

    def report(self, where: str, key: str, what: str, *, why: str, fix: str) -> None:
        """Add a problem of this file."""
        self.problems.append(Problem(self.file, where, key, what, why, fix))


def found_in(contract: Contract, file: str) -> Found:
    """The same view of a contract that is already built: places count its rows."""
    found = Found(file, contract.starts_on, contract.ends_on, contract.award)
    found.located.append((CONTRACT.heading, contract))
    for table in TABLES:
        for position, row in enumerate(getattr(contract, table.holds), 1):
            where = place(table, position, row)
            for name in table.nested:
                _find_nested(found, NESTED[name], row, where)
            found.located.append((where, row))
            found.codes[table.name].add(str(getattr(row, table.identity[0])))
    return found


def _find_nested(found: Found, table: Table, parent: object, inside: str) -> None:
    for position, row in enumerate(getattr(parent, table.holds), 1):
        found.located.append((place(table, position, row, inside), row))
