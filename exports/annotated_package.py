"""What openpyxl leaves to be put right in a saved package.

Times inside it are fixed, so that the same workbook saved twice gives the same bytes, and the
parts of each font stand in the order of the Open XML schema.
"""

import re
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_CORE: Final = "docProps/core.xml"
_STYLES: Final = "xl/styles.xml"
_FONT: Final = re.compile(rb"<font>(.*?)</font>", re.DOTALL)
_FONT_PART: Final = re.compile(rb"<([A-Za-z]+)[^>]*/>")
_FONT_ORDER: Final = (
    b"b", b"i", b"strike", b"condense", b"extend", b"outline", b"shadow", b"u", b"vertAlign",
    b"sz", b"color", b"name", b"family", b"charset", b"scheme",
)  # fmt: skip
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_NO_TIME: Final = b"1980-01-01T00:00:00Z"
_CREATED: Final = re.compile(rb"<dcterms:created[^>]*>([^<]*)</dcterms:created>")
_ANY_TIME: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def put_right(saved: bytes, original: bytes) -> bytes:
    """``saved`` with archive times fixed, created and modified as ``original`` was created."""
    time = _created(original)
    out = BytesIO()
    with ZipFile(BytesIO(saved)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == _CORE:
                content = _ANY_TIME.sub(rb"\g<1>" + time + rb"\g<2>", content)
            elif name == _STYLES:
                content = _FONT.sub(_in_order, content)
            target.writestr(ZipInfo(name, _ZIP_TIME), content, ZIP_DEFLATED)
    return out.getvalue()


def _in_order(font: re.Match[bytes]) -> bytes:
    parts = [(m[1], m[0]) for m in _FONT_PART.finditer(font[1])]
    known = all(name in _FONT_ORDER for name, _ in parts)
    if not known or b"".join(text for _, text in parts) != font[1]:
        return font[0]
    ordered = sorted(parts, key=lambda part: _FONT_ORDER.index(part[0]))
    return b"<font>" + b"".join(text for _, text in ordered) + b"</font>"


def _created(original: bytes) -> bytes:
    with ZipFile(BytesIO(original)) as package:
        if _CORE not in package.namelist():
            return _NO_TIME
        found = _CREATED.search(package.read(_CORE))
    return found[1] if found else _NO_TIME
