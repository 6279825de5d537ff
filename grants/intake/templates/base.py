"""What a return template declares: its sheets, named cells, tables, word lists and texts, as data.

The writer (``exports.return_workbook``) and the reader (``grants.intake``) both work from this one
declaration, so the guidance in the workbook, the prompt Excel shows and the message the council
sends back use the same sentences. Cells are found by defined names and column codes, never by a
fixed address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ValueKind(StrEnum):
    """What a cell may hold."""

    TEXT = "text"
    WORD = "word"  # one word of a list
    WORDS = "words"  # several words of a list, separated by semicolons
    MONEY = "money"
    DATE = "date"
    FLAG = "flag"
    PERCENT = "percent"
    NUMBER = "number"
    ACCOUNTING_PERIOD = "accounting-period"


ACCEPTS: Final[Mapping[ValueKind, str]] = {
    ValueKind.TEXT: "Enter plain text.",
    ValueKind.WORD: "Choose one of the words in the list.",
    ValueKind.WORDS: "Use words of the list, separated by semicolons.",
    ValueKind.MONEY: (
        "Enter pounds and pence as a number, for example 1234.50; put a minus before a refund."
    ),
    ValueKind.DATE: "Enter a date with the day first, for example 05/04/2017 for 5 April 2017.",
    ValueKind.FLAG: "Enter yes or no.",
    ValueKind.PERCENT: "Enter a number from 0 to 100, for example 60 for sixty per cent.",
    ValueKind.NUMBER: "Enter a number, for example 12 or 2.5.",
    ValueKind.ACCOUNTING_PERIOD: (
        "Enter the ledger's year and period as six digits, for example 201701 for April 2017."
    ),
}
"""The one sentence per kind that guidance, Excel prompt and server message share."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the transaction table.

    ``code`` is a spend column; ``guidance`` says what the column is for; ``why`` why it matters,
    with ``term`` the kind of term whose clause is cited; ``terms`` are the kinds of term whose
    findings are shown in this column; ``words`` names a word list.
    """

    code: str
    heading: str
    group: str
    kind: ValueKind
    guidance: str
    why: str
    term: str
    terms: tuple[str, ...] = ()
    words: str = ""
    length_max: int = 500
    width: int = 12

    @property
    def accepts(self) -> str:
        """What may be entered, in one sentence."""
        return ACCEPTS[self.kind]

    @property
    def prompt(self) -> str:
        """What Excel shows when the cell is chosen."""
        return f"{self.guidance} {self.accepts}"


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """One column of the table of budget heads. ``name`` is its defined name, ``""`` if none."""

    code: str
    heading: str
    kind: ValueKind
    name: str = ""
    is_input: bool = False
    is_sealed: bool = False
    guidance: str = ""
    why: str = ""
    term: str = ""
    width: int = 12
    length_max: int = 2000

    @property
    def accepts(self) -> str:
        """What may be entered, in one sentence."""
        return ACCEPTS[self.kind]

    @property
    def prompt(self) -> str:
        """What Excel shows when the cell is chosen."""
        return self.guidance


@dataclass(frozen=True, slots=True)
class Field:
    """One named cell: identity (locked) or an answer (``is_input``)."""

    code: str
    name: str
    label: str
    is_input: bool = False
    is_required: bool = False
    guidance: str = ""
    why: str = ""
    term: str = ""
    length_max: int = 4000


@dataclass(frozen=True, slots=True)
class SheetNames:
    """The four sheets of a return workbook."""

    read_me: str = "Read me"
    answers: str = "Return"
    lines: str = "Transactions"
    lists: str = "Lists"

    @property
    def all(self) -> tuple[str, ...]:
        """In their order."""
        return (self.read_me, self.answers, self.lines, self.lists)


@dataclass(frozen=True, slots=True)
class Template:
    """A whole return template. ``version`` counts up from 1."""

    code: str
    version: int
    title: str
    identity: tuple[Field, ...]
    answers: tuple[Field, ...]
    head_columns: tuple[HeadColumn, ...]
    columns: tuple[Column, ...]
    word_lists: Mapping[str, tuple[str, ...]]  # fixed lists; heads, projects, periods: the contract
    how_to: tuple[str, ...]
    sheets: SheetNames = SheetNames()
    rows_prepared: int = 300
    lines_max: int = 10_000
    codes_name: str = "Transaction_Columns"  # the row of column codes
    headings_name: str = "Transaction_Headings"
    seal_keys_name: str = "Seal_Keys"
    seal_values_name: str = "Seal_Values"
    digest_name: str = "Template_Digest"

    def column(self, code: str) -> Column:
        """The transaction column of that code. Raises KeyError for a code it does not have."""
        return {c.code: c for c in self.columns}[code]

    def head_column(self, code: str) -> HeadColumn:
        """The head column of that code. Raises KeyError for a code it does not have."""
        return {c.code: c for c in self.head_columns}[code]

    def field(self, code: str) -> Field:
        """The identity or answer field of that code. Raises KeyError when there is none."""
        return {f.code: f for f in (*self.identity, *self.answers)}[code]

    def column_for_term(self, term: str) -> str:
        """The transaction column in which a finding of that kind of term is shown."""
        return next((c.code for c in self.columns if term in c.terms), "claimed")
