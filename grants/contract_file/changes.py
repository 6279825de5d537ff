"""What a file says against what is recorded: new, completed, unchanged, changed, left out.

A changed past fact is listed field by field, so that the caller can refuse the file; a blank field
that its table lets be completed is filled by a superseding fact.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from typing import Any, Final

from grants.contract_file.fact import Fact, current, fact_of
from grants.contract_file.keys import Form, Table
from grants.contract_file.plain import DATE_MARK, NUMBER_MARK, TABLE_MARK
from grants.contract_file.tables import BY_NAME, CONTRACT

_BLANK: Final = "blank"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of a recorded fact for which the file has another value, each in plain words."""

    table: str
    key: str
    field: str
    old: str
    new: str
    correction: str

    def __str__(self) -> str:
        return (
            f"{BY_NAME[self.table].heading} {self.key}, {self.field}: recorded is {self.old}, the "
            f"file has {self.new}. A past fact is not changed; {self.correction}."
        )


@dataclass(frozen=True, slots=True)
class Completion:
    """A recorded fact some of whose blank fields the file fills: the superseding fact."""

    fact: Fact
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What a file says against what is recorded.

    ``changed`` is not empty when the file must be refused. ``absent`` rows and ``left_out`` fields
    are recorded but not in the file: they stay, for leaving something out removes nothing.
    """

    new: tuple[Fact, ...] = ()
    unchanged: tuple[Fact, ...] = ()
    completed: tuple[Completion, ...] = ()
    changed: tuple[Difference, ...] = ()
    absent: tuple[Fact, ...] = ()
    left_out: tuple[Difference, ...] = ()

    @property
    def to_record(self) -> tuple[Fact, ...]:
        """Facts to append, in order: completed ones first, then new ones."""
        return (*(c.fact for c in self.completed), *self.new)


def compare(stored: Iterable[Fact], offered: Iterable[Fact]) -> Change:
    """What ``offered`` (a file's facts) adds to, completes in or changes of ``stored``."""
    known = {(fact.table, fact.key): fact for fact in current(stored)}
    given = {(fact.table, fact.key): fact for fact in offered}
    absent = tuple(fact for at, fact in known.items() if at not in given)
    earlier = _Earlier.of(known.values(), absent)
    new: list[Fact] = []
    unchanged: list[Fact] = []
    completed: list[Completion] = []
    changed: list[Difference] = []
    left_out: list[Difference] = []
    for at, fact in given.items():
        past = known.get(at)
        if past is None:
            renamed = earlier.renamed(fact)
            changed += renamed
            new += [] if renamed else [fact]
            continue
        compared = _Compared.of(past, fact)
        changed += compared.changed
        left_out += compared.left_out
        if compared.filled and not compared.changed:
            completed.append(Completion(_completed(past, fact), tuple(compared.filled)))
        elif not compared.changed:
            unchanged.append(past)
    return Change(
        tuple(new), tuple(unchanged), tuple(completed), tuple(changed), absent, tuple(left_out)
    )


Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Compared:
    """Field by field: filled where it was blank, changed, or left out of the file."""

    filled: list[str]
    changed: list[Difference]
    left_out: list[Difference]

    @classmethod
    def of(cls, past: Fact, fact: Fact) -> "_Compared":
        """Compare two facts of one table and key."""
        found = cls([], [], [])
        table = BY_NAME[fact.table]
        for path, old, new in _paths(past.values, fact.values):
            default = _stated_default(table, path)
            if new is None and default is None:
                found.left_out.append(_difference(fact, path, old, new))
            elif old is None and _pattern(path) in table.completable:
                found.filled.append(".".join(path))
            else:
                old_in_words = default if old is None else old
                new_in_words = default if new is None else new
                found.changed.append(_difference(fact, path, old_in_words, new_in_words))
        return found


def _stated_default(table: Table, path: Path) -> object:
    """What a key left out says: false for a flag, the default word for a choice; else None."""
    key = table.key(path[0])
    if key is None or len(path) > 1:
        return None
    if key.form is Form.FLAG:
        return False
    default: object = next((f.default for f in fields(table.row) if f.name == key.name), MISSING)
    return default if key.choices and default is not MISSING else None


def _pattern(path: Path) -> str:
    """``terms.*.page``, ``actuals.*``: a path without its positions and codes."""
    first, *rest = path
    if not rest:
        return first
    return ".".join((first, "*", *rest[1:]))


def _paths(old: Any, new: Any, path: Path = ()) -> Iterable[tuple[Path, Any, Any]]:
    """Every place where two plain values differ; None where one of them has nothing."""
    if _is_table(old) and _is_table(new):
        for name in dict.fromkeys((*old, *new)):
            inner = path if name == TABLE_MARK else (*path, name)
            yield from _paths(old.get(name), new.get(name), inner)
    elif _is_table(new) and old is None and len(path) == 1:
        for name, value in new.items():
            yield (*path, name), None, value
    elif _are_rows(old) and _are_rows(new):
        for index in range(max(len(old), len(new))):
            before = old[index] if index < len(old) else None
            after = new[index] if index < len(new) else None
            yield from _paths(before, after, (*path, str(index + 1)))
    elif old != new:
        yield path, old, new


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) and not value.keys() & {DATE_MARK, NUMBER_MARK}


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_table(row) for row in value)


def _completed(past: Fact, fact: Fact) -> Fact:
    """The recorded body with what the file fills; what the file leaves out stays."""
    return fact_of(fact.table, fact.key, _merged(past.values, fact.values))


def _merged(old: Any, new: Any) -> Any:
    if _is_table(old) and _is_table(new):
        return {name: _merged(old.get(name), new.get(name)) for name in dict.fromkeys((*old, *new))}
    if _are_rows(old) and _are_rows(new):
        rest = old[len(new) :]
        return [_merged(a, b) for a, b in zip(old, new, strict=False)] + rest
    return old if new is None else new


@dataclass(frozen=True, slots=True)
class _Earlier:
    """Recorded rows by table, to find one that a seemingly new row renames."""

    known: Mapping[str, Sequence[tuple[Fact, dict[str, Any]]]]
    absent: frozenset[Fact]

    @classmethod
    def of(cls, known: Iterable[Fact], absent: Iterable[Fact]) -> "_Earlier":
        """Index the recorded facts."""
        by_table: dict[str, list[tuple[Fact, dict[str, Any]]]] = {}
        for fact in known:
            by_table.setdefault(fact.table, []).append((fact, fact.values))
        return cls(by_table, frozenset(absent))

    def renamed(self, fact: Fact) -> list[Difference]:
        """The differences when the row is a recorded one under another name or date."""
        table = BY_NAME[fact.table]
        values = fact.values
        for past, body in self.known.get(fact.table, ()):
            is_later = bool(table.first_only) and _agree(values, body, table.first_only)
            is_other_name = past in self.absent and any(
                _agree(values, body, group) for group in table.near
            )
            if table is CONTRACT or is_later or is_other_name:
                return [
                    _difference(past, (name,), body.get(name), values.get(name))
                    for name in table.identity
                    if body.get(name) != values.get(name)
                ]
        return []


def _agree(one: Mapping[str, Any], other: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    return bool(one.get(names[0])) and all(one.get(name) == other.get(name) for name in names)


def _difference(fact: Fact, path: Path, old: Any, new: Any) -> Difference:
    return Difference(
        fact.table,
        fact.key,
        ".".join(path),
        _in_words(old),
        _in_words(new),
        BY_NAME[fact.table].correction,
    )


def _in_words(value: Any) -> str:
    if value is None:
        return _BLANK
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict) and not _is_table(value):
        return str(next(iter(value.values())))
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
