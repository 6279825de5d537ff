"""The seal of a return workbook: what its locked cells said when the council made it.

The workbook carries a copy of every sealed value and one digest over identity and copies. That
names a changed cell and what it said before; it is a guard against slips and old habits, no secret:
nothing a sealed cell says is ever used as a figure.
"""

import hashlib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from grants.intake.templates.base import Template
from ledger.reader.cells import Cell, CellKind

_SHOWN = 32  # hexadecimal digits: 128 bits


def sealed_text(cell: Cell) -> str:
    """What a cell says, however its number was written by the program that saved it."""
    text = cell.text
    if cell.kind is CellKind.NUMBER:
        try:
            return format(Decimal(text).quantize(Decimal("0.01")), "f")
        except InvalidOperation:
            return text
    return text


def seal_digest(template: Template, values: Mapping[str, str]) -> str:
    """The digest over a template's code, version and every sealed value by key, in order of key."""
    parts = [template.code, str(template.version)]
    for key in sorted(values):
        parts += [key, values[key]]
    joined = "".join(f"{len(part.encode())}:{part}" for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:_SHOWN]


def head_key(column: str, number: int) -> str:
    """The key of a cell in the table of heads; ``number`` counts rows from 1."""
    return f"head {number} {column}"


def column_key(part: str, number: int) -> str:
    """The key of a cell above the transaction table; ``part`` is ``code`` or ``heading``."""
    return f"column {number} {part}"


def field_key(code: str) -> str:
    """The key of an identity cell."""
    return f"field {code}"
