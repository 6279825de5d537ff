"""Money as text with two decimals, never as a number: nothing rounds it on the way."""

from typing import Any, Final

from marshmallow import ValidationError, fields

from ledger.money import MoneyUnreadable, Pence, format_pounds, parse_pounds

PATTERN: Final = r"^-?[0-9]{1,13}\.[0-9]{2}$"


class Money(fields.Field[int]):
    """Pence inside, ``"1234.50"`` outside."""

    def _serialize(self, value: int | None, *_about: Any, **_more: Any) -> str | None:
        return None if value is None else format_pounds(value)

    def _deserialize(self, value: Any, *_about: Any, **_more: Any) -> Pence:
        if not isinstance(value, str):
            raise ValidationError("Money is text in pounds with two decimals, for example 1234.50.")
        try:
            return parse_pounds(value)
        except MoneyUnreadable as fault:
            raise ValidationError(str(fault)) from fault


def money_properties(_converter: Any, field: fields.Field[Any], **_kwargs: Any) -> dict[str, str]:
    """The pattern of money, for the description."""
    return {"pattern": PATTERN} if isinstance(field, Money) else {}


def told(about: str, **more: Any) -> dict[str, Any]:
    """A field's description."""
    return {"metadata": {"description": about, **more}}
