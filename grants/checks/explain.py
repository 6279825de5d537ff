"""Why a verdict is what it is: clause, wording, version, figures, and what would make it pass."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from grants.checks.judgement import RANK
from grants.checks.outcome import Outcome
from grants.checks.result import CheckResult
from grants.verdict import GRAVITY, Finding, Scope, Verdict


class NothingToExplain(LookupError):  # noqa: N818 - the name states the fact
    """The check gave no verdict for that subject and term; the sentence says what there is."""


@dataclass(frozen=True, slots=True)
class Considered:
    """One thing the term asked of the subject, with its figures, and whether it was so."""

    verdict: Verdict
    sentence: str
    applies: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything behind one verdict; ``figures`` are in words, by name."""

    findings: tuple[Finding, ...]
    demand: str
    clause: str
    wording: str
    page: int | None
    effective_from: date | None
    variation: int | None
    judged_on: str
    figures: dict[str, str]
    considered: tuple[Considered, ...]
    arithmetic: str
    to_pass: str

    def in_words(self) -> str:
        """The explanation as lines of text."""
        lines = [f"{f.verdict.value}: {f.message or 'meets the contract.'}" for f in self.findings]
        source = (
            "the contract as signed" if self.variation is None else f"variation {self.variation}"
        )
        lines += [
            f"What the term demands: {self.demand}",
            f"Clause {self.clause} of {source}"
            + (f", page {self.page}" if self.page is not None else "")
            + (f", in force from {self.effective_from}" if self.effective_from else "")
            + (f": “{self.wording}”" if self.wording else "."),
            f"Judged on: {self.judged_on or 'an unknown date'}",
            *(f"  {name}: {value}" for name, value in self.figures.items()),
            f"Arithmetic: {self.arithmetic}",
            *(f"  {'yes' if c.applies else 'no '} → {c.verdict.value}: {c.sentence}"
              for c in self.considered),
            f"To pass: {self.to_pass}",
        ]  # fmt: skip
        return "\n".join(lines)


def explain(result: CheckResult, scope_subject: tuple[Scope, str], term: str) -> Explanation:
    """Explain the verdict of one term on one subject.

    Raises:
        NothingToExplain: the term is not known, or gave no verdict on that subject.
    """
    scope, subject = scope_subject
    outcome = next((o for o in result.outcomes if o.kind.code == term), None)
    if outcome is None:
        codes = ", ".join(o.kind.code for o in result.outcomes)
        raise NothingToExplain(f"There is no kind of term {term}. There are: {codes}.")
    rows = np.flatnonzero(outcome.subjects == subject)
    if outcome.kind.scope is not scope or not len(rows):
        raise NothingToExplain(
            f"The term {term} gave no verdict on the {scope.value} {subject}; "
            f"it is about each {outcome.kind.scope.value}."
        )
    row = int(max(rows, key=lambda r: (outcome.ranks[r], r)))
    found = tuple(f for f in outcome.of_subject(rows.tolist()))
    version = outcome.version(row)
    figures, considered, remedy = _figures(outcome, row)
    said = [c.sentence for c in considered if c.applies]
    return Explanation(
        findings=found,
        demand=outcome.kind.demand,
        clause=version.clause if version else "",
        wording=version.wording if version else "",
        page=version.page if version else None,
        effective_from=version.effective_from if version else None,
        variation=version.variation if version else None,
        judged_on=found[-1].judged_on,
        figures=figures,
        considered=considered,
        arithmetic=" ".join(said)
        or found[-1].message
        or "nothing the term asks about is the case.",
        to_pass=remedy or _at_rest(found[-1]),
    )


def _at_rest(finding: Finding) -> str:
    if finding.verdict in (Verdict.PASS, Verdict.NOT_APPLICABLE):
        return "Nothing to do."
    return "A named person must look and accept it, or the missing input must be supplied."


def _figures(outcome: Outcome, row: int) -> tuple[dict[str, str], tuple[Considered, ...], str]:
    """Figures in words, what was considered, and the remedy of what applies."""
    index = int(outcome.governing[row])
    judged = outcome.judgements[index] if 0 <= index < len(outcome.judgements) else ""
    if isinstance(judged, str):
        return {}, (), ""
    judgement, params = judged
    figures: dict[str, str] = {}
    considered: list[Considered] = []
    for place, statement in enumerate(judgement.statements):
        figures |= judgement.figures(row, place, params.values)
        what, _ = judgement.sentences(row, place, params.values)
        applies = judgement.said[row] == place
        considered.append(Considered(statement.verdict, what, bool(applies)))
    _, remedy = judgement.words(row, params.values)
    gravest = GRAVITY[int(judgement.ranks[row])]
    return figures, tuple(considered), remedy if RANK[gravest] > RANK[Verdict.PASS] else ""
