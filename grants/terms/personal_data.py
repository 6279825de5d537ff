"""Nothing that leaves the council identifies a service user.

Usual wording: "Information given to the Funder shall not identify service users" (terms of several
policing bodies; T46). The description of a line is searched for what looks like a postcode, a
telephone or National Insurance number, an address of electronic mail or a date of birth. A word
such as "victim" or a name after a title only asks for a look. The description of a project marked
sensitive is masked outside the council, so there the first only asks for a look, too. What was
found is never repeated in a message.
"""

import re
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.terms.base import Facts, Judgement, Params, Scope, Verdict, of_category, term

APART: Final = "\n"
_AREAS: Final = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E "
    "EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL "
    "LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM "
    "SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
"""The letters with which postcodes begin."""
_POSTCODE: Final = (
    rf"(?<![A-Za-z0-9])(?i:{_AREAS.replace(' ', '|')})[0-9][0-9A-Za-z]? ?"
    r"[0-9](?!(?:st|nd|rd|th)(?!\w))(?i:[ABD-HJLNP-UW-Z]){2}(?!\w)"
)
_IDENTIFIERS: Final = {
    "a postcode": re.compile(_POSTCODE),
    "a telephone number": re.compile(r"(?<![\w+])(?:\+44 ?|0)(?:[0-9][ -]?){8,9}[0-9](?!\w)"),
    "an address of electronic mail": re.compile(r"@[\w-]+\.\w"),
    "a National Insurance number": re.compile(
        r"(?i)(?<!\w)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?(?:[0-9]{2} ?){3}[A-D](?!\w)"
    ),
    "a date of birth": re.compile(r"(?i)(?<!\w)(?:dob|d\.o\.b|date of birth)(?!\w)"),
}
_HINTS: Final = {
    "a word that often stands beside a person": re.compile(
        r"(?i)(?<!\w)(?:victims?|survivors?|refuge|dhr|dardr|next of kin)(?!\w)"
    ),
    "a name after a title": re.compile(r"(?<!\w)(?:Mr|Mrs|Miss|Ms|Mx)\.? [A-Z][a-z]"),
}


@term(
    code="personal-data",
    number=46,
    title="personal data",
    scope=Scope.LINE,
    judged_on="incurred_on",
    verdicts=(Verdict.BREACH, Verdict.WARN),
)
def judge(lines: pd.DataFrame, _p: Params, facts: Facts) -> Judgement:
    """Every line, also one that charges nothing: its description leaves the council, too."""
    sensitive = frozenset(p.code for p in facts.contract.projects if p.sensitive)
    masked = of_category(lines["project"], lambda code: code in sensitive)
    identifiers, hints = _found(lines["description"])
    identifies, hinted = identifiers != "", hints != ""
    return (
        Judgement(lines)
        .breach(
            identifies & ~masked,
            "its description has what looks like {found}.",
            "Take it out of the description, and write a case number in its place.",
            found=identifiers,
        )
        .warn(
            identifies & masked,
            "its description has what looks like {found}; the project is sensitive, so it is "
            "masked outside the council.",
            "Take it out of the description, and write a case number in its place.",
            found=identifiers,
        )
        .warn(
            hinted & ~masked,
            "its description has {hints}.",
            "Make sure that nobody can be recognised by it, or mark the project as sensitive.",
            hints=hints,
        )
    )


def _found(descriptions: pd.Series) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
    """For each line what its description seems to hold, in words: identifiers, then hints.

    Different descriptions are searched as one text, in which a line end keeps them apart.
    """
    codes, different = pd.factorize(descriptions.astype(object))
    texts = [text.replace(APART, " ") if APART in text else text for text in different]
    whole = APART.join(texts)
    starts = np.cumsum([0, *(len(text) + 1 for text in texts)])
    answers = []
    for patterns in (_IDENTIFIERS, _HINTS):
        words = np.full(len(texts), "", dtype=object)
        for what, pattern in patterns.items():
            hits = [match.start() for match in pattern.finditer(whole)]
            places = np.unique(np.searchsorted(starts, hits, side="right") - 1)
            words[places] = [f"{said} and {what}" if said else what for said in words[places]]
        answers.append(words[codes])
    return answers[0], answers[1]
