"""What every sheet of a return workbook shares while it is written: formats, names, the seal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from grants.intake.answers import ReturnAnswers
from grants.intake.figures import HeadFigures
from grants.intake.templates.base import Template, ValueKind
from ledger.money import MoneyUnreadable, parse_pounds
from ledger.require import require

TITLE_MAX: Final = 32  # Excel's limits for the texts of a data validation
MESSAGE_MAX: Final = 255
_A4: Final = 9
_GREY: Final = "#EDEDED"
_LINE: Final = "#8A8A8A"
_MONEY: Final = "#,##0.00;-#,##0.00"
_NUMBER_FORMATS: Final[Mapping[ValueKind, str]] = {
    ValueKind.MONEY: _MONEY,
    ValueKind.DATE: "dd/mm/yyyy",
    ValueKind.PERCENT: "0.##",
    ValueKind.NUMBER: "0.##",
}
_STYLES: Final[Mapping[str, Mapping[str, object]]] = {
    "title": {"bold": True, "font_size": 16},
    "section": {"bold": True, "font_size": 12},
    "label": {"bold": True, "valign": "top"},
    "text": {"valign": "top"},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "note": {"italic": True},
    "hint": {"italic": True, "font_size": 8, "text_wrap": True, "valign": "top"},
    "header": {
        "bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": _GREY,
        "border_color": _LINE,
    },
    "code": {
        "font_size": 8, "font_color": "#595959", "border": 1, "bg_color": _GREY,
        "border_color": _LINE,
    },
    "locked": {"border": 1, "border_color": _LINE, "bg_color": _GREY, "valign": "top"},
    "total": {"border": 1, "border_color": _LINE, "bg_color": _GREY, "bold": True},
    "input": {"border": 1, "border_color": _LINE, "locked": False, "valign": "top"},
    "attention": {"bg_color": "#FFE699", "bold": True},
}  # fmt: skip
_PROTECTION: Final = {
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one return workbook: heads with budgets, lines as text, answers."""

    heads: tuple[HeadFigures, ...]
    lines: pd.DataFrame
    answers: ReturnAnswers

    def claimed(self, head: str) -> int:
        """Pence of the lines of a head whose amount is one."""
        rows = self.lines[self.lines["head"] == head]
        return sum(map(_pence, rows["claimed"]))

    @property
    def claimed_in_all(self) -> int:
        """Pence of all lines whose amount is one."""
        return sum(map(_pence, self.lines["claimed"]))

    def lines_of(self, head: str) -> int:
        """How many lines a head has."""
        return int((self.lines["head"] == head).sum())


@dataclass(slots=True)
class Book:
    """The workbook being written. ``sealed`` gathers what the locked cells say, by key."""

    workbook: Workbook
    template: Template
    identity: Mapping[str, str]
    protective_marking: str = "OFFICIAL"
    sealed: dict[str, str] = field(default_factory=dict)
    _formats: dict[tuple[str, ValueKind | None, bool], Format] = field(default_factory=dict)

    def style(self, name: str, kind: ValueKind | None = None, *, wrap: bool = False) -> Format:
        """The format of a named style; ``kind`` sets how numbers and dates are shown."""
        key = (name, kind, wrap)
        if key not in self._formats:
            options = dict(_STYLES[name])
            if kind is not None:
                options["num_format"] = _NUMBER_FORMATS.get(kind, "@")
            if wrap:
                options["text_wrap"] = True
            self._formats[key] = self.workbook.add_format(options)
        return self._formats[key]

    def name_cells(self, name: str, sheet: Worksheet, area: tuple[int, int, int, int]) -> None:
        """Give an area (rows and columns from 0, ends included) a defined name."""
        first = xl_rowcol_to_cell(area[0], area[1], row_abs=True, col_abs=True)
        last = xl_rowcol_to_cell(area[2], area[3], row_abs=True, col_abs=True)
        target = first if first == last else f"{first}:{last}"
        self.workbook.define_name(name, f"='{sheet.get_name()}'!{target}")

    def set_up(self, sheet: Worksheet, marking: str, *, pages_wide: int = 1) -> None:
        """Lock the sheet (no password: a guard against slips) and prepare it for printing."""
        sheet.protect("", dict(_PROTECTION))
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(pages_wide, 0)
        sheet.hide_gridlines(2)
        safe = marking.replace("&", "&&")
        sheet.set_footer(f"&L{safe}&C&A&RPage &P of &N")
        sheet.set_header(f"&L{self.protective_marking}")


def in_words(day: date) -> str:
    """``5 April 2017``."""
    return f"{day.day} {day:%B %Y}"


def write_text(sheet: Worksheet, at: tuple[int, int], text: str, style: Format) -> None:
    """Write text as text, or a blank cell for none; a text no cell can hold is a fault of ours."""
    if text:
        written = sheet.write_string(*at, text, style)
        require(written == 0, "A text for a return workbook is longer than a cell can hold.")
    else:
        sheet.write_blank(*at, None, style)


def pounds(pence: int) -> Decimal:
    """Pence as the number written in a cell."""
    return Decimal(pence).scaleb(-2)


def prompt_texts(heading: str, prompt: str, accepts: str) -> dict[str, str]:
    """The texts of a data validation: the prompt, and what Excel says to a wrong entry."""
    return {
        "input_title": heading[:TITLE_MAX],
        "input_message": prompt[:MESSAGE_MAX],
        "error_title": heading[:TITLE_MAX],
        "error_message": accepts[:MESSAGE_MAX],
    }


def _pence(text: str) -> int:
    try:
        return parse_pounds(text)
    except MoneyUnreadable:
        return 0
