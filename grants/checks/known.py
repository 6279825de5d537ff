"""A contract as it was known on a day: facts agreed, given or recorded later are left out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from grants.contract import Contract

_KNOWN_BY: Final[dict[str, Callable[[Any], date | datetime | None]]] = {
    "allocations": lambda a: a.approved_on,
    "terms": lambda t: t.agreed_on,
    "variations": lambda v: v.agreed_on,
    "consents": lambda c: c.given_on,
    "virements": lambda v: v.approved_on or v.requested_on or v.effective_on,
    "receipts": lambda r: r.received_on,
    "repayments": lambda r: r.requested_on,
    "forecasts": lambda f: f.made_on,
    "commitments": lambda c: c.raised_on,
    "assets": lambda a: a.acquired_on,
    "partner_statements": lambda s: s.signed_on,
    "onward_agreements": lambda o: o.signed_on,
    "safeguardings": lambda s: s.confirmed_on,
    "matches": lambda m: m.received_on,
    "audit_reports": lambda a: a.received_on,
    "notices": lambda n: n.arose_on,
}


def known_at(contract: Contract, day: date | None) -> Contract:
    """The contract without what came after ``day`` (None: everything is known).

    A fact without a date stays: nobody says that it was unknown then. A variation hides with all
    it brings; a term that a later variation brought is not known before it.
    """
    if day is None:
        return contract
    kept: dict[str, Any] = {
        name: tuple(fact for fact in getattr(contract, name) if not _later(when(fact), day))
        for name, when in _KNOWN_BY.items()
    }
    kept["returns"] = tuple(
        replace(r, submitted_at=None, reconciled_by="", cumulative={}, reasons={})
        if _later(r.submitted_at, day)
        else r
        for r in contract.returns
    )
    kept["quarters"] = tuple(
        replace(
            q,
            certified_at=None if _later(q.certified_at, day) else q.certified_at,
            certified_by="" if _later(q.certified_at, day) else q.certified_by,
            changed_at=None if _later(q.changed_at, day) else q.changed_at,
            accepted_at=None if _later(q.accepted_at, day) else q.accepted_at,
            accepted_by="" if _later(q.accepted_at, day) else q.accepted_by,
        )
        for q in contract.quarters
    )
    for name in ("offered_on", "signed_on", "bank_details_on"):
        if _later(getattr(contract, name), day):
            kept[name] = None
    kept["variations"] = tuple(
        replace(v, terms=tuple(t for t in v.terms if not _later(t.agreed_on, day)))
        for v in kept["variations"]
    )
    return replace(contract, **kept)


def _later(fact: date | datetime | None, day: date) -> bool:
    if fact is None:
        return False
    return (fact.date() if isinstance(fact, datetime) else fact) > day
