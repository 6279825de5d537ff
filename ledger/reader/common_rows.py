"""The common form in which every spreadsheet program writes a row, read without a call per tag.

A row is taken here only when it consists, to the last character, of cells in that form. Everything
else (other attributes, entities, comments, mixed markup) goes to the full parser, so both ways give
the same cells.
"""

import codecs
import re
from collections.abc import Generator, Iterable, Iterator
from typing import Final, NamedTuple

_PLAIN: Final = r"[^<&\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]+"
_ROW: Final = re.compile(r'<row((?: [A-Za-z0-9:]+="[^"<&]*")*)(?:/>|>(.*?)</row>)\s*', re.DOTALL)
_ATTRIBUTE: Final = re.compile(r' ([A-Za-z0-9:]+)="([^"]*)"')
_CELL: Final = re.compile(
    r'(<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,9})")?(?: t="([a-zA-Z]{1,9})")?'
    rf"(?:/>|>(?:<f>({_PLAIN})</f>)?(?:<v>({_PLAIN})</v>)?</c>))"
)
_BEGIN: Final = "<sheetData>"
_END: Final = "</sheetData>"
_ROW_END: Final = "</row>"
_DECLARED: Final = re.compile(r"""<\?xml[^>]*encoding=["']([A-Za-z0-9_-]+)["']""")
_DEFAULT: Final = re.compile(
    r'<worksheet[^>]* xmlns="http://(?:schemas\.openxmlformats\.org/spreadsheetml/2006'
    r'|purl\.oclc\.org/ooxml/spreadsheetml)/main"'
)
_ROW_MAX: Final = 16 * 1024 * 1024
_HEAD_MAX: Final = 256 * 1024

FoundCell = tuple[str, str, str, str, str, str, str]
"""The whole markup, column letters, row digits, style, type, formula, value."""


class CommonRow(NamedTuple):
    """A row in the common form."""

    attributes: dict[str, str]
    cells: list[FoundCell]


def pieces(chunks: Iterable[bytes]) -> Iterator[bytes | CommonRow]:
    """The sheet's XML with every row in the common form taken out of it.

    What is left over, in order, is still the whole sheet for a parser: bytes to be parsed, and rows
    to be handled between them.
    """
    stream = iter(chunks)
    head = b""
    while _BEGIN.encode() not in head:
        chunk = next(stream, b"")
        if not chunk or len(head) > _HEAD_MAX:
            yield head + chunk
            yield from stream
            return
        head += chunk
    cut = head.index(_BEGIN.encode()) + len(_BEGIN)
    before, rest = head[:cut], head[cut:]
    yield before
    if not _is_common_head(before):
        yield rest
        yield from stream
        return
    yield from _rows(rest, stream)


def _is_common_head(head: bytes) -> bool:
    """UTF-8, no comments that could hide the beginning, and the sheet's own default namespace."""
    text = head.decode("utf-8", "replace")
    declared = _DECLARED.match(text.removeprefix("\ufeff"))
    return (
        (declared is None or declared[1].upper() == "UTF-8")
        and "<!" not in text
        and "\x00" not in text
        and text.count(' xmlns="') == 1
        and _DEFAULT.search(text) is not None
    )


def _rows(rest: bytes, stream: Iterator[bytes]) -> Iterator[bytes | CommonRow]:
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    text = decoder.decode(rest)
    while True:
        cut = text.rfind(_ROW_END) + len(_ROW_END)
        ends = text.find(_END)
        if "<!" in text or "<?" in text or len(text) > _ROW_MAX:  # they may hide a row's end
            yield text.encode("utf-8", "surrogateescape") + decoder.getstate()[0]
            yield from stream
            return
        if cut >= len(_ROW_END):
            limit = cut if ends < 0 else min(cut, ends)
            at = yield from _cut(text, limit)
            text = text[at:]
        if ends >= 0:
            yield text.encode("utf-8", "surrogateescape") + decoder.getstate()[0]
            yield from stream
            return
        chunk = next(stream, b"")
        if not chunk:
            yield text.encode("utf-8", "surrogateescape") + decoder.getstate()[0]
            return
        text += decoder.decode(chunk)


def _cut(text: str, limit: int) -> Generator[bytes | CommonRow, None, int]:
    """Take rows out of ``text`` up to ``limit``; returns where the rest begins."""
    at = 0
    while at < limit:
        found = _ROW.match(text, at, limit)
        row = _common(found[1], found[2] or "") if found is not None else None
        if found is not None and row is not None:
            yield row
            at = found.end()
            continue
        ends = text.find(_ROW_END, at, limit)
        past = limit if ends < 0 else ends + len(_ROW_END)
        yield text[at:past].encode("utf-8", "surrogateescape")
        at = past
    return at


def _common(written: str, body: str) -> CommonRow | None:
    pairs = _ATTRIBUTE.findall(written)
    attributes = dict(pairs)
    if len(attributes) != len(pairs) or "xmlns" in written:
        return None
    cells: list[FoundCell] = _CELL.findall(body)
    if sum(len(cell[0]) for cell in cells) != len(body):
        return None
    return CommonRow(attributes, cells)
