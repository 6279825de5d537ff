"""The worked fund served to a real browser: a database at each stage of quarter 1, and its people.

Every stage is made once through the product's services and copied for each test; the clock of the
served site is played from 20 July 2017. All twelve projects send a few lines each. Three things
are left for a person: a proposal to confirm, a ledger line to explain, two findings to settle.
"""

import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pandas as pd
from builders import settings
from flask import Flask
from flask_migrate import upgrade
from werkzeug.serving import make_server

from app import create_app
from app.sample.people import DEMO_PEOPLE, MAKER, REFERENCE
from app.services.fund import fund_of
from app.services.import_ledger import import_ledger
from app.services.ledger_words import confirm_matches, explain_keys
from app.services.load_contract import load_contract
from app.services.move_quarter import certify_quarter
from app.services.move_return import reconcile_return
from app.services.office import Act, perform, read
from app.services.queries.findings import finding_cards
from app.services.queries.reconciliation import exceptions_of
from app.services.resolve_finding import accept_finding, disallow_finding, report_finding
from app.services.run_checks import ACCEPTABLE
from app.services.submit_return import submit_workbook
from app.services.users import actor_named, add_user
from app.store.db import db
from exports.return_workbook import ReturnWorkbookInputs, write_return_workbook
from grants.contract import Contract
from grants.intake.answers import Narrative, ReturnAnswers
from grants.policy import Actor, Grant, Role
from grants.spend import SPEND_COLUMNS
from ledger.reconciliation.item import ItemKind

T = TypeVar("T")
PERIOD = "2017-Q1"
PASSWORD = "amber-otter-quartz-linen"
TODAY = datetime(2017, 7, 20, 9, tzinfo=UTC)
CONTRACT_FILE = Path(__file__).resolve().parents[2] / "app" / "sample" / "plf-2017-18.toml"
LOADER = Actor("finance.officer@example.org", "Fiona Marsh", (Grant(Role.FINANCE_OFFICER),))
FINANCE = "finance.officer@example.org"
S151 = "s151.officer@example.org"

# --- what the projects spent ----------------------------------------------------------------------

CENTRES = {
    **dict.fromkeys(("KNIFE", "CELEBRATE", "LANDLORD", "VEHICLE", "PREVENT"), "04410"),
    **dict.fromkeys(("NIGHT", "STREET", "REOFFEND"), "04411"),
    **dict.fromkeys(("DHR", "DSA-AWARE", "APV", "CSE"), "04412"),
}
PROJECTS = tuple(CENTRES)
Row = dict[str, str]


def spend(project: str, number: int, head: str, amount: str, **columns: str) -> Row:
    """A spend line as text; what is not given stands at an ordinary value of quarter 1."""
    subjective = {"DELIVERY": "4321", "TRAIN": "1720", "COMMS": "4510"}[head]
    usual = {
        "project": project, "head": head, "period": PERIOD, "supplier": "Harbour Hall Lettings",
        "bearer_vat_registered": "yes", "invoice_ref": f"HH-{project}-{number}",
        "description": "Hall hire", "category": "services", "cost_centre": CENTRES[project],
        "subjective": subjective, "ledger_key": f"0005{PROJECTS.index(project):02d}{number:02d}-1",
        "journal_class": "invoice", "accounting_period": "201702", "incurred_on": "2017-05-16",
        "posted_on": "2017-05-18", "defrayed_on": "2017-05-30", "vat": "0.00",
        "vat_recoverable": "yes", "claim_percent": "100", "evidence": "invoice",
    }  # fmt: skip
    row = {**dict.fromkeys(SPEND_COLUMNS, ""), **usual, "net": amount, "gross": amount,
           "claimed": amount, **columns}  # fmt: skip
    return {**row, "line_id": f"{project}-Q1-{number:03d}"}


LINES: Mapping[str, tuple[Row, ...]] = {
    "KNIFE": (
        spend("KNIFE", 1, "DELIVERY", "450.00", description="Hall hire, six sessions"),
        spend("KNIFE", 2, "DELIVERY", "120.00", supplier="Elm Street Caterers",
              description="Refreshments for sessions", category="supplies", invoice_ref="ESC-88"),
    ),
    "CELEBRATE": (
        spend("CELEBRATE", 1, "DELIVERY", "1000.00", supplier="Kickabout Youth CIC",
              description="Holiday programme", invoice_ref="SG-5", ledger_key=""),
    ),
    "LANDLORD": (
        spend("LANDLORD", 1, "DELIVERY", "300.00", supplier="Marlow Surveys",
              description="Two property surveys", invoice_ref="MS-31"),
    ),
    "NIGHT": (spend("NIGHT", 1, "DELIVERY", "640.00", description="Room for street pastors"),),
    "STREET": (
        spend("STREET", 1, "DELIVERY", "210.00", supplier="Quayside Supplies",
              description="Sleeping mats", category="supplies", units="30", unit_cost="7.00",
              invoice_ref="QS-2", evidence=""),
    ),
    "VEHICLE": (
        spend("VEHICLE", 1, "COMMS", "520.00", supplier="Inkwell Print",
              description="Window stickers and leaflets", invoice_ref="INK-411"),
    ),
    "PREVENT": (spend("PREVENT", 1, "DELIVERY", "275.00", description="Community meeting"),),
    "DHR": (
        spend("DHR", 1, "DELIVERY", "4500.00", supplier="Wren Independent Reviews Ltd",
              description="Independent chair, review 7", invoice_ref="IR-201"),
        spend("DHR", 2, "DELIVERY", "180.00", supplier="Orchard Counselling",
              description="Support session, Ms Q's family", invoice_ref="OC-9", evidence=""),
    ),
    "DSA-AWARE": (
        spend("DSA-AWARE", 1, "COMMS", "890.00", supplier="Inkwell Print",
              description="Posters, first run", invoice_ref="INK-398"),
    ),
    "APV": (),
    "REOFFEND": (
        spend("REOFFEND", 1, "TRAIN", "260.00", supplier="Beacon Training",
              description="Mentor training day", invoice_ref="BT-70"),
    ),
    "CSE": (
        spend("CSE", 1, "TRAIN", "340.00", supplier="Beacon Training",
              description="Staff training day", invoice_ref="BT-71"),
    ),
}  # fmt: skip
WINE = spend(
    "KNIFE", 2, "DELIVERY", "120.00", supplier="Elm Street Caterers", category="entertaining",
    description="Wine for guests", invoice_ref="ESC-88",
)  # fmt: skip
LEADS = {
    "KNIFE": "ops", "CELEBRATE": "events", "LANDLORD": "housing", "NIGHT": "night",
    "STREET": "street", "VEHICLE": "vehicle", "PREVENT": "prevent", "DHR": "dhr",
    "DSA-AWARE": "dsa", "APV": "apv", "REOFFEND": "reoffend", "CSE": "cse",
}  # fmt: skip


def lead_of(project: str) -> str:
    """The sign-in name of a project's lead."""
    return f"{LEADS[project]}.lead@example.org"


def _pence(pounds: str) -> int:
    return int(pounds.replace(".", ""))


def workbook(contract: Contract, project: str, *lines: Row) -> bytes:
    """A filled return workbook: lines, figures to date, nil heads, narrative and name."""
    rows = lines or LINES[project]
    heads = [a.head for a in contract.allocations if a.project == project]
    spent = {h: sum(_pence(r["claimed"]) for r in rows if r["head"] == h) for h in heads}
    nil = tuple(h for h in heads if not spent[h])
    told = Narrative("Sessions held as planned.", "None.", "More of the same.")
    return write_return_workbook(
        ReturnWorkbookInputs(contract, project, PERIOD, {}, date(2017, 7, 1)),
        lines=pd.DataFrame(list(rows), columns=list(SPEND_COLUMNS), dtype="str"),
        answers=ReturnAnswers(spent, nil, {}, told, lead_of(project).partition("@")[0]),
    )


# --- the ledger -----------------------------------------------------------------------------------

HEADING = (
    "CostC,CostC(T),Account,Account(T),Period,TT,TransNo,Seq No,Trans.date,SuppID(T),InvoiceNo,"
    "Text,Amount"
)
STATIONERY = (
    "04410,Community Safety,4321,Professional fees,201703,AP,00059900,1,12/06/2017,QUILL OFFICE,"
    "Q-7,PAPER AND PENS,35.20"
)
"""In the ledger, claimed by nobody."""


def _ledger_row(row: Row) -> str:
    trans, _, sequence = (row["ledger_key"] or "00050101-1").partition("-")
    reference = row["invoice_ref"] if row["ledger_key"] else "SG5/0517"
    amount = f'"{int(row["net"][:-3]):,}{row["net"][-3:]}"'
    return (
        f"{row['cost_centre']},Community Safety,{row['subjective']},Fees,{row['accounting_period']}"
        f",AP,{trans},{sequence},18/05/2017,{row['supplier'].upper()},{reference},"
        f'"{row["description"].upper()}",{amount}'
    )


LEDGER_ROWS = 1 + sum(len(rows) for rows in LINES.values())
LEDGER_PENCE = 35_20 + sum(_pence(r["net"]) for rows in LINES.values() for r in rows)
LEDGER_TOTAL = f"{LEDGER_PENCE // 100}.{LEDGER_PENCE % 100:02d}"
EXTRACT = "\n".join(
    (
        "Transaction listing by cost centre,,,,,,,,,,,,",
        "Client: LC   Period 201701-201703,,,,,,,,,,,,",
        "",
        HEADING,
        *(_ledger_row(r) for rows in LINES.values() for r in rows),
        STATIONERY,
        f',,,,,,,,,,,Total,"{LEDGER_PENCE / 100:,.2f}"',
        "",
    )
).encode()

# --- the site at each stage -----------------------------------------------------------------------


class Maker:
    """Acts on the fund through the services, each by the person whose act it is."""

    def __init__(self, app: Flask, stage: int = 0) -> None:
        self.now = TODAY - timedelta(days=3) + timedelta(hours=stage)
        self.office = replace(app.extensions["office"], clock=self._tick)

    def _tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def change(self, who: str | Actor, work: Callable[[Act], T]) -> T:
        """One change by that person."""
        return perform(self.office, self._actor(who), work)

    def look(self, who: str | Actor, work: Callable[[Act], T]) -> T:
        """One reading by that person."""
        return read(self.office, self._actor(who), work)

    def _actor(self, who: str | Actor) -> Actor:
        if isinstance(who, Actor):
            return who
        return read(self.office, MAKER, lambda act: actor_named(act, who))

    def contract(self) -> Contract:
        """The contract as recorded."""
        return self.look(FINANCE, lambda act: fund_of(act, REFERENCE).signed)


def _loaded(make: Maker) -> None:
    upgrade()
    text = CONTRACT_FILE.read_text(encoding="utf-8")
    make.change(LOADER, lambda act: load_contract(act, text, CONTRACT_FILE.name))

    def people(act: Act) -> None:
        for p in DEMO_PEOPLE:
            scope = REFERENCE if p.scoped else None
            add_user(act, p.email, p.role, contract=scope, name=p.name, password=PASSWORD)
        for project, name in LEADS.items():
            add_user(
                act, lead_of(project), Role.PROJECT_LEAD, contract=REFERENCE, project=project,
                name=f"{name.title()} Lead", password=PASSWORD,
            )  # fmt: skip

    make.change(MAKER, people)


def _submitted(make: Maker) -> None:
    contract = make.contract()
    for project in PROJECTS:
        data = workbook(contract, project)
        make.change(
            lead_of(project), lambda act, data=data: submit_workbook(act, data, "return.xlsx")
        )


def _imported(make: Maker) -> None:
    make.change(
        FINANCE,
        lambda act: import_ledger(
            act, REFERENCE, EXTRACT, "unit4-q1.csv", rows=LEDGER_ROWS, total=LEDGER_PENCE
        ),
    )


def _matched(make: Maker) -> None:
    found = make.look(FINANCE, lambda act: exceptions_of(act, fund_of(act, REFERENCE), PERIOD))
    matches = [p["match_id"] for p in found.proposals]
    keys = [r["ledger_key"] for r in found.open_ledger]
    make.change(FINANCE, lambda act: confirm_matches(act, REFERENCE, PERIOD, matches))
    make.change(
        FINANCE,
        lambda act: explain_keys(
            act, REFERENCE, PERIOD, keys, kind=ItemKind.NOT_THIS_GRANT,
            reason="Stationery of the office.", owner=FINANCE,
        ),
    )  # fmt: skip


def _reconciled(make: Maker) -> None:
    for project in PROJECTS:
        make.change(
            FINANCE, lambda act, code=project: reconcile_return(act, REFERENCE, code, PERIOD)
        )


SEEN = "The papers have been seen since."


def _settled(make: Maker) -> None:
    found = make.look(FINANCE, lambda act: finding_cards(act, fund_of(act, REFERENCE)))
    for one in found:
        answer = (
            accept_finding if one.verdict in ACCEPTABLE
            else disallow_finding if one.at_risk
            else report_finding
        )  # fmt: skip
        make.change(
            FINANCE,
            lambda act, answer=answer, ref=one.ref: answer(act, REFERENCE, PERIOD, ref, SEEN),
        )


def _certified(make: Maker) -> None:
    make.change(S151, lambda act: certify_quarter(act, REFERENCE, PERIOD))


STAGES: Mapping[str, Callable[[Maker], None]] = {
    "loaded": _loaded, "submitted": _submitted, "imported": _imported, "matched": _matched,
    "reconciled": _reconciled, "settled": _settled, "certified": _certified,
}  # fmt: skip


class Stages:
    """Databases of the fund, one for each stage that was asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: set[str] = set()

    def path(self, stage: str) -> Path:
        """The database at a stage; not to be written to."""
        path = self.folder / f"{stage}.sqlite3"
        if stage in self._made:
            return path
        names = list(STAGES)
        place = names.index(stage)
        if place:
            shutil.copy(self.path(names[place - 1]), path)
        app = application(path, self.folder)
        with app.app_context():
            try:
                STAGES[stage](Maker(app, place))
            finally:
                db.session.remove()
                db.engine.dispose()
        self._made.add(stage)
        return path


def application(database: Path, instance: Path) -> Flask:
    """The product on that database, its clock played from 20 July 2017."""
    chosen = settings(f"sqlite:///{database}", instance)
    return create_app(replace(chosen, played_today=TODAY, council_name="Leicester City Council"))


@contextmanager
def served(database: Path, instance: Path) -> Iterator[tuple[str, Contract]]:
    """The site on a free port of this machine; gives its address and the contract in it."""
    app = application(database, instance)
    with app.app_context():
        contract = Maker(app).contract()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", contract
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        with app.app_context():
            db.engine.dispose()
