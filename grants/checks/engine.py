"""The check engine: every line and register judged against every term, by the version in force.

``check`` is a pure function. The same lines, contract and dates give the same digest, whatever
order the lines come in.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants import consent as consents
from grants.checks import lines as spend_lines
from grants.checks.judgement import RANK, Judgement
from grants.checks.known import known_at as as_known
from grants.checks.parameters import ParameterUnreadable, read_params
from grants.checks.result import ENDED, NO_VERSION, CheckResult, Covered, Outcome
from grants.contract import Contract, TermVersion
from grants.terms.base import Facts, Kind, Params
from grants.terms.registry import kinds
from grants.verdict import Scope, Verdict
from ledger.require import require

_COLUMN_OF: Final = {"money left": "money_left_on"}
_NOT_RUN: Final = RANK[Verdict.NOT_RUN]
_NOT_APPLICABLE: Final = RANK[Verdict.NOT_APPLICABLE]
_BREACH: Final = RANK[Verdict.BREACH]
_NOT_BUILT: Final = (
    "this kind of check is not built yet; a named person must accept it after looking themselves."
)
_TEXT_COLUMNS: Final = ("project", "head", "to_project", "to_head", "line_id")


@dataclass(frozen=True, slots=True)
class _Run:
    """What is the same for all terms of one check."""

    lines: pd.DataFrame
    facts: Facts
    in_period: npt.NDArray[np.bool_]
    faults: list[str]


def check(
    lines: pd.DataFrame,
    contract: Contract,
    *,
    period: str | None = None,
    as_of: date | None = None,
    known_at: date | None = None,
) -> CheckResult:
    """Judge typed spend lines (of ``spend_frame``) and the contract's registers.

    Args:
        lines: every line of the contract so far, of one period or of many.
        contract: as read; facts later than ``known_at`` are left out of it.
        period: report on this period only. Lines of later periods are left out; lines of earlier
            ones count for ceilings, duplicates and sums to date but get no rows of their own. Rows
            are given for the lines and returns of the period and for the contract, projects,
            heads and suppliers as they stand after it.
        as_of: "today" for terms judged as-of and for due dates. By default the latest day on
            which something happened, by the lines and registers.
        known_at: judge with what was known of the contract on that day; None: everything.

    Returns:
        One verdict for every subject of every term; a term that breaks down is NOT RUN throughout
        and named in ``faults``, the others run.
    """
    return check_kinds(
        tuple(kinds().values()), lines, contract, period=period, as_of=as_of, known_at=known_at
    )


def check_kinds(
    known_kinds: tuple[Kind, ...],
    lines: pd.DataFrame,
    contract: Contract,
    *,
    period: str | None = None,
    as_of: date | None = None,
    known_at: date | None = None,
) -> CheckResult:
    """As :func:`check`, with the kinds of term given instead of found."""
    require(period is None or contract.period(period), "The contract has the period asked for.")
    known = as_known(contract, known_at)
    kept = spend_lines.up_to_period(lines, contract, period)
    today = as_of or spend_lines.latest_day(kept, known)
    ready = spend_lines.ready(kept)
    reported = np.ones(len(ready), dtype=np.bool_)
    if period is not None:
        reported = (ready["period"].astype(object) == period).to_numpy()
    facts = Facts(known, today, spend_lines.periods_reported(known, period))
    run = _Run(ready, facts, reported, [])
    return CheckResult(
        contract.reference, today, known_at, period,
        tuple(_outcome(kind, run) for kind in _kinds_for(known_kinds, known)),
        ready, known.consents, _input_digest(ready, known), rule_set_digest(), tuple(run.faults),
    )  # fmt: skip


def _kinds_for(known_kinds: tuple[Kind, ...], contract: Contract) -> list[Kind]:
    """Every known kind, and a kind that is not known for each other code of the contract."""
    codes = {kind.code for kind in known_kinds}
    unknown = [
        Kind(code, 0, "unknown kind of term", "", Scope.CONTRACT, "as-of")
        for code in contract.term_codes()
        if code not in codes
    ]
    return [*known_kinds, *unknown]


def _outcome(kind: Kind, run: _Run) -> Outcome:
    contract = run.facts.contract
    versions = contract.term_versions(kind.code)
    if not versions:
        return _single(kind, run, (), "", _NOT_APPLICABLE)
    if kind.judge is None:
        return _single(kind, run, versions, _NOT_BUILT, _NOT_RUN)
    judged = tuple(_judge(kind, version, run) for version in versions)
    whole = [j[0] for j in judged if not isinstance(j, str)]
    if len({len(judgement.items) for judgement in whole}) > 1:
        fault = "its versions do not judge the same things."
        run.faults.append(f"{kind.code}: {fault}")
        return _single(kind, run, versions, f"the check broke down: {fault}", _NOT_RUN)
    if kind.scope is Scope.LINE:
        items = run.lines
        subjects = items["line_id"].astype(object).to_numpy()
        on = items[_COLUMN_OF.get(kind.judged_on, kind.judged_on)]
    elif whole:
        items = whole[0].items
        subjects = items["subject"].astype(object).to_numpy()
        on = items["judged_on"]
    else:
        return _single(kind, run, versions, str(judged[0]), _NOT_RUN)
    days = on.to_numpy().astype("datetime64[D]")
    governing = _governing(versions, days)
    ranks, at_risk = _by_version(judged, governing)
    reported = run.in_period if kind.scope is Scope.LINE else np.ones(len(items), dtype=np.bool_)
    outcome = Outcome(kind, versions, judged, subjects, days, governing, ranks, at_risk, reported)
    return _with_consents(outcome, items, contract)


def _single(
    kind: Kind, run: _Run, versions: tuple[TermVersion, ...], sentence: str, rank: int
) -> Outcome:
    """One row for the contract as a whole."""
    on = np.array([run.facts.as_of], dtype="datetime64[D]")
    return Outcome(
        kind, versions, (sentence,) * max(1, len(versions)),
        np.array([run.facts.contract.reference], dtype=object), on,
        np.array([max(0, len(versions) - 1)], dtype=np.int64), np.array([rank], dtype=np.int8),
        np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.bool_), is_single=True,
    )  # fmt: skip


def _judge(kind: Kind, version: TermVersion, run: _Run) -> tuple[Judgement, Params] | str:
    """One version's judgement, or the sentence why there is none."""
    try:
        params = Params(read_params(kind.params, version.params), version)
    except ParameterUnreadable as fault:
        return f"{str(fault)[0].upper()}{str(fault)[1:]} Put it in the contract's term."
    require(kind.judge, "Only a kind with a check is judged.")
    try:
        judgement = kind.judge(run.lines, params, run.facts)  # type: ignore[misc]
        wanted = len(run.lines) if kind.scope is Scope.LINE else len(judgement.items)
        require(len(judgement.ranks) == wanted, "A term gives one verdict for each item.")
        wants = ("line_id",) if kind.scope is Scope.LINE else ("subject", "judged_on")
        require(all(name in judgement.items for name in wants), "Items say what they are.")
    except Exception as fault:  # noqa: BLE001 - any fault of one term is NOT RUN for it alone
        sentence = f"the check broke down ({type(fault).__name__}: {fault})."
        run.faults.append(f"{kind.code}: {sentence}")
        return f"{sentence} Nothing was judged; report this to the service's support."
    return judgement, params


def _governing(
    versions: tuple[TermVersion, ...], days: npt.NDArray[np.datetime64]
) -> npt.NDArray[np.int64]:
    """Which version governs each day; the first one also before it began."""
    begins = np.array([v.effective_from or date.min for v in versions], dtype="datetime64[D]")
    unknown = np.isnat(days)
    index = np.maximum(np.searchsorted(begins, days, side="right") - 1, 0).astype(np.int64)
    index[unknown] = 0 if len(versions) == 1 else NO_VERSION
    for place, version in enumerate(versions):
        if version.effective_to is not None:
            index[(index == place) & (days > np.datetime64(version.effective_to))] = ENDED
    return index


def _by_version(
    judged: tuple[tuple[Judgement, Params] | str, ...], governing: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int64]]:
    """Verdicts and amounts, each taken from the version that governs."""
    if len(judged) == 1 and not isinstance(judged[0], str) and (governing == 0).all():
        return judged[0][0].ranks, judged[0][0].at_risk
    ranks = np.full(len(governing), _NOT_RUN, dtype=np.int8)
    at_risk = np.zeros(len(governing), dtype=np.int64)
    ranks[governing == ENDED] = _NOT_APPLICABLE
    for place, each in enumerate(judged):
        if not isinstance(each, str):
            require(len(each[0].ranks) == len(governing), "Versions judge the same items.")
            mine = governing == place
            ranks[mine] = each[0].ranks[mine]
            at_risk[mine] = each[0].at_risk[mine]
    return ranks, at_risk


def _with_consents(outcome: Outcome, items: pd.DataFrame, contract: Contract) -> Outcome:
    """Breaches that consents reach, wholly or in part."""
    mine = tuple(c for c in contract.consents if c.term == outcome.kind.code)
    rows = np.flatnonzero(outcome.ranks == _BREACH)
    if not mine or not len(rows):
        return outcome
    table = pd.DataFrame({"at_risk": outcome.at_risk[rows], "on": outcome.on[rows]})
    if "consent_on" in items:
        table["on"] = _consent_days(outcome)[rows]
    for name in (*_TEXT_COLUMNS, "draws"):
        table[name] = items[name].astype(object).to_numpy()[rows] if name in items else ""
    cover = consents.cover(mine, table)
    ranks, at_risk = outcome.ranks.copy(), outcome.at_risk.copy()
    covered: dict[int, Covered] = {}
    for place in np.flatnonzero(cover.verdict != "").tolist():
        row = int(rows[place])
        verdict = Verdict(cover.verdict[place])
        whole = bool(cover.is_whole[place])
        covered[row] = Covered(
            verdict, int(cover.covered[place]), str(cover.references[place]), whole
        )
        at_risk[row] = cover.left[place]
        if whole:
            ranks[row] = RANK[verdict]
    return replace(outcome, ranks=ranks, at_risk=at_risk, covered=covered)


def _consent_days(outcome: Outcome) -> npt.NDArray[np.datetime64]:
    """The day on which a consent must be in force, of each item by the version that governs it."""
    days = outcome.on.copy()
    for place, judged in enumerate(outcome.judgements):
        if not isinstance(judged, str):
            mine = outcome.governing == place
            days[mine] = judged[0].items["consent_on"].to_numpy().astype("datetime64[D]")[mine]
    return days


def _input_digest(lines: pd.DataFrame, contract: Contract) -> str:
    """SHA-256 over the lines in their fixed order and the contract as known."""
    digest = hashlib.sha256(repr(contract).encode())
    for name in lines.columns:
        column = lines[name]
        digest.update(f"\x1e{name}\x1f".encode())
        if column.dtype == "category":
            digest.update("\x1f".join(column.cat.categories).encode())
            digest.update(column.cat.codes.to_numpy().astype("<i4").tobytes())
        elif column.dtype.kind == "M":
            digest.update(column.to_numpy().astype("datetime64[D]").astype("<i8").tobytes())
        elif pd.api.types.is_numeric_dtype(column.dtype):
            digest.update(column.isna().to_numpy().tobytes())
            digest.update(column.to_numpy(dtype="<i8", na_value=0).tobytes())
        else:
            digest.update("\x1f".join(column.astype(object)).encode())
    return digest.hexdigest()


@cache
def rule_set_digest() -> str:
    """SHA-256 over the source of every kind of term and of the checks, file by file."""
    digest = hashlib.sha256()
    for package in ("grants.terms", "grants.checks"):
        sources = (f for f in files(package).iterdir() if f.name.endswith(".py"))
        for source in sorted(sources, key=lambda f: f.name):
            digest.update(f"{package}/{source.name}\x1f".encode() + source.read_bytes())
    return digest.hexdigest()
