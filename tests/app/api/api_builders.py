"""The worked fund behind the interface: a database of its own, callers with tokens, returns to send.

Nothing here keeps an application context open: each request has its own, as in a running service.
"""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
from builders import settings
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text
from werkzeug.test import TestResponse

from app import create_app
from app.services.load_contract import load_contract
from app.services.office import Act, perform, read
from app.services.users import add_user, make_token, my_tokens, revoke_token, set_active
from app.store.db import db
from exports.return_workbook import ReturnWorkbookInputs, write_return_workbook
from grants.intake.answers import Narrative, ReturnAnswers
from grants.policy import Actor, Grant, Role
from grants.spend import SPEND_COLUMNS

T = TypeVar("T")
SAMPLE = Path(__file__).resolve().parents[3] / "app" / "sample" / "plf-2017-18.toml"
REFERENCE, OTHER = "PLF-2017-18", "OTHER-2017-18"
Q1, Q2 = "2017-Q1", "2017-Q2"
NOW = datetime(2017, 7, 10, 9, tzinfo=UTC)
MAKER = Actor("maker@example.org", "", (Grant(Role.FINANCE_OFFICER), Grant(Role.ADMINISTRATOR)))
PASSWORD = "correct-horse-battery-staple"
BOTH = ("read", "submit")
PEOPLE: Mapping[str, tuple[Role, str | None, str | None]] = {
    "knife.lead": (Role.PROJECT_LEAD, REFERENCE, "KNIFE"),
    "dhr.lead": (Role.PROJECT_LEAD, REFERENCE, "DHR"),
    "finance": (Role.FINANCE_OFFICER, REFERENCE, None),
    "funder": (Role.FUNDER_AUDITOR, REFERENCE, None),
    "member": (Role.MEMBERS, REFERENCE, None),
    "other.finance": (Role.FINANCE_OFFICER, OTHER, None),
    "administrator": (Role.ADMINISTRATOR, None, None),
}
"""Sign-in name → role, contract, project. Each has a token of both scopes."""


def line(line_id: str, **columns: str) -> dict[str, str]:
    """A spend line of KNIFE in quarter 1, with every column."""
    usual = {
        "project": "KNIFE", "head": "DELIVERY", "period": Q1, "supplier": "Example Training Ltd",
        "bearer_vat_registered": "yes", "invoice_ref": f"ET-{line_id}",
        "description": "Workshops in three schools", "category": "services",
        "cost_centre": "04410", "subjective": "4321", "ledger_key": f"U4-{line_id}",
        "journal_class": "invoice", "accounting_period": "201702", "incurred_on": "2017-05-10",
        "service_from": "2017-05-08", "service_to": "2017-05-10", "posted_on": "2017-05-18",
        "defrayed_on": "2017-06-05", "net": "1200.00", "vat": "240.00", "vat_recoverable": "yes",
        "gross": "1440.00", "claim_percent": "100", "claimed": "1200.00",
        "evidence": "invoice;payment", "status": "certified",
    }  # fmt: skip
    return {**dict.fromkeys(SPEND_COLUMNS, ""), **usual, **columns, "line_id": line_id}


LINES = (
    line("K-001"),
    line("K-002", incurred_on="2017-03-10", claimed="300.00", net="300.00", vat="0.00",
         gross="300.00"),
)  # fmt: skip
"""An ordinary line, and one incurred before the funding period began."""
ANSWERS: dict[str, Any] = {
    "cumulative": {"DELIVERY": "1500.00", "STAFF": "0.00", "PARTNER": "0.00", "MANAGE": "0.00"},
    "nil_heads": ["STAFF", "PARTNER", "MANAGE"],
    "reasons": {"DELIVERY": "Two schools moved their workshops to the next quarter."},
    "narrative": {"progress": "Three visits.", "issues": "None.", "next_quarter": "Five visits."},
    "prepared_by": "K. Lead",
}
BODY: dict[str, Any] = {"lines": list(LINES), "answers": ANSWERS}
DHR_LINES = (
    line("D-001", project="DHR", supplier="Harbour Refuge", description="Chair for the review",
         invoice_ref="HR-1", claimed="4500.00", evidence=""),
)  # fmt: skip
DHR_BODY: dict[str, Any] = {
    "lines": list(DHR_LINES),
    "answers": {
        "cumulative": {"DELIVERY": "4500.00", "MANAGE": "0.00", "STAFF": "0.00"},
        "nil_heads": ["MANAGE", "STAFF"],
        "reasons": {"DELIVERY": "The review of a named family took longer."},
        "narrative": {"progress": "The chair met the family.", "issues": "None.",
                      "next_quarter": "The report."},
        "prepared_by": "D. Lead",
    },
}  # fmt: skip


def body_with(*lines: dict[str, str], **answers: Any) -> dict[str, Any]:
    """A submission of KNIFE with other lines or answers."""
    return {"lines": list(lines or LINES), "answers": {**ANSWERS, **answers}}


@dataclass
class Api:
    """The interface over a database of its own, called with a person's token."""

    app: Flask
    tokens: dict[str, str]
    now: datetime = NOW

    def __post_init__(self) -> None:
        """Let the office read this clock."""
        self.app.testing = True
        self.app.extensions["office"] = replace(
            self.app.extensions["office"], clock=lambda: self.now
        )

    def call(self, method: str, path: str, who: str | None = None, **how: Any) -> TestResponse:
        """One request by a client without cookies of others."""
        headers = dict(how.pop("headers", {}))
        if who is not None:
            headers["Authorization"] = f"Bearer {self.tokens.get(who, who)}"
        return self.app.test_client().open(f"/api/v1{path}", method=method, headers=headers, **how)

    def get(self, path: str, who: str | None = "knife.lead", **how: Any) -> TestResponse:
        """Read."""
        return self.call("GET", path, who, **how)

    def post(
        self, path: str, who: str | None = "knife.lead", *, key: str | None = None, **how: Any
    ) -> TestResponse:
        """Send."""
        headers = {**how.pop("headers", {}), **({"Idempotency-Key": key} if key else {})}
        return self.call("POST", path, who, headers=headers, **how)

    def submit(self, body: Any = BODY, *, key: str = "key-1", who: str = "knife.lead",
               project: str = "KNIFE", period: str = Q1) -> TestResponse:  # fmt: skip
        """Submit lines and answers."""
        return self.post(place(project, period), who, key=key, json=body)

    def upload(self, data: bytes, *, key: str = "key-1", at: str = "", name: str = "return.xlsx",
               **how: Any) -> TestResponse:  # fmt: skip
        """Submit (or check) a workbook."""
        from io import BytesIO  # noqa: PLC0415 - one use

        return self.post(
            place() + at, key=key, data={"workbook": (BytesIO(data), name)},
            content_type="multipart/form-data", **how,
        )  # fmt: skip

    def act(self, person: Actor | str, work: Callable[[Act], T]) -> T:
        """A change through a service, as somebody."""
        actor = person if isinstance(person, Actor) else actor_of(person)
        with self.app.app_context():
            return perform(self.app.extensions["office"], actor, work)

    def workbook(self, lines: tuple[dict[str, str], ...] = LINES, project: str = "KNIFE") -> bytes:
        """The return workbook, filled with the same as ``BODY``."""
        with self.app.app_context():
            contract = read(
                self.app.extensions["office"], MAKER, lambda a: a.uow.contracts.load(REFERENCE)
            )
        assert contract is not None
        stated = ReturnAnswers(
            {h: int(t.replace(".", "")) for h, t in ANSWERS["cumulative"].items()},
            tuple(ANSWERS["nil_heads"]), ANSWERS["reasons"], Narrative(**ANSWERS["narrative"]),
            ANSWERS["prepared_by"],
        )  # fmt: skip
        return write_return_workbook(
            ReturnWorkbookInputs(contract, project, Q1, {}, NOW.date()),
            lines=pd.DataFrame(list(lines), columns=list(SPEND_COLUMNS), dtype="str"),
            answers=stated,
        )

    def token(self, who: str, *, scopes: tuple[str, ...] = BOTH, days: int = 365) -> str:
        """Another token of somebody."""
        return self.act(who, lambda a: make_token(a, "test", scopes=scopes, days=days)).secret

    def revoke_newest_token(self, who: str) -> None:
        """End the token somebody made last."""
        self.act(who, lambda a: revoke_token(a, my_tokens(a)[0].id))

    def close_account(self, who: str) -> None:
        """Let somebody in no longer."""

        def work(act: Act) -> None:
            user = act.uow.people.by_email(f"{who}@example.org")
            assert user is not None
            set_active(act, user.id, active=False)

        self.act(MAKER, work)

    def sql(self, statement: str) -> None:
        """Run SQL beside the product."""
        with self.app.app_context(), db.engine.begin() as connection:
            connection.execute(text(statement))

    def rows(self) -> dict[str, int]:
        """Table → how many rows."""
        with self.app.app_context(), db.engine.connect() as connection:
            return {
                t.name: len(connection.execute(t.select()).all()) for t in db.metadata.sorted_tables
            }

    def close(self) -> None:
        """Let the database go."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


def place(project: str = "KNIFE", period: str = Q1, reference: str = REFERENCE) -> str:
    """The address of a return."""
    return f"/contracts/{reference}/returns/{project}/{period}"


def actor_of(who: str) -> Actor:
    """Somebody of ``PEOPLE`` as an actor."""
    return Actor(f"{who}@example.org", who, (Grant(*PEOPLE[who]),))


def errors(answer: TestResponse) -> list[dict[str, str]]:
    """The entries of a problem."""
    found: list[dict[str, str]] = json.loads(answer.data)["errors"]
    return found


def prepared(folder: Path) -> dict[str, str]:
    """Write ``fund.sqlite3`` once: migrated, two contracts, people; gives their tokens."""
    api = Api(create_app(settings(f"sqlite:///{folder / 'fund.sqlite3'}", folder)), {})
    with api.app.app_context():
        upgrade()
    toml = SAMPLE.read_text(encoding="utf-8")
    for words in (toml, toml.replace(REFERENCE, OTHER)):
        api.act(MAKER, partial(load_contract, text=words, file="fund.toml"))
    tokens = {}
    for who, (role, contract, project) in PEOPLE.items():
        api.act(
            MAKER,
            partial(
                add_user, email=f"{who}@example.org", role=role, contract=contract,
                project=project, name=who, password=PASSWORD,
            ),
        )  # fmt: skip
        tokens[who] = api.token(who)
    api.close()
    return tokens


def api_on(source: Path, folder: Path, tokens: dict[str, str]) -> Api:
    """A copy of the prepared fund behind an application of its own."""
    shutil.copy(source / "fund.sqlite3", folder / "fund.sqlite3")
    return Api(create_app(settings(f"sqlite:///{folder / 'fund.sqlite3'}", folder)), dict(tokens))


HOUR = timedelta(hours=1)
