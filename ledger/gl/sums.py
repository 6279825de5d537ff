"""The amount of each row: which column it comes from and which sign it has.

Expenditure is positive, income and credit negative. A signed amount wins; a debit or credit
indicator gives the sign only where the whole column has none, and otherwise checks it.
"""

from dataclasses import dataclass, field

import polars as pl

from ledger.gl.body import CREDIT, DEBIT, Body


@dataclass(slots=True)
class Sums:
    """``amount`` in pence, null where the row has none or it could not be read.

    ``money`` are the net, VAT and gross columns with their signs; ``unclear`` marks rows whose sign
    cannot be told.
    """

    amount: pl.Series
    money: dict[str, pl.Series]
    unclear: pl.Series
    notes: list[str] = field(default_factory=list)


def sums_of(body: Body, is_bare: pl.Series) -> Sums:
    """Work out every row's amount. ``is_bare`` rows (totals, notes) do not decide about signs."""
    money = {name: parsed.values for name, parsed in body.money.items()}
    never = pl.Series([False]).new_from_index(0, body.height)
    fields = body.layout.amount_fields
    if fields == ("debit", "credit"):
        amount, notes = _pair(money, is_bare)
        return Sums(amount, money, never, notes)
    primary = money[fields[0]]
    if "indicator" not in body.texts:
        return Sums(primary, money, never)
    return _indicated(body, money, primary, is_bare)


def _pair(money: dict[str, pl.Series], is_bare: pl.Series) -> tuple[pl.Series, list[str]]:
    debit, credit = money["debit"], money["credit"]
    has_any = debit.is_not_null() | credit.is_not_null()
    given = credit.filter(~is_bare).drop_nulls()
    given = given.filter(given != 0)
    is_signed = given.len() > 0 and bool((given < 0).all())
    notes = []
    if is_signed:
        notes.append("Every credit is printed as a negative number; they were taken as they stand.")
    zero = credit.fill_null(0)
    amount = debit.fill_null(0) + zero if is_signed else debit.fill_null(0) - zero
    nothing = pl.Series([None], dtype=pl.Int64).new_from_index(0, amount.len())
    return amount.zip_with(has_any, nothing), notes


def _indicated(
    body: Body, money: dict[str, pl.Series], primary: pl.Series, is_bare: pl.Series
) -> Sums:
    indicator = body.texts["indicator"].str.to_uppercase()
    is_credit, is_debit = indicator.is_in(CREDIT), indicator.is_in(DEBIT)
    never = pl.Series([False]).new_from_index(0, body.height)
    is_signed = bool((primary.filter(~is_bare) < 0).any())
    if is_signed:
        against = ((is_credit & (primary > 0)) | (is_debit & (primary < 0))).fill_null(value=False)
        count = int((against & ~is_bare).sum())
        notes = []
        if count:
            first = body.numbers.filter(against & ~is_bare)[0]
            notes.append(
                f"{count} rows carry a sign that contradicts their debit or credit mark"
                f" (first: row {first}); the signed amount was taken."
            )
        return Sums(primary, money, never, notes)
    flipped = {name: column.zip_with(~is_credit, -column) for name, column in money.items()}
    unclear = ~(is_credit | is_debit) & ~is_bare & primary.is_not_null() & (primary != 0)
    unclear = unclear.fill_null(value=False)
    nothing = pl.Series([None], dtype=pl.Int64).new_from_index(0, body.height)
    amount = primary.zip_with(~is_credit, -primary).zip_with(~unclear, nothing)
    return Sums(amount, flipped, unclear)
