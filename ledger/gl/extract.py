"""What reading an extract gives: the lines, and an account of every row."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from ledger.gl.outcome import Dropped, Rejected
from ledger.money import Pence, format_pounds

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Extract:
    """A council's extract, read.

    Attributes:
        format, confidence: the recognised system and how sure that is (0 to 1).
        encoding: of a text file; ``xlsx`` for a workbook.
        sheet: the sheet read, several joined by ``, ``; blank for a text file.
        header_row: 1-based, in the (first) sheet or file.
        columns: canonical column → heading it was read from.
        amount_column: the heading or headings behind ``amount``.
        lines: canonical lines as columns, dates as ``Date``; ``frame`` is the same for analysts.
        total: pence of all lines.
        dropped, rejected: every other row below the header, with its reason.
        hidden_rows_read: rows that were hidden and read all the same.
        notes: what a person should know, in sentences.
    """

    format: str
    confidence: float
    encoding: str
    sheet: str
    header_row: int
    columns: dict[str, str]
    amount_column: str
    lines: pl.DataFrame
    total: Pence
    dropped: tuple[Dropped, ...]
    rejected: tuple[Rejected, ...]
    hidden_rows_read: tuple[int, ...]
    notes: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many ledger lines were read."""
        return self.lines.height

    @cached_property
    def frame(self) -> "pd.DataFrame":
        """The lines with the columns and types of ``ledger.gl.line``."""
        from ledger.gl.frame import frame_of_lists  # noqa: PLC0415 - a child needs no pandas
        from ledger.gl.lines_csv import lists_of  # noqa: PLC0415 - the same

        return frame_of_lists(lists_of(self.lines))

    def summary(self) -> dict[str, object]:
        """The promised summary, ready for JSON."""
        return {
            "format": self.format,
            "confidence": self.confidence,
            "encoding": self.encoding,
            "sheet": self.sheet,
            "header_row": self.header_row,
            "columns": self.columns,
            "amount_column": self.amount_column,
            "rows": self.rows,
            "total": format_pounds(self.total),
            "dropped": [
                {"row": each.row, "reason": each.reason, "text": each.text, **_sheet(each)}
                for each in self.dropped
            ],
            "rejected": [
                {
                    "row": each.row,
                    "cell": each.cell,
                    "value": each.value,
                    "reason": each.reason,
                    **_sheet(each),
                }
                for each in self.rejected
            ],
            "hidden_rows_read": list(self.hidden_rows_read),
            "notes": list(self.notes),
        }


def _sheet(row: Dropped | Rejected) -> dict[str, str]:
    return {"sheet": row.sheet} if row.sheet else {}
