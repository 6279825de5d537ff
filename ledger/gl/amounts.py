"""Every shape in which a council's ledger prints an amount, read as whole pence.

Negatives stand as ``-1.00``, ``1.00-``, ``(1.00)``, ``1.00CR``; pounds with ``£`` or ``GBP``, with
thousands commas, ordinary or non-breaking spaces. What a spreadsheet has already destroyed
(``5.14E+10``) is refused, because the pence are gone.
"""

import re
from decimal import Decimal
from typing import Final

from ledger.money import PENCE_MAX, Pence

_BLANKS: Final = re.compile(r"[\s\u00a0\u202f\u2007\u200b\ufeff]+")
_THOUSANDS_SPACE: Final = re.compile(r"(?<=[0-9])[ \u00a0\u202f\u2007](?=[0-9])", re.ASCII)
_MINUS: Final = str.maketrans(
    {"\u2212": "-", "\u2013": "-", "\u2014": "-", "\u2010": "-", "\uff0d": "-"}
)
_SUFFIX: Final = re.compile(r"(CR|DR|C|D)\.?$", re.IGNORECASE | re.ASCII)
_CURRENCY: Final = re.compile(r"£|GBP", re.IGNORECASE | re.ASCII)
_PLAIN: Final = re.compile(r"[0-9]*\.?[0-9]*", re.ASCII)
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?", re.ASCII)
_SCIENTIFIC: Final = re.compile(
    r"-?[0-9]+(?:\.[0-9]+)?E([+-]?)[0-9]{1,3}", re.IGNORECASE | re.ASCII
)
_NOISE: Final = Decimal("0.000001")  # pounds: less than this beyond the penny is binary noise
_DIGITS_MAX: Final = 15
_PENNY: Final = Decimal("0.01")


class AmountUnreadable(ValueError):  # noqa: N818 - the name states the fact
    """The text is no amount; the message says why in words for the person who sent it."""


def parse_amount(text: str) -> Pence | None:
    """Pence of ``text``, signed; ``None`` when it is blank (a lone dash counts as blank).

    Raises:
        AmountUnreadable: no amount, two signs that contradict, part of a penny, lost digits, an
            error or a formula without its result.
    """
    tidy = _BLANKS.sub("", _THOUSANDS_SPACE.sub(",", text)).translate(_MINUS)
    if tidy in {"", "-", "£-", "-£"}:
        return None
    _refuse_spreadsheet_faults(tidy)
    found = _SCIENTIFIC.fullmatch(tidy)
    if found is not None:
        if found[1] != "-":
            raise AmountUnreadable(
                "A spreadsheet has shortened the number to scientific notation; its pence are lost."
                " Widen the column, format it as a number and export again."
            )
        return _to_pence(Decimal(tidy), text)
    body, negative = _take_signs(tidy, text)
    if not body or _PLAIN.fullmatch(body) is None:
        if _GROUPED.fullmatch(body) is None:
            raise _no_amount(text)
        body = body.replace(",", "")
    if body in {"", "."}:
        raise _no_amount(text)
    value = Decimal(body)
    return _to_pence(-value if negative else value, text)


def _refuse_spreadsheet_faults(tidy: str) -> None:
    if tidy.startswith("=") and len(tidy) > 1:
        raise AmountUnreadable(
            "The cell holds a formula without a stored result."
            " Open the file in Excel, let it calculate, save it and send it again."
        )
    if tidy.startswith("##"):
        raise AmountUnreadable(
            "The column was too narrow when the file was saved; only hash signs are left."
            " Widen the column and export again."
        )
    if tidy.startswith("#"):
        raise AmountUnreadable(
            f"The cell holds the spreadsheet error {tidy[:12]}. Correct the formula and send again."
        )


def _take_signs(tidy: str, text: str) -> tuple[str, bool]:
    """The digits and whether they are negative, after every mark of sign or currency is taken."""
    body, signs, suffix = tidy, 0, ""
    found = _SUFFIX.search(body)
    if found is not None:
        suffix, body = found[1][0].upper(), body[: found.start()]
    body = _CURRENCY.sub("", body, count=1)
    if body.startswith("-"):
        body, signs = body[1:], 1
    elif body.startswith("+"):
        body = body[1:]
    if body.endswith("-"):
        body, signs = body[:-1], signs + 1
    elif body.endswith("+"):
        body = body[:-1]
    if body.startswith("(") and body.endswith(")"):
        body, signs = body[1:-1], signs + 1
        if body.startswith("-"):
            body, signs = body[1:], signs + 1
    if signs > 1 or (signs and suffix == "D"):
        raise AmountUnreadable(
            f"{text.strip()!r} carries two signs that contradict each other. Write it with one."
        )
    return body, bool(signs) or suffix == "C"


def _to_pence(value: Decimal, text: str) -> Pence:
    penny = value.quantize(_PENNY) if abs(value) < PENCE_MAX else value
    if abs(penny) * 100 >= PENCE_MAX:
        raise AmountUnreadable(f"{text.strip()!r} is larger than any ledger's amount.")
    if abs(value - penny) > _NOISE:
        raise AmountUnreadable(
            f"{text.strip()!r} has part of a penny. Ledgers post whole pence;"
            " round it at its source."
        )
    return Pence(int(penny * 100))


def _no_amount(text: str) -> AmountUnreadable:
    return AmountUnreadable(
        f"{text.strip()[:40]!r} is not an amount. Write pounds and pence, for example 1,234.50."
    )
