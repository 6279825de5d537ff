"""Writes ``docs/terms.md``: every kind of term, what it asks, what it can say, and its cases.

Run ``python -m tests.pages.terms_page`` from the root after a kind or a case has changed. Messages
are taken from the checks as they ran over the cases, so none can be forgotten.
"""

import string
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grants.checks.engine import check_kinds
from grants.checks.parameters import Param
from grants.terms.base import Kind
from grants.terms.registry import kinds
from grants.verdict import GRAVITY, SCREEN_LABELS, Verdict
from tests.grants.checks.check_builders import Case, all_cases, contract_of, frame_of

PAGE = Path(__file__).parents[2] / "docs" / "terms.md"
WORDING = "Usual wording:"
_TYPES = {
    "date": "date", "money": "pounds", "percent": "percentage, %", "whole": "whole number",
    "choice": "one of the words", "text": "text", "texts": "list of texts", "flag": "true or false",
    "yearly": "pounds by financial year", "tables": "list of tables",
}  # fmt: skip
_COUNTED = {
    "days": "calendar days", "warn_days": "calendar days", "cut_off_days": "calendar days",
    "window_days": "calendar days", "years": "years", "within_years": "years", "months": "months",
    "min_words": "words",
}  # fmt: skip
_OPENING = """# Every kind of term

This page is written by `python -m tests.pages.terms_page` from the checks and their cases; do not
edit it. A name in ‹marks› stands for a figure, a date or a word that the message fills in.

A contract uses the kinds it needs, each with its clause, its figures and the day from which it
governs. A kind it does not use is N/A. PASS is also given for what a term does not concern. Nothing
is passed for want of an input: a parameter that the contract does not give is NOT RUN. A BREACH is
CONSENTED or RATIFIED where the funder's consent reaches it.
"""


@dataclass(frozen=True)
class Described:
    """Everything the page says about one kind."""

    kind: Kind
    wording: str
    notes: str
    messages: tuple[tuple[Verdict, str, str], ...]
    cases: tuple[Case, ...]


@cache
def described(kind: Kind) -> Described:
    """Read a built kind's docstring, and its messages off its cases."""
    cases = tuple(case for case in all_cases() if case.code == kind.code)
    text = kind.judge.__globals__["__doc__"] if kind.judge else ""
    rest = " ".join(" ".join(text.split("\n\n")[1:]).split())
    before, _, wording = rest.partition(WORDING)
    quoted, notes = _first_sentence(wording.strip())
    return Described(
        kind, quoted, f"{before.strip()} {notes}".strip(), _messages(kind, cases), cases
    )


def _first_sentence(text: str) -> tuple[str, str]:
    """The wording with its source, and what follows it; a full stop inside quotes ends nothing."""
    inside = depth = 0
    for place, character in enumerate(text):
        inside ^= character == '"'
        depth += (character == "(") - (character == ")")
        at_end = text[place + 1 : place + 2] in ("", " ")
        closes = character == "." or (character == '"' and text[place - 1] == "." and not inside)
        if closes and at_end and not inside and depth == 0:
            return text[: place + 1], text[place + 1 :].strip()
    return text, ""


def _messages(kind: Kind, cases: tuple[Case, ...]) -> tuple[tuple[Verdict, str, str], ...]:
    """Each different message that a check by the contracts of the cases can give."""
    found: dict[tuple[Verdict, str, str], None] = {}
    for case in {case.contract: case for case in cases}.values():
        contract, lines = contract_of(case.contract), frame_of(*case.lines)
        result = check_kinds((kind,), lines, contract, **case.options)
        for judged in result.outcomes[0].judgements:
            if not isinstance(judged, str):
                for said in judged[0].statements:
                    found[said.verdict, _marked(said.what), _marked(said.remedy)] = None
    return tuple(sorted(found, key=lambda m: -GRAVITY.index(m[0])))


def _marked(template: str) -> str:
    parts = string.Formatter().parse(template)
    return "".join(text + (f"‹{name}›" if name else "") for text, name, _, _ in parts)


def page() -> str:
    """The whole page."""
    built = [described(kind) for kind in kinds().values() if kind.judge is not None]
    declared = [kind for kind in kinds().values() if kind.judge is None]
    contents = [
        f"- [T{d.kind.number:02d} `{d.kind.code}`](#{_anchor(d.kind)}): {d.kind.title}"
        for d in built
    ]
    parts = [_OPENING, "\n".join(contents) + "\n", *(section(d) for d in built)]
    if declared:
        rows = [f"- T{k.number:02d} `{k.code}`: {k.demand}" for k in declared]
        parts.append("## Not checked yet: NOT RUN, for a named person\n\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _anchor(kind: Kind) -> str:
    return f"t{kind.number:02d}-{kind.code}"


def section(d: Described) -> str:
    """What the page says about one kind."""
    kind = d.kind
    lines = [
        f"## T{kind.number:02d} {kind.code}",
        "",
        f"**{kind.title[0].upper()}{kind.title[1:]}.** {kind.demand}",
        "",
        f"> {WORDING} {d.wording}",
        "",
        *([d.notes, ""] if d.notes else []),
        f"- Scope: {kind.scope.value}",
        f"- Version chosen by: {kind.judged_on}",
        "",
        *_parameters(kind.params),
        "",
        "| Verdict | What it says | What to do |",
        "|---|---|---|",
        *(f"| {v.value}: {SCREEN_LABELS[v]} | {_cell(what)} | {_cell(remedy)} |"
          for v, what, remedy in d.messages),
        "",
        "Cases:",
        "",
        *(f"- {case.title.removeprefix(f'{kind.code}: ')} → {_answers(case)}" for case in d.cases),
        "",
    ]  # fmt: skip
    return "\n".join(lines)


def _parameters(params: tuple[Param, ...]) -> list[str]:
    if not params:
        return ["No parameters."]
    rows = ["| Parameter | Type | Unit | Needed | Default |", "|---|---|---|---|---|"]
    for param in params:
        rows.append(_parameter(param, param.name))
        rows += [_parameter(column, f"{param.name}.{column.name}") for column in param.columns]
    return rows


def _parameter(param: Param, name: str) -> str:
    kind = f"one of {', '.join(param.choices)}" if param.choices else _TYPES[param.type]
    unit = {"money": "£", "percent": "%", "yearly": "£"}.get(
        param.type, _COUNTED.get(param.name, "–")
    )
    needed = "yes" if param.required else "no"
    return f"| `{name}` | {kind} | {unit} | {needed} | {_default(param)} |"


def _default(param: Param) -> str:
    if param.required or param.default in (None, "", ()):
        return "–"
    if param.type == "money":
        return f"{param.default // 100}.{param.default % 100:02d}"
    if isinstance(param.default, tuple):
        return ", ".join(param.default)
    return str(param.default)


def _answers(case: Case) -> str:
    """Each row expected: verdict, amount at risk where there is one, and subject."""
    rows = [
        f"{e['verdict']}{_amount(e.get('at_risk', '0.00'))} ({e['subject']})" for e in case.expect
    ]
    return "; ".join(rows) or "no row"


def _amount(pounds: str) -> str:
    return "" if pounds == "0.00" else f" £{pounds}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
