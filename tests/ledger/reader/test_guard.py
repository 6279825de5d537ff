"""What the guard refuses, each with its own code and a message that says what to do."""

import hashlib
import io
import struct
import zipfile
import zlib

import openpyxl
import pytest
from raw_workbooks import MAIN, parts, sheet, texts, workbook, zipped

from ledger.reader.guard import BULK, MIB, WEB, Limits, Unreadable, inspect
from ledger.reader.refusal import CODES

PLAIN = parts({"Data": sheet('<row r="1"><c r="A1"><v>1</v></c></row>')})


def refusal(data: bytes, name: str = "return.xlsx", limits: Limits = WEB) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        inspect(data, name, limits)
    return caught.value


def broken(**changes: str | bytes) -> bytes:
    members: dict[str, str | bytes] = dict(PLAIN)
    for name, content in changes.items():
        members[name.replace("__", "/")] = content
    return zipped(members)


def test_a_plain_workbook_is_safe_and_named_by_its_digest():
    data = zipped(PLAIN)
    safe = inspect(data, "anything.bin")
    assert (safe.kind, safe.sha256, safe.size, safe.data, safe.notes) == (
        "xlsx", hashlib.sha256(data).hexdigest(), len(data), data, (),
    )  # fmt: skip


def test_text_without_nul_is_taken_for_csv_whatever_its_name():
    assert inspect(b"a,b\n1,2\n", "report.xlsx").kind == "csv"
    assert inspect("Name\tSum\n".encode("utf-16"), "unicode.txt").kind == "csv"


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "empty", "The file is empty."),
        (b"%PDF-1.7\n%....", "pdf", "is a PDF, whatever its name says"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-excel", "before 2007 (.xls)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
            "protected by a password",
        ),
        (b"Rar!\x1a\x07\x00", "archive", "is a RAR archive"),
        (b"7z\xbc\xaf\x27\x1c\x00", "archive", "is a 7-Zip archive"),
        (b"\x1f\x8b\x08\x00", "archive", "is a gzip archive"),
        (b"\x89PNG\r\n\x1a\n", "picture", "is a PNG picture"),
        (b"\xff\xd8\xff\xe0", "picture", "is a JPEG picture"),
        (b"{\\rtf1\\ansi}", "other-type", "is a rich-text document"),
        (b"\x7fELF\x02", "other-type", "is a program"),
        (b"\xef\xbb\xbf<html><table><tr><td>1", "web-page", "is a web page"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "xml-spreadsheet",
            "XML spreadsheet of 2003",
        ),
        (b"a,b\n1,\x002\n", "nul", "The file holds a NUL character."),
        (b"PK\x03\x04 and then nothing", "broken-zip", "cut off or damaged"),
    ],
)  # fmt: skip
def test_the_first_bytes_decide_and_the_message_says_what_was_found(data, code, words):
    caught = refusal(data)
    assert caught.code == code
    assert words in caught.what
    assert str(caught) == f"{caught.where}: {caught.what} {caught.why} {caught.remedy}"


def test_nul_names_its_line():
    assert refusal(b"a,b\n1,2\n3,\x004\n", "gl.csv").where == "gl.csv, line 3"


def test_a_file_beyond_the_limit_is_refused_before_it_is_looked_at():
    caught = refusal(b"%PDF" + b" " * (10 * MIB))
    assert (caught.code, caught.what) == (
        "too-large", "The file has 10,485,764 bytes; the limit is 10,485,760.",
    )  # fmt: skip


@pytest.mark.parametrize("keep", range(0, 100, 7))
def test_a_truncated_workbook_is_named_as_damaged_wherever_it_was_cut(keep):
    data = zipped(PLAIN)
    assert refusal(data[: 4 + len(data) * keep // 100]).code == "broken-zip"


@pytest.mark.parametrize(
    ("content_type", "code"),
    [
        ("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "macros"),
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "macros"),
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "other-office",
        ),
        (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
            "template",
        ),
    ],
)
def test_the_content_types_inside_decide_what_a_workbook_is(content_type, code):
    types = PLAIN["[Content_Types].xml"].replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", content_type
    )
    assert refusal(zipped({**PLAIN, "[Content_Types].xml": types})).code == code


def test_a_macro_project_is_refused_even_under_a_plain_content_type():
    caught = refusal(broken(**{"xl__vbaProject.bin": b"\xd0\xcf\x11\xe0"}))
    assert (caught.code, "macro" in caught.what) == ("macros", True)


def test_an_opendocument_spreadsheet_and_a_plain_zip_are_named():
    assert (
        refusal(zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})).code
        == "opendocument"
    )
    assert refusal(zipped({"readme.txt": "hello"})).code == "archive"


def test_a_flat_zip_bomb_is_stopped_while_it_inflates():
    caught = refusal(broken(**{"xl__media__x.bin": b"\0" * (60 * MIB)}))
    assert caught.code == "zip-bomb"
    assert "expands more than 200 times" in caught.what


def test_members_that_grow_large_together_are_stopped():
    noise = bytes(range(256)) * 16
    members = {f"xl/media/{n}.bin": noise * 1000 + bytes([n]) for n in range(10)}
    small = Limits(
        name="small", file_bytes_max=WEB.file_bytes_max, inflated_bytes_max=20 * MIB, ratio_max=10_000,
        member_bytes_max=WEB.member_bytes_max, rows_max=1, columns_max=1, cells_max=1,
        memory_bytes_max=1, cpu_seconds_max=1, wall_seconds_max=1,
    )  # fmt: skip
    caught = refusal(zipped({**PLAIN, **members}), limits=small)
    assert (caught.code, "grow beyond 20,971,520 bytes together" in caught.what) == (
        "zip-bomb",
        True,
    )


def test_a_directory_that_lies_about_size_is_found_by_counting():
    data = bytearray(zipped(PLAIN))
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 5)  # inflated size of the last part in the directory
    assert refusal(bytes(data)).code == "broken-zip"


def test_parts_that_share_the_same_bytes_are_a_bomb():
    data = bytearray(zipped(PLAIN))
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    offset = struct.unpack_from("<I", data, first + 42)[0]
    struct.pack_into("<I", data, second + 42, offset)
    caught = refusal(bytes(data))
    assert (caught.code, "share the same bytes" in caught.what) == ("zip-bomb", True)


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "xl\\evil.xml", "C:evil.xml"])
def test_unsafe_part_names_are_refused(name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for member, content in PLAIN.items():
            archive.writestr(member, content)
        info = zipfile.ZipInfo("placeholder")
        info.filename = name
        archive.writestr(info, "x")
    assert refusal(out.getvalue()).code == "zip-names"


def test_the_same_part_twice_is_refused_whatever_its_case():
    caught = refusal(broken(**{"xl__WORKBOOK.xml": "<a/>"}))
    assert (caught.code, "is there twice" in caught.what) == ("zip-names", True)


def test_a_symbolic_link_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for member, content in PLAIN.items():
            archive.writestr(member, content)
        link = zipfile.ZipInfo("xl/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert refusal(out.getvalue()).code == "zip-names"


def test_too_many_parts_are_refused_before_the_directory_is_read():
    caught = refusal(zipped({**PLAIN, **{f"xl/{n}.xml": "<a/>" for n in range(300)}}))
    assert (caught.code, caught.what) == ("zip-bomb", "It holds more than 200 parts.")


def test_an_archive_inside_is_refused():
    caught = refusal(broken(**{"xl__embeddings__book.xlsx": zipped({"a": "b"})}))
    assert (caught.code, caught.where) == (
        "zip-nested",
        "return.xlsx, part xl/embeddings/book.xlsx",
    )


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "xml",
    [
        f'<?xml version="1.0"?>{ENTITIES}<worksheet xmlns="{MAIN}"><sheetData>&b;</sheetData></worksheet>',
        f'<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet xmlns="{MAIN}"/>',
        ("\ufeff" + f'<?xml version="1.0" encoding="UTF-16"?>{ENTITIES}<worksheet xmlns="{MAIN}"/>').encode("utf-16-le"),
        f"<!-- first -->\n{ENTITIES}<worksheet/>",
    ],
)  # fmt: skip
def test_a_document_type_is_refused_in_every_disguise(xml):
    caught = refusal(broken(**{"xl__worksheets__sheet1.xml": xml}))
    assert (caught.code, caught.where) == ("doctype", "return.xlsx, part xl/worksheets/sheet1.xml")


def test_a_part_that_never_begins_is_refused():
    xml = "<!-- " + "x" * 200_000 + " -->" + "<a/>"
    assert refusal(broken(**{"xl__theme.xml": xml})).code == "broken-xml"


def test_harmless_extras_are_ignored_and_listed():
    data = broken(
        **{
            "xl__externalLinks__externalLink1.xml": "<externalLink/>",
            "xl__connections.xml": "<connections/>",
            "xl__media__logo.png": b"\x89PNG",
        }
    )
    assert inspect(data, "return.xlsx").notes == (
        "The workbook carries links to other workbooks; they were ignored.",
        "The workbook carries data connections; they were ignored.",
        "The workbook carries pictures; they were ignored.",
    )


def test_workbooks_of_openpyxl_pass():
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["a", 1])
    book.save(out)
    assert inspect(out.getvalue(), "x.xlsx").kind == "xlsx"


def test_a_password_on_the_container_is_named():
    data = bytearray(zipped(PLAIN, stored=True))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, at + 8, 1)
    assert refusal(bytes(data)).code == "encrypted"


def test_bulk_allows_what_web_refuses():
    data = b"a,b\n" + b"1,2\n" * (3 * MIB)
    assert refusal(data, "gl.csv").code == "too-large"
    assert inspect(data, "gl.csv", BULK).kind == "csv"


def test_a_flipped_bit_is_found_by_the_checksum():
    data = bytearray(zipped(PLAIN, stored=True))
    data[data.index(b"<v>1</v>") + 3] = ord("7")
    assert refusal(bytes(data)).code == "broken-zip"
    assert zlib.crc32(b"1") != zlib.crc32(b"7")


def test_every_code_is_explained():
    assert all(CODES.values())
    assert "doctype" in CODES


def test_shared_texts_are_built_by_the_builder():
    assert inspect(workbook("", shared=texts("a")), "x").kind == "xlsx"
