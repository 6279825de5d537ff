"""How a table and a key of the contract file are declared: data for reader, writer and facts.

A :class:`Table` says which dataclass its rows become, which fields tell two rows apart, and which
blank fields may be completed later. A :class:`Key` says in which form its value is written.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from typing import Any, Final

NEEDED: Final = "The contract cannot be understood without it."
"""Why a required key is needed, where it gives no reason of its own."""


class Form(StrEnum):
    """The form in which a key's value is written."""

    TEXT = "text"
    CODE = "code"  # a short name others refer to: one line, no "@"
    FLAG = "true or false"
    DATE = "date"
    TIME = "time with offset"
    MONEY = "pounds with two decimals"
    WHOLE = "whole number"
    NUMBER = "number"
    PERCENT = "percentage"
    YEAR = "financial year"
    ACCOUNTING_PERIODS = "list of accounting periods"
    TEXTS = "list of text"
    MONEY_BY = "table of amounts"
    TEXT_BY = "table of text"
    NUMBER_BY = "table of numbers"
    PARAMS = "table of parameters"
    ROWS = "list of tables"


class Sign(StrEnum):
    """Which amounts and numbers make sense under a key."""

    ANY = "any"
    NOT_NEGATIVE = "not negative"
    POSITIVE = "more than nothing"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table.

    ``refers``: the table whose codes its value (or, in a table by code, each of its keys) names.
    ``why``: the reason given when the key is missing or unreadable, where there is a special one.
    """

    name: str
    form: Form = Form.TEXT
    required: bool = False
    sign: Sign = Sign.ANY
    refers: str = ""
    choices: tuple[str, ...] = ()
    why: str = ""
    parts: tuple["Key", ...] = ()  # of a list of tables: the keys of each


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the contract file.

    ``identity``: the fields that name a row; ``is_unique``: two rows of one identity are refused
    (otherwise they are told apart by their order). ``near``: groups of fields, the first never
    blank; a new row that agrees in one group with a stored row missing from the file is that row
    with its identity changed. ``first_only``: fields; once a row is stored, another that agrees in
    them comes only by a variation. ``completable``: fields that may go from blank to filled.
    ``correction``: what to record instead of changing a past row.
    """

    name: str
    row: type[Any]  # the dataclass
    holds: str  # the Contract's field
    keys: tuple[Key, ...]
    identity: tuple[str, ...]
    is_unique: bool = True
    is_required: bool = False
    near: tuple[tuple[str, ...], ...] = ()
    first_only: tuple[str, ...] = ()
    completable: tuple[str, ...] = ()
    spans: tuple[tuple[str, str], ...] = ()  # pairs of date keys: the second not before the first
    nested: tuple[str, ...] = ()
    correction: str = "record a variation"

    @property
    def heading(self) -> str:
        """As it stands in the file: ``[[term]]``, or ``[contract]`` for the only one."""
        return f"[[{self.name}]]" if self.holds else f"[{self.name}]"

    def build(self, values: Mapping[str, Any]) -> object:
        """The row of its typed values by key; an optional key left out is its blank."""
        blanks = {name: None for name in self._without_default if name not in values}
        return self.row(**blanks, **values)

    @property
    def _without_default(self) -> tuple[str, ...]:
        """Optional keys for which the dataclass itself has no default."""
        bare = {
            field.name
            for field in fields(self.row)
            if field.default is MISSING and field.default_factory is MISSING
        }
        return tuple(k.name for k in self.keys if not k.required and k.name in bare)

    def key(self, name: str) -> Key | None:
        """The declaration of that key, or None."""
        return next((key for key in self.keys if key.name == name), None)
