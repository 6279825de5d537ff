"""One term's verdicts, kept as columns until somebody reads them; then they are findings.

Sentences are written only for the rows that are asked for.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grants.checks.judgement import PASS_RANK, RANK, Judgement, in_words
from grants.contract import TermVersion
from grants.terms.base import Kind, Params
from grants.verdict import GRAVITY, Finding, Scope, Verdict
from ledger.money import format_pounds

NO_VERSION: Final = -1
"""The date that selects the version is blank and there are several."""
ENDED: Final = -2
"""No version governs the date: the term has come to its end."""
AT_REST: Final = frozenset({Verdict.PASS, Verdict.NOT_APPLICABLE})
_BREACH: Final = RANK[Verdict.BREACH]
_ALLOWED: Final = (RANK[Verdict.CONSENTED], RANK[Verdict.RATIFIED])


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
    governing: npt.NDArray[np.int16]
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
            yield from self._of_lines(np.flatnonzero(wanted))
            return
        for rows in self._by_subject():
            for finding in self.of_subject(rows):
                if every or finding.verdict not in AT_REST:
                    yield finding

    def _by_subject(self) -> Iterable[list[int]]:
        groups: dict[str, list[int]] = {}
        for row in np.flatnonzero(self.reported).tolist():
            groups.setdefault(self.subjects[row], []).append(row)
        return groups.values()

    def counts(self) -> Counter[Verdict]:
        """How many rows have each verdict."""
        if self.kind.scope is not Scope.LINE:
            return Counter(v for rows in self._by_subject() for v in self._verdicts(rows))
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
        digest.update(self.ranks[kept])
        for column in (self.at_risk[kept], self.governing[kept]):
            rows = np.flatnonzero(column)  # most lines have nothing at risk
            digest.update(f"\x1f{len(rows)}\x1f".encode())
            digest.update(rows.astype("<i8"))
            digest.update(column[rows])
        for row in sorted(self.covered):
            digest.update(repr((row, self.covered[row])).encode())

    def _of_lines(self, rows: npt.NDArray[np.intp]) -> Iterator[Finding]:
        """Findings of lines; their sentences are written column by column."""
        verdicts = [GRAVITY[rank] for rank in self.ranks[rows].tolist()]
        days = ["" if on == "NaT" else on for on in np.datetime_as_string(self.on[rows]).tolist()]
        sources = [
            _source(self.version_at(index)) for index in range(ENDED, max(1, len(self.versions)))
        ]
        for row, verdict, at_risk, day, index, message in zip(
            rows.tolist(), verdicts, self.at_risk[rows].tolist(), days,
            self.governing[rows].tolist(), self._messages(rows), strict=True,
        ):  # fmt: skip
            if row in self.covered:
                yield from self.of_subject([row])
            else:
                clause, variation = sources[index - ENDED]
                yield Finding(
                    self.kind.scope, str(self.subjects[row]), self.kind.code, clause, verdict,
                    at_risk, message, "", variation, day,
                )  # fmt: skip

    def _messages(self, rows: npt.NDArray[np.intp]) -> list[str]:
        """As :meth:`message`, for many rows."""
        texts: npt.NDArray[np.object_] = np.full(len(rows), "", dtype=object)
        index = self.governing[rows]
        for place in np.unique(index).tolist():
            mine = np.flatnonzero(index == place)
            judged = self.judgements[place] if place >= 0 and self.versions else ""
            if isinstance(judged, str):
                texts[mine] = [self.message(row) for row in rows[mine].tolist()]
                continue
            judgement, params = judged
            clause = f"Clause {self.versions[place].clause} ({self.kind.title})."
            where = self.kind.scope.value.capitalize()
            whats, remedies = judgement.words_of(rows[mine], params.values)
            texts[mine] = [
                f"{where} {subject}: {what} {clause} {remedy}" if what else ""
                for subject, what, remedy in zip(
                    self.subjects[rows[mine]], whats, remedies, strict=True
                )
            ]
        found: list[str] = texts.tolist()
        return found

    def of_subject(self, rows: list[int]) -> Iterator[Finding]:
        """Findings of one subject (its items): its row, and that of what consents cover."""
        gravest, covered, whole = self._gravest(rows)
        if covered:
            yield self._consented(covered)
        if gravest in _ALLOWED:
            yield self._consented(whole)
        else:
            yield self._plain([r for r in rows if self.ranks[r] == gravest])

    def _verdicts(self, rows: list[int]) -> Iterator[Verdict]:
        """The verdicts of :meth:`of_subject`, without its sentences."""
        gravest, covered, whole = self._gravest(rows)
        if covered:
            yield self._verdict_of(covered)
        yield self._verdict_of(whole) if gravest in _ALLOWED else GRAVITY[gravest]

    def _gravest(self, rows: list[int]) -> tuple[int, list[int], list[int]]:
        """The gravest rank; the items whose consents need a row of their own; those all covered."""
        gravest = max(int(self.ranks[r]) for r in rows)
        if not self.covered:
            return gravest, [], []
        part = [r for r in rows if r in self.covered and not self.covered[r].is_whole]
        whole = [r for r in rows if r in self.covered and self.covered[r].is_whole]
        apart = part or (gravest == _BREACH and whole)
        return gravest, part + whole if apart else [], whole

    def _verdict_of(self, covered: list[int]) -> Verdict:
        return max((self.covered[r].verdict for r in covered), key=lambda v: RANK[v])

    def _plain(self, rows: list[int]) -> Finding:
        row = rows[-1]
        verdict = GRAVITY[int(self.ranks[row])]
        amount = sum(int(self.at_risk[r]) for r in rows)
        return self._finding(row, verdict, amount, self.message(row))

    def _consented(self, rows: list[int]) -> Finding:
        covers = [self.covered[r] for r in rows]
        verdict = self._verdict_of(rows)
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
        clause, variation = _source(self.version(row))
        on = self.on[row]
        return Finding(
            self.kind.scope, str(self.subjects[row]), self.kind.code,
            clause, verdict, amount, message, consent, variation,
            "" if np.isnat(on) else str(on.astype("datetime64[D]")),
        )  # fmt: skip

    def version(self, row: int) -> TermVersion | None:
        """The version that governs an item; where none can be told, the last that is written."""
        return self.version_at(int(self.governing[row]))

    def version_at(self, index: int) -> TermVersion | None:
        """The version of an entry of ``governing``."""
        if not self.versions:
            return None
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


def _source(version: TermVersion | None) -> tuple[str, str]:
    """Clause and number of the variation, as findings show them."""
    if version is None:
        return "", ""
    return version.clause, "" if version.variation is None else str(version.variation)
