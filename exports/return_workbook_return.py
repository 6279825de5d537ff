"""The sheet of answers: who and when, spend by budget head with live sums, narrative, name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from exports.return_workbook_book import Book, Figures, pounds, prompt_texts, write_text
from exports.return_workbook_lines import custom, money_formula
from grants.intake.figures import HeadFigures
from grants.intake.seal import field_key, head_key, seal_digest
from grants.intake.templates.base import Field, ValueKind
from ledger.money import format_pounds

_LEFT: Final = (
    "contract_reference", "contract_title", "project", "project_title", "period", "period_dates",
)  # fmt: skip
_RIGHT: Final = ("lead_due_on", "made_on", "template_code", "template_version")
_RIGHT_LABEL: Final = 6  # column G
_RIGHT_VALUE: Final = 8  # column I
_IDENTITY_ROW: Final = 2
_SECTION_ROW: Final = 9
_HEADER_ROW: Final = 11
_FIRST_HEAD: Final = 12
_BOX_FIRST: Final = 2  # narrative boxes span the columns from C
_BOX_HEIGHT: Final = 84
_NAME_HEIGHT: Final = 32
AGREES: Final = "Agrees"
STATE_FIGURE: Final = "Enter your figure to date"
STATE_ZERO: Final = "Enter lines, or 0.00"


@dataclass(frozen=True, slots=True)
class _HeadRow:
    """One head with everything its row shows, in pence."""

    figures: HeadFigures
    quarter: int
    stated: int | None
    is_nil: bool
    has_lines: bool

    @property
    def to_date(self) -> int:
        return self.figures.before + self.quarter

    @property
    def left(self) -> int:
        return self.figures.revised - self.to_date

    @property
    def check(self) -> str:
        """What the check cell says; the same decisions as its formula."""
        if self.stated is None:
            return STATE_FIGURE
        if self.stated != self.to_date:
            return f"Differs by {format_pounds(self.stated - self.to_date, thousands=True)}"
        return AGREES if self.has_lines or self.is_nil else STATE_ZERO


def write_return(book: Book, sheet: Worksheet, figures: Figures, marking: str) -> None:
    """Write the sheet. The transactions sheet was written before: its headings are sealed here."""
    book.set_up(sheet, marking)
    for number, column in enumerate(book.template.head_columns):
        sheet.set_column(number, number, column.width)
    title = f"{book.template.title}: {book.identity['project_title']}, {book.identity['period']}"
    sheet.write_string(0, 0, title, book.style("title"))
    _write_identity(book, sheet)
    row = _write_heads(book, sheet, figures)
    _write_answers(book, sheet, figures, row + 2)
    _write_seal(book, sheet)
    sheet.repeat_rows(_HEADER_ROW)


def _write_identity(book: Book, sheet: Worksheet) -> None:
    for codes, label_at, value_at in ((_LEFT, 0, 1), (_RIGHT, _RIGHT_LABEL, _RIGHT_VALUE)):
        for offset, code in enumerate(codes):
            about, row = book.template.field(code), _IDENTITY_ROW + offset
            said = book.identity[code]
            sheet.write_string(row, label_at, about.label, book.style("label"))
            sheet.write_string(row, value_at, said, book.style("text"))
            book.name_cells(about.name, sheet, (row, value_at, row, value_at))
            book.sealed[field_key(code)] = said


def _write_heads(book: Book, sheet: Worksheet, figures: Figures) -> int:
    """Write the table of heads; returns the row below it."""
    columns = book.template.head_columns
    at = {column.code: number for number, column in enumerate(columns)}
    sheet.write_string(_SECTION_ROW, 0, "Spend by budget head, in pounds", book.style("section"))
    sheet.write_string(
        _SECTION_ROW + 1,
        0,
        "The figures of this quarter come from your lines on Transactions. Blank is not zero.",
        book.style("note"),
    )
    for number, column in enumerate(columns):
        sheet.write_string(_HEADER_ROW, number, column.heading, book.style("header"))
    sheet.set_row(_HEADER_ROW, 48)
    rows = [
        _HeadRow(
            head,
            quarter=figures.claimed(head.code),
            stated=figures.answers.cumulative.get(head.code),
            is_nil=head.code in figures.answers.nil_heads,
            has_lines=figures.lines_of(head.code) > 0,
        )
        for head in figures.heads
    ]
    last = _FIRST_HEAD + len(rows) - 1
    for offset, row in enumerate(rows):
        _write_head(book, sheet, row, number=offset + 1, at=at)
        reason = figures.answers.reasons.get(row.figures.code, "")
        style = book.style("input", ValueKind.TEXT, wrap=True)
        write_text(sheet, (_FIRST_HEAD + offset, at["reason"]), reason, style)
        sheet.set_row(_FIRST_HEAD + offset, 32)
    for column in columns:
        if column.name:
            book.name_cells(
                column.name, sheet, (_FIRST_HEAD, at[column.code], last, at[column.code])
            )
    _write_totals(book, sheet, rows, at=at)
    _write_other(book, sheet, figures, rows, at=at)
    _check_inputs(book, sheet, at, last)
    return last + 3


def _write_head(
    book: Book, sheet: Worksheet, row: _HeadRow, *, number: int, at: Mapping[str, int]
) -> None:
    line = _FIRST_HEAD + number - 1
    texts = {"code": row.figures.code, "title": " ".join(row.figures.title.split())}
    for code, text in texts.items():
        sheet.write_string(line, at[code], text, book.style("locked", ValueKind.TEXT, wrap=True))
        book.sealed[head_key(code, number)] = text
    given = {
        "original": row.figures.original,
        "changes": row.figures.changes,
        "revised": row.figures.revised,
        "before": row.figures.before,
    }
    money = book.style("locked", ValueKind.MONEY)
    for code, pence in given.items():
        sheet.write_number(line, at[code], pounds(pence), money)
        book.sealed[head_key(code, number)] = format_pounds(pence)
    cell = {code: xl_rowcol_to_cell(line, column) for code, column in at.items()}
    for code, formula, pence in (
        ("quarter", f"=SUMIFS(Lines_claimed,Lines_head,{cell['code']})", row.quarter),
        ("to_date", f"={cell['before']}+{cell['quarter']}", row.to_date),
        ("left", f"={cell['revised']}-{cell['to_date']}", row.left),
    ):
        sheet.write_formula(line, at[code], formula, money, pounds(pence))
    sheet.write_formula(
        line,
        at["check"],
        f'=IF({cell["cumulative"]}="","{STATE_FIGURE}",'
        f"IF(ROUND({cell['cumulative']}-{cell['to_date']},2)<>0,"
        f'"Differs by "&TEXT({cell["cumulative"]}-{cell["to_date"]},"#,##0.00"),'
        f'IF(AND(COUNTIF(Lines_head,{cell["code"]})=0,{cell["nil"]}=""),'
        f'"{STATE_ZERO}","{AGREES}")))',
        book.style("locked"),
        row.check,
    )
    entry = book.style("input", ValueKind.MONEY)
    _pence_or_blank(sheet, (line, at["cumulative"]), row.stated, entry)
    _pence_or_blank(sheet, (line, at["nil"]), 0 if row.is_nil else None, entry)


def _write_totals(
    book: Book, sheet: Worksheet, rows: list[_HeadRow], *, at: Mapping[str, int]
) -> None:
    line = _FIRST_HEAD + len(rows)
    totals = {
        "original": sum(r.figures.original for r in rows),
        "changes": sum(r.figures.changes for r in rows),
        "revised": sum(r.figures.revised for r in rows),
        "before": sum(r.figures.before for r in rows),
        "quarter": sum(r.quarter for r in rows),
        "to_date": sum(r.to_date for r in rows),
        "left": sum(r.left for r in rows),
        "cumulative": sum(r.stated or 0 for r in rows),
    }
    for code, number in at.items():
        style = book.style("total", ValueKind.MONEY)
        if code in totals:
            letters = xl_col_to_name(number)
            formula = f"=SUM({letters}{_FIRST_HEAD + 1}:{letters}{line})"
            sheet.write_formula(line, number, formula, style, pounds(totals[code]))
        elif code == "title":
            sheet.write_string(line, number, "Total", style)
        else:
            sheet.write_blank(line, number, None, style)


def _write_other(
    book: Book, sheet: Worksheet, figures: Figures, rows: list[_HeadRow], *, at: Mapping[str, int]
) -> None:
    line = _FIRST_HEAD + len(rows) + 1
    total = xl_rowcol_to_cell(line - 1, at["quarter"])
    sheet.write_string(
        line, at["title"], "Lines on any other head", book.style("locked", wrap=True)
    )
    sheet.write_formula(
        line,
        at["quarter"],
        f"=SUM(Lines_claimed)-{total}",
        book.style("locked", ValueKind.MONEY),
        pounds(figures.claimed_in_all - sum(r.quarter for r in rows)),
    )


def _check_inputs(book: Book, sheet: Worksheet, at: Mapping[str, int], last: int) -> None:
    for column in book.template.head_columns:
        if not column.is_input:
            continue
        number = at[column.code]
        cell = xl_rowcol_to_cell(_FIRST_HEAD, number)
        check: dict[str, Any] = custom(money_formula(cell))
        if column.code == "nil":
            check = custom(f"=AND(ISNUMBER({cell}),{cell}=0)")
        elif column.kind is ValueKind.TEXT:
            check = {"validate": "length", "criteria": "<=", "value": column.length_max}
        texts = prompt_texts(column.heading, column.prompt, column.accepts)
        sheet.data_validation(_FIRST_HEAD, number, last, number, check | texts)
    first = xl_rowcol_to_cell(_FIRST_HEAD, at["check"], col_abs=True)
    sheet.conditional_format(
        _FIRST_HEAD,
        at["check"],
        last,
        at["check"],
        {"type": "formula", "criteria": f'={first}<>"{AGREES}"', "format": book.style("attention")},
    )


def _write_answers(book: Book, sheet: Worksheet, figures: Figures, row: int) -> None:
    narrative = figures.answers.narrative
    texts = {
        "progress": narrative.progress,
        "issues": narrative.issues,
        "next_quarter": narrative.next_quarter,
        "prepared_by": figures.answers.prepared_by,
    }
    sheet.write_string(row, 0, "In your own words", book.style("section"))
    last_column = len(book.template.head_columns) - 1
    for offset, about in enumerate(book.template.answers, start=1):
        line = row + offset
        sheet.write_string(line, 0, about.label, book.style("label", wrap=True))
        sheet.write_string(line, 1, about.guidance, book.style("hint"))
        style = book.style("input", ValueKind.TEXT, wrap=True)
        if about.code == "prepared_by":
            sheet.merge_range(line, _BOX_FIRST, line, _BOX_FIRST + 3, "", style)
        else:
            sheet.merge_range(line, _BOX_FIRST, line, last_column, "", style)
        sheet.set_row(line, _NAME_HEIGHT if about.code == "prepared_by" else _BOX_HEIGHT)
        write_text(sheet, (line, _BOX_FIRST), texts[about.code], style)
        book.name_cells(about.name, sheet, (line, _BOX_FIRST, line, _BOX_FIRST))
        sheet.data_validation(line, _BOX_FIRST, line, _BOX_FIRST, _text_check(about))


def _text_check(about: Field) -> dict[str, Any]:
    texts = prompt_texts(about.label, about.guidance, f"At most {about.length_max:,} characters.")
    return {"validate": "length", "criteria": "<=", "value": about.length_max} | texts


def _write_seal(book: Book, sheet: Worksheet) -> None:
    row = _IDENTITY_ROW + len(_RIGHT)
    sheet.write_string(row, _RIGHT_LABEL, "Seal", book.style("label"))
    digest = seal_digest(book.template, book.sealed)
    sheet.write_string(row, _RIGHT_VALUE, digest, book.style("text"))
    book.name_cells(book.template.digest_name, sheet, (row, _RIGHT_VALUE, row, _RIGHT_VALUE))


def _pence_or_blank(sheet: Worksheet, at: tuple[int, int], pence: int | None, style: Any) -> None:
    if pence is None:
        sheet.write_blank(*at, None, style)
    else:
        sheet.write_number(*at, pounds(pence), style)
