"""The eight verdicts and the finding: what a check says about a subject under a clause."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

FINDING_COLUMNS: Final = (
    "scope", "subject", "term", "clause", "verdict", "at_risk", "message", "consent",
    "variation", "judged_on",
)  # fmt: skip


class Verdict(StrEnum):
    """Results of a check, in the words of the domain (section 3)."""

    PASS = "PASS"  # noqa: S105 - a verdict, not a password
    WARN = "WARN"
    EVIDENCE = "EVIDENCE"
    BREACH = "BREACH"
    CONSENTED = "CONSENTED"
    RATIFIED = "RATIFIED"
    NOT_APPLICABLE = "N/A"
    NOT_RUN = "NOT RUN"


GRAVITY: Final = (
    Verdict.NOT_APPLICABLE, Verdict.PASS, Verdict.CONSENTED, Verdict.RATIFIED, Verdict.WARN,
    Verdict.EVIDENCE, Verdict.NOT_RUN, Verdict.BREACH,
)  # fmt: skip
"""Least to gravest: inside one row the gravest wins."""

SCREEN_LABELS: Final = {
    Verdict.PASS: "Meets the contract",
    Verdict.WARN: "Have a look",
    Verdict.EVIDENCE: "Something is missing",
    Verdict.BREACH: "Not allowed by the contract",
    Verdict.CONSENTED: "Allowed by consent",
    Verdict.RATIFIED: "Allowed afterwards",
    Verdict.NOT_APPLICABLE: "Does not apply",
    Verdict.NOT_RUN: "We could not check this",
}


class Scope(StrEnum):
    """What a term is about."""

    LINE = "line"
    HEAD = "head"
    PROJECT = "project"
    RETURN = "return"
    CONTRACT = "contract"
    ASSET = "asset"
    SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of a check's answer. ``at_risk`` in pence; dates ISO; blank where not applicable."""

    scope: Scope
    subject: str
    term: str
    clause: str
    verdict: Verdict
    at_risk: int
    message: str
    consent: str = ""
    variation: str = ""
    judged_on: str = ""
