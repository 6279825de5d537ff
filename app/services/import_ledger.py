"""Import an extract of the council's ledger: tied to the typed row count and total, or refused."""

import hashlib
from dataclasses import dataclass

import pandas as pd

from app.services.fund import Fund, fund_of
from app.services.office import Act, Refused
from app.store.ledger import LedgerImport
from grants.intake.names import named_area
from grants.intake.templates.quarterly import TEMPLATE as QUARTERLY
from grants.policy import Action
from ledger.gl.extract import Extract
from ledger.gl.line import LEDGER_COLUMNS
from ledger.gl.read import read_extract
from ledger.money import format_pounds
from ledger.reader.guard import Unreadable
from ledger.reader.worker import read_workbook_guarded

CONTENT = [c for c in LEDGER_COLUMNS if c not in ("source_row", "source_sheet", "raw")]
SHOWN_MAX = 20
ZIP_MAGIC = b"PK"


@dataclass(frozen=True)
class Imported:
    """What an import did, row for row."""

    name: str
    format: str
    rows: int
    total: int
    new: int
    unchanged: int
    dropped: tuple[str, ...]
    notes: tuple[str, ...]


def is_return_workbook(data: bytes, name: str) -> bool:
    """Whether a file is our own return workbook, known by the name of its template cell."""
    if not data.startswith(ZIP_MAGIC):
        return False
    try:
        cells = read_workbook_guarded(data, name)
    except Unreadable:
        return (
            False  # beyond the limits of a return, or no workbook: the extract's reader judges it
        )
    return named_area(cells, QUARTERLY.field("template_code").name) is not None


def read_file(data: bytes, name: str, format_name: str | None = None) -> Extract:
    """Read an extract in the guarded child; nothing is stored.

    Raises:
        Refused: the file cannot be read safely or is no ledger listing.
    """
    if is_return_workbook(data, name):
        raise Refused(
            f"{name}: this is a return workbook, not a listing of the ledger. Reconciling a return "
            "with itself would prove nothing. Choose the extract that your finance system wrote."
        )
    try:
        return read_extract(data, name, format_name=format_name)
    except Unreadable as fault:
        raise Refused(str(fault)) from fault


def preview_ledger(
    act: Act, contract: str, data: bytes, name: str, format_name: str | None = None
) -> Extract:
    """What was understood of a file, before it counts."""
    act.require(Action.IMPORT_LEDGER, contract=contract)
    fund_of(act, contract)
    return read_file(data, name, format_name)


def import_ledger(  # noqa: PLR0913 - the file, and what its user typed about it
    act: Act, contract: str, data: bytes, name: str, *, rows: int, total: int,
    format_name: str | None = None,
) -> Imported:  # fmt: skip
    """Import an extract.

    Args:
        act: the change being made.
        contract: reference of the contract.
        data: the file's bytes.
        name: the file's name.
        rows: the row count read off the ledger screen.
        total: the control total read off the ledger screen, in pence.
        format_name: the finance system, when not to be recognised.

    Raises:
        Refused: rows or total do not tie, a row was rejected, the same file was imported before,
            or a line already imported has changed. Nothing is imported then.
    """
    act.require(Action.IMPORT_LEDGER, contract=contract)
    fund = fund_of(act, contract)
    sha = hashlib.sha256(data).hexdigest()
    before = act.uow.ledger.import_of(fund.row.id, sha)
    if before is not None:
        raise Refused(
            f"{name} was imported already, as {before.name} by {before.imported_by} on "
            f"{before.imported_at:%d/%m/%Y}. Nothing was imported again."
        )
    extract = read_file(data, name, format_name)
    _require_ties(extract, name, rows, total)
    fresh, unchanged = _compare(act, fund, extract.frame, name)
    act.uow.files.keep(data, name=name, media_type="text/csv", at=act.now, by=act.person)
    act.uow.ledger.add_import(
        LedgerImport(
            contract_id=fund.row.id, file_sha256=sha, name=name, format=extract.format,
            row_count=extract.rows, total_pence=int(extract.total), new_rows=len(fresh),
            unchanged_rows=unchanged,
            dropped=[{"row": d.row, "reason": d.reason, "text": d.text} for d in extract.dropped],
            notes=list(extract.notes), columns=dict(extract.columns), imported_at=act.now,
            imported_by=act.person,
        ),
        fresh,
    )  # fmt: skip
    act.record(
        "ledger-imported", contract=contract, subject=name,
        body={
            "sha256": sha, "rows": extract.rows, "total": int(extract.total), "new": len(fresh),
            "unchanged": unchanged, "dropped": len(extract.dropped), "format": extract.format,
        },
    )  # fmt: skip
    return Imported(
        name, extract.format, extract.rows, int(extract.total), len(fresh), unchanged,
        tuple(f"row {d.row}: {d.reason}" for d in extract.dropped), tuple(extract.notes),
    )  # fmt: skip


def _require_ties(extract: Extract, name: str, rows: int, total: int) -> None:
    if extract.rejected:
        raise Refused(
            f"{name} was not imported: {len(extract.rejected)} row(s) cannot be read. "
            "Nothing was imported.",
            tuple(f"Row {r.row}, {r.cell}: {r.value!r}. {r.reason}" for r in extract.rejected),
        )
    faults = []
    if extract.rows != rows:
        faults.append(
            f"Rows: you typed {rows}, the file holds {extract.rows}. "
            "Check the count on the ledger screen, and that the whole listing was saved."
        )
    if int(extract.total) != total:
        faults.append(
            f"Total: you typed {format_pounds(total, thousands=True, symbol=True)}, the file adds "
            f"to {format_pounds(int(extract.total), thousands=True, symbol=True)} (column "
            f"{extract.amount_column}), a difference of "
            f"{format_pounds(int(extract.total) - total, thousands=True, symbol=True)}."
        )
    if faults:
        raise Refused(
            f"{name} was not imported: it does not tie to what you typed. Nothing was imported.",
            tuple(faults),
        )


def _compare(act: Act, fund: Fund, frame: pd.DataFrame, name: str) -> tuple[pd.DataFrame, int]:
    """Lines not imported before, and how many were and are unchanged; refuses changed ones."""
    known = act.uow.ledger.frame(fund.row.id)
    if known.empty:
        return frame, 0
    index = ["ledger_key", "occurrence"]
    both = frame.merge(known, on=index, how="inner", suffixes=("", "_before"))
    changed: list[str] = []
    for column in (c for c in CONTENT if c not in index):
        new, old = both[column], both[f"{column}_before"]
        differs = ~((new == old) | (new.isna() & old.isna())).fillna(value=False).astype(bool)
        changed += [
            f"{key}: {column} was {o}, now {n}"
            for key, o, n in zip(
                both.loc[differs, "ledger_key"], old[differs], new[differs], strict=True
            )
        ]
    if changed:
        raise Refused(
            f"{name} was not imported: {len(changed)} value(s) of lines imported before have "
            "changed in the finance system. Ask finance what happened. Nothing was imported.",
            tuple(changed[:SHOWN_MAX]),
        )
    seen = set(zip(known["ledger_key"], known["occurrence"], strict=True))
    fresh = [k not in seen for k in zip(frame["ledger_key"], frame["occurrence"], strict=True)]
    return frame[fresh].reset_index(drop=True), len(both)
