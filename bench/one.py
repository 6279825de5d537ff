"""``python -m bench.one NAME SCALE data|times|memory FOLDER``: one job in its own process; JSON."""

import importlib
import json
import resource
import sys
from pathlib import Path

from bench.measure import NotRun, Prepared, in_turns

KIB_IN_MIB = 1024


def main(name: str, scale: str, what: str, folder: str) -> None:
    """Make the job's files, measure times in turns, or the memory of the product's side alone."""
    job = importlib.import_module(f"bench.jobs.{name}")
    try:
        if what == "data":
            job.make(scale, Path(folder))
            print("{}")
            return
        prepared: Prepared = job.prepare(scale, Path(folder))
    except NotRun as reason:
        print(json.dumps({"not_run": str(reason)}))
        return
    if what == "memory":
        before = _peak()
        prepared.sides[0].call()
        print(json.dumps({"before_mib": before, "peak_mib": _peak()}))
        return
    answer = {
        "sides": [
            {"name": t.name, "units": t.units, "seconds": t.seconds}
            for t in in_turns(prepared, prepared.rounds)
        ],
        "not_run_sides": prepared.not_run,
    }
    print(json.dumps(answer))


def _peak() -> int:
    """Most memory so far of this process, or of a child it has waited for, in MiB."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return int(max(own, child)) // KIB_IN_MIB


if __name__ == "__main__":
    main(*sys.argv[1:])
