"""The refusals of a sheet whose cells contradict each other, and of one that holds too much."""

from ledger.reader.refusal import Unreadable


def whole(text: str) -> int:
    """A short whole number, or -1."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1  # noqa: PLR2004 - nine digits fit any count


def damaged(code: str, where: str, what: str) -> Unreadable:
    """A cell, row or reference that no spreadsheet program writes."""
    return Unreadable(
        code,
        where,
        what,
        "The workbook is damaged, and what the cell held cannot be known.",
        "Open it in Excel, let it repair the file, save and send it again.",
    )


def too_large(where: str, most: int, what: str) -> Unreadable:
    """More of something than the limits allow."""
    return Unreadable(
        "too-large",
        where,
        f"It holds more than {most:,} {what}.",
        "Larger files could stop the service for everybody.",
        "Send only the rows that belong to the return, or import the extract in the background.",
    )
