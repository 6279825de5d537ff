"""Budget movements: the award, allocations, variations, virements, plans and money movements.

One line a fact, so that Statement and Funding can add them up: ``Counted`` says whether the fact
was in force on the day the pack speaks of.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from exports.pack_data import PackData
from exports.profile import Masker
from exports.register import register
from exports.sheet import Column, Exposure, Kind, Sheet, Value
from grants.contract import Allocation, Contract, Virement

NAME: Final = "Budget movements"
OPEN = Exposure.OPEN
COLUMNS: Final = (
    Column("Kind", width=20, exposure=OPEN),
    Column("Reference", width=18),
    Column("Project", width=12, exposure=OPEN),
    Column("Head", width=12, exposure=OPEN),
    Column("Period", width=10, exposure=OPEN),
    Column("Amount", Kind.MONEY, 14, OPEN),
    Column("Counted", width=9, exposure=OPEN),
    Column("Requested or due on", Kind.DATE, 12, OPEN),
    Column("Requested by", width=26, exposure=Exposure.PERSON),
    Column("Approved or made on", Kind.DATE, 12, OPEN),
    Column("Approved by", width=26, exposure=Exposure.PERSON),
    Column("Effective on", Kind.DATE, 12, OPEN),
    Column("Reason or document", width=40, exposure=Exposure.NARRATIVE),
)
AWARD, AWARD_VARIATION = "Award", "Award variation"
ORIGINAL, VARIATION, VIREMENT = "Original allocation", "Variation allocation", "Virement"
CONSENT, PROFILE, COMMITMENT, FORECAST = "Consent", "Profile", "Commitment", "Forecast"
INSTALMENT, RECEIPT = "Instalment due", "Receipt"
ASKED_BACK, PAID_BACK = "Repayment requested", "Repayment paid"
CARRIED, MATCH = "Carry-forward in", "Match funding"
BUDGET_KINDS: Final = (ORIGINAL, VARIATION, VIREMENT)
Row = tuple[Value, ...]


def _row(  # noqa: PLR0913 - the columns of a row, by keyword
    kind: str,
    reference: str,
    amount: int | None,
    *,
    counted: bool,
    project: str = "",
    head: str = "",
    period: str = "",
    asked: tuple[date | None, str] = (None, ""),
    approved: tuple[date | None, str] = (None, ""),
    effective_on: date | None = None,
    words: str = "",
) -> Row:
    yes = "Yes" if counted else "No"
    return (kind, reference, project, head, period, amount, yes, *asked, *approved,
            effective_on, words)  # fmt: skip


def _reached(day: date | None, as_of: date) -> bool:
    return day is not None and day <= as_of


def _awards(contract: Contract, as_of: date) -> Iterator[Row]:
    yield _row(AWARD, contract.reference, contract.award, counted=True,
               approved=(contract.signed_on, ""), effective_on=contract.starts_on,
               words="As signed")  # fmt: skip
    standing = contract.award
    for variation in sorted(contract.variations, key=lambda v: (v.effective_from, v.number)):
        if variation.award is None:
            continue
        yield _row(AWARD_VARIATION, f"Variation {variation.number}", variation.award - standing,
                   counted=_reached(variation.effective_from, as_of),
                   approved=(variation.agreed_on, ""), effective_on=variation.effective_from,
                   words=variation.summary)  # fmt: skip
        standing = variation.award


def _allocations(contract: Contract, as_of: date) -> Iterator[Row]:
    def row(a: Allocation, number: int | None, agreed: date | None, start: date | None) -> Row:
        from_on = a.effective_from or start
        kind = ORIGINAL if number is None else VARIATION
        reference = a.decision if number is None else f"Variation {number}"
        return _row(kind, reference, a.amount, counted=number is None or _reached(from_on, as_of),
                    project=a.project, head=a.head, approved=(a.approved_on or agreed, ""),
                    effective_on=from_on, words=a.decision)  # fmt: skip

    for allocation in contract.allocations:
        yield row(allocation, allocation.variation, None, None)
    for variation in sorted(contract.variations, key=lambda v: v.number):
        for allocation in variation.allocations:
            yield row(allocation, variation.number, variation.agreed_on, variation.effective_from)


def _virements(contract: Contract, as_of: date) -> Iterator[Row]:
    def leg(v: Virement, project: str, head: str, amount: int) -> Row:
        effective = v.effective_on or v.approved_on
        return _row(VIREMENT, v.reference, amount, project=project, head=head,
                    counted=v.approved_on is not None and _reached(effective, as_of),
                    asked=(v.requested_on, v.requested_by),
                    approved=(v.approved_on, v.approved_by),
                    effective_on=v.effective_on, words=v.reason)  # fmt: skip

    for virement in contract.virements:
        yield leg(virement, virement.from_project, virement.from_head, -virement.amount)
        yield leg(virement, virement.to_project, virement.to_head, virement.amount)
    for consent in contract.consents:
        words = " · ".join(t for t in (f"Term {consent.term}", consent.document) if t)
        yield _row(CONSENT, consent.reference, consent.amount, counted=False,
                   project=consent.project, head=consent.head,
                   approved=(consent.given_on, contract.funder), effective_on=consent.from_on,
                   words=words)  # fmt: skip


def _plans(data: PackData) -> Iterator[Row]:
    contract, as_of = data.contract, data.as_of
    ended = {p.code for p in contract.periods if p.ends_on <= as_of}
    for planned in contract.profiles:
        yield _row(PROFILE, "", planned.amount, counted=planned.period in ended,
                   project=planned.project, head=planned.head, period=planned.period)  # fmt: skip
    for order in contract.commitments:
        is_open = not _reached(order.cleared_on, as_of)
        yield _row(COMMITMENT, order.order_no, order.amount,
                   counted=_reached(order.raised_on, as_of) and is_open, project=order.project,
                   head=order.head, approved=(order.raised_on, ""),
                   words="" if order.cleared_on is None else
                   f"Cleared {order.cleared_on:%d/%m/%Y}")  # fmt: skip
    newest: dict[tuple[str, str], date] = {}
    for f in contract.forecasts:
        if f.made_on <= as_of:
            key = (f.project, f.head)
            newest[key] = max(newest.get(key, f.made_on), f.made_on)
    for f in sorted(contract.forecasts, key=lambda f: (f.project, f.head, f.made_on)):
        yield _row(FORECAST, "", f.outturn, counted=newest.get((f.project, f.head)) == f.made_on,
                   project=f.project, head=f.head, approved=(f.made_on, ""))  # fmt: skip


def _cash(contract: Contract, as_of: date) -> Iterator[Row]:
    for i in contract.instalments:
        yield _row(INSTALMENT, f"Instalment {i.number}", i.amount,
                   counted=_reached(i.due_on, as_of), asked=(i.due_on, ""),
                   words=", ".join(i.requires))  # fmt: skip
    for r in contract.receipts:
        words = f"Instalment {r.instalment}" if r.instalment is not None else ""
        yield _row(RECEIPT, r.reference, r.amount, counted=_reached(r.received_on, as_of),
                   approved=(r.received_on, ""), words=words)  # fmt: skip
    for back in contract.repayments:
        yield _row(ASKED_BACK, "", back.amount, counted=_reached(back.requested_on, as_of),
                   asked=(back.requested_on, contract.funder), words=back.reason)  # fmt: skip
        if back.paid_on is not None:
            yield _row(PAID_BACK, "", back.amount, counted=_reached(back.paid_on, as_of),
                       approved=(back.paid_on, ""), words=back.reason)  # fmt: skip
    for c in contract.carry_forwards:
        yield _row(CARRIED, c.from_contract, c.amount, counted=True,
                   effective_on=contract.starts_on, words=c.consent)  # fmt: skip
    for m in contract.matches:
        words = f"{m.kind} {m.evidence}".strip()
        yield _row(MATCH, m.source, m.amount, counted=_reached(m.received_on, as_of),
                   approved=(m.received_on, ""), words=words)  # fmt: skip


def build(data: PackData, masker: Masker) -> Sheet:
    """The facts in groups: award, allocations, virements and consents, plans, money."""
    contract, as_of = data.contract, data.as_of
    rows = [*_awards(contract, as_of), *_allocations(contract, as_of),
            *_virements(contract, as_of), *_plans(data), *_cash(contract, as_of)]  # fmt: skip
    records = [(str(row[2]), row) for row in rows]
    note = (
        f"Every fact that budgets, plans and money rest on. Counted: in force on {as_of:%d/%m/%Y}. "
        "A virement stands twice, out and in; a consent moves nothing."
    )
    return register(NAME, COLUMNS, records, masker, note=note)
