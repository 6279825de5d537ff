"""A supplier in whom somebody declared an interest has a note how the conflict was handled.

Usual wording: "The Recipient shall have adequate procedures to manage conflicts of interest and
shall keep a register of them" (conflict clauses of central and policing grants; T37). A contract
file without a single declaration does not say that nobody has an interest.
"""

import numpy as np
import pandas as pd

from grants.checks.suppliers import by_supplier
from grants.contract import Declaration
from grants.terms.base import Facts, Judgement, Params, Scope, Verdict, name_key, term


@term(
    code="conflict-of-interest",
    number=37,
    title="conflict of interest",
    scope=Scope.SUPPLIER,
    judged_on="incurred_on",
    verdicts=(Verdict.WARN, Verdict.NOT_RUN),
)
def judge(lines: pd.DataFrame, _p: Params, facts: Facts) -> Judgement:
    """One item per supplier, by the first day incurred; names are compared without punctuation."""
    items = by_supplier(lines, np.full(len(lines), fill_value=True))
    without: dict[str, list[str]] = {}
    for declaration in facts.contract.declarations:
        if not declaration.note.strip():
            without.setdefault(name_key(declaration.supplier), []).append(_person(declaration))
    persons = [", ".join(dict.fromkeys(without.get(key, []))) for key in items["key"]]
    items["persons"] = pd.Series(persons, dtype=object)
    paid = items["total"] > 0
    return (
        Judgement(items)
        .not_run(
            paid & (not facts.contract.declarations),
            "{total:pounds} is claimed from this supplier, and the contract file keeps no list of "
            "declared interests at all.",
            "Record the interests declared ([[declaration]]).",
        )
        .warn(
            paid & (items["persons"] != ""),
            "{total:pounds} is claimed from this supplier, in whom {persons} declared an interest; "
            "no note says how it was handled.",
            "Write down how the person was kept out of the decision (note in [[declaration]]).",
        )
    )


def _person(declaration: Declaration) -> str:
    return declaration.person.strip() or "somebody"
