"""The people of the worked fund, and the sign-ins that a demonstration prints."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from app.services.office import Act, Office, perform, read
from app.services.users import add_user, user_exists
from grants.contract import Contract
from grants.policy import ROLE_TITLES, Actor, Grant, Role

WORDS = [
    "amber",
    "anchor",
    "apple",
    "arrow",
    "autumn",
    "badge",
    "beacon",
    "berry",
    "birch",
    "bramble",
    "bridge",
    "bronze",
    "candle",
    "canvas",
    "cedar",
    "chalk",
    "clover",
    "cobalt",
    "copper",
    "coral",
    "cotton",
    "crane",
    "crocus",
    "delta",
    "ember",
    "falcon",
    "fern",
    "field",
    "flint",
    "forest",
    "garden",
    "ginger",
    "granite",
    "harbour",
    "hazel",
    "heather",
    "heron",
    "holly",
    "indigo",
    "island",
    "ivory",
    "jasper",
    "juniper",
    "kettle",
    "lantern",
    "larch",
    "lemon",
    "linen",
    "maple",
    "marble",
    "meadow",
    "mellow",
    "mint",
    "nettle",
    "nutmeg",
    "oak",
    "ocean",
    "olive",
    "orchard",
    "otter",
    "pebble",
    "pepper",
    "plum",
    "poppy",
    "quartz",
    "raven",
    "reed",
    "ribbon",
    "river",
    "robin",
    "rowan",
    "saddle",
    "saffron",
    "silver",
    "slate",
    "sparrow",
    "spruce",
    "stone",
    "summer",
    "sunset",
    "swallow",
    "thistle",
    "timber",
    "topaz",
    "tulip",
    "umber",
    "valley",
    "velvet",
    "violet",
    "walnut",
    "willow",
    "winter",
    "wren",
    "yarrow",
    "zinc",
]
SIGN_INS = "demo-sign-ins.txt"
REFERENCE = "PLF-2017-18"
MAKER = Actor("demonstration", "Demonstration", (Grant(Role.ADMINISTRATOR),))


@dataclass(frozen=True)
class Person:
    """Someone of the worked fund."""

    email: str
    name: str
    role: Role
    scoped: bool = True


DEMO_PEOPLE = (
    Person("admin@example.org", "Ada Kaur", Role.ADMINISTRATOR, scoped=False),
    Person("finance.officer@example.org", "Fiona Marsh", Role.FINANCE_OFFICER),
    Person("partnership.manager@example.org", "Priya Nadar", Role.PARTNERSHIP_MANAGER),
    Person("s151.officer@example.org", "Stephen Okoro", Role.S151_OFFICER),
    Person("funder.officer@example.org", "Frances Webb", Role.FUNDER_OFFICER),
    Person("funder.auditor@example.org", "Alan Pryce", Role.FUNDER_AUDITOR),
    Person("internal.auditor@example.org", "Irene Castle", Role.INTERNAL_AUDITOR),
    Person("member@example.org", "Cllr Mo Rahman", Role.MEMBERS),
)


def make_people(office: Office, contract: Contract, instance: str) -> None:
    """Add every person that is not there yet; one random password for the demonstration."""
    password = demo_password(instance)

    def work(act: Act) -> None:
        for p in DEMO_PEOPLE:
            _add(act, p, password, contract.reference if p.scoped else None, None)
        for project in contract.projects:
            if project.lead:
                name = project.lead.partition("@")[0].replace(".", " ").title()
                lead = Person(project.lead, name, Role.PROJECT_LEAD)
                _add(act, lead, password, contract.reference, project.code)

    perform(office, MAKER, work)


def _add(
    act: Act, person: Person, password: str, contract: str | None, project: str | None
) -> None:
    if not user_exists(act, person.email):
        add_user(
            act, person.email, person.role, contract=contract, project=project, name=person.name,
            password=password,
        )  # fmt: skip


def demo_password(instance: str) -> str:
    """The demonstration's password: random, made once, kept in the instance folder."""
    path = Path(instance) / SIGN_INS
    if path.exists():
        return path.read_text(encoding="utf-8").splitlines()[0].removeprefix("Password: ")
    password = "-".join(secrets.choice(WORDS) for _ in range(4))
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(f"Password: {password}\n")
    return password


def sign_ins(office: Office, instance: str) -> list[str]:
    """What ``make run`` prints: who can sign in, and the password, if this is the demonstration."""
    there = read(office, MAKER, lambda act: user_exists(act, DEMO_PEOPLE[1].email))
    if not there or not (Path(instance) / SIGN_INS).exists():
        return ["Add the first user: flask user add you@example.org --role administrator"]
    return [
        "",
        f"Sign in as any of these, all with the password  {demo_password(instance)}",
        *(f"  {p.email:<34} {ROLE_TITLES[p.role]}" for p in DEMO_PEOPLE),
        f"  {'ops.lead@example.org':<34} Project lead of KNIFE (each project has its own lead)",
        "",
    ]
