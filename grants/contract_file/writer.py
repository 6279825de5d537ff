"""A Contract as TOML text that reads back to the same contract.

Keys stand in the declared order; blank and default values are left out.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from grants.contract import Contract, ParamValue
from grants.contract_file.keys import Form, Table
from grants.contract_file.plain import plain_number, plain_row
from grants.contract_file.tables import CONTRACT, NESTED, TABLES

_BARE: Final = frozenset({Form.DATE, Form.TIME, Form.NUMBER, Form.PERCENT})
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_BARE_KEY: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def write_contract(contract: Contract) -> str:
    """The contract file's text; ``read_contract`` of it gives an equal contract."""
    blocks = [_block(CONTRACT, CONTRACT.name, contract, plain_row(CONTRACT, contract))]
    for table in TABLES:
        for row in getattr(contract, table.holds):
            body = plain_row(table, row)
            blocks.append(_block(table, table.name, row, body))
            for name in table.nested:
                nested = NESTED[name]
                children = zip(getattr(row, nested.holds), body.get(nested.holds, ()), strict=True)
                blocks += [_block(nested, nested.name, child, plain) for child, plain in children]
    return "\n".join(blocks)


def _block(table: Table, name: str, row: object, body: Mapping[str, Any]) -> str:
    """One table with its keys, its parameters last under their own heading."""
    own = (key for key in table.keys if key.name in body and key.form is not Form.PARAMS)
    lines = [table.heading, *(f"{key.name} = {_value(key.form, body[key.name])}" for key in own)]
    params: Mapping[str, ParamValue] = getattr(row, "params", {})
    if params:
        lines.append(f"[{name}.params]")
        lines += [f"{_key(param)} = {_param(value)}" for param, value in params.items()]
    return "\n".join(lines) + "\n"


def _value(form: Form, plain: Any) -> str:
    """A plain value as TOML: dates and numbers bare, everything else by its type."""
    if isinstance(plain, Mapping):
        bare = form is Form.NUMBER_BY
        pairs = (f"{_key(k)} = {v if bare else _text(v)}" for k, v in plain.items())
        return f"{{ {', '.join(pairs)} }}"
    if form in _BARE:
        return str(plain)
    return _param(tuple(plain) if isinstance(plain, list) else plain)


def _param(value: ParamValue) -> str:
    """A parameter as TOML, its type kept."""
    if isinstance(value, tuple):
        return f"[{', '.join(_param(item) for item in value)}]"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_key(k)} = {_param(v)}' for k, v in value.items())} }}"
    if isinstance(value, str):
        return _text(value)
    return _bare(value)


def _bare(value: bool | int | Decimal | date) -> str:  # noqa: FBT001 - a value, not a switch
    """A flag, number or date as TOML; a decimal keeps its point."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = plain_number(value)
        return text if "." in text else f"{text}.0"
    return value.isoformat() if isinstance(value, date) else str(value)


def _key(name: str) -> str:
    return name if name and set(name) <= _BARE_KEY else _text(name)


def _text(text: str) -> str:
    """A TOML basic string; the reader lets no other control characters in."""
    return '"' + "".join(_ESCAPES.get(c, c) for c in text) + '"'
