"""What a format must answer: is this extract mine, what do my headings mean, how am I described.

A format is data: one ``FORMAT`` in one file of ``formats/``. Reading itself is the same for all.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from ledger.gl.words import Words

_BRACKETS: Final = re.compile(r"\([^)]*\)")
_TEXT_COLUMN: Final = re.compile(r"\(\s*t\s*\)\s*$")

Rules = tuple[tuple[str, str], ...]
"""Pairs of a regular expression (searched without case) and the journal class it means."""


def heading(text: str) -> str:
    """A heading for comparison: no case, spaces, punctuation or currency; ``(T)`` is kept."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    mark = "(t)" if _TEXT_COLUMN.search(plain) else ""
    body = _TEXT_COLUMN.sub("", plain)
    return "".join(letter for letter in body if letter.isalnum() and letter.isascii()) + mark


def short_heading(text: str) -> str:
    """The same without what stands in brackets: ``Amount (£)`` and ``Amount`` are one."""
    return heading(_BRACKETS.sub("", text))


@dataclass(frozen=True, slots=True)
class Header:
    """A header row: its texts and, for formats that look at values, some rows below it."""

    texts: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...] = ()

    @property
    def headings(self) -> frozenset[str]:
        """Every heading, with and without what stands in brackets."""
        return frozenset(map(heading, self.texts)) | frozenset(map(short_heading, self.texts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One finance system's extract.

    Attributes:
        name: as in ``--format``.
        title: the system's name in words.
        signature: headings that this system prints and others seldom do.
        needs: how many of them make an extract this system's.
        words: its own headings by field, tried before the common ones.
        key: the fields that identify a line, joined by ``-`` as far as present.
        types: what its transaction types mean.
        reads_blank_type: a column without heading holds the document type.
        credit_by_sign: a negative line of a supplier is a credit note.
    """

    name: str
    title: str
    signature: frozenset[str] = frozenset()
    needs: int = 1
    words: Words = field(default_factory=dict)
    key: tuple[str, ...] = ("transaction_no", "line_no")
    types: Rules = ()
    reads_blank_type: bool = False
    credit_by_sign: bool = False

    def detect(self, header: Header) -> int:
        """How many of its own headings the header holds; 0 when there are too few."""
        found = len(self.signature & header.headings)
        return found if found >= self.needs else 0

    def describe(self) -> str:
        """One sentence about what the format is recognised by."""
        marks = ", ".join(sorted(self.signature)) or "any header row with an amount"
        return f"{self.title}: recognised by {self.needs} or more of {marks}."

    def class_of_type(self, source_type: str) -> str:
        """The journal class of a transaction type; ``""`` when the type alone does not tell."""
        return first_rule(self.types, source_type)


def first_rule(rules: Rules, text: str) -> str:
    """The class of the first rule found in ``text``; ``""`` when there is none."""
    return next((found for rule, found in rules if re.search(rule, text, re.IGNORECASE)), "")


TEXT_CLASSES: Final[Rules] = (
    (r"opening bal|bal(?:ance)?s? b/?f|brought f|\bb/f(?:wd)?\b", "opening-balance"),
    (r"\bvirement|\bbudget", "budget"),
    (r"(?:receipts?|income) in advance|\bRIA\b|(?:to|from) reserves?\b", "reserve"),
    (r"\breserves? (?:transfer|movement|drawdown)", "reserve"),
    (r"accru.*\brev|\brev.*accru|\brev(?:erse|ersal|ersing|ersed)? of accr", "accrual-reversal"),
    (r"\baccru|\bGRNI\b|goods received not inv", "accrual"),
    (r"\bpayroll\b|\bsalar(?:y|ies) interface|\bpay costs\b", "payroll"),
    (r"purchas(?:e|ing) card|procurement card|\bp-?card|\bGPC\b|corporate card", "card"),
    (r"petty cash|\bimprest\b", "petty-cash"),
    (r"\brecharge|\bSLA\b|service level agreement|internal charge", "recharge"),
    (r"\bre-?cod|mis-?cod|mis-?post|\bcorrect", "recode"),
    (r"journal transfer|\btransfer (?:to|from|of)\b", "recode"),
)  # fmt: skip
"""What the text of a journal line means, first match first (domain: journal classes)."""
