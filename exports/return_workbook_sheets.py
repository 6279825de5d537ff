"""The sheets around the return: how to fill it in, and the lists its cells choose from."""

from collections.abc import Sequence
from typing import Final

from xlsxwriter.worksheet import Worksheet

from exports.return_workbook_book import Book, in_words
from grants.contract import Contract, Period
from grants.intake.words import vocabulary

_TITLES: Final = {
    "heads": "Budget heads",
    "categories": "Kinds of cost",
    "evidence": "Evidence",
    "flags": "Yes or no",
    "journal_classes": "Kinds of posting",
    "statuses": "Status",
    "projects": "Project",
    "periods": "Quarter",
}
_LIST_ROW: Final = 3
_SEAL_GAP: Final = 2
_LINE_CHARS: Final = 64  # that fit beside each other in a guidance column
_ONE_LINE: Final = 16  # points
_TWO_LINES: Final = 30


def write_read_me(
    book: Book, sheet: Worksheet, contract: Contract, period: Period, marking: str
) -> None:
    """Write the first sheet: what to do, by when, and what each column is for."""
    book.set_up(sheet, marking)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 66)
    sheet.set_column(2, 2, 66)
    title = f"{book.template.title}: {book.identity['project_title']}, {book.identity['period']}"
    sheet.write_string(0, 0, title, book.style("title"))
    facts = (
        ("Grant", f"{book.identity['contract_title']} ({contract.reference})"),
        ("Funder", contract.funder),
        ("This quarter covers", book.identity["period_dates"]),
        ("Send it to the council by", book.identity["lead_due_on"]),
        ("The council reports by", in_words(period.return_due_on)),
    )
    row = 2
    for label, text in facts:
        sheet.write_string(row, 0, label, book.style("label"))
        sheet.write_string(row, 1, text, book.style("text"))
        row += 1
    row = _write_steps(book, sheet, row + 1)
    _write_columns(book, sheet, row + 1)
    sheet.activate()


def _write_steps(book: Book, sheet: Worksheet, row: int) -> int:
    sheet.write_string(row, 0, "What to do", book.style("section"))
    for number, step in enumerate(book.template.how_to, start=1):
        sheet.write_string(row + number, 0, f"{number}", book.style("label"))
        sheet.merge_range(row + number, 1, row + number, 2, step, book.style("wrapped"))
        sheet.set_row(row + number, _TWO_LINES if len(step) > 2 * _LINE_CHARS else _ONE_LINE)
    return row + len(book.template.how_to) + 1


def _write_columns(book: Book, sheet: Worksheet, row: int) -> None:
    sheet.write_string(row, 0, "The columns of Transactions", book.style("section"))
    for number, heading in enumerate(("Column", "What it is for", "What to enter")):
        sheet.write_string(row + 1, number, heading, book.style("header"))
    for offset, column in enumerate(book.template.columns, start=2):
        style = book.style("locked", wrap=True)
        sheet.write_string(row + offset, 0, column.heading, style)
        sheet.write_string(row + offset, 1, column.guidance, style)
        sheet.write_string(row + offset, 2, column.accepts, style)
        longest = max(len(column.guidance), len(column.accepts))
        sheet.set_row(row + offset, _TWO_LINES if longest > _LINE_CHARS else _ONE_LINE)


def write_lists(book: Book, sheet: Worksheet, contract: Contract, marking: str) -> None:
    """Write every list with its name, and the copy of what the locked cells say."""
    book.set_up(sheet, marking)
    sheet.write_string(0, 0, "Lists: the words that may be entered", book.style("title"))
    lists = vocabulary(book.template, contract)
    own = {
        "projects": (book.identity["project"],),
        "periods": (book.identity["period"],),
    }
    titles = {h.code: h.title for h in contract.budget_heads}
    column = 0
    for name, title in _TITLES.items():
        words = own.get(name, lists[name].words)
        sheet.set_column(column, column, 20)
        _write_list(book, sheet, column, title, words)
        last = _LIST_ROW + max(len(words), 1) - 1
        book.name_cells(f"List_{name}", sheet, (_LIST_ROW, column, last, column))
        column += 1
        if name == "heads":
            sheet.set_column(column, column, 34)
            _write_list(book, sheet, column, "Meaning", [titles[w] for w in words])
            column += 1
    _write_copy(book, sheet, column + _SEAL_GAP)


def _write_list(
    book: Book, sheet: Worksheet, column: int, title: str, words: Sequence[str]
) -> None:
    sheet.write_string(_LIST_ROW - 1, column, title, book.style("header"))
    for offset, word in enumerate(words):
        sheet.write_string(_LIST_ROW + offset, column, word, book.style("locked"))


def _write_copy(book: Book, sheet: Worksheet, column: int) -> None:
    """The seal: by these two columns the council recognises its own workbook."""
    template = book.template
    sheet.set_column(column, column + 1, 30)
    sheet.write_string(0, column, "How the council recognises this workbook", book.style("section"))
    sheet.write_string(_LIST_ROW - 1, column, "Locked cell", book.style("header"))
    sheet.write_string(_LIST_ROW - 1, column + 1, "What it says", book.style("header"))
    for offset, (key, said) in enumerate(book.sealed.items()):
        sheet.write_string(_LIST_ROW + offset, column, key, book.style("locked"))
        sheet.write_string(_LIST_ROW + offset, column + 1, said, book.style("locked"))
    last = _LIST_ROW + len(book.sealed) - 1
    book.name_cells(template.seal_keys_name, sheet, (_LIST_ROW, column, last, column))
    book.name_cells(template.seal_values_name, sheet, (_LIST_ROW, column + 1, last, column + 1))
