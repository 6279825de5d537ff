"""The quarterly return of one project: the template every lead fills in, as data.

Fields after a quarterly monitoring return of central government and the returns police and crime
commissioners ask for (identification, spend by budget head, transaction list, narrative). Every
sentence a person reads in the workbook stands here or in ``base.ACCEPTS``.
"""

from typing import Final

from grants.intake.templates.base import Field, HeadColumn, Template, ValueKind
from grants.intake.templates.quarterly_columns import COLUMNS, WORD_LISTS

_IDENTITY: Final = (
    Field("template_code", "Template_Id", "Template"),
    Field("template_version", "Template_Version", "Template version"),
    Field("contract_reference", "Contract_Reference", "Contract"),
    Field("contract_title", "Contract_Title", "Grant"),
    Field("project", "Project_Code", "Project"),
    Field("project_title", "Project_Title", "Project title"),
    Field("period", "Period_Code", "Quarter"),
    Field("period_dates", "Period_Dates", "Covers"),
    Field("lead_due_on", "Lead_Due_On", "Due at the council"),
    Field("made_on", "Made_On", "Workbook made on"),
)

_ANSWERS: Final = (
    Field(
        "progress", "Narrative_Progress", "Progress this quarter", is_input=True, is_required=True,
        guidance=(
            "What was done with the money this quarter, in your own words. A few sentences are "
            "enough. Do not name victims, witnesses or service users."
        ),
        why="The funder reads progress beside the figures{clause}.", term="return-complete",
    ),
    Field(
        "issues", "Narrative_Issues", "Problems and risks", is_input=True,
        guidance=(
            "Anything that delays the work or the spending. Leave blank if there is nothing. "
            "Do not name victims, witnesses or service users."
        ),
        why="The funder must hear early of delay and underspend{clause}.", term="underspend-notice",
    ),
    Field(
        "next_quarter", "Narrative_Next_Quarter", "Plan for next quarter", is_input=True,
        guidance=(
            "What you expect to do and spend next quarter. Do not name victims, witnesses or "
            "service users."
        ),
        why="The forecast is built on it{clause}.", term="underspend-notice",
    ),
    Field(
        "prepared_by", "Prepared_By", "Prepared by", is_input=True, is_required=True,
        guidance="Your name: the person who prepared these figures.",
        why="The person who prepares a return may not certify it{clause}.", term="certification",
        length_max=200,
    ),
)  # fmt: skip

_HEAD_COLUMNS: Final = (
    HeadColumn("code", "Head", ValueKind.TEXT, "Head_Code", is_sealed=True, width=11),
    HeadColumn("title", "Budget head", ValueKind.TEXT, "Head_Title", is_sealed=True, width=25),
    HeadColumn("original", "Original budget", ValueKind.MONEY, "Head_Original", is_sealed=True),
    HeadColumn(
        "changes", "Virements and variations", ValueKind.MONEY, "Head_Changes", is_sealed=True
    ),
    HeadColumn("revised", "Revised budget", ValueKind.MONEY, "Head_Revised", is_sealed=True),
    HeadColumn(
        "before", "Claimed in earlier quarters", ValueKind.MONEY, "Head_Before", is_sealed=True
    ),
    HeadColumn("quarter", "This quarter (from Transactions)", ValueKind.MONEY, "Head_Quarter"),
    HeadColumn("to_date", "To date", ValueKind.MONEY, "Head_To_Date"),
    HeadColumn("left", "Left", ValueKind.MONEY, "Head_Left"),
    HeadColumn(
        "cumulative", "Your figure to date", ValueKind.MONEY, "Head_Cumulative", is_input=True,
        guidance=(
            "What your own records show as spent on this head since the grant began, this quarter "
            "included. Enter 0.00 if it is nothing: blank is not zero."
        ),
        why="Earlier quarters plus this quarter must equal the figure to date{clause}.",
        term="roll-forward",
    ),
    HeadColumn(
        "nil", "Nothing spent? Enter 0.00", ValueKind.MONEY, "Head_Nil", is_input=True,
        guidance=(
            "Only if this head has no line on Transactions this quarter: enter 0.00 to say that "
            "nothing was spent. Leave blank if there are lines."
        ),
        why="For each head the return states its lines, or that nothing was spent{clause}.",
        term="return-complete",
    ),
    HeadColumn("check", "Check", ValueKind.TEXT, "Head_Check", width=24),
    HeadColumn(
        "reason", "Reason for variance", ValueKind.TEXT, "Head_Reason", is_input=True,
        guidance="If spend is well above or below what was planned for this head, say why.",
        why="A variance needs a reason{clause}.", term="variance-explained", width=38,
    ),
)  # fmt: skip

_HOW_TO: Final = (
    (
        "On the sheet Transactions, enter one row for each cost your project claims this quarter. "
        "The line numbers are ready for you; keep them."
    ),
    (
        "The columns under ‘The cost’, ‘When’, ‘Money’ and ‘Proof’ matter most. If you do not know "
        "a figure from the ledger, leave it blank: finance adds it."
    ),
    "Blank means not known. Zero has to be entered as 0.00.",
    "A refund or credit note is a line with a minus, for example -25.00.",
    (
        "On the sheet Return, enter your own figure to date for each budget head. If a head has no "
        "line this quarter, enter 0.00 under ‘Nothing spent?’."
    ),
    "Write a few sentences on progress, put your name, and save the workbook in Excel.",
    (
        "Send it in as it is. The council answers at once and names the sheet and the cell of "
        "anything it cannot read. Nothing counts until you submit."
    ),
    (
        "White cells with a border are yours. Grey cells are filled in or calculated for you and "
        "are locked, so that figures cannot be overtyped by accident."
    ),
)

TEMPLATE: Final = Template(
    code="quarterly-return",
    version=1,
    title="Quarterly return",
    identity=_IDENTITY,
    answers=_ANSWERS,
    head_columns=_HEAD_COLUMNS,
    columns=COLUMNS,
    word_lists=WORD_LISTS,
    how_to=_HOW_TO,
)
