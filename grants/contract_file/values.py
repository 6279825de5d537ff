"""One value of the contract file: from what TOML read to the typed value, or the reason why not.

Money never passes through a number and percentages never through binary floating point: TOML is
read with Decimal, and amounts are text.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from grants.contract_file.keys import Form, Key, Sign
from ledger.money import MoneyUnreadable, Pence, format_pounds, parse_pounds
from ledger.period import AccountingPeriod, PeriodUnreadable

TEXT_CHARS_MAX: Final = 20_000
CODE_CHARS_MAX: Final = 80
SHOWN_CHARS_MAX: Final = 60
WHOLE_MAX: Final = 10**12
NUMBER_PLACES_MAX: Final = 6
PERCENT_MAX: Final = 100
YEAR_FIRST: Final = 1990
YEAR_LAST: Final = 2099
_NUMBER = re.compile(r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$", re.ASCII)
_ROUGH_MONEY = re.compile(r"^(-?)([0-9]{1,13})(?:\.([0-9]{1,2}))?$", re.ASCII)
_YEAR = re.compile(r"^(20[0-9]{2})-([0-9]{2})$", re.ASCII)


class Unreadable(Exception):  # noqa: N818 - a fact about the value, turned into a Problem
    """The value is not in its key's form: what was read, why it matters, what to write."""

    def __init__(self, what: str, why: str, fix: str) -> None:
        super().__init__(what)
        self.what, self.why, self.fix = what, why, fix


def shown(raw: object) -> str:
    """The value as a person would recognise it, on one line and not too long."""
    if isinstance(raw, bool):
        text = "true" if raw else "false"
    elif isinstance(raw, str):
        text = '"' + "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in raw)
        text += '"'
    elif isinstance(raw, Mapping):
        text = "a table"
    elif isinstance(raw, list | tuple):
        text = "a list"
    elif isinstance(raw, datetime):
        text = raw.isoformat()
    else:
        text = str(raw)
    return text if len(text) <= SHOWN_CHARS_MAX else f"{text[: SHOWN_CHARS_MAX - 1]}…"


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
        raise Unreadable("It is blank.", key.why or "It is needed.", f"Fill in {key.name}.")
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
            "A date in quotation marks is only text: 01/04 and 04/01 cannot be told apart.",
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


def read_money(key: Key, raw: object) -> Pence:
    """Pounds with two decimals as text, as pence."""
    if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
        raise Unreadable(
            f"{shown(raw)} is a number, not an amount.",
            "A number loses its pence or gains thousandths on the way; money is written as text.",
            f'Write {key.name} = "{_suggested(str(raw))}".',
        )
    if not isinstance(raw, str):
        raise Unreadable(
            f"{shown(raw)} is not an amount.",
            "Money is written as text in pounds.",
            f'Write for example {key.name} = "1234.50".',
        )
    try:
        pence = parse_pounds(raw)
    except MoneyUnreadable:
        raise Unreadable(
            f"{shown(raw)} is not an amount.",
            "Only pounds with two decimals can be read in one way.",
            f'Write {key.name} = "{_suggested(raw)}".',
        ) from None
    check_sign(key, pence, format_pounds(pence))
    return pence


def _suggested(text: str) -> str:
    """The amount most likely meant, or an example."""
    found = _ROUGH_MONEY.match(re.sub(r"[£,\s]", "", text))
    if found is None:
        return "1234.50"
    sign, pounds, pence = found.groups()
    return f"{sign}{pounds}.{(pence or '').ljust(2, '0')}"


def check_sign(key: Key, value: int | Decimal, text: str) -> None:
    """Refuse a value on the wrong side of nothing.

    Raises:
        Unreadable: negative, or nothing where something is needed.
    """
    if key.sign is not Sign.ANY and value < 0:
        raise Unreadable(
            f"{text} is negative.",
            "Nothing here is less than nothing.",
            "Write it without the minus, or record what was meant in its own table.",
        )
    if key.sign is Sign.POSITIVE and value == 0:
        raise Unreadable(
            f"{text} is nothing.",
            "A row about nothing says nothing.",
            "Write the figure, or leave the row out.",
        )


def read_whole(key: Key, raw: object) -> int:
    """A whole number within reason."""
    if isinstance(raw, bool) or not isinstance(raw, int) or abs(raw) > WHOLE_MAX:
        raise Unreadable(
            f"{shown(raw)} is not a whole number within reason.",
            "Only a whole number counts here.",
            f"Write for example {key.name} = 1, without quotation marks.",
        )
    check_sign(key, raw, str(raw))
    return raw


def read_number(key: Key, raw: object) -> Decimal:
    """A number, written as a number or as text, without an exponent and with few places."""
    text = str(raw) if isinstance(raw, int | Decimal | str) and not isinstance(raw, bool) else ""
    if not _NUMBER.match(text):
        raise Unreadable(
            f"{shown(raw)} is not a number written out.",
            f"A number here has at most {NUMBER_PLACES_MAX} decimals and no exponent.",
            f"Write for example {key.name} = 12.5.",
        )
    number = Decimal(text)
    check_sign(key, number, text)
    return number


def read_percent(key: Key, raw: object) -> Decimal:
    """A percentage from 0 to 100."""
    number = read_number(key, raw)
    if not 0 <= number <= PERCENT_MAX:
        raise Unreadable(
            f"{shown(raw)} is not between 0 and {PERCENT_MAX}.",
            "It is a share of a hundred.",
            "Write ten per cent as 10, not as 0.1 or 1000.",
        )
    return number


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
