"""Is this file safe to open? Size, true type, container and mark-up, before any reader sees it.

The extension is never believed: the first bytes and the content types inside decide. Limits are
named in two profiles (ASVS 5.1.1): ``WEB`` for what a person uploads, ``BULK`` for extracts on the
command line and in the background.
"""

import hashlib
from dataclasses import dataclass
from typing import Final, Literal

from ledger.reader import package
from ledger.reader.refusal import Unreadable

__all__ = ["BULK", "WEB", "Limits", "SafeFile", "Unreadable", "inspect"]

MIB: Final = 1024 * 1024
GIB: Final = 1024 * MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a stranger's file is accepted. Bytes, counts and seconds, as named."""

    name: str
    file_bytes_max: int
    members_max: int = 200
    inflated_bytes_max: int
    member_bytes_max: int
    ratio_max: int = 200
    depth_max: int = 64
    sheets_max: int = 40
    rows_max: int
    columns_max: int
    cells_max: int
    text_max: int = 32_767
    memory_bytes_max: int
    cpu_seconds_max: int
    wall_seconds_max: int
    children_max: int = 2


WEB: Final = Limits(
    name="web",
    file_bytes_max=10 * MIB,
    inflated_bytes_max=100 * MIB,
    member_bytes_max=50 * MIB,
    rows_max=100_000,
    columns_max=256,
    cells_max=2_000_000,
    memory_bytes_max=768 * MIB,
    cpu_seconds_max=20,
    wall_seconds_max=30,
)
BULK: Final = Limits(
    name="bulk",
    file_bytes_max=512 * MIB,
    inflated_bytes_max=3 * GIB,
    member_bytes_max=3 * GIB,
    rows_max=5_000_000,
    columns_max=1_024,
    cells_max=150_000_000,
    memory_bytes_max=3 * GIB,
    cpu_seconds_max=300,
    wall_seconds_max=600,
)


@dataclass(frozen=True, slots=True)
class SafeFile:
    """A file that passed the guard. ``notes`` lists what was found and will be ignored."""

    kind: Literal["xlsx", "csv"]
    sha256: str  # hex
    size: int  # bytes
    data: bytes
    notes: tuple[str, ...] = ()


_SAVE_AS: Final = "Open it in your spreadsheet program, save it as .xlsx (or CSV) and send that."
_MAGIC: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"%PDF", "pdf", "is a PDF"),
    (b"Rar!", "archive", "is a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive", "is a 7-Zip archive"),
    (b"\x1f\x8b", "archive", "is a gzip archive"),
    (b"\x89PNG", "picture", "is a PNG picture"),
    (b"\xff\xd8\xff", "picture", "is a JPEG picture"),
    (b"GIF8", "picture", "is a GIF picture"),
    (b"{\\rtf", "other-type", "is a rich-text document"),
    (b"MZ", "other-type", "is a Windows program"),
    (b"\x7fELF", "other-type", "is a program"),
    (b"SQLite format 3\x00", "other-type", "is a database file"),
)
_OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_UTF16_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
_PROLOGUE: Final = 4096


def inspect(data: bytes, name: str, limits: Limits = WEB) -> SafeFile:
    """Decide what ``data`` really is and whether it may be read.

    Raises:
        Unreadable: with the code and message of the first reason found.
    """
    if not data:
        raise Unreadable(
            "empty",
            name,
            "The file is empty.",
            "There is nothing to check.",
            "Send the file again; if it stays empty, export it afresh.",
        )
    if len(data) > limits.file_bytes_max:
        raise Unreadable(
            "too-large",
            name,
            f"The file has {len(data):,} bytes; the limit is {limits.file_bytes_max:,}.",
            "Larger files could stop the service for everybody.",
            "Remove pictures and sheets that are not part of the return, or split the extract.",
        )
    _refuse_by_magic(data, name)
    notes: tuple[str, ...] = ()
    kind: Literal["xlsx", "csv"] = "csv"
    if data.startswith(_ZIP):
        kind = "xlsx"
        notes = package.check(package.Package(data, name, limits))
    else:
        _refuse_markup(data, name)
        _refuse_nul(data, name)
    return SafeFile(kind, hashlib.sha256(data).hexdigest(), len(data), data, notes)


def _refuse_by_magic(data: bytes, name: str) -> None:
    for magic, code, found in _MAGIC:
        if data.startswith(magic) and (magic != b"MZ" or b"\x00" in data[:64]):
            raise Unreadable(
                code,
                name,
                f"The file {found}, whatever its name says.",
                "Only .xlsx workbooks and CSV files can be checked cell by cell.",
                _SAVE_AS,
            )
    if data.startswith(_OLE2):
        if _ENCRYPTED_STREAM in data:
            raise Unreadable(
                "encrypted",
                name,
                "The workbook is protected by a password.",
                "Its cells cannot be read, so nothing in it can be checked.",
                "Remove the password (File, Info, Protect Workbook) and send it again.",
            )
        raise Unreadable(
            "old-excel",
            name,
            "The file is in the Excel format of before 2007 (.xls) or another old Office format.",
            "That format can hide macros and is not read.",
            _SAVE_AS,
        )


def _refuse_markup(data: bytes, name: str) -> None:
    start = data[:_PROLOGUE].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not start.startswith(b"<"):
        return
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise Unreadable(
            "xml-spreadsheet",
            name,
            "The file is an XML spreadsheet of 2003.",
            "Only .xlsx workbooks and CSV files are read.",
            _SAVE_AS,
        )
    raise Unreadable(
        "web-page",
        name,
        "The file is a web page or other mark-up, whatever its name says.",
        "Some finance systems save web pages under a spreadsheet's name; their cells are not safe.",
        _SAVE_AS,
    )


def _refuse_nul(data: bytes, name: str) -> None:
    if data.startswith(_UTF16_BOMS):
        return  # each character has two bytes here; the decoded text is searched by the reader
    at = data.find(b"\x00")
    if at < 0:
        return
    line = data.count(b"\n", 0, at) + 1
    raise Unreadable(
        "nul",
        f"{name}, line {line}",
        "The file holds a NUL character.",
        "It is no text file, or it is damaged, and rows could be hidden behind the character.",
        "Export it again as CSV (UTF-8).",
    )
