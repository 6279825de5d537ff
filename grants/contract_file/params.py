"""The parameters of a term: checked against the kind's declaration, kept as they were written.

A kind of term that nobody knows is kept with whatever parameters it has (its check will say NOT
RUN); a known kind's misspelt or mistyped parameter is refused, for it would silently not govern.
The declarations come from outside, so that this package needs no kind of term.
"""

import difflib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from grants.contract import ParamValue
from grants.contract_file.keys import Form, Key, Sign
from grants.contract_file.values import (
    Unreadable,
    read_number,
    read_percent,
    read_text,
    read_value,
    read_whole,
    shown,
)

Kinds = Mapping[str, Sequence[Key]]
"""Kind of term → its parameters, each declared as a key."""

PARAM_DEPTH_MAX: Final = 4
Fault = tuple[str, Unreadable]  # the parameter's name (dotted), what is wrong with it


def read_params(
    code: str, raw: Mapping[str, object], kinds: Kinds | None
) -> tuple[dict[str, ParamValue], list[Fault]]:
    """The parameters as written (lists as tuples), and every fault found in them."""
    values: dict[str, ParamValue] = {}
    faults: list[Fault] = []
    declared = None if kinds is None else kinds.get(code)
    for name, value in raw.items():
        try:
            values[name] = _kept(name, value, 0)
            if declared is not None:
                _judge(code, declared, name, value)
        except Unreadable as fault:
            faults.append((name, fault))
    missing = [key for key in declared or () if key.required and key.name not in raw]
    faults.extend((key.name, _missing(code, key)) for key in missing)
    return values, faults


def _missing(code: str, key: Key) -> Unreadable:
    return Unreadable(
        f"The parameter {key.name} of {code} is missing.",
        key.why or "Without it the term cannot be checked.",
        f"Add {key.name} ({key.form}) under its params.",
    )


def _judge(code: str, declared: Sequence[Key], name: str, value: object) -> None:
    """Check one parameter against its declaration."""
    key = next((key for key in declared if key.name == name), None)
    if key is None:
        names = [key.name for key in declared]
        nearest = difflib.get_close_matches(name, names, n=1)
        has = f"It has {', '.join(names)}." if names else "It has no parameters."
        raise Unreadable(
            f"{name} is not a parameter of {code}.",
            "A parameter nobody reads would silently not govern.",
            f"Did you mean {nearest[0]}?" if nearest else f"Remove it. {has}",
        )
    _typed(key, value)


def _typed(key: Key, value: object) -> None:
    """Refuse a value that is not in the declared form."""
    if key.form is not Form.ROWS:
        read_value(key, value)
        return
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise Unreadable(
            f"{shown(value)} is not a list of tables.",
            "Each row of it has several figures.",
            f"Write {key.name} = [{{ {', '.join(f'{part.name} = …' for part in key.parts)} }}].",
        )
    for row in value:
        for name, inner in row.items():
            _judge(f"{key.name}", key.parts, name, inner)
        missing = [p.name for p in key.parts if p.required and p.name not in row]
        if missing:
            raise Unreadable(
                f"A row of {key.name} has no {missing[0]}.",
                "Without it the row cannot be checked.",
                f"Add {missing[0]}.",
            )


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
