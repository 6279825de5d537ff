"""The tables of the contract file and their keys (the full form), as data.

The agreement itself stands first, the registers kept under it after. A new register is one more
entry here and one dataclass in ``grants.contract``; reader, writer and facts follow.
"""

from dataclasses import replace
from typing import Final

from grants.contract import (
    Allocation,
    BudgetHead,
    Consent,
    Contract,
    DeliveryGroup,
    Period,
    Priority,
    Project,
    TermVersion,
    Variation,
)
from grants.contract_file.keys import Form, Key, Sign, Table
from grants.contract_file.registers import REGISTERS

_CLAUSE = "A finding cites the clause it rests on; without one nobody can look it up."
_GOVERNS = "Without the date nobody can say which spend the term governs."
_KNOWN = "Without the date nobody can say whether the term was known when money was spent."

CONTRACT: Final = Table(
    "contract",
    Contract,
    "",
    (
        Key("reference", Form.CODE, required=True),
        Key("title", required=True),
        Key("funder", required=True),
        Key("accountable_body", required=True),
        Key("partnership"),
        Key("kind", choices=("grant", "contract")),
        Key("acts_as", choices=("principal", "agent")),
        Key("statute"),
        Key("offered_on", Form.DATE),
        Key("signed_on", Form.DATE),
        Key("accept_by", Form.DATE),
        Key("bank_details_on", Form.DATE),
        Key("starts_on", Form.DATE, required=True),
        Key("ends_on", Form.DATE, required=True),
        Key("award", Form.MONEY, required=True, sign=Sign.POSITIVE),
        Key("cost_centres", Form.TEXTS),
    ),
    identity=("reference",),
    completable=(
        "partnership", "statute", "offered_on", "signed_on", "accept_by", "bank_details_on",
    ),
    spans=(("starts_on", "ends_on"), ("offered_on", "accept_by")),
)  # fmt: skip

PERIOD: Final = Table(
    "period",
    Period,
    "periods",
    (
        Key("code", Form.CODE, required=True),
        Key("starts_on", Form.DATE, required=True),
        Key("ends_on", Form.DATE, required=True),
        Key("return_due_on", Form.DATE, required=True),
        Key("lead_due_on", Form.DATE),
        Key("accounting_periods", Form.ACCOUNTING_PERIODS, required=True),
    ),
    identity=("code",),
    is_required=True,
    near=(("starts_on",),),
    spans=(("starts_on", "ends_on"),),
)

PRIORITY: Final = Table(
    "priority",
    Priority,
    "priorities",
    (Key("code", Form.CODE, required=True), Key("title", required=True)),
    identity=("code",),
    near=(("title",),),
)

DELIVERY_GROUP: Final = Table(
    "delivery_group",
    DeliveryGroup,
    "delivery_groups",
    (
        Key("code", Form.CODE, required=True),
        Key("title", required=True),
        Key("priority", Form.CODE, refers="priority"),
    ),
    identity=("code",),
    near=(("title",),),
    completable=("priority",),
)

BUDGET_HEAD: Final = Table(
    "budget_head",
    BudgetHead,
    "budget_heads",
    (
        Key("code", Form.CODE, required=True),
        Key("title", required=True),
        Key("overhead", Form.FLAG),
        Key("capital", Form.FLAG),
        Key("ring_fence"),
        Key("subjectives", Form.TEXTS),
    ),
    identity=("code",),
    is_required=True,
    near=(("title",),),
)

PROJECT: Final = Table(
    "project",
    Project,
    "projects",
    (
        Key("code", Form.CODE, required=True),
        Key("title", required=True),
        Key("priority", Form.CODE, refers="priority"),
        Key("delivery_group", Form.CODE, refers="delivery_group"),
        Key("delivery_partner"),
        Key("lead"),
        Key("sensitive", Form.FLAG),
        Key("safeguarding", Form.FLAG),
        Key("approved_on", Form.DATE),
        Key("closed_on", Form.DATE),
    ),
    identity=("code",),
    is_required=True,
    near=(("title",),),
    completable=(
        "priority", "delivery_group", "delivery_partner", "lead", "approved_on", "closed_on",
    ),
    spans=(("approved_on", "closed_on"),),
)  # fmt: skip

ALLOCATION: Final = Table(
    "allocation",
    Allocation,
    "allocations",
    (
        Key("project", Form.CODE, required=True, refers="project"),
        Key("head", Form.CODE, required=True, refers="budget_head"),
        Key("amount", Form.MONEY, required=True, sign=Sign.NOT_NEGATIVE),
        Key("approved_on", Form.DATE),
        Key("decision"),
    ),
    identity=("project", "head"),
    is_unique=False,  # a head may be given more by a later decision
    is_required=True,
    completable=("approved_on", "decision"),
)

TERM: Final = Table(
    "term",
    TermVersion,
    "terms",
    (
        Key("code", Form.CODE, required=True),
        Key("clause", required=True, why=_CLAUSE),
        Key("wording"),
        Key("page", Form.WHOLE, sign=Sign.POSITIVE),
        Key("effective_from", Form.DATE, required=True, why=_GOVERNS),
        Key("effective_to", Form.DATE),
        Key("agreed_on", Form.DATE, required=True, why=_KNOWN),
        Key("confirmed_by"),
        Key("params", Form.PARAMS),
    ),
    identity=("code", "effective_from"),
    is_required=True,
    first_only=("code",),
    completable=("wording", "page", "confirmed_by"),
    spans=(("effective_from", "effective_to"),),
)

VARIATION_ALLOCATION: Final = replace(
    ALLOCATION,
    name="variation.allocation",
    is_required=False,
    keys=tuple(replace(k, sign=Sign.ANY) if k.name == "amount" else k for k in ALLOCATION.keys),
)
"""Adds to what the head has; a negative amount takes from it."""

VARIATION_TERM: Final = replace(
    TERM,
    name="variation.term",
    is_required=False,
    keys=tuple(
        replace(key, required=False) if key.name in ("effective_from", "agreed_on") else key
        for key in TERM.keys
    ),
)
"""Replaces the term of the same code; its dates are the variation's unless it says otherwise."""

VARIATION: Final = Table(
    "variation",
    Variation,
    "variations",
    (
        Key("number", Form.WHOLE, required=True, sign=Sign.POSITIVE),
        Key("agreed_on", Form.DATE, required=True, why=_KNOWN),
        Key("effective_from", Form.DATE, required=True, why=_GOVERNS),
        Key("summary"),
        Key("award", Form.MONEY, sign=Sign.POSITIVE),
    ),
    identity=("number",),
    near=(("effective_from", "summary"),),
    completable=("summary", "terms.*.wording", "terms.*.page", "terms.*.confirmed_by"),
    nested=("term", "allocation"),
    correction="record a further variation",
)

CONSENT: Final = Table(
    "consent",
    Consent,
    "consents",
    (
        Key("reference", Form.CODE, required=True),
        Key("term", Form.CODE, required=True),
        Key("given_on", Form.DATE, required=True),
        Key("from_on", Form.DATE),
        Key("to_on", Form.DATE),
        Key("amount", Form.MONEY, sign=Sign.POSITIVE),
        Key("project", Form.CODE, refers="project"),
        Key("head", Form.CODE, refers="budget_head"),
        Key("to_project", Form.CODE, refers="project"),
        Key("to_head", Form.CODE, refers="budget_head"),
        Key("line_id"),
        Key("document"),
    ),
    identity=("reference",),
    near=(("term", "given_on", "project", "head", "line_id", "amount"),),
    completable=("document",),
    spans=(("from_on", "to_on"),),
    correction="record a further consent",
)

TABLES: Final = (
    PERIOD, PRIORITY, DELIVERY_GROUP, BUDGET_HEAD, PROJECT, ALLOCATION, TERM, VARIATION, CONSENT,
    *REGISTERS,
)  # fmt: skip
BY_NAME: Final = {table.name: table for table in (CONTRACT, *TABLES)}
NESTED: Final = {"term": VARIATION_TERM, "allocation": VARIATION_ALLOCATION}
