"""Amounts, counts and percentages of the contract file.

Money never passes through a number and percentages never through binary floating point: TOML is
read with Decimal, and amounts are text.
"""

import re
from decimal import Decimal
from typing import Final

from grants.contract_file.keys import Key, Sign
from grants.contract_file.unreadable import Unreadable, shown
from ledger.money import MoneyUnreadable, Pence, format_pounds, parse_pounds

WHOLE_MAX: Final = 10**12
NUMBER_PLACES_MAX: Final = 6
PERCENT_MAX: Final = 100
_NUMBER = re.compile(r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$", re.ASCII)
_ROUGH_MONEY = re.compile(r"^(-?)([0-9]{1,13})(?:\.([0-9]{1,2}))?$", re.ASCII)


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
            "A negative figure has no meaning here.",
            "Write it without the minus, or record what was meant in its own table.",
        )
    if key.sign is Sign.POSITIVE and value == 0:
        raise Unreadable(
            f"{text} is nothing.",
            "Zero has no meaning here.",
            "Write the figure, or leave it out.",
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
    """A percentage from 0 to 100: a number, or text with or without the sign."""
    bare = raw.strip().removesuffix("%").strip() if isinstance(raw, str) else raw
    number = read_number(key, bare)
    if not 0 <= number <= PERCENT_MAX:
        raise Unreadable(
            f"{shown(raw)} is not between 0 and {PERCENT_MAX}.",
            "It is a share of a hundred.",
            "Write ten per cent as 10, not as 0.1 or 1000.",
        )
    return number
