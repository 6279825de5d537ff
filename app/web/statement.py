"""The bridge as the templates show it."""

from typing import Any

from ledger.reconciliation.statement import Bridge


def statement_of(bridge: Bridge) -> dict[str, Any]:
    """Ledger total, items by kind, return total, unexplained difference. Pence."""
    return {
        "ledger_label": f"Ledger total for {bridge.period}, the grant's cost centres",
        "ledger_total": bridge.ledger_total,
        "items": [
            {"kind": str(s.kind), "reason": f"{s.label} ({s.count})", "amount": s.amount}
            for s in bridge.steps
        ],
        "return_label": "Return total, less what was taken out",
        "return_total": bridge.return_total,
        "unexplained": bridge.difference,
    }  # fmt: skip
