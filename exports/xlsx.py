"""Writes a workbook of plain data as XLSX bytes: the only place that writes a cell.

Text is always written as text, formulas only where the data says Formula, each with its value.
The same data gives the same bytes: the created date comes from the data, archive times are fixed.
"""

import io
import textwrap
from datetime import UTC, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from exports.layout import Placed, Role, cells, letters, places, quoted, widths
from exports.sheet import Kind, Sheet, Workbook

NUMBER_FORMATS = {
    Kind.TEXT: "@",
    Kind.MONEY: "#,##0.00;-#,##0.00;0.00",
    Kind.DATE: "dd/mm/yyyy",
    Kind.INTEGER: "0",
    Kind.DECIMAL: "General",
}
WRAP_FROM = 30  # columns at least this wide hold sentences
LINE_POINTS, LINES_MAX = 13, 12  # height of a line of text; taller rows would hide the next
A4, A3 = 9, 8
A4_WIDTH_MAX = 200  # characters across; wider sheets are printed on A3
HEADER_FOOTER_MAX = 120
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[Role, Kind, bool, bool], Format] = {}

    def of(self, role: Role, kind: Kind, *, wrap: bool, text_formula: bool) -> Format:
        key = (role, kind, wrap, text_formula)
        if key not in self._made:
            self._made[key] = self._book.add_format(_look(role, kind, wrap, text_formula))
        return self._made[key]


def _look(role: Role, kind: Kind, wrap: bool, text_formula: bool) -> dict[str, object]:  # noqa: FBT001 - a cache key
    look: dict[str, object] = {"font_name": "Arial", "font_size": 10, "valign": "top"}
    # A formula in a cell formatted as text would turn into text when someone edits it.
    look["num_format"] = "General" if text_formula else NUMBER_FORMATS[kind]
    if role is Role.NOTE:
        look |= {"bold": True, "font_size": 12}
    elif role is Role.HEADING:
        look |= {"bold": True, "font_size": 11}
    elif role in (Role.HEADER, Role.FIGURE_HEADER):
        look |= {"bold": True, "bg_color": "#D9E1EA", "border": 1, "text_wrap": True}
        look["align"] = "left" if role is Role.HEADER else "right"
    elif role is Role.TOTAL:
        look |= {"bold": True, "top": 1, "bottom": 6}
    elif role is Role.SENTENCE:
        look |= {"italic": True}
    if kind is Kind.TEXT and role in (Role.DATA, Role.HEADER):
        look |= {"align": "left", "indent": 1}  # keeps words clear of a figure on their left
    if wrap and role in (Role.DATA, Role.TOTAL) and kind is Kind.TEXT:
        look["text_wrap"] = True
    return look


def _write_cell(worksheet: Worksheet, cell: Placed, style: Format) -> None:
    row, column, content = cell.row - 1, cell.column - 1, cell.content
    if cell.formula:
        worksheet.write_formula(row, column, cell.formula, style, content)
    elif isinstance(content, str):
        worksheet.write_string(row, column, content, style)
    elif isinstance(content, int | Decimal):
        worksheet.write_number(row, column, content, style)
    else:
        worksheet.write_datetime(row, column, content, style)


def _lines(cell: Placed, width: int) -> int:
    """How many lines the cell needs: headers break between words, narrow text runs on."""
    if not isinstance(cell.content, str):
        return 1
    if cell.role in (Role.HEADER, Role.FIGURE_HEADER):
        return max(len(textwrap.wrap(cell.content, max(3, width - 2))), 1)
    if cell.role is Role.DATA and width >= WRAP_FROM:
        parts = cell.content.splitlines() or [""]
        return sum(1 + max(0, len(part) - 1) * 10 // (width * 11) for part in parts)
    return 1


def _page(worksheet: Worksheet, sheet: Sheet, workbook: Workbook, asked: list[int]) -> None:
    """Print set-up: landscape, one page wide, titles repeated, marking and page numbers."""
    worksheet.set_landscape()
    worksheet.set_paper(A3 if sum(asked) > A4_WIDTH_MAX else A4)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    title = workbook.title.replace("&", "&&")[:HEADER_FOOTER_MAX]
    marking = workbook.marking.replace("&", "&&")[:HEADER_FOOTER_MAX]
    worksheet.set_header(f"&L{title}&R&A")
    worksheet.set_footer(f"&L{marking}&RPage &P of &N")
    if len(sheet.tables) == 1:
        worksheet.repeat_rows(0, 1)


def _add_sheet(book: xlsxwriter.Workbook, sheet: Sheet, workbook: Workbook, made: _Formats) -> None:
    worksheet = book.add_worksheet(sheet.name)
    asked = widths(sheet)
    for column, width in enumerate(asked):
        worksheet.set_column(column, column, width)
    heights: dict[int, int] = {}
    for cell in cells(sheet):
        needed = _lines(cell, asked[cell.column - 1])
        if needed > heights.get(cell.row, 1):
            heights[cell.row] = min(needed, LINES_MAX)
        wrap = asked[cell.column - 1] >= WRAP_FROM
        text_formula = bool(cell.formula) and isinstance(cell.content, str)
        style = made.of(cell.role, cell.kind, wrap=wrap, text_formula=text_formula)
        _write_cell(worksheet, cell, style)
    for row, needed in heights.items():
        worksheet.set_row(row - 1, needed * LINE_POINTS + 2)
    where = places(sheet)
    # One filter a sheet: on the only table, or on the last, which lists; the others count.
    table, last = sheet.tables[-1], where[-1]
    worksheet.autofilter(last.header_row - 1, 0, last.last_row - 1, len(table.columns) - 1)
    if len(where) == 1:
        worksheet.freeze_panes(where[0].header_row, 1)
    worksheet.ignore_errors(
        {"number_stored_as_text": f"A1:{letters(len(asked))}{where[-1].end_row}"}
    )
    _page(worksheet, sheet, workbook, asked)


def write(workbook: Workbook) -> bytes:
    """The workbook as XLSX bytes; equal data give equal bytes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, _OPTIONS)
    day = workbook.created_on
    created = datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"title": workbook.title, "category": workbook.marking, "created": created})
    book.set_calc_mode("auto")
    made = _Formats(book)
    for sheet in workbook.sheets:
        _add_sheet(book, sheet, workbook, made)
        for name, cell in sheet.names.items():
            book.define_name(name, f"={quoted(sheet.name)}!{cell}")
    book.close()
    return target.getvalue()
