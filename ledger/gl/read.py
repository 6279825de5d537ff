"""Any council's extract, CSV or workbook, as canonical ledger lines.

Every non-blank row below the header is a line, dropped with a reason, or rejected with its cell and
reason: ``require`` holds the sum. Files from outside are read in a confined child process.
"""

import io
import json
from dataclasses import asdict
from typing import Any, BinaryIO, Final

import polars as pl

from ledger.gl import registry
from ledger.gl.base import Format, Header, heading
from ledger.gl.body import Body, read_body
from ledger.gl.canonical import SCHEMA, lines_of, number_lines
from ledger.gl.extract import Extract
from ledger.gl.layout import Layout, find_layout
from ledger.gl.line import LEDGER_COLUMNS
from ledger.gl.outcome import Dropped, Rejected
from ledger.gl.sorting import Sorted, sort_rows
from ledger.money import PENCE_MAX, Pence
from ledger.reader.guard import BULK, Limits
from ledger.reader.refusal import Unreadable
from ledger.reader.table import Table
from ledger.reader.tables import read_tables
from ledger.reader.worker import Arguments, run_guarded
from ledger.require import require

SURE_BY: Final = 2  # headings beyond the least that make a format certain
_SHOWN_HEADINGS: Final = 6


def read_extract(
    data: bytes,
    name: str,
    *,
    format_name: str | None = None,
    limits: Limits = BULK,
    guarded: bool = True,
) -> Extract:
    """Read ``data`` as ledger lines; ``format_name`` forces a format, ``name`` is for messages.

    Raises:
        Unreadable: the file is refused, or no header row with an amount is found.
    """
    if format_name is not None:
        registry.format_named(format_name)
    if not guarded:
        return _read(data, name, format_name, limits)
    arguments: Arguments = {"name": name, "format": format_name}
    answer = run_guarded("extract", data, arguments, limits, name)
    head, _, body = answer.partition(b"\n")
    return _from_answer(json.loads(head), body)


def answer_extract(data: bytes, arguments: Arguments, limits: Limits, out: BinaryIO) -> None:
    """The child's part: the account as one line of JSON, then the lines as Arrow columns."""
    forced = arguments["format"]
    extract = _read(data, str(arguments["name"]), str(forced) if forced else None, limits)
    told = {name: value for name, value in vars(extract).items() if name != "lines"}
    told["dropped"] = [asdict(each) for each in extract.dropped]
    told["rejected"] = [asdict(each) for each in extract.rejected]
    out.write(json.dumps(told).encode() + b"\n")
    extract.lines.write_ipc(out)


def _from_answer(told: dict[str, Any], body: bytes) -> Extract:
    lines = pl.read_ipc(io.BytesIO(body))
    told["dropped"] = tuple(Dropped(**each) for each in told["dropped"])
    told["rejected"] = tuple(Rejected(**each) for each in told["rejected"])
    told["hidden_rows_read"] = tuple(told["hidden_rows_read"])
    told["notes"] = tuple(told["notes"])
    return Extract(lines=lines, **told)


def _read(data: bytes, name: str, format_name: str | None, limits: Limits) -> Extract:
    tables = read_tables(data, name, limits)
    forced = registry.format_named(format_name) if format_name else None
    found = [(table, find_layout(table, forced)) for table in tables]
    known = [(table, layout) for table, layout in found if layout is not None]
    if not known:
        raise _no_header(name, tables)
    table, layout = max(known, key=lambda each: (each[1].known, each[0].frame.height))
    alike = [each for each in known if _same_header(each[1], layout)]
    alike.sort(key=lambda each: each[0] is not table)
    notes = [*table.notes]
    for other, its in known:
        if not _same_header(its, layout):
            notes.append(
                f"Sheet {other.sheet!r} also looks like an extract, with another header, and was"
                " not read. Read it by itself if it holds ledger lines."
            )
    read = [_read_table(each, its, name) for each, its in alike]
    return _assemble(read, layout, notes)


def _read_table(table: Table, layout: Layout, name: str) -> tuple[Body, Sorted, pl.DataFrame]:
    if layout.index + 1 == table.frame.height:
        raise Unreadable(
            "empty",
            f"{name}{f', sheet {table.sheet}' if table.sheet else ''}",
            "There is a header row and nothing below it.",
            "An extract without lines proves nothing about the ledger.",
            "Check the period and codes asked for, and export it again.",
        )
    body = read_body(table, layout)
    found = sort_rows(body)
    lines = lines_of(body, found)
    accounted = lines.height + len(found.dropped) + len(found.rejected)
    require(accounted == body.height, "Every non-blank row below the header is accounted for.")
    return body, found, lines


def _assemble(
    read: list[tuple[Body, Sorted, pl.DataFrame]], layout: Layout, notes: list[str]
) -> Extract:
    lines = number_lines(pl.concat([each for _, _, each in read]))
    require(dict(lines.schema) == dict(SCHEMA), "Canonical lines have the promised columns.")
    hidden: list[int] = []
    for body, found, _ in read:
        notes.extend(note for note in (*body.notes, *found.sums.notes) if note not in notes)
        rows = (
            sorted(body.table.hidden_rows.intersection(body.numbers))
            if body.table.hidden_rows
            else []
        )
        hidden.extend(rows)
        notes.extend(_hidden_notes(body, rows))
    first = read[0][0].table
    total = int(lines["amount"].sum())
    require(abs(total) < PENCE_MAX * 1000, "The total of an extract fits its type.")
    return Extract(
        format=layout.format.name,
        confidence=_confidence(layout),
        encoding=first.encoding or "xlsx",
        sheet=", ".join(body.table.sheet for body, _, _ in read),
        header_row=int(first.numbers[layout.index]),
        columns=_sources(layout),
        amount_column=layout.amount_column,
        lines=lines,
        total=Pence(total),
        dropped=tuple(each for _, found, _ in read for each in found.dropped),
        rejected=tuple(each for _, found, _ in read for each in found.rejected),
        hidden_rows_read=tuple(hidden),
        notes=tuple(notes),
    )


def _hidden_notes(body: Body, rows: list[int]) -> list[str]:
    table = body.table
    where = f"Sheet {table.sheet!r}"
    notes = []
    if table.state != "visible":
        notes.append(f"{where} is hidden; it was read all the same.")
    if rows:
        shown = ", ".join(map(str, rows[:_SHOWN_HEADINGS]))
        more = ", …" if len(rows) > _SHOWN_HEADINGS else ""
        notes.append(
            f"{where} has {len(rows)} hidden or filtered rows ({shown}{more});"
            " they were read all the same."
        )
    used = {table.places[at]: text for at, text in enumerate(body.layout.texts)}
    columns = [used[place] for place in sorted(table.hidden_columns & used.keys())]
    if columns:
        notes.append(f"{where} hides columns ({', '.join(columns)}); they were read all the same.")
    return notes


def _sources(layout: Layout) -> dict[str, str]:
    sources = {name: layout.source(name) for name in layout.fields if name in LEDGER_COLUMNS}
    sources["amount"] = layout.amount_column
    if len(layout.narratives) > 1:
        texts = [layout.texts[at].strip() for at in layout.narratives]
        sources["description"] = ", ".join(texts)
    if "account_combination" in layout.fields:
        for name in ("cost_centre", "subjective", "project_code"):
            sources.setdefault(name, layout.source("account_combination"))
    if "category" in layout.fields and "source_type" in layout.fields:
        sources["source_type"] = f"{layout.source('source_type')}, {layout.source('category')}"
    order = {name: at for at, name in enumerate(LEDGER_COLUMNS)}
    return dict(sorted(sources.items(), key=lambda each: order[each[0]]))


def _confidence(layout: Layout) -> float:
    chosen: Format = layout.format
    if chosen.signature:
        matched = chosen.detect(Header(layout.texts))
        return round(min(1.0, matched / (chosen.needs + SURE_BY)), 2)
    filled = sum(1 for text in layout.texts if text.strip())
    return round(min(1.0, layout.known / filled), 2)


def _same_header(one: Layout, other: Layout) -> bool:
    return [*map(heading, one.texts)] == [*map(heading, other.texts)]


def _no_header(name: str, tables: list[Table]) -> Unreadable:
    table = tables[0]
    seen = [text.strip() for text in table.row(0) if text.strip()][:_SHOWN_HEADINGS]
    sheets = ", ".join(each.sheet for each in tables if each.sheet)
    return Unreadable(
        "no-header",
        f"{name}, sheets {sheets}" if sheets else name,
        f"No row has the headings of a ledger extract (the first row reads {' | '.join(seen)!r}).",
        "Without a column of amounts and codes the lines cannot be told apart.",
        "Export it with a header row, for example Cost Centre, Account, Period, Transaction No,"
        " Supplier, Amount.",
    )
