"""Has an act of the worked year been done already? Asked of the facts, so that playing twice is safe."""

import hashlib
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
    if verb in ("load-contract", "submit", "import"):
        sha = hashlib.sha256((SAMPLE / row["file"]).read_bytes()).hexdigest()
        return has_file(act, sha)
    period = row.get("period", "")
    if period in fund.frozen_periods and verb not in ("answer", "clear"):
        return True
    if verb in ("accept", "disallow", "report"):
        return _is_resolved(act, fund, row)
    if verb == "explain":
        return is_explained(act, REFERENCE, row)
    if verb == "confirm":
        return is_confirmed(act, REFERENCE, row["lines"], row["keys"])
    if verb == "clear":
        return is_explained(act, REFERENCE, row, cleared=True)
    if verb == "query":
        return _has_event(fund, row["project"], period, Deed.QUERY)
    if verb == "reconcile":
        projects = row.get("projects") or [row["project"]]
        if projects == ["*"]:
            projects = [p.code for p in fund.signed.projects]
        return all(fund.return_state(p, period) == ReturnState.RECONCILED for p in projects)
    if verb == "certify":
        return _certified(fund, period, row)
    return any(
        e.period == period and e.act == row["answer"] and e.at >= row["at"]
        for e in fund.quarter_events
    )


def _certified(fund: Fund, period: str, row: Row) -> bool:
    return any(
        e.period == period and e.act == Deed.CERTIFY and e.at >= row["at"]
        for e in fund.quarter_events
    )


def _has_event(fund: Fund, project: str, period: str, deed: Deed) -> bool:
    return any(e.project == project and e.period == period and e.act == deed for e in fund.events)


def _is_resolved(act: Act, fund: Fund, row: Row) -> bool:
    kinds = {"accept": "accepted", "disallow": "disallowed", "report": "reported"}
    said = any(
        r.period == row["period"] and r.kind == kinds[row["do"]] and r.reason == row["reason"]
        for r in fund.resolutions
    )
    return said and not unresolved_refs(act, REFERENCE, row)
