"""What goes out, field by field."""

from marshmallow import Schema, fields

from app.api.fields import Money, told
from app.api.sent import column_words
from grants.spend import SPEND_COLUMNS


class ContractHeadSchema(Schema):
    """A contract in a list."""

    reference = fields.String()
    title = fields.String()
    funder = fields.String()
    accountable_body = fields.String()
    award = Money(**told("Award in force at the contract's end, pounds."))
    starts_on = fields.Date()
    ends_on = fields.Date()


class BudgetHeadSchema(Schema):
    """A head of budget."""

    code = fields.String()
    title = fields.String()
    overhead = fields.Boolean()


class PeriodSchema(Schema):
    """A reporting period and where its quarter's return stands."""

    code = fields.String()
    starts_on = fields.Date()
    ends_on = fields.Date()
    return_due_on = fields.Date(**told("When the return is due at the funder."))
    leads_due_on = fields.Date(**told("When projects must have reported."))
    accounting_periods = fields.List(fields.String())
    state = fields.String(**told("open, certified, accepted, queried or rejected."))


class AllocationSchema(Schema):
    """Part of the award given to a project's head."""

    head = fields.String()
    amount = Money()
    approved_on = fields.Date(allow_none=True)
    variation = fields.Integer(allow_none=True)
    effective_from = fields.Date(allow_none=True)


class ProjectSchema(Schema):
    """A project the caller may see, with its budget after virements and its spend."""

    code = fields.String()
    title = fields.String()
    priority = fields.String()
    delivery_group = fields.String()
    sensitive = fields.Boolean(**told("Its narrative is shown to the council only."))
    closed_on = fields.Date(allow_none=True)
    budget = Money()
    spent = Money()
    committed = Money()
    left = Money()
    allocations = fields.List(fields.Nested(AllocationSchema))


class TermVersionSchema(Schema):
    """A dated version of a term."""

    clause = fields.String()
    wording = fields.String()
    page = fields.Integer(allow_none=True, **told("Page of the signed document."))
    variation = fields.Integer(allow_none=True, **told("Null: the contract as signed."))
    effective_from = fields.Date(allow_none=True)
    effective_to = fields.Date(allow_none=True)
    agreed_on = fields.Date(allow_none=True)
    in_force = fields.Boolean(**told("Whether it is in force today."))
    parameters = fields.Dict(keys=fields.String(), **told("The version's parameters."))
    in_words = fields.List(fields.String())


class TermSchema(Schema):
    """A checkable condition, its clause and wording in force, and all its versions."""

    code = fields.String()
    title = fields.String()
    clause = fields.String()
    wording = fields.String()
    versions = fields.List(fields.Nested(TermVersionSchema))


class ContractSchema(ContractHeadSchema):
    """A contract in full."""

    partnership = fields.String()
    signed_on = fields.Date(allow_none=True)
    budget_heads = fields.List(fields.Nested(BudgetHeadSchema))
    periods = fields.List(fields.Nested(PeriodSchema))
    projects = fields.List(fields.Nested(ProjectSchema))
    terms = fields.List(fields.Nested(TermSchema))


class TotalsSchema(Schema):
    """Figures of the version that counts."""

    lines = fields.Integer()
    claimed = Money()
    disallowed = Money(**told("Taken out of the claim by a named person."))
    net = Money(**told("Claimed less disallowed."))


class StandingSchema(Schema):
    """Where a project's return stands."""

    contract = fields.String()
    project = fields.String()
    period = fields.String()
    state = fields.String(**told("not started, draft, submitted, queried or reconciled."))
    quarter_state = fields.String()
    version = fields.Integer(allow_none=True, **told("The version that counts; null: none yet."))
    submitted_at = fields.DateTime(allow_none=True)
    submitted_by = fields.String()
    totals = fields.Nested(TotalsSchema)


class ReturnRowSchema(StandingSchema):
    """A return in a list."""

    due_on = fields.Date(**told("When the project must have reported."))


class HeadFiguresSchema(Schema):
    """A head's figures in the period."""

    head = fields.String()
    claimed = Money()
    disallowed = Money()
    net = Money()


class StatedSchema(Schema):
    """What was stated beside the lines."""

    cumulative = fields.Dict(keys=fields.String(), values=Money())
    nil_heads = fields.List(fields.String())
    reasons = fields.Dict(keys=fields.String(), values=fields.String())
    narrative = fields.Dict(keys=fields.String(), values=fields.String())
    prepared_by = fields.String()


LineShownSchema = Schema.from_dict(
    {
        **{c: fields.String(**told(column_words(c))) for c in SPEND_COLUMNS},
        "cell": fields.String(**told("Where it stood in what was sent in.")),
        "verdict": fields.String(**told("The gravest verdict of the latest run.")),
        "label": fields.String(**told("The verdict in plain words.")),
    },
    name="LineShown",
)


class ReturnSchema(StandingSchema):
    """A return in full."""

    masked = fields.Boolean(**told("Narrative and suppliers are shown to the council only."))
    heads = fields.List(fields.Nested(HeadFiguresSchema))
    answers = fields.Nested(StatedSchema, allow_none=True)
    lines = fields.List(fields.Nested(LineShownSchema))


class ResolutionSchema(Schema):
    """How a named person dealt with a finding."""

    kind = fields.String(**told("accepted, disallowed or reported."))
    by = fields.String()
    at = fields.DateTime()
    amount = Money()
    reason = fields.String()


class FindingSchema(Schema):
    """A verdict that needs action, or did."""

    id = fields.String(**told("The same for the same finding in a later run."))
    contract = fields.String()
    project = fields.String(**told("Blank: the contract, the quarter or a supplier."))
    period = fields.String()
    scope = fields.String()
    subject = fields.String()
    term = fields.String()
    title = fields.String()
    clause = fields.String()
    wording = fields.String()
    page = fields.Integer(allow_none=True)
    variation = fields.String()
    verdict = fields.String()
    label = fields.String(**told("The verdict in plain words."))
    at_risk = Money(**told("What may not be charged."))
    where = fields.String()
    message = fields.String()
    to_do = fields.String()
    open = fields.Boolean(**told("Nobody has answered it and it does not settle itself."))
    resolution = fields.Nested(ResolutionSchema, allow_none=True)


class HeadCheckedSchema(Schema):
    """A head's figures with the lines sent."""

    head = fields.String()
    claimed = Money()
    claimed_before = Money(**told("In earlier periods, less what was disallowed."))
    to_date = Money()


class CheckedSchema(Schema):
    """What would happen on submit."""

    contract = fields.String()
    project = fields.String()
    period = fields.String()
    can_submit = fields.Boolean()
    why_not = fields.String(**told("Blank when it could be submitted."))
    lines = fields.Integer()
    claimed = Money()
    heads = fields.List(fields.Nested(HeadCheckedSchema))
    notes = fields.List(fields.String(), **told("What was read in a way you should know of."))
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    findings = fields.List(fields.Nested(FindingSchema))


class SubmittedSchema(Schema):
    """The acknowledgement of a submission."""

    contract = fields.String()
    project = fields.String()
    period = fields.String()
    state = fields.String()
    version = fields.Integer()
    submitted_at = fields.DateTime()
    submitted_by = fields.String()
    lines = fields.Integer()
    claimed = Money()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    findings = fields.List(fields.Nested(FindingSchema))


class ListSchema(Schema):
    """A page of a list."""

    page = fields.Integer()
    page_size = fields.Integer()
    total = fields.Integer(**told("Rows on all pages."))


class ContractListSchema(ListSchema):
    """Contracts."""

    items = fields.List(fields.Nested(ContractHeadSchema))


class ReturnListSchema(ListSchema):
    """Returns."""

    items = fields.List(fields.Nested(ReturnRowSchema))


class FindingListSchema(ListSchema):
    """Findings."""

    items = fields.List(fields.Nested(FindingSchema))


class ErrorSchema(Schema):
    """One thing that is wrong, in four parts; a part that has nothing to say is blank."""

    where = fields.String(**told("Sheet and cell, line and column, or parameter."))
    what = fields.String(**told("What is wrong."))
    why = fields.String(**told("Why it matters, with the clause."))
    fix = fields.String(**told("What to do."))


class ProblemSchema(Schema):
    """A refusal or fault (RFC 9457)."""

    type = fields.String()
    title = fields.String()
    status = fields.Integer()
    detail = fields.String()
    errors = fields.List(fields.Nested(ErrorSchema))
