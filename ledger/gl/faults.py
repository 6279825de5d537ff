"""What makes a row unreadable: amounts, days, periods, destroyed numbers, shifted cells."""

from typing import Final

import polars as pl

from ledger.gl.body import Body, shown_period
from ledger.gl.line import LEDGER_DATES
from ledger.gl.outcome import Fault
from ledger.gl.sums import Sums

_LOST: Final = r"^[0-9](?:\.[0-9]+)?[Ee]\+[0-9]+$"
_ERROR: Final = r"^#(?:REF!|N/A|NAME\?|DIV/0!|VALUE!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)"
_IDENTIFIERS: Final = (
    "transaction_no", "line_no", "batch", "company", "account_combination", "cost_centre",
    "subjective", "project_code", "supplier_id", "supplier", "invoice_ref", "order_no",
)  # fmt: skip


def faults_of(body: Body, sums: Sums) -> dict[int, Fault]:
    """The first fault of each faulty row, by its index in the body."""
    found: dict[int, Fault] = {}
    _wide_rows(body, found)
    for name, parsed in (*body.money.items(), *((n, body.days.get(n)) for n in LEDGER_DATES)):
        if parsed is not None and parsed.faults:
            for at in parsed.is_faulty.arg_true():
                text = parsed.texts[at]
                found.setdefault(at, Fault(name, text, parsed.faults[text]))
    for name in _IDENTIFIERS:
        if name in body.texts:
            _lost(name, body.texts[name], found)
    for at in body.period.is_faulty.arg_true():
        text = body.period.texts[at]
        fault = Fault("accounting_period", shown_period(text), body.period.faults[text])
        found.setdefault(at, fault)
    for at in sums.unclear.arg_true():
        reason = (
            "The amounts carry no sign and this mark is neither debit nor credit."
            " Write S, D or DR for debit, H, C or CR for credit."
        )
        found.setdefault(at, Fault("indicator", body.texts["indicator"][at], reason))
    return found


def no_amount(body: Body) -> Fault:
    """The fault of a row that names a transaction, day or supplier and has no amount."""
    return Fault(
        body.layout.amount_fields[0],
        "",
        "The row names a transaction, date or supplier but has no amount."
        " Enter the amount, or 0.00.",
    )


def _wide_rows(body: Body, found: dict[int, Fault]) -> None:
    """Rows of a text file with cells beyond the header: an unquoted delimiter shifted them."""
    if body.table.sheet:
        return
    last = max(at for at, text in enumerate(body.layout.texts) if text.strip())
    beyond = body.frame.columns[last + 1 :]
    if not beyond:
        return
    is_wide = body.frame.select(
        pl.any_horizontal(pl.col(name).str.strip_chars() != "" for name in beyond)
    ).to_series()
    if int(is_wide.sum()) * 2 > body.height:
        return  # most rows have it: an unnamed column, not a shift
    for at in is_wide.arg_true():
        cells = [text for text in body.frame.row(at)[last + 1 :] if text.strip()]
        reason = (
            f"The row has more cells than the header has headings ({last + 1}). A text probably"
            " holds the delimiter without quotation marks, so its amounts may have moved."
            " Quote the text or export again."
        )
        found[at] = Fault(f"+{body.table.places[last + 1]}", cells[0], reason)


def _lost(name: str, column: pl.Series, found: dict[int, Fault]) -> None:
    # A supplier's name may begin with an equals sign; a code never does.
    marks = _ERROR if name == "supplier" else f"{_LOST}|{_ERROR}|^=."
    for at in column.str.contains(marks).arg_true():
        text = column[at]
        if text.startswith("#"):
            reason = f"The cell holds the spreadsheet error {text}. Correct the formula."
        elif text.startswith("="):
            reason = (
                "The cell holds a formula without a stored result."
                " Open the file in Excel, let it calculate, save it and send it again."
            )
        else:
            reason = (
                "A spreadsheet has shortened the number to scientific notation; its last digits"
                " are lost. Format the column as text and export again."
            )
        found.setdefault(at, Fault(name, text, reason))
