"""A sheet as CSV bytes: UTF-8 with a byte order mark, CRLF, one table after the other.

Text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP ASVS 1.2.10);
numbers stay numbers, so a negative amount is untouched.
"""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Final

from exports.canonical import as_money, plain
from exports.layout import Role, cells
from exports.sheet import Kind, Sheet, Workbook

DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠")
PICTURED: Final = ("␀", "␍")  # NUL and CR as exports.celltext shows them


def guarded(text: str) -> str:
    """Text with an apostrophe in front when a spreadsheet could take it for a formula."""
    return f"'{text}" if text.startswith((*DANGEROUS, *PICTURED)) else text


def _shown(content: str | int | Decimal | date, kind: Kind) -> str:
    if isinstance(content, str):
        return guarded(content)
    if isinstance(content, date):
        return content.isoformat()
    number = Decimal(content)
    return as_money(number) if kind is Kind.MONEY else plain(number)


def write(sheet: Sheet) -> bytes:
    """Headers and data in rows; formulas by their values, dates ISO, money with two decimals.

    The note and the totals row stay out: a program that adds a column up must not count it twice.
    """
    rows: dict[int, dict[int, str]] = {}
    for cell in cells(sheet):
        if cell.role in (Role.NOTE, Role.TOTAL):
            continue
        rows.setdefault(cell.row, {})[cell.column] = _shown(cell.content, cell.kind)
    width = max((max(row) for row in rows.values()), default=0)
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    for number in sorted(rows):
        writer.writerow([rows[number].get(column, "") for column in range(1, width + 1)])
    return target.getvalue().encode("utf-8-sig")


def archive(workbook: Workbook) -> bytes:
    """Every sheet of a workbook as CSV, in a ZIP whose bytes depend on the data alone."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as files:
        for sheet in workbook.sheets:
            entry = zipfile.ZipInfo(f"{sheet.name}.csv", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every system
            files.writestr(entry, write(sheet))
    return target.getvalue()
