"""The bridge and what is open, for commands and scripts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from app.services.fund import Fund, fund_of, require_period
from app.services.office import Act
from app.services.reconcile_ledger import Outcome, reconciliation_of
from grants.policy import Action
from ledger.money import format_pounds
from ledger.reconciliation.item import ReconcilingItem
from ledger.reconciliation.statement import Bridge

SHOWN_MAX = 25


def reconciliation_words(
    act: Act, contract: str, period: str
) -> tuple[dict[str, object], list[str]]:
    """A period's reconciliation for scripts, and in words."""
    act.require(Action.VIEW_LEDGER, contract=contract)
    fund = fund_of(act, contract)
    require_period(fund, period)
    outcome = reconciliation_of(act, fund, period)
    b = outcome.bridge
    words = [
        f"{name:<24} {', '.join(f'{status} {n}' for status, n in sorted(by.items()))}"
        for name, by in outcome.result.counts.items()
        if any(by.values())
    ]
    words += [""] if words else []
    words += [f"{'Ledger total':<66} {_money(b.ledger_total):>16}"]
    words += [f"  {s.label} ({s.count}):".ljust(66) + f" {_money(s.amount):>16}" for s in b.steps]
    words.append(f"{'Return total':<66} {_money(b.return_total):>16}")
    words.append(f"{'Unexplained difference':<66} {_money(b.difference):>16}")
    words += [f"No ledger line of {code} is imported yet." for code in outcome.without_ledger]
    words += _open_words(outcome)
    answer: dict[str, object] = {
        "period": period, "ledger_total": format_pounds(b.ledger_total),
        "items": [
            {"kind": str(s.kind), "label": s.label, "amount": format_pounds(s.amount),
             "count": s.count}
            for s in b.steps
        ],
        "return_total": format_pounds(b.return_total), "difference": format_pounds(b.difference),
        "counts": {k: dict(v) for k, v in outcome.result.counts.items()},
        "open_lines": list(b.open_lines), "open_ledger": list(b.open_ledger),
        "proposals": list(b.unconfirmed), "is_closed": outcome.is_closed,
    }  # fmt: skip
    return answer, words


def _open_words(outcome: Outcome) -> list[str]:
    matches = outcome.matches
    words = []
    rows = matches.to_dict("records")
    b = outcome.bridge
    for title, keys, column in (
        ("Return lines neither matched nor explained", set(b.open_lines), "line_id"),
        ("Ledger lines neither claimed nor explained", set(b.open_ledger), "ledger_key"),
        ("Proposed matches that wait for a person", set(b.unconfirmed), "match_id"),
    ):
        if not keys:
            continue
        words += ["", f"{title}: {len(keys)}"]
        chosen = [r for r in rows if r[column] in keys]
        words += [
            f"  {r['match_id'] or '-':<14} {r['line_id'] or '-':<22} {r['ledger_key'] or '-':<16} "
            f"{r['reason']}"
            for r in chosen[:SHOWN_MAX]
        ]
        if len(chosen) > SHOWN_MAX:
            words.append(f"  … and {len(chosen) - SHOWN_MAX} more")
    return words


def _money(pence: int) -> str:
    return format_pounds(pence, thousands=True)


@dataclass(frozen=True)
class Exceptions:
    """What a person must look at first, then the items and the statement."""

    bridge: Bridge
    counts: dict[str, int]
    open_lines: list[dict[str, Any]]
    open_ledger: list[dict[str, Any]]
    proposals: list[dict[str, Any]]
    items: tuple[ReconcilingItem, ...]


def exceptions_of(act: Act, fund: Fund, period: str) -> Exceptions:
    """The reconciliation of a period as a page shows it. Amounts in pence."""
    outcome = reconciliation_of(act, fund, period)
    b = outcome.bridge
    lines = _by(outcome.claims, "line_id")
    ledger = _by(outcome.ledger, "ledger_key")
    mine = {k for k, r in lines.items() if r["period"] == period}
    matched = outcome.matches[
        (outcome.matches["status"] == "matched") & outcome.matches["line_id"].isin(mine)
    ]
    return Exceptions(
        bridge=b,
        counts={
            "matched": matched["line_id"].nunique(), "proposed": len(b.unconfirmed),
            "open_lines": len(b.open_lines), "open_ledger": len(b.open_ledger),
        },
        open_lines=[_line(lines[i]) for i in b.open_lines],
        open_ledger=[_ledger(ledger[k]) for k in b.open_ledger],
        proposals=_proposals(outcome, lines, ledger),
        items=tuple(i for i in outcome.items_shown() if i.amount or not i.derived),
    )  # fmt: skip


Rows = dict[str, dict[str, Any]]


def _by(frame: pd.DataFrame, key: str) -> Rows:
    return {str(r[key]): {str(k): v for k, v in r.items()} for r in frame.to_dict("records")}


def _line(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "line_id": row["line_id"], "project": row["project"], "supplier": row["supplier"],
        "description": row["description"], "invoice_ref": row["invoice_ref"],
        "dated": _day(row["incurred_on"]), "amount": int(row["claimed"]),
    }  # fmt: skip


def _ledger(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "ledger_key": row["ledger_key"], "supplier": row["supplier"],
        "description": row["description"], "cost_centre": row["cost_centre"],
        "subjective": row["subjective"], "project_code": row["project_code"],
        "posted_on": _day(row["posted_on"]), "amount": int(row["amount"]),
    }  # fmt: skip


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()


def _proposals(outcome: Outcome, lines: Rows, ledger: Rows) -> list[dict[str, Any]]:
    answer = []
    for match_id, rows in outcome.proposals.groupby("match_id", sort=False):
        ours = [_line(lines[i]) for i in dict.fromkeys(rows["line_id"]) if i in lines]
        theirs = [_ledger(ledger[k]) for k in dict.fromkeys(rows["ledger_key"]) if k in ledger]
        if not ours or not theirs:
            continue
        for side, key in ((ours, "line_id"), (theirs, "ledger_key")):
            side[0]["also"] = [{"text": x[key], "amount": x["amount"]} for x in side[1:]]
        answer.append(
            {
                "match_id": match_id, "reason": rows["reason"].iloc[0],
                "difference": int(rows["difference"].iloc[0]), "line": ours[0],
                "ledger": theirs[0],
            }
        )  # fmt: skip
    return answer
