"""Who may open what, written out by hand: a second opinion on the policy and on the pages' table.

``MAY`` says what each role may ask for (interfaces, section 6). ``ASKS`` says what each page asks
for. The matrix compares both with the product, and the product's answers with both.
"""

from builders import (
    ADMINISTRATOR,
    AUDITOR,
    FINANCE,
    FUNDER,
    FUNDER_AUDITOR,
    LEAD,
    MANAGER,
    MEMBER,
    REFERENCE,
    S151,
    WELL_LEAD,
)  # fmt: skip

from grants.policy import Actor, Role

OWN = "view-summary view-terms view-project draft-return submit-return"
READ = "view-summary view-terms view-project view-quarter view-ledger view-audit"
EXPORT = "export-internal export-funder export-public"
MAY = {
    role: frozenset(words.split())
    for role, words in {
        Role.PROJECT_LEAD: OWN,
        Role.DELIVERY_PARTNER: OWN,
        Role.FINANCE_OFFICER: f"{READ} {EXPORT} load-contract query-return reconcile-return "
        "resolve-finding import-ledger reconcile-ledger",
        Role.PARTNERSHIP_MANAGER: f"{READ} {EXPORT} load-contract query-return resolve-finding",
        Role.S151_OFFICER: f"{READ} {EXPORT} certify-quarter resolve-finding",
        Role.FUNDER_OFFICER: "view-summary view-terms view-project view-quarter accept-quarter "
        "export-funder",
        Role.FUNDER_AUDITOR: f"{READ} export-funder",
        Role.INTERNAL_AUDITOR: f"{READ} {EXPORT}",
        Role.MEMBERS: "view-summary export-public",
        Role.ADMINISTRATOR: "manage-users",
    }.items()
}

ASKS = {
    "public": "health.live health.ready health.metrics information.guide information.guide_page "
    "information.accessibility",
    "signed-in": "home.start account.show account.token account.revoke contracts.every "
    "findings.every projects.every",
    "view-audit": "audit.trail audit.verify audit.dump",
    "view-summary": "contracts.show packs.show packs.make packs.fetch",
    "view-terms": "contracts.terms findings.show",
    "view-project": "projects.of_contract projects.show returns.show returns.original",
    "view-quarter": "findings.of_contract quarters.show",
    "view-ledger": "ledger.start ledger.reconcile",
    "load-contract": "contracts.upload contracts.load",
    "draft-return": "returns.template",
    "submit-return": "returns.upload returns.check returns.checked returns.annotated "
    "returns.submit",
    "query-return": "returns.query",
    "reconcile-return": "returns.reconcile",
    "resolve-finding": "findings.accept findings.disallow findings.report",
    "import-ledger": "ledger.import_page ledger.preview ledger.confirm_import",
    "reconcile-ledger": "ledger.confirm ledger.explain ledger.clear",
    "certify-quarter": "quarters.certify",
    "accept-quarter": "quarters.accept quarters.query quarters.reject",
    "manage-users": "users.every users.new users.add users.close users.reopen",
}
ASKED = {endpoint: need for need, places in ASKS.items() for endpoint in places.split()}
PEOPLE = {
    actor.grants[0].role: actor
    for actor in (
        LEAD, WELL_LEAD, FINANCE, MANAGER, S151, FUNDER, FUNDER_AUDITOR, AUDITOR, MEMBER,
        ADMINISTRATOR,
    )
}  # fmt: skip
"""One person of each role: the two project roles with a project each, the funder's with a contract."""


def reaches(actor: Actor, contract: str | None, project: str | None) -> bool:
    """Whether the place exists for that person at all."""
    own_contract, own_project = actor.grants[0].contract, actor.grants[0].project
    return (contract is None or own_contract in (None, contract)) and (
        project is None or own_project in (None, project)
    )


def door(endpoint: str, actor: Actor, contract: str | None, project: str | None) -> int:
    """200 when the door opens, else how it stays shut."""
    need = "export-internal" if endpoint == "packs.make" else ASKED[endpoint]
    if need in ("public", "signed-in"):
        return 200
    if not reaches(actor, contract, project):
        return 404
    return 200 if need in MAY[actor.grants[0].role] else 403


def inside(endpoint: str, actor: Actor, contract: str | None) -> int:
    """What the page answers once the door is open, for things that are there (packs: internal)."""
    role = actor.grants[0].role
    for is_so, status in (
        # the whole trail is for those who see every contract
        (endpoint == "audit.dump" and actor.grants[0].contract, 403),
        (endpoint == "packs.show" and not any(m.startswith("export-") for m in MAY[role]), 403),
        (contract not in (None, REFERENCE), 404),
        (endpoint == "packs.fetch" and "export-internal" not in MAY[role], 404),
        # a finding of another's project
        (endpoint == "findings.show" and role is Role.DELIVERY_PARTNER, 404),
        (endpoint == "ledger.start", 302),
    ):
        if is_so:
            return status
    return 200
