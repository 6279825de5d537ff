"""The content of a workbook as text that any reader of the file can rebuild, and its digests.

A cell is one letter and its value: ``t`` text, ``m`` money (``1234.50``), ``i`` whole number,
``n`` other number, ``d`` date (ISO); a formula is ``f``, its text, a unit separator (U+001F) and
its stored value so written. A column is its cells from row 1 to its last non-blank one, joined by
record separators (U+001E); its digest is the SHA-256 of that in UTF-8. A sheet's digest is the
SHA-256 of its name, a group separator (U+001D) and the column digests joined by line feeds. The
pack's digest is the SHA-256 of ``name digest`` lines of all sheets, the cell PackDigest left out.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from exports.layout import Placed, cells
from exports.sheet import Kind, Sheet

UNIT: Final = "\x1f"
RECORD: Final = "\x1e"
GROUP: Final = "\x1d"
_ESCAPED_ESCAPE: Final = "x005F_"  # readers of Open XML drop it from a text; so do we


def plain(number: Decimal) -> str:
    """A number without exponent or trailing zeros."""
    if not number:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_money(number: Decimal) -> str:
    """Pounds with two decimals; more only when there are more."""
    rounded = number.quantize(Decimal("0.01"))
    if rounded != number:
        return plain(number)
    return format(rounded or abs(rounded), "f")


def canonical(content: str | int | Decimal | date, kind: Kind) -> str:
    """The text of one value that is no formula."""
    if isinstance(content, str):
        return "t" + content.replace(_ESCAPED_ESCAPE, "")
    if isinstance(content, date):
        return "d" + content.isoformat()
    number = Decimal(content)
    if kind is Kind.MONEY:
        return "m" + as_money(number)
    return ("i" if kind is Kind.INTEGER else "n") + plain(number)


def of_formula(text: str, value: str) -> str:
    """The text of a formula cell: ``value`` as :func:`canonical` writes it."""
    return f"f{text}{UNIT}{value}"


def _of_placed(cell: Placed) -> str:
    value = canonical(cell.content, cell.kind)
    return of_formula(cell.formula, value) if cell.formula else value


def sheet_digest(name: str, columns: Mapping[int, Mapping[int, str]]) -> str:
    """SHA-256 (hex) of a sheet given as column number → row number → cell text."""
    parts: list[str] = []
    for number in range(1, max(columns, default=0) + 1):
        column = columns.get(number, {})
        text = RECORD.join(column.get(row, "") for row in range(1, max(column, default=0) + 1))
        parts.append(hashlib.sha256(text.encode()).hexdigest())
    return hashlib.sha256((name + GROUP + "\n".join(parts)).encode()).hexdigest()


def content_of(sheet: Sheet) -> dict[int, dict[int, str]]:
    """A sheet's cells as column number → row number → cell text."""
    columns: dict[int, dict[int, str]] = {}
    for cell in cells(sheet):
        columns.setdefault(cell.column, {})[cell.row] = _of_placed(cell)
    return columns


def digest_of(sheet: Sheet, *, without: tuple[int, int] | None = None) -> str:
    """SHA-256 (hex) of a sheet's content; ``without`` leaves out one cell (row, column)."""
    columns = content_of(sheet)
    if without is not None:
        columns.get(without[1], {}).pop(without[0], None)
    return sheet_digest(sheet.name, columns)


def pack_digest(digests: Iterable[tuple[str, str]]) -> str:
    """SHA-256 (hex) over the sheets' names and digests in their order."""
    lines = "".join(f"{name} {digest}\n" for name, digest in digests)
    return hashlib.sha256(lines.encode()).hexdigest()
