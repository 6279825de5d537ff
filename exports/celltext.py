"""Text as it may stand in a workbook's cell: what cannot be stored is shown by a mark, not lost.

Excel holds 32,767 UTF-16 units a cell and no control character; XML holds no half of a surrogate.
"""

import hashlib
import re
from typing import Final

CELL_TEXT_MAX: Final = 32_767
_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PICTURES_FROM = 0x2400  # Unicode's pictures of control characters: U+0000 is shown as U+2400
_CONTROL_MAX = 0x20
_DELETE = 0x7F


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < _CONTROL_MAX:
        return chr(_PICTURES_FROM + code)
    return "\u2421" if code == _DELETE else f"[U+{code:04X}]"


def units(text: str) -> int:
    """Length as Excel counts it: UTF-16 units."""
    return len(text) + sum(1 for letter in text if ord(letter) > 0xFFFF)  # noqa: PLR2004 - BMP


def storable(text: str) -> str:
    """``text`` as a cell can hold it; unchanged when it can hold all of it.

    Control characters become their Unicode pictures. A text that is too long is cut and says so
    at its end, with the number of characters and the SHA-256 of the whole.
    """
    shown = _UNSTORABLE.sub(_picture, text)
    if len(shown) <= CELL_TEXT_MAX // 2 or units(shown) <= CELL_TEXT_MAX:
        return shown
    whole = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    mark = f" [CUT: {len(text)} characters in all, SHA-256 {whole}]"
    room = CELL_TEXT_MAX - len(mark)
    kept = shown[:room]
    while units(kept) > room:
        kept = kept[: len(kept) - max(1, (units(kept) - room + 1) // 2)]
    return kept + mark
