"""What became of the rows that are no ledger lines, and why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dropped:
    """A row that is no ledger line. ``row`` counts from 1 in the source; ``text`` is its cells."""

    row: int
    reason: str
    text: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be read: the cell, what stood in it and why it could not."""

    row: int
    cell: str
    value: str
    reason: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot be read: the field (or ``+7``, a column beyond the header), its text."""

    field: str
    value: str
    reason: str
