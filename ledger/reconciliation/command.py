"""``python -m ledger reconcile RETURN_LINES.csv LEDGER_LINES.csv``: no server, no database.

Exit codes: 0 closed to 0.00 with nothing open, 1 not closed or the data refused, 2 usage,
3 the program failed.
"""

import argparse
import json
import sys
import tomllib
from pathlib import Path

from ledger.reader.refusal import Unreadable
from ledger.reconciliation.core import Request, work_out
from ledger.reconciliation.csv_sides import SideRefused, read_ledger, read_lines, write_matches
from ledger.reconciliation.render import as_data, as_text
from ledger.reconciliation.scope import LedgerScope

CLOSED, NOT_CLOSED, USAGE = 0, 1, 2


class ContractRefused(ValueError):  # noqa: N818 - the name states the fact
    """The contract file does not say what a reconciliation needs to know."""


def main(argv: list[str]) -> int:
    """Match two files; print the passes, the statements and the unexplained difference."""
    try:
        asked = _parser().parse_args(argv)
    except SystemExit as end:
        return USAGE if end.code else CLOSED
    missing = [
        path for path in (asked.lines, asked.ledger, asked.contract) if path and not path.is_file()
    ]
    if missing:
        names = ", ".join(str(path) for path in missing)
        sys.stderr.write(f"No such file: {names}. Check the name and the folder.\n")
        return USAGE
    if asked.out and not asked.out.absolute().parent.is_dir():
        sys.stderr.write(f"No such folder: {asked.out.parent}. Make it, or write elsewhere.\n")
        return USAGE
    try:
        scope = read_scope(asked.contract, asked.period) if asked.contract else LedgerScope()
        outcome = work_out(read_lines(asked.lines), read_ledger(asked.ledger), Request(scope))
    except (SideRefused, Unreadable, ContractRefused) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return NOT_CLOSED
    if asked.out:
        write_matches(outcome.match_table(), asked.out)
    told = json.dumps(as_data(outcome), indent=1) + "\n" if asked.json else as_text(outcome)
    sys.stdout.write(told)
    return CLOSED if outcome.is_closed else NOT_CLOSED


def read_scope(path: Path, period: str | None = None) -> LedgerScope:
    """Cost centres and reporting periods from a contract file (``interfaces.md`` 2).

    Raises:
        ContractRefused: not TOML, or cost centres or periods are missing or not in the form.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ContractRefused(f"{path.name}: not readable as TOML ({fault}).") from fault
    contract, periods = found.get("contract"), found.get("period")
    centres = contract.get("cost_centres") if isinstance(contract, dict) else None
    if not _is_texts(centres):
        raise ContractRefused(
            f"{path.name}: [contract] has no cost_centres. The ledger total is that of the "
            'contract\'s cost centres; write cost_centres = ["04410"].'
        )
    months: dict[str, tuple[str, ...]] = {}
    for place, table in enumerate(periods if isinstance(periods, list) else [], start=1):
        code, listed = table.get("code"), table.get("accounting_periods")
        if not isinstance(code, str) or not _is_texts(listed):
            raise ContractRefused(
                f"{path.name}: [[period]] number {place} needs a code and accounting_periods, "
                'for example code = "2017-Q1" and accounting_periods = ["201701"].'
            )
        months[code] = tuple(listed)
    if period is not None and period not in months:
        raise ContractRefused(
            f"{path.name} has no period {period}. Its periods: {', '.join(months) or 'none'}."
        )
    return LedgerScope(tuple(centres or ()), months, period)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ledger reconcile",
        description="Match a return's spend lines with ledger lines and print the bridge.",
    )
    parser.add_argument("lines", type=Path, metavar="RETURN_LINES.csv")
    parser.add_argument("ledger", type=Path, metavar="LEDGER_LINES.csv")
    parser.add_argument("--contract", type=Path, metavar="C.toml", help="cost centres and periods")
    parser.add_argument("--period", help="only the statement of this reporting period")
    parser.add_argument("--out", type=Path, metavar="MATCHES.csv", help="write every match")
    parser.add_argument("--json", action="store_true", help="print for programs")
    return parser
