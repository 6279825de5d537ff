"""A sheet or text file as columns of text, each row with its number in the source.

Dates are ISO text, numbers their exact decimals, errors their own text (``#REF!``) and a formula
without a stored result its formula (``=SUM(A1:A9)``), so that nothing is taken for what it is not.
"""

from dataclasses import dataclass, field

import polars as pl

from ledger.require import require


@dataclass(frozen=True, slots=True)
class Table:
    """Columns ``c1``, ``c2`` … of text without nulls; ``numbers`` the 1-based source rows.

    Rows that hold nothing but white space are left out, and so are columns of a sheet that hold
    nothing: the number in a column's name is its place in the source. ``fills`` is what cells
    merged downwards show in the rows they cover.
    """

    sheet: str  # "" for a text file
    frame: pl.DataFrame
    numbers: pl.Series  # Int64, strictly increasing
    encoding: str = ""
    delimiter: str = ""
    state: str = "visible"
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    date1904: bool = False
    fills: dict[int, dict[int, str]] = field(default_factory=dict)  # column → row index → text
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        require(self.frame.height == self.numbers.len(), "Every row has its number.")

    @property
    def places(self) -> list[int]:
        """The source's column number of each column."""
        return [int(name[1:]) for name in self.frame.columns]

    def row(self, index: int) -> list[str]:
        """The texts of the row at ``index`` (from 0)."""
        return list(self.frame.row(index))


def frame_of(rows: list[list[str]]) -> pl.DataFrame:
    """Rows of text, of whatever lengths, as columns; short rows are filled with blanks."""
    width = max(map(len, rows), default=0)
    for row in rows:
        if len(row) < width:
            row.extend([""] * (width - len(row)))
    columns = zip(*rows, strict=True) if rows else ()
    return pl.DataFrame(
        [
            pl.Series(f"c{number}", column, dtype=pl.String)
            for number, column in enumerate(columns, start=1)
        ]
    )
