"""What may leave in which profile (domain 6.6): internal, funder, public.

Columns say what they hold (:class:`exports.sheet.Exposure`); a column that says nothing is hidden
from the public. Outside the council a sensitive project's narrative and supplier are masked with
the accepted labels, and free text of any project that seems to name or locate a person as well.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from exports.sheet import Column, Exposure, Figure, Formula, Value

REDACTED_PERSONAL: Final = "REDACTED PERSONAL DATA"
REDACTED_COMMERCIAL: Final = "REDACTED COMMERCIAL CONFIDENTIALITY"
REDACTED_OTHER: Final = "REDACTED OTHER"
WORD_MIN: Final = 4  # shorter names would mask half the dictionary


class Profile(StrEnum):
    """For whom a pack is made."""

    INTERNAL = "internal"
    FUNDER = "funder"
    PUBLIC = "public"


_SEEMS_PERSONAL = re.compile(
    r"""
    \b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b              # postcode
    | \b(?:dhr|dardr|domestic\ homicide|victims?|survivors?|refuges?)\b
    | \b(?:dob|d\.o\.b\.?|date\ of\ birth|born\ on)\b
    | (?<![0-9])(?:\+44\s?|0)[0-9](?:[\s-]?[0-9]){8,9}(?![0-9])  # telephone
    | [\w.+-]+@[\w-]+\.[\w.]+                                  # e-mail
    | \b(?-i:(?:Mr|Mrs|Ms|Miss|Dr|Cllr)\.?\s+[A-Z])                   # a titled name
    """,
    re.IGNORECASE | re.VERBOSE,
)


def seems_personal(text: str) -> bool:
    """Whether free text may name, describe or locate a person."""
    return _SEEMS_PERSONAL.search(text) is not None


@dataclass(frozen=True)
class Masker:
    """Decides cell by cell what a profile shows.

    ``sensitive``: codes of sensitive projects. ``words``: names that stand on their lines; free
    text that repeats one of them is masked wherever it stands.
    """

    profile: Profile
    sensitive: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    _pattern: re.Pattern[str] | None = field(init=False, default=None, repr=False)

    def __post_init__(self) -> None:
        wanted = sorted(w for w in self.words if len(w) >= WORD_MIN)
        if wanted and self.profile is not Profile.INTERNAL:
            alternatives = "|".join(re.escape(w) for w in wanted)
            pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)
            object.__setattr__(self, "_pattern", pattern)

    @property
    def is_internal(self) -> bool:
        """Nothing is masked inside the council."""
        return self.profile is Profile.INTERNAL

    def cell(self, column: Column, value: Value, project: str | None = "") -> Value:
        """What the profile shows of a cell.

        Args:
            column: says what the cell holds.
            value: what it holds.
            project: whose line it is; ``""`` when it is the contract's, None when nobody knows:
                then its words are treated as sensitive if the contract has a sensitive project.
        """
        blank = value is None or value == ""
        if self.is_internal or blank or column.exposure is Exposure.OPEN:
            return value
        return self._label(column.exposure, value, self._is_sensitive(project)) or value

    def row(
        self, columns: Iterable[Column], values: Iterable[Value], project: str | None = ""
    ) -> tuple[Value, ...]:
        """What the profile shows of a row."""
        if self.is_internal:
            return tuple(values)
        pairs = zip(columns, values, strict=True)
        return tuple(self.cell(column, value, project) for column, value in pairs)

    def _is_sensitive(self, project: str | None) -> bool:
        return bool(self.sensitive) if project is None else project in self.sensitive

    def _label(self, exposure: Exposure, value: Value, sensitive: bool) -> str:  # noqa: FBT001 - a fact about the row
        public = self.profile is Profile.PUBLIC
        if exposure is Exposure.NARRATIVE:
            hidden = public or sensitive or self._reveals(value)
            return REDACTED_PERSONAL if hidden else ""
        if exposure is Exposure.TITLE:
            return REDACTED_OTHER if public and sensitive else ""
        if exposure is Exposure.PERSON:
            return REDACTED_PERSONAL if public else ""
        hidden = self._repeats_word(value) or (sensitive and exposure is Exposure.SUPPLIER)
        if exposure is Exposure.SUPPLIER and public and not hidden:
            return REDACTED_COMMERCIAL
        return REDACTED_OTHER if hidden or public else ""

    def _repeats_word(self, value: Value) -> bool:
        if self._pattern is None or isinstance(value, Formula | Figure):
            return False
        return isinstance(value, str) and self._pattern.search(value) is not None

    def _reveals(self, value: Value) -> bool:
        return isinstance(value, str) and (seems_personal(value) or self._repeats_word(value))
