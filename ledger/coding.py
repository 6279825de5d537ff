"""How a council's ledger codes a cost: cost centre, subjective, project; and CIPFA's groups.

Codes are text: leading zeros belong to them. Which group a subjective falls in is each council's
own table; the groups are those of CIPFA's standard subjective analysis.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, NewType

CostCentre = NewType("CostCentre", str)
Subjective = NewType("Subjective", str)
ProjectCode = NewType("ProjectCode", str)

CODE_MAX: Final = 40
_SPOILT: Final = re.compile(r"^[0-9](\.[0-9]+)?[eE]\+[0-9]{1,3}$", re.ASCII)


class CodeUnreadable(ValueError):  # noqa: N818 - the name states the fact
    """The text cannot be a ledger code, or has lost part of one."""


@dataclass(frozen=True, slots=True)
class Coding:
    """Where a cost stands in the council's ledger; blank where not known."""

    cost_centre: CostCentre = CostCentre("")
    subjective: Subjective = Subjective("")
    project_code: ProjectCode = ProjectCode("")


class CipfaGroup(IntEnum):
    """CIPFA's standard subjective groups (non-mandatory guidance)."""

    EMPLOYEES = 1
    PREMISES = 2
    TRANSPORT = 3
    SUPPLIES_AND_SERVICES = 4
    THIRD_PARTY_PAYMENTS = 5
    TRANSFER_PAYMENTS = 6
    SUPPORT_SERVICES = 7
    DEPRECIATION_AND_IMPAIRMENT = 8
    INCOME = 9
    CAPITAL_FINANCING = 10

    @property
    def title(self) -> str:
        """``Third-party payments``."""
        words = self.name.replace("THIRD_PARTY", "THIRD-PARTY").replace("_", " ")
        return words.capitalize()


def read_code(text: str) -> str:
    """A code without the spaces around it, otherwise untouched.

    Raises:
        CodeUnreadable: longer than ``CODE_MAX``, more than one line, or turned into a number with
            an exponent by a spreadsheet (``5.14E+10``), which has lost the last digits.
    """
    code = text.strip()
    if _SPOILT.match(code):
        raise CodeUnreadable(
            f"{code!r} was a longer code before a spreadsheet turned it into a number; the last "
            "digits are lost. Export it again with the column formatted as text."
        )
    if len(code) > CODE_MAX or not code.isprintable():
        raise CodeUnreadable(
            f"{code[:CODE_MAX]!r} is not a ledger code: codes are one line of at most {CODE_MAX} "
            "characters. Check that the right column was read."
        )
    return code


def fits(code: str, pattern: str) -> bool:
    """Is ``code`` the pattern's, where a trailing ``*`` stands for any ending?"""
    if pattern.endswith("*"):
        return code.startswith(pattern[:-1])
    return code == pattern


def longest_fit(code: str, patterns: Iterable[str]) -> str | None:
    """The longest pattern that fits, the first of equals; None when none does."""
    return max((each for each in patterns if fits(code, each)), key=len, default=None)
