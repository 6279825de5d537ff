"""One value of the contract file: from what TOML read to the typed value, or the reason why not."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from grants.contract_file.amounts import read_money, read_number, read_percent, read_whole
from grants.contract_file.keys import NEEDED, Form, Key
from grants.contract_file.unreadable import Unreadable, shown
from ledger.period import AccountingPeriod, PeriodUnreadable

TEXT_CHARS_MAX: Final = 20_000
CODE_CHARS_MAX: Final = 80
YEAR_FIRST: Final = 1990
YEAR_LAST: Final = 2099
_YEAR = re.compile(r"^(20[0-9]{2})-([0-9]{2})$", re.ASCII)


def read_value(key: Key, raw: object) -> object:
    """The typed value of ``raw`` under ``key``.

    Raises:
        Unreadable: the value is not in the key's form.
    """
    return _READERS[key.form](key, raw)


def read_text(key: Key, raw: object) -> str:
    """Text without control characters; one of the key's choices where it has them."""
    if not isinstance(raw, str):
        raise Unreadable(
            f"{shown(raw)} is not text.",
            "Only text in quotation marks stays what was typed.",
            f'Write {key.name} = "…" in quotation marks.',
        )
    if len(raw) > TEXT_CHARS_MAX:
        raise Unreadable(
            f"The text has {len(raw):,} characters.",
            f"A text holds at most {TEXT_CHARS_MAX:,}.",
            "Shorten it, and keep the full text in a document.",
        )
    if any(c not in "\n\t" and unicodedata.category(c) in {"Cc", "Cs"} for c in raw):
        raise Unreadable(
            f"{shown(raw)} holds a control character.",
            "Workbooks and databases cannot keep it.",
            "Type the text again without it.",
        )
    if key.required and not raw.strip():
        raise Unreadable("It is blank.", key.why or NEEDED, f"Fill in {key.name}.")
    if key.choices and raw not in key.choices:
        words = " or ".join(f'"{word}"' for word in key.choices)
        raise Unreadable(
            f"{shown(raw)} is not one of the words allowed.",
            "Only these words have a meaning here.",
            f"Write {words}.",
        )
    return raw


def _code(key: Key, raw: object) -> str:
    text = read_text(key, raw)
    if text != text.strip() or "@" in text or "\n" in text or "\t" in text:
        raise Unreadable(
            f"{shown(raw)} is not a code.",
            "Codes are joined by @ in findings, and other tables name them letter by letter.",
            "Write it on one line, without spaces around it and without @.",
        )
    if len(text) > CODE_CHARS_MAX:
        raise Unreadable(
            f"The code has {len(text)} characters.",
            f"A code has at most {CODE_CHARS_MAX}.",
            "Choose a shorter code and put the rest into the title.",
        )
    return text


def read_flag(key: Key, raw: object) -> bool:
    """``true`` or ``false``, not a word for it."""
    if not isinstance(raw, bool):
        raise Unreadable(
            f"{shown(raw)} is neither true nor false.",
            "Other words for yes and no can be read either way.",
            f"Write {key.name} = true or {key.name} = false, without quotation marks.",
        )
    return raw


def read_date(key: Key, raw: object) -> date:
    """A TOML local date in a plausible year."""
    if isinstance(raw, datetime) or not isinstance(raw, date):
        suggestion = _iso_date(raw) or "2017-04-01"
        raise Unreadable(
            f"{shown(raw)} is not a date.",
            "A date in quotation marks is only text: 01/04 and 04/01 cannot be told apart."
            if isinstance(raw, str)
            else "A day is meant, with its year, month and day told apart.",
            f"Write {key.name} = {suggestion}, year first and without quotation marks.",
        )
    if not YEAR_FIRST <= raw.year <= YEAR_LAST:
        raise Unreadable(
            f"{raw.isoformat()} lies outside {YEAR_FIRST} to {YEAR_LAST}.",
            "Such a year is a slip of the keyboard.",
            "Correct the year.",
        )
    return raw


def _iso_date(raw: object) -> str:
    """The date a text or a time most likely means, or blank."""
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, str):
        british = re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", raw.strip())
        text = raw.strip()
        if british:
            day, month, year = british.groups()
            text = f"{year}-{int(month):02d}-{int(day):02d}"
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            return ""
    return ""


def _time(key: Key, raw: object) -> datetime:
    if not isinstance(raw, datetime) or raw.utcoffset() is None:
        raise Unreadable(
            f"{shown(raw)} is not a date and time with its offset.",
            "Half past midnight in summer time is the day before in universal time: without the "
            "offset nobody can say whether a deadline was met.",
            f"Write for example {key.name} = 2017-07-20T16:05:00+01:00, without quotation marks.",
        )
    if not YEAR_FIRST <= raw.year <= YEAR_LAST:
        raise Unreadable(
            f"{raw.isoformat()} lies outside {YEAR_FIRST} to {YEAR_LAST}.",
            "Such a year is a slip of the keyboard.",
            "Correct the year.",
        )
    return raw


def _year(key: Key, raw: object) -> str:
    text = read_text(key, raw)
    found = _YEAR.match(text)
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        raise Unreadable(
            f"{shown(raw)} is not a financial year.",
            "Years run from 1 April to 31 March and carry both.",
            f'Write for example {key.name} = "2017-18".',
        )
    return text


def read_texts(key: Key, raw: object) -> tuple[str, ...]:
    """A list of text without blanks."""
    if not isinstance(raw, list) or not all(isinstance(item, str) and item.strip() for item in raw):
        raise Unreadable(
            f"{shown(raw)} is not a list of text.",
            "Codes keep their leading zeros only as text.",
            f'Write for example {key.name} = ["04410", "04411"].',
        )
    return tuple(read_text(key, item) for item in raw)


def _accounting_periods(key: Key, raw: object) -> tuple[str, ...]:
    periods = read_texts(key, raw)
    for text in periods:
        try:
            AccountingPeriod.parse(text)
        except PeriodUnreadable:
            raise Unreadable(
                f"{shown(text)} is not an accounting period.",
                "The ledger's lines find their reporting period by it.",
                "Write year and period, for example 201701 for April 2017 and 201713 for closing.",
            ) from None
    return periods


def _table(key: Key, raw: object, read: Callable[[Key, object], object]) -> dict[str, object]:
    if not isinstance(raw, Mapping):
        raise Unreadable(
            f"{shown(raw)} is not a table by code.",
            "Each figure belongs to a code.",
            f'Write for example {key.name} = {{ "CODE" = … }}.',
        )
    return {_code(key, code): read(key, value) for code, value in raw.items()}


_READERS: Final[Mapping[Form, Callable[[Key, object], object]]] = {
    Form.TEXT: read_text,
    Form.CODE: _code,
    Form.FLAG: read_flag,
    Form.DATE: read_date,
    Form.TIME: _time,
    Form.MONEY: read_money,
    Form.WHOLE: read_whole,
    Form.NUMBER: read_number,
    Form.PERCENT: read_percent,
    Form.YEAR: _year,
    Form.ACCOUNTING_PERIODS: _accounting_periods,
    Form.TEXTS: read_texts,
    Form.MONEY_BY: lambda key, raw: _table(key, raw, read_money),
    Form.TEXT_BY: lambda key, raw: _table(key, raw, read_text),
    Form.NUMBER_BY: lambda key, raw: _table(key, raw, read_number),
}
