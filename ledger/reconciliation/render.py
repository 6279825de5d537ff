"""The result of a reconciliation as text for people and as plain data for programs."""

from typing import Final

from ledger.money import format_pounds
from ledger.reconciliation.core import Outcome
from ledger.reconciliation.item import ReconcilingItem
from ledger.reconciliation.statement import BreakdownRow, Bridge

_WIDTH: Final = 78
_AMOUNT: Final = 16
_NAMED_MAX: Final = 10


def as_text(outcome: Outcome) -> str:
    """Counts pass by pass, one statement per period, and what is still to do."""
    lines = ["Passes"]
    for name, by_status in outcome.counts.items():
        told = ", ".join(f"{count} {status}" for status, count in by_status.items()) or "none"
        lines.append(f"  {name}: {told}")
    for bridge in outcome.bridges:
        lines += ["", *_statement(bridge)]
    if outcome.broken:
        lines += ["", "Confirmed matches of which a line is no longer there:"]
        lines += [f"  {', '.join([*ids, *keys])}" for ids, keys in outcome.broken]
    differences = ", ".join(f"{b.period} {_money(b.difference)}" for b in outcome.bridges)
    state = "Closed." if outcome.is_closed else "Not closed."
    return "\n".join([*lines, "", f"Unexplained difference: {differences}. {state}", ""])


def as_data(outcome: Outcome) -> dict[str, object]:
    """The same for programs; amounts in pounds with two decimals as text."""
    return {
        "counts": outcome.counts,
        "bridges": [_bridge_data(bridge) for bridge in outcome.bridges],
        "items": [_item_data(item) for item in outcome.items()],
        "broken": [[list(ids), list(keys)] for ids, keys in outcome.broken],
        "unexplained_difference": format_pounds(sum(b.difference for b in outcome.bridges)),
        "closed": outcome.is_closed,
    }


def _statement(bridge: Bridge) -> list[str]:
    rows = [(f"Ledger total, period {bridge.period}", bridge.ledger_total)]
    rows += [(f"  {step.label} ({step.count})", step.amount) for step in bridge.steps]
    rows += [("Return total", bridge.return_total), ("Unexplained difference", bridge.difference)]
    lines = [f"{text:<{_WIDTH}}{_money(pence):>{_AMOUNT}}" for text, pence in rows]
    lines += _named("Return lines nothing speaks for", bridge.open_lines)
    lines += _named("Ledger lines nobody claims", bridge.open_ledger)
    lines += _named("Matches that wait for a person", bridge.unconfirmed)
    return lines


def _named(title: str, names: tuple[str, ...]) -> list[str]:
    if not names:
        return [f"{title}: none"]
    shown = ", ".join(names[:_NAMED_MAX])
    more = f" … and {len(names) - _NAMED_MAX} more" if len(names) > _NAMED_MAX else ""
    return [f"{title}: {len(names)} ({shown}{more})"]


def _money(pence: int) -> str:
    return format_pounds(pence, thousands=True)


def _bridge_data(bridge: Bridge) -> dict[str, object]:
    return {
        "period": bridge.period,
        "ledger_total": format_pounds(bridge.ledger_total),
        "items": [
            {
                "kind": step.kind.value,
                "label": step.label,
                "amount": format_pounds(step.amount),
                "count": step.count,
            }
            for step in bridge.steps
        ],
        "return_total": format_pounds(bridge.return_total),
        "unexplained_difference": format_pounds(bridge.difference),
        "closed": bridge.is_closed,
        "open_lines": list(bridge.open_lines),
        "open_ledger": list(bridge.open_ledger),
        "unconfirmed": list(bridge.unconfirmed),
        "by_project": [_row_data(row) for row in bridge.by_project],
        "by_head": [_row_data(row) for row in bridge.by_head],
    }


def _row_data(row: BreakdownRow) -> dict[str, str]:
    return {
        "key": row.key,
        "ledger_total": format_pounds(row.ledger_total),
        "items_total": format_pounds(row.items_total),
        "return_total": format_pounds(row.return_total),
        "unexplained_difference": format_pounds(row.difference),
    }


def _item_data(item: ReconcilingItem) -> dict[str, object]:
    return {
        "reference": item.reference,
        "kind": item.kind.value,
        "period": item.period,
        "amount": format_pounds(item.amount),
        "ledger_keys": list(item.ledger_keys),
        "line_ids": list(item.line_ids),
        "reason": item.reason,
        "owner": item.owner,
        "expected_to_clear": item.expected_to_clear,
        "cleared_by": item.cleared_by,
        "derived": item.derived,
    }
