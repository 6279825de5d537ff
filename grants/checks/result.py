"""What a check answers: a verdict for every subject and term, kept as columns until somebody reads.

Sentences are written only for the rows that are asked for.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.checks.judgement import PASS_RANK, RANK, Judgement, in_words
from grants.contract import Consent, TermVersion
from grants.terms.base import Kind, Params
from grants.verdict import FINDING_COLUMNS, GRAVITY, Finding, Scope, Verdict
from ledger.money import format_pounds

NO_VERSION: Final = -1
"""The date that selects the version is blank and there are several."""
ENDED: Final = -2
"""No version governs the date: the term has come to its end."""
_AT_REST: Final = frozenset({Verdict.PASS, Verdict.NOT_APPLICABLE})
_BREACH: Final = RANK[Verdict.BREACH]


@dataclass(frozen=True, slots=True)
class Covered:
    """The part of a breach that consents cover; ``is_whole``: nothing of the breach stays."""

    verdict: Verdict
    amount: int
    references: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """One term's verdicts. Arrays have one entry per item; ``governing`` indexes ``versions``.

    ``judgements`` holds, for each version, its judgement, or the sentence why there is none.
    ``reported`` are the items the answer speaks of (a check of one period leaves lines out).
    """

    kind: Kind
    versions: tuple[TermVersion, ...]
    judgements: tuple[tuple[Judgement, Params] | str, ...]
    subjects: npt.NDArray[np.object_]
    on: npt.NDArray[np.datetime64]
    governing: npt.NDArray[np.int64]
    ranks: npt.NDArray[np.int8]
    at_risk: npt.NDArray[np.int64]
    reported: npt.NDArray[np.bool_]
    covered: Mapping[int, Covered] = field(default_factory=dict)
    is_single: bool = False  # one row for the contract, whatever the term is about

    def findings(self, *, every: bool = False) -> Iterator[Finding]:
        """Rows to report: one per subject, two where a consent covers a part."""
        if self.kind.scope is Scope.LINE:
            wanted = self.reported if every else self.reported & (self.ranks > PASS_RANK)
            if self.covered:
                wanted = wanted.copy()
                wanted[[row for row in self.covered if self.reported[row]]] = True
            for row in np.flatnonzero(wanted).tolist():
                yield from self.of_subject([row])
            return
        groups: dict[str, list[int]] = {}
        for row in np.flatnonzero(self.reported).tolist():
            groups.setdefault(self.subjects[row], []).append(row)
        for rows in groups.values():
            for finding in self.of_subject(rows):
                if every or finding.verdict not in _AT_REST:
                    yield finding

    def counts(self) -> Counter[Verdict]:
        """How many rows have each verdict."""
        if self.kind.scope is not Scope.LINE:
            return Counter(f.verdict for f in self.findings(every=True))
        tally = np.bincount(self.ranks[self.reported], minlength=len(GRAVITY))
        counts = Counter({v: int(tally[rank]) for v, rank in RANK.items() if tally[rank]})
        counts.update(
            c.verdict for row, c in self.covered.items() if not c.is_whole and self.reported[row]
        )
        return counts

    def digest_into(self, digest: Any) -> None:
        """Add every verdict and amount to a running digest."""
        digest.update(self.kind.code.encode())
        if self.kind.scope is not Scope.LINE:
            digest.update("\x1f".join(map(str, self.subjects)).encode())
        kept = self.reported
        for column in (self.ranks[kept], self.at_risk[kept], self.governing[kept]):
            digest.update(np.ascontiguousarray(column).tobytes())
        for row in sorted(self.covered):
            digest.update(repr((row, self.covered[row])).encode())

    def of_subject(self, rows: list[int]) -> Iterator[Finding]:
        """Findings of one subject (its items): its row, and that of what consents cover."""
        part = [r for r in rows if r in self.covered and not self.covered[r].is_whole]
        whole = [r for r in rows if r in self.covered and self.covered[r].is_whole]
        gravest = max(int(self.ranks[r]) for r in rows)
        breached = gravest == _BREACH
        if part or (breached and whole):
            yield self._consented(part + whole)
        mine = [r for r in rows if self.ranks[r] == gravest]
        if gravest in (RANK[Verdict.CONSENTED], RANK[Verdict.RATIFIED]):
            yield self._consented(whole)
        else:
            yield self._plain(mine)

    def _plain(self, rows: list[int]) -> Finding:
        row = rows[-1]
        verdict = GRAVITY[int(self.ranks[row])]
        amount = sum(int(self.at_risk[r]) for r in rows)
        return self._finding(row, verdict, amount, self.message(row))

    def _consented(self, rows: list[int]) -> Finding:
        covers = [self.covered[r] for r in rows]
        verdict = max((c.verdict for c in covers), key=lambda v: RANK[v])
        references = "; ".join(dict.fromkeys(c.references for c in covers))
        amount = sum(c.amount for c in covers)
        pounds = format_pounds(amount, thousands=True, symbol=True)
        timing = "beforehand" if verdict is Verdict.CONSENTED else "afterwards"
        message = f"{self.message(rows[-1])} Allowed {timing} by consent {references}" + (
            f", which covers {pounds} of the excess." if amount else "."
        )
        return self._finding(rows[-1], verdict, 0, message, references)

    def _finding(
        self, row: int, verdict: Verdict, amount: int, message: str, consent: str = ""
    ) -> Finding:
        version = self.version(row)
        number = "" if version is None or version.variation is None else str(version.variation)
        on = self.on[row]
        return Finding(
            self.kind.scope, str(self.subjects[row]), self.kind.code,
            version.clause if version else "", verdict, amount, message, consent, number,
            "" if np.isnat(on) else str(on.astype("datetime64[D]")),
        )  # fmt: skip

    def version(self, row: int) -> TermVersion | None:
        """The version that governs an item; where none can be told, the last that is written."""
        if not self.versions:
            return None
        index = int(self.governing[row])
        return self.versions[index] if index >= 0 else self.versions[-1]

    def message(self, row: int) -> str:
        """Where, what is wrong, why it matters, what to do; blank for a pass."""
        about = Scope.CONTRACT if self.is_single else self.kind.scope
        where = f"{about.value.capitalize()} {self.subjects[row]}"
        if not self.versions:
            return f"{where}: this contract does not use this kind of term."
        version = self.version(row)
        clause = f"Clause {version.clause} ({self.kind.title})." if version else ""
        index = int(self.governing[row])
        if index == ENDED:
            return f"{where}: the term no longer applied on {in_words(self.on[row])}. {clause}"
        if index == NO_VERSION:
            return (
                f"{where}: the date that says which version of the term governs is blank. "
                f"{clause} Give the date ({self.kind.judged_on})."
            )
        judged = self.judgements[index]
        if isinstance(judged, str):
            return f"{where}: {judged} {clause}"
        judgement, params = judged
        what, remedy = judgement.words(row, params.values)
        return f"{where}: {what} {clause} {remedy}" if what else ""


@dataclass(frozen=True)
class CheckResult:
    """The answer of one check run.

    ``faults`` holds a sentence for each kind that broke down (its verdicts are NOT RUN).
    ``lines`` are the typed lines judged, in their fixed order.
    """

    reference: str
    as_of: date
    known_at: date | None
    period: str | None
    outcomes: tuple[Outcome, ...]
    lines: pd.DataFrame
    consents: tuple[Consent, ...]
    input_digest: str
    rule_set_digest: str
    faults: tuple[str, ...] = ()

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every row that is neither PASS nor N/A, in order of term and subject."""
        return tuple(f for o in self.outcomes for f in o.findings() if f.verdict not in _AT_REST)

    def rows(self, *, all: bool = False) -> pd.DataFrame:  # noqa: A002 - the promised name
        """A frame with ``FINDING_COLUMNS``; ``at_risk`` in whole pence. ``all`` adds PASS, N/A."""
        found = [f for o in self.outcomes for f in o.findings(every=True)] if all else self.findings
        records = [
            (f.scope.value, f.subject, f.term, f.clause, f.verdict.value, f.at_risk, f.message,
             f.consent, f.variation, f.judged_on)
            for f in found
        ]  # fmt: skip
        return pd.DataFrame(records, columns=list(FINDING_COLUMNS))

    @cached_property
    def by_term(self) -> dict[str, dict[str, int]]:
        """Number of rows by term and verdict, only what there is."""
        return {
            o.kind.code: {v.value: n for v in GRAVITY if (n := counted[v])}
            for o in self.outcomes
            for counted in [o.counts()]
        }

    @cached_property
    def counts(self) -> dict[str, int]:
        """Number of rows with each of the eight verdicts."""
        return {
            verdict.value: sum(term.get(verdict.value, 0) for term in self.by_term.values())
            for verdict in Verdict
        }

    @cached_property
    def at_risk_total(self) -> int:
        """Pence of the lines reported that may not be charged, each line once by its largest.

        Excesses of heads, projects and the contract are not added: they are made of lines that
        may already be counted.
        """
        largest = np.zeros(len(self.lines), dtype=np.int64)
        for outcome in self.outcomes:
            if outcome.kind.scope is Scope.LINE and len(outcome.at_risk) == len(largest):
                np.maximum(largest, outcome.at_risk * outcome.reported, out=largest)
        return int(largest.sum())

    @cached_property
    def digest(self) -> str:
        """SHA-256 over every verdict, amount at risk and version used."""
        digest = hashlib.sha256(f"{self.reference}|{self.as_of}|{self.known_at}|".encode())
        digest.update("\x1f".join(self.lines["line_id"]).encode())
        for outcome in self.outcomes:
            outcome.digest_into(digest)
        return digest.hexdigest()
