"""Places on a sheet: ``B7`` is row 7, column 2."""

from typing import Final

ROWS: Final = 1_048_576
COLUMNS: Final = 16_384
_LETTERS: Final = 26


def column_name(column: int) -> str:
    """``1`` → ``A``, ``28`` → ``AB``."""
    name = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        name = chr(ord("A") + rest) + name
    return name


def split_ref(ref: str) -> tuple[int, int] | None:
    """``B7`` → row 7, column 2; ``None`` for anything that is no place on a sheet."""
    letters = ref.rstrip("0123456789")
    digits = ref[len(letters) :]
    if not digits or not 0 < len(letters) <= 3 or len(digits) > 7 or not letters.isascii():  # noqa: PLR2004 - XFD1048576 is the last cell
        return None
    column = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            return None
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    row = int(digits)
    return (row, column) if 1 <= row <= ROWS and column <= COLUMNS else None
