"""Short ways to say what was planted and where it shows."""

from collections.abc import Callable
from datetime import date
from typing import Any

from app.sample.making.parts import Book, Entry, Line, Planted, code_of, pounds
from app.sample.making.spend import Cost

CLAUSES = {
    "funding-period": "3.1",
    "ineligible-category": "5.1",
    "recoverable-vat": "5.2",
    "revenue-only": "5.3",
    "accounting-basis": "5.4",
    "duplicate-claim": "5.5",
    "double-funding": "5.5",
    "return-due": "6.1",
    "return-complete": "6.1",
    "roll-forward": "6.2",
    "evidence": "8.1",
    "staff-cost": "8.2",
    "procurement-quotes": "8.3",
    "onward-agreement": "8.4",
    "separate-accounting": "8.5",
    "safeguarding": "10.2",
    "virement": "4.4",
    "project-allocation": "4.3",
    "grant-ceiling": "4.1",
}
FINANCE = "finance.officer@example.org"
MANAGER = "partnership.manager@example.org"
S151 = "s151.officer@example.org"
FUNDER = "funder.officer@example.org"
Shows = Callable[[], dict[str, Any]]


def finding(
    subject: Line | str,
    term: str,
    verdict: str,
    at_risk: int | None = None,
    *,
    scope: str = "line",
    clause: str = "",
) -> Shows:
    """The finding that the system must give; ``at_risk`` in pence."""

    def shows() -> dict[str, Any]:
        name = subject.id if isinstance(subject, Line) else subject
        row = {"scope": scope, "subject": name, "term": term, "verdict": verdict}
        if at_risk is not None:
            row["at_risk"] = pounds(at_risk)
        return {"finding": {**row, "clause": clause or CLAUSES[term]}}

    return shows


def in_ledger(subject: Entry | Line, *, kind: str = "", status: str = "") -> Shows:
    """The reconciling item or the match that the system must give."""

    def shows() -> dict[str, Any]:
        key = subject.key if isinstance(subject, Entry) else subject.id
        row = (
            {"key": key} | ({"kind": kind} if kind else {}) | ({"status": status} if status else {})
        )
        return {"ledger": row}

    return shows


def in_return(line: Line) -> Callable[[], str]:
    """Where a line was planted."""
    return lambda: f"returns/{line.period}/{line.project}.xlsx, line {line.id}"


def in_extract(entry: Entry, quarter: int) -> Callable[[], str]:
    """Where an entry was planted."""
    return lambda: f"extracts/unit4-{code_of(quarter)}.csv, transaction {entry.key}"


def at(where: str) -> Callable[[], str]:
    """A place whose name is known."""
    return lambda: where


def plant(  # noqa: PLR0913, PLR0917 - what a planted problem is
    book: Book,
    quarter: int,
    title: str,
    what: str,
    where: Callable[[], str],
    shows: Shows,
    done: str,
    also: Callable[[], list[str]] = list,
) -> None:
    """Write a planted problem down."""
    number = len(book.planted) + 1
    book.planted.append(
        Planted(quarter, title, what, where, shows, done, also, id=f"P{number:02d}")
    )


def act(book: Book, quarter: int, do: str, **parts: Any) -> None:
    """Something people do about it; texts of lines and entries are filled in at the end."""
    book.acts.append({"quarter": quarter, "do": do, "period": code_of(quarter), **parts})


def day(text: str) -> date:
    """``2017-05-12`` as a date."""
    return date.fromisoformat(text)


def cost(  # noqa: PLR0913, PLR0917 - a purchase has these parts
    project: str,
    quarter: int,
    head: str,
    supplier: str,
    what: str,
    account: str,
    on: str,
    net: int,
    **more: Any,
) -> Cost:
    """A purchase, said shortly."""
    return Cost(
        project=project,
        quarter=quarter,
        head=head,
        supplier=supplier,
        what=what,
        account=account,
        on=day(on),
        net=net,
        **more,
    )
