"""``python -m grants check LINES.csv CONTRACT.toml``: no server, no database.

Exit 0 when nothing is BREACH, EVIDENCE or NOT RUN, else 1; a refused file is 1 as well, with every
problem on standard error; 2 is a wrong command line, 3 a fault of the program.
"""

import argparse
import json
import sys
import traceback
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from grants.checks.engine import check
from grants.checks.frame import LinesRefused
from grants.checks.result import CheckResult
from grants.contract import Contract
from grants.contract_file import ContractRefused, read_contract_to_check
from grants.lines_file import FileRefused, as_text, read_bytes, read_spend_lines
from grants.verdict import FINDING_COLUMNS, Verdict
from ledger.money import format_pounds

FINE: Final = 0
FOUND_OR_REFUSED: Final = 1
USAGE: Final = 2
FAILED: Final = 3
_MUST_ACT: Final = (Verdict.BREACH, Verdict.EVIDENCE, Verdict.NOT_RUN)


class UsageRefused(ValueError):  # noqa: N818 - the same
    """The command line asks for something that is not there."""


def main(arguments: list[str]) -> int:
    """Run one command and answer with its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return _check(options)
    except UsageRefused as refusal:
        print(refusal, file=sys.stderr)
        return USAGE
    except (FileRefused, LinesRefused, ContractRefused) as refusal:
        print(refusal, file=sys.stderr)
        return FOUND_OR_REFUSED
    except Exception:  # noqa: BLE001 - the outermost edge: exit 3 means that the program failed
        traceback.print_exc()
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m grants", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("check", help="judge spend lines and registers against every term")
    one.add_argument("lines", type=Path, metavar="LINES.csv")
    one.add_argument("contract", type=Path, metavar="CONTRACT.toml")
    one.add_argument("--period", metavar="CODE", help="report on this period only")
    one.add_argument("--as-of", type=_day, metavar="DATE", help='"today"')
    one.add_argument("--known-at", type=_day, metavar="DATE", help="what was known on that day")
    one.add_argument("--all", action="store_true", help="also write PASS and N/A")
    one.add_argument("--out", type=Path, metavar="FINDINGS.csv")
    one.add_argument("--json", action="store_true", help="machine-readable answer")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2017-10-31") from None


def _check(options: argparse.Namespace) -> int:
    contract = read_contract_to_check(
        as_text(read_bytes(options.contract), options.contract.name), options.contract.name
    )
    if options.period is not None and contract.period(options.period) is None:
        codes = ", ".join(p.code for p in contract.periods)
        raise UsageRefused(f"The contract has no period {options.period}. It has: {codes}.")
    result = check(
        read_spend_lines(options.lines),
        contract,
        period=options.period,
        as_of=options.as_of,
        known_at=options.known_at,
    )
    rows = result.rows(all=options.all).assign(at_risk=lambda r: r["at_risk"].map(format_pounds))
    if options.out is not None:
        _write(options.out, rows)
    if options.json:
        print(json.dumps(_answer(result, contract, rows), ensure_ascii=False))
    else:
        _print(result, rows, has_file=options.out is not None)
    for fault in result.faults:
        print(f"A check broke down and is NOT RUN: {fault}", file=sys.stderr)
    return FOUND_OR_REFUSED if any(result.counts[v.value] for v in _MUST_ACT) else FINE


def _write(path: Path, rows: pd.DataFrame) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as out:
            rows.to_csv(out, index=False, lineterminator="\n")
    except OSError as fault:
        raise FileRefused(f"{path}: cannot be written ({fault.strerror}).") from fault


def _answer(result: CheckResult, contract: Contract, rows: pd.DataFrame) -> dict[str, object]:
    return {
        "contract": contract.reference,
        "rows": rows.to_dict("records"),
        "counts": result.counts,
        "by_term": result.by_term,
        "digest": result.digest,
        "as_of": result.as_of.isoformat(),
        "known_at": result.known_at.isoformat() if result.known_at else None,
        "period": result.period,
        "at_risk_total": format_pounds(result.at_risk_total),
        "input_digest": result.input_digest,
        "rule_set_digest": result.rule_set_digest,
    }


def _print(result: CheckResult, rows: pd.DataFrame, *, has_file: bool) -> None:
    print(f"Contract {result.reference}, as of {result.as_of.isoformat()}", end="")
    print(f", known at {result.known_at.isoformat()}." if result.known_at else ".")
    if not has_file:
        for row in _records(rows):
            print(f"{row['verdict']:9} {row['term']:26} {row['at_risk']:>12}  {row['message']}")
    print(", ".join(f"{verdict} {count}" for verdict, count in result.counts.items()))
    pounds = format_pounds(result.at_risk_total, thousands=True, symbol=True)
    print(f"At risk on lines, each once: {pounds}")
    print(f"Digest {result.digest}")


def _records(rows: pd.DataFrame) -> Iterable[dict[str, str]]:
    columns = [rows[name].astype(str) for name in FINDING_COLUMNS]
    return (
        dict(zip(FINDING_COLUMNS, values, strict=True)) for values in zip(*columns, strict=True)
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
