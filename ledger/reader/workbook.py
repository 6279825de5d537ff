"""The frame of a workbook: which sheets there are, shared texts, formats, names, date system."""

import posixpath
from dataclasses import dataclass, field
from typing import Final

from ledger.reader import markup, values
from ledger.reader.cells import CellKind
from ledger.reader.package import Package
from ledger.reader.refusal import Unreadable

_WORKSHEET: Final = "/worksheet"
_TRUE: Final = frozenset({"1", "true", "on"})
SHEET_STATES: Final = frozenset({"visible", "hidden", "veryHidden"})


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet's name, state and part."""

    name: str
    state: str
    member: str


@dataclass(slots=True)
class Workbook:
    """What cells refer to."""

    package: Package
    sheets: list[SheetPart] = field(default_factory=list)
    defined_names: dict[str, str] = field(default_factory=dict)
    shared: list[tuple[CellKind, str] | None] = field(default_factory=list)  # None when blank
    lengths: list[int] = field(default_factory=list)  # of the shared texts, in characters
    date1904: bool = False
    date_styles: list[bool] = field(default_factory=list)
    zero_styles: dict[int, int] = field(default_factory=dict)  # style → digits it always shows
    notes: list[str] = field(default_factory=list)


def open_workbook(package: Package) -> Workbook:
    """Read everything but the sheets.

    Raises:
        Unreadable: a part that is named and missing, too many sheets, too long a text.
    """
    root = _relations(package, "")
    main = next((t for k, (kind, t) in root.items() if k and kind.endswith("/officeDocument")), "")
    if not package.has(main):
        raise _missing(package, "its main part")
    book = Workbook(package)
    related = _relations(package, main)
    _read_main(book, main, related)
    for kind, target in related.values():
        if kind.endswith("/sharedStrings") and package.has(target):
            _read_texts(book, target)
        elif kind.endswith("/styles") and package.has(target):
            _read_styles(book, target)
    if not book.sheets:
        raise _missing(package, "any worksheet")
    return book


def _relations(package: Package, member: str) -> dict[str, tuple[str, str]]:
    folder, base = posixpath.split(member)
    part = posixpath.join(folder, "_rels", f"{base}.rels")
    found: dict[str, tuple[str, str]] = {}
    if not package.has(part):
        return found

    def start(name: str, attributes: markup.Attributes) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "")
        whole = target[1:] if target.startswith("/") else posixpath.join(folder, target)
        found[attributes.get("Id", "")] = (
            attributes.get("Type", ""),
            posixpath.normpath(whole),
        )

    markup.parse(package.stream(part), _where(package, part), package.limits.depth_max, start)
    return found


def _read_main(book: Workbook, main: str, related: dict[str, tuple[str, str]]) -> None:
    package = book.package
    name_of: list[str] = []
    pieces: list[str] = []

    def start(name: str, attributes: markup.Attributes) -> None:
        if name == "workbookPr":
            book.date1904 = attributes.get("date1904", "").lower() in _TRUE
        elif name == "sheet":
            _add_sheet(book, attributes, related)
        elif name == "definedName":
            pieces.clear()
            is_local = "localSheetId" in attributes
            name_of[:] = [] if is_local else [attributes.get("name", "")]

    def end(name: str) -> None:
        if name == "definedName" and name_of:
            book.defined_names[name_of[0]] = "".join(pieces).strip()
            name_of.clear()

    def text(data: str) -> None:
        if name_of:
            pieces.append(data)

    where = _where(package, main)
    markup.read(package.stream(main), where, package.limits.depth_max, start, end, text)


def _add_sheet(
    book: Workbook, attributes: markup.Attributes, related: dict[str, tuple[str, str]]
) -> None:
    package = book.package
    name = attributes.get("name", "")
    link = next((attributes[k] for k in markup.RELATION_IDS if k in attributes), "")
    if link not in related:
        raise _missing(package, f"the sheet {name!r}")
    kind, target = related[link]
    if not kind.endswith(_WORKSHEET):
        book.notes.append(f"{name!r} is no worksheet (a chart or dialogue); it was ignored.")
        return
    if not package.has(target):
        raise _missing(package, f"the sheet {name!r}")
    if len(book.sheets) == package.limits.sheets_max:
        raise Unreadable(
            "too-large",
            package.name,
            f"The workbook has more than {package.limits.sheets_max} sheets.",
            "Every sheet is read, hidden or not, so that no spend is overlooked.",
            "Send only the sheets that belong to the return or extract.",
        )
    state = attributes.get("state", "visible")
    book.sheets.append(SheetPart(name, state if state in SHEET_STATES else "visible", target))


class _TextsReader:
    """Collects the shared texts, without the phonetic guides that Japanese workbooks carry."""

    def __init__(self, book: Workbook) -> None:
        self._shared = book.shared
        self._lengths = book.lengths
        self._length_max = book.package.limits.text_max
        self._name = book.package.name
        self._pieces: list[str] = []
        self._in_phonetic = self._in_text = False

    def start(self, name: str, _attributes: markup.Attributes) -> None:
        if name == "si":
            self._pieces.clear()
        elif name == "rPh":
            self._in_phonetic = True
        elif name == "t":
            self._in_text = not self._in_phonetic

    def end(self, name: str) -> None:
        if name == "si":
            whole = values.unescape("".join(self._pieces))
            if len(whole) > self._length_max:
                where = f"{self._name}, shared text {len(self._shared) + 1}"
                raise text_too_long(where, self._length_max)
            self._lengths.append(len(whole))
            is_blank = not whole or whole.isspace()
            self._shared.append(None if is_blank else (CellKind.TEXT, whole))
        elif name == "rPh":
            self._in_phonetic = False
        elif name == "t":
            self._in_text = False

    def text(self, data: str) -> None:
        if self._in_text:
            self._pieces.append(data)


def _read_texts(book: Workbook, member: str) -> None:
    package = book.package
    reader = _TextsReader(book)
    markup.read(
        package.stream(member),
        _where(package, member),
        package.limits.depth_max,
        reader.start,
        reader.end,
        reader.text,
    )


def _read_styles(book: Workbook, member: str) -> None:
    package = book.package
    codes: dict[int, str] = {}
    formats: list[int] = []
    inside: list[str] = []

    def start(name: str, attributes: markup.Attributes) -> None:
        if name == "numFmt" and inside != ["dxfs"]:
            codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name in {"cellXfs", "cellStyleXfs", "dxfs"}:
            inside[:] = [name]
        elif name == "xf" and inside == ["cellXfs"]:
            formats.append(_number(attributes.get("numFmtId")))

    markup.parse(package.stream(member), _where(package, member), package.limits.depth_max, start)
    book.date_styles = [values.is_date_format(n, codes.get(n)) for n in formats]
    book.zero_styles = {
        style: len(codes[n])
        for style, n in enumerate(formats)
        if values.is_zero_padded(codes.get(n))
    }


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 - nine digits fit any id


def _where(package: Package, member: str) -> str:
    return f"{package.name}, part {member}"


def _missing(package: Package, what: str) -> Unreadable:
    return Unreadable(
        "broken-workbook",
        package.name,
        f"The workbook does not hold {what}.",
        "It is damaged, and rows could be missing without anybody noticing.",
        "Open it in Excel, let it repair the file, save and send it again.",
    )


def text_too_long(where: str, length_max: int) -> Unreadable:
    """The refusal of a text that no cell can hold."""
    return Unreadable(
        "text-too-long",
        where,
        f"The text is longer than {length_max:,} characters.",
        "No spreadsheet cell holds more; the file was not made by one.",
        "Shorten the text or put it in a document.",
    )
