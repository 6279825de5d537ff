"""What the annotated copy says: unreadable cells and findings as remarks with their cells."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from grants.intake.draft import DraftReturn
from grants.intake.problem import grouped
from grants.intake.templates.quarterly import TEMPLATE as QUARTERLY
from grants.verdict import SCREEN_LABELS, Finding, Scope, Verdict

CANNOT_BE_READ: Final = "CANNOT BE READ"
CONSEQUENCES: Final = (
    CANNOT_BE_READ, Verdict.BREACH.value, Verdict.EVIDENCE.value, Verdict.NOT_RUN.value,
    Verdict.WARN.value, Verdict.CONSENTED.value, Verdict.RATIFIED.value,
)  # fmt: skip
"""The order of the first sheet: what stops the return first."""

LABELS: Final[Mapping[str, str]] = {
    CANNOT_BE_READ: "Cannot be read",
    **{verdict.value: label for verdict, label in SCREEN_LABELS.items()},
}
FILLS: Final[Mapping[str, str]] = {
    CANNOT_BE_READ: "FFF4B6B6",
    Verdict.BREACH.value: "FFF8CBAD",
    Verdict.EVIDENCE.value: "FFFFE699",
    Verdict.NOT_RUN.value: "FFD9D2E9",
    Verdict.WARN.value: "FFFFF2CC",
    Verdict.CONSENTED.value: "FFDDEBF7",
    Verdict.RATIFIED.value: "FFDDEBF7",
}
_WHAT_TO_DO: Final[Mapping[str, str]] = {
    Verdict.BREACH.value: (
        "Take this out of the claim or lower it, or ask the partnership manager whether the "
        "funder gave consent in writing."
    ),
    Verdict.EVIDENCE.value: "Attach or name what is missing.",
    Verdict.NOT_RUN.value: "Fill in what the check needs, so that it can be made.",
    Verdict.WARN.value: "Look at it again; if it is right, say why when you submit.",
    Verdict.CONSENTED.value: "Nothing: the funder's consent covers it.",
    Verdict.RATIFIED.value: "Nothing now: the funder consented afterwards.",
}
_HEAD_COLUMN: Final[Mapping[str, str]] = {"variance-explained": "reason"}
_COMMENT_MAX: Final = 1_000


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say. ``cells``: ``Transactions!F12``; ``at_risk`` in pence, None where no money.

    ``clause`` is where it stands, ``why`` the reason (with the clause where it is a sentence).
    """

    consequence: str
    subject: str
    cells: tuple[str, ...]
    what: str
    why: str
    clause: str
    fix: str
    at_risk: int | None = None

    @property
    def comment(self) -> str:
        """What hangs on the cell."""
        parts = [f"{LABELS[self.consequence]}: {self.what}", self.why, self.fix]
        if self.clause:
            parts.insert(1, f"Clause {self.clause}.")
        return " ".join(part for part in parts if part)[:_COMMENT_MAX]


def by_consequence(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """What stops the return first; inside one consequence the order given."""
    return tuple(sorted(remarks, key=lambda r: CONSEQUENCES.index(r.consequence)))


def counts(remarks: Sequence[Remark]) -> tuple[tuple[str, int, int], ...]:
    """Consequence, remarks and cells concerned, for each consequence that occurs, in order."""
    remarked = Counter(r.consequence for r in remarks)
    places: Counter[str] = Counter()
    for remark in remarks:
        places[remark.consequence] += max(len(remark.cells), 1)
    return tuple((c, remarked[c], places[c]) for c in CONSEQUENCES if remarked[c])


def remarks_of(draft: DraftReturn, findings: Iterable[Finding] = ()) -> tuple[Remark, ...]:
    """Every unreadable cell and every finding as remarks; the same words are said once.

    PASS and N/A say nothing. A finding on a line stands at the column its term is about, one on a
    head of this project at the head's figure; any other has no cell.
    """
    unread = tuple(
        Remark(
            consequence=CANNOT_BE_READ,
            subject=group.where,
            cells=tuple(p.where for p in group.problems if p.sheet),
            what=group.problems[0].what,
            why=group.problems[0].why,
            clause="",
            fix=group.problems[0].fix,
        )
        for group in grouped(draft.unreadable)
    )
    said: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        if finding.verdict.value in _WHAT_TO_DO:
            key = (finding.verdict.value, finding.term, finding.clause, finding.message)
            said.setdefault(key, []).append(finding)
    return by_consequence((*unread, *(_found(draft, members) for members in said.values())))


def _found(draft: DraftReturn, findings: Sequence[Finding]) -> Remark:
    first = findings[0]
    places = (_place(draft, finding) for finding in findings)
    return Remark(
        consequence=first.verdict.value,
        subject=", ".join(dict.fromkeys(f.subject for f in findings)),
        cells=tuple(dict.fromkeys(place for place in places if place)),
        what=first.message,
        why="",
        clause=first.clause,
        fix=_WHAT_TO_DO[first.verdict.value],
        at_risk=sum(f.at_risk for f in findings),
    )


def _place(draft: DraftReturn, finding: Finding) -> str:
    """The cell of a finding, ``""`` when it has none."""
    if finding.scope is Scope.LINE:
        return draft.cells.get((finding.subject, QUARTERLY.column_for_term(finding.term)), "")
    if finding.scope is Scope.HEAD:
        head, _, project = finding.subject.partition("@")
        if project == draft.project:
            return draft.cells.get((head, _HEAD_COLUMN.get(finding.term, "cumulative")), "")
    return ""
