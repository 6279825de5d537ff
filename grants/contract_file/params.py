"""The parameters of a term: checked against the kind's declaration, kept as they were written.

A kind of term that nobody knows is kept with whatever parameters it has (its check will say NOT
RUN), and so is a known kind with a parameter missing; a known kind's misspelt or mistyped
parameter is refused, for it would silently not govern. The declarations come from outside, so that
this package needs no kind of term.
"""

import difflib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Protocol

from grants.contract import ParamValue
from grants.contract_file.amounts import read_number, read_percent, read_whole
from grants.contract_file.keys import Form, Key, Sign
from grants.contract_file.unreadable import Unreadable, shown
from grants.contract_file.values import read_text, read_value


class ParamDeclaration(Protocol):
    """What a kind of term says of one parameter. ``columns``: of each table in a list of them."""

    @property
    def name(self) -> str:
        """The key in the file."""

    @property
    def type(self) -> str:
        """One of the words of ``_FORMS``; a value of another type is left to the check."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The words allowed, where only some are."""

    @property
    def columns(self) -> Sequence["ParamDeclaration"]:
        """The keys of each table in a list of tables."""


class KindDeclaration(Protocol):
    """What is needed of a kind of term."""

    @property
    def params(self) -> Sequence[ParamDeclaration]:
        """Its parameters."""


Kinds = Mapping[str, KindDeclaration]
"""Kind of term → its declaration, as the registry of kinds holds them."""

_FORMS: Final[Mapping[str, Form]] = {
    "date": Form.DATE,
    "money": Form.MONEY,
    "percent": Form.PERCENT,
    "whole": Form.WHOLE,
    "choice": Form.TEXT,
    "text": Form.TEXT,
    "texts": Form.TEXTS,
    "flag": Form.FLAG,
    "yearly": Form.MONEY_BY,
    "tables": Form.ROWS,
}

PARAM_DEPTH_MAX: Final = 4
Fault = tuple[str, Unreadable]  # the parameter's name (dotted), what is wrong with it


def read_params(
    code: str, raw: Mapping[str, object], kinds: Kinds | None
) -> tuple[dict[str, ParamValue], list[Fault]]:
    """The parameters as written (lists as tuples), and every fault found in them."""
    values: dict[str, ParamValue] = {}
    faults: list[Fault] = []
    kind = None if kinds is None else kinds.get(code)
    for name, value in raw.items():
        try:
            values[name] = _kept(name, value, 0)
            if kind is not None:
                _judge(code, kind.params, name, value)
        except Unreadable as fault:
            faults.append((name, fault))
    return values, faults


def _judge(code: str, params: Sequence[ParamDeclaration], name: str, value: object) -> None:
    """Check one parameter against its declaration."""
    param = next((param for param in params if param.name == name), None)
    if param is None:
        names = [param.name for param in params]
        nearest = difflib.get_close_matches(name, names, n=1)
        has = f"It has {', '.join(names)}." if names else "It has none."
        raise Unreadable(
            f"{name} is not a parameter of {code}.",
            "What nobody reads would silently not govern.",
            f"Did you mean {nearest[0]}?" if nearest else f"Remove it. {has}",
        )
    form = _FORMS.get(param.type)
    if form is Form.ROWS:
        _judge_rows(param, value)
    elif form is not None:
        read_value(Key(name, form, sign=Sign.NOT_NEGATIVE, choices=param.choices), value)


def _judge_rows(param: ParamDeclaration, value: object) -> None:
    """Check a list of tables, each key against its own declaration."""
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        figures = ", ".join(f"{column.name} = …" for column in param.columns)
        raise Unreadable(
            f"{shown(value)} is not a list of tables.",
            "Each row of it has several figures.",
            f"Write {param.name} = [{{ {figures} }}].",
        )
    for row in value:
        for name, figure in row.items():
            _judge(param.name, param.columns, name, figure)


def _kept(name: str, raw: object, depth: int) -> ParamValue:
    """The value as written, with the limits that hold for every parameter."""
    key = Key(name, sign=Sign.NOT_NEGATIVE)
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str):
        return _kept_text(key, raw)
    if isinstance(raw, int | Decimal):
        if _is_percent(name):
            read_percent(key, raw)
        elif isinstance(raw, int):
            read_whole(key, raw)
        else:
            read_number(key, raw)
        return raw
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    if depth < PARAM_DEPTH_MAX and isinstance(raw, list):
        return tuple(_kept(name, item, depth + 1) for item in raw)
    if depth < PARAM_DEPTH_MAX and isinstance(raw, Mapping):
        return {read_text(key, part): _kept(part, item, depth + 1) for part, item in raw.items()}
    raise Unreadable(
        f"{shown(raw)} cannot be a parameter.",
        "Parameters are text, numbers, dates, true or false, and short lists or tables of them.",
        "Write it in one of these forms.",
    )


def _kept_text(key: Key, raw: str) -> str:
    """Text; a share or a negative figure written as text is judged as the number it is."""
    text = read_text(key, raw)
    if _is_percent(key.name):
        read_percent(key, text)
    elif text.startswith("-") and text[1:].replace(".", "", 1).isdecimal():
        read_number(key, text)
    return text


def _is_percent(name: str) -> bool:
    return name == "percent" or name.endswith("_percent")
