"""The first sheet of an annotated copy: counts, then every remark with a link to its cell."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from exports.annotated_remarks import FILLS, LABELS, Remark, counts
from exports.annotated_text import put_text

FINDINGS_SHEET: Final = "Findings"
_HEADINGS: Final = (
    ("No.", 6), ("Consequence", 40), ("Where", 30), ("What is wrong", 60), ("Why, and clause", 44),
    ("What to do", 54), ("At risk, pounds", 14),
)  # fmt: skip
_EXPLANATION: Final = (
    "This is an annotated copy made by the council's check; your own workbook is unchanged.",
    "Choose an entry under Where to go to the cell; each cell carries the same words as a comment.",
    "Correct your workbook, or this copy, save it in Excel and send it in again.",
)
_EDGE: Final = Side(style="thin", color="FF8A8A8A")
_BORDER: Final = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_TOP: Final = Alignment(wrap_text=True, vertical="top")
_WHERE: Final = 3
_CELLS_SHOWN: Final = 12
_LANDSCAPE_A4: Final = 9
_LINE_HEIGHT: Final = 15.5  # points


def write_findings(workbook: Workbook, ordered: Sequence[Remark]) -> None:
    """Put the sheet first. ``ordered`` is by consequence."""
    sheet = workbook.create_sheet(FINDINGS_SHEET, 0)
    for number, (_, width) in enumerate(_HEADINGS, start=1):
        sheet.column_dimensions[sheet.cell(1, number).column_letter].width = width
    put_text(sheet.cell(1, 1), "Annotated copy: findings")
    sheet.cell(1, 1).font = _font(bold=True, size=16)
    row = 2
    for sentence in _EXPLANATION:
        put_text(sheet.cell(row, 1), sentence)
        row += 1
    row = _write_counts(sheet, ordered, row + 1)
    for number, (heading, _) in enumerate(_HEADINGS, start=1):
        cell = sheet.cell(row, number)
        put_text(cell, heading)
        cell.font, cell.border, cell.alignment = _font(bold=True), _BORDER, _TOP
        cell.fill = PatternFill("solid", fgColor="FFEDEDED")
    for number, remark in enumerate(ordered, start=1):
        _write_remark(sheet, row + number, number, remark)
    sheet.freeze_panes = sheet.cell(row + 1, 1)
    sheet.auto_filter.ref = f"A{row}:G{row + max(len(ordered), 1)}"
    sheet.print_title_rows = f"{row}:{row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _LANDSCAPE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _write_counts(sheet: Worksheet, ordered: Sequence[Remark], row: int) -> int:
    """How much there is of each consequence; returns the row of the table's header."""
    if not ordered:
        put_text(sheet.cell(row, 1), "Nothing to report: everything was read and no term objects.")
        return row + 2
    for consequence, remarks, cells in counts(ordered):
        sheet.cell(row, 1).value = remarks
        put_text(sheet.cell(row, 2), f"{LABELS[consequence]} ({consequence})")
        put_text(sheet.cell(row, _WHERE), f"{cells} place{'' if cells == 1 else 's'}")
        row += 1
    return row + 1


def _write_remark(sheet: Worksheet, row: int, number: int, remark: Remark) -> None:
    clause = f"Clause {remark.clause}" if remark.clause else ""
    texts = (
        "",
        f"{LABELS[remark.consequence]} ({remark.consequence})",
        _where(remark),
        remark.what,
        " ".join(part for part in (remark.why, clause) if part),
        remark.fix,
        "",
    )
    lines = 1
    for column, text in enumerate(texts, start=1):
        cell = sheet.cell(row, column)
        if text:
            put_text(cell, text)
        cell.alignment, cell.border, cell.font = _TOP, _BORDER, _font()
        lines = max(lines, len(text) // _HEADINGS[column - 1][1] + 1)
    sheet.cell(row, 1).value = number
    if remark.at_risk:
        at_risk = sheet.cell(row, len(texts))
        at_risk.value = Decimal(remark.at_risk).scaleb(-2)
        at_risk.number_format = "#,##0.00"
    sheet.row_dimensions[row].height = _LINE_HEIGHT * lines
    sheet.cell(row, 2).fill = PatternFill("solid", fgColor=FILLS[remark.consequence])
    if remark.cells:
        where = sheet.cell(row, _WHERE)
        name, _, ref = remark.cells[0].rpartition("!")
        where.hyperlink = Hyperlink(ref=where.coordinate, location=f"'{name}'!{ref}")
        put_text(where, _where(remark))
        where.font = Font(name="Calibri", size=11, color="FF0563C1", underline="single")


def _font(*, bold: bool = False, size: int = 11) -> Font:
    return Font(name="Calibri", size=size, bold=bold)


def _where(remark: Remark) -> str:
    """The cells by name, else the subject."""
    if not remark.cells:
        return remark.subject
    shown = ", ".join(remark.cells[:_CELLS_SHOWN])
    rest = len(remark.cells) - _CELLS_SHOWN
    return f"{shown} and {rest} more" if rest > 0 else shown
