"""Reconciliation: from the ledger's total to the return's, to 0.00 (domain 5.5)."""

from collections.abc import Iterator
from typing import Final

from exports.audit_pack_sheets import not_claimed
from exports.audit_pack_sheets.transactions import AMOUNT, LEDGER_AMOUNT
from exports.formula import Lines, literal, money, number_of, text_of
from exports.pack_data import PackData
from exports.profile import Masker
from exports.register import empty_sentence, masked
from exports.sheet import Block, Column, Exposure, Formula, Kind, Sheet, Value
from ledger.reconciliation.item import ItemKind

NAME: Final = "Reconciliation"
OPEN = Exposure.OPEN
LEDGER_TOTAL, RETURN_TOTAL = "LedgerTotal", "TransactionsTotal"
UNEXPLAINED: Final = "UnexplainedDifference"
COLUMNS: Final = (
    Column("Step", width=56, exposure=OPEN),
    Column("Amount", Kind.MONEY, 16, OPEN),
    Column("How it is worked out", width=60, exposure=OPEN),
)
ITEM_COLUMNS: Final = (
    Column("Reference", width=56),
    Column("Amount", Kind.MONEY, 16, OPEN),
    Column("Reason", width=60, exposure=Exposure.NARRATIVE),
    Column("Kind", width=24, exposure=OPEN),
    Column("Ledger keys", width=24),
    Column("Lines", width=18),
    Column("Owner", width=26, exposure=Exposure.PERSON),
    Column("Expected to clear", width=12, exposure=OPEN),
    Column("Cleared by", width=20),
)
DISPOSITION_COLUMNS: Final = (
    Column("Disposition of the ledger lines", width=56, exposure=OPEN),
    Column("Amount", Kind.MONEY, 16, OPEN),
    Column("Where they stand", width=60, exposure=OPEN),
    Column("Lines", Kind.INTEGER, 24, OPEN),
)
Row = tuple[Value, ...]


def _statement(data: PackData, transactions: Lines, missed: Lines) -> list[Row]:
    """The steps from ledger total to return total; the last three end in the difference."""
    rows: list[Row] = []

    def add(step: str, amount: Formula, words: str) -> tuple[str, int]:
        rows.append((step, amount, words))
        return f"$B${len(rows) + 2}", number_of(amount)

    carried = add(
        "Ledger lines that the return claims", transactions.total(LEDGER_AMOUNT),
        "Transactions, ledger amount",
    )  # fmt: skip
    others = add(
        "Ledger lines that it does not claim", missed.total(LEDGER_AMOUNT),
        "Not claimed, ledger amount: every line with its disposition",
    )  # fmt: skip
    ledger = add(
        "Ledger total for the mapped codes",
        money(f"ROUND({carried[0]}+{others[0]},2)", carried[1] + others[1]),
        "The two lines above",
    )
    parts = [ledger]
    present = {item.kind for item in data.items or ()}
    for kind in (k.label for k in ItemKind if k in present):
        conditions = {"Entry": literal(not_claimed.ITEM), "Item": literal(kind)}
        amount = missed.where(not_claimed.EFFECT, conditions)
        parts.append(add(kind, amount, "Reconciling items, listed below"))
    expected = add(
        "Return total by this statement",
        money(f"ROUND({'+'.join(cell for cell, _ in parts)},2)", sum(p for _, p in parts)),
        "Ledger total and the reconciling items",
    )
    claimed = add(
        "Return total by the transactions", transactions.total(AMOUNT), "Transactions, claimed"
    )
    add(
        "Unexplained difference",
        money(f"ROUND({claimed[0]}-{expected[0]},2)", claimed[1] - expected[1]),
        "By the transactions less by this statement: must be 0.00",
    )
    return rows


def _items(missed: Lines) -> Iterator[tuple[str | None, Row]]:
    at = {h: missed.index(h) for h in ("Entry", "Reference", "Reason", "Item", "Ledger keys",
          "Lines", "Owner", "Expected to clear", "Cleared by")}  # fmt: skip
    for number, row in enumerate(missed.rows):
        if row[at["Entry"]] == not_claimed.ITEM:
            amount = missed.copy(not_claimed.EFFECT, number)
            words = [row[at[h]] for h in ("Reason", "Item", "Ledger keys", "Lines", "Owner",
                     "Expected to clear", "Cleared by")]  # fmt: skip
            yield "", (row[at["Reference"]], amount, *words)


def _dispositions(transactions: Lines, missed: Lines) -> Iterator[Row]:
    """How many ledger lines, and how much, met each fate: nothing is left out."""
    amount = transactions.index(LEDGER_AMOUNT)
    bearing = sum(1 for row in transactions.rows if row[amount] is not None)
    count = "+".join(f"COUNT({cells})" for cells in transactions.ranges(LEDGER_AMOUNT))
    yield ("Claimed: spend lines that stand for ledger lines", transactions.total(LEDGER_AMOUNT),
           "Transactions", Formula(f"={count}", bearing))  # fmt: skip
    entry, fate = missed.index("Entry"), missed.index("Disposition")
    lines = [row for row in missed.rows if row[entry] == not_claimed.LEDGER_LINE]
    for words in sorted({text_of(row[fate]) for row in lines}):
        conditions = {"Entry": literal(not_claimed.LEDGER_LINE), "Disposition": literal(words)}
        sum_ = missed.where(LEDGER_AMOUNT, conditions)
        number = sum(1 for row in lines if text_of(row[fate]) == words)
        entries, fates = missed.ranges("Entry")[0], missed.ranges("Disposition")[0]
        text = (
            f"=SUMPRODUCT(EXACT({entries},{literal(not_claimed.LEDGER_LINE)[0]})"
            f"*EXACT({fates},{literal(words)[0]}))"
        )
        yield words or "(not said)", sum_, "Not claimed", Formula(text, number)


def build(data: PackData, transactions: Lines, missed: Lines, masker: Masker) -> Sheet:
    """The statement, its items and the fate of every ledger line; all figures are formulas."""
    steps = _statement(data, transactions, missed)
    names = {UNEXPLAINED: f"$B${len(steps) + 2}", RETURN_TOTAL: f"$B${len(steps) + 1}"}
    names[LEDGER_TOTAL] = "$B$5"
    items = masked(ITEM_COLUMNS, _items(missed), masker)
    fates = masked(
        DISPOSITION_COLUMNS, (("", row) for row in _dispositions(transactions, missed)), masker
    )
    note = (
        f"From the ledger to the return for {data.period_title}, in pounds. "
        "Items are signed as they lead from the ledger total to the return total."
    )
    if data.ledger is None:
        note += " No ledger extract is recorded yet, so the return cannot be agreed to the ledger."
    return Sheet(
        NAME,
        COLUMNS,
        masked(COLUMNS, (("", row) for row in steps), masker),
        note,
        names=names,
        blocks=(
            Block("Reconciling items", ITEM_COLUMNS, items, None, empty_sentence(data.items)),
            Block("Ledger lines by disposition", DISPOSITION_COLUMNS, fates),
        ),
    )
