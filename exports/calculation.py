"""The arithmetic of a pack's formulas: operators and functions over scalars and columns.

Small on purpose: what packs use, nothing else. Numbers are exact decimals.
"""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

Scalar = Decimal | str | bool | None
Result = Scalar | list[Scalar]


class NotDerivable(Exception):  # noqa: N818 - a refused operation, named as one
    """The formula cannot be calculated from this workbook; the text says why."""


def number(value: Scalar) -> Decimal:
    """A scalar in arithmetic: blank is 0, true is 1, text is an error."""
    if value is None:
        return Decimal(0)
    if isinstance(value, bool):
        return Decimal(int(value))
    if isinstance(value, Decimal):
        return value
    raise NotDerivable(f"{value[:40]!r} stands where a number is needed")


def _same(left: Scalar, right: Scalar) -> bool:
    if isinstance(left, str) or isinstance(right, str):
        return str(left or "").casefold() == str(right or "").casefold()
    return number(left) == number(right)


def each(left: Result, right: Result, act: Callable[[Scalar, Scalar], Scalar]) -> Result:
    """Apply an operator to scalars, to columns of the same length, or to one of each."""
    if not isinstance(left, list) and not isinstance(right, list):
        return act(left, right)
    size = len(left) if isinstance(left, list) else len(right) if isinstance(right, list) else 1
    lefts = left if isinstance(left, list) else [left] * size
    rights = right if isinstance(right, list) else [right] * size
    if len(lefts) != len(rights):
        raise NotDerivable("two ranges of different length meet")
    return [act(a, b) for a, b in zip(lefts, rights, strict=True)]


def _divide(left: Scalar, right: Scalar) -> Scalar:
    if not number(right):
        raise NotDerivable("it divides by nothing")
    return number(left) / number(right)


OPERATORS: Final[Mapping[str, Callable[[Scalar, Scalar], Scalar]]] = {
    "+": lambda a, b: number(a) + number(b),
    "-": lambda a, b: number(a) - number(b),
    "*": lambda a, b: number(a) * number(b),
    "/": _divide,
    "=": _same,
    "<>": lambda a, b: not _same(a, b),
    "<": lambda a, b: number(a) < number(b),
    ">": lambda a, b: number(a) > number(b),
    "<=": lambda a, b: number(a) <= number(b),
    ">=": lambda a, b: number(a) >= number(b),
}
LEVELS: Final = (("=", "<>", "<", ">", "<=", ">="), ("+", "-"), ("*", "/"))


def one(value: Result) -> Scalar:
    """A result that must be a single value."""
    if isinstance(value, list):
        raise NotDerivable("a range stands where one value is needed")
    return value


def rounded(value: Decimal, places: int) -> Decimal:
    """ROUND: half away from zero."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _flat(arguments: list[Result]) -> list[Scalar]:
    return [v for a in arguments for v in (a if isinstance(a, list) else [a])]


def _sum(arguments: list[Result]) -> Result:
    return sum((v for v in _flat(arguments) if isinstance(v, Decimal)), Decimal(0))


def _sumproduct(arguments: list[Result]) -> Result:
    columns = [a if isinstance(a, list) else [a] for a in arguments]
    total = Decimal(0)
    for values in zip(*columns, strict=True):
        product = Decimal(1)
        for value in values:
            product *= number(value) if not isinstance(value, str) else Decimal(0)
        total += product
    return total


def _exact(arguments: list[Result]) -> Result:
    return each(arguments[0], arguments[1], lambda a, b: str(a or "") == str(b or ""))


FUNCTIONS: Final[Mapping[str, Callable[[list[Result]], Result]]] = {
    "SUM": _sum,
    "SUMPRODUCT": _sumproduct,
    "COUNTA": lambda a: Decimal(sum(1 for v in _flat(a) if v is not None)),
    "COUNT": lambda a: Decimal(sum(1 for v in _flat(a) if isinstance(v, Decimal))),
    "ROUND": lambda a: rounded(number(one(a[0])), int(number(one(a[1])))),
    "ABS": lambda a: abs(number(one(a[0]))),
    "MIN": lambda a: min(v for v in _flat(a) if isinstance(v, Decimal)),
    "MAX": lambda a: max(v for v in _flat(a) if isinstance(v, Decimal)),
    "AND": lambda a: all(number(v) for v in _flat(a)),
    "OR": lambda a: any(number(v) for v in _flat(a)),
    "NOT": lambda a: not number(one(a[0])),
    "LEN": lambda a: Decimal(len(str(one(a[0]) or ""))),
    "EXACT": _exact,
}
