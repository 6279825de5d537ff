"""The canonical ledger lines: keys, classes, codes and the raw row beside them, as columns."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Final

import polars as pl

from ledger.gl.base import TEXT_CLASSES, Format
from ledger.gl.body import Body
from ledger.gl.line import LEDGER_COLUMNS, LEDGER_DATES, LEDGER_INTEGERS, LEDGER_MONEY
from ledger.gl.sorting import Sorted
from ledger.require import require

ENTITY_LETTERS_MAX: Final = 3
_SEGMENTS_WITH_ENTITY: Final = 3
_ESCAPED: Final = r'["\\\x00-\x1f]'
_CONTENT: Final = (
    "cost_centre", "subjective", "project_code", "accounting_period", "posted_on", "invoice_on",
    "paid_on", "supplier_id", "supplier", "invoice_ref", "description", "amount",
)  # fmt: skip
_COPIED: Final = (
    "cost_centre", "subjective", "project_code", "transaction_no", "line_no", "supplier_id",
    "supplier", "invoice_ref", "description", "order_no", "capital_or_revenue",
)  # fmt: skip

SCHEMA: Final[Mapping[str, pl.DataType]] = {
    name: (
        pl.Date()
        if name in LEDGER_DATES
        else pl.Int64()
        if name in LEDGER_MONEY or name in LEDGER_INTEGERS
        else pl.String()
    )
    for name in LEDGER_COLUMNS
}


def lines_of(body: Body, found: Sorted) -> pl.DataFrame:
    """The canonical lines of one table, without occurrence numbers (see :func:`number_lines`)."""
    keep = found.is_line
    columns = {name: body.text(name).filter(keep) for name in _COPIED}
    _split_combination(body, keep, columns)
    amount = found.sums.amount.filter(keep)
    height = amount.len()
    columns["source_type"] = _source_type(body).filter(keep)
    columns["accounting_period"] = body.period.values.filter(keep).fill_null("")
    columns["journal_class"] = _classes(body.layout.format, columns, amount)
    for name in LEDGER_DATES:
        parsed = body.days.get(name)
        columns[name] = _nulls(height, pl.Date()) if parsed is None else parsed.values.filter(keep)
    for name in ("net", "vat", "gross"):
        money = found.sums.money.get(name)
        columns[name] = _nulls(height, pl.Int64()) if money is None else money.filter(keep)
    columns["amount"] = amount
    columns["source_row"] = body.numbers.filter(keep)
    columns["source_sheet"] = pl.Series([body.table.sheet]).new_from_index(0, height)
    columns["raw"] = _raw(body.frame.filter(keep))
    columns["ledger_key"] = _keys(body, keep, columns["transaction_no"])
    columns["occurrence"] = pl.Series([1], dtype=pl.Int64).new_from_index(0, height)
    return pl.DataFrame([columns[name].alias(name) for name in LEDGER_COLUMNS])


def number_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """Give keyless lines a key from their content, and every key its occurrence number."""
    lines = _content_keys(lines)
    require(not bool((lines["ledger_key"] == "").any()), "Every ledger line has a key.")
    if lines["ledger_key"].n_unique() == lines.height:
        return lines
    return lines.with_columns(
        pl.col("ledger_key").cum_count().over("ledger_key").cast(pl.Int64).alias("occurrence")
    )


def _content_keys(lines: pl.DataFrame) -> pl.DataFrame:
    keyless = lines["ledger_key"] == ""
    if not keyless.any():
        return lines
    content = lines.filter(keyless).select(
        pl.concat_str(
            [pl.col(name).cast(pl.String).fill_null("") for name in _CONTENT], separator="\x1f"
        )
    )
    seen: dict[str, int] = {}
    keys: list[str] = []
    for text in content.to_series():
        number = seen[text] = seen.get(text, 0) + 1
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        keys.append(f"content-{digest}-{number}")
    return lines.with_columns(
        lines["ledger_key"].scatter(keyless.arg_true(), keys).alias("ledger_key")
    )


def _keys(body: Body, keep: pl.Series, transaction: pl.Series) -> pl.Series:
    parts = [name for name in body.layout.format.key if name in body.texts]
    if "transaction_no" not in parts:
        return pl.Series([""]).new_from_index(0, transaction.len())
    columns = {name: body.texts[name].filter(keep) for name in parts}
    joined = pl.DataFrame(columns).select(
        pl.concat_str(
            [pl.when(pl.col(name) != "").then(pl.col(name)) for name in parts],
            separator="-",
            ignore_nulls=True,
        )
    )
    blank = pl.Series([""]).new_from_index(0, transaction.len())
    return joined.to_series().fill_null("").zip_with(transaction != "", blank)


def _source_type(body: Body) -> pl.Series:
    kind = body.text("source_type")
    if "category" not in body.texts:
        return kind
    both = pl.DataFrame({"kind": kind, "category": body.texts["category"]})
    filled = [pl.when(pl.col(name) != "").then(pl.col(name)) for name in both.columns]
    return (
        both.select(pl.concat_str(filled, separator="/", ignore_nulls=True))
        .to_series()
        .fill_null("")
    )


def _classes(chosen: Format, columns: Mapping[str, pl.Series], amount: pl.Series) -> pl.Series:
    kinds = columns["source_type"]
    unique = kinds.unique()
    by_kind = {kind: chosen.class_of_type(kind) for kind in unique}
    typed = kinds.replace_strict(
        list(by_kind), list(by_kind.values()), default="", return_dtype=pl.String
    )
    frame = pl.DataFrame({
        "typed": typed,
        "text": columns["description"],
        "supplier": columns["supplier"],
        "amount": amount,
    })  # fmt: skip
    return frame.select(_class_expression(credit_by_sign=chosen.credit_by_sign)).to_series()


def _class_expression(*, credit_by_sign: bool) -> pl.Expr:
    text, is_negative = pl.col("text"), pl.col("amount") < 0
    by_text = pl.lit("")
    for rule, name in reversed(TEXT_CLASSES):
        by_text = pl.when(text.str.contains(f"(?i){rule}")).then(pl.lit(name)).otherwise(by_text)
    by_text = (
        pl.when((by_text == "accrual") & is_negative)
        .then(pl.lit("accrual-reversal"))
        .otherwise(by_text)
    )
    if not credit_by_sign:
        return pl.when(pl.col("typed") != "").then(pl.col("typed")).otherwise(by_text)
    invoice = pl.when(is_negative).then(pl.lit("credit-note")).otherwise(pl.lit("invoice"))
    return (
        pl.when(pl.col("typed") == "invoice")
        .then(invoice)
        .when(pl.col("typed") != "")
        .then(pl.col("typed"))
        .when(pl.col("supplier") != "")
        .then(invoice)
        .otherwise(by_text)
    )


def _split_combination(body: Body, keep: pl.Series, columns: dict[str, pl.Series]) -> None:
    """Cost centre, subjective and project out of ``01.04410.4321.000``, where not given apart."""
    if "account_combination" not in body.texts:
        return
    whole = body.texts["account_combination"].filter(keep)
    split = {text: _segments(text) for text in whole.unique()}
    for place, name in enumerate(("cost_centre", "subjective", "project_code")):
        if name not in body.texts:
            parts = [segments[place] for segments in split.values()]
            columns[name] = whole.replace_strict(
                list(split), parts, default="", return_dtype=pl.String
            )


def _segments(text: str) -> tuple[str, str, str]:
    parts = [part.strip() for part in re.split(r"[.\-]", text)]
    if len(parts) >= _SEGMENTS_WITH_ENTITY and len(parts[0]) <= ENTITY_LETTERS_MAX:
        parts = parts[1:]
    centre, subjective, project = (*parts, "", "", "")[:3]
    if len(parts) == 1:
        centre, subjective = "", centre
    return centre, subjective, "" if project.strip("0") == "" else project


def _raw(frame: pl.DataFrame) -> pl.Series:
    """Each row as a JSON list of its texts, as ``json.dumps`` writes it."""
    cells = [pl.col(name) for name in frame.columns]
    joined = pl.concat_str([pl.lit('["'), pl.concat_str(cells, separator='", "'), pl.lit('"]')])
    raw = frame.select(joined.alias("raw")).to_series()
    # Quotation marks, backslashes and control characters need escapes: such rows one by one.
    needs = frame.select(pl.concat_str(cells).str.contains(_ESCAPED)).to_series()
    if not needs.any():
        return raw
    rows = [json.dumps(row, ensure_ascii=False) for row in frame.filter(needs).iter_rows()]
    return raw.scatter(needs.arg_true(), rows)


def _nulls(height: int, dtype: pl.DataType) -> pl.Series:
    return pl.Series([None], dtype=dtype).new_from_index(0, height)
