"""The tables of ``ledger/README.md``, made from the chart and the worked fund."""

from datetime import date

from worked_fund import book_of, budget, first_quarter, slip

from grants.events import Event
from grants.postings import CHART, journal_for
from ledger.book import TrialBalance
from ledger.money import format_pounds

EXAMPLES: list[tuple[list[Event], date]] = [
    (budget(), date(2017, 3, 24)),
    ([*budget(), *first_quarter()], date(2017, 7, 25)),
    ([*budget(), *first_quarter(), *slip()], date(2017, 9, 1)),
]


def column(pence: int) -> str:
    return format_pounds(pence, thousands=True) if pence else ""


def chart_table() -> str:
    rows = [
        f"| {a.code} | {a.title} | {a.type} | {a.normal_side} | {'yes' if a.clears else ''} |"
        for a in CHART
    ]
    return "\n".join(
        ["| Code | Account | Type | Normal side | Clears |", "|---|---|---|---|---|", *rows]
    )


def trial_balance_table(balance: TrialBalance) -> str:
    rows = [
        f"| {row.account.code} | {row.account.title} | {column(row.debit)} | {column(row.credit)} |"
        for row in balance.rows
        if row.debit or row.credit
    ]
    total = f"| | **Total** | **{column(balance.debit)}** | **{column(balance.credit)}** |"
    return "\n".join(["| Code | Account | Debit £ | Credit £ |", "|---|---|--:|--:|", *rows, total])


def journal_table(event: Event) -> str:
    journal = journal_for(event, "J")
    assert journal is not None
    rows = [
        f"| {p.account.code} {p.account.title} | {f'{p.head}@{p.project}' if p.project else ''} "
        f"| {column(p.debit)} | {column(p.credit)} |"
        for p in journal.postings
    ]
    return "\n".join(["| Account | Head | Debit £ | Credit £ |", "|---|---|--:|--:|", *rows])


def tables() -> list[str]:
    """Every table the page holds, in its order."""
    virement, slipped = first_quarter()[2], slip()
    balances = [trial_balance_table(book_of(events).trial_balance(day)) for events, day in EXAMPLES]
    return [
        chart_table(),
        balances[0],
        journal_table(virement),
        balances[1],
        *(journal_table(event) for event in slipped),
        balances[2],
    ]
