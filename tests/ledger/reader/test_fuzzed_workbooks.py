"""Broken workbooks of every sort end in a named refusal or in cells, never in another exception."""

import random

from raw_workbooks import parts, sheet, texts, zipped

from ledger.reader.guard import WEB, Unreadable, inspect
from ledger.reader.xlsx import read_workbook

ROWS = (
    '<row r="1" spans="1:3"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>42830</v></c>'
    '<c r="C1"><f>A1+1</f><v>2</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>x &amp; y</t></is></c></row>'
)
PARTS = parts({"Data": sheet(ROWS, before='<dimension ref="A1:C2"/>')}, shared=texts("one", "two"))


def outcome(data: bytes) -> str:
    try:
        inspect(data, "fuzz.xlsx", WEB)
        read_workbook(data)
    except Unreadable as refused:
        return refused.code
    return "read"


def test_bytes_changed_anywhere_in_the_container():
    chance = random.Random(20171207)  # noqa: S311 - repeatable, not secret
    whole = zipped(PARTS)
    seen = set()
    for _ in range(600):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        seen.add(outcome(bytes(data)))
    assert "broken-zip" in seen
    assert "reader-failed" not in seen


def test_bytes_changed_inside_the_parts():
    chance = random.Random(1998)  # noqa: S311 - repeatable, not secret
    seen = set()
    names = list(PARTS)
    for _ in range(900):
        members: dict[str, str | bytes] = dict(PARTS)
        name = chance.choice(names)
        part = bytearray(PARTS[name].encode())
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(part))
            action = chance.randrange(3)
            if action == 0:
                part[at] = chance.randrange(256)
            elif action == 1:
                del part[at : at + chance.randint(1, 20)]
            else:
                part[at:at] = chance.choice(
                    [b"<", b">", b'"', b"&", b"9999999999", b"<row>", b"</c>", b"\x00"]
                )
            if not part:
                part = bytearray(b"x")
        members[name] = bytes(part)
        seen.add(outcome(zipped(members)))
    assert {"broken-xml", "read"} <= seen
