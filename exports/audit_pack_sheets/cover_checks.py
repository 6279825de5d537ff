"""The cover's check cells: each difference must read 0.00, with the words beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from exports.audit_pack_sheets import budget, checks, prior, reconciliation, statement
from exports.audit_pack_sheets.transactions import AMOUNT, DISALLOWED, STATED
from exports.formula import Lines, literal, money, number_of, ties, total_of
from exports.layout import quoted
from exports.pack_data import PackData
from exports.sheet import Formula, Sheet, Value

Check = tuple[str, Formula, str]
"""What is checked, the difference, and how it is worked out."""
Part = tuple[str, int]
"""A piece of a formula and the pence it is worth."""
PENCE: Final = 100


@dataclass(frozen=True, slots=True)
class Parts:
    """The other sheets in their order, and the tables that the check cells add up."""

    sheets: tuple[Sheet, ...]
    tables: Mapping[str, Lines]

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name."""
        return next(s for s in self.sheets if s.name == name)


def _total(lines: Lines, heading: str) -> Part:
    return lines.total_text(heading), lines.total_value(heading)


def _where(lines: Lines, heading: str, **wanted: str) -> Part:
    """A conditional sum; keywords are headings with underscores for spaces."""
    conditions = {name.replace("_", " "): literal(text) for name, text in wanted.items()}
    return lines.where_text(heading, conditions), lines.where_value(heading, conditions)


def _less(first: Part, *others: Part) -> Formula:
    text = first[0] + "".join(f"-({cell})" for cell, _ in others)
    return money(f"ROUND({text},2)", first[1] - sum(pence for _, pence in others))


def _spending(parts: Parts) -> Iterator[Check]:
    """Statement, transactions and earlier claims agree."""
    stated, lines = parts.sheet(statement.NAME), parts.tables["Transactions"]
    claimed = _total(lines, AMOUNT)
    before = _where(parts.tables[prior.PRIOR], "Amount", Kind=prior.EARLIER)
    now, to_date = total_of(stated, statement.NOW), total_of(stated, statement.TO_DATE)
    yield "Statement to transactions", _less(now, claimed), "Actual this period less transactions"
    yield (
        "Prior + period = to date",
        _less(to_date, claimed, before),
        "Actual to date less transactions less earlier claims",
    )
    returned, off = _total(lines, STATED), _total(lines, DISALLOWED)
    kept = (f"({returned[0]})-({off[0]})", returned[1] - off[1])
    yield (
        "Claimed = on the return − disallowed",
        _less(claimed, kept),
        "Transactions: amount claimed less return plus disallowed",
    )


def _others(data: PackData, parts: Parts) -> Iterator[Check]:
    """Budget, ledger, accruals and findings agree with their own lines."""
    stated, agreed = parts.sheet(statement.NAME), parts.sheet(reconciliation.NAME)
    moved, accrued = parts.tables[budget.NAME], parts.tables[prior.ACCRUALS]
    movements = [_where(moved, "Amount", Counted="Yes", Kind=k) for k in budget.BUDGET_KINDS]
    yield (
        "Statement to budget movements",
        _less(total_of(stated, statement.REVISED), *movements),
        "Revised budget less allocations, variations and virements",
    )
    yield "Virements net to nothing", _less(movements[2]), "Virements out and in"
    unexplained = f"{quoted(agreed.name)}!{agreed.names[reconciliation.UNEXPLAINED]}"
    yield (
        "Return to ledger",
        money(unexplained, number_of(agreed.rows[-1][1])),
        "Unexplained difference of the reconciliation",
    )
    lines = parts.tables["Transactions"]
    raised = [_where(lines, AMOUNT, Journal_class=kind) for kind in prior.ACCRUAL_CLASSES]
    yield (
        "Accruals to transactions",
        _less(_where(accrued, "Amount", When=prior.THIS), *raised),
        "Accruals of this period less lines of those classes",
    )
    if data.counts is not None:
        text, counted = checks.count_total(parts.tables[checks.CHECKS], checks.LISTED)
        listed = parts.tables["Findings"].count()
        difference = (number_of(listed) - counted) * PENCE
        count = Formula(f"={listed.text.removeprefix('=')}-({text})", difference)
        yield "Findings listed to counted", count, "Verdicts listed less verdicts counted"


def check_rows(data: PackData, parts: Parts, first_row: int) -> list[tuple[Value, ...]]:
    """The check cells from ``first_row`` on, with the product's own ledger total beside them."""
    rows: list[tuple[Value, ...]] = []
    for name, formula, words in (*_spending(parts), *_others(data, parts)):
        cell = f"$B${first_row + len(rows)}"
        rows.append((name, formula, ties(cell, number_of(formula)), words))
    if data.statement is not None:
        # The product's own figure stands in its own line, so that the check is cell less cell.
        row = first_row + len(rows)
        agreed = parts.sheet(reconciliation.NAME)
        cell = f"{quoted(agreed.name)}!{agreed.names[reconciliation.LEDGER_TOTAL]}"
        own, ours = data.statement.ledger_total, number_of(agreed.rows[2][1])
        rows.append(("Ledger total by the product's reconciliation", own, "A figure, not a check",
                     "As reconciled in the product"))  # fmt: skip
        difference = money(f"ROUND({cell}-$B${row},2)", ours - own)
        rows.append(("Ledger total to the product's", difference, ties(f"$B${row + 1}", ours - own),
                     "Ledger total of this pack less the line above"))  # fmt: skip
    return rows
