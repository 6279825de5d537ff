"""Formulas over a sheet's lines, each made together with the value it must give.

A :class:`Lines` knows where a table's columns stand, also when its rows run over several sheets.
Sums are wrapped in ROUND(…, 2) so that a difference of nothing reads exactly 0.00. Conditions use
SUMIFS where the codes are plain words; codes that SUMIFS would misread (digits only, wildcards,
comparison signs, differing by capitals only) are compared with EXACT instead.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from exports.layout import letters, places, quoted
from exports.sheet import Figure, Formula, Kind, Sheet, Value
from ledger.money import round_half_up
from ledger.require import require

_PLAIN = re.compile(r"^[^\W\d_](?:[\w /&()',:-]*[\w)])?$")
PENCE_PLACES: Final = 2


def number_of(value: Value) -> int:
    """Pence (or a count) of a cell; text and blanks count nothing, as in SUM."""
    if isinstance(value, Formula | Figure):
        return number_of(value.value)
    return value if isinstance(value, int) else 0


def text_of(value: Value) -> str:
    """The text a condition compares."""
    if isinstance(value, Formula):
        return str(value.value)
    return value if isinstance(value, str) else ""


class Lines:
    """The lines of one table, on one sheet or more, for formulas to point at."""

    def __init__(self, sheets: Sequence[Sheet], table: int = 0) -> None:
        require(sheets, "Lines stand on at least one sheet.")
        self._headings = [c.heading for c in sheets[0].tables[table].columns]
        self._kinds = [c.kind for c in sheets[0].tables[table].columns]
        self._spans: list[tuple[str, int, int]] = []
        self.rows: list[Sequence[Value]] = []
        for sheet in sheets:
            place = places(sheet)[table]
            self._spans.append((quoted(sheet.name), place.first_row, place.last_row))
            self.rows.extend(sheet.tables[table].rows)
        self._sums: dict[tuple[str, ...], dict[tuple[str, ...], int]] = {}
        self._is_plain: dict[str, bool] = {}

    def index(self, heading: str) -> int:
        """The number of a column, from 0."""
        require(heading in self._headings, f"No column is headed {heading!r}.")
        return self._headings.index(heading)

    def ranges(self, heading: str) -> list[str]:
        """The cells of a column, one range a sheet: ``Transactions!$W$3:$W$90``."""
        column = letters(self.index(heading) + 1)
        return [f"{sheet}!${column}${a}:${column}${b}" for sheet, a, b in self._spans]

    def cell(self, heading: str, row: int) -> str:
        """The cell of a row counted from 0."""
        column = letters(self.index(heading) + 1)
        for sheet, first, last in self._spans:
            if row <= last - first:
                return f"{sheet}!${column}${first + row}"
            row -= last - first + 1
        require(condition=False, sentence="The row stands on one of the sheets.")
        return ""

    def copy(self, heading: str, row: int) -> Formula:
        """A formula that shows one cell."""
        index = self.index(heading)
        value = self.rows[row][index]
        shown = text_of(value) if isinstance(value, str) else number_of(value)
        return Formula(f"={self.cell(heading, row)}", shown, self._kinds[index])

    def total_text(self, heading: str) -> str:
        """The sum of a column, without equals sign and rounding."""
        return "+".join(f"SUM({cells})" for cells in self.ranges(heading))

    def total_value(self, heading: str) -> int:
        """The sum of a column in pence."""
        index = self.index(heading)
        return sum(number_of(row[index]) for row in self.rows)

    def total(self, heading: str) -> Formula:
        """The sum of a column."""
        return money(f"ROUND({self.total_text(heading)},2)", self.total_value(heading))

    def count(self) -> Formula:
        """How many lines there are; the sentence that stands in an empty table is not one."""
        ranges = self.ranges(self._headings[0])
        text = "+".join(f"COUNTA({cells})" for cells in ranges)
        if self.rows:
            return Formula(f"={text}", len(self.rows), Kind.INTEGER)
        return Formula(f"={text}-1", 0, Kind.INTEGER)

    def where_text(self, heading: str, conditions: Mapping[str, tuple[str, str]]) -> str:
        """The conditional sum, without equals sign and rounding.

        ``conditions``: heading → (how a formula writes the wanted text, the wanted text).
        """
        plain = all(self._plain(h) and _PLAIN.match(text) for h, (_, text) in conditions.items())
        parts: list[str] = []
        tests = [(self.ranges(h), wanted) for h, (wanted, _) in conditions.items()]
        for number, summed in enumerate(self.ranges(heading)):
            if plain:
                pairs = ",".join(f"{ranges[number]},{wanted}" for ranges, wanted in tests)
                parts.append(f"SUMIFS({summed},{pairs})")
            else:
                exact = "*".join(f"EXACT({ranges[number]},{wanted})" for ranges, wanted in tests)
                parts.append(f"SUMPRODUCT({exact}*1,{summed})")
        return "+".join(parts)

    def where_value(self, heading: str, conditions: Mapping[str, tuple[str, str]]) -> int:
        """The conditional sum in pence."""
        key = (heading, *conditions)
        if key not in self._sums:
            summed, tested = self.index(heading), [self.index(h) for h in conditions]
            sums: dict[tuple[str, ...], int] = {}
            for row in self.rows:
                group = tuple(text_of(row[i]) for i in tested)
                sums[group] = sums.get(group, 0) + number_of(row[summed])
            self._sums[key] = sums
        return self._sums[key].get(tuple(text for _, text in conditions.values()), 0)

    def where(self, heading: str, conditions: Mapping[str, tuple[str, str]]) -> Formula:
        """The sum of a column over the lines whose other columns hold the wanted texts."""
        text = self.where_text(heading, conditions)
        return money(f"ROUND({text},2)", self.where_value(heading, conditions))

    def _plain(self, heading: str) -> bool:
        """Whether SUMIFS compares this column's texts as we mean it."""
        if heading not in self._is_plain:
            index = self.index(heading)
            texts = {text_of(row[index]) for row in self.rows} - {""}
            self._is_plain[heading] = all(_PLAIN.match(t) for t in texts) and (
                len({t.casefold() for t in texts}) == len(texts)
            )
        return self._is_plain[heading]


def literal(text: str) -> tuple[str, str]:
    """A wanted text written into the formula itself."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"', text


def money(text: str, pence: int) -> Formula:
    """A money formula; ``text`` without its equals sign."""
    return Formula(f"={text}", pence, Kind.MONEY)


def percent(part: tuple[str, int], whole: tuple[str, int]) -> Formula:
    """``part`` as a percentage of ``whole`` with two decimals; blank when the whole is nothing."""
    text = f'=IF({whole[0]}=0,"",ROUND(100*{part[0]}/{whole[0]},2))'
    if not whole[1]:
        return Formula(text, "", Kind.DECIMAL)
    sign = -1 if whole[1] < 0 else 1
    hundredths = round_half_up(part[1] * sign * 10_000, abs(whole[1]))
    return Formula(text, hundredths, Kind.MONEY)


def ties(cell: str, pence: int) -> Formula:
    """The words beside a check cell."""
    return Formula(
        f'=IF(ABS({cell})<0.005,"Ties","Does not tie")',
        "Ties" if not pence else "Does not tie",
        Kind.TEXT,
    )


def total_of(sheet: Sheet, heading: str, table: int = 0) -> tuple[str, int]:
    """The totals cell of a column and its pence."""
    block, place = sheet.tables[table], places(sheet)[table]
    require(block.totals is not None, f"Sheet {sheet.name} has a totals row.")
    index = [c.heading for c in block.columns].index(heading)
    address = f"{quoted(sheet.name)}!${letters(index + 1)}${place.totals_row}"
    return address, number_of((block.totals or ())[index])
