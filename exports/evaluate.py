"""Calculates the formulas of our packs again, from the cells they point at, in exact decimals.

Small on purpose: the operators, references and functions that packs use, nothing else. A formula
that needs more is not one of ours, and is reported rather than guessed at.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from exports.calculation import (
    FUNCTIONS,
    LEVELS,
    OPERATORS,
    NotDerivable,
    Result,
    Scalar,
    each,
    number,
    one,
)

Cell = tuple[str, int, int]
"""Sheet, row and column, counted from 1."""

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>[0-9]+(?:\.[0-9]+)?)
    | (?P<text>"(?:[^"]|"")*")
    | (?P<ref>(?:'(?:[^']|'')+'!|[A-Za-z][A-Za-z0-9]*!)?
        \$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?(?![A-Za-z0-9(]))
    | (?P<function>[A-Z]+)\(
    | (?P<sign><=|>=|<>|[-+*/(),=<>])
    )""",
    re.VERBOSE,
)
_ADDRESS = re.compile(r"^\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
_DEPTH_MAX: Final = 60
_LETTERS: Final = 26
_CELLS_MAX: Final = 3_000_000


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells."""

    sheet: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def cells(self) -> Iterator[Cell]:
        """Row by row."""
        for row in range(self.first_row, self.last_row + 1):
            for column in range(self.first_column, self.last_column + 1):
                yield self.sheet, row, column


def column_number(letters: str) -> int:
    """``AA`` → 27."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


def area_of(reference: str, home: str) -> Area:
    """The rectangle that a reference names; ``home`` is the sheet it is written on."""
    sheet, mark, cells = reference.rpartition("!")
    name = sheet.strip("'").replace("''", "'") if mark else home
    first, _, last = cells.partition(":")
    ends: list[tuple[int, int]] = []
    for address in (first, last or first):
        found = _ADDRESS.match(address)
        if found is None:
            raise NotDerivable(f"{reference} is no cell")
        ends.append((int(found[2]), column_number(found[1])))
    area = Area(name, ends[0][0], ends[0][1], ends[1][0], ends[1][1])
    size = (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1)
    if not 0 < size <= _CELLS_MAX:
        raise NotDerivable(f"{reference} is no range of a pack")
    return area


def _tokens(formula: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 1  # after the equals sign
    while at < len(formula.rstrip()):
        token = _TOKEN.match(formula, at)
        if token is None or token.lastgroup is None:
            raise NotDerivable(f"it holds {formula[at : at + 12]!r}, which no pack uses")
        found.append((token.lastgroup, token[token.lastgroup]))
        at = token.end()
    return found


class Calculator:
    """Calculates formulas over ``stored`` cells; formula cells are calculated, never believed."""

    def __init__(self, stored: Mapping[Cell, Scalar], formulas: Mapping[Cell, str]) -> None:
        self._stored = stored
        self._formulas = formulas
        self._done: dict[Cell, Scalar] = {}
        self._open: set[Cell] = set()
        self._groups: dict[tuple[Area, ...], dict[tuple[str, ...], tuple[Decimal, int]]] = {}

    def value(self, cell: Cell) -> Scalar:
        """The cell's value; a formula's is calculated.

        Raises:
            NotDerivable: a formula on the way cannot be calculated.
        """
        if cell not in self._formulas:
            return self._stored.get(cell)
        if cell not in self._done:
            if cell in self._open or len(self._open) > _DEPTH_MAX:
                raise NotDerivable("it depends on itself")
            self._open.add(cell)
            try:
                self._done[cell] = one(_Reader(self, cell[0], self._formulas[cell]).whole())
            finally:
                self._open.discard(cell)
        return self._done[cell]

    def column(self, area: Area) -> list[Scalar]:
        """The values of an area, row by row."""
        return [self.value(cell) for cell in area.cells()]

    def grouped(self, tests: tuple[Area, ...], summed: Area | None) -> dict[
        tuple[str, ...], tuple[Decimal, int]
    ]:  # fmt: skip
        """Sums and counts by the texts of the tested areas; made once for each set of areas."""
        key = (*tests, summed) if summed is not None else tests
        if key not in self._groups:
            columns = [self.column(area) for area in tests]
            amounts = self.column(summed) if summed is not None else [None] * len(columns[0])
            if len({len(column) for column in (*columns, amounts)}) != 1:
                raise NotDerivable("two ranges of different length meet")
            groups: dict[tuple[str, ...], tuple[Decimal, int]] = {}
            for *texts, amount in zip(*columns, amounts, strict=True):
                group = tuple(str(text or "").casefold() for text in texts)
                total, count = groups.get(group, (Decimal(0), 0))
                more = amount if isinstance(amount, Decimal) else Decimal(0)
                groups[group] = (total + more, count + 1)
            self._groups[key] = groups
        return self._groups[key]


class _Reader:
    """Reads one formula and calculates as it goes."""

    def __init__(self, calculator: Calculator, home: str, formula: str) -> None:
        self._calculator = calculator
        self._home = home
        self._tokens = _tokens(formula)
        self._at = 0

    def whole(self) -> Result:
        result = self._level(0)
        if self._at != len(self._tokens):
            raise NotDerivable("it is not well formed")
        return result

    def _next(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "")

    def _take(self, sign: str) -> None:
        if self._next() != ("sign", sign):
            raise NotDerivable(f"a {sign!r} is missing")
        self._at += 1

    def _level(self, level: int) -> Result:
        if level == len(LEVELS):
            return self._primary()
        result = self._level(level + 1)
        while self._next()[0] == "sign" and self._next()[1] in LEVELS[level]:
            operator = self._next()[1]
            self._at += 1
            result = each(result, self._level(level + 1), OPERATORS[operator])
        return result

    def _primary(self) -> Result:
        kind, text = self._next()
        self._at += 1
        if kind == "number":
            return Decimal(text)
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "ref":
            values = self._calculator.column(area_of(text, self._home))
            return values if ":" in text else values[0]
        if kind == "function":
            return self._call(text)
        if (kind, text) == ("sign", "-"):
            return each(Decimal(0), self._primary(), OPERATORS["-"])
        if (kind, text) == ("sign", "("):
            result = self._level(0)
            self._take(")")
            return result
        raise NotDerivable("it is not well formed")

    def _call(self, name: str) -> Result:
        if name in ("SUMIFS", "COUNTIFS"):
            return self._conditional(name)
        if name == "IF":
            return self._either()
        arguments: list[Result] = []
        while self._next() != ("sign", ")"):
            arguments.append(self._level(0))
            if self._next() == ("sign", ","):
                self._at += 1
            elif self._next() != ("sign", ")"):
                raise NotDerivable("it is not well formed")
        self._at += 1
        function = FUNCTIONS.get(name)
        if function is None:
            raise NotDerivable(f"it uses {name}, which no pack uses")
        try:
            return function(arguments)
        except (IndexError, ValueError) as problem:
            raise NotDerivable(f"{name} is not given what it needs") from problem

    def _either(self) -> Result:
        """IF calculates only the branch it takes, so that the other may divide by nothing."""
        is_first = bool(number(one(self._level(0))))
        self._take(",")
        if not is_first:
            self._skip()
            self._take(",")
        result = self._level(0)
        if is_first:
            self._take(",")
            self._skip()
        self._take(")")
        return result

    def _skip(self) -> None:
        """Passes over one argument."""
        depth = 0
        while self._at < len(self._tokens):
            kind, text = self._next()
            if depth == 0 and kind == "sign" and text in (",", ")"):
                return
            if kind == "function" or text == "(":
                depth += 1
            elif kind == "sign" and text == ")":
                depth -= 1
            self._at += 1

    def _area(self) -> Area:
        kind, text = self._next()
        if kind != "ref":
            raise NotDerivable("a range is missing")
        self._at += 1
        return area_of(text, self._home)

    def _conditional(self, name: str) -> Result:
        summed = self._area() if name == "SUMIFS" else None
        tests: list[Area] = []
        wanted: list[str] = []
        while not tests or self._next() == ("sign", ","):
            if tests or summed is not None:
                self._take(",")
            tests.append(self._area())
            self._take(",")
            wanted.append(str(one(self._level(0)) or "").casefold())
        self._take(")")
        groups = self._calculator.grouped(tuple(tests), summed)
        total, count = groups.get(tuple(wanted), (Decimal(0), 0))
        return total if summed is not None else Decimal(count)
