"""The words a cell may hold: fixed lists of the template, and the contract's own codes.

Case, spaces and underscores do not matter (``Partner payment`` is ``partner-payment``); a head, a
project or a quarter is known by its code or its exact title. For any other word the nearest is
named.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from grants.contract import Contract
from grants.intake.templates.base import Template

_LISTED_MAX = 30


@dataclass(frozen=True, slots=True)
class Words:
    """One list: its words in order, and every spelling (folded) of each."""

    words: tuple[str, ...]
    spellings: Mapping[str, str]

    def canonical(self, text: str) -> str | None:
        """The list's own spelling of ``text``, or None."""
        return self.spellings.get(folded(text))

    def hint(self, text: str) -> str:
        """The sentence that helps: the nearest word, else the whole list when it is short."""
        near = difflib.get_close_matches(folded(text), list(self.spellings), n=1, cutoff=0.6)
        if near:
            return f"Did you mean {self.spellings[near[0]]}?"
        if len(self.words) <= _LISTED_MAX:
            return f"The list is: {', '.join(self.words)}."
        return ""


def folded(text: str) -> str:
    """Lower case, spaces and underscores as hyphens."""
    return re.sub(r"[\s_]+", "-", text.strip().casefold())


def word_list(words: tuple[str, ...], titles: Mapping[str, str] | None = None) -> Words:
    """A list of words; ``titles`` (word → title) are second spellings. A word beats a title."""
    spellings = {folded(title): word for word, title in (titles or {}).items() if title}
    spellings |= {folded(word): word for word in words}
    return Words(words, spellings)


def vocabulary(template: Template, contract: Contract) -> dict[str, Words]:
    """Every list by name: the template's, and the contract's heads, projects and periods.

    ``cost_centres`` are the contract's too; they are no closed list, only used to spot lost zeros.
    """
    lists = {name: word_list(words) for name, words in template.word_lists.items()}
    lists["heads"] = word_list(
        tuple(h.code for h in contract.budget_heads),
        {h.code: h.title for h in contract.budget_heads},
    )
    lists["projects"] = word_list(
        tuple(p.code for p in contract.projects), {p.code: p.title for p in contract.projects}
    )
    lists["periods"] = word_list(tuple(p.code for p in contract.periods))
    lists["cost_centres"] = word_list(contract.cost_centres)
    return lists
