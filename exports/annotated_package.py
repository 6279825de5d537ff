"""The same workbook saved twice gives the same bytes: times inside the package are fixed."""

import re
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_CORE: Final = "docProps/core.xml"
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_NO_TIME: Final = b"1980-01-01T00:00:00Z"
_CREATED: Final = re.compile(rb"<dcterms:created[^>]*>([^<]*)</dcterms:created>")
_ANY_TIME: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def with_fixed_times(saved: bytes, original: bytes) -> bytes:
    """``saved`` with archive times fixed, and created and modified as ``original`` was created."""
    time = _created(original)
    out = BytesIO()
    with ZipFile(BytesIO(saved)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == _CORE:
                content = _ANY_TIME.sub(rb"\g<1>" + time + rb"\g<2>", content)
            target.writestr(ZipInfo(name, _ZIP_TIME), content, ZIP_DEFLATED)
    return out.getvalue()


def _created(original: bytes) -> bytes:
    with ZipFile(BytesIO(original)) as package:
        if _CORE not in package.namelist():
            return _NO_TIME
        found = _CREATED.search(package.read(_CORE))
    return found[1] if found else _NO_TIME
