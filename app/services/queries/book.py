"""The fund's book as rows: trial balance, journals."""

from datetime import date

from app.services.fund import Fund
from app.services.office import Act
from exports.pack_data import BalanceRow, JournalRow
from grants.policy import Action
from grants.postings import CHART
from ledger.money import format_pounds


def trial_balance(act: Act, on: date | None) -> tuple[dict[str, object], list[str]]:
    """The whole book's trial balance for scripts, and in words."""
    act.require(Action.VIEW_LEDGER)
    rows = [
        BalanceRow(account, CHART[account].title, max(total, 0), max(-total, 0))
        for account, total in act.uow.book.balances(on)
    ]
    debit, credit = sum(r.debit for r in rows), sum(r.credit for r in rows)
    words = [f"{'Account':<40} {'Debit':>16} {'Credit':>16}"]
    words += [
        f"{r.account} {r.title:<35} {_shown(r.debit):>16} {_shown(r.credit):>16}" for r in rows
    ]
    words.append(f"{'Total':<40} {_shown(debit):>16} {_shown(credit):>16}")
    words.append(f"Difference {format_pounds(debit - credit)}")
    answer: dict[str, object] = {
        "rows": [
            {"account": r.account, "title": r.title, "debit": format_pounds(r.debit),
             "credit": format_pounds(r.credit)}
            for r in rows
        ],
        "debit": format_pounds(debit), "credit": format_pounds(credit),
        "difference": format_pounds(debit - credit),
    }  # fmt: skip
    return answer, words


def _shown(pence: int) -> str:
    return format_pounds(pence, thousands=True) if pence else ""


def balance_rows(act: Act, fund: Fund) -> tuple[BalanceRow, ...]:
    """One contract's trial balance."""
    totals: dict[str, int] = {}
    for journal in act.uow.book.journals([fund.row.id]):
        for p in journal.postings:
            totals[p.account] = totals.get(p.account, 0) + p.pence
    return tuple(
        BalanceRow(a.code, a.title, max(totals[a.code], 0), max(-totals[a.code], 0))
        for a in CHART
        if a.code in totals
    )


def journal_rows(act: Act, fund: Fund) -> tuple[JournalRow, ...]:
    """Every posting of a contract, oldest first."""
    return tuple(
        JournalRow(
            j.reference, j.on, p.account, j.description, max(p.pence, 0), max(-p.pence, 0),
            j.event_kind, p.project,
        )
        for j in act.uow.book.journals([fund.row.id])
        for p in j.postings
    )  # fmt: skip
