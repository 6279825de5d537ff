"""Text written with openpyxl stays text, whatever it starts with."""

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell

from ledger.require import require

_TEXT_MAX = 32_000  # Excel holds 32,767 characters in a cell


def plain_text(text: str) -> str:
    """Without characters a workbook cannot hold, and not longer than a cell."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:_TEXT_MAX]


def put_text(cell: Cell | MergedCell, text: str) -> None:
    """Write text that never becomes a formula: the type is set after the value, and quoted."""
    require(isinstance(cell, Cell), "Text is written to the first cell of a merged area only.")
    cell.value = plain_text(text)
    cell.data_type = "s"
    cell.quotePrefix = True
