"""The annotated copy: a return workbook handed back with each finding at its cell.

The first sheet, Findings, lists everything by consequence with a link to the cell; the cells
themselves are filled and carry a comment. It is a copy and says so. Nothing a stranger typed
becomes a formula in it: of the formulas only our own stay, any other gives way to its stored value.
"""

import re
import warnings
from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports.annotated_findings import FINDINGS_SHEET, write_findings
from exports.annotated_package import put_right
from exports.annotated_remarks import FILLS, Remark, by_consequence, remarks_of
from exports.annotated_text import plain_text, put_text

__all__ = ["CannotAnnotate", "Remark", "annotate", "remarks_of"]

_CANNOT_OPEN: Final = (
    BadZipFile, InvalidFileException, ParseError, ValueError, TypeError, KeyError, IndexError,
    AttributeError,
)  # fmt: skip
"""What openpyxl raises for a package it does not understand; it has no exception of its own."""
AUTHOR: Final = "Council check"
_GREY: Final = "FFEDEDED"
_COMMENT_WIDTH: Final = 380
_COMMENT_HEIGHT: Final = 180
_REF: Final = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_CHECK_FORMULA: Final = (
    rf'=IF\({_REF}="","[A-Za-z ]+",IF\(ROUND\({_REF}-{_REF},2\)<>0,"Differs by "&'
    rf'TEXT\({_REF}-{_REF},"#,##0\.00"\),IF\(AND\(COUNTIF\(Lines_head,{_REF}\)=0,'
    rf'{_REF}=""\),"[A-Za-z0-9., ]+","[A-Za-z ]+"\)\)\)'
)
_OWN_FORMULAS: Final = re.compile(
    "|".join(
        (
            rf"=SUMIFS\(Lines_claimed,Lines_head,{_REF}\)",
            rf"={_REF}[+-]{_REF}",
            rf"=SUM\({_REF}:{_REF}\)",
            rf"=SUM\(Lines_claimed\)-{_REF}",
            _CHECK_FORMULA,
        )
    )
)


class CannotAnnotate(Exception):  # noqa: N818 - a refused operation, named as one
    """The workbook could be read but not opened for marking; its findings stand without it."""


def annotate(original: bytes, remarks: Sequence[Remark]) -> bytes:
    """A copy of ``original`` with ``remarks`` on a first sheet and at their cells.

    Args:
        original: a return workbook that passed the guard and was read; not changed.
        remarks: what to say, with the cells concerned (``Transactions!F12``).

    Returns:
        The copy's bytes; the same for the same input.

    Raises:
        CannotAnnotate: openpyxl cannot open or write this workbook.
    """
    ordered = by_consequence(remarks)
    workbook = _opened(original, values=False)
    _tame(workbook, original)
    if FINDINGS_SHEET in workbook.sheetnames:
        del workbook[FINDINGS_SHEET]
    _mark(workbook, ordered)
    write_findings(workbook, ordered)
    return put_right(_saved(workbook), original)


def _opened(data: bytes, *, values: bool) -> Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out of a copy is no news here
            return load_workbook(BytesIO(data), data_only=values, keep_links=False)
    except _CANNOT_OPEN as refused:
        raise CannotAnnotate(
            "This workbook: it cannot be opened for marking, so there is no annotated copy. "
            "The findings themselves are complete. Save the workbook in Excel and send it again."
        ) from refused


def _saved(workbook: Workbook) -> bytes:
    title = workbook.properties.title or ""
    workbook.properties.title = f"Annotated copy: {title.removeprefix('Annotated copy: ')}"
    workbook.calculation.fullCalcOnLoad = True
    workbook.active = 0
    for sheet in workbook.worksheets:
        sheet.sheet_view.tabSelected = sheet.title == FINDINGS_SHEET
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def _tame(workbook: Workbook, original: bytes) -> None:
    """Replace every formula that is not ours by its stored value; drop links and old marks."""
    foreign: list[tuple[str, str]] = []
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if not isinstance(cell, Cell):
                    continue  # the covered part of merged cells
                if cell.hyperlink is not None:
                    cell.hyperlink = None
                if cell.comment is not None and cell.comment.author == AUTHOR:
                    _unmark(cell)
                if cell.data_type == "f" and not _is_own(cell.value):
                    foreign.append((sheet.title, cell.coordinate))
    if foreign:
        stored = _opened(original, values=True)
        for title, coordinate in foreign:
            cell = workbook[title][coordinate]
            _set_value(cell, stored[title][coordinate].value, formula=cell.value)


def _is_own(formula: object) -> bool:
    return isinstance(formula, str) and _OWN_FORMULAS.fullmatch(formula) is not None


def _set_value(cell: Cell, value: Any, *, formula: object) -> None:
    """The stored value; where there is none, the formula as it was typed, as text."""
    if value is None:
        put_text(cell, str(getattr(formula, "text", formula)))
    elif isinstance(value, str):
        put_text(cell, value)
    else:
        cell.value = value


def _unmark(cell: Cell) -> None:
    """Take away a mark of an earlier check."""
    cell.comment = None
    cell.fill = PatternFill("solid", fgColor=_GREY) if cell.protection.locked else PatternFill()


def _mark(workbook: Workbook, ordered: Sequence[Remark]) -> None:
    """Fill the cells and hang the remarks on them, the gravest first."""
    said: dict[tuple[str, str], list[Remark]] = {}
    for remark in ordered:
        for place in remark.cells:
            sheet, _, ref = place.rpartition("!")
            if sheet in workbook.sheetnames:
                said.setdefault((sheet, ref), []).append(remark)
    for (sheet, ref), remarks in said.items():
        cell = _first_of(workbook[sheet], ref)
        cell.fill = PatternFill("solid", fgColor=FILLS[remarks[0].consequence])
        comment = Comment(
            plain_text("\n\n".join(remark.comment for remark in remarks)),
            AUTHOR,
            height=_COMMENT_HEIGHT,
            width=_COMMENT_WIDTH,
        )
        cell.comment = comment


def _first_of(sheet: Worksheet, ref: str) -> Any:
    """The cell, or the first cell of the merged area that covers it."""
    cell = sheet[ref]
    if isinstance(cell, Cell):
        return cell
    for area in sheet.merged_cells.ranges:
        if ref in area:
            return sheet[area.coord.split(":")[0]]
    return cell
