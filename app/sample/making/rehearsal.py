"""The year in memory: the same files through the same engines, day by day, without a database.

It tells the generator which findings stand at a day, and the tests that every planted problem
shows, every clean line is clean and every bridge closes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import pandas as pd

from grants.checks.engine import check
from grants.checks.frame import spend_frame
from grants.contract import Contract, ProjectReturn, QuarterReturn
from grants.contract_file import read_contract
from grants.facts import Fact, compare, contract_from, current, facts_of
from grants.intake.draft import DraftReturn, read_return
from grants.spend import SPEND_COLUMNS
from grants.terms.registry import kinds
from grants.verdict import Finding, Scope, Verdict
from ledger.gl.read import read_extract
from ledger.money import format_pounds, parse_pounds
from ledger.reader.guard import WEB
from ledger.reader.xlsx import read_workbook
from ledger.reconciliation.claims import claims_frame
from ledger.reconciliation.engine import Reconciliation, reconcile
from ledger.reconciliation.item import ItemKind, ReconcilingItem
from ledger.reconciliation.scope import LedgerScope

SETTLED = frozenset({Verdict.PASS, Verdict.CONSENTED, Verdict.RATIFIED, Verdict.NOT_APPLICABLE})


class Unfit(Exception):  # noqa: N818 - the name states the fact
    """A file of the worked year is not what the product accepts."""


@dataclass
class Rehearsal:
    """What has happened so far."""

    facts: tuple[Fact, ...] = ()
    drafts: dict[tuple[str, str], DraftReturn] = field(default_factory=dict)
    returns: dict[tuple[str, str], ProjectReturn] = field(default_factory=dict)
    quarters: dict[str, QuarterReturn] = field(default_factory=dict)
    frozen: set[str] = field(default_factory=set)
    disallowed: dict[str, int] = field(default_factory=dict)
    ledgers: list[pd.DataFrame] = field(default_factory=list)
    confirmed: list[tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)
    explained: list[ReconcilingItem] = field(default_factory=list)
    seen: dict[tuple[str, str, str], list[Finding]] = field(default_factory=dict)
    _text: pd.DataFrame | None = None  # every line that counts, until a return comes in
    _open: dict[str, tuple[set[str], set[str]]] = field(default_factory=dict)

    @property
    def contract(self) -> Contract:
        """The contract as recorded, with returns and quarters as they stand."""
        return replace(
            contract_from(current(self.facts)),
            returns=tuple(self.returns.values()),
            quarters=tuple(self.quarters.values()),
        )

    def load(self, text: str, name: str) -> None:
        """Load a contract file; a changed past fact is refused."""
        change = compare(self.facts, facts_of(read_contract(text, name, kinds())))
        if change.changed:
            raise Unfit("; ".join(str(c) for c in change.changed))
        self.facts = (*self.facts, *change.to_record)

    def submit(self, data: bytes, name: str, at: datetime, by: str) -> DraftReturn:
        """Read a workbook and let it count; every run's findings are remembered."""
        draft = read_return(read_workbook(data, WEB, name), contract=self.contract)
        if not draft.is_readable:
            raise Unfit(f"{name}: " + "; ".join(u.text for u in draft.unreadable))
        key = (draft.project, draft.period)
        self.drafts[key] = draft
        self._text = None
        self._open.clear()
        self.returns[key] = ProjectReturn(
            project=draft.project,
            period=draft.period,
            submitted_at=at,
            prepared_by=by,
            cumulative=draft.cumulative,
            reasons=draft.reasons,
        )
        self.disallowed = {i: p for i, p in self.disallowed.items() if i in set(self._ids())}
        self.findings(draft.period, at.date())
        return draft

    def _ids(self) -> Iterable[str]:
        return (i for d in self.drafts.values() for i in d.lines["line_id"])

    def lines(self, *, net: bool = True) -> pd.DataFrame:
        """Every line that counts; certified quarters less what was disallowed."""
        if not self.drafts:
            return pd.DataFrame({c: pd.Series(dtype="str") for c in SPEND_COLUMNS})
        if self._text is None:
            parts = [d.lines[list(SPEND_COLUMNS)] for d in self.drafts.values()]
            self._text = pd.concat(parts, ignore_index=True)
        text = self._text.copy()
        if net:
            rows = zip(text["line_id"], text["period"], text["claimed"], strict=True)
            text["claimed"] = [
                format_pounds(parse_pounds(claimed) - self.disallowed[line_id])
                if period in self.frozen and line_id in self.disallowed
                else claimed
                for line_id, period, claimed in rows
            ]
        return text

    def findings(self, period: str, on: date) -> list[Finding]:
        """What the checks say of a period on a day."""
        result = check(
            spend_frame(self.lines()), self.contract, period=period, as_of=on, known_at=on
        )
        if result.faults:
            raise Unfit("; ".join(result.faults))
        found = list(result.findings)
        for f in found:
            self.seen.setdefault((f.scope, f.subject, f.term), []).append(f)
        return found

    def unsettled(self, period: str, on: date) -> list[Finding]:
        """Findings that a person must answer."""
        return [f for f in self.findings(period, on) if f.verdict not in SETTLED]

    def load_ledger(self, data: bytes, name: str) -> pd.DataFrame:
        """Read an extract; a rejected row is a fault of the file."""
        extract = read_extract(data, name, guarded=False)
        if extract.rejected:
            raise Unfit(f"{name}: {extract.rejected[:3]}")
        self.ledgers.append(extract.frame)
        self._open.clear()
        return extract.frame

    def reconciliation(self, period: str | None) -> Reconciliation:
        """Returns against the ledger as both stand."""
        contract = self.contract
        return reconcile(
            claims_frame(self.lines(net=False)),
            pd.concat(self.ledgers, ignore_index=True),
            scope=LedgerScope(
                contract.cost_centres,
                {p.code: p.accounting_periods for p in contract.periods},
                period,
            ),
            confirmed=tuple(self.confirmed),
            explained=tuple(self.explained),
            removed=self.disallowed,
        )

    def confirm(self, act: Mapping[str, Any]) -> None:
        """Confirm the proposal that holds the act's lines and keys."""
        found = self.reconciliation(act["period"])
        waiting = {m for b in found.bridges for m in b.unconfirmed}
        proposals = found.matches[found.matches["match_id"].isin(waiting)]
        for _, rows in proposals.groupby("match_id"):
            lines, keys = (
                tuple(dict.fromkeys(rows["line_id"])),
                tuple(dict.fromkeys(rows["ledger_key"])),
            )
            if set(act["lines"]) <= set(lines) and set(act["keys"]) <= set(keys):
                self.confirmed.append((lines, keys))
                self._open.clear()
                return
        raise Unfit(f"No proposal of {act['period']} holds {act['lines']} and {act['keys']}.")

    def explain(self, act: Mapping[str, Any]) -> ReconcilingItem:
        """Make one reconciling item of everything the act names."""
        open_lines, open_keys = self._open_in(act["period"])
        ledger = pd.concat(self.ledgers, ignore_index=True)
        ledger = ledger[ledger["ledger_key"].isin(open_keys)]
        lines = tuple(act.get("lines", ()))
        keys = [*act.get("keys", ())]
        for column, value in act.get("where", {}).items():
            keys += list(ledger.loc[ledger[column] == value, "ledger_key"])
        missing = [*(set(lines) - open_lines), *(set(keys) - open_keys)]
        if missing or not (lines or keys):
            raise Unfit(f"{act['period']} {act.get('where', '')}: not open: {missing}")
        claims = dict(
            zip(self.lines(net=False)["line_id"], self.lines(net=False)["claimed"], strict=True)
        )
        amount = -int(ledger.loc[ledger["ledger_key"].isin(keys), "amount"].sum())
        amount += sum(parse_pounds(claims[i]) for i in lines)
        item = ReconcilingItem(
            reference=f"R{len(self.explained) + 1:04d}",
            kind=ItemKind(act["kind"]),
            amount=amount,
            ledger_keys=tuple(keys),
            line_ids=lines,
            reason=act["reason"],
            owner=act["owner"],
            expected_to_clear=act.get("clears", ""),
            period=act["period"],
        )
        self.explained.append(item)
        open_lines.difference_update(lines)
        open_keys.difference_update(keys)
        return item

    def _open_in(self, period: str) -> tuple[set[str], set[str]]:
        """Open lines and ledger keys of a period; worked out once, then less what is explained."""
        if period not in self._open:
            bridges = self.reconciliation(period).bridges
            self._open[period] = (
                {i for b in bridges for i in b.open_lines},
                {k for b in bridges for k in b.open_ledger},
            )
        return self._open[period]

    def disallow(self, period: str, finding: Finding) -> None:
        """Take a breach's money out of the claim; a project's from its last lines backwards."""
        self._open.clear()
        if finding.scope is Scope.LINE:
            taken = self.disallowed.get(finding.subject, 0)
            self.disallowed[finding.subject] = max(taken, finding.at_risk)
            return
        text = self.lines(net=False)
        mine = text[(text["project"] == finding.subject) & (text["period"] == period)]
        mine = mine.sort_values(["accounting_period", "posted_on", "ledger_key", "line_id"])
        left = finding.at_risk
        for line_id, claimed in reversed(list(zip(mine["line_id"], mine["claimed"], strict=True))):
            taken = min(left, parse_pounds(claimed) - self.disallowed.get(line_id, 0))
            if taken > 0:
                self.disallowed[line_id] = self.disallowed.get(line_id, 0) + taken
                left -= taken
