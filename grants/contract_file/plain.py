"""Rows of a contract as plain data (text, flags, whole numbers, lists, tables) and back.

The plain form is what a fact's body holds and what the writer turns into TOML: dates and times as
ISO text, money in pounds with two decimals, numbers as text. Blank and default values are left
out, so that a key added later changes no recorded fact.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final

from grants.contract import ParamValue
from grants.contract_file.keys import Form, Key, Table
from grants.contract_file.tables import NESTED
from ledger.money import format_pounds, parse_pounds
from ledger.require import require

Plain = str | bool | int | list["Plain"] | dict[str, "Plain"]

DATE_MARK: Final = "$date"
NUMBER_MARK: Final = "$number"
TABLE_MARK: Final = "$table"


def plain_row(
    table: Table, row: object, given: Mapping[str, object] | None = None
) -> dict[str, Any]:
    """The row's values by key, without blank and default ones.

    ``given``: values it has from elsewhere (a variation's dates), left out as well.
    """
    blanks = {**_defaults(table), **(given or {})}
    body: dict[str, Any] = {}
    for key in table.keys:
        value = getattr(row, key.name)
        if key.name in blanks and value == blanks[key.name]:
            continue
        body[key.name] = _plain(key.form, value)
    for name in table.nested:
        nested = NESTED[name]
        dates = {k: getattr(row, k) for k in ("effective_from", "agreed_on") if nested.key(k)}
        rows = [plain_row(nested, child, dates) for child in getattr(row, nested.holds)]
        if rows:
            body[nested.holds] = rows
    return body


def values_of(table: Table, body: Mapping[str, Any]) -> dict[str, Any]:
    """The typed values of a plain row's keys (without nested rows), for the row's dataclass."""
    keys = {key.name: key for key in table.keys}
    own = {name: value for name, value in body.items() if name not in _nested_names(table)}
    require(own.keys() <= keys.keys(), f"A recorded {table.name} has only the keys of its table.")
    return {name: _typed(keys[name], value) for name, value in own.items()}


def _nested_names(table: Table) -> frozenset[str]:
    return frozenset(NESTED[name].holds for name in table.nested)


@cache
def _defaults(table: Table) -> dict[str, object]:
    """The blank or default value of each optional field of the row's dataclass."""
    found: dict[str, object] = {}
    for field in fields(table.row):
        if field.default is not MISSING:
            found[field.name] = field.default
        elif field.default_factory is not MISSING:
            found[field.name] = field.default_factory()
        elif not any(key.name == field.name and key.required for key in table.keys):
            found[field.name] = None
    return found


def _plain(form: Form, value: Any) -> Plain:
    plain: Plain = _TO_PLAIN[form](value) if form in _TO_PLAIN else value
    return plain


def _typed(key: Key, body: Any) -> object:
    return _FROM_PLAIN[key.form](body) if key.form in _FROM_PLAIN else body


def plain_number(number: Decimal) -> str:
    """``12.5``, ``0``, ``1000``: written out, no exponent, no trailing zeros."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def plain_param(value: ParamValue) -> Plain:
    """A parameter with its type kept: dates, numbers and tables are marked."""
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, date):
        return {DATE_MARK: value.isoformat()}
    if isinstance(value, Decimal):
        return {NUMBER_MARK: plain_number(value)}
    if isinstance(value, tuple):
        return [plain_param(item) for item in value]
    return {TABLE_MARK: {name: plain_param(item) for name, item in value.items()}}


def param_of(plain: Plain) -> ParamValue:
    """The parameter of its plain form."""
    if isinstance(plain, list):
        return tuple(param_of(item) for item in plain)
    if not isinstance(plain, dict):
        return plain
    ((mark, body),) = plain.items()
    if mark == TABLE_MARK and isinstance(body, dict):
        return {name: param_of(item) for name, item in body.items()}
    require(isinstance(body, str), "A marked parameter is a date or a number as text.")
    return date.fromisoformat(str(body)) if mark == DATE_MARK else Decimal(str(body))


def _each(convert: Callable[[Any], Any]) -> Callable[[Any], dict[str, Any]]:
    """The conversion of a table by code."""
    return lambda table: {code: convert(value) for code, value in table.items()}


_TO_PLAIN: Final[Mapping[Form, Callable[[Any], Plain]]] = {
    Form.DATE: date.isoformat,
    Form.TIME: datetime.isoformat,
    Form.MONEY: format_pounds,
    Form.NUMBER: plain_number,
    Form.PERCENT: plain_number,
    Form.TEXTS: list,
    Form.ACCOUNTING_PERIODS: list,
    Form.MONEY_BY: _each(format_pounds),
    Form.TEXT_BY: dict,
    Form.NUMBER_BY: _each(plain_number),
    Form.PARAMS: _each(plain_param),
}
_FROM_PLAIN: Final[Mapping[Form, Callable[[Any], object]]] = {
    Form.DATE: date.fromisoformat,
    Form.TIME: datetime.fromisoformat,
    Form.MONEY: parse_pounds,
    Form.NUMBER: Decimal,
    Form.PERCENT: Decimal,
    Form.TEXTS: tuple,
    Form.ACCOUNTING_PERIODS: tuple,
    Form.MONEY_BY: _each(parse_pounds),
    Form.NUMBER_BY: _each(Decimal),
    Form.PARAMS: _each(param_of),
}
