"""Both sides of a reconciliation as polars tables with short row numbers, from plain arrays.

Every tie is decided in the fixed order of the product (accounting period, posting date, ledger key,
line id), so the order in which rows arrived never matters. Lines are numbered in that order. The
ledger may be a whole council's and is not sorted: ``in_order`` sorts the few rows a step looks at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from ledger.gl.line import NOT_ACTUALS
from ledger.reconciliation.scope import WHOLE, LedgerScope
from ledger.reconciliation.wording import supplier_name

Values = np.ndarray[Any, Any] | list[Any] | pl.Series
Columns = Mapping[str, Values]
"""Column name → values: text as ``str``, whole numbers as ``int64`` (masked where not known), days
as ``datetime64`` (``NaT`` where not known)."""

LINE_TEXT: Final = (
    "line_id", "project", "head", "period", "supplier", "invoice_ref", "description", "category",
    "cost_centre", "subjective", "ledger_key", "journal_class", "accounting_period",
)  # fmt: skip
LINE_NUMBERS: Final = ("net", "vat", "gross", "claimed", "percent")
LINE_DAYS: Final = ("posted_on", "incurred_on")
LEDGER_TEXT: Final = (
    "ledger_key", "cost_centre", "subjective", "project_code", "accounting_period",
    "transaction_no", "journal_class", "supplier", "invoice_ref", "description", "order_no",
)  # fmt: skip
LEDGER_NUMBERS: Final = ("occurrence", "vat", "amount")
LEDGER_DAYS: Final = ("posted_on", "invoice_on")
LINE_ORDER: Final = ("accounting_period", "posted_on", "ledger_key", "line_id")
LEDGER_ORDER: Final = (
    "accounting_period", "posted_on", "ledger_key", "occurrence", "amount",
)  # fmt: skip
"""A ledger key with its occurrence names one row, so this order leaves no two rows equal."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The two numbered sides.

    ``lines``: ``LINE_*`` columns, ``l`` (row number in the fixed order), ``line_period``.
    ``ledger``: ``LEDGER_*`` columns, ``g`` (row number as it came), ``ledger_period`` (reporting
    period, blank when its accounting period belongs to none), ``in_scope`` (mapped cost centre),
    ``actual`` (not excluded by nature). Both have ``named``, the supplier's name in one form, and
    ``n``, a number for it that is null where no supplier is named. An amount the extract does not
    have counts as 0.
    """

    lines: pl.DataFrame
    ledger: pl.DataFrame


def build_tables(claims: Columns, ledger: Columns, scope: LedgerScope) -> Tables:
    """Number both sides and mark what belongs to the scope."""
    lines = _table(claims, LINE_TEXT, LINE_NUMBERS, LINE_DAYS).sort(LINE_ORDER)
    period = pl.col("period") if scope.periods else pl.lit(WHOLE)
    lines = lines.with_columns(line_period=period).with_row_index("l")
    book = _table(ledger, LEDGER_TEXT, LEDGER_NUMBERS, LEDGER_DAYS)
    book = book.with_columns(
        amount=pl.col("amount").fill_null(0),
        ledger_period=_reporting_period(scope),
        in_scope=pl.col("cost_centre").is_in(list(scope.cost_centres))
        if scope.cost_centres
        else pl.lit(value=True),
        actual=~pl.col("journal_class").is_in(sorted(NOT_ACTUALS)),
    ).with_row_index("g")
    return _with_names(lines, book)


def _with_names(lines: pl.DataFrame, ledger: pl.DataFrame) -> Tables:
    """Bring suppliers to one form, each distinct text once, and number the names."""
    texts = pl.concat([lines.select("supplier"), ledger.select("supplier")]).unique()
    texts = texts.with_columns(named=supplier_name("supplier"))
    numbers = texts.filter(pl.col("named") != "").select("named").unique().with_row_index("n")
    texts = texts.join(numbers, on="named", how="left")
    return Tables(
        lines.join(texts, on="supplier", how="left", maintain_order="left"),
        ledger.join(texts, on="supplier", how="left", maintain_order="left"),
    )


def in_order(ledger: pl.DataFrame) -> pl.DataFrame:
    """Ledger rows in the fixed order, with their place in it as ``o``."""
    return ledger.sort(LEDGER_ORDER).with_row_index("o")


def rows_at(frame: pl.DataFrame, numbers: pl.Series, *columns: str) -> pl.DataFrame:
    """The named columns of the rows with these numbers, in their order (``None`` stays null)."""
    return frame.select(pl.col(columns).gather(numbers))


def _reporting_period(scope: LedgerScope) -> pl.Expr:
    months = scope.by_accounting_period()
    if not months:
        return pl.lit(WHOLE)
    return pl.col("accounting_period").replace_strict(
        list(months), list(months.values()), default="", return_dtype=pl.String
    )


def _table(
    columns: Columns, text: tuple[str, ...], numbers: tuple[str, ...], days: tuple[str, ...]
) -> pl.DataFrame:
    series = [pl.Series(name, columns[name], dtype=pl.String) for name in text]
    series += [_numbers(name, columns[name]) for name in numbers]
    series += [pl.Series(name, columns[name]).cast(pl.Date) for name in days]
    return pl.DataFrame(series)


def _numbers(name: str, values: Values) -> pl.Series:
    if not isinstance(values, np.ma.MaskedArray):
        return pl.Series(name, values, dtype=pl.Int64)
    known = pl.Series(~np.ma.getmaskarray(values))
    return pl.select(pl.when(known).then(pl.Series(values.data)).alias(name)).to_series()
