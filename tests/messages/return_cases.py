"""One provoking workbook for each message about a cell: the cell, the code and the whole text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Case:
    """Cells put into a valid workbook, and every message that must come of it."""

    title: str
    cells: Mapping[str, Any]
    code: str
    texts: tuple[str, ...]


CASES = (
    Case(
        "a line without a budget head",
        {"Transactions!B6": None},
        "blank",
        (
            "Transactions!B6: “Budget head” is blank, but every line needs it. The cost counts against the budget of its head (clause 3.4). Choose one of the words in the list. If the row is no line of yours, clear it.",
        ),
    ),
    Case(
        "a formula that no program ever calculated",
        {"Transactions!P6": "=100+150"},
        "formula-without-value",
        (
            "Transactions!P6: “Claimed from the grant” holds a formula whose result was never stored: there is nothing to read. The figures must add up to the penny (clause 6.2). Open the workbook in Excel, save it and send it again, or enter the figure itself.",
        ),
    ),
    Case(
        "an error value of Excel",
        {"Transactions!P6": "#REF!"},
        "excel-error",
        (
            "Transactions!P6: “Claimed from the grant” shows the Excel error ‘#REF!’. The figures must add up to the penny (clause 6.2). The formula refers to a cell that is gone or holds no number: enter the figure itself. Enter pounds and pence as a number, for example 1234.50; put a minus before a refund.",
        ),
    ),
    Case(
        "words in an amount",
        {"Transactions!P6": "about 250"},
        "not-an-amount",
        (
            "Transactions!P6: “Claimed from the grant” holds ‘about 250’, which is not an amount of money. The figures must add up to the penny (clause 6.2). Enter pounds and pence as a number, for example 1234.50; put a minus before a refund.",
        ),
    ),
    Case(
        "three decimals",
        {"Transactions!P6": 250.125},
        "too-many-decimals",
        (
            "Transactions!P6: “Claimed from the grant” holds ‘250.125’, which has parts of a penny. The figures must add up to the penny (clause 6.2). Round it yourself to two decimals, so that the rounding is yours. Enter pounds and pence as a number, for example 1234.50; put a minus before a refund.",
        ),
    ),
    Case(
        "a reference number pasted as an amount",
        {"Transactions!P6": 12345678901},
        "amount-too-large",
        (
            "Transactions!P6: “Claimed from the grant” holds ‘12345678901’, a thousand million pounds or more. The figures must add up to the penny (clause 6.2). Check for missing decimal points or a pasted reference number. Enter pounds and pence as a number, for example 1234.50; put a minus before a refund.",
        ),
    ),
    Case(
        "words in a date",
        {"Transactions!G6": "next week"},
        "not-a-date",
        (
            "Transactions!G6: “Date of the cost” holds ‘next week’, which is not a date. The date decides whether the spend falls inside the funding period (clause 2.1). Enter a date with the day first, for example 05/04/2017 for 5 April 2017.",
        ),
    ),
    Case(
        "an American date",
        {"Transactions!G6": "04/25/2017"},
        "no-such-date",
        (
            "Transactions!G6: “Date of the cost” holds ‘04/25/2017’, and there is no such day: the day comes first, then the month. The date decides whether the spend falls inside the funding period (clause 2.1). Enter a date with the day first, for example 05/04/2017 for 5 April 2017.",
        ),
    ),
    Case(
        "a slip in the century",
        {"Transactions!G6": "05/07/1917"},
        "date-unlikely",
        (
            "Transactions!G6: “Date of the cost” holds ‘05/07/1917’, which is outside the years 2000 to 2099. The date decides whether the spend falls inside the funding period (clause 2.1). Check the year. Enter a date with the day first, for example 05/04/2017 for 5 April 2017.",
        ),
    ),
    Case(
        "words in a number",
        {"Transactions!U6": "a few"},
        "not-a-number",
        (
            "Transactions!U6: “How many” holds ‘a few’, which is not a number. Dear single items may be capital, which a revenue grant does not pay (clause 4.1). Enter a number, for example 12 or 2.5.",
        ),
    ),
    Case(
        "a word for a percentage",
        {"Transactions!O6": "all"},
        "not-a-percentage",
        (
            "Transactions!O6: “Share claimed, per cent” holds ‘all’, which is not a percentage. Shares of one cost may not add up to more than 100 per cent (clause 5.6). Enter a number from 0 to 100, for example 60 for sixty per cent.",
        ),
    ),
    Case(
        "more than all of it",
        {"Transactions!O6": 120},
        "percent-outside",
        (
            "Transactions!O6: “Share claimed, per cent” holds ‘120’, which is not between 0 and 100. Shares of one cost may not add up to more than 100 per cent (clause 5.6). Enter a number from 0 to 100, for example 60 for sixty per cent.",
        ),
    ),
    Case(
        "sixty per cent as Excel stores it",
        {"Transactions!O6": 0.6},
        "percent-fraction",
        (
            "Transactions!O6: “Share claimed, per cent” holds ‘0.6’; Excel stores 60% as 0.6, so this may mean 0.6 per cent or a hundred times as much. Shares of one cost may not add up to more than 100 per cent (clause 5.6). Enter a number from 0 to 100, for example 60 for sixty per cent. If you do mean one per cent or less, enter an apostrophe first: '0.6%.",
        ),
    ),
    Case(
        "a third answer",
        {"Transactions!M6": "perhaps"},
        "not-yes-or-no",
        (
            "Transactions!M6: “Can the VAT be reclaimed?” holds ‘perhaps’, which is neither yes nor no. VAT that can be reclaimed may not be charged to the grant (clause 4.4). Enter yes or no. Leave it blank if you do not know.",
        ),
    ),
    Case(
        "a month for a period",
        {"Transactions!Z6": "July"},
        "not-an-accounting-period",
        (
            "Transactions!Z6: “Ledger period” holds ‘July’, which is not a period of the ledger. Every claimed cost must be found again in the council's ledger (clause 8.5). Enter the ledger's year and period as six digits, for example 201701 for April 2017.",
        ),
    ),
    Case(
        "a slip in a word of a list",
        {"Transactions!F6": "servcies"},
        "unknown-word",
        (
            "Transactions!F6: “Kind of cost” holds ‘servcies’, which is not in the list. Some kinds of cost may not be paid from the grant (clause 4.2). Choose one of the words in the list. Did you mean services?",
        ),
    ),
    Case(
        "a word unlike any of the list",
        {"Transactions!Q6": "invoice; handshake"},
        "unknown-word",
        (
            "Transactions!Q6: “Evidence you hold” holds ‘handshake’, which is not in the list. A cost without evidence may be refused by the funder (clause 8.1). Use words of the list, separated by semicolons. The list is: invoice, receipt, order, goods-received, payment, payroll, timesheet, quote, journal, vat-statement, apportionment.",
        ),
    ),
    Case(
        "a head that the contract has not",
        {"Transactions!B6": "DELIVRY"},
        "unknown-word",
        (
            "Transactions!B6: “Budget head” holds ‘DELIVRY’, which is not in the list. The cost counts against the budget of its head (clause 3.4). Choose one of the words in the list. Did you mean DELIVERY?",
        ),
    ),
    Case(
        "a project that the contract has not",
        {"Transactions!AC6": "KNIVE"},
        "unknown-word",
        (
            "Transactions!AC6: “Project” holds ‘KNIVE’, which is not in the list. Only approved projects may be charged (clause 3.1). Choose one of the words in the list. Did you mean KNIFE?",
        ),
    ),
    Case(
        "a logical value as text",
        {"Transactions!D6": True},
        "true-or-false",
        (
            "Transactions!D6: “Invoice number” holds ‘TRUE’, a logical value of Excel. Each cost can be claimed once only (clause 5.5). Enter plain text.",
        ),
    ),
    Case(
        "more text than fits",
        {"Transactions!S6": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
        "text-too-long",
        (
            "Transactions!S6: “Post” holds 61 characters; it may hold 60. Salary has to be tied to a post (clause 8.2). Shorten it.",
        ),
    ),
    Case(
        "text that turns its direction",
        {"Transactions!E6": "paid\u202eback"},
        "unprintable",
        (
            "Transactions!E6: “What it was for” holds a character that cannot be printed. The funder must be able to see the purpose (clause 3.1). Enter the text again by hand instead of pasting it.",
        ),
    ),
    Case(
        "the same line number twice",
        {"Transactions!A7": "L1"},
        "duplicate-line",
        (
            "Transactions!A7: “Line” holds ‘L1’, which is already the line at Transactions!A6. Each cost can be claimed once only (clause 5.5). Give each line its own number; to change a line, change it where it stands.",
        ),
    ),
    Case(
        "a line of another project",
        {"Transactions!AC6": "NIGHT"},
        "other-project-line",
        (
            "Transactions!AC6: The line belongs to project NIGHT; this return is for project KNIFE. Only approved projects may be charged (clause 3.1). Clear the cell if the line is yours; otherwise enter it in the return of project NIGHT.",
        ),
    ),
    Case(
        "a line of another quarter",
        {"Transactions!AD6": "2017-Q1"},
        "other-period-line",
        (
            "Transactions!AD6: The line belongs to quarter 2017-Q1; this return is for quarter 2017-Q2. A line reported in two quarters would be claimed twice (clause 5.5). Clear the cell to report the line now; a correction of an earlier quarter is a new line.",
        ),
    ),
    Case(
        "a forgotten character far below",
        {"Transactions!E5000": "x"},
        "stray-cell",
        (
            "Transactions!E5000: The cell holds ‘x’ and nothing else stands in its row. A row with anything in it counts as a line, and this one has no amount. Clear the cell, or complete the line.",
        ),
    ),
    Case(
        "a head with neither lines nor zero",
        {"Transactions!B7": "DELIVERY"},
        "head-not-reported",
        (
            "Return!K13: Head STAFF has no line this quarter, and zero is not stated. For each head the return states its lines, or that nothing was spent (clause 6.1). If nothing was spent enter 0.00; otherwise enter the lines. Blank is not zero.",
        ),
    ),
    Case(
        "an amount where only zero may stand",
        {"Return!K13": 5},
        "nil-not-zero",
        (
            "Return!K13: Only 0.00 may stand here; the cell for head STAFF holds ‘5.00’. For each head the return states its lines, or that nothing was spent (clause 6.1). Clear it, and enter the spend as lines.",
        ),
    ),
    Case(
        "zero stated beside lines",
        {"Return!K13": 0},
        "nil-with-lines",
        (
            "Return!K13: Head STAFF is stated as nothing spent, but it has lines this quarter. For each head the return states its lines, or that nothing was spent (clause 6.1). Clear the 0.00, or take the lines out.",
        ),
    ),
    Case(
        "no figure to date",
        {"Return!J13": None},
        "figure-blank",
        (
            "Return!J13: Your figure to date for head STAFF is blank. Earlier quarters plus this quarter must equal the figure to date (clause 6.2). Enter your figure, even if it is 0.00. Enter pounds and pence as a number, for example 1234.50; put a minus before a refund.",
        ),
    ),
    Case(
        "words in the figure to date",
        {"Return!J13": "ask finance"},
        "not-an-amount",
        (
            "Return!J13: “Your figure to date” holds ‘ask finance’, which is not an amount of money. Earlier quarters plus this quarter must equal the figure to date (clause 6.2). Enter pounds and pence as a number, for example 1234.50; put a minus before a refund.",
        ),
    ),
    Case(
        "no narrative and no name",
        {"Return!C20": None, "Return!C23": None},
        "answer-blank",
        (
            "Return!C20: “Progress this quarter” is blank. The funder reads progress beside the figures (clause 6.1). What was done with the money this quarter, in your own words. A few sentences are enough. Do not name victims, witnesses or service users.",
            "Return!C23: “Prepared by” is blank. The person who prepares a return may not certify it (clause 6.5). Your name: the person who prepared these figures.",
        ),
    ),
)
