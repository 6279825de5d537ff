"""All sheets of the audit pack put together in their promised order."""

from exports.audit_pack_sheets import (
    budget,
    checks,
    cover,
    funding,
    not_claimed,
    prior,
    reconciliation,
    registers,
    statement,
    trail,
    transactions,
)
from exports.audit_pack_sheets.cover_checks import Parts
from exports.formula import Lines
from exports.lines import in_period, of_earlier_periods
from exports.pack_data import PackData
from exports.sheet import Sheet


def sheets(data: PackData, *, rows_max: int = transactions.ROWS_MAX) -> tuple[Sheet, ...]:
    """The eighteen sheets, and ``Transactions 2`` … when there are more than ``rows_max`` lines."""
    masker = data.masker()
    now, earlier = in_period(data), of_earlier_periods(data)
    ledger, carried = transactions.carried(data, now)
    spent = transactions.build(data, now, ledger, masker, rows_max=rows_max)
    missed = not_claimed.build(data, carried, masker)
    moved = budget.build(data, masker)
    before = prior.build_prior(now, earlier, masker)
    accrued = prior.build_accruals(now, earlier, masker)
    judged = checks.build_checks(data, masker)
    tables = {
        transactions.NAME: Lines(spent),
        prior.PRIOR: Lines([before]),
        prior.ACCRUALS: Lines([accrued]),
        budget.NAME: Lines([moved]),
        checks.CHECKS: Lines([judged]),
        "Findings": Lines([judged], 1),
    }
    sources = statement.Sources(
        tables[transactions.NAME], tables[prior.PRIOR], tables[prior.ACCRUALS], tables[budget.NAME]
    )
    stated = statement.build(data, sources, masker)
    agreed = reconciliation.build(data, tables[transactions.NAME], Lines([missed]), masker)
    others = (
        stated,
        funding.build(data, tables[budget.NAME], stated, masker),
        *spent,
        agreed,
        missed,
        judged,
        checks.build_exceptions(data, masker),
        moved,
        accrued,
        registers.assets(data, masker),
        registers.procurement(data, masker),
        registers.partners(data, masker),
        registers.outputs(data, masker),
        registers.evidence(data, masker),
        before,
        trail.build_trail(data, masker),
        trail.build_certificate(data, stated, agreed, masker),
    )
    return cover.build(data, Parts(others, tables), masker)
