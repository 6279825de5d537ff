"""Has an act of the worked year been done? Asked of the facts: playing twice is safe."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.sample.people import REFERENCE
from app.services.fund import Fund, fund_of
from app.services.office import Act, NotFound
from app.services.queries.demonstration import has_file, is_confirmed, is_explained, unresolved_refs
from grants.returns import Act as Deed
from grants.returns import ReturnState

SAMPLE = Path(__file__).resolve().parent
Row = dict[str, Any]


def is_done(act: Act, row: Row) -> bool:
    """Whether what the row says has happened."""
    try:
        fund = fund_of(act, REFERENCE)
    except NotFound:
        return False
    verb = row["do"]
    if verb in FILES:
        return has_file(act, hashlib.sha256((SAMPLE / row["file"]).read_bytes()).hexdigest())
    if row.get("period") in fund.frozen_periods and verb not in NEVER_FROZEN:
        return True
    return ASKED[verb](act, fund, row)


def _is_explained(act: Act, _fund: Fund, row: Row) -> bool:
    if row["do"] == "clear":  # its period is the one of clearing, not the item's
        row = {name: value for name, value in row.items() if name != "period"}
        return is_explained(act, REFERENCE, row, cleared=True)
    return is_explained(act, REFERENCE, row)


def _is_confirmed(act: Act, _fund: Fund, row: Row) -> bool:
    return is_confirmed(act, REFERENCE, row["lines"], row["keys"])


def _is_queried(_act: Act, fund: Fund, row: Row) -> bool:
    return any(
        (e.project, e.period, e.act) == (row["project"], row["period"], Deed.QUERY)
        for e in fund.events
    )


def _is_reconciled(_act: Act, fund: Fund, row: Row) -> bool:
    projects = row.get("projects") or [row["project"]]
    if projects == ["*"]:
        projects = [p.code for p in fund.signed.projects]
    states = [fund.return_state(p, row["period"]) for p in projects]
    return all(state == ReturnState.RECONCILED for state in states)


def _is_answered(_act: Act, fund: Fund, row: Row) -> bool:
    return any(
        (e.period, e.act) == (row["period"], row["answer"]) and e.at >= row["at"]
        for e in fund.quarter_events
    )


def _is_certified(_act: Act, fund: Fund, row: Row) -> bool:
    return any(
        (e.period, e.act) == (row["period"], Deed.CERTIFY) and e.at >= row["at"]
        for e in fund.quarter_events
    )


def _is_resolved(act: Act, fund: Fund, row: Row) -> bool:
    said = any(
        (r.period, r.kind, r.reason) == (row["period"], KINDS[row["do"]], row["reason"])
        for r in fund.resolutions
    )
    return said and not unresolved_refs(act, REFERENCE, row)


FILES = frozenset({"load-contract", "submit", "import"})
NEVER_FROZEN = frozenset({"answer", "clear"})
KINDS = {"accept": "accepted", "disallow": "disallowed", "report": "reported"}
ASKED: dict[str, Callable[[Act, Fund, Row], bool]] = {
    "accept": _is_resolved, "disallow": _is_resolved, "report": _is_resolved,
    "explain": _is_explained, "clear": _is_explained, "confirm": _is_confirmed,
    "query": _is_queried, "reconcile": _is_reconciled, "certify": _is_certified,
    "answer": _is_answered,
}  # fmt: skip
