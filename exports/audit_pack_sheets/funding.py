"""Funding: award, money due and received, spent, and what is held or to be returned."""

from dataclasses import dataclass
from typing import Final

from exports.audit_pack_sheets import budget, statement
from exports.formula import Lines, literal, money, number_of, total_of
from exports.pack_data import NONE_IN_PERIOD, PackData
from exports.profile import Masker
from exports.register import masked
from exports.sheet import Column, Exposure, Formula, Kind, Sheet, Value

NAME: Final = "Funding"
OPEN = Exposure.OPEN
COLUMNS: Final = (
    Column("Group", width=20, exposure=OPEN),
    Column("Item", width=38, exposure=OPEN),
    Column("Date", Kind.DATE, 12, OPEN),
    Column("Reference", width=24),
    Column("Amount", Kind.MONEY, 16, OPEN),
    Column("How it is worked out", width=50, exposure=OPEN),
)


@dataclass
class _Rows:
    """The rows so far, and where the next one will stand."""

    movements: Lines
    rows: list[tuple[Value, ...]]

    def add(self, group: str, item: str, amount: Formula, words: str) -> tuple[str, int]:
        """Append a row; returns the cell of its amount and the pence."""
        self.rows.append((group, item, None, "", amount, words))
        return f"$E${len(self.rows) + 2}", number_of(amount)

    def sum_of(self, kind: str) -> Formula:
        """The counted movements of a kind."""
        where = {"Kind": literal(kind), "Counted": literal("Yes")}
        return self.movements.where("Amount", where)

    def each(self, group: str, kind: str, day_heading: str) -> None:
        """One row for every counted movement of a kind."""
        lines = self.movements
        at = {h: lines.index(h) for h in ("Kind", "Counted", "Reference", day_heading)}
        for number, row in enumerate(lines.rows):
            if row[at["Kind"]] == kind and row[at["Counted"]] == "Yes":
                amount = lines.copy("Amount", number)
                day, reference = row[at[day_heading]], row[at["Reference"]]
                self.rows.append((group, kind, day, reference, amount, "Budget movements"))


def _less(first: tuple[str, int], *others: tuple[str, int]) -> Formula:
    text = "-".join([first[0], *(cell for cell, _ in others)])
    return money(f"ROUND({text},2)", first[1] - sum(pence for _, pence in others))


def _plus(*parts: tuple[str, int]) -> Formula:
    return money(f"ROUND({'+'.join(cell for cell, _ in parts)},2)", sum(p for _, p in parts))


def _of(cell: tuple[str, int]) -> Formula:
    return money(cell[0], cell[1])


def build(data: PackData, movements: Lines, stated: Sheet, masker: Masker) -> Sheet:
    """The funding and cash position; every figure is a formula."""
    made = _Rows(movements, [])
    signed = made.add("Award", "Award as signed", made.sum_of(budget.AWARD), budget.NAME)
    varied = made.add(
        "Award", "Variations of the award", made.sum_of(budget.AWARD_VARIATION), budget.NAME
    )
    award = made.add("Award", "Award in force", _plus(signed, varied), "Signed + variations")
    allocated = made.add(
        "Award", "Allocated to projects", _of(total_of(stated, statement.REVISED)),
        "Statement, revised budget",
    )  # fmt: skip
    made.add("Award", "Award not allocated", _less(award, allocated), "In force − allocated")
    made.each("Due", budget.INSTALMENT, "Requested or due on")
    due = made.add("Due", "Due to date", made.sum_of(budget.INSTALMENT), "Sum of instalments")
    made.each("Received", budget.RECEIPT, "Approved or made on")
    received = made.add(
        "Received", "Received to date", made.sum_of(budget.RECEIPT), "Sum of receipts"
    )
    made.add("Received", "Due and not received", _less(due, received), "Due − received")
    carried = made.add("Held", "Carry-forward in", made.sum_of(budget.CARRIED), budget.NAME)
    now = made.add(
        "Spent", "Spent this period", _of(total_of(stated, statement.NOW)), "Statement"
    )  # fmt: skip
    spent = made.add(
        "Spent", "Spent to date", _of(total_of(stated, statement.TO_DATE)), "Statement"
    )
    made.add("Spent", "Spent in earlier periods", _less(spent, now), "To date − this period")
    made.add(
        "Spent", "Accruals in spent to date", _of(total_of(stated, statement.ACCRUED)), "Statement"
    )
    made.each("Repaid", budget.PAID_BACK, "Approved or made on")
    asked = made.add("Repaid", "Repayment requested", made.sum_of(budget.ASKED_BACK), budget.NAME)
    paid = made.add("Repaid", "Repayment paid", made.sum_of(budget.PAID_BACK), budget.NAME)
    made.add("Repaid", "Requested and not paid", _less(asked, paid), "Requested − paid")
    held = _less(_cell(_plus(received, carried)), spent, paid)
    made.add("Held", "Balance held", held, "Received + carry-forward − spent − repaid")
    outturn = made.add(
        "Outturn", "Forecast outturn", _of(total_of(stated, statement.OUTTURN)), "Statement"
    )
    made.add(
        "Outturn", "Forecast underspend of the award", _less(award, outturn),
        "Award in force − forecast outturn: to return, or to carry forward with consent",
    )  # fmt: skip
    made.each("Match", budget.MATCH, "Approved or made on")
    made.add("Match", "Match funding received", made.sum_of(budget.MATCH), "Cash and in kind")
    rows = masked(COLUMNS, [("", row) for row in made.rows], masker)
    note = f"Funding and cash as on {data.as_of:%d/%m/%Y}, in pounds."
    return Sheet(NAME, COLUMNS, rows, note, when_empty=NONE_IN_PERIOD)


def _cell(formula: Formula) -> tuple[str, int]:
    """A formula's own text as a part of another."""
    return formula.text.removeprefix("="), number_of(formula)
