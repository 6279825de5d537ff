"""The bridge as the templates show it."""

from typing import Any

from ledger.reconciliation.statement import Bridge, BridgeStep


def statement_of(bridge: Bridge) -> dict[str, Any]:
    """Ledger total, items by kind, return total, unexplained difference. Pence."""
    return {
        "ledger_label": f"Ledger total for {bridge.period}, the grant's cost centres",
        "ledger_total": bridge.ledger_total,
        "items": [
            {"kind": _short(s), "reason": _rest(s), "amount": s.amount}
            for s in bridge.steps
        ],
        "return_label": "Return total, less what was taken out",
        "return_total": bridge.return_total,
        "unexplained": bridge.difference,
    }  # fmt: skip


def _short(step: BridgeStep) -> str:
    """What stands before the colon of the kind's label."""
    return step.label.partition(":")[0]


def _rest(step: BridgeStep) -> str:
    """What stands after it, and how many items there are."""
    rest = step.label.partition(": ")[2]
    count = f"{step.count} item{'s' if step.count != 1 else ''}"
    return f"{rest[:1].upper()}{rest[1:]}; {count}" if rest else count
