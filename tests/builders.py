"""A small fund in a real database: its contract, its people, a ledger extract, and every act on it.

Two projects (KNIFE, WELL), two heads (STAFF, EVENTS), two quarters. ``World`` runs the services of
the product on an application with a database of its own; ``STAGES`` are the points of the fund's
life that a test may start from.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app import create_app
from app.services.export_pack import export_pack
from app.services.import_ledger import Imported, import_ledger
from app.services.keep_upload import keep_upload
from app.services.load_contract import Loaded, load_contract
from app.services.move_quarter import Certified, answer_quarter, certify_quarter
from app.services.move_return import query_return, reconcile_return
from app.services.office import Act, Office, perform, read
from app.services.queries.book import trial_balance
from app.services.submit_return import Submitted, submit_rows, submit_workbook
from app.services.users import add_user
from app.store.db import db
from config import Settings
from exports.return_workbook import ReturnWorkbookInputs, write_return_workbook
from grants.intake.answers import Narrative, ReturnAnswers
from grants.policy import Actor, Grant, Role
from grants.returns import Act as Deed
from grants.spend import SPEND_COLUMNS

T = TypeVar("T")
REFERENCE = "YJF-2019-20"
Q1, Q2 = "2019-Q1", "2019-Q2"
PASSWORD = "correct-horse-battery-staple"

CONTRACT = """
[contract]
reference = "YJF-2019-20"
title = "Youth Justice Fund 2019/20"
funder = "Police and Crime Commissioner for Northshire"
accountable_body = "Northshire Council"
signed_on = 2019-03-20
starts_on = 2019-04-01
ends_on = 2019-09-30
award = "10000.00"
cost_centres = ["00770"]

[[period]]
code = "2019-Q1"
starts_on = 2019-04-01
ends_on = 2019-06-30
return_due_on = 2019-08-31
accounting_periods = ["201901", "201902", "201903"]

[[period]]
code = "2019-Q2"
starts_on = 2019-07-01
ends_on = 2019-09-30
return_due_on = 2019-11-30
accounting_periods = ["201904", "201905", "201906"]

[[budget_head]]
code = "STAFF"
title = "Staffing"
subjectives = ["1*"]

[[budget_head]]
code = "EVENTS"
title = "Events"
subjectives = ["4*"]

[[project]]
code = "KNIFE"
title = "Knife crime"
lead = "knife.lead@example.org"
approved_on = 2019-03-18

[[project]]
code = "WELL"
title = "Wellbeing"
lead = "well.lead@example.org"
approved_on = 2019-03-18

[[allocation]]
project = "KNIFE"
head = "STAFF"
amount = "4000.00"
approved_on = 2019-03-18

[[allocation]]
project = "KNIFE"
head = "EVENTS"
amount = "1000.00"
approved_on = 2019-03-18

[[allocation]]
project = "WELL"
head = "EVENTS"
amount = "3000.00"
approved_on = 2019-03-18

[[term]]
code = "funding-period"
clause = "3.1"
effective_from = 2019-04-01
agreed_on = 2019-03-20
[term.params]
starts_on = 2019-04-01
ends_on = 2019-09-30

[[term]]
code = "project-allocation"
clause = "4.2"
effective_from = 2019-04-01
agreed_on = 2019-03-20

[[term]]
code = "evidence"
clause = "7.1"
effective_from = 2019-04-01
agreed_on = 2019-03-20
[term.params]
threshold = "100.00"
accepted = ["invoice", "payroll"]

[[instalment]]
number = 1
due_on = 2019-05-15
amount = "5000.00"

[[receipt]]
received_on = 2019-05-16
amount = "5000.00"
reference = "BACS 0101"
instalment = 1
"""


def other_contract(reference: str = "OTHER-2019-20") -> str:
    """The same fund under another reference."""
    return CONTRACT.replace(REFERENCE, reference)


# --- people -------------------------------------------------------------------------------------


def person(name: str, role: Role, contract: str | None = None, project: str | None = None) -> Actor:
    """Somebody with one role."""
    return Actor(f"{name}@example.org", name, (Grant(role, contract, project),))


LEAD = person("knife.lead", Role.PROJECT_LEAD, REFERENCE, "KNIFE")
WELL_LEAD = person("well.lead", Role.DELIVERY_PARTNER, REFERENCE, "WELL")
FINANCE = person("finance", Role.FINANCE_OFFICER)
MANAGER = person("manager", Role.PARTNERSHIP_MANAGER)
S151 = person("s151", Role.S151_OFFICER)
FUNDER = person("funder", Role.FUNDER_OFFICER, REFERENCE)
FUNDER_AUDITOR = person("funder.auditor", Role.FUNDER_AUDITOR, REFERENCE)
AUDITOR = person("auditor", Role.INTERNAL_AUDITOR)
MEMBER = person("member", Role.MEMBERS)
ADMINISTRATOR = person("administrator", Role.ADMINISTRATOR)
EVERYBODY = (
    LEAD, WELL_LEAD, FINANCE, MANAGER, S151, FUNDER, FUNDER_AUDITOR, AUDITOR, MEMBER, ADMINISTRATOR,
)  # fmt: skip
LEADS: Mapping[str, Actor] = {"KNIFE": LEAD, "WELL": WELL_LEAD}


def with_every_role(name: str) -> Actor:
    """Somebody whom only the rule of four persons can stop."""
    whole = [Grant(r) for r in Role if r not in (Role.PROJECT_LEAD, Role.DELIVERY_PARTNER)]
    own = [Grant(Role.PROJECT_LEAD, REFERENCE, project) for project in LEADS]
    return Actor(f"{name}@example.org", name, (*whole, *own))


# --- returns ------------------------------------------------------------------------------------


def line(line_id: str, **columns: str) -> dict[str, str]:
    """A spend line as text; what is not given stands at an ordinary value of quarter 1."""
    usual = {
        "project": "KNIFE", "head": "EVENTS", "period": Q1, "supplier": "Harbour Hall Lettings",
        "invoice_ref": f"INV-{line_id}", "description": "Hall hire", "category": "services",
        "cost_centre": "00770", "subjective": "4300", "ledger_key": "", "journal_class": "invoice",
        "accounting_period": "201902", "incurred_on": "2019-05-07", "posted_on": "2019-05-10",
        "defrayed_on": "2019-05-20", "claimed": "200.00", "evidence": "invoice",
    }  # fmt: skip
    row = {**dict.fromkeys(SPEND_COLUMNS, ""), **usual, **columns, "line_id": line_id}
    for money in ("net", "gross"):
        row[money] = row[money] or row["claimed"]
    row["vat"] = row["vat"] or "0.00"
    return row


STAFF = {
    "head": "STAFF", "subjective": "1100", "category": "staff", "journal_class": "payroll",
    "evidence": "payroll", "supplier": "", "invoice_ref": "", "description": "Youth worker",
}  # fmt: skip
IN_Q2 = {
    "period": Q2, "accounting_period": "201905", "incurred_on": "2019-08-07",
    "posted_on": "2019-08-10", "defrayed_on": "2019-08-20",
}  # fmt: skip
LINES: Mapping[tuple[str, str], tuple[dict[str, str], ...]] = {
    ("KNIFE", Q1): (
        line("K-1", **STAFF, claimed="1000.00", ledger_key="10001-1"),
        line("K-2", ledger_key="10002-1"),
    ),
    ("WELL", Q1): (
        line("W-1", project="WELL", supplier="Wellbeing Ltd", claimed="500.00",
             ledger_key="10003-1"),
    ),
    ("KNIFE", Q2): (
        line("K-3", **STAFF, **IN_Q2, claimed="1000.00", ledger_key="20001-1"),
        line("K-4", **IN_Q2, ledger_key="20002-1"),
    ),
    ("WELL", Q2): (
        line("W-2", **IN_Q2, project="WELL", supplier="Wellbeing Ltd", claimed="500.00",
             ledger_key="20003-1"),
    ),
}  # fmt: skip
"""Everything that the fund claims when nothing is wrong: £1,700.00 in each quarter."""


def _pence(words: str) -> int:
    pounds, _, pence = words.partition(".")
    return int(pounds + pence) if pence.isdigit() else 0


def answers(project: str, period: str, lines: tuple[dict[str, str], ...]) -> ReturnAnswers:
    """What a lead states beside those lines: figures to date that add up."""
    before = LINES[project, Q1] if period == Q2 else ()
    heads = {"KNIFE": ("STAFF", "EVENTS"), "WELL": ("EVENTS",)}[project]
    spent = dict.fromkeys(heads, 0)
    for row in (*before, *lines):
        spent[row["head"]] = spent.get(row["head"], 0) + _pence(row["claimed"])
    silent = tuple(h for h in heads if h not in {row["head"] for row in lines})
    told = Narrative("Sessions held as planned.", "None.", "More of the same.")
    return ReturnAnswers(spent, silent, {}, told, LEADS[project].name)


# --- ledger -------------------------------------------------------------------------------------

LEDGER_HEADING = (
    "Cost Centre,Subjective,Period,Transaction No,Line No,Transaction Type,Posting Date,Supplier,"
    "Invoice Ref,Description,Amount"
)
LEDGER_Q1 = (
    "00770,1100,201902,10001,1,payroll,2019-05-10,,,Youth worker,1000.00",
    "00770,4300,201902,10002,1,INV,2019-05-10,Harbour Hall Lettings,INV-K-2,Hall hire,200.00",
    "00770,4300,201902,10003,1,INV,2019-05-10,Wellbeing Ltd,INV-W-1,Sessions,500.00",
)
LEDGER_Q2 = (
    "00770,1100,201905,20001,1,payroll,2019-08-10,,,Youth worker,1000.00",
    "00770,4300,201905,20002,1,INV,2019-08-10,Harbour Hall Lettings,INV-K-4,Hall hire,200.00",
    "00770,4300,201905,20003,1,INV,2019-08-10,Wellbeing Ltd,INV-W-2,Sessions,500.00",
)


def extract(*rows: str) -> bytes:
    """A ledger extract as CSV."""
    return ("\n".join((LEDGER_HEADING, *rows)) + "\n").encode()


# --- the world ----------------------------------------------------------------------------------


def settings(url: str, instance: Path) -> Settings:
    """Settings of a test application; what it does not need is blank."""
    named = {
        "environment": "development", "database_url": url, "secret_key": "k" * 64,
        "secret_key_fallbacks": (), "password_salt": "s" * 32, "audit_key": "07" * 32,
        "instance": instance, "council_name": "Northshire Council",
        "service_name": "Grant compliance", "upload_max_bytes": 10 * 1024 * 1024,
        "session_idle": timedelta(minutes=60), "played_today": None, "https": False,
    }  # fmt: skip
    others = {f.name: "" for f in fields(Settings) if f.name not in named}
    return Settings(**named, **others)


@dataclass
class World:
    """The small fund: an application with a database of its own, and a clock that tests set."""

    app: Flask
    now: datetime = datetime(2019, 7, 15, 9, tzinfo=UTC)

    def __post_init__(self) -> None:
        """Let the application's office read this clock, a minute later at each look."""
        self.office: Office = replace(self.app.extensions["office"], clock=self._tick)
        self.app.extensions["office"] = self.office

    def _tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return str(db.engine.dialect.name)

    def change(self, actor: Actor, work: Callable[[Act], T]) -> T:
        """One change."""
        return perform(self.office, actor, work)

    def browse(self, client: FlaskClient, address: str, method: str = "GET", **more: Any) -> Any:
        """A request as from outside: nothing of the test's own context is there to be shared."""
        return Context().run(client.open, address, method=method, **more)

    def look(self, actor: Actor, work: Callable[[Act], T]) -> T:
        """One reading."""
        return read(self.office, actor, work)

    def load(self, toml: str = CONTRACT, actor: Actor = FINANCE, file: str = "fund.toml") -> Loaded:
        """Load a contract file."""
        return self.change(actor, lambda act: load_contract(act, toml, file))

    def submit(  # the parts of a return
        self, project: str = "KNIFE", period: str = Q1, *lines: dict[str, str],
        actor: Actor | None = None, key: str | None = None,
    ) -> Submitted:  # fmt: skip
        """Submit lines (the fund's ordinary ones unless given)."""
        rows = lines or LINES[project, period]
        stated = answers(project, period, rows)
        key = key or f"{project} {period} {self.now.isoformat()}"
        return self.change(
            actor or LEADS[project],
            lambda act: submit_rows(act, REFERENCE, project, period, rows, key=key, answers=stated),
        )

    def workbook(self, project: str = "KNIFE", period: str = Q1, *lines: dict[str, str]) -> bytes:
        """A return workbook filled with those lines."""
        contract = self.look(FINANCE, lambda act: act.uow.contracts.load(REFERENCE))
        rows = lines or LINES[project, period]
        return write_return_workbook(
            ReturnWorkbookInputs(contract, project, period, {}, date(2019, 7, 1)),
            lines=pd.DataFrame(list(rows), columns=list(SPEND_COLUMNS), dtype="str"),
            answers=answers(project, period, rows),
        )

    def submit_workbook(
        self, data: bytes, actor: Actor = LEAD, key: str | None = None
    ) -> Submitted:
        """Submit a workbook."""
        return self.change(actor, lambda act: submit_workbook(act, data, "return.xlsx", key=key))

    def query(self, project: str = "KNIFE", period: str = Q1, actor: Actor = FINANCE) -> str:
        """Send a return back."""
        return self.change(
            actor, lambda act: query_return(act, REFERENCE, project, period, "Say more of K-2.")
        )

    def reconcile(self, project: str = "KNIFE", period: str = Q1, actor: Actor = FINANCE) -> str:
        """Say that a return agrees with the ledger."""
        return self.change(actor, lambda act: reconcile_return(act, REFERENCE, project, period))

    def import_ledger(
        self, data: bytes, *, rows: int, total: int, name: str = "extract.csv"
    ) -> Imported:
        """Import an extract with what its user typed."""
        return self.change(
            FINANCE,
            lambda act: import_ledger(act, REFERENCE, data, name, rows=rows, total=total),
        )

    def certify(self, period: str = Q1, actor: Actor = S151) -> Certified:
        """Certify a quarter."""
        return self.change(actor, lambda act: certify_quarter(act, REFERENCE, period))

    def answer(self, deed: Deed, period: str = Q1, actor: Actor = FUNDER, reason: str = "") -> str:
        """The funder's answer."""
        return self.change(actor, lambda act: answer_quarter(act, REFERENCE, period, deed, reason))

    def trial_balance(self) -> dict[str, str]:
        """Account → balance in pounds, as the book shows it, with its total."""
        rows, _words = self.look(FINANCE, lambda act: trial_balance(act, None))
        return rows  # type: ignore[return-value]

    def sql(self, statement: str, **values: Any) -> Any:
        """Run SQL beside the product and keep what it does; gives its rows if it has any."""
        with db.engine.begin() as connection:
            found = connection.execute(text(statement), values)
            return [tuple(row) for row in found] if found.returns_rows else []

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        with db.engine.connect() as connection:
            return {
                table.name: [
                    tuple(row)
                    for row in connection.execute(table.select().order_by(*table.primary_key))
                ]
                for table in db.metadata.sorted_tables
            }

    def counts(self) -> dict[str, int]:
        """Table → how many rows."""
        return {name: len(rows) for name, rows in self.contents().items()}


@contextmanager
def world_on(url: str, instance: Path) -> Iterator[World]:
    """A world on that database; its connections are closed at the end."""
    app = create_app(settings(url, instance))
    app.testing = True
    with app.app_context():
        try:
            yield World(app)
        finally:
            db.session.remove()
            db.engine.dispose()


# --- stages -------------------------------------------------------------------------------------


def _loaded(world: World) -> None:
    world.load()


def _submitted(world: World) -> None:
    for project in LEADS:
        world.submit(project)


def _imported(world: World) -> None:
    world.import_ledger(extract(*LEDGER_Q1), rows=3, total=1_700_00)


def _reconciled(world: World) -> None:
    for project in LEADS:
        world.reconcile(project)


def _certified(world: World) -> None:
    world.certify()


def _peopled(world: World) -> None:
    """Another contract, ten users, a return of quarter 2 with a finding, an upload and a pack."""
    world.load(other_contract())
    for actor in EVERYBODY:
        grant = actor.grants[0]
        world.change(
            ADMINISTRATOR,
            lambda act, actor=actor, grant=grant: add_user(
                act, actor.person, grant.role, contract=grant.contract, project=grant.project,
                password=PASSWORD,
            ),
        )  # fmt: skip
    bare = line("K-8", **IN_Q2, evidence="", ledger_key="20008-1")
    world.submit_workbook(world.workbook("KNIFE", Q2, bare))
    upload = world.workbook("KNIFE", Q2, line("K-3", **IN_Q2))
    world.change(LEAD, lambda act: keep_upload(act, upload, "draft.xlsx", REFERENCE))
    world.change(FINANCE, lambda act: export_pack(act, "audit-pack", REFERENCE, period=Q2))


STAGES: Mapping[str, Callable[[World], None]] = {
    "empty": lambda _world: None,
    "loaded": _loaded,
    "submitted": _submitted,
    "imported": _imported,
    "reconciled": _reconciled,
    "certified": _certified,
    "peopled": _peopled,
}
"""The life of quarter 1 in order, then people; each stage goes on from the one before."""
