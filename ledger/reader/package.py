"""The container of a workbook: a zip whose headers are not believed.

Members are inflated by hand, counted while they inflate, and compared with what the directory
said. Nothing is ever written to disk.
"""

import io
import itertools
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ledger.reader import markup
from ledger.reader.refusal import Unreadable

if TYPE_CHECKING:
    from ledger.reader.guard import Limits

CHUNK: Final = 64 * 1024
RATIO_FROM: Final = 256 * 1024  # smaller members may compress as well as they like
_LOCAL_HEADER: Final = struct.Struct("<4s5H3I2H")
_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_ENCRYPTED_FLAG: Final = 0x1
_OTHER_ARCHIVES: Final = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")

_MAIN_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_REFUSED_TYPES: Final[tuple[tuple[str, str, str], ...]] = (
    ("macroenabled", "macros", "is a workbook with macros (.xlsm)"),
    ("vbaproject", "macros", "carries a macro project"),
    ("intlmacrosheet", "macros", "carries a macro sheet"),
    ("macrosheet", "macros", "carries a macro sheet"),
    ("activex", "macros", "carries ActiveX controls"),
    ("sheet.binary", "binary-excel", "is a binary workbook (.xlsb)"),
    ("spreadsheetml.template", "template", "is an Excel template (.xltx)"),
    ("wordprocessingml", "other-office", "is a Word document"),
    ("presentationml", "other-office", "is a PowerPoint presentation"),
)
_IGNORED: Final[tuple[tuple[str, str], ...]] = (
    ("xl/externallinks/", "links to other workbooks"),
    ("xl/connections.xml", "data connections"),
    ("xl/querytables/", "queries of outside data"),
    ("xl/embeddings/", "embedded objects"),
    ("xl/pivotcache/", "stored pivot data"),
    ("xl/drawings/", "drawings"),
    ("xl/media/", "pictures"),
    ("xl/comments", "comments"),
    ("xl/threadedcomments/", "comments"),
)


class Package:
    """The members of a zip by name, with a streaming reader that counts.

    Raises:
        Unreadable: on opening, when the directory is unsafe or cannot be read.
    """

    def __init__(self, data: bytes, name: str, limits: "Limits") -> None:
        self.data = memoryview(data)
        self.name = name
        self.limits = limits
        if data.count(_DIRECTORY_ENTRY) > limits.members_max:
            raise self._bomb(f"It holds more than {limits.members_max} parts.")
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as opened:
                found = opened.infolist()
        except (
            zipfile.BadZipFile, NotImplementedError, EOFError, struct.error,
            ValueError, OverflowError, LookupError,
        ) as fault:  # fmt: skip
            raise self.broken(
                "The file is cut off or damaged: its table of parts is not readable."
            ) from fault
        if not found:
            raise self.broken("The container holds no parts.")
        self._check_names(found)
        self._check_overlap(found)
        self.members = {member.filename: member for member in found}

    def has(self, member: str) -> bool:
        """Whether there is a part of that name."""
        return member in self.members

    def text_of(self, member: str) -> bytes:
        """A small part, whole."""
        return b"".join(self.stream(member))

    def stream(self, member: str) -> Iterator[bytes]:
        """Inflate a part in chunks.

        Raises:
            Unreadable: ``zip-bomb`` when it grows beyond the limits, ``broken-zip`` when it does
                not hold what the directory says.
        """
        info = self.members[member]
        packed = self._packed(info)
        total, checksum = 0, 0
        for chunk in self._inflate(info, packed):
            total += len(chunk)
            if total > self.limits.member_bytes_max:
                raise self._bomb(f"{member} grows beyond {self.limits.member_bytes_max:,} bytes.")
            if total > RATIO_FROM and total > self.limits.ratio_max * max(len(packed), 1):
                raise self._bomb(
                    f"{member} expands more than {self.limits.ratio_max} times its stored size."
                )
            checksum = zlib.crc32(chunk, checksum)
            yield chunk
        if total != info.file_size or checksum != info.CRC:
            raise self.broken(f"{member} is not what the container's directory says it is.")

    def _packed(self, info: zipfile.ZipInfo) -> memoryview:
        start = info.header_offset
        head = bytes(self.data[start : start + _LOCAL_HEADER.size])
        if len(head) < _LOCAL_HEADER.size or not head.startswith(b"PK\x03\x04"):
            raise self.broken(f"{info.filename} does not begin where the directory says.")
        fields = _LOCAL_HEADER.unpack(head)
        begin = start + _LOCAL_HEADER.size + fields[-2] + fields[-1]
        packed = self.data[begin : begin + info.compress_size]
        if len(packed) != info.compress_size:
            raise self.broken(f"{info.filename} is cut off.")
        return packed

    def _inflate(self, info: zipfile.ZipInfo, packed: memoryview) -> Iterator[bytes]:
        if info.compress_type == zipfile.ZIP_STORED:
            for at in range(0, len(packed), CHUNK):
                yield bytes(packed[at : at + CHUNK])
            return
        engine = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for at in range(0, len(packed), CHUNK):
                pending: bytes | memoryview = packed[at : at + CHUNK]
                while pending:
                    if chunk := engine.decompress(pending, CHUNK):
                        yield chunk
                    pending = engine.unconsumed_tail
            while chunk := engine.decompress(b"", CHUNK):
                yield chunk
        except zlib.error as fault:
            raise self.broken(f"{info.filename} cannot be unpacked.") from fault
        if not engine.eof:
            raise self.broken(f"{info.filename} is cut off.")

    def _check_names(self, found: list[zipfile.ZipInfo]) -> None:
        seen: set[str] = set()
        for member in found:
            name = member.filename
            parts = name.split("/")
            if (
                name.startswith("/") or "\\" in name or ":" in name or ".." in parts
                or "\x00" in member.orig_filename or stat.S_ISLNK(member.external_attr >> 16)
            ):  # fmt: skip
                raise self._unsafe(f"The part named {name!r} points outside the workbook.")
            if name.casefold() in seen:
                raise self._unsafe(f"The part named {name!r} is there twice.")
            seen.add(name.casefold())
            if member.flag_bits & _ENCRYPTED_FLAG:
                raise Unreadable(
                    "encrypted",
                    self.name,
                    "The container is protected by a password.",
                    "Its cells cannot be read, so nothing in it can be checked.",
                    "Send it without a password.",
                )
            if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise self.broken(f"{name} is packed by a method that no workbook uses.")

    def _check_overlap(self, found: list[zipfile.ZipInfo]) -> None:
        ordered = sorted(found, key=lambda member: member.header_offset)
        for before, after in itertools.pairwise(ordered):
            end = before.header_offset + _LOCAL_HEADER.size + before.compress_size
            if end > after.header_offset:
                raise self._bomb(f"{before.filename} and {after.filename} share the same bytes.")

    def broken(self, what: str) -> Unreadable:
        """The refusal of a damaged container."""
        return Unreadable(
            "broken-zip",
            self.name,
            what,
            "Rows could be missing without anybody noticing.",
            "Send the file again; if that fails, open it in Excel, save it and send that.",
        )

    def _bomb(self, what: str) -> Unreadable:
        return Unreadable(
            "zip-bomb",
            self.name,
            what,
            "A small file that grows so large could stop the service for everybody.",
            "Copy the values into a new workbook and send that.",
        )

    def _unsafe(self, what: str) -> Unreadable:
        return Unreadable(
            "zip-names",
            self.name,
            what,
            "No spreadsheet program writes such a file.",
            "Open the workbook in Excel or LibreOffice, save it under a new name and send that.",
        )


def check(package: Package) -> tuple[str, ...]:
    """Inflate every part once, refuse what is unsafe, and list what will be ignored.

    Raises:
        Unreadable: any code from ``broken-zip`` to ``doctype``, or the true type of the file.
    """
    _check_type(package)
    inflated = 0
    for member in package.members:
        where = f"{package.name}, part {member}"
        prologue: markup.Prologue | None = None
        for number, chunk in enumerate(package.stream(member)):
            inflated += len(chunk)
            if inflated > package.limits.inflated_bytes_max:
                raise package._bomb(  # noqa: SLF001 - same module
                    f"Its parts grow beyond {package.limits.inflated_bytes_max:,} bytes together."
                )
            if number == 0:
                if chunk.startswith(_OTHER_ARCHIVES):
                    raise _nested(where)
                prologue = markup.Prologue(where) if _is_markup(member, chunk) else None
            if prologue is not None:
                prologue.feed(chunk)
    return _notes(package)


def _is_markup(member: str, start: bytes) -> bool:
    plain = start[:256].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return plain.startswith(b"<") or member.lower().endswith((".xml", ".rels"))


def _check_type(package: Package) -> None:
    if package.has("mimetype"):
        raise _wrong_type(package.name, "opendocument", "is an OpenDocument file")
    if not package.has("[Content_Types].xml"):
        raise _wrong_type(package.name, "archive", "is a zip archive that holds no workbook")
    declared: list[str] = []

    def start(name: str, attributes: markup.Attributes) -> None:
        if name in {"Default", "Override"}:
            declared.append(attributes.get("ContentType", "").lower())

    where = f"{package.name}, part [Content_Types].xml"
    markup.parse(package.stream("[Content_Types].xml"), where, package.limits.depth_max, start)
    names = [member.lower() for member in package.members]
    evidence = declared + [
        name for name in names if "vbaproject" in name or "/macrosheets/" in name
    ]
    for word, code, found in _REFUSED_TYPES:
        if any(word in entry for entry in evidence):
            raise _wrong_type(package.name, code, found)
    if _MAIN_SHEET.lower() not in declared:
        raise _wrong_type(package.name, "archive", "is a zip archive that holds no workbook")


def _wrong_type(name: str, code: str, found: str) -> Unreadable:
    why = (
        "Macros can run on the reader's machine and change what is shown."
        if code == "macros"
        else "Only .xlsx workbooks and CSV files can be checked cell by cell."
    )
    return Unreadable(
        code,
        name,
        f"The file {found}, whatever its name says.",
        why,
        "Open it in your spreadsheet program, save it as a plain .xlsx workbook and send that.",
    )


def _nested(where: str) -> Unreadable:
    return Unreadable(
        "zip-nested",
        where,
        "The part is itself an archive or a document.",
        "What is packed inside another file cannot be checked.",
        "Remove embedded files from the workbook (send them as evidence instead).",
    )


def _notes(package: Package) -> tuple[str, ...]:
    names = [member.lower() for member in package.members]
    seen = dict.fromkeys(
        what for start, what in _IGNORED if any(name.startswith(start) for name in names)
    )
    return tuple(f"The workbook carries {what}; they were ignored." for what in seen)
