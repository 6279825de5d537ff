"""Play the worked year: the acts of ``decisions.toml``, in order, through the services people use.

Playing twice changes nothing: each act first asks whether it has been done.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from app.sample.done import is_done
from app.sample.people import REFERENCE
from app.services.import_ledger import import_ledger
from app.services.ledger_words import clear_item, confirm_matches, explain_keys
from app.services.load_contract import load_contract
from app.services.move_quarter import answer_quarter, certify_quarter
from app.services.move_return import query_return, reconcile_return
from app.services.office import Act, Office, Refused, perform, read
from app.services.queries.demonstration import (
    is_empty,
    item_holding,
    last_change,
    open_keys_where,
    proposal_with,
    unresolved_refs,
)  # fmt: skip
from app.services.resolve_finding import Answered, accept_finding, disallow_finding, report_finding
from app.services.submit_return import submit_workbook
from app.services.users import actor_named
from grants.contract import Contract
from grants.policy import Actor, Grant, Role
from grants.returns import Act as Deed
from ledger.money import format_pounds, parse_pounds
from ledger.reconciliation.item import ItemKind

SAMPLE = Path(__file__).resolve().parent
Row = dict[str, Any]
Service = Callable[[Act, str, str, str, str], Answered]
T = TypeVar("T")
READER = Actor("demonstration", "", (Grant(Role.INTERNAL_AUDITOR), Grant(Role.FINANCE_OFFICER)))
ANSWERS = {"accept": Deed.ACCEPT, "query": Deed.QUERY, "reject": Deed.REJECT}
RESOLVERS: dict[str, Service] = {
    "accept": accept_finding,
    "disallow": disallow_finding,
    "report": report_finding,
}


@dataclass(frozen=True)
class Played:
    """An act as played, in words."""

    at: datetime
    by: str
    what: str


class Player:
    """Plays acts against an office whose clock it sets."""

    def __init__(self, office: Office) -> None:
        self._now = datetime.now(UTC)
        self.office = replace(office, clock=lambda: self._now)
        with (SAMPLE / "decisions.toml").open("rb") as source:
            self._acts: list[Row] = tomllib.load(source)["act"]
        with (SAMPLE / "extracts" / "control.toml").open("rb") as source:
            self._control: Row = tomllib.load(source)

    def set_clock(self, at: datetime) -> None:
        """Let the office's clock show ``at``."""
        self._now = at

    def set_clock_after_the_last_change(self) -> None:
        """Let it show a minute after the newest change, so that what follows is later than it."""
        at = self.look(last_change)
        if at is not None:
            self.set_clock(at + timedelta(minutes=1))

    def play(self, *, everything: bool) -> Iterator[Played]:
        """Play every act not done yet; unless everything, stop at the first left for a person."""
        is_new = self.look(is_empty)
        for row in self._acts:
            if row.get("leave") and not everything:
                return
            self.set_clock(row["at"].astimezone(UTC))
            if not is_new and self._is_done(row):
                continue
            yield Played(row["at"], row["by"], self._do(row))

    def _is_done(self, row: Row) -> bool:
        return self.look(lambda act: is_done(act, row))

    @property
    def first(self) -> datetime:
        """The day before the first act."""
        at: datetime = self._acts[0]["at"]
        return at - timedelta(days=1)

    def look(self, work: Callable[[Act], T]) -> T:
        """A reading."""
        return read(self.office, READER, work)

    def contract(self) -> Contract | None:
        """The worked contract as recorded."""
        return self.look(lambda act: act.uow.contracts.load(REFERENCE))

    def _actor(self, row: Row) -> Actor:
        if row["do"] == "load-contract":
            return Actor(row["by"], "", (Grant(Role.FINANCE_OFFICER),))
        return self.look(lambda act: actor_named(act, row["by"]))

    def _do(self, row: Row) -> str:
        verb: Callable[[Row, Actor], str] = getattr(self, f"_do_{row['do'].replace('-', '_')}")
        try:
            return verb(row, self._actor(row))
        except Refused as refusal:
            details = "; ".join(refusal.details[:6])
            raise Refused(
                f"{row['do']} at {row['at']:%d/%m/%Y %H:%M}: {refusal.message} {details}"
            ) from refusal

    def _change(self, actor: Actor, work: Callable[[Act], Any]) -> Any:
        return perform(self.office, actor, work)

    def _do_load_contract(self, row: Row, actor: Actor) -> str:
        path = SAMPLE / row["file"]
        text = path.read_text(encoding="utf-8")
        done = self._change(actor, lambda act: load_contract(act, text, path.name))
        return f"loads {path.name}: {len(done.added)} new facts, {done.journals} journals"

    def _do_submit(self, row: Row, actor: Actor) -> str:
        path = SAMPLE / row["file"]
        data = path.read_bytes()
        name = f"{path.parent.name}-{path.name}"
        done = self._change(actor, lambda act: submit_workbook(act, data, name))
        total = format_pounds(done.claimed, thousands=True, symbol=True)
        found = f", {len(done.findings)} findings" if done.findings else ""
        what = f"{done.project} {done.period} v{done.version}"
        return f"submits {what}: {done.lines} lines, {total}{found}"

    def _do_query(self, row: Row, actor: Actor) -> str:
        self._change(
            actor,
            lambda act: query_return(act, REFERENCE, row["project"], row["period"], row["reason"]),
        )
        return f"queries {row['project']} {row['period']}: {row['reason']}"

    def _do_import(self, row: Row, actor: Actor) -> str:
        path = SAMPLE / row["file"]
        control, data = self._control[path.name], path.read_bytes()
        done = self._change(
            actor,
            lambda act: import_ledger(
                act, REFERENCE, data, path.name, rows=int(control["rows"]),
                total=int(parse_pounds(control["total"])),
            ),
        )  # fmt: skip
        return f"imports {path.name}: {done.new} ledger lines, {len(done.dropped)} rows dropped"

    def _do_confirm(self, row: Row, actor: Actor) -> str:
        def work(act: Act) -> None:
            match = proposal_with(act, REFERENCE, row["period"], row["lines"], row["keys"])
            confirm_matches(act, REFERENCE, row["period"], [match], row.get("reason", ""))

        self._change(actor, work)
        return f"confirms {', '.join(row['lines'])} = {', '.join(row['keys'])}"

    def _do_explain(self, row: Row, actor: Actor) -> str:
        def work(act: Act) -> Any:
            keys = [*row.get("keys", []), *row.get("lines", [])]
            if "where" in row:
                keys += open_keys_where(act, REFERENCE, row["period"], row["where"])
            return explain_keys(
                act, REFERENCE, row["period"], keys, kind=ItemKind(row["kind"]),
                reason=row["reason"], owner=str(row.get("owner") or row["by"]),
                expected=row.get("clears", ""),
            )  # fmt: skip

        item = self._change(actor, work)
        count = len(item.ledger_keys) + len(item.line_ids)
        total = format_pounds(item.amount, thousands=True, symbol=True)
        return f"explains {count} line(s) as {item.kind} ({item.reference}, {total}): {item.reason}"

    def _do_clear(self, row: Row, actor: Actor) -> str:
        def work(act: Act) -> None:
            clear_item(act, REFERENCE, item_holding(act, REFERENCE, row["key"]), row["cleared_by"])

        self._change(actor, work)
        return f"clears the item of {row['key']} by {row['cleared_by']}"

    def _resolve(self, row: Row, actor: Actor) -> str:
        service = RESOLVERS[row["do"]]
        refs = read(self.office, actor, lambda act: unresolved_refs(act, REFERENCE, row))
        if not refs:
            raise Refused(f"No unresolved finding of {row['term']} for {row['subjects']}.")
        for ref in refs:
            self._change(actor, partial(_answered, service, row, ref))
        return f"{row['do']}s {len(refs)} of {row['term']}: {row['reason']}"

    _do_accept = _do_disallow = _do_report = _resolve

    def _do_reconcile(self, row: Row, actor: Actor) -> str:
        projects = row.get("projects") or [row["project"]]
        if projects == ["*"]:
            contract = self.contract()
            projects = [p.code for p in contract.projects] if contract else []
        for project in projects:
            self._change(actor, partial(_reconciled, project, row["period"]))
        return f"reconciles {len(projects)} return(s) of {row['period']}"

    def _do_certify(self, row: Row, actor: Actor) -> str:
        done = self._change(actor, lambda act: certify_quarter(act, REFERENCE, row["period"]))
        total = format_pounds(done.net, thousands=True, symbol=True)
        out = format_pounds(done.disallowed, thousands=True, symbol=True)
        return f"certifies {row['period']}: {total} ({out} taken out)"

    def _do_answer(self, row: Row, actor: Actor) -> str:
        deed = ANSWERS[row["answer"]]
        state = self._change(
            actor,
            lambda act: answer_quarter(act, REFERENCE, row["period"], deed, row.get("reason", "")),
        )
        return f"answers {row['period']}: {state}"


def _answered(service: Service, row: Row, ref: str, act: Act) -> Answered:
    return service(act, REFERENCE, row["period"], ref, row["reason"])


def _reconciled(project: str, period: str, act: Act) -> str:
    return reconcile_return(act, REFERENCE, project, period)
