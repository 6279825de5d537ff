"""One recorded row of a contract."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fact:
    """One recorded row. ``body`` is canonical JSON; ``digest`` SHA-256 over table, key and body."""

    table: str
    key: str
    body: str
    digest: str

    @property
    def values(self) -> dict[str, Any]:
        """The body as plain data."""
        values: dict[str, Any] = json.loads(self.body)
        return values


def fact_of(table: str, key: str, body: Mapping[str, Any]) -> Fact:
    """The fact of a row's plain values."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(f"{table}\0{key}\0{text}".encode()).hexdigest()
    return Fact(table, key, text, digest)


def current(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Of each table and key the fact recorded last, in the place of the first."""
    last: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        last[fact.table, fact.key] = fact
    return tuple(last.values())
