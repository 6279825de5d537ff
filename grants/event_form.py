"""Facts as JSON values and back: the one form in which the store and the audit trail keep them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from enum import StrEnum
from typing import Any, get_args, get_type_hints

from grants.events import EVENTS, Event, HeadSpend
from ledger.require import require


def as_body(event: Event) -> dict[str, object]:
    """The fact as JSON values (days as ISO text), for storage and the audit trail."""
    return {name: _plain(value) for name, value in asdict(event).items()}


def from_body(name: str, body: Mapping[str, object]) -> Event:
    """The fact that :func:`as_body` wrote; a body of another shape is a programming fault."""
    require(name in EVENTS, f"There is no kind of fact called {name!r}.")
    kind = EVENTS[name]
    hints = get_type_hints(kind)
    require(set(body) == {each.name for each in fields(kind)}, f"A {name} has other fields.")
    values: Any = {key: _typed(hints[key], value) for key, value in body.items()}
    return kind(**values)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, StrEnum) else value


def _typed(hint: object, value: object) -> object:
    if hint is date:
        return date.fromisoformat(str(value))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(str(value))
    if HeadSpend in get_args(hint) and isinstance(value, Sequence):
        return tuple(HeadSpend(**each) for each in value)
    return value
