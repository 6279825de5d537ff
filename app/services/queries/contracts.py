"""Contracts for lists, commands and scripts."""

from app.services.fund import fund_of
from app.services.office import Act
from grants.contract_file import write_contract
from grants.policy import Action, may
from ledger.money import format_pounds


def visible_references(act: Act) -> list[str]:
    """References of the contracts that the actor may see, in order of making."""
    return [
        r for r in act.uow.contracts.references() if may(act.actor, Action.VIEW_SUMMARY, contract=r)
    ]


def list_contracts(act: Act) -> list[dict[str, str]]:
    """Every contract the actor may see, in order of making."""
    rows = []
    for reference in visible_references(act):
        c = act.uow.contracts.load(reference)
        if c is not None:
            rows.append(
                {
                    "reference": c.reference, "title": c.title, "funder": c.funder,
                    "award": format_pounds(c.award_on(c.ends_on)),
                    "starts_on": c.starts_on.isoformat(), "ends_on": c.ends_on.isoformat(),
                }
            )  # fmt: skip
    return rows


def contract_text(act: Act, reference: str) -> str:
    """The contract as a contract file."""
    act.require(Action.VIEW_TERMS, contract=reference)
    return write_contract(fund_of(act, reference).signed)


def contract_words(act: Act, reference: str) -> tuple[dict[str, object], list[str]]:
    """A contract for scripts, and in words."""
    act.require(Action.VIEW_TERMS, contract=reference)
    fund = fund_of(act, reference)
    c = fund.signed
    award = c.award_on(c.ends_on)
    allocated = sum(a.amount for a in c.all_allocations())
    words = [
        f"{c.reference}: {c.title}",
        "; ".join(
            w
            for w in (f"Funder {c.funder}", f"accountable body {c.accountable_body}", c.partnership)
            if w
        )
        + ".",
        (
            f"{c.starts_on:%d/%m/%Y} to {c.ends_on:%d/%m/%Y}; signed "
            f"{f'{c.signed_on:%d/%m/%Y}' if c.signed_on else 'not yet'}."
        ),
        (
            f"Award {format_pounds(award, thousands=True, symbol=True)}, allocated "
            f"{format_pounds(allocated, thousands=True, symbol=True)} over {len(c.projects)} "
            "projects."
        ),
        "",
    ]
    words += [
        f"{p.code}  due {p.return_due_on:%d/%m/%Y}  {fund.quarter_state(p.code)}" for p in c.periods
    ]
    words.append("")
    for code in c.term_codes():
        t = c.term_versions(code)[-1]
        varied = f" (variation {t.variation})" if t.variation else ""
        words.append(f"{t.clause:<18} {code:<26} {t.wording}{varied}".rstrip())
    answer: dict[str, object] = {
        "reference": c.reference, "title": c.title, "funder": c.funder,
        "accountable_body": c.accountable_body, "award": format_pounds(award),
        "allocated": format_pounds(allocated), "starts_on": c.starts_on.isoformat(),
        "ends_on": c.ends_on.isoformat(),
        "periods": [
            {"code": p.code, "due_on": p.return_due_on.isoformat(),
             "state": fund.quarter_state(p.code)}
            for p in c.periods
        ],
        "projects": [
            {"code": p.code, "title": p.title,
             "allocated": format_pounds(
                 sum(a.amount for a in c.all_allocations() if a.project == p.code))}
            for p in c.projects
        ],
        "terms": [
            {"code": code, "clause": c.term_versions(code)[-1].clause,
             "versions": len(c.term_versions(code))}
            for code in c.term_codes()
        ],
        "variations": [v.number for v in c.variations],
        "consents": [x.reference for x in c.consents],
    }  # fmt: skip
    return answer, words


Choice = dict[str, str]


def role_choices(act: Act) -> tuple[list[Choice], list[Choice]]:
    """Contracts and projects to limit a role to: references and titles only, for administrators."""
    act.require(Action.MANAGE_USERS)
    contracts, projects = [], []
    for reference in act.uow.contracts.references():
        c = act.uow.contracts.load(reference)
        if c is not None:
            contracts.append({"value": c.reference, "text": f"{c.reference}: {c.title}"})
            projects += [
                {"value": p.code, "text": f"{p.code}: {p.title} ({c.reference})"}
                for p in c.projects
            ]
    return contracts, projects
