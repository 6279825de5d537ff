"""An instalment is received only after what it requires.

Usual wording: "Payment is conditional on a signed agreement, bank details and acceptance of the
return for the preceding quarter" (S8, S9, S22; T22). Required on the day the money came: the
agreement signed, bank details given, the quarter's return accepted by the funder.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from grants.checks.returning import LONDON
from grants.contract import Contract, Instalment, Receipt
from grants.terms.base import (
    Facts,
    Judgement,
    Params,
    Scope,
    Verdict,
    days_column,
    one_row,
    term,
)

SIGNED: Final = "signed"
BANK_DETAILS: Final = "bank-details"
RETURN: Final = "return:"


@dataclass(frozen=True, slots=True)
class _Paid:
    """An instalment with one receipt of it, or without any; or a receipt of no instalment."""

    instalment: Instalment | None
    receipt: Receipt | None
    open: str = ""  # requirements not met, in words
    unknown: str = ""  # requirements of which nothing is recorded


@term(
    code="instalment-precondition",
    number=22,
    title="preconditions of instalments",
    scope=Scope.CONTRACT,
    judged_on="due_on",
    verdicts=(Verdict.BREACH, Verdict.WARN, Verdict.NOT_RUN),
)
def judge(_lines: pd.DataFrame, _p: Params, facts: Facts) -> Judgement:
    """One item for each instalment and receipt of it, and for each receipt of no instalment."""
    rows = _rows(facts)
    items = _items(rows, facts)
    is_due = [
        row.instalment is not None and row.receipt is None and row.instalment.due_on <= facts.as_of
        for row in rows
    ]
    return (
        Judgement(items)
        .breach(
            _mask([r.receipt is not None and bool(r.open) for r in rows], items),
            "instalment {number} of {amount:pounds} was received on {day}, and this was still "
            "open: {open}.",
            "Do not use the money until it is met, or ask the funder to agree it afterwards.",
        )
        .not_run(
            _mask([r.instalment is None for r in rows], items),
            "{amount:pounds} was received on {day}, and the receipt does not say which instalment "
            "it is of.",
            "Put the number of the instalment on the receipt.",
        )
        .not_run(
            _mask(
                [bool(r.unknown) and (d or r.receipt is not None)
                 for r, d in zip(rows, is_due, strict=True)], items,
            ),
            "instalment {number} requires what nothing is recorded about: {unknown}.",
            "Record the day (signed_on and bank_details_on of the contract, accepted_at of the "
            "[[quarter]]).",
        )
        .warn(
            _mask([d and bool(r.open) for r, d in zip(rows, is_due, strict=True)], items),
            "instalment {number} of {amount:pounds} was due on {day}, and this is still open: "
            "{open}.",
            "Meet what is open, then claim the instalment.",
        )
    )  # fmt: skip


def _mask(answers: list[bool], items: pd.DataFrame) -> pd.Series:
    """One answer per item; the row of a contract without instalments and receipts passes."""
    return pd.Series(answers or [False] * len(items), dtype="bool")


def _rows(facts: Facts) -> list[_Paid]:
    contract, today = facts.contract, facts.as_of
    receipts = sorted(
        (r for r in contract.receipts if r.amount > 0 and r.received_on <= today),
        key=lambda r: (r.received_on, r.reference),
    )
    rows: list[_Paid] = []
    for instalment in sorted(contract.instalments, key=lambda i: (i.due_on, i.number)):
        mine: list[Receipt | None] = [r for r in receipts if r.instalment == instalment.number]
        for receipt in mine or [None]:
            on = today if receipt is None else receipt.received_on
            rows.append(
                _Paid(
                    instalment,
                    receipt,
                    _in_words(instalment, contract, on, met=False),
                    _in_words(instalment, contract, on, met=None),
                )
            )
    return rows + [_Paid(None, r) for r in receipts if r.instalment is None]


def _in_words(instalment: Instalment, contract: Contract, on: date, *, met: bool | None) -> str:
    """The requirements of which it is so: met, not met, or (None) not known."""
    words = [w for w in instalment.requires if _is_met(w, contract, on) is met]
    return ", ".join(
        {SIGNED: "the agreement signed", BANK_DETAILS: "bank details given"}.get(
            word, f"the return of {word.removeprefix(RETURN)} accepted by the funder"
        )
        for word in words
    )


def _is_met(word: str, contract: Contract, on: date) -> bool | None:
    """Whether a requirement was met on a day; None where nothing of the sort is recorded."""
    if word in (SIGNED, BANK_DETAILS):
        day = contract.signed_on if word == SIGNED else contract.bank_details_on
        return None if day is None else day <= on
    if not contract.quarters:
        return None
    accepted = [
        q.accepted_at.astimezone(LONDON).date()
        for q in contract.quarters
        if q.period == word.removeprefix(RETURN) and q.accepted_at is not None
    ]
    return any(day <= on for day in accepted)


def _items(rows: list[_Paid], facts: Facts) -> pd.DataFrame:
    """Rows to judge; the day concerned is that of the money, else that on which it is due."""
    if not rows:
        return one_row(facts.contract.reference, facts.as_of, number=0, amount=0, day=None,
                       open="nothing", unknown="nothing", at_risk=0)  # fmt: skip
    due = [r.instalment.due_on if r.instalment else None for r in rows]
    came = [r.receipt.received_on if r.receipt else None for r in rows]
    amounts = [r.receipt.amount if r.receipt else None for r in rows]
    planned = [r.instalment.amount if r.instalment else 0 for r in rows]
    return pd.DataFrame(
        {
            "subject": [facts.contract.reference] * len(rows),
            "judged_on": days_column([d or c for d, c in zip(due, came, strict=True)]),
            "consent_on": days_column([c or d for d, c in zip(due, came, strict=True)]),
            "day": days_column([c or d for d, c in zip(due, came, strict=True)]),
            "number": [r.instalment.number if r.instalment else 0 for r in rows],
            "amount": [p if a is None else a for a, p in zip(amounts, planned, strict=True)],
            "at_risk": [a or 0 for a in amounts],
            "open": pd.Series([r.open or "nothing" for r in rows], dtype=object),
            "unknown": pd.Series([r.unknown or "nothing" for r in rows], dtype=object),
        }
    )
