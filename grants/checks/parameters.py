"""The figures a contract gives a term: declared by the kind, read from the contract's own words.

A parameter that is missing, unknown or unreadable is a sentence, not a default: the engine turns it
into NOT RUN. Money becomes whole pence, percentages become exact ``Decimal``.
"""

import datetime as dt
import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from ledger.money import MoneyUnreadable, parse_pounds

_TYPES_IN_WORDS = {
    "date": "a date such as 2017-04-01",
    "money": 'pounds with two decimals in quotation marks, such as "1000.00"',
    "percent": 'a percentage such as "10"',
    "whole": "a whole number such as 30",
    "choice": "one of the words allowed",
    "text": "a text in quotation marks",
    "texts": 'a list of texts such as ["invoice", "receipt"]',
    "flag": "true or false",
    "yearly": 'amounts by year such as { "2017-18" = "1000.00" }',
    "tables": "a list of tables",
}
PERCENT_MAX = Decimal(1_000_000)


class ParameterUnreadable(ValueError):  # noqa: N818 - the name states the fact
    """The contract's value is not of the declared type; the sentence says what to write."""


@dataclass(frozen=True, slots=True)
class Param:
    """One declared parameter. ``columns`` types the keys of a list of tables."""

    name: str
    type: str
    required: bool = True
    default: Any = None
    choices: tuple[str, ...] = ()
    columns: tuple["Param", ...] = ()

    @classmethod
    def date(cls, name: str, **more: Any) -> "Param":
        """A calendar date."""
        return cls(name, "date", **more)

    @classmethod
    def money(cls, name: str, **more: Any) -> "Param":
        """An amount in pounds; read as pence."""
        return cls(name, "money", **more)

    @classmethod
    def percent(cls, name: str, **more: Any) -> "Param":
        """A percentage, exact; a number or text in the contract."""
        return cls(name, "percent", **more)

    @classmethod
    def whole(cls, name: str, **more: Any) -> "Param":
        """A whole number, zero or more."""
        return cls(name, "whole", **more)

    @classmethod
    def choice(cls, name: str, choices: tuple[str, ...], **more: Any) -> "Param":
        """One word of a closed list."""
        return cls(name, "choice", choices=choices, **more)

    @classmethod
    def text(cls, name: str, **more: Any) -> "Param":
        """One text."""
        return cls(name, "text", **more)

    @classmethod
    def texts(cls, name: str, **more: Any) -> "Param":
        """A list of texts."""
        return cls(name, "texts", **more)

    @classmethod
    def flag(cls, name: str, **more: Any) -> "Param":
        """True or false."""
        return cls(name, "flag", **more)

    @classmethod
    def yearly(cls, name: str, **more: Any) -> "Param":
        """Amounts by financial year."""
        return cls(name, "yearly", **more)

    @classmethod
    def tables(cls, name: str, columns: tuple["Param", ...], **more: Any) -> "Param":
        """A list of tables with typed keys."""
        return cls(name, "tables", columns=columns, **more)

    def read(self, raw: object) -> Any:
        """The typed value: ``date``, pence, ``Decimal``, ``int``, ``str``, ``bool`` or tuple.

        Raises:
            ParameterUnreadable: with the value and how to write it.
        """
        value: Any = getattr(self, f"_read_{self.type}")(raw)
        if value is None:
            wanted = _TYPES_IN_WORDS[self.type]
            if self.type == "choice":
                wanted += f": {', '.join(self.choices)}"
            raise ParameterUnreadable(f"`{self.name}` is {raw!r}; write {wanted}.")
        return value

    def _read_date(self, raw: object) -> dt.date | None:
        if isinstance(raw, str):
            try:
                return dt.date.fromisoformat(raw)
            except ValueError:
                return None
        if isinstance(raw, dt.datetime) or not isinstance(raw, dt.date):
            return None
        return raw

    def _read_money(self, raw: object) -> int | None:
        if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
            return None
        try:
            return parse_pounds(f"{raw}.00" if isinstance(raw, int) else str(raw))
        except MoneyUnreadable:
            return None

    def _read_percent(self, raw: object) -> Decimal | None:
        if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
            return None
        text = raw.strip().removesuffix("%") if isinstance(raw, str) else raw
        try:
            value = Decimal(text)
        except InvalidOperation:
            return None
        return value if value.is_finite() and 0 <= value <= PERCENT_MAX else None

    def _read_whole(self, raw: object) -> int | None:
        if isinstance(raw, bool):
            return None
        if isinstance(raw, str):
            return int(raw) if raw.isascii() and raw.isdigit() else None
        return raw if isinstance(raw, int) and raw >= 0 else None

    def _read_choice(self, raw: object) -> str | None:
        return raw if isinstance(raw, str) and raw in self.choices else None

    def _read_text(self, raw: object) -> str | None:
        return raw if isinstance(raw, str) else None

    def _read_texts(self, raw: object) -> tuple[str, ...] | None:
        if not isinstance(raw, list | tuple) or not all(isinstance(t, str) for t in raw):
            return None
        return tuple(raw)

    def _read_flag(self, raw: object) -> bool | None:
        return raw if isinstance(raw, bool) else None

    def _read_yearly(self, raw: object) -> dict[str, int] | None:
        if not isinstance(raw, Mapping):
            return None
        amounts = {str(year): self._read_money(amount) for year, amount in raw.items()}
        known = {year: amount for year, amount in amounts.items() if amount is not None}
        return known if len(known) == len(amounts) else None

    def _read_tables(self, raw: object) -> tuple[dict[str, Any], ...] | None:
        if not isinstance(raw, list | tuple) or not all(isinstance(t, Mapping) for t in raw):
            return None
        return tuple(read_params(self.columns, table) for table in raw)


def read_params(declared: tuple[Param, ...], given: Mapping[str, Any]) -> dict[str, Any]:
    """Type every parameter of a table.

    Raises:
        ParameterUnreadable: one is missing, unknown (with the nearest known name) or unreadable.
    """
    names = [p.name for p in declared]
    for key in given:
        if key not in names:
            near = difflib.get_close_matches(key, names, n=1)
            hint = f"; did you mean `{near[0]}`?" if near else "."
            raise ParameterUnreadable(f"`{key}` is not a parameter of this term{hint}")
    values: dict[str, Any] = {}
    for param in declared:
        if param.name in given:
            values[param.name] = param.read(given[param.name])
        elif param.required:
            raise ParameterUnreadable(
                f"the contract gives no `{param.name}`; write {_TYPES_IN_WORDS[param.type]}."
            )
        else:
            values[param.name] = param.default
    return values
