"""``python -m ledger read``: any council's extract, read and accounted for row by row."""

import argparse
import json
import sys
from pathlib import Path
from typing import Final

from ledger.gl import registry
from ledger.gl.extract import Extract
from ledger.gl.lines_csv import lines_to_csv
from ledger.gl.outcome import Dropped, Rejected
from ledger.gl.read import read_extract
from ledger.money import format_pounds
from ledger.reader.refusal import Unreadable

OK, SOME_REJECTED, USAGE, FAILED = 0, 1, 2, 3
SHOWN_ROWS: Final = 50


def main(argv: list[str]) -> int:
    """Read one extract; exit code 0, or 1 when a row was rejected, 2 usage, 3 not readable."""
    parser = _parser()
    try:
        asked = parser.parse_args(argv)
    except SystemExit as left:
        return USAGE if left.code else OK
    path = Path(asked.extract)
    try:
        extract = read_extract(path.read_bytes(), path.name, format_name=asked.format)
        if asked.out:
            Path(asked.out).write_bytes(lines_to_csv(extract.lines))
    except Unreadable as refused:
        return _tell(USAGE if refused.code == "unknown-format" else FAILED, str(refused))
    except OSError as fault:
        return _tell(FAILED, f"{fault.filename}: {fault.strerror}. Check the name and try again.")
    if asked.json:
        json.dump(extract.summary(), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(_account(extract, path.name, asked.out))
    return SOME_REJECTED if extract.rejected else OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ledger read",
        description="Read a council's ledger extract (CSV or XLSX) into canonical ledger lines.",
        epilog="Formats: " + " ".join(each.describe() for each in registry.all_formats().values()),
    )
    parser.add_argument("extract", metavar="EXTRACT", help="the file from the finance system")
    parser.add_argument(
        "--format", metavar="NAME", help=f"one of {', '.join(registry.all_formats())}"
    )
    parser.add_argument("--out", metavar="LINES.csv", help="write the canonical lines here")
    parser.add_argument("--json", action="store_true", help="print the account as JSON")
    return parser


def _tell(code: int, message: str) -> int:
    sys.stderr.write(f"{message}\n")
    return code


def _account(extract: Extract, name: str, out: str | None) -> str:
    """The account for a person: what was recognised, what was read, and every other row."""
    system = registry.format_named(extract.format).title
    lines = [
        (
            f"{name}: {extract.rows} ledger lines, total {_money(extract.total)}"
            f" (from {extract.amount_column})"
        ),
        f"Format      {extract.format} ({system}), confidence {extract.confidence}",
        (
            f"Read from   {f'sheet {extract.sheet}, ' if extract.sheet else ''}"
            f"header in row {extract.header_row}, {extract.encoding}"
        ),
        "Columns     "
        + "; ".join(f"{ours} ← {theirs}" for ours, theirs in extract.columns.items()),
    ]
    lines += [f"Note        {note}" for note in extract.notes]
    lines += _rows("Dropped", [_dropped(each) for each in extract.dropped])
    lines += _rows("Rejected", [_rejected(each) for each in extract.rejected])
    accounted = extract.rows + len(extract.dropped) + len(extract.rejected)
    lines.append(
        f"Accounted   {extract.rows} read + {len(extract.dropped)} dropped +"
        f" {len(extract.rejected)} rejected = {accounted} rows below the header"
    )
    if out:
        lines.append(f"Written     {out}")
    return "\n".join(lines) + "\n"


def _money(pence: int) -> str:
    return format_pounds(pence, thousands=True, symbol=True)


def _rows(title: str, told: list[str]) -> list[str]:
    shown = [f"{title:<12}{each}" for each in told[:SHOWN_ROWS]]
    if len(told) > SHOWN_ROWS:
        shown.append(f"{title:<12}and {len(told) - SHOWN_ROWS} more (all of them with --json)")
    return shown


def _dropped(row: Dropped) -> str:
    where = f"sheet {row.sheet}, row {row.row}" if row.sheet else f"row {row.row}"
    return f"{where}: {row.reason} [{row.text}]"


def _rejected(row: Rejected) -> str:
    where = f"sheet {row.sheet}, cell {row.cell}" if row.sheet else f"cell {row.cell}"
    return f"{where}: {row.reason}"
