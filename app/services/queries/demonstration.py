"""Readings by which the worked year finds what its acts speak of."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.services.fund import fund_of
from app.services.move_quarter import quarter_findings
from app.services.office import Act, NotFound
from app.services.reconcile_ledger import reconciliation_of
from app.services.run_checks import ACCEPTABLE
from grants.verdict import Verdict


def has_file(act: Act, sha256: str) -> bool:
    """Whether a file of that digest is kept."""
    return act.uow.files.get(sha256) is not None


def unresolved_refs(act: Act, contract: str, row: Mapping[str, Any]) -> list[str]:
    """Findings of the row's term and subjects that its verb can answer and nobody has."""
    fund = fund_of(act, contract)
    wanted = set(row["subjects"])
    refs = []
    for r in quarter_findings(fund, row["period"]):
        f = r.finding
        if f.term != row["term"] or r.is_settled or not ({f.subject, "*"} & wanted):
            continue
        answers = f.verdict in ACCEPTABLE if row["do"] == "accept" else f.verdict == Verdict.BREACH
        if answers:
            refs.append(r.ref)
    return refs


def proposal_with(
    act: Act, contract: str, period: str, lines: Sequence[str], keys: Sequence[str]
) -> str:
    """The proposed match that holds those lines and ledger keys."""
    proposals = reconciliation_of(act, fund_of(act, contract), period).proposals
    for match_id, rows in proposals.groupby("match_id"):
        if set(lines) <= set(rows["line_id"]) and set(keys) <= set(rows["ledger_key"]):
            return str(match_id)
    raise NotFound(f"No proposed match of {period} holds {', '.join([*lines, *keys])}.")


def is_confirmed(act: Act, contract: str, lines: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether a person has confirmed a match of those lines and keys."""
    fund = fund_of(act, contract)
    return any(
        set(lines) <= set(c.line_ids) and set(keys) <= set(c.ledger_keys)
        for c in act.uow.ledger.confirmations(fund.row.id)
    )


def is_explained(act: Act, contract: str, row: Mapping[str, Any], *, cleared: bool = False) -> bool:
    """Whether an item holds the row's keys, or has its reason; with ``cleared``, and is cleared."""
    fund = fund_of(act, contract)
    keys = {*row.get("keys", []), *row.get("lines", []), *([row["key"]] if "key" in row else [])}
    for item, clearance in act.uow.ledger.items(fund.row.id):
        held = {*item.ledger_keys, *item.line_ids}
        same = keys <= held if keys else item.reason == row.get("reason")
        here = cleared or item.period == row.get("period", item.period)
        if same and here and (clearance is not None or not cleared):
            return True
    return False


def item_holding(act: Act, contract: str, key: str) -> str:
    """The reference of the item that holds a ledger key or line id."""
    fund = fund_of(act, contract)
    for item, cleared in act.uow.ledger.items(fund.row.id):
        if cleared is None and key in {*item.ledger_keys, *item.line_ids}:
            return item.reference
    raise NotFound(f"No open reconciling item holds {key}.")


def open_keys_where(act: Act, contract: str, period: str, where: Mapping[str, str]) -> list[str]:
    """Open ledger keys whose line fits every part of ``where`` (``*`` at the end: a prefix)."""
    outcome = reconciliation_of(act, fund_of(act, contract), period)
    open_keys = {k for b in outcome.bridges for k in b.open_ledger}
    frame = outcome.ledger[outcome.ledger["ledger_key"].isin(open_keys)]
    for column, pattern in where.items():
        name = "description" if column == "text" else column
        stem = pattern.removesuffix("*")
        fits = (
            frame[name].str.startswith(stem)
            if pattern.endswith("*")
            else frame[name].str.contains(stem, regex=False)
            if column == "text"
            else frame[name] == stem
        )
        frame = frame[fits]
    return list(frame["ledger_key"])


def is_empty(act: Act) -> bool:
    """Whether nothing is recorded at all."""
    return act.uow.audit.last() is None


def last_change(act: Act) -> datetime | None:
    """When the newest change was made."""
    last = act.uow.audit.last()
    return last.at if last else None
