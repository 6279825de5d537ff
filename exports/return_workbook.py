"""The return workbook of one project and quarter: pre-filled, locked where it is not the lead's.

Written by XlsxWriter from the template that ``grants.intake`` reads it back with. Totals are live
formulas stored with their values; equal input gives equal bytes. ``lines`` and ``answers`` fill
the workbook in, for samples and tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO

import pandas as pd
import xlsxwriter

from exports.return_workbook_book import Book, Figures, in_words
from exports.return_workbook_lines import write_lines
from exports.return_workbook_return import write_return
from exports.return_workbook_sheets import write_lists, write_read_me
from grants.contract import Contract, Period, Project
from grants.intake.answers import ReturnAnswers
from grants.intake.figures import head_figures
from grants.intake.templates.base import Template
from grants.intake.templates.quarterly import TEMPLATE as QUARTERLY
from grants.spend import SPEND_COLUMNS
from ledger.period import FinancialYear

__all__ = ["NotInContract", "ReturnWorkbookInputs", "write_return_workbook"]


class NotInContract(Exception):  # noqa: N818 - the name states the fact
    """The contract has no such project or quarter."""


@dataclass(frozen=True, slots=True)
class ReturnWorkbookInputs:
    """What a return workbook is made from.

    ``claimed_before``: head → pence claimed by the project in earlier quarters. ``made_on``: the
    day the budgets are shown as of.
    """

    contract: Contract
    project: str
    period: str
    claimed_before: Mapping[str, int]
    made_on: date


def write_return_workbook(
    inputs: ReturnWorkbookInputs,
    lines: pd.DataFrame | None = None,
    answers: ReturnAnswers | None = None,
    template: Template = QUARTERLY,
) -> bytes:
    """The workbook as bytes.

    Args:
        inputs: contract, project, quarter, earlier claims and the day it is made.
        lines: spend lines as text (``SPEND_COLUMNS``) to fill in; text that is no value of its
            column is written as text.
        answers: figures to date, stated zeros, reasons, narrative and name to fill in.
        template: the template to write.

    Raises:
        NotInContract: the contract has no such project or quarter.
    """
    project, period = _found(inputs)
    figures = Figures(
        heads=head_figures(
            inputs.contract,
            inputs.project,
            on=inputs.made_on,
            claimed_before=inputs.claimed_before,
        ),
        lines=pd.DataFrame(columns=list(SPEND_COLUMNS), dtype="str") if lines is None else lines,
        answers=answers or ReturnAnswers(),
    )
    out = BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False})
    book = Book(
        workbook,
        template,
        identity=_identity(inputs, project, period, template),
        protective_marking="OFFICIAL-SENSITIVE" if project.sensitive else "OFFICIAL",
    )
    marking = f"{inputs.contract.reference}, {project.code}, {period.code}"
    workbook.set_properties(
        {
            "title": f"{template.title} {marking}",
            "subject": inputs.contract.title,
            "company": inputs.contract.accountable_body,
            "created": datetime.combine(inputs.made_on, time(), tzinfo=UTC).replace(tzinfo=None),
        }
    )
    sheets = [workbook.add_worksheet(name) for name in template.sheets.all]
    write_read_me(book, sheets[0], inputs.contract, period, marking)
    write_lines(book, sheets[2], figures, marking)
    write_return(book, sheets[1], figures, marking)
    write_lists(book, sheets[3], inputs.contract, marking)
    workbook.close()
    return out.getvalue()


def _found(inputs: ReturnWorkbookInputs) -> tuple[Project, Period]:
    project = inputs.contract.project(inputs.project)
    period = inputs.contract.period(inputs.period)
    if project is None:
        known = ", ".join(p.code for p in inputs.contract.projects)
        raise NotInContract(
            f"Contract {inputs.contract.reference} has no project {inputs.project}. "
            f"Its projects are: {known}."
        )
    if period is None:
        known = ", ".join(p.code for p in inputs.contract.periods)
        raise NotInContract(
            f"Contract {inputs.contract.reference} has no quarter {inputs.period}. "
            f"Its quarters are: {known}."
        )
    return project, period


def _identity(
    inputs: ReturnWorkbookInputs, project: Project, period: Period, template: Template
) -> dict[str, str]:
    """Identity field → what the cell says."""
    year = FinancialYear.containing(period.starts_on).label
    return {
        "template_code": template.code,
        "template_version": str(template.version),
        "contract_reference": inputs.contract.reference,
        "contract_title": " ".join(inputs.contract.title.split()),
        "project": project.code,
        "project_title": " ".join(project.title.split()),
        "period": period.code,
        "period_dates": (
            f"{in_words(period.starts_on)} to {in_words(period.ends_on)} (financial year {year})"
        ),
        "lead_due_on": in_words(period.leads_due_on),
        "made_on": inputs.made_on.isoformat(),
    }
