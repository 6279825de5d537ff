"""The contract and its registers as dated, immutable facts; one class per table of the TOML form.

Money is whole pence. Field names are the keys of ``interfaces.md`` section 2 (``return_`` and
``from_`` where Python reserves the word). Blank optional text is ``""``; an unknown date is None.
A :class:`Contract` is what you get by reading all its facts; nothing here reads a clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

ParamValue = (
    str | int | bool | date | Decimal | tuple["ParamValue", ...] | Mapping[str, "ParamValue"]
)


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period of the contract, usually a quarter (``2017-Q1``)."""

    code: str
    starts_on: date
    ends_on: date
    return_due_on: date
    accounting_periods: tuple[str, ...]
    lead_due_on: date | None = None  # None: the same as return_due_on

    @property
    def leads_due_on(self) -> date:
        """When projects must have reported."""
        return self.lead_due_on or self.return_due_on


@dataclass(frozen=True, slots=True)
class Priority:
    """A priority of the partnership's plan."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class DeliveryGroup:
    """The multi-agency group that owns projects under a priority."""

    code: str
    title: str
    priority: str = ""


@dataclass(frozen=True, slots=True)
class BudgetHead:
    """A head of budget; ``subjectives`` map ledger codes to it (trailing ``*`` = prefix)."""

    code: str
    title: str
    overhead: bool = False
    capital: bool = False
    ring_fence: str = ""
    subjectives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """An approved project. ``sensitive`` masks its narrative outside the council."""

    code: str
    title: str
    priority: str = ""
    delivery_group: str = ""
    delivery_partner: str = ""
    lead: str = ""
    sensitive: bool = False
    safeguarding: bool = False
    approved_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Allocation:
    """Part of the award given to a project's head; ``variation``: the one that gave it."""

    project: str
    head: str
    amount: int
    approved_on: date | None = None
    decision: str = ""
    variation: int | None = None
    effective_from: date | None = None


@dataclass(frozen=True, slots=True)
class TermVersion:
    """One dated version of a term in this contract."""

    code: str
    clause: str
    wording: str = ""
    page: int | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    agreed_on: date | None = None
    confirmed_by: str = ""
    params: Mapping[str, ParamValue] = field(default_factory=dict)
    variation: int | None = None  # None: the contract as signed


@dataclass(frozen=True, slots=True)
class Variation:
    """A numbered, agreed change, effective from a date. ``award`` is a new total or None."""

    number: int
    agreed_on: date
    effective_from: date
    summary: str = ""
    award: int | None = None
    terms: tuple[TermVersion, ...] = ()
    allocations: tuple[Allocation, ...] = ()


@dataclass(frozen=True, slots=True)
class Consent:
    """The funder's written permission: term, scope, amount (of the excess) and the day given."""

    reference: str
    term: str
    given_on: date
    from_on: date | None = None
    to_on: date | None = None
    amount: int | None = None
    project: str = ""
    head: str = ""
    to_project: str = ""
    to_head: str = ""
    line_id: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Virement:
    """A movement of budget between heads: requested, approved, effective."""

    reference: str
    from_project: str
    from_head: str
    to_project: str
    to_head: str
    amount: int
    requested_on: date | None = None
    requested_by: str = ""
    approved_on: date | None = None
    approved_by: str = ""
    effective_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Instalment:
    """Money due from the funder. ``requires``: ``signed``, ``bank-details``, ``return:2017-Q1``."""

    number: int
    due_on: date
    amount: int
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money got from the funder."""

    received_on: date
    amount: int
    reference: str = ""
    instalment: int | None = None


@dataclass(frozen=True, slots=True)
class Repayment:
    """Money asked back by the funder, and when it was paid."""

    requested_on: date | None
    amount: int
    paid_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CarryForward:
    """An opening balance brought from an earlier contract, with its consent."""

    from_contract: str
    amount: int
    consent: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """Planned spend of a project's head in a period."""

    project: str
    head: str
    period: str
    amount: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """An expectation of a project's head's outturn, as it stood on a day."""

    project: str
    head: str
    made_on: date
    outturn: int


@dataclass(frozen=True, slots=True)
class Commitment:
    """Ordered, not yet received."""

    project: str
    head: str
    raised_on: date
    amount: int
    order_no: str = ""
    cleared_on: date | None = None


@dataclass(frozen=True, slots=True)
class ProjectReturn:
    """A project's return of a period: when, by whom, what it stated to date."""

    project: str
    period: str
    submitted_at: datetime | None = None  # aware
    prepared_by: str = ""
    reconciled_by: str = ""
    cumulative: Mapping[str, int] = field(default_factory=dict)  # head → stated to-date pence
    reasons: Mapping[str, str] = field(default_factory=dict)  # head → reason for variance


@dataclass(frozen=True, slots=True)
class QuarterReturn:
    """The quarter's return to the funder."""

    period: str
    certified_by: str = ""
    certified_at: datetime | None = None
    changed_at: datetime | None = None
    accepted_by: str = ""
    accepted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asset:
    """An item in the asset register."""

    reference: str
    line_id: str = ""
    description: str = ""
    serial: str = ""
    cost: int | None = None
    acquired_on: date | None = None
    location: str = ""
    custodian: str = ""
    grant_percent: Decimal | None = None
    disposed_on: date | None = None
    proceeds: int | None = None


@dataclass(frozen=True, slots=True)
class Procurement:
    """Quotes obtained, or a waiver, for a supplier over a span of time."""

    supplier: str
    title: str = ""
    from_on: date | None = None
    to_on: date | None = None
    quotes: int | None = None
    waiver: str = ""


@dataclass(frozen=True, slots=True)
class PartnerStatement:
    """A delivery partner's annual statement and undertaking."""

    partner: str
    year: str
    signed_on: date | None = None
    signed_by: str = ""
    undertaking: bool = False


@dataclass(frozen=True, slots=True)
class OnwardAgreement:
    """The signed agreement with a delivery partner for a project."""

    partner: str
    project: str
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Safeguarding:
    """Confirmation of checks for a project."""

    project: str
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True)
class MatchFunding:
    """Other funding counted alongside."""

    source: str
    kind: str
    amount: int
    received_on: date | None = None
    evidence: str = ""
    also_claimed: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """An indicator with targets and actuals by period."""

    project: str
    indicator: str
    unit: str = ""
    baseline: Decimal | None = None
    targets: Mapping[str, Decimal] = field(default_factory=dict)
    actuals: Mapping[str, Decimal] = field(default_factory=dict)
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declared interest of a person in a supplier."""

    person: str
    supplier: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class AuditReport:
    """An auditor's report on a year of the grant."""

    year: str
    received_on: date | None = None
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class Publicity:
    """Evidence that the funder's support was acknowledged."""

    project: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice to the funder: underspend, change or fraud."""

    kind: str
    subject: str = ""
    arose_on: date | None = None
    notified_on: date | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A post whose cost is claimed; ``claimed_percent_elsewhere`` under other funding."""

    reference: str
    title: str = ""
    fte: Decimal | None = None
    oncost_percent: Decimal | None = None
    claimed_percent_elsewhere: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """A signed agreement with everything recorded under it."""

    reference: str
    title: str
    funder: str
    accountable_body: str
    starts_on: date
    ends_on: date
    award: int  # as signed, pence; see award_on() for later variations
    partnership: str = ""
    kind: str = "grant"
    acts_as: str = "principal"
    statute: str = ""
    offered_on: date | None = None
    signed_on: date | None = None
    accept_by: date | None = None
    bank_details_on: date | None = None
    cost_centres: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    priorities: tuple[Priority, ...] = ()
    delivery_groups: tuple[DeliveryGroup, ...] = ()
    budget_heads: tuple[BudgetHead, ...] = ()
    projects: tuple[Project, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    terms: tuple[TermVersion, ...] = ()  # as signed; variations hold theirs
    variations: tuple[Variation, ...] = ()
    consents: tuple[Consent, ...] = ()
    virements: tuple[Virement, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    repayments: tuple[Repayment, ...] = ()
    carry_forwards: tuple[CarryForward, ...] = ()
    profiles: tuple[Profile, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    returns: tuple[ProjectReturn, ...] = ()
    quarters: tuple[QuarterReturn, ...] = ()
    assets: tuple[Asset, ...] = ()
    procurements: tuple[Procurement, ...] = ()
    partner_statements: tuple[PartnerStatement, ...] = ()
    onward_agreements: tuple[OnwardAgreement, ...] = ()
    safeguardings: tuple[Safeguarding, ...] = ()
    matches: tuple[MatchFunding, ...] = ()
    outputs: tuple[Output, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    audit_reports: tuple[AuditReport, ...] = ()
    publicities: tuple[Publicity, ...] = ()
    notices: tuple[Notice, ...] = ()
    posts: tuple[Post, ...] = ()

    def period(self, code: str) -> Period | None:
        """The period of that code, or None."""
        return next((p for p in self.periods if p.code == code), None)

    def project(self, code: str) -> Project | None:
        """The project of that code, or None."""
        return next((p for p in self.projects if p.code == code), None)

    def head(self, code: str) -> BudgetHead | None:
        """The budget head of that code, or None."""
        return next((h for h in self.budget_heads if h.code == code), None)

    def head_for(self, subjective: str) -> BudgetHead | None:
        """The head a ledger subjective maps to: exact or prefix ``*``, the longest match wins."""
        best: tuple[int, BudgetHead] | None = None
        for head in self.budget_heads:
            for pattern in head.subjectives:
                stem = pattern.removesuffix("*")
                fits = subjective.startswith(stem) if pattern != stem else subjective == stem
                if fits and (best is None or len(pattern) > best[0]):
                    best = (len(pattern), head)
        return best[1] if best else None

    def award_on(self, day: date) -> int:
        """The award in force on ``day``, after variations effective by then, in pence."""
        award = self.award
        for variation in sorted(self.variations, key=lambda v: (v.effective_from, v.number)):
            if variation.award is not None and variation.effective_from <= day:
                award = variation.award
        return award

    def all_allocations(self) -> tuple[Allocation, ...]:
        """Original allocations followed by those of variations, in order of number."""
        later = (a for v in sorted(self.variations, key=lambda v: v.number) for a in v.allocations)
        return (*self.allocations, *later)

    def term_versions(self, code: str) -> tuple[TermVersion, ...]:
        """All versions of a term: as signed, then by variation, ordered by ``effective_from``."""
        signed = [t for t in self.terms if t.code == code]
        varied = [t for v in self.variations for t in v.terms if t.code == code]
        return tuple(
            sorted(
                signed + varied,
                key=lambda t: (t.effective_from or date.min, t.variation or 0),
            )
        )

    def term_codes(self) -> tuple[str, ...]:
        """Every kind of term the contract uses, in the order first written."""
        codes = [t.code for t in self.terms]
        codes += [t.code for v in self.variations for t in v.terms]
        return tuple(dict.fromkeys(codes))
