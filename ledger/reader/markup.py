"""XML from strangers: a streaming parser that refuses document types, entities and deep nesting.

Element names arrive as ``"namespace local"``; ``LOCAL`` turns those of a spreadsheet into their
local name and everything else into nothing, so foreign markup is skipped whatever its prefix.
"""

from collections.abc import Callable, Iterable
from typing import Final
from xml.parsers import expat  # every document type and entity is refused below

from ledger.reader.refusal import Unreadable

PROLOGUE_MAX: Final = 65_536
_MAIN: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_OFFICE: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_ENCODINGS: Final = frozenset({"UTF-8", "UTF-16", "US-ASCII", "ISO-8859-1"})
RELATION_IDS: Final = tuple(f"{space} id" for space in _OFFICE)

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def local(name: str) -> str:
    """The local name of an element of a spreadsheet, or of a package part; else ``""``."""
    space, _, tail = name.rpartition(" ")
    return tail if space in _MAIN or "/package/2006/" in space else ""


def refuse_doctype(where: str) -> Unreadable:
    """The refusal of a document type declaration (entity bombs, external files)."""
    return Unreadable(
        "doctype",
        where,
        "The part declares a document type.",
        "No workbook needs one; it is how a small file is made to fill the memory or read others.",
        "Open the workbook in Excel or LibreOffice, save it under a new name and send that.",
    )


def parser(where: str) -> expat.XMLParserType:
    """A parser that stops at any document type, entity or external reference."""
    made = expat.ParserCreate(namespace_separator=" ")
    made.buffer_text = True

    def stop(*_: object) -> int:
        raise refuse_doctype(where)

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.upper() not in _ENCODINGS:
            raise _not_text(where)

    made.XmlDeclHandler = declared
    made.StartDoctypeDeclHandler = stop
    made.EntityDeclHandler = stop
    made.ExternalEntityRefHandler = stop
    if hasattr(made, "SetReparseDeferralEnabled"):
        made.SetReparseDeferralEnabled(False)  # every tag is acted upon as soon as it ends
    made.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    return made


def feed(made: expat.XMLParserType, chunks: Iterable[bytes], where: str) -> None:
    """Parse all ``chunks``.

    Raises:
        Unreadable: ``broken-xml`` with the line, or whatever a handler raised.
    """
    try:
        for chunk in chunks:
            made.Parse(chunk, False)
        made.Parse(b"", True)
    except expat.ExpatError as fault:
        raise Unreadable(
            "broken-xml",
            f"{where}, line {fault.lineno}",
            f"The part is not well-formed ({expat.ErrorString(fault.code)}).",
            "Cells after this place cannot be read, and none may be lost.",
            "Open the workbook in Excel, let it repair the file, save and send it again.",
        ) from fault
    except (UnicodeError, LookupError) as fault:
        raise _not_text(where) from fault


def parse(chunks: Iterable[bytes], where: str, depth_max: int, start: Start) -> None:
    """Walk a small part: ``start`` gets the local name and attributes of each element."""
    read(chunks, where, depth_max, start, lambda _name: None, lambda _text: None)


def read(
    chunks: Iterable[bytes], where: str, depth_max: int, start: Start, end: End, text: Text
) -> None:
    """Walk a part with handlers for start, end and text, counting the depth."""
    made = parser(where)
    depth = 0

    def on_start(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > depth_max:
            raise too_deep(where, depth_max)
        start(local(name), attributes)

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(local(name))

    made.StartElementHandler = on_start
    made.EndElementHandler = on_end
    made.CharacterDataHandler = text
    feed(made, chunks, where)


def too_deep(where: str, depth_max: int) -> Unreadable:
    """The refusal of markup nested beyond the limit."""
    return Unreadable(
        "broken-xml",
        where,
        f"Elements are nested deeper than {depth_max} levels.",
        "No workbook is; such a file is made to exhaust its reader.",
        "Open the workbook in Excel, save it under a new name and send that.",
    )


class _RootSeen(Exception):  # noqa: N818 - a signal, not a fault
    """The first element began: nothing after it can declare a document type."""


class Prologue:
    """Watches the first bytes of a part until its root element, whatever its encoding."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.is_done = False
        self._seen = 0
        self._parser = parser(where)

        def root(_name: str, _attributes: Attributes) -> None:
            raise _RootSeen

        self._parser.StartElementHandler = root

    def feed(self, chunk: bytes) -> None:
        """Look at the next bytes.

        Raises:
            Unreadable: a document type, or no element within ``PROLOGUE_MAX`` bytes.
        """
        if self.is_done:
            return
        self._seen += len(chunk)
        try:
            self._parser.Parse(chunk, False)
        except _RootSeen:
            self.is_done = True
        except (expat.ExpatError, UnicodeError, LookupError) as fault:
            raise _not_text(self.where) from fault
        if not self.is_done and self._seen > PROLOGUE_MAX:
            raise _not_text(self.where)


def _not_text(where: str) -> Unreadable:
    return Unreadable(
        "broken-xml",
        where,
        "The part does not begin as well-formed XML.",
        "What it holds cannot be read, and none of it may be lost.",
        "Open the workbook in Excel, let it repair the file, save and send it again.",
    )
