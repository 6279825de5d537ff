"""The sheet of transactions: groups, headings, codes, prepared rows, and the checks Excel makes."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from exports.return_workbook_book import Book, Figures, pounds, prompt_texts, write_text
from grants.intake.amounts import plain
from grants.intake.dates import YEAR_MAX, YEAR_MIN
from grants.intake.seal import column_key
from grants.intake.templates.base import Column, ValueKind
from ledger.money import MoneyUnreadable, parse_pounds

GROUP_ROW: Final = 2
HEADING_ROW: Final = 3
CODE_ROW: Final = 4
FIRST_ROW: Final = 5  # rows count from 0
_DIGITS_MAX: Final = 15


def write_lines(book: Book, sheet: Worksheet, figures: Figures, marking: str) -> None:
    """Write the sheet; ``figures.lines`` fill its first rows."""
    template = book.template
    book.set_up(sheet, marking, pages_wide=2)
    last_row = FIRST_ROW + template.lines_max - 1
    for number, column in enumerate(template.columns):
        sheet.set_column(number, number, column.width, book.style("input", column.kind))
    _write_headings(book, sheet)
    for number, column in enumerate(template.columns):
        sheet.data_validation(
            FIRST_ROW, number, last_row, number, _validation(column, FIRST_ROW, number)
        )
        if column.code in {"head", "claimed"}:
            area = (FIRST_ROW, number, last_row, number)
            book.name_cells(f"Lines_{column.code}", sheet, area)
    _write_rows(book, sheet, figures)
    sheet.freeze_panes(FIRST_ROW, 1)
    sheet.repeat_rows(HEADING_ROW, CODE_ROW)
    sheet.repeat_columns(0)


def _write_headings(book: Book, sheet: Worksheet) -> None:
    template = book.template
    sheet.write_string(
        0, 0, "Transactions: one row for each cost claimed this quarter", book.style("title")
    )
    last = len(template.columns) - 1
    for row in (0, 1, GROUP_ROW):
        for number in range(1 if row == 0 else 0, last + 1):
            sheet.write_blank(row, number, None, book.style("section"))
    sheet.write_string(
        1,
        0,
        "Choose a cell to see what belongs in it. Blank means not known; zero is 0.00. "
        "If the prepared rows are not enough, go on below them.",
        book.style("note"),
    )
    group = ""
    for number, column in enumerate(template.columns):
        if column.group != group:
            group = column.group
            sheet.write_string(GROUP_ROW, number, group, book.style("section"))
        sheet.write_string(HEADING_ROW, number, column.heading, book.style("header"))
        sheet.write_string(CODE_ROW, number, column.code, book.style("code"))
        book.sealed[column_key("heading", number + 1)] = column.heading
        book.sealed[column_key("code", number + 1)] = column.code
    sheet.set_row(HEADING_ROW, 48)
    book.name_cells(template.headings_name, sheet, (HEADING_ROW, 0, HEADING_ROW, last))
    book.name_cells(template.codes_name, sheet, (CODE_ROW, 0, CODE_ROW, last))


def _write_rows(book: Book, sheet: Worksheet, figures: Figures) -> None:
    columns = book.template.columns
    texts = [figures.lines[column.code].tolist() for column in columns]
    filled = len(figures.lines)
    styles = [book.style("input", column.kind) for column in columns]
    for row in range(filled):
        for number, column in enumerate(columns):
            _write_value(
                sheet, (FIRST_ROW + row, number), texts[number][row], column, styles[number]
            )
    line_ids = _next_line_ids(book, set(figures.lines["line_id"]))
    for row in range(filled, max(filled, book.template.rows_prepared)):
        sheet.write_string(FIRST_ROW + row, 0, next(line_ids), styles[0])
        for number in range(1, len(columns)):
            sheet.write_blank(FIRST_ROW + row, number, None, styles[number])


def _next_line_ids(book: Book, taken: set[str]) -> Any:
    """Line numbers not yet used: ``KNIFE-2017-Q1-001`` and on."""
    number = 0
    while True:
        number += 1
        line_id = f"{book.identity['project']}-{book.identity['period']}-{number:03d}"
        if line_id not in taken:
            yield line_id


def _write_value(
    sheet: Worksheet, at: tuple[int, int], text: str, column: Column, style: Any
) -> None:
    """Write a canonical text as the number, date or text it stands for."""
    value = _typed(text, column.kind) if text else ""
    if isinstance(value, date):
        sheet.write_datetime(*at, value, style)
    elif isinstance(value, Decimal):
        sheet.write_number(*at, value, style)
    else:
        write_text(sheet, at, value, style)


def _typed(text: str, kind: ValueKind) -> Decimal | date | str:
    """The cell's value; the text itself when it is none of the kind or no number keeps it."""
    try:
        if kind is ValueKind.MONEY:
            return pounds(parse_pounds(text))
        if kind is ValueKind.DATE:
            day = date.fromisoformat(text)
            return day if YEAR_MIN <= day.year <= YEAR_MAX else text
        if kind in {ValueKind.PERCENT, ValueKind.NUMBER}:
            value = Decimal(text)
            is_fraction = kind is ValueKind.PERCENT and 0 < value <= 1
            if is_fraction and plain(value) == text:
                return f"{text}%"  # as a number it could be Excel's 60 per cent
            is_whole = value.is_finite() and len(value.as_tuple().digits) <= _DIGITS_MAX
            return value if is_whole and plain(value) == text else text
    except (MoneyUnreadable, ValueError, InvalidOperation):
        return text
    return text


def _validation(column: Column, row: int, number: int) -> dict[str, Any]:
    """Excel's own check of a column, with the same sentences the council answers with."""
    cell = xl_rowcol_to_cell(row, number)
    checks: dict[ValueKind, dict[str, Any]] = {
        ValueKind.WORD: {"validate": "list", "source": f"=List_{column.words}"},
        ValueKind.FLAG: {"validate": "list", "source": f"=List_{column.words}"},
        ValueKind.WORDS: {"validate": "any"},
        ValueKind.MONEY: custom(money_formula(cell)),
        ValueKind.DATE: {
            "validate": "date",
            "criteria": "between",
            "minimum": date(YEAR_MIN, 1, 1),
            "maximum": date(YEAR_MAX, 12, 31),
        },
        ValueKind.PERCENT: custom(
            f"=OR(ISTEXT({cell}),AND({cell}>=0,{cell}<=100,OR({cell}=0,{cell}>1)))"
        ),
        ValueKind.NUMBER: custom(f"=ISNUMBER({cell})"),
        ValueKind.ACCOUNTING_PERIOD: custom(f"=AND(LEN({cell})=6,ISNUMBER(VALUE({cell})))"),
        ValueKind.TEXT: {"validate": "length", "criteria": "<=", "value": column.length_max},
    }
    return checks[column.kind] | prompt_texts(column.heading, column.prompt, column.accepts)


def custom(formula: str) -> dict[str, Any]:
    """A data validation by formula."""
    return {"validate": "custom", "value": formula}


def money_formula(cell: str) -> str:
    """True for a number of whole pence below a thousand million pounds."""
    return f"=AND(ISNUMBER({cell}),ROUND({cell},2)={cell},ABS({cell})<1000000000)"
