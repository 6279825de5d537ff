"""Quarterly return: what the contract's Annex A asks of the accountable body each period."""

from exports.audit_pack_sheets import (
    budget,
    funding,
    not_claimed,
    prior,
    registers,
    statement,
    trail,
    transactions,
)
from exports.audit_pack_sheets import reconciliation as ledger_statement
from exports.base import pack
from exports.formula import Lines
from exports.lines import in_period, of_earlier_periods
from exports.pack_data import PackData
from exports.sheet import Workbook


@pack(name="quarterly-return", title="Quarterly return to the funder")
def build(data: PackData) -> Workbook:
    """Statement, funding, outputs and certificate first; then the lines they rest on."""
    masker = data.masker()
    now, earlier = in_period(data), of_earlier_periods(data)
    ledger, carried = transactions.carried(data, now)
    spent = transactions.build(data, now, ledger, masker, rows_max=transactions.ROWS_MAX)
    moved = budget.build(data, masker)
    before, accrued = (
        prior.build_prior(now, earlier, masker),
        prior.build_accruals(now, earlier, masker),
    )
    sources = statement.Sources(Lines(spent), Lines([before]), Lines([accrued]), Lines([moved]))
    stated = statement.build(data, sources, masker)
    missed = not_claimed.build(data, carried, masker)
    agreed = ledger_statement.build(data, Lines(spent), Lines([missed]), masker)
    sheets = (
        stated,
        funding.build(data, Lines([moved]), stated, masker),
        registers.outputs(data, masker),
        trail.build_certificate(data, stated, agreed, masker),
        agreed,
        *spent,
        missed,
        moved,
        accrued,
        before,
    )
    title = f"Quarterly return {data.contract.reference} {data.period_title}"
    return Workbook(title, data.cut_off.date(), sheets, data.marking)
