"""Trial balance: every account with its debit or credit balance, and the journals behind it."""

from typing import Final

from exports.base import pack
from exports.formula import money, ties, total_of
from exports.pack_data import PackData
from exports.register import Record, register
from exports.sheet import Block, Column, Exposure, Kind, Sheet, Workbook

OPEN = Exposure.OPEN
BALANCES: Final = (
    Column("Account", width=14, exposure=OPEN),
    Column("Title", width=40, exposure=OPEN),
    Column("Debit", Kind.MONEY, 16, OPEN),
    Column("Credit", Kind.MONEY, 16, OPEN),
)
JOURNALS: Final = (
    Column("Journal", width=14, exposure=OPEN),
    Column("Narrative", width=40, exposure=Exposure.NARRATIVE),
    Column("Debit", Kind.MONEY, 16, OPEN),
    Column("Credit", Kind.MONEY, 16, OPEN),
    Column("Account", width=14, exposure=OPEN),
    Column("Posted on", Kind.DATE, 12, OPEN),
    Column("Event", width=24, exposure=OPEN),
)
CHECK: Final = (
    Column("Check", width=14, exposure=OPEN),
    Column("How it is worked out", width=40, exposure=OPEN),
    Column("Difference", Kind.MONEY, 16, OPEN),
    Column("In words", width=16, exposure=OPEN),
)


def _difference(sheet: Sheet, row: int) -> Block:
    """Debits less credits, which must be nothing."""
    debit, credit = total_of(sheet, "Debit"), total_of(sheet, "Credit")
    pence = debit[1] - credit[1]
    formula = money(f"ROUND({debit[0]}-{credit[0]},2)", pence)
    words = ties(f"$C${row}", pence)
    return Block(
        "Debits equal credits",
        CHECK,
        [("Balance", "Debit total less credit total", formula, words)],
    )


def _with_check(sheet: Sheet) -> Sheet:
    # The check stands below: the totals row, its heading line and its header come in between.
    row = 3 + max(1, len(sheet.rows)) + 3
    return Sheet(
        sheet.name,
        sheet.columns,
        sheet.rows,
        sheet.note,
        sheet.totals,
        sheet.when_empty,
        blocks=(_difference(sheet, row),),
    )


@pack(name="trial-balance", title="Trial balance of the fund's book, with its journals")
def build(data: PackData) -> Workbook:
    """Two sheets: balances and journals; each ends in a difference of 0.00."""
    masker = data.masker()
    balances: list[Record] | None = None
    if data.trial_balance is not None:
        rows = sorted(data.trial_balance, key=lambda b: b.account)
        balances = [("", (b.account, b.title, b.debit, b.credit)) for b in rows]
    journals: list[Record] | None = None
    if data.journals is not None:
        postings = sorted(data.journals, key=lambda j: (j.posted_on, j.journal, j.account))
        journals = [
            (
                j.project,
                (j.journal, j.narrative, j.debit, j.credit, j.account, j.posted_on, j.event),
            )
            for j in postings
        ]
    note = f"Trial balance of {data.contract.reference} as on {data.as_of:%d/%m/%Y}, in pounds."
    first = register(
        "Trial balance", BALANCES, balances, masker, note=note, totals=("Debit", "Credit")
    )
    second = register(
        "Journals", JOURNALS, journals, masker, note="Postings.", totals=("Debit", "Credit")
    )
    title = f"Trial balance {data.contract.reference}"
    sheets = (_with_check(first), _with_check(second))
    return Workbook(title, data.cut_off.date(), sheets, data.marking)
