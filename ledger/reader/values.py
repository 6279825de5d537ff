"""What a stored number means: its exact decimal text, or the date that its format makes of it.

Excel keeps 15 significant digits; anything beyond is noise of binary arithmetic (0.1 + 0.2) and is
rounded away. Dates are day numbers from 1900 (with the 29 February 1900 that never was) or 1904.
"""

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Final

SIGNIFICANT: Final = 15
LAST_SERIAL: Final = 2_958_465  # 31 December 9999
LAST_SERIAL_1904: Final = LAST_SERIAL - 1_462
_FALSE_LEAP_DAY: Final = 60
_SECONDS: Final = 86_400
_DATE_IDS: Final = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][+-]?[0-9]{1,3})?", re.ASCII)
_NOT_CODE: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_SHORT: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])|-[1-9][0-9]*", re.ASCII)
_ROUND: Final = Context(prec=SIGNIFICANT, rounding=ROUND_HALF_UP)
_EXPONENT_MAX: Final = 308  # the largest number a spreadsheet can hold


def number_text(stored: str) -> str | None:
    """The plain decimal text of a stored number: ``1234.5``, ``0.3``, ``-0`` as ``0``.

    Whole numbers written out keep every digit; fractions keep 15 significant digits. ``None`` when
    the text is no finite number (``NaN``, ``1E309``, words).
    """
    text = stored.strip()
    if text.isascii() and text.isdigit() and not text.startswith("0"):
        return text
    if len(text) <= SIGNIFICANT and _SHORT.fullmatch(text) is not None:
        return text
    if _NUMBER.fullmatch(text) is None:
        return None
    value = Decimal(text)
    if value and value.adjusted() > _EXPONENT_MAX:
        return None
    if "." in text or "e" in text.lower():
        value = _ROUND.plus(value)
    if not value:
        return "0"
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def unescape(text: str) -> str:
    """Text with the control characters that workbooks write as ``_x000D_``."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def is_date_format(number: int, code: str | None) -> bool:
    """Whether number format ``number`` (with its ``code`` when custom) shows a day or month."""
    if code is None:
        return number in _DATE_IDS
    shown = _NOT_CODE.sub("", code.split(";")[0]).lower()
    if "general" in shown:
        return False
    if "y" in shown or "d" in shown:
        return True
    return "m" in shown and "h" not in shown and "s" not in shown


def is_zero_padded(code: str | None) -> bool:
    """Whether the format only pads whole numbers with zeros, for example ``00000``."""
    return code is not None and len(code) > 1 and set(code) == {"0"}


@lru_cache(maxsize=4096)
def serial_date(text: str, *, date1904: bool) -> date | datetime | None:
    """The day (and time, to the second) of a serial number; ``None`` when there is none.

    29 February 1900, day 0, negative numbers and days after 9999 are no dates.
    """
    serial = Decimal(text)
    last = LAST_SERIAL_1904 if date1904 else LAST_SERIAL
    first = 0 if date1904 else 1
    days = int(serial)
    if serial < first or days > last or (not date1904 and days == _FALSE_LEAP_DAY):
        return None
    if date1904:
        start = date(1904, 1, 1)
    elif days < _FALSE_LEAP_DAY:
        start = date(1899, 12, 31)
    else:
        start = date(1899, 12, 30)
    seconds = int(((serial - days) * _SECONDS).to_integral_value(ROUND_HALF_UP))
    day = start + timedelta(days=days)
    if not seconds:
        return day
    if seconds >= _SECONDS:
        return day + timedelta(days=1) if days < last else None
    return datetime.combine(day, datetime.min.time()) + timedelta(seconds=seconds)


def iso_date(text: str) -> date | datetime | None:
    """A date stored as ISO 8601 text (strict workbooks); ``None`` when it is none."""
    try:
        found = datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return None
    found = found.replace(tzinfo=None)
    return found if found.time() != datetime.min.time() else found.date()
