"""Amounts as people write them in a return, and plain numbers: exact, in Decimal and whole pence.

Known shapes: ``1234.5``, ``1,234.50``, ``£1,234.50``, ``-5.00``, ``5.00-``, ``(5.00)``. Parts of a
penny are refused, not rounded.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from ledger.money import Pence, round_half_up

_SHAPE: Final = re.compile(
    r"^(?P<open>\()?(?P<before>[-−–+])?£?(?P<within>-)?"
    r"(?P<pounds>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.(?P<part>[0-9]+))?"
    r"(?P<after>[-−–])?(?P<close>\))?$"
)
_SPACES: Final = re.compile(r"^([-−–+]?) ?(£?) ?")
_PLAIN: Final = re.compile(r"^-?[0-9]{1,15}(?:\.[0-9]{1,15})?$")
_MINUS: Final = frozenset("-−–")
_NOISE: Final = Decimal("0.000001")  # Excel calculates in binary; 30.299999999999997 is 30.30
AMOUNT_MAX: Final = 10**11  # pence: a thousand million pounds


class NotAnAmount(ValueError):  # noqa: N818 - the name states the fact
    """The text has none of the known shapes of an amount."""


class PartOfAPenny(ValueError):  # noqa: N818 - the name states the fact
    """The amount has more than two decimals."""


class TooLarge(ValueError):  # noqa: N818 - the name states the fact
    """The amount is beyond any grant; a slip."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Whole pence; ``is_reshaped``: the minus was written as brackets or behind the figure."""

    pence: Pence
    is_reshaped: bool = False


def read_amount(text: str) -> Amount:
    """Read an amount written as text.

    Raises:
        NotAnAmount: no known shape.
        PartOfAPenny: three decimals or more.
        TooLarge: a thousand million pounds or more.
    """
    found = _SHAPE.match(_SPACES.sub(r"\1\2", text.strip()))
    if found is None:
        raise NotAnAmount(text)
    pounds, part = found["pounds"].replace(",", ""), found["part"] or ""
    signs = [
        bool(found["open"]),
        bool(found["before"]),
        bool(found["within"]),
        bool(found["after"]),
    ]
    if not (pounds or part) or bool(found["open"]) != bool(found["close"]) or sum(signs) > 1:
        raise NotAnAmount(text)
    if len(part) > 2:  # noqa: PLR2004 - pence have two digits
        raise PartOfAPenny(text)
    pence = int(pounds or "0") * 100 + int(part.ljust(2, "0"))
    is_reshaped = bool(found["open"] or found["after"])
    is_negative = is_reshaped or bool(found["within"]) or (found["before"] or "") in _MINUS
    return Amount(_within_reach(-pence if is_negative else pence), is_reshaped)


def read_number_amount(text: str) -> Pence:
    """Read the exact text of a number cell as pence; binary noise beyond the penny is ignored.

    Raises:
        NotAnAmount, PartOfAPenny, TooLarge: as :func:`read_amount`.
    """
    value = exact(text)
    if abs(value) >= AMOUNT_MAX:
        raise TooLarge(text)
    top, bottom = (value * 100).as_integer_ratio()
    pence = round_half_up(top, bottom)
    if abs(value * 100 - pence) > _NOISE * 100:
        raise PartOfAPenny(text)
    return _within_reach(pence)


def read_decimal(text: str) -> Decimal:
    """Read ``12`` or ``2.5`` written as text.

    Raises:
        NotAnAmount: anything else.
    """
    if not _PLAIN.match(text):
        raise NotAnAmount(text)
    return Decimal(text)


def exact(text: str) -> Decimal:
    """The number of a number cell.

    Raises:
        NotAnAmount: not a finite number.
    """
    try:
        value = Decimal(text)
    except InvalidOperation as refused:
        raise NotAnAmount(text) from refused
    if not value.is_finite():
        raise NotAnAmount(text)
    return value


def without_noise(value: Decimal, places: int) -> Decimal | None:
    """``value`` at ``places`` decimals if only binary noise stands in the way, else None."""
    rounded = round(value, places)
    return rounded if abs(value - rounded) <= Decimal(1).scaleb(-places - 6) else None


def plain(value: Decimal) -> str:
    """Digits without exponent and without trailing zeros: ``60``, ``33.33``."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _within_reach(pence: int) -> Pence:
    if abs(pence) >= AMOUNT_MAX:
        raise TooLarge(str(pence))
    return Pence(pence)
