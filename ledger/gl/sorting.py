"""Which rows below a header are ledger lines, which are dropped and which are rejected.

Dropped are repeated headers, notes without an amount, and totals. Everything that can be neither
read nor dropped is rejected with its cell and reason. Nothing disappears.
"""

import re
from dataclasses import dataclass
from typing import Final

import polars as pl

from ledger.gl.base import heading
from ledger.gl.body import Body
from ledger.gl.faults import faults_of, no_amount
from ledger.gl.layout import MONEY
from ledger.gl.outcome import Dropped, Fault, Rejected
from ledger.gl.sums import Sums, sums_of
from ledger.gl.totals import CHECKED, NAMELESS, Found, Looks, Totals
from ledger.reader.places import column_name
from ledger.require import require

TEXT_SHOWN: Final = 200
REPEATED_SHARE: Final = 60  # percent of the headings that make a repeated header
_EXACT_LABEL: Final = (
    r"(?i)^\W*(?:(?:grand|sub|report|page|overall|final|running|net)[\s-]*)?totals?\W*$|^\*+$"
)
_LABEL: Final = re.compile(
    r"\b(?:sub-?)?totals?\b|\bsum\b|\bclosing balance\b|carried forward|\bc/f(?:wd)?\b|^\*+$",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(r"opening bal|brought forward|\bb/f(?:wd)?\b", re.IGNORECASE)
_HEADER_AGAIN: Final = "The header row again (a new page begins)."
_NOTE: Final = "No amount, key, date or supplier: a heading or note."
_TITLE: Final = "One cell of words and no amount: a title or note."
_FORMULA_TOTAL: Final = "A total: its amount is a formula without a stored result."


@dataclass(frozen=True, slots=True)
class Sorted:
    """The outcome: ``is_line`` for each row of the body, and what became of every other row."""

    is_line: pl.Series
    sums: Sums
    dropped: tuple[Dropped, ...]
    rejected: tuple[Rejected, ...]


def sort_rows(body: Body) -> Sorted:
    """Decide about every row of ``body``."""
    sorter = _Sorter(body)
    sorter.drop_repeated_headers()
    sorter.judge_bare_rows()
    sorter.reject_faults()
    return sorter.outcome()


def is_label(column: pl.Series) -> pl.Series:
    """Where a cell says only that the row is a total, or ``X Total`` below a row with ``X``."""
    return column.str.contains(_EXACT_LABEL) | (
        column == (column.shift(1) + pl.Series([" Total"]))
    ).fill_null(value=False)


class _Sorter:
    """Sorts the rows of one body."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.is_bare = _bare(body)
        self.sums = sums_of(body, self.is_bare)
        self.faults = faults_of(body, self.sums)
        self.dropped: dict[int, str] = {}
        self.rejected: dict[int, Fault] = {}

    def drop_repeated_headers(self) -> None:
        body = self.body
        primary = body.layout.amount_fields[0]
        title = body.layout.texts[body.layout.fields[primary]].strip()
        wanted = {at: heading(text) for at, text in enumerate(body.layout.texts) if heading(text)}
        for at in (body.texts[primary] == title).arg_true():
            row = body.frame.row(at)
            same = sum(1 for place, text in wanted.items() if heading(row[place]) == text)
            if same * 100 >= REPEATED_SHARE * len(wanted):
                self.dropped[at] = _HEADER_AGAIN

    def judge_bare_rows(self) -> None:
        """Totals and notes, in order; what is neither stays a line or is rejected."""
        bare = [at for at in self.is_bare.arg_true() if at not in self.dropped]
        if not bare:
            return
        is_line = ~self.is_bare
        if self.dropped:
            is_line = is_line.scatter(list(self.dropped), False)
        fields = self.body.layout.amount_fields
        pair = {name: self.sums.money[name] for name in fields} if len(fields) > 1 else {}
        is_whole = not any(
            fault.field in MONEY or fault.field == "indicator" or fault.field.startswith("+")
            for at, fault in self.faults.items()
            if is_line[at]
        )
        totals = Totals(self.sums.amount, is_line, pair, is_whole=is_whole)
        pending: list[int] = []
        for at in bare:
            if reason := self._note(at):
                self.dropped[at] = reason
            elif self.sums.amount[at] is not None:
                self._judge(totals, at, pending)
        for at in pending:
            found, reason = totals.settle(at, self._looks(at))
            if found is Found.TOTAL:
                self.dropped[at] = reason
            else:
                self._reject_amount(at, reason)

    def _judge(self, totals: Totals, at: int, pending: list[int]) -> None:
        found = totals.judge(at, self._looks(at))
        if found is Found.TOTAL:
            self.dropped[at] = CHECKED
        elif found is Found.PENDING:
            pending.append(at)
        elif found is Found.UNKNOWN:
            self._reject_amount(at, NAMELESS)

    def reject_faults(self) -> None:
        """Whatever is left and cannot be read."""
        for at, fault in self.faults.items():
            if at not in self.dropped:
                self.rejected.setdefault(at, fault)
        for at in self.sums.amount.is_null().arg_true():
            if at in self.dropped or at in self.rejected:
                continue
            if self._is_title(at):
                self.dropped[at] = _TITLE
            else:
                self.rejected[at] = no_amount(self.body)

    def outcome(self) -> Sorted:
        body = self.body
        out = [*self.dropped, *self.rejected]
        require(len(set(out)) == len(out), "A row is dropped or rejected, never both.")
        is_line = pl.Series([True]).new_from_index(0, body.height)
        if out:
            is_line = is_line.scatter(out, False)
        sheet, numbers = body.table.sheet, body.numbers
        return Sorted(
            is_line,
            self.sums,
            tuple(
                Dropped(numbers[at], reason, self._shown(at), sheet)
                for at, reason in sorted(self.dropped.items())
            ),
            tuple(
                Rejected(numbers[at], self._cell(at, fault.field), fault.value, fault.reason, sheet)
                for at, fault in sorted(self.rejected.items())
            ),
        )

    def _note(self, at: int) -> str:
        body = self.body
        primary = [body.texts[name][at] for name in body.layout.amount_fields]
        if any(text.startswith("=") for text in primary):
            return _FORMULA_TOTAL
        every = [body.texts[name][at] for name in MONEY if name in body.texts]
        if self.sums.amount[at] is None and not any(re.search("[0-9#]", text) for text in every):
            return _NOTE
        return ""

    def _looks(self, at: int) -> Looks:
        body = self.body
        row = [text.strip() for text in body.frame.row(at)]
        money = {body.layout.fields[name] for name in MONEY if name in body.layout.fields}
        others = [text for place, text in enumerate(row) if text and place not in money]
        has_code = any(body.text(name)[at] for name in ("cost_centre", "subjective"))
        is_opening = any(_OPENING.search(text) for text in others)
        return Looks(
            is_labelled=any(_LABEL.search(text) for text in others),
            is_coded=is_opening or (has_code and bool(body.text("description")[at])),
            is_alone=not others,
        )

    def _is_title(self, at: int) -> bool:
        """One cell of words and nothing else, as the titles of a new page stand in a listing."""
        filled = [text for text in self.body.frame.row(at) if text.strip()]
        return len(filled) == 1 and re.search("[A-Za-z]{3}", filled[0]) is not None

    def _reject_amount(self, at: int, reason: str) -> None:
        name = self.body.layout.amount_fields[0]
        self.rejected[at] = Fault(name, self.body.texts[name][at], reason)

    def _cell(self, at: int, name: str) -> str:
        place = int(name[1:]) if name.startswith("+") else self.body.place(name)
        return f"{column_name(place)}{self.body.numbers[at]}"

    def _shown(self, at: int) -> str:
        cells = (text.strip() for text in self.body.frame.row(at))
        return " | ".join(text for text in cells if text)[:TEXT_SHOWN]


def _bare(body: Body) -> pl.Series:
    """Rows without a transaction key, a supplier and a date."""
    identified = pl.Series([False]).new_from_index(0, body.height)
    for name in ("transaction_no", "supplier", "supplier_id"):
        if name in body.texts:
            column = body.texts[name]
            identified |= (column != "") & ~is_label(column)
    for name, parsed in body.days.items():
        identified |= parsed.values.is_not_null()
        if parsed.faults:
            column = body.texts[name]
            identified |= parsed.is_faulty & column.str.contains("[0-9]") & ~is_label(column)
    return ~identified
