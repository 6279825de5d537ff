"""Every single-bit change of a written trail and of its head is found, and at its place.

The twin at the end is the natural-looking checker that parses a line and writes it out again. It
must miss changes that ours finds: otherwise these tests would not be able to tell the two apart.
"""

import hashlib
import io
import json
import random

import pytest
from audit_trails import head_of, rechained, trail, written

from ledger.audit import verify
from ledger.audit.chain import LineUnreadable, read_line, verify_entries
from ledger.audit.entry import GENESIS, Entry
from ledger.audit.head import head_bytes

ENTRIES = trail(20)
FILE = written(ENTRIES)


def flips(raw: bytes):
    """(position of the byte, the bytes with one bit changed) for every bit."""
    for at, byte in enumerate(raw):
        for bit in range(8):
            yield at, raw[:at] + bytes([byte ^ 1 << bit]) + raw[at + 1 :]


def found_by_verifier(raw: bytes) -> str:
    """What the stand-alone verifier says of a file's bytes; blank when it finds nothing."""
    try:
        list(verify.entry_hashes(io.BytesIO(raw)))
    except verify.Broken as fault:
        return str(fault)
    return ""


def found_by_ours(raw: bytes) -> int | None:
    """The line our own reading stops at; None when it finds nothing."""
    entries: list[Entry] = []
    unreadable = None
    for number, line in enumerate(io.BytesIO(raw), start=1):
        try:
            entries.append(read_line(line))
        except LineUnreadable:
            unreadable = number
            break
    fault = verify_entries(entries).fault
    return fault.position if fault else unreadable


def found_by_twin(raw: bytes) -> bool:
    """The parse-and-write-again checker: does it find anything?"""
    previous = GENESIS
    for line in raw.split(b"\n"):
        if not line:
            continue
        try:
            fields = json.loads(line)
            claimed = bytes.fromhex(fields.pop("hash"))
            text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            own = hashlib.sha256(previous + text.encode()).digest()
        except (ValueError, TypeError, AttributeError, KeyError):
            return True
        if own != claimed:
            return True
        previous = own
    return False


def test_the_untouched_trail_is_found_sound_by_all_three():
    assert found_by_verifier(FILE) == ""
    assert found_by_ours(FILE) is None
    assert found_by_twin(FILE) is False


def test_every_flipped_bit_of_the_trail_is_found_in_its_own_line():
    missed = []
    for at, raw in flips(FILE):
        line = FILE.count(b"\n", 0, at) + 1
        if not found_by_verifier(raw).startswith(f"Line {line}, entry {line}: "):
            missed.append((at, line))
    assert missed == []


def found_here(lines: list[bytes], at: int, spoil) -> str:
    """What the verifier says from line ``at`` (from 0) on, that line and the next being spoilt.

    The lines before are untouched, so the walk starts with the hash they lead to.
    """
    previous = read_line(lines[at - 1]).hash if at else GENESIS
    raw = spoil(lines[at]) + b"".join(lines[at + 1 : at + 2])
    try:
        list(verify.entry_hashes(io.BytesIO(raw), at + 1, previous))
    except verify.Broken as fault:
        return str(fault)
    return ""


def test_every_flipped_bit_of_a_longer_trail_is_found_in_its_own_line():
    lines = written(trail(120)).splitlines(keepends=True)
    assert {found_here(lines, at, bytes) for at in range(120)} == {""}
    tried = 0
    for at, line in enumerate(lines):
        place = f"Line {at + 1}, entry {at + 1}: "
        for _, raw in flips(line):
            tried += 1
            assert found_here(lines, at, lambda _, raw=raw: raw).startswith(place)
    assert tried == 8 * len(b"".join(lines))


def test_a_hundred_thousand_changes_of_a_long_trail_are_all_found():
    """Bits, bytes and runs of bytes changed, cut out or put in, at places drawn from one seed."""
    lines = written(trail(10_000)).splitlines(keepends=True)
    draw = random.Random(2017)  # noqa: S311 - places to spoil, not secrets
    for _ in range(100_000):
        at = draw.randrange(len(lines))
        line = lines[at]
        start = draw.randrange(len(line))
        stop = min(len(line), start + draw.choice([0, 1, 1, 2, 8]))
        put_in = draw.randbytes(draw.choice([0, 1, 1, 2, 8]))
        raw = line[:start] + put_in + line[stop:]
        if raw != line:
            # Bytes put in after the line feed spoil the next line and not this one.
            places = tuple(f"Line {n}, entry {n}: " for n in (at + 1, at + 2))
            assert found_here(lines, at, lambda _, raw=raw: raw).startswith(places)


def test_our_own_reading_finds_every_flipped_bit_in_its_own_line():
    few = written(ENTRIES[:8])
    missed = [at for at, raw in flips(few) if found_by_ours(raw) != few.count(b"\n", 0, at) + 1]
    assert missed == []


def test_every_flipped_bit_of_the_head_is_found(tmp_path):
    path = tmp_path / "head.json"
    good = head_bytes(head_of(ENTRIES))
    path.write_bytes(good)
    assert verify.read_head(path, "")[:2] == (20, head_of(ENTRIES).root)
    missed = []
    for at, raw in flips(good):
        path.write_bytes(raw)
        try:
            verify.read_head(path, "")
        except verify.Broken:
            continue
        missed.append(at)
    assert missed == []


def test_every_cut_off_end_is_found_within_a_line_and_by_a_head_between_lines(tmp_path):
    path, head = tmp_path / "trail.jsonl", tmp_path / "head.json"
    head.write_bytes(head_bytes(head_of(ENTRIES)))
    ends_of_lines = {at + 1 for at, byte in enumerate(FILE) if byte == ord("\n")}
    for end in range(1, len(FILE)):
        said = found_by_verifier(FILE[:end])
        line = FILE.count(b"\n", 0, end) + 1
        if end not in ends_of_lines:
            assert said.startswith(f"Line {line}, entry {line}: "), end
            continue
        assert said == ""
        path.write_bytes(FILE[:end])
        with pytest.raises(verify.Broken, match=f"^After entry {line - 1}: the trail ends"):
            verify.check(path, [head], "", [])


def test_every_entry_taken_out_doubled_or_swapped_is_found_where_it_happened():
    for at in range(len(ENTRIES) - 1):
        out = ENTRIES[:at] + ENTRIES[at + 1 :]
        doubled = ENTRIES[: at + 1] + ENTRIES[at:]
        swapped = [*ENTRIES[:at], ENTRIES[at + 1], ENTRIES[at], *ENTRIES[at + 2 :]]
        for entries, line in ((out, at + 1), (doubled, at + 2), (swapped, at + 1)):
            assert found_by_verifier(written(entries)).startswith(f"Line {line}, entry {line}: ")
            assert found_by_verifier(written(rechained(entries))).startswith(
                f"Line {line}, entry {line}: "
            )
            assert found_by_ours(written(entries)) == line
            assert found_by_ours(written(rechained(entries))) == line


def test_history_written_anew_at_any_place_is_found_by_the_old_head(tmp_path):
    path, head = tmp_path / "trail.jsonl", tmp_path / "head.json"
    head.write_bytes(head_bytes(head_of(ENTRIES)))
    for at in range(len(ENTRIES)):
        previous = ENTRIES[at - 1].hash if at else GENESIS
        anew = list(ENTRIES[:at])
        for entry in ENTRIES[at:]:
            fields = json.loads(entry.stored)
            fields |= {"previous": previous.hex(), "actor": "forger@example.org"}
            text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            anew.append(Entry(text.encode(), hashlib.sha256(previous + text.encode()).digest()))
            previous = anew[-1].hash
        path.write_bytes(written(anew))
        assert verify.check(path, [], "", []).startswith("20 entries hold.")
        with pytest.raises(verify.Broken, match="history was written anew"):
            verify.check(path, [head], "", [])


def test_the_twin_misses_changes_that_the_stored_bytes_show():
    few = written(ENTRIES[:8])
    missed = [raw for _, raw in flips(few) if not found_by_twin(raw)]
    assert len(missed) > 100
    assert [raw for raw in missed if not found_by_verifier(raw)] == []
