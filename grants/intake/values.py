"""From one cell to the canonical text of a spend line, or to the fault that prevents it.

Canonical: ISO dates, pounds with two decimals, ``yes``/``no``, coded words, ``;`` between words.
The same function serves the workbook (numbers, dates, errors) and a file, a form or the interface
(text only), so the same figures through every door become the same line.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from grants.intake.amounts import (
    AMOUNT_MAX,
    Amount,
    NotAnAmount,
    PartOfAPenny,
    TooLarge,
    exact,
    plain,
    read_amount,
    read_decimal,
    read_number_amount,
    without_noise,
)
from grants.intake.dates import (
    YEAR_MAX,
    YEAR_MIN,
    NoSuchDay,
    NotADate,
    has_short_year,
    read_date,
)
from grants.intake.messages import FaultCode, shown
from grants.intake.templates.base import ValueKind
from grants.intake.words import Words
from ledger.money import format_pounds
from ledger.period import AccountingPeriod, PeriodUnreadable
from ledger.reader.cells import Cell, CellKind

_DIGITS_MAX: Final = 15
_HUNDRED: Final = 100
_PLACES: Final = 4
_FLAGS: Final = {"yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no"}
_BIDI: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NO_WORDS: Final = Words((), {})


@dataclass(frozen=True, slots=True)
class Reading:
    """``text`` is canonical (blank: nothing there); or ``code`` with ``details`` is the fault."""

    text: str = ""
    code: FaultCode | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


def fault(code: FaultCode, value: str, **details: str) -> Reading:
    """A reading that failed, with the value as it is quoted in the message."""
    return Reading(code=code, details={"value": shown(value), **details})


def read_value(
    cell: Cell, kind: ValueKind, *, words: Words = _NO_WORDS, length_max: int = 4000
) -> Reading:
    """Read one cell as ``kind``. A blank cell, or one of spaces only, is a blank reading.

    ``words``: the list of a word column; for a code kept as text, the codes it may have lost the
    zeros of. ``length_max``: characters of free text.
    """
    text = cell.text
    unusable = _UNUSABLE.get(cell.kind)
    if unusable:
        return fault(unusable, text)
    if not text:
        return Reading()
    if cell.kind is CellKind.BOOLEAN and kind is not ValueKind.FLAG:
        return fault(FaultCode.TRUE_OR_FALSE, text.upper())
    if kind is ValueKind.TEXT:
        return _text(cell, words, length_max)
    reader = _LISTED.get(kind)
    return reader(text, words) if reader else _READERS[kind](cell)


def _text(cell: Cell, words: Words, length_max: int) -> Reading:
    text = cell.text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if cell.kind is CellKind.DATE:
        return fault(FaultCode.TURNED_INTO_DATE, text)
    if cell.kind is CellKind.NUMBER:
        digits = sum(c.isdigit() for c in text)
        if digits > _DIGITS_MAX or "E" in text.upper():
            return fault(FaultCode.LONG_NUMBER, text)
        full = [w for w in words.words if w != text and w.lstrip("0") == text]
        if full and text not in words.words:
            return fault(FaultCode.ZEROS_LOST, text, nearest=full[0])
    if len(text) > length_max:
        return fault(
            FaultCode.TEXT_TOO_LONG, text, length=str(len(text)), length_max=str(length_max)
        )
    if any(
        (unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t") or c in _BIDI for c in text
    ):
        return fault(FaultCode.UNPRINTABLE, text)
    return Reading(text)


def _word(text: str, words: Words) -> Reading:
    known = words.canonical(text)
    if known is None:
        return fault(FaultCode.UNKNOWN_WORD, text, nearest=words.hint(text))
    return Reading(known)


def _words(text: str, words: Words) -> Reading:
    parts = [p.strip() for p in text.replace(",", ";").replace("\n", ";").split(";") if p.strip()]
    known = [_word(part, words) for part in parts]
    failed = next((k for k in known if k.code), None)
    return failed or Reading(";".join(dict.fromkeys(k.text for k in known)))


def _money(cell: Cell) -> Reading:
    text = cell.text
    try:
        if cell.kind is CellKind.NUMBER:
            amount = Amount(read_number_amount(text))
        elif cell.kind is CellKind.TEXT:
            amount = read_amount(text)
        else:
            return fault(FaultCode.NOT_AN_AMOUNT, text)
    except NotAnAmount:
        return fault(FaultCode.NOT_AN_AMOUNT, text)
    except PartOfAPenny:
        return fault(FaultCode.TOO_MANY_DECIMALS, text)
    except TooLarge:
        return fault(FaultCode.AMOUNT_TOO_LARGE, text)
    canonical = format_pounds(amount.pence)
    return Reading(
        canonical, note=f"{shown(text)} is read as {canonical}." if amount.is_reshaped else ""
    )


def _date(cell: Cell) -> Reading:
    text, note = cell.text, ""
    if cell.kind is CellKind.NUMBER:
        return fault(FaultCode.NUMBER_FOR_DATE, text)
    if isinstance(cell.value, datetime):
        day = cell.value.date()
        if cell.value.time() != time():
            note = f"The time of day in {shown(text)} is left out."
    elif isinstance(cell.value, date):
        day = cell.value
    else:
        try:
            day = read_date(text)
        except NotADate:
            return fault(FaultCode.NOT_A_DATE, text)
        except NoSuchDay:
            return fault(FaultCode.NO_SUCH_DATE, text)
        if has_short_year(text):
            note = f"{shown(text)} is read as {day:%d/%m/%Y}."
    if not YEAR_MIN <= day.year <= YEAR_MAX:
        return fault(FaultCode.DATE_UNLIKELY, text)
    return Reading(day.isoformat(), note=note)


def _flag(cell: Cell) -> Reading:
    known = _FLAGS.get(cell.text.casefold())
    return Reading(known) if known else fault(FaultCode.NOT_YES_OR_NO, cell.text)


def _percent(cell: Cell) -> Reading:
    text = cell.text
    has_sign = cell.kind is CellKind.TEXT and text.endswith("%")
    value = _decimal(cell, text[:-1].strip() if has_sign else text)
    if value is None:
        return fault(FaultCode.NOT_A_PERCENTAGE, text)
    if not 0 <= value <= _HUNDRED:
        return fault(FaultCode.PERCENT_OUTSIDE, text)
    if cell.kind is CellKind.NUMBER and 0 < value <= 1:
        return fault(FaultCode.PERCENT_FRACTION, text, plain=plain(value))
    return Reading(plain(value))


def _number(cell: Cell) -> Reading:
    value = _decimal(cell, cell.text)
    if value is None or abs(value) >= AMOUNT_MAX:
        return fault(FaultCode.NOT_A_NUMBER, cell.text)
    return Reading(plain(value))


def _decimal(cell: Cell, text: str) -> Decimal | None:
    """At most four decimals; more is no number a person meant, unless it is binary noise."""
    try:
        if cell.kind is CellKind.NUMBER:
            value = exact(text)
            return None if abs(value) >= AMOUNT_MAX else without_noise(value, _PLACES)
        if cell.kind is not CellKind.TEXT:
            return None
        value = read_decimal(text)
    except NotAnAmount:
        return None
    return value if value == round(value, _PLACES) else None


def _accounting_period(cell: Cell) -> Reading:
    try:
        return Reading(str(AccountingPeriod.parse(cell.text)))
    except PeriodUnreadable:
        return fault(FaultCode.NOT_A_PERIOD, cell.text)


_UNUSABLE: Final = {
    CellKind.FORMULA_WITHOUT_VALUE: FaultCode.FORMULA_WITHOUT_VALUE,
    CellKind.ERROR: FaultCode.EXCEL_ERROR,
}
_LISTED: Final[Mapping[ValueKind, Callable[[str, Words], Reading]]] = {
    ValueKind.WORD: _word,
    ValueKind.WORDS: _words,
}
_READERS: Final[Mapping[ValueKind, Callable[[Cell], Reading]]] = {
    ValueKind.MONEY: _money,
    ValueKind.DATE: _date,
    ValueKind.FLAG: _flag,
    ValueKind.PERCENT: _percent,
    ValueKind.NUMBER: _number,
    ValueKind.ACCOUNTING_PERIOD: _accounting_period,
}
