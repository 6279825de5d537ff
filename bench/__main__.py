"""``python -m bench [--only NAME] [--scale small|full]``: measure and write ``bench/report.md``."""

import argparse
import importlib
import json
import pkgutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import bench.jobs as folder
from bench.measure import Target
from bench.report import ROOT, Measured, from_answer, report

SECONDS_MAX: Final = 900
REPORT: Final = Path(__file__).parent / "report.md"


def main(arguments: list[str]) -> int:
    """Run the jobs one after another and write the report; 1 when a job broke down."""
    names = sorted(entry.name for entry in pkgutil.iter_modules(folder.__path__))
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=names, help="may be given again")
    parser.add_argument("--scale", choices=("small", "full"), default="full")
    parser.add_argument("--out", type=Path, default=REPORT)
    options = parser.parse_args(arguments)
    began = time.monotonic()
    found = [_measured(name, options.scale) for name in options.only or names]
    text = report(found, options.scale, time.monotonic() - began)
    options.out.write_text(text, encoding="utf-8")
    print(text)
    return int(any(each.reason.startswith("broke down") for each in found))


def _measured(name: str, scale: str) -> Measured:
    job = importlib.import_module(f"bench.jobs.{name}")
    targets: tuple[Target, ...] = job.TARGETS
    each = Measured(job.NAME, job.WHAT, targets)
    print(f"{job.NAME} …", file=sys.stderr, flush=True)
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as place:
            _child(name, scale, "data", place)
            from_answer(each, _child(name, scale, "times", place))
            if not each.reason:
                memory = _child(name, scale, "memory", place)
                each.peak_mib, each.before_mib = memory["peak_mib"], memory["before_mib"]
    except subprocess.CalledProcessError as fault:
        each.reason = f"broke down: {fault.stderr.strip().splitlines()[-1]}"
        print(fault.stderr, file=sys.stderr)
    except subprocess.TimeoutExpired:
        each.reason = f"broke down: not finished after {SECONDS_MAX} s"
    return each


def _child(name: str, scale: str, what: str, place: str) -> dict[str, int]:
    command = [sys.executable, "-m", "bench.one", name, scale, what, place]
    told = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=ROOT, timeout=SECONDS_MAX
    )
    answer: dict[str, int] = json.loads(told.stdout.splitlines()[-1])
    return answer


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
