"""The year in memory: the same files through the same engines, day by day, without a database.

It tells the generator which findings stand at a day, and the tests that every planted problem
shows, every clean line is clean and every bridge closes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import pandas as pd

from grants.checks.engine import check
from grants.checks.frame import spend_frame
from grants.contract import Contract, ProjectReturn, QuarterReturn
from grants.contract_file import read_contract
from grants.facts import Fact, compare, contract_from, current, facts_of
from grants.intake.draft import DraftReturn, read_return
from grants.spend import SPEND_COLUMNS
from grants.terms.registry import kinds
from grants.verdict import Finding, Verdict
from ledger.gl.read import read_extract
from ledger.money import format_pounds, parse_pounds
from ledger.reader.guard import WEB
from ledger.reader.xlsx import read_workbook
from ledger.reconciliation.claims import claims_frame
from ledger.reconciliation.engine import Reconciliation, reconcile
from ledger.reconciliation.item import ReconcilingItem
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
        draft = read_return(read_workbook(data, name, WEB), contract=self.contract)
        if not draft.is_readable:
            raise Unfit(f"{name}: " + "; ".join(u.text for u in draft.unreadable))
        key = (draft.project, draft.period)
        self.drafts[key] = draft
        self.returns[key] = ProjectReturn(
            project=draft.project, period=draft.period, submitted_at=at, prepared_by=by,
            cumulative=draft.cumulative, reasons=draft.reasons,
        )  # fmt: skip
        self.disallowed = {i: p for i, p in self.disallowed.items() if i in set(self._ids())}
        self.findings(draft.period, at.date())
        return draft

    def _ids(self) -> Iterable[str]:
        return (i for d in self.drafts.values() for i in d.lines["line_id"])

    def lines(self, *, net: bool = True) -> pd.DataFrame:
        """Every line that counts; certified quarters less what was disallowed."""
        parts = [d.lines[list(SPEND_COLUMNS)] for d in self.drafts.values()]
        if not parts:
            return pd.DataFrame({c: pd.Series(dtype="str") for c in SPEND_COLUMNS})
        text = pd.concat(parts, ignore_index=True)
        if net:
            text["claimed"] = [
                format_pounds(parse_pounds(c) - self.disallowed.get(i, 0))
                if p in self.frozen
                else c
                for i, p, c in zip(text["line_id"], text["period"], text["claimed"], strict=True)
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
