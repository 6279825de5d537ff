"""Re-derives a pack's figures, check cells and digests from its own lines, and names what is wrong.

Formulas are calculated again from the cells they point at; nothing stored is believed. The
digests on the cover say whether any other cell was changed since the pack was made.
"""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from exports import packfile
from exports.calculation import NotDerivable, Scalar
from exports.canonical import as_money, pack_digest, plain, sheet_digest
from exports.evaluate import Calculator, Cell
from exports.layout import letters, quoted
from exports.packfile import PackFile

COVER: Final = "Cover"
DIGEST_HEADING: Final = "SHA-256 of the content"
CHECK_HEADING: Final = "Difference"
NAMES: Final = (
    "Contract", "Period", "Profile", "TransactionsTotal", "LedgerTotal", "UnexplainedDifference",
    "AuditRoot", "PackDigest",
)  # fmt: skip
_TOLERANCE: Final = Decimal("0.0000001")
_SHOWN_MAX: Final = 60
_WORDS: Final = 3  # the column of "Ties", beside the difference


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where (sheet and cell), which figure, and what it should be."""

    where: str
    figure: str
    problem: str

    def __str__(self) -> str:
        return f"{self.where} ({self.figure}): {self.problem}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at, and every fault found."""

    formulas: int
    sheets: int
    has_digest: bool
    faults: tuple[Fault, ...]


def _address(cell: Cell) -> str:
    return f"{quoted(cell[0])}!{letters(cell[2])}{cell[1]}"


def _shown(value: Scalar) -> str:
    if isinstance(value, Decimal):
        cents = value.as_tuple().exponent
        return as_money(value) if isinstance(cents, int) and cents >= -2 else plain(value)  # noqa: PLR2004 - pence
    text = "nothing" if value in (None, "") else str(value)
    return text if len(text) <= _SHOWN_MAX else f"{text[:_SHOWN_MAX]}…"


def _figure(pack: PackFile, cell: Cell, headers: dict[str, list[int]]) -> str:
    """What a cell is called: its defined name, else its row's first words and its heading."""
    for name, at in pack.names.items():
        if at == cell:
            return name
    sheet, row, column = cell
    above = [r for r in headers.get(sheet, []) if r < row]
    heading = pack.stored.get((sheet, above[-1], column)) if above else None
    first = pack.stored.get((sheet, row, 1))
    words = [str(w) for w in (first, heading) if isinstance(w, str) and w]
    return ", ".join(words) or "a figure"


def _header_rows(pack: PackFile) -> dict[str, list[int]]:
    """Row 2, and the row after each heading line: a row with one text in column A alone."""
    found: dict[str, list[int]] = {}
    for sheet in pack.sheets:
        rows = pack.rows(sheet)
        headers = [2]
        for number in sorted(rows):
            below = rows.get(number + 1, {})
            if number > 2 and set(rows[number]) == {1} and len(below) > 1:  # noqa: PLR2004 - below the header
                headers.append(number + 1)
        found[sheet] = headers
    return found


def _agree(stored: Scalar, derived: Scalar) -> bool:
    if isinstance(stored, Decimal) and isinstance(derived, Decimal):
        return abs(stored - derived) <= _TOLERANCE
    if isinstance(stored, bool) or isinstance(derived, bool):
        return stored is derived
    return (stored or "") == (derived or "")


def _formula_faults(pack: PackFile, headers: dict[str, list[int]]) -> list[Fault]:
    calculator = Calculator(pack.stored, pack.formulas)
    found: list[Fault] = []
    for cell, formula in pack.formulas.items():
        stored = pack.stored.get(cell)
        try:
            derived = calculator.value(cell)
        except NotDerivable as refusal:
            problem = f"{formula[:_SHOWN_MAX]} cannot be derived: {refusal}"
        else:
            if _agree(stored, derived):
                continue
            problem = f"says {_shown(stored)}, but the pack's own lines give {_shown(derived)}"
        found.append(Fault(_address(cell), _figure(pack, cell, headers), problem))
    return found


def _check_faults(pack: PackFile, headers: dict[str, list[int]]) -> list[Fault]:
    """Check cells of the cover whose stored difference is not 0.00."""
    rows = pack.rows(COVER)
    found: list[Fault] = []
    for header in headers.get(COVER, []):
        if rows.get(header, {}).get(2) != CHECK_HEADING:
            continue
        row = header + 1
        while _WORDS in rows.get(row, {}):
            difference, at = rows[row].get(2), (COVER, row, 2)
            is_check = at in pack.formulas
            if is_check and (not isinstance(difference, Decimal) or difference):
                problem = f"the check reads {_shown(difference)} instead of 0.00: it does not tie"
                found.append(Fault(_address(at), str(rows[row].get(1)), problem))
            row += 1
    return found


def _stated_digests(pack: PackFile, headers: dict[str, list[int]]) -> dict[str, tuple[Cell, str]]:
    """Sheet → the cell on the cover that states its digest, and what it states."""
    rows = pack.rows(COVER)
    for header in headers.get(COVER, []):
        columns = [c for c, value in rows.get(header, {}).items() if value == DIGEST_HEADING]
        if not columns:
            continue
        found: dict[str, tuple[Cell, str]] = {}
        row = header + 1
        while columns[0] in rows.get(row, {}):
            stated = str(rows[row][columns[0]])
            found[str(rows[row].get(1))] = ((COVER, row, columns[0]), stated)
            row += 1
        return found
    return {}


def _digest_faults(pack: PackFile, headers: dict[str, list[int]]) -> list[Fault]:
    stated = _stated_digests(pack, headers)
    found: list[Fault] = []
    others = [name for name in pack.sheets if name != COVER]
    for name in others:
        digest = sheet_digest(name, pack.texts[name])
        if name not in stated:
            found.append(Fault(quoted(name), "the sheet", "the cover does not list it"))
        elif stated[name][1] != digest:
            problem = (
                f"a cell was changed since the pack was made, or its digest in "
                f"{_address(stated[name][0])} was: "
                f"that says {stated[name][1][:12]}…, the content gives {digest[:12]}…"
            )
            found.append(Fault(quoted(name), "content of the sheet", problem))
    found += [
        Fault(quoted(name), "the sheet", "the cover lists it, the pack lacks it")
        for name in stated
        if name not in others
    ]
    cell = pack.names["PackDigest"]
    columns = {number: dict(column) for number, column in pack.texts[COVER].items()}
    columns.get(cell[2], {}).pop(cell[1], None)
    digests = [(COVER, sheet_digest(COVER, columns))]
    digests += [(name, digest) for name, (_, digest) in stated.items()]
    derived, says = pack_digest(digests), str(pack.named("PackDigest"))
    if derived != says:
        problem = (
            f"says {_shown(says[:12])}…, but the cover's content gives {derived[:12]}…: "
            "the cover was changed since the pack was made, or the digest was"
        )
        found.append(Fault(_address(cell), "PackDigest", problem))
    return found


def verify(path: Path) -> Verification:
    """Look at every formula, check cell and digest of the file.

    Raises:
        PackUnreadable: the file cannot be read as a workbook.
    """
    pack = packfile.read(path)
    headers = _header_rows(pack)
    faults = _formula_faults(pack, headers)
    has_digest = "PackDigest" in pack.names and COVER in pack.sheets
    if has_digest:
        faults += [
            Fault(COVER, name, "the defined name is missing")
            for name in NAMES
            if name not in pack.names
        ]
        named = {fault.where for fault in faults}
        faults += [f for f in _check_faults(pack, headers) if f.where not in named]
        faults += _digest_faults(pack, headers)
    elif COVER in pack.sheets:
        faults.append(Fault(COVER, "PackDigest", "the defined name is missing"))
    return Verification(len(pack.formulas), len(pack.sheets), has_digest, tuple(faults))
