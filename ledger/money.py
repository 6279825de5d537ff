"""Money as whole pence in an ``int``: parse, format, round by a named rule, share out.

Decimal appears only at the parsing edge; float nowhere. The strict form here is the one
our own files promise (``1234.50``, ``-0.01``); the many shapes of a council's extract are read by
``ledger.gl.amounts``.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NewType

from ledger.require import require

Pence = NewType("Pence", int)

ZERO = Pence(0)
PENCE_MAX = 10**15  # ten trillion pounds: beyond it a figure is a slip, and int64 sums stay safe
_STRICT = re.compile(r"^(-?)([0-9]{1,13})\.([0-9]{2})$", re.ASCII)


class MoneyUnreadable(ValueError):  # noqa: N818 - the name states the fact
    """The text is not an amount of money in the promised form."""


def parse_pounds(text: str) -> Pence:
    """Read ``1234.50`` or ``-0.01`` (pounds, two decimals, nothing else) as pence.

    Raises:
        MoneyUnreadable: any other text, with what was read and an example.
    """
    found = _STRICT.match(text)
    if found is None:
        raise MoneyUnreadable(
            f"{text!r} is not an amount. Write pounds with two decimals, for example 1234.50."
        )
    sign, pounds, pence = found.groups()
    value = int(pounds) * 100 + int(pence)
    return Pence(-value if sign else value)


def format_pounds(pence: int, *, thousands: bool = False, symbol: bool = False) -> str:
    """Write pence as ``-1234.50``; ``thousands`` adds commas, ``symbol`` the pound sign."""
    pounds, rest = divmod(abs(pence), 100)
    sign = "-" if pence < 0 else ""
    body = f"{pounds:,}.{rest:02d}" if thousands else f"{pounds}.{rest:02d}"
    return f"{sign}{'£' if symbol else ''}{body}"


def round_half_up(numerator: int, denominator: int) -> int:
    """Divide and round half away from zero: 5/2 → 3, -5/2 → -3. Denominator positive."""
    require(denominator > 0, "A division of money needs a positive denominator.")
    magnitude = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -magnitude if numerator < 0 else magnitude


def share_of(pence: int, percent: Decimal) -> Pence:
    """``pence`` × ``percent`` / 100, rounded half up to the penny (domain: apportionment)."""
    ratio = percent / 100
    top, bottom = ratio.as_integer_ratio()
    return Pence(round_half_up(pence * top, bottom))


def share_out(total: int, weights: Sequence[int], *, bearer: int = 0) -> list[Pence]:
    """Split ``total`` by ``weights``; the remainder goes to the declared ``bearer`` index.

    The parts always add back to ``total``. Weights are non-negative and not all zero.
    """
    require(weights, "Nothing to share between.")
    require(all(w >= 0 for w in weights), "A share's weight is never negative.")
    whole = sum(weights)
    require(whole > 0, "At least one share has a weight.")
    require(0 <= bearer < len(weights), "The bearer of the remainder is one of the shares.")
    parts = [round_half_up(total * w, whole) for w in weights]
    parts[bearer] += total - sum(parts)
    return [Pence(p) for p in parts]
