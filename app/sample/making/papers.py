"""The year's papers as text: decisions, planted problems, totals, canary words, the page."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.sample.making.parts import Book, code_of

DECISIONS_HEAD = """# What people decided in the worked year, in order of time.
# Made by app/sample/generate.py.
#
# Each [[act]] has `at` (with its offset to UTC), `by` (sign-in name) and `do`:
#   load-contract  file                         finance officer
#   submit         file                         the project's lead; a file -v2 after a query
#   query          project, period, reason      finance officer sends a return back
#   import         file                         rows and total stand in extracts/control.toml
#   confirm        period, lines, keys, reason  the one proposed match that holds them
#   explain        period, kind, reason, owner, optional clears, and keys and/or lines or `where`
#                  (column = value of every open ledger line of the period; * at the end: a prefix;
#                  text = words of its description): one reconciling item
#   clear          key (a ledger key or line id that the item holds), cleared_by
#   accept, disallow, report   period, term, subjects, reason
#   reconcile      projects (["*"]: all), period
#   certify        period                       s151 officer
#   answer         period, answer (accept or query), reason
# `leave = true` marks the first act that `make run` leaves for a person; the demonstration
# plays all of them.
"""
CANARIES = {
    "DHR": ("Marlowe Quennell", "LE99 9ZQ"),
    "APV": ("Tamsin Ferrybridge", "LE98 8XJ"),
    "CSE": ("Corin Hathersedge", "LE97 7WV"),
}
"""Invented names and postcodes that stand in sensitive lines and may not leave the council."""


def text_of(value: Any) -> str:
    """A value in TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        inside = ", ".join(f"{k} = {text_of(v)}" for k, v in value.items())
        return f"{{ {inside} }}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(text_of(v) for v in value) + "]"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def tables(name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as ``[[name]]`` tables."""
    parts = [
        f"[[{name}]]\n" + "".join(f"{k} = {text_of(v)}\n" for k, v in row.items()) for row in rows
    ]
    return "\n".join(parts)


def decisions_toml(acts: Sequence[Mapping[str, Any]]) -> str:
    """The acts."""
    return f"{DECISIONS_HEAD}\n{tables('act', acts)}"


def control_toml(controls: Mapping[str, Mapping[str, object]]) -> str:
    """Row counts and totals by extract."""
    head = "# As read off the ledger screen: lines and net total of each listing.\n\n"
    return head + "\n".join(
        f'["{name}"]\nrows = {row["rows"]}\ntotal = "{row["total"]}"\n'
        for name, row in controls.items()
    )


def planted_toml(book: Book) -> str:
    """The planted problems and where they show."""
    head = (
        "# What was planted in the worked year, and where the system shows it.\n"
        "# also: lines that may be in breach beside the one named.\n\n"
    )
    rows = []
    for p in book.planted:
        row = {
            "id": p.id,
            "quarter": code_of(p.quarter),
            "title": p.title,
            "what": p.what,
            "where": p.where(),
            "done": p.done,
        }
        if p.also():
            row["also"] = p.also()  # type: ignore[assignment]
        rows.append(row | p.shows())
    return head + tables("planted", rows)


def canaries_toml() -> str:
    """The words that may not leave the council."""
    head = (
        "# Invented names and postcodes in sensitive projects' lines; no export may show them.\n\n"
    )
    rows = [{"project": p, "words": list(words)} for p, words in CANARIES.items()]
    return head + tables("canary", rows)


def planted_page(book: Book) -> str:
    """The page for readers."""
    head = (
        "# Planted problems\n\nThe worked year holds the mistakes a finance officer dreads. Each"
        " was planted on purpose; the demonstration proves that each is found, and that no clean"
        " line is called a breach.\n\n| No. | Quarter | What | Where planted | Where the system"
        " shows it | Verdict | Clause | What was done |\n|---|---|---|---|---|---|---|---|\n"
    )
    return head + "\n".join(_page_row(p.id, p) for p in book.planted) + "\n"


def _page_row(number: str, p: Any) -> str:
    shows = p.shows()
    if "finding" in shows:
        f = shows["finding"]
        money = f", £{f['at_risk']} at risk" if "at_risk" in f else ""
        cells = (f"Findings: {f['term']}, {f['subject']}{money}", f["verdict"], f["clause"])
    else:
        ledger = shows["ledger"]
        said = ledger.get("kind") or ledger.get("status", "")
        cells = (f"Reconciliation: {ledger['key']}", said, "")
    row = (
        number,
        code_of(p.quarter),
        f"**{p.title}.** {p.what}",
        p.where(),
        *cells,
        p.done,
    )
    return "| " + " | ".join(str(c).replace("|", "/") for c in row) + " |"
