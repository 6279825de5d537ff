"""Who may do what: one table of role × action with the relation it needs, and one function.

Default deny. A grant of a role may be limited to one contract and, for project leads and delivery
partners, to one project. Nothing outside a person's grants exists for them: callers answer 404.
Roles are those of ``interfaces.md`` section 6; segregation of the four parts of a return is on
persons and lives in ``grants.returns.require_own_person``.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """The ten roles."""

    PROJECT_LEAD = "project-lead"
    DELIVERY_PARTNER = "delivery-partner"
    FINANCE_OFFICER = "finance-officer"
    PARTNERSHIP_MANAGER = "partnership-manager"
    S151_OFFICER = "s151-officer"
    FUNDER_OFFICER = "funder-officer"
    FUNDER_AUDITOR = "funder-auditor"
    INTERNAL_AUDITOR = "internal-auditor"
    MEMBERS = "members"
    ADMINISTRATOR = "administrator"


ROLE_TITLES: Final = {
    Role.PROJECT_LEAD: "Project lead",
    Role.DELIVERY_PARTNER: "Delivery partner",
    Role.FINANCE_OFFICER: "Finance officer",
    Role.PARTNERSHIP_MANAGER: "Partnership manager",
    Role.S151_OFFICER: "Section 151 officer",
    Role.FUNDER_OFFICER: "Funder's officer",
    Role.FUNDER_AUDITOR: "Funder's auditor",
    Role.INTERNAL_AUDITOR: "Internal auditor",
    Role.MEMBERS: "Members",
    Role.ADMINISTRATOR: "Administrator",
}
OWN_PROJECT_ROLES: Final = frozenset({Role.PROJECT_LEAD, Role.DELIVERY_PARTNER})
FUNDER_ROLES: Final = frozenset({Role.FUNDER_OFFICER, Role.FUNDER_AUDITOR})


class Action(StrEnum):
    """Everything a door can ask for."""

    VIEW_SUMMARY = "view-summary"  # a contract exists: title, dates, totals by priority
    VIEW_TERMS = "view-terms"
    VIEW_PROJECT = "view-project"  # one project's budget, returns, lines and findings
    VIEW_QUARTER = "view-quarter"
    VIEW_LEDGER = "view-ledger"
    VIEW_AUDIT = "view-audit"
    DRAFT_RETURN = "draft-return"
    SUBMIT_RETURN = "submit-return"
    QUERY_RETURN = "query-return"
    RECONCILE_RETURN = "reconcile-return"
    RESOLVE_FINDING = "resolve-finding"
    IMPORT_LEDGER = "import-ledger"
    RECONCILE_LEDGER = "reconcile-ledger"
    CERTIFY_QUARTER = "certify-quarter"
    ACCEPT_QUARTER = "accept-quarter"
    LOAD_CONTRACT = "load-contract"
    EXPORT_INTERNAL = "export-internal"
    EXPORT_FUNDER = "export-funder"
    EXPORT_PUBLIC = "export-public"
    MANAGE_USERS = "manage-users"


_OWN: Final = frozenset(
    {
        Action.VIEW_SUMMARY, Action.VIEW_TERMS, Action.VIEW_PROJECT, Action.DRAFT_RETURN,
        Action.SUBMIT_RETURN,
    }
)  # fmt: skip
_READ: Final = frozenset(
    {
        Action.VIEW_SUMMARY, Action.VIEW_TERMS, Action.VIEW_PROJECT, Action.VIEW_QUARTER,
        Action.VIEW_LEDGER, Action.VIEW_AUDIT,
    }
)  # fmt: skip
_EXPORT_ALL: Final = frozenset({Action.EXPORT_INTERNAL, Action.EXPORT_FUNDER, Action.EXPORT_PUBLIC})
TABLE: Final = {
    Role.PROJECT_LEAD: _OWN,
    Role.DELIVERY_PARTNER: _OWN,
    Role.FINANCE_OFFICER: _READ | _EXPORT_ALL | {
        Action.LOAD_CONTRACT, Action.QUERY_RETURN, Action.RECONCILE_RETURN,
        Action.RESOLVE_FINDING, Action.IMPORT_LEDGER, Action.RECONCILE_LEDGER,
    },
    Role.PARTNERSHIP_MANAGER: _READ | _EXPORT_ALL | {
        Action.LOAD_CONTRACT, Action.QUERY_RETURN, Action.RESOLVE_FINDING,
    },
    Role.S151_OFFICER: _READ | _EXPORT_ALL | {Action.CERTIFY_QUARTER, Action.RESOLVE_FINDING},
    Role.FUNDER_OFFICER: _READ - {Action.VIEW_LEDGER, Action.VIEW_AUDIT} | {
        Action.ACCEPT_QUARTER, Action.EXPORT_FUNDER,
    },
    Role.FUNDER_AUDITOR: _READ | {Action.EXPORT_FUNDER},
    Role.INTERNAL_AUDITOR: _READ | _EXPORT_ALL,
    Role.MEMBERS: frozenset({Action.VIEW_SUMMARY, Action.EXPORT_PUBLIC}),
    Role.ADMINISTRATOR: frozenset({Action.MANAGE_USERS}),
}  # fmt: skip
"""The whole policy. Accept, query and reject of a quarter are one action, the funder's answer."""

EXPORT_ACTIONS: Final = {
    "internal": Action.EXPORT_INTERNAL,
    "funder": Action.EXPORT_FUNDER,
    "public": Action.EXPORT_PUBLIC,
}


@dataclass(frozen=True, slots=True)
class Grant:
    """A role given to a person, for all contracts or one, for all projects of it or one."""

    role: Role
    contract: str | None = None
    project: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with the roles they hold. ``person`` is the sign-in name, in lower case."""

    person: str
    name: str = ""
    grants: tuple[Grant, ...] = ()
    door: str = ""  # how they came in, where it is not the site: kept in the trail beside them

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held anywhere."""
        return frozenset(g.role for g in self.grants)


class NotAllowed(Exception):  # noqa: N818 - a refused operation, named as one
    """The person may see the thing but not do this with it."""


class OutOfScope(Exception):  # noqa: N818 - a refused operation, named as one
    """For this person the thing does not exist."""


def _covers(grant: Grant, contract: str | None, project: str | None) -> bool:
    if grant.contract is not None and contract is not None and grant.contract != contract:
        return False
    if grant.role in OWN_PROJECT_ROLES:
        if grant.project is None:
            return False
        return project is None or grant.project == project
    return grant.project is None or project is None or grant.project == project


def may(
    actor: Actor, action: Action, *, contract: str | None = None, project: str | None = None
) -> bool:
    """Whether one of the actor's grants allows ``action`` on that contract and project."""
    return any(action in TABLE[g.role] and _covers(g, contract, project) for g in actor.grants)


def require_may(
    actor: Actor, action: Action, *, contract: str | None = None, project: str | None = None
) -> None:
    """Refuse what the table does not allow.

    Raises:
        OutOfScope: no grant of the actor reaches the contract or project at all.
        NotAllowed: it does, but no role of theirs there has the action.
    """
    if may(actor, action, contract=contract, project=project):
        return
    if not any(_covers(g, contract, project) for g in actor.grants):
        raise OutOfScope("There is nothing here for you.")
    roles = ", ".join(sorted(ROLE_TITLES[r] for r in actor.roles)) or "no role"
    raise NotAllowed(f"{actor.person} ({roles}) may not do this: {action.value.replace('-', ' ')}.")


def own_projects(actor: Actor, contract: str) -> frozenset[str] | None:
    """The projects an actor is confined to in a contract, or None when they see all of them."""
    reaching = [g for g in actor.grants if g.contract in (None, contract)]
    if any(
        g.role not in OWN_PROJECT_ROLES and Action.VIEW_SUMMARY in TABLE[g.role] for g in reaching
    ):
        return None
    return frozenset(g.project for g in reaching if g.project is not None)


def sees_sensitive(actor: Actor, contract: str, project: str) -> bool:
    """Whether narrative of a sensitive project is shown: the council's own roles and the project's.

    The funder's officers and auditors and members see it masked (domain section 6.6).
    """
    return any(
        _covers(g, contract, project)
        and g.role not in FUNDER_ROLES
        and Action.VIEW_PROJECT in TABLE[g.role]
        for g in actor.grants
    )
