"""One audit entry: canonical bytes, and a hash that ties it to all that went before.

The hash is ``sha256(previous hash || stored bytes)``. What is stored is what is hashed: a checker
never writes an entry out again to compare it, because two texts may parse to the same values.
Money in a body is whole pence; floats are refused. Personal data goes in as a salted digest
(:func:`salted_digest`) with the salt kept elsewhere, so that erasing it does not break the chain.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from ledger.require import require

HASH_LENGTH: Final = 32
GENESIS: Final = bytes(HASH_LENGTH)
"""What stands before the first entry."""
DEPTH_MAX: Final = 32
"""Levels of lists and mappings inside a body; deeper is a slip, and some readers would choke."""

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]


class EntryUnwritable(ValueError):  # noqa: N818 - the name states the fact
    """A text holds half of a surrogate pair: it is not Unicode and has no UTF-8 form."""


class Entry(NamedTuple):
    """An entry as stored: its canonical bytes and its hash (32 bytes)."""

    stored: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class EntryFields:
    """An entry as read back, for people and exports; ``previous`` is 32 bytes."""

    seq: int
    at: str  # UTC, 2017-07-03T09:30:00.000000Z
    actor: str
    action: str
    contract: str
    subject: str
    body: Mapping[str, Json]
    previous: bytes


def entry_hash(previous: bytes, stored: bytes) -> bytes:
    """``sha256(previous || stored)``: 32 bytes."""
    return hashlib.sha256(previous + stored).digest()


def canonical_bytes(value: Json) -> bytes:
    """JSON with sorted keys and no spaces, in UTF-8: one value, one sequence of bytes.

    Raises:
        EntryUnwritable: a text that is not Unicode (a lone surrogate).
        InvariantBroken: a float, a date, bytes, or nesting beyond ``DEPTH_MAX``.
    """
    text = json.dumps(
        _plain(value, 0), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as fault:
        raise EntryUnwritable(
            f"The text has half a character ({fault.object[fault.start]!r}) and cannot be kept as "
            "evidence. Ask for the text again without that character."
        ) from fault


def utc_text(at: datetime) -> str:
    """``2017-07-03T09:30:00.000000Z`` of an aware datetime: always 27 characters."""
    require(at.tzinfo is not None, "A time of evidence knows its offset.")
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def new_entry(  # noqa: PLR0913, PLR0917 - the entry's own fields, as every caller names them
    seq: int,
    at: datetime,
    actor: str,
    action: str,
    contract: str,
    subject: str,
    body: Mapping[str, Json],
    previous: bytes,
) -> Entry:
    """Make entry number ``seq`` (the first is 1), chained to the hash ``previous``.

    Args:
        seq: position in the trail, from 1, without gaps.
        at: when, with offset; kept as UTC.
        actor: who (sign-in name, or the name of a job).
        action: what was done, for example the name of an event.
        contract: the contract's reference, or blank.
        subject: what it was done to.
        body: facts as JSON values; money in whole pence.
        previous: hash of entry ``seq - 1``; ``GENESIS`` for the first.

    Raises:
        EntryUnwritable: a text that is not Unicode.
        InvariantBroken: any argument of the wrong shape.
    """
    require(seq >= 1, "Entries are numbered from 1.")
    require(len(previous) == HASH_LENGTH, "A hash is 32 bytes.")
    require(seq > 1 or previous == GENESIS, "Nothing stands before the first entry.")
    require(actor and action, "An entry says who did what.")
    stored = canonical_bytes(
        {
            "action": action,
            "actor": actor,
            "at": utc_text(at),
            "body": body,
            "contract": contract,
            "previous": previous.hex(),
            "seq": seq,
            "subject": subject,
        }
    )
    return Entry(stored, entry_hash(previous, stored))


def read_entry(stored: bytes) -> EntryFields:
    """The fields of stored bytes that :func:`ledger.audit.chain.verify_entries` found sound."""
    fields = json.loads(stored)
    return EntryFields(**{**fields, "previous": bytes.fromhex(fields["previous"])})


def salted_digest(text: str, salt: bytes) -> str:
    """HMAC-SHA256 of a personal datum in hex; without the salt it tells nothing (16 bytes up)."""
    require(len(salt) >= HASH_LENGTH // 2, "A salt is at least 16 bytes.")
    return hmac.new(salt, text.encode("utf-8"), hashlib.sha256).hexdigest()


def _plain(value: Json, depth: int) -> Json:
    """The value in lists and dictionaries only; refuses what JSON would bend."""
    require(depth <= DEPTH_MAX, "A body of evidence is not nested that deep.")
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Mapping):
        require(all(isinstance(key, str) for key in value), "A key in a body is text.")
        return {key: _plain(item, depth + 1) for key, item in value.items()}
    require(
        isinstance(value, list | tuple),
        f"A body holds text, whole numbers, lists and mappings, not {type(value).__name__}.",
    )
    return [_plain(item, depth + 1) for item in value]
