"""What comes in, field by field. Unknown fields and parameters are refused."""

from typing import Any, Final

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from app.api.fields import Money, told
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


def column_words(name: str) -> str:
    """What a column holds, for the description."""
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
        c: fields.String(required=c in SPEND_REQUIRED, **told(column_words(c)))
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
