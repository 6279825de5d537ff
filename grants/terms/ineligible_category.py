"""Some kinds of expenditure are never eligible, whatever they were for.

Usual wording: "The following are not eligible expenditure: …". Only a coded category or a ledger
code is held to be a breach; a word in a description asks somebody to look, for "alcohol outreach"
and "penalty shoot-out" are what such grants are for.
"""

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.terms.base import (
    Facts,
    Judgement,
    Param,
    Params,
    Scope,
    Verdict,
    any_of,
    of_category,
    term,
)  # fmt: skip

APART = "\x00"


@term(
    code="ineligible-category",
    number=14,
    title="ineligible expenditure",
    scope=Scope.LINE,
    judged_on="incurred_on",
    params=(
        Param.texts("categories"),
        Param.texts("subjectives", required=False, default=()),
        Param.texts("keywords", required=False, default=()),
    ),
    verdicts=(Verdict.BREACH, Verdict.WARN, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, p: Params, _facts: Facts) -> Judgement:
    """Category, then ledger code, then words of the description."""
    charged = lines["charged"] > 0
    categories = frozenset(p.categories)
    by_category = of_category(lines["category"], lambda code: code in categories)
    by_code = of_category(lines["subjective"], any_of(p.subjectives))
    return (
        Judgement(lines)
        .breach(
            charged & by_category,
            "it is classified as {category}, which may not be charged to the grant.",
            "Take the line out of the return, or correct the classification if it is wrong.",
        )
        .breach(
            charged & by_code,
            "it is coded to {subjective}, a ledger code that may not be charged to the grant.",
            "Take the line out of the return, or ask for a recode if the code is wrong.",
        )
        .not_run(
            charged & (lines["category"] == ""),
            "the category of expenditure is blank.",
            "Choose the category of the line.",
        )
        .warn(
            charged & _mentions(lines["description"], p.keywords),
            "its description, “{description}”, has a word that often marks ineligible spend.",
            "Confirm what was bought; if it is {category} indeed, nothing is wrong.",
        )
    )


def _mentions(descriptions: pd.Series, keywords: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Whether a description has one of the words, in singular or plural, in any case.

    All different descriptions are searched as one text, in which a separator keeps them apart.
    """
    different = descriptions.cat.categories.tolist()
    found = np.zeros(len(different), dtype=np.bool_)
    if not different:
        return np.zeros(len(descriptions), dtype=np.bool_)
    texts = [text.replace(APART, " ") if APART in text else text for text in different]
    whole = APART.join(texts).lower()
    starts = np.cumsum([0, *(len(text) + 1 for text in whole.split(APART))])
    hits = [place for word in keywords for place in _places(whole, word.strip().lower())]
    found[np.searchsorted(starts, hits, side="right") - 1] = True
    mentioned: npt.NDArray[np.bool_] = found[descriptions.cat.codes.to_numpy()]
    return mentioned


def _places(whole: str, word: str) -> Iterator[int]:
    """Where ``word`` stands as a word of its own, or with a plural ending."""
    ending = re.compile(r"(?:s|es)?(?!\w)")
    place = whole.find(word) if word else -1
    while place >= 0:
        after = place + len(word)
        if not re.match(r"\w", whole[place - 1 : place] or " ") and ending.match(whole, after):
            yield place
        place = whole.find(word, after)
