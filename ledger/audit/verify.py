"""Check a written audit trail without the system that wrote it. Python's standard library only.

    python verify.py TRAIL.jsonl [--head HEAD.json]... [--key HEX] [--witness SIZE:ROOT]...

Each line is an entry's bytes with its hash set in before the last brace; the hash is
sha256(previous hash || entry bytes). A head is {"at","key","root","signature","size"}: root of the
Merkle tree (RFC 9162) over the first SIZE entry hashes, signed with Ed25519 (RFC 8032). A witness
is a size and root copied from elsewhere, for example from the cover of an old pack.

Exit code 0: everything holds. 1: something does not, and the first bad entry is named. 2: usage.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

HEAD_MAX = 4096  # bytes; a head is about 350
LINE_MAX = 64 * 1024 * 1024  # bytes; an entry is a few hundred
TAIL = re.compile(rb'(?s)(.*),"hash":"([0-9a-f]{64})"}\n')
FIELDS = {"action", "actor", "at", "body", "contract", "previous", "seq", "subject"}
SIGNED_AS = b"audit tree head v1\n"
HEX_SHAPE = re.compile(r"[0-9a-f]{64}")
HEAD_SHAPES = {
    "at": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"),
    "key": HEX_SHAPE,
    "root": HEX_SHAPE,
    "signature": re.compile(r"[0-9a-f]{128}"),
    "size": re.compile(r"0|[1-9][0-9]{0,15}"),
}


class Broken(Exception):  # noqa: N818 - the name states the fact
    """Something does not hold; the text says where, what, why it matters and what to do."""


def lines_of(path: Path) -> Iterator[bytes]:
    """The file's lines as bytes, line feeds kept; a line is never longer than LINE_MAX."""
    with path.open("rb") as file:
        while line := file.readline(LINE_MAX):
            yield line


def entry_hashes(
    lines: Iterable[bytes], first: int = 1, previous: bytes = bytes(32)
) -> Iterator[bytes]:
    """Check entries from number ``first``, give out each hash; raise Broken at the first bad."""
    for number, line in enumerate(lines, start=first):
        found = TAIL.fullmatch(line)
        if found is None:
            raise broken_at(
                number, 'the line does not end in ,"hash":"<64 digits>"} and a line feed'
            )
        stored, claimed = found[1] + b"}", found[2].decode()
        own = hashlib.sha256(previous + stored).digest()
        if own.hex() != claimed:
            raise broken_at(number, "its bytes, after the entry before it, do not give its hash")
        check_fields(number, stored, previous)
        previous = own
        yield own


def check_fields(number: int, stored: bytes, previous: bytes) -> None:
    """The entry must say what its place says; only a chain made anew gets as far as here."""
    try:
        fields = json.loads(stored, object_pairs_hook=once_only)
    except (ValueError, RecursionError):
        raise broken_at(number, "it hashes well but is not JSON that reads one way only") from None
    if not isinstance(fields, dict) or set(fields) != FIELDS:
        raise broken_at(number, "its fields are not the eight an entry has")
    if type(fields["seq"]) is not int or fields["seq"] != number:
        raise broken_at(number, f"it says it is entry {fields['seq']!r:.40}")
    if fields["previous"] != previous.hex():
        raise broken_at(number, "it names another entry as the one before it")


def once_only(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A JSON object's members; a name given twice is refused."""
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError
    return fields


def broken_at(number: int, what: str) -> Broken:
    """The message for a bad entry."""
    good = f"Entries 1 to {number - 1} hold" if number > 1 else "No entry before it holds"
    return Broken(
        f"Line {number}, entry {number}: {what}. It was changed, or an entry was taken out, put in "
        f"or moved here, so nothing from here on can be relied on. {good}; ask for the trail "
        "again and compare from this line."
    )


def roots_at(hashes: Iterable[bytes], sizes: set[int]) -> tuple[int, dict[int, bytes]]:
    """Number of leaves, and the roots of the trees over the first n leaves, n each of ``sizes``."""
    peaks: list[tuple[int, bytes]] = []  # complete subtrees, largest first: (leaves, root)
    count, roots = 0, {0: hashlib.sha256(b"").digest()}
    for each in hashes:
        count += 1
        leaves, root = 1, hashlib.sha256(b"\x00" + each).digest()
        while peaks and peaks[-1][0] == leaves:
            root = hashlib.sha256(b"\x01" + peaks.pop()[1] + root).digest()
            leaves *= 2
        peaks.append((leaves, root))
        if count in sizes:
            roots[count] = fold(peaks)
    roots[count] = fold(peaks) if peaks else roots[0]
    return count, roots


def fold(peaks: list[tuple[int, bytes]]) -> bytes:
    """The root over complete subtrees of falling size."""
    root = peaks[-1][1]
    for _, left in reversed(peaks[:-1]):
        root = hashlib.sha256(b"\x01" + left + root).digest()
    return root


# --- Ed25519, RFC 8032 section 5.1.7 -----------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int, int, int]  # extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z


def add(a: Point, b: Point) -> Point:
    """Sum of two points of the curve."""
    minus, plus = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    third, fourth = 2 * D * a[3] * b[3] % P, 2 * a[2] * b[2] % P
    e, f, g, h = plus - minus, fourth - third, fourth + third, plus + minus
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar: int, point: Point) -> Point:
    """``scalar`` times the point."""
    total: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point = add(point, point)
        scalar >>= 1
    return total


def read_point(raw: bytes) -> Point | None:
    """The point of its 32 bytes; None when there is none, or another spelling of one."""
    y = int.from_bytes(raw, "little")
    is_odd, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and is_odd):
        return None
    x = P - x if x & 1 != is_odd else x
    return x, y, 1, x * y % P


def write_point(point: Point) -> bytes:
    """The point's 32 bytes."""
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
BASE_Y = 4 * pow(5, -1, P) % P
BASE: Point = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def is_signed(key: bytes, signature: bytes, message: bytes) -> bool:
    """Is ``signature`` (64 bytes) that of ``message`` under public ``key`` (32 bytes)?"""
    point = read_point(key)
    scalar = int.from_bytes(signature[32:], "little")
    if point is None or scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    minus = (P - point[0], point[1], point[2], P - point[3])
    challenge = int.from_bytes(digest, "little") % ORDER
    return write_point(add(times(scalar, BASE), times(challenge, minus))) == signature[:32]


def read_head(path: Path, key: str) -> tuple[int, bytes, str]:
    """Size, root and a name of a signed head; raise Broken when it is damaged or not signed."""
    with path.open("rb") as file:
        raw = file.read(HEAD_MAX)
    head = head_fields(raw)
    if head is None:
        raise Broken(
            f"{path.name} is not a head in its one written form, byte for byte: it was edited or "
            "damaged, so it proves nothing. Ask the holder for another copy."
        )
    at, public, root, size = head["at"], head["key"], head["root"], int(head["size"])
    signed = SIGNED_AS + canonical({"at": at, "root": root, "size": size})
    if key and public != key:
        raise Broken(
            f"{path.name} is signed with key {public}, not with the key given. A head of "
            "another signer proves nothing here. Ask for the head under the key you hold."
        )
    if not is_signed(bytes.fromhex(public), bytes.fromhex(head["signature"]), signed):
        raise Broken(
            f"{path.name} is not signed with its key: a figure in it was changed, so it proves "
            "nothing. Ask the holder for another copy."
        )
    return size, bytes.fromhex(root), f"head {path.name} of {at}, key {public}"


def head_fields(raw: bytes) -> dict[str, str] | None:
    """The five fields of a head's bytes as text; None unless this is exactly the written form."""
    try:
        head = json.loads(raw)
        if not isinstance(head, dict) or set(head) != set(HEAD_SHAPES):
            return None
        is_exact = canonical(head) + b"\n" == raw
    except (ValueError, RecursionError):
        return None
    for name, shape in HEAD_SHAPES.items():
        is_exact &= isinstance(head[name], int if name == "size" else str)
        is_exact &= shape.fullmatch(str(head[name])) is not None
    return {name: str(value) for name, value in head.items()} if is_exact else None


def canonical(value: dict[str, object]) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def read_witness(text: str) -> tuple[int, bytes, str]:
    """``120:9f…`` as size, root and a name; raise ValueError for any other text."""
    size, _, root = text.partition(":")
    if not HEAD_SHAPES["size"].fullmatch(size) or not HEX_SHAPE.fullmatch(root):
        raise ValueError
    return int(size), bytes.fromhex(root), f"witness of {size} entries"


def check_witness(size: int, root: bytes, name: str, count: int, found: dict[int, bytes]) -> None:
    """The trail must still begin as the witness saw it; raise Broken when it does not."""
    if size > count:
        raise Broken(
            f"After entry {count}: the trail ends, but the {name} counts {size} entries. The end "
            f"was cut off. Ask for entries {count + 1} to {size}."
        )
    if found[size] != root:
        raise Broken(
            f"Entries 1 to {size} hang together but are not those of the {name}: history was "
            "written anew. Compare with an older written trail to find the first changed entry."
        )


def check(trail: Path, heads: list[Path], key: str, witnesses: list[tuple[int, bytes, str]]) -> str:
    """Check the trail against itself, heads and witnesses; the text of what holds, or Broken."""
    known = [read_head(path, key) for path in heads] + witnesses
    count, roots = roots_at(entry_hashes(lines_of(trail)), {size for size, _, _ in known})
    for size, root, name in known:
        check_witness(size, root, name, count, roots)
    if not known and not count:
        raise Broken(
            f"{trail.name} holds no entry, so there is nothing to check. An emptied trail looks "
            "the same: give a head or a witness you hold."
        )
    held = [f"It holds against the {name}: the first {size} entries." for size, _, name in known]
    if not held:
        held = ["No head was given: entries cut off at the end would not show."]
    elif heads and not key:
        held.append("Compare the key above with the one you were given, or pass it with --key.")
    return "\n".join([f"{count} entries hold. Root {roots[count].hex()}", *held])


def main(arguments: list[str]) -> int:
    """Run the command; see the module's text."""
    parser = argparse.ArgumentParser(prog="verify.py", description="Check a written audit trail.")
    parser.add_argument("trail", type=Path, metavar="TRAIL.jsonl")
    parser.add_argument("--head", type=Path, action="append", default=[], metavar="HEAD.json")
    parser.add_argument("--key", default="", help="the signer's public key you hold, 64 digits")
    parser.add_argument("--witness", type=read_witness, action="append", default=[])
    given = parser.parse_args(arguments)
    if given.key and not HEX_SHAPE.fullmatch(given.key):
        parser.error("--key takes 64 lower-case hexadecimal digits")
    try:
        print(check(given.trail, given.head, given.key, given.witness))
    except Broken as fault:
        print(fault, file=sys.stderr)
        return 1
    except OSError as fault:
        print(f"Cannot read {fault.filename}: {fault.strerror}.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
