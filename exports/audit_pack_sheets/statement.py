"""Statement: per project and head, budget against actual and outturn (domain 4.2 B)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from exports.audit_pack_sheets import budget, prior
from exports.audit_pack_sheets.transactions import AMOUNT
from exports.formula import Lines, literal, money, number_of, percent, total_of
from exports.pack_data import PackData
from exports.profile import Masker
from exports.register import masked, with_totals
from exports.sheet import Column, Exposure, Formula, Kind, Sheet, Value

NAME: Final = "Statement"
OPEN = Exposure.OPEN
FIRST_ROW: Final = 3
NOW, TO_DATE, REVISED = "Actual this period", "Actual to date", "Revised budget"
ACCRUED, OUTTURN, VARIANCE = "Accruals in actual", "Forecast outturn", "Variance"
MONEY_HEADINGS: Final = (
    "Original budget", "Variations", "Approved virements", REVISED, "Profile to date", NOW,
    TO_DATE, ACCRUED, "Commitments", "Forecast remaining", OUTTURN, VARIANCE,
)  # fmt: skip
COLUMNS: Final = (
    Column("Project", width=12, exposure=OPEN),
    Column("Project title", width=32, exposure=Exposure.TITLE),
    Column("Head", width=12, exposure=OPEN),
    Column("Head title", width=26, exposure=OPEN),
    *(Column(heading, Kind.MONEY, 13, OPEN) for heading in MONEY_HEADINGS),
    Column("Variance %", Kind.DECIMAL, 10, OPEN),
    Column("Outturn rests on", width=22, exposure=OPEN),
    Column("Reason for variance", width=34, exposure=Exposure.NARRATIVE),
)


@dataclass(frozen=True, slots=True)
class Sources:
    """The tables that the statement adds up."""

    transactions: Lines
    prior: Lines
    accruals: Lines
    movements: Lines


def _pairs(data: PackData, sources: Sources) -> list[tuple[str, str]]:
    """Every project and head with a budget, a plan or a claim, in the contract's order."""
    found: set[tuple[str, str]] = set()
    for lines in (sources.movements, sources.transactions, sources.prior):
        project, head = lines.index("Project"), lines.index("Head")
        found |= {(str(r[project] or ""), str(r[head] or "")) for r in lines.rows}
    projects = {p.code: n for n, p in enumerate(data.contract.projects)}
    heads = {h.code: n for n, h in enumerate(data.contract.budget_heads)}
    last = len(projects) + len(heads)
    return sorted(
        (pair for pair in found if pair != ("", "") and pair[1]),
        key=lambda pair: (projects.get(pair[0], last), heads.get(pair[1], last), pair),
    )


def _sum(*parts: tuple[Lines, str, Mapping[str, tuple[str, str]]]) -> Formula:
    text = "+".join(lines.where_text(heading, where) for lines, heading, where in parts)
    value = sum(lines.where_value(heading, where) for lines, heading, where in parts)
    return money(f"ROUND({text},2)", value)


def _reasons(data: PackData) -> dict[tuple[str, str], str]:
    """The newest reason given for each project and head, up to the pack's period."""
    found: dict[tuple[str, str], str] = {}
    for period in data.contract.periods:
        if period.ends_on > data.as_of:
            continue
        for given in data.contract.returns:
            if given.period == period.code:
                found |= {(given.project, head): why for head, why in given.reasons.items() if why}
    return found


def _row(row: int, pair: tuple[str, str], sources: Sources, *, forecast: bool) -> list[Formula]:
    """The twelve money formulas of a row, in the order of ``MONEY_HEADINGS``."""
    where = {"Project": (f"$A{row}", pair[0]), "Head": (f"$C{row}", pair[1])}

    def moved(kind: str) -> Formula:
        conditions = {**where, "Kind": literal(kind), "Counted": literal("Yes")}
        return sources.movements.where("Amount", conditions)

    original, varied, vired = (moved(kind) for kind in budget.BUDGET_KINDS)
    revised = number_of(original) + number_of(varied) + number_of(vired)
    now = sources.transactions.where(AMOUNT, where)
    earlier = (sources.prior, "Amount", {**where, "Kind": literal(prior.EARLIER)})
    to_date = _sum((sources.transactions, AMOUNT, where), earlier)
    spent = number_of(to_date)
    outturn = moved(budget.FORECAST) if forecast else money(f"$K{row}", spent)
    expected = number_of(outturn)
    return [
        original, varied, vired, money(f"ROUND($E{row}+$F{row}+$G{row},2)", revised),
        moved(budget.PROFILE), now, to_date, sources.accruals.where("Amount", where),
        moved(budget.COMMITMENT), money(f"ROUND($O{row}-$K{row},2)", expected - spent), outturn,
        money(f"ROUND($H{row}-$O{row},2)", revised - expected),
    ]  # fmt: skip


def _rows(data: PackData, sources: Sources) -> Iterator[tuple[str, tuple[Value, ...]]]:
    reasons = _reasons(data)
    forecast = {(f.project, f.head) for f in data.contract.forecasts if f.made_on <= data.as_of}
    for row, pair in enumerate(_pairs(data, sources), FIRST_ROW):
        project, head = data.contract.project(pair[0]), data.contract.head(pair[1])
        figures = _row(row, pair, sources, forecast=pair in forecast)
        share = percent((f"$P{row}", number_of(figures[11])), (f"$H{row}", number_of(figures[3])))
        rests_on = "Forecast" if pair in forecast else "Actual: no forecast"
        values: tuple[Value, ...] = (
            pair[0], project.title if project else "Not in the contract", pair[1],
            head.title if head else "Not in the contract", *figures, share, rests_on,
            reasons.get(pair, ""),
        )  # fmt: skip
        yield pair[0], values


def build(data: PackData, sources: Sources, masker: Masker) -> Sheet:
    """The statement; every figure is a formula over the pack's own lines."""
    note = (
        f"Statement of expenditure for {data.period_title}, in pounds, as on "
        f"{data.as_of:%d/%m/%Y}. Variance: revised budget less outturn; a minus is an overspend."
    )
    rows = masked(COLUMNS, _rows(data, sources), masker)
    sheet = with_totals(Sheet(NAME, COLUMNS, rows, note), MONEY_HEADINGS)
    totals = list(sheet.totals or ())
    part, whole = total_of(sheet, VARIANCE), total_of(sheet, REVISED)
    totals[16] = percent(part, whole)
    return Sheet(NAME, COLUMNS, rows, note, tuple(totals))
