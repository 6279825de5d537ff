"""``python -m exports verify PACK.xlsx``: does a pack agree with its own lines and digests?

Exit 0: everything agrees. 1: something does not, and is named. 2: wrong usage or no workbook.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from exports.packfile import PackUnreadable
from exports.verify import Verification, verify


def _print(path: Path, result: Verification) -> None:
    for fault in result.faults:
        print(fault)
    digest = "digests compared" if result.has_digest else "no digest: only formulas were compared"
    print(
        f"{path.name}: {result.formulas} formulas on {result.sheets} sheets derived again, {digest}"
    )
    print(f"{len(result.faults)} wrong" if result.faults else "Everything agrees.")


def _as_json(result: Verification) -> str:
    faults = [{"where": f.where, "figure": f.figure, "problem": f.problem} for f in result.faults]
    answer = {
        "agrees": not faults,
        "formulas": result.formulas,
        "sheets": result.sheets,
        "has_digest": result.has_digest,
        "faults": faults,
    }
    return json.dumps(answer, ensure_ascii=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m exports", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("verify", help="check a pack against its own lines and digests")
    command.add_argument("pack", type=Path, metavar="PACK.xlsx")
    command.add_argument("--json", action="store_true", help="answer as JSON")
    asked = parser.parse_args(arguments)
    try:
        result = verify(asked.pack)
    except PackUnreadable as refusal:
        print(refusal, file=sys.stderr)
        return 2
    if asked.json:
        print(_as_json(result))
    else:
        _print(asked.pack, result)
    return 1 if result.faults else 0


if __name__ == "__main__":
    sys.exit(main())
