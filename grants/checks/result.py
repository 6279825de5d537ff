"""What a check answers: a verdict for every subject and term."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from grants.checks.digests import input_digest
from grants.checks.outcome import AT_REST, Outcome
from grants.contract import Contract
from grants.verdict import FINDING_COLUMNS, GRAVITY, Finding, Scope, Verdict


@dataclass(frozen=True)
class CheckResult:
    """The answer of one check run.

    ``faults`` holds a sentence for each kind that broke down (its verdicts are NOT RUN).
    ``lines`` are the typed lines judged, in their fixed order; ``contract`` is as it was known.
    """

    reference: str
    as_of: date
    known_at: date | None
    period: str | None
    outcomes: tuple[Outcome, ...]
    lines: pd.DataFrame
    contract: Contract
    rule_set_digest: str
    faults: tuple[str, ...] = ()

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every row that is neither PASS nor N/A, in order of term and subject."""
        return tuple(f for o in self.outcomes for f in o.findings() if f.verdict not in AT_REST)

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
                np.maximum(largest, outcome.at_risk, out=largest, where=outcome.reported)
        return int(largest.sum())

    @cached_property
    def input_digest(self) -> str:
        """SHA-256 over the lines in their fixed order and the contract as known."""
        return input_digest(self.lines, self.contract)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over every verdict, amount at risk and version used."""
        digest = hashlib.sha256(f"{self.reference}|{self.as_of}|{self.known_at}|".encode())
        digest.update("\x1f".join(self.lines["line_id"].astype(object).tolist()).encode())
        for outcome in self.outcomes:
            outcome.digest_into(digest)
        return digest.hexdigest()
