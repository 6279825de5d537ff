"""The bridge and what is open, for commands and scripts."""

from app.services.fund import fund_of, require_period
from app.services.office import Act
from app.services.reconcile_ledger import Outcome, reconciliation_of
from grants.policy import Action
from ledger.money import format_pounds

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
    ]
    words += ["", f"{'Ledger total':<66} {_money(b.ledger_total):>16}"]
    words += [f"  {s.label} ({s.count}):".ljust(66) + f" {_money(s.amount):>16}" for s in b.steps]
    words.append(f"{'Return total':<66} {_money(b.return_total):>16}")
    words.append(f"{'Unexplained difference':<66} {_money(b.difference):>16}")
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
