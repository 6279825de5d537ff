"""What goes in and out, field by field. Unknown fields and parameters are refused."""

from typing import Any, Final

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from app.api.fields import Money
from grants.spend import SPEND_COLUMNS, SPEND_DATES, SPEND_FLAGS, SPEND_MONEY, SPEND_REQUIRED
from grants.verdict import Verdict

PAGE_SIZE: Final = 100
PAGE_SIZE_MAX: Final = 500
PAGE_MAX: Final = 1_000_000
TEXT_MAX: Final = 4000
CODE_MAX: Final = 80
LAYOUT: Final = "\n\r\t"


def printable(text: str) -> None:
    """Refuse control characters; line breaks and tabs are layout."""
    if not all(c.isprintable() or c in LAYOUT or c == "\u00a0" for c in text):
        raise ValidationError("Holds a character that cannot be printed.")


def told(about: str, **more: Any) -> dict[str, Any]:
    """A field's description."""
    return {"metadata": {"description": about, **more}}


class Strict(Schema):
    """Takes nothing it does not know."""

    class Meta:
        """Marshmallow's settings."""

        unknown = RAISE


def _text(about: str, length_max: int = TEXT_MAX, **more: Any) -> fields.String:
    return fields.String(
        validate=[validate.Length(max=length_max), printable], **more, **told(about)
    )


def _code(about: str, **more: Any) -> fields.String:
    return _text(about, CODE_MAX, **more)


# --- in


class PageArgs(Strict):
    """Which part of a list."""

    page = fields.Integer(
        load_default=1, validate=validate.Range(1, PAGE_MAX), **told("Page, from 1.")
    )
    page_size = fields.Integer(
        load_default=PAGE_SIZE, validate=validate.Range(1, PAGE_SIZE_MAX), **told("Rows on a page.")
    )


class ReturnArgs(PageArgs):
    """Which returns."""

    period = _code("Only this period.")
    project = _code("Only this project.")


class FindingArgs(ReturnArgs):
    """Which findings."""

    verdict = fields.String(
        validate=validate.OneOf([str(v) for v in Verdict]), **told("Only this verdict.")
    )
    open = fields.Boolean(
        truthy={"yes", "true", "1"}, falsy={"no", "false", "0"},
        **told("yes: only what nobody has answered; no: only what is settled."),
    )  # fmt: skip


def _column_words(name: str) -> str:
    words = (
        "Pounds with two decimals, a leading minus when negative." if name in SPEND_MONEY
        else "A day, ISO (2017-05-10)." if name in SPEND_DATES
        else "yes or no." if name in SPEND_FLAGS
        else "Types separated by semicolons." if name == "evidence"
        else "Text."
    )  # fmt: skip
    return words if name in SPEND_REQUIRED else f"{words} Blank or left out: not known."


LineSchema = Strict.from_dict(
    {
        c: fields.String(required=c in SPEND_REQUIRED, **told(_column_words(c)))
        for c in SPEND_COLUMNS
    },
    name="Line",
)
LineSchema.__doc__ = "A spend line: every column as text, as in the return workbook."


class NarrativeSchema(Strict):
    """The three texts of a return."""

    progress = _text("What was done.", load_default="")
    issues = _text("What went wrong or may.", load_default="")
    next_quarter = _text("What comes next.", load_default="")


class AnswersSchema(Strict):
    """What is stated beside the lines."""

    cumulative = fields.Dict(
        keys=_code("Budget head."), values=Money(), load_default=dict,
        **told("Head → the project's own figure to date. Every head it reports on."),
    )  # fmt: skip
    nil_heads = fields.List(
        _code("Budget head."), load_default=list, validate=validate.Length(max=TEXT_MAX),
        **told("Heads on which nothing was spent in the period."),
    )  # fmt: skip
    reasons = fields.Dict(
        keys=_code("Budget head."), values=_text("The reason."), load_default=dict,
        **told("Head → reason for a variance from the profile."),
    )  # fmt: skip
    narrative = fields.Nested(NarrativeSchema, load_default=dict)
    prepared_by = _text("Who prepared the figures.", 200, load_default="")


class CheckSchema(Strict):
    """Lines to check, with or without the answers."""

    lines = fields.List(fields.Nested(LineSchema), required=True)
    answers = fields.Nested(AnswersSchema)


class SubmissionSchema(Strict):
    """A project's return for a period."""

    lines = fields.List(fields.Nested(LineSchema), required=True)
    answers = fields.Nested(AnswersSchema, required=True)


# --- out


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
        **{c: fields.String(**told(_column_words(c))) for c in SPEND_COLUMNS},
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
