"""Any file from outside as tables of text: a text file is one, a workbook one for each sheet."""

from bisect import bisect_left, bisect_right
from datetime import datetime

import polars as pl

from ledger.reader import csv, guard
from ledger.reader.guard import Limits
from ledger.reader.refusal import Unreadable
from ledger.reader.sheet_xml import Row, SheetShape, Value
from ledger.reader.table import Table
from ledger.reader.workbook import SheetPart, Workbook
from ledger.reader.xlsx import read_sheet, workbook_of


def read_tables(data: bytes, name: str, limits: Limits) -> list[Table]:
    """Inspect ``data`` and read every table in it; hidden sheets, rows and columns included.

    Raises:
        Unreadable: whatever the guard or a reader refuses.
    """
    safe = guard.inspect(data, name, limits)
    if safe.kind == "csv":
        return [csv.read_table(data, name, limits)]
    book = workbook_of(data, name, limits)
    notes = (*safe.notes, *book.notes)
    tables = [_read_sheet(book, part, notes) for part in book.sheets]
    found = [table for table in tables if table.frame.height]
    if not found:
        raise Unreadable(
            "empty",
            name,
            "The workbook's sheets hold nothing.",
            "There is nothing to check.",
            "Export it again; if it stays empty, check the period and codes asked for.",
        )
    return found


def text_of(value: Value) -> str:
    """A cell's value as text: ISO dates, exact numbers, TRUE and FALSE."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if value is not None else ""


def _read_sheet(book: Workbook, part: SheetPart, notes: tuple[str, ...]) -> Table:
    numbers: list[int] = []
    columns: dict[int, list[str]] = {}
    limits = book.package.limits

    def on_row(number: int, row: Row) -> None:
        height = len(numbers)
        numbers.append(number)
        for column, (_kind, value) in row.items():
            texts = columns.get(column)
            if texts is None:
                texts = columns[column] = []
                if len(columns) > limits.columns_max:
                    raise Unreadable(
                        "too-large",
                        f"{book.package.name}, sheet {part.name}",
                        f"More than {limits.columns_max} columns are used.",
                        "Larger files could stop the service for everybody.",
                        "Send only the columns of the extract.",
                    )
            if len(texts) < height:
                texts.extend([""] * (height - len(texts)))
            texts.append(text_of(value))

    shape = read_sheet(book, part, on_row)
    height = len(numbers)
    for texts in columns.values():
        texts.extend([""] * (height - len(texts)))
    return Table(
        part.name,
        pl.DataFrame([pl.Series(f"c{c}", columns[c], dtype=pl.String) for c in sorted(columns)]),
        pl.Series("row", numbers, dtype=pl.Int64),
        state=part.state,
        hidden_rows=frozenset(shape.hidden_rows),
        hidden_columns=frozenset(shape.hidden_columns),
        date1904=book.date1904,
        fills=_fills(shape, numbers, columns),
        notes=notes,
    )


def _fills(
    shape: SheetShape, numbers: list[int], columns: dict[int, list[str]]
) -> dict[int, dict[int, str]]:
    """For cells merged downwards, what each covered cell shows: column → row index → text."""
    found: dict[int, dict[int, str]] = {}
    for first_row, column, last_row, _last_column in shape.merges:
        texts = columns.get(column)
        begin = bisect_left(numbers, first_row)
        if texts is None or begin == len(numbers) or numbers[begin] != first_row:
            continue
        shown = texts[begin]
        if shown:
            end = bisect_right(numbers, last_row)
            found.setdefault(column, {}).update(dict.fromkeys(range(begin + 1, end), shown))
    return found
