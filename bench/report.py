"""The report: machine, commit, versions, medians, spread, memory, ratio, target, met or not."""

import os
import platform
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from bench.measure import Target, Timed

ROOT: Final = Path(__file__).parents[1]
PACKAGES: Final = (
    "numpy", "pandas", "polars", "openpyxl", "xlsxwriter", "fastexcel", "flask", "sqlalchemy",
    "json-logic-qubit", "rule-engine", "business-rules",
)  # fmt: skip
_HOW: Final = (
    "Medians of rounds taken in turns in one process; the spread is from the quickest to the "
    "slowest round. Ratios count, absolute times drift. Memory is the most that the product's "
    "side alone held, its data included, in a process of its own. The small scale takes a tenth "
    "or a twentieth of the sizes named."
)
NANO: Final = 1e9
MILLI: Final = 1e3


@dataclass(slots=True)
class Measured:
    """What one job gave; ``reason`` where it was not run."""

    name: str
    what: str
    targets: tuple[Target, ...]
    sides: list[Timed] = field(default_factory=list)
    not_run_sides: list[str] = field(default_factory=list)
    peak_mib: int | None = None
    before_mib: int = 0
    reason: str = ""


def report(found: list[Measured], scale: str, seconds: float) -> str:
    """The whole report as Markdown."""
    heading = [
        "# Benchmarks",
        "",
        f"Scale `{scale}`, {seconds / 60:.0f} minutes. {_machine()}",
        "",
        f"Commit `{_commit()}`. Python {platform.python_version()}; {_versions()}.",
        "",
        _HOW,
        "",
        "| What | Target | Found | Met |",
        "|---|---|---|---|",
    ]
    rows = [row for each in found for row in _verdicts(each)]
    return "\n".join([*heading, *rows, "", *(line for each in found for line in _section(each))])


def _verdicts(each: Measured) -> list[str]:
    if each.reason:
        return [f"| {each.what} | | not run: {each.reason} | – |"]
    rows = []
    for target in each.targets:
        wanted, value = _wanted(target), _value(each, target)
        if value is None:
            rows.append(f"| {each.what} | {wanted} | not run | – |")
        else:
            met = "yes" if value <= target.at_most else "**no**"
            rows.append(f"| {each.what} | {wanted} | {_shown(value)} | {met} |")
    return rows


def _wanted(target: Target) -> str:
    if target.beside:
        return f"{target.of} ≤ {target.at_most:g} × {target.beside}".strip()
    return f"≤ {target.at_most:g} {target.measure}"


def _value(each: Measured, target: Target) -> float | None:
    own = next((side for side in each.sides if side.name == target.of), each.sides[0])
    if target.measure == "MiB peak":
        return None if each.peak_mib is None else float(each.peak_mib)
    if target.measure == "MiB above the data":
        return None if each.peak_mib is None else float(each.peak_mib - each.before_mib)
    if target.measure == "ns per unit":
        return own.per_unit * NANO
    if target.measure == "seconds":
        return own.median
    beside = next((side for side in each.sides if side.name == target.beside), None)
    return None if beside is None else own.per_unit / beside.per_unit


def _section(each: Measured) -> list[str]:
    lines = [f"## {each.what}", ""]
    if each.reason:
        return [*lines, f"Not run: {each.reason}", ""]
    own = each.sides[0]
    lines += ["| Side | Median | Spread | Per unit | Product ÷ side |", "|---|---|---|---|---|"]
    for side in each.sides:
        ratio = "" if side is own else _shown(own.per_unit / side.per_unit)
        per_unit = f"{side.per_unit * NANO:,.0f} ns" if side.units > 1 else ""
        lines.append(
            f"| {side.name} | {_seconds(side.median)} | {_seconds(min(side.seconds))} – "
            f"{_seconds(max(side.seconds))} | {per_unit} | {ratio} |"
        )
    lines += [f"| {name} | not run | | | |" for name in each.not_run_sides]
    if each.peak_mib is not None:
        lines += ["", f"Peak memory {each.peak_mib:,} MiB ({each.before_mib:,} before the work)."]
    return [*lines, ""]


def _seconds(value: float) -> str:
    return f"{value * MILLI:,.1f} ms" if value < 1 else f"{value:,.2f} s"


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _machine() -> str:
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    return (
        f"{os.cpu_count()} cores, {pages * size / 2**30:.0f} GiB, {platform.system()} "
        f"{platform.machine()}, load at the end {load}."
    )


def _commit() -> str:
    changes = _git("status", "--porcelain", "--untracked-files=no")
    return _git("rev-parse", "--short", "HEAD") + (" with changes" if changes else "")


def _git(*words: str) -> str:
    told = subprocess.run(
        ("git", "-C", str(ROOT), *words),  # noqa: S607 - wherever git is
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return told.stdout.strip()


def _versions() -> str:
    return ", ".join(f"{name} {_version(name)}" for name in PACKAGES)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def from_answer(each: Measured, answer: Mapping[str, object]) -> None:
    """Take over what ``bench.one`` printed of times."""
    if "not_run" in answer:
        each.reason = str(answer["not_run"])
        return
    sides, missing = answer["sides"], answer["not_run_sides"]
    each.sides = [Timed(**side) for side in sides]  # type: ignore[attr-defined]
    each.not_run_sides = list(missing)  # type: ignore[call-overload]
