"""The signed head: size and root of the trail at a moment, under an Ed25519 signature (RFC 8032).

A head kept outside, by the funder or on the cover of an old pack, is what shows a cut-off tail or
a history written anew. Its file form is one line of canonical JSON; any other bytes are refused.
The key that counts is the one the reader holds, not the one a head brings along.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.audit.entry import HASH_LENGTH, canonical_bytes, utc_text
from ledger.audit.tree import Tree
from ledger.require import require

SIGNED_AS: Final = b"audit tree head v1\n"
"""Stands before the signed bytes, so that a signature for anything else is none here."""
SIGNATURE_LENGTH: Final = 64
SIZE_MAX: Final = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly."""
_LENGTHS: Final = {"key": HASH_LENGTH, "root": HASH_LENGTH, "signature": SIGNATURE_LENGTH}


class HeadUnreadable(ValueError):  # noqa: N818 - the name states the fact
    """The bytes are not a head in its one written form."""


@dataclass(frozen=True, slots=True)
class TreeHead:
    """``size`` entries had ``root`` ``at`` that time; ``key`` is the signer's public key."""

    size: int
    root: bytes
    at: str  # UTC, 2017-07-03T09:30:00.000000Z
    key: bytes
    signature: bytes


def public_key_of(seed: bytes) -> bytes:
    """The 32 bytes of the public key that belongs to a private seed of 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign_head(size: int, root: bytes, at: datetime, *, seed: bytes) -> TreeHead:
    """Sign size and root. ``seed``: the private key's 32 bytes; ``at``: aware."""
    require(0 <= size <= SIZE_MAX, "A trail's size is a count.")
    require(len(root) == HASH_LENGTH, "A root is 32 bytes.")
    when = utc_text(at)
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(_signed_bytes(size, root, when))
    return TreeHead(size, root, when, public_key_of(seed), signature)


def is_signed(head: TreeHead, *, key: bytes) -> bool:
    """Was the head signed with the private half of ``key``, the key the reader holds?"""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(
            head.signature, _signed_bytes(head.size, head.root, head.at)
        )
    except (InvalidSignature, ValueError):
        return False
    return head.key == key


def check_head(tree: Tree, head: TreeHead, *, key: bytes) -> str:
    """What is wrong between a head and the trail as it is now; blank when the head holds.

    The trail may have grown since: then the head's entries must still be its beginning.
    """
    if not is_signed(head, key=key):
        return (
            f"The head of {head.at} is not signed with the expected key: it was changed, or it is "
            "not ours. Ask the holder for another copy."
        )
    if head.size > tree.size:
        return (
            f"The head of {head.at} counts {head.size} entries, the trail has {tree.size}: its end "
            "was cut off. Ask for the missing entries."
        )
    if tree.root(head.size) != head.root:
        return (
            f"The first {head.size} entries no longer have the root in the head of {head.at}: "
            "history was written anew. Compare with an older written trail to find where."
        )
    return ""


def head_bytes(head: TreeHead) -> bytes:
    """The file form: one line of canonical JSON."""
    return (
        canonical_bytes(
            {
                "at": head.at,
                "key": head.key.hex(),
                "root": head.root.hex(),
                "signature": head.signature.hex(),
                "size": head.size,
            }
        )
        + b"\n"
    )


def read_head(raw: bytes) -> TreeHead:
    """The head of a file's bytes.

    Raises:
        HeadUnreadable: anything but exactly what :func:`head_bytes` writes.
    """
    try:
        fields = json.loads(raw)
        head = TreeHead(
            size=fields["size"],
            at=fields["at"],
            **{name: bytes.fromhex(fields[name]) for name in _LENGTHS},
        )
        is_exact = (
            type(head.size) is int
            and 0 <= head.size <= SIZE_MAX
            and isinstance(head.at, str)
            and all(len(getattr(head, name)) == length for name, length in _LENGTHS.items())
            and head_bytes(head) == raw
        )
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise HeadUnreadable(_UNREADABLE) from fault
    if not is_exact:
        raise HeadUnreadable(_UNREADABLE)
    return head


_UNREADABLE: Final = (
    "The file is not a tree head in its one written form (a line of JSON with at, key, root, "
    "signature and size). It was edited or damaged: ask the holder for another copy."
)


def _signed_bytes(size: int, root: bytes, at: str) -> bytes:
    return SIGNED_AS + canonical_bytes({"at": at, "root": root.hex(), "size": size})
