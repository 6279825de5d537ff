"""Every message about a cell of a return, in one catalogue: what is wrong and what to do.

Why it matters comes from the column or field (``why`` with its clause), what may be entered from
its kind (``accepts``), so a message never contradicts the workbook's own guidance.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from grants.contract import Contract
from grants.intake.problem import Unreadable

_SHOWN_MAX = 60


class FaultCode(StrEnum):
    """Kinds of fault a cell can have; part of every unreadable cell's record."""

    BLANK = "blank"
    FORMULA_WITHOUT_VALUE = "formula-without-value"
    EXCEL_ERROR = "excel-error"
    NOT_AN_AMOUNT = "not-an-amount"
    TOO_MANY_DECIMALS = "too-many-decimals"
    AMOUNT_TOO_LARGE = "amount-too-large"
    NOT_A_DATE = "not-a-date"
    NO_SUCH_DATE = "no-such-date"
    NUMBER_FOR_DATE = "number-for-date"
    DATE_UNLIKELY = "date-unlikely"
    NOT_A_NUMBER = "not-a-number"
    NOT_A_PERCENTAGE = "not-a-percentage"
    PERCENT_OUTSIDE = "percent-outside"
    PERCENT_FRACTION = "percent-fraction"
    NOT_YES_OR_NO = "not-yes-or-no"
    NOT_A_PERIOD = "not-an-accounting-period"
    UNKNOWN_WORD = "unknown-word"
    TURNED_INTO_DATE = "turned-into-date"
    TRUE_OR_FALSE = "true-or-false"
    LONG_NUMBER = "long-number"
    ZEROS_LOST = "zeros-lost"
    TEXT_TOO_LONG = "text-too-long"
    UNPRINTABLE = "unprintable"
    DUPLICATE_LINE = "duplicate-line"
    OTHER_PROJECT_LINE = "other-project-line"
    OTHER_PERIOD_LINE = "other-period-line"
    STRAY_CELL = "stray-cell"
    TOO_MANY_LINES = "too-many-lines"
    UNKNOWN_COLUMN = "unknown-column"
    HEAD_NOT_REPORTED = "head-not-reported"
    NIL_NOT_ZERO = "nil-not-zero"
    NIL_WITH_LINES = "nil-with-lines"
    FIGURE_BLANK = "figure-blank"
    ANSWER_BLANK = "answer-blank"


@dataclass(frozen=True, slots=True)
class FaultText:
    """What is wrong and what to do; ``{accepts}`` is the sentence of the cell's kind.

    ``why`` stands where the reason has nothing to do with the column.
    """

    what: str
    fix: str
    why: str = ""


CATALOGUE: Final[Mapping[FaultCode, FaultText]] = {
    FaultCode.BLANK: FaultText(
        "“{heading}” is blank, but every line needs it.",
        "{accepts} If the row is no line of yours, clear it.",
    ),
    FaultCode.FORMULA_WITHOUT_VALUE: FaultText(
        "“{heading}” holds a formula whose result was never stored: there is nothing to read.",
        "Open the workbook in Excel, save it and send it again, or enter the figure itself.",
    ),
    FaultCode.EXCEL_ERROR: FaultText(
        "“{heading}” shows the Excel error {value}.",
        "The formula refers to a cell that is gone or holds no number: enter the figure itself. "
        "{accepts}",
    ),
    FaultCode.NOT_AN_AMOUNT: FaultText(
        "“{heading}” holds {value}, which is not an amount of money.", "{accepts}"
    ),
    FaultCode.TOO_MANY_DECIMALS: FaultText(
        "“{heading}” holds {value}, which has parts of a penny.",
        "Round it yourself to two decimals, so that the rounding is yours. {accepts}",
    ),
    FaultCode.AMOUNT_TOO_LARGE: FaultText(
        "“{heading}” holds {value}, a thousand million pounds or more.",
        "Check for missing decimal points or a pasted reference number. {accepts}",
    ),
    FaultCode.NOT_A_DATE: FaultText("“{heading}” holds {value}, which is not a date.", "{accepts}"),
    FaultCode.NO_SUCH_DATE: FaultText(
        "“{heading}” holds {value}, and there is no such day: the day comes first, then the month.",
        "{accepts}",
    ),
    FaultCode.NUMBER_FOR_DATE: FaultText(
        "“{heading}” holds the plain number {value}, not a date.",
        "If a date was pasted, format the cell as a date and enter it again. {accepts}",
    ),
    FaultCode.DATE_UNLIKELY: FaultText(
        "“{heading}” holds {value}, which is outside the years 2000 to 2099.",
        "Check the year. {accepts}",
    ),
    FaultCode.NOT_A_NUMBER: FaultText(
        "“{heading}” holds {value}, which is not a number.", "{accepts}"
    ),
    FaultCode.NOT_A_PERCENTAGE: FaultText(
        "“{heading}” holds {value}, which is not a percentage.", "{accepts}"
    ),
    FaultCode.PERCENT_OUTSIDE: FaultText(
        "“{heading}” holds {value}, which is not between 0 and 100.", "{accepts}"
    ),
    FaultCode.PERCENT_FRACTION: FaultText(
        "“{heading}” holds {value}; Excel stores 60% as 0.6, so this may mean {plain} per cent or "
        "a hundred times as much.",
        "{accepts} If you do mean one per cent or less, enter an apostrophe first: '{plain}%.",
    ),
    FaultCode.NOT_YES_OR_NO: FaultText(
        "“{heading}” holds {value}, which is neither yes nor no.",
        "{accepts} Leave it blank if you do not know.",
    ),
    FaultCode.NOT_A_PERIOD: FaultText(
        "“{heading}” holds {value}, which is not a period of the ledger.", "{accepts}"
    ),
    FaultCode.UNKNOWN_WORD: FaultText(
        "“{heading}” holds {value}, which is not in the list.", "{accepts} {nearest}"
    ),
    FaultCode.TURNED_INTO_DATE: FaultText(
        "“{heading}” holds the date {value}; Excel turns entries such as 1-2 into dates.",
        "Enter it again with an apostrophe first, for example '1-2.",
    ),
    FaultCode.TRUE_OR_FALSE: FaultText(
        "“{heading}” holds {value}, a logical value of Excel.", "{accepts}"
    ),
    FaultCode.LONG_NUMBER: FaultText(
        "“{heading}” holds the number {value}; Excel keeps 15 digits and loses the rest.",
        "Enter it again with an apostrophe first, so that it is kept as text.",
    ),
    FaultCode.ZEROS_LOST: FaultText(
        "“{heading}” holds the number {value}; the contract has {nearest}, so zeros are lost.",
        "Enter it again with an apostrophe first: '{nearest}.",
    ),
    FaultCode.TEXT_TOO_LONG: FaultText(
        "“{heading}” holds {length} characters; it may hold {length_max}.", "Shorten it."
    ),
    FaultCode.UNPRINTABLE: FaultText(
        "“{heading}” holds a character that cannot be printed.",
        "Enter the text again by hand instead of pasting it.",
    ),
    FaultCode.DUPLICATE_LINE: FaultText(
        "“{heading}” holds {value}, which is already the line at {other}.",
        "Give each line its own number; to change a line, change it where it stands.",
    ),
    FaultCode.OTHER_PROJECT_LINE: FaultText(
        "The line belongs to project {value}; this return is for project {expected}.",
        "Clear the cell if the line is yours; otherwise enter it in the return of project {value}.",
    ),
    FaultCode.OTHER_PERIOD_LINE: FaultText(
        "The line belongs to quarter {value}; this return is for quarter {expected}.",
        "Clear the cell to report the line now; a correction of an earlier quarter is a new line.",
    ),
    FaultCode.STRAY_CELL: FaultText(
        "The cell holds {value} and nothing else stands in its row.",
        "Clear the cell, or complete the line.",
        why="A row with anything in it counts as a line, and this one has no amount.",
    ),
    FaultCode.TOO_MANY_LINES: FaultText(
        "There are {value} lines; one return may hold {length_max}.",
        "Claim small items of one kind together, with the detail kept as evidence.",
        why="The workbook's own sums reach no further, so lines would be left out of them.",
    ),
    FaultCode.UNKNOWN_COLUMN: FaultText(
        "There is no column called {value}.",
        "Use the column names of a spend line. {nearest}",
        why="A column that is not known would be left out without anyone noticing.",
    ),
    FaultCode.HEAD_NOT_REPORTED: FaultText(
        "Head {head} has no line this quarter, and zero is not stated.",
        "If nothing was spent enter 0.00; otherwise enter the lines. Blank is not zero.",
    ),
    FaultCode.NIL_NOT_ZERO: FaultText(
        "Only 0.00 may stand here; the cell for head {head} holds {value}.",
        "Clear it, and enter the spend as lines.",
    ),
    FaultCode.NIL_WITH_LINES: FaultText(
        "Head {head} is stated as nothing spent, but it has lines this quarter.",
        "Clear the 0.00, or take the lines out.",
    ),
    FaultCode.FIGURE_BLANK: FaultText(
        "Your figure to date for head {head} is blank.",
        "Enter your figure, even if it is 0.00. {accepts}",
    ),
    FaultCode.ANSWER_BLANK: FaultText("“{heading}” is blank.", "{guidance}"),
}


class Spoken(Protocol):
    """A column or field that can be spoken about."""

    @property
    def why(self) -> str:
        """Why it matters, with ``{clause}``."""
        ...

    @property
    def term(self) -> str:
        """The kind of term whose clause is cited."""
        ...


def cited(contract: Contract, term: str) -> str:
    """`` (clause 6.1)`` for the contract's newest version of that term, else nothing."""
    versions = contract.term_versions(term)
    return f" (clause {versions[-1].clause})" if versions and versions[-1].clause else ""


def reason(contract: Contract, spoken: Spoken) -> str:
    """Why the column or field matters, with the contract's clause."""
    return spoken.why.format(clause=cited(contract, spoken.term))


def shown(value: str) -> str:
    """A value as quoted in a message: in quotation marks, one line, shortened when long."""
    flat = " ".join(value.split())
    return f"‘{flat[: _SHOWN_MAX - 1]}…’" if len(flat) > _SHOWN_MAX else f"‘{flat}’"


def problem(
    code: FaultCode, place: tuple[str, str], *, why: str, details: Mapping[str, str]
) -> Unreadable:
    """Compose the four parts. ``place`` is sheet and cell; ``details`` fill the catalogue's text.

    Raises:
        KeyError: a detail the text needs is missing (a fault of the program).
    """
    text = CATALOGUE[code]
    return Unreadable(
        sheet=place[0],
        cell=place[1],
        code=code.value,
        what=text.what.format_map(details),
        why=text.why or why,
        fix=text.fix.format_map(details).strip(),
    )
