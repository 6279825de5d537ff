"""Nothing that leaves the council identifies a service user.

Usual wording: "Information given to the Funder shall not identify service users" (terms of several
policing bodies; T46). The description of a line is searched for what looks like a postcode, a
telephone or National Insurance number, an address of electronic mail or a date of birth. A word
such as "victim" or a name after a title only asks for a look. The description of a project marked
sensitive is masked outside the council, so there the first only asks for a look, too. What was
found is never repeated in a message.
"""

import pandas as pd

from grants.checks.identifying import identifying
from grants.terms.base import Facts, Judgement, Params, Scope, Verdict, of_category, term


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
    (identifies, identifiers), (hinted, hints) = identifying(lines["description"])
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
