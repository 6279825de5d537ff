"""A register as a sheet: masked rows, column totals, and the sentence of an empty one."""

from collections.abc import Iterable, Sequence

from exports.formula import Lines
from exports.pack_data import NONE_IN_PERIOD, NOT_RECORDED
from exports.profile import Masker
from exports.sheet import Block, Column, Sheet, Value

Record = tuple[str | None, Sequence[Value]]
"""Whose row it is ("" the contract's, None nobody knows), and its values."""


def masked(
    columns: Sequence[Column], records: Iterable[Record], masker: Masker
) -> list[Sequence[Value]]:
    """The rows as the profile may see them."""
    if masker.is_internal:
        return [values for _, values in records]
    return [masker.row(columns, values, project) for project, values in records]


def empty_sentence(records: object) -> str:
    """What an empty register says: None is not recorded, an empty one had nothing."""
    return NOT_RECORDED if records is None else NONE_IN_PERIOD


def block(
    heading: str, columns: tuple[Column, ...], records: Iterable[Record] | None, masker: Masker
) -> Block:
    """A register as a further table of a sheet."""
    rows = masked(columns, records or (), masker)
    return Block(heading, columns, rows, when_empty=empty_sentence(records))


def register(
    name: str,
    columns: tuple[Column, ...],
    records: Iterable[Record] | None,
    masker: Masker,
    *,
    note: str = "",
    totals: Sequence[str] = (),
) -> Sheet:
    """A register as a sheet; ``totals`` are the headings of the columns that are added up."""
    rows = masked(columns, records or (), masker)
    sheet = Sheet(name, columns, rows, note, when_empty=empty_sentence(records))
    return with_totals(sheet, totals)


def with_totals(sheet: Sheet, headings: Sequence[str]) -> Sheet:
    """The sheet with a totals row that adds up those columns."""
    if not headings:
        return sheet
    lines = Lines([sheet])
    row: list[Value] = [None] * len(sheet.columns)
    row[0] = "Total"
    for heading in headings:
        row[lines.index(heading)] = lines.total(heading)
    return Sheet(
        sheet.name,
        sheet.columns,
        sheet.rows,
        sheet.note,
        tuple(row),
        sheet.when_empty,
        sheet.names,
        sheet.blocks,
    )
