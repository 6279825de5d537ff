"""Next year's draft from last year's contract: same wording, dates moved on, nothing agreed yet."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from grants.contract import (
    Allocation,
    Contract,
    Instalment,
    Output,
    ParamValue,
    Period,
    TermVersion,
)
from grants.contract_file.agreement import RETURN_PREFIX
from ledger.money import format_pounds
from ledger.period import AccountingPeriod, FinancialYear

_YEAR_LABEL = re.compile(r"^(20[0-9]{2})-([0-9]{2})$", re.ASCII)
_YEAR_IN_TEXT = re.compile(r"\b(20[0-9]{2})([-/–])([0-9]{2})\b", re.ASCII)
_PERIOD_YEAR = re.compile(r"^(20[0-9]{2})(?=\D|$)", re.ASCII)
FEBRUARY: Final = 2


class CopyRefused(Exception):  # noqa: N818 - a refused operation, named as one
    """The new reference or year does not make a next year's contract; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A contract that governs nothing yet, and what a person completes before it can."""

    contract: Contract
    to_complete: tuple[str, ...]


def copy_for_year(contract: Contract, new_reference: str, year_label: str) -> Draft:
    """The draft of ``year_label`` (``2018-19``) from an earlier year's contract.

    Carried: parties, periods, priorities, groups, heads, projects not closed, what each head was
    allocated with variations, every term's version in force at the end, instalments, outputs'
    targets. Not carried: dates of signing and agreeing, variations, consents and all registers.

    Raises:
        CopyRefused: the year is unreadable or not later, or the reference is not a new one.
    """
    years = _years_between(contract, year_label)
    if not new_reference.strip() or new_reference == contract.reference:
        raise CopyRefused(
            f'"{new_reference}" is not a new reference. Two contracts need two names. '
            "Give next year's contract its own, for example with the year in it."
        )
    move = _Move(years, frozenset(p.code for p in contract.periods))
    projects = tuple(p for p in contract.projects if p.closed_on is None)
    open_codes = {p.code for p in projects}
    terms = tuple(
        move.term(version, move.day(contract.starts_on))
        for code in contract.term_codes()
        if (version := _last_in_force(contract, code)) is not None
    )
    draft = Contract(
        reference=new_reference,
        title=move.text(contract.title),
        funder=contract.funder,
        accountable_body=contract.accountable_body,
        starts_on=move.day(contract.starts_on),
        ends_on=move.last_day(contract.ends_on),
        award=contract.award_on(contract.ends_on),
        partnership=contract.partnership,
        kind=contract.kind,
        acts_as=contract.acts_as,
        statute=contract.statute,
        cost_centres=contract.cost_centres,
        periods=tuple(move.period(p) for p in contract.periods),
        priorities=contract.priorities,
        delivery_groups=contract.delivery_groups,
        budget_heads=contract.budget_heads,
        projects=tuple(replace(p, approved_on=None) for p in projects),
        allocations=_net_allocations(contract, open_codes),
        terms=terms,
        instalments=tuple(move.instalment(i) for i in contract.instalments),
        outputs=tuple(move.output(o) for o in contract.outputs if o.project in open_codes),
    )
    return Draft(draft, _to_complete(contract, draft))


def sign_draft(draft: Contract, signed_on: date, confirmed_by: str) -> Contract:
    """The draft as signed: every term agreed that day and confirmed by a named person."""
    agreed = (replace(t, agreed_on=signed_on, confirmed_by=confirmed_by) for t in draft.terms)
    return replace(draft, signed_on=signed_on, terms=tuple(agreed))


def _years_between(contract: Contract, year_label: str) -> int:
    found = _YEAR_LABEL.match(year_label)
    if found is None or FinancialYear(int(found[1])).label != year_label:
        raise CopyRefused(
            f'"{year_label}" is not a financial year. Years run from 1 April to 31 March. '
            "Write for example 2018-19."
        )
    last = FinancialYear.containing(contract.starts_on)
    years = int(found[1]) - last.start
    if years < 1:
        raise CopyRefused(
            f"{year_label} is not after {last.label}, the year of {contract.reference}. "
            "A draft is for a later year. Name a later one."
        )
    return years


def _last_in_force(contract: Contract, code: str) -> TermVersion | None:
    """The latest version that had not ended before the contract did."""
    version = contract.term_versions(code)[-1]
    has_ended = version.effective_to is not None and version.effective_to < contract.ends_on
    return None if has_ended else version


def _net_allocations(contract: Contract, projects: set[str]) -> tuple[Allocation, ...]:
    """What each head of an open project had at the end, variations included, as one figure."""
    net: dict[tuple[str, str], int] = {}
    for allocation in contract.all_allocations():
        if allocation.project in projects:
            at = (allocation.project, allocation.head)
            net[at] = net.get(at, 0) + allocation.amount
    return tuple(Allocation(project, head, pence) for (project, head), pence in net.items())


@dataclass(frozen=True, slots=True)
class _Move:
    """Dates, periods and years in words, moved on by whole years."""

    years: int
    periods: frozenset[str]

    def day(self, day: date) -> date:
        """The same day in the later year; 29 February becomes 28 February."""
        last = calendar.monthrange(day.year + self.years, day.month)[1]
        return day.replace(year=day.year + self.years, day=min(day.day, last))

    def last_day(self, day: date) -> date:
        """As :meth:`day`, but the end of February stays the end of February."""
        moved = self.day(day)
        if day.month == FEBRUARY and day.day == calendar.monthrange(day.year, day.month)[1]:
            return moved.replace(day=calendar.monthrange(moved.year, moved.month)[1])
        return moved

    def text(self, text: str) -> str:
        """Financial years written in a text: ``2017/18`` becomes ``2018/19``."""

        def later(found: re.Match[str]) -> str:
            start, joint, end = int(found[1]), found[2], int(found[3])
            if (start + 1) % 100 != end:
                return found[0]
            return f"{start + self.years}{joint}{(end + self.years) % 100:02d}"

        return _YEAR_IN_TEXT.sub(later, text)

    def period_code(self, code: str) -> str:
        """``2017-Q1`` becomes ``2018-Q1``; a code without a year stays."""
        return _PERIOD_YEAR.sub(lambda found: str(int(found[1]) + self.years), code)

    def period(self, period: Period) -> Period:
        """The period and its accounting periods in the later year."""
        accounting = (AccountingPeriod.parse(code) for code in period.accounting_periods)
        return Period(
            code=self.period_code(period.code),
            starts_on=self.day(period.starts_on),
            ends_on=self.last_day(period.ends_on),
            return_due_on=self.day(period.return_due_on),
            accounting_periods=tuple(
                str(AccountingPeriod(a.year + self.years, a.number)) for a in accounting
            ),
            lead_due_on=self.day(period.lead_due_on) if period.lead_due_on else None,
        )

    def instalment(self, instalment: Instalment) -> Instalment:
        """The instalment a year on, waiting for the later year's returns."""
        requires = tuple(
            RETURN_PREFIX + self.period_code(word.removeprefix(RETURN_PREFIX))
            if word.startswith(RETURN_PREFIX)
            else word
            for word in instalment.requires
        )
        return replace(instalment, due_on=self.day(instalment.due_on), requires=requires)

    def output(self, output: Output) -> Output:
        """The indicator with its targets by the later year's periods, nothing achieved yet."""
        targets = {self.period_code(code): target for code, target in output.targets.items()}
        return replace(output, targets=targets, actuals={}, evidence="")

    def term(self, version: TermVersion, starts_on: date) -> TermVersion:
        """The version as the base of the later contract: not agreed, not confirmed."""
        return replace(
            version,
            page=None,
            effective_from=starts_on,
            effective_to=self.last_day(version.effective_to) if version.effective_to else None,
            agreed_on=None,
            confirmed_by="",
            params={name: self.param(value) for name, value in version.params.items()},
            variation=None,
        )

    def param(self, value: ParamValue) -> ParamValue:
        """Dates and financial years inside a parameter moved on; everything else as it is."""
        if isinstance(value, date):
            return self.last_day(value)
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, tuple):
            return tuple(self.param(item) for item in value)
        if isinstance(value, Mapping):
            return {self.text(name): self.param(item) for name, item in value.items()}
        return value


def _to_complete(past: Contract, draft: Contract) -> tuple[str, ...]:
    """What stands between the draft and a contract that governs, in the order of the file."""
    total = sum(a.amount for a in draft.allocations)
    varied = [t.code for t in draft.terms if past.term_versions(t.code)[-1].variation is not None]
    ended = [c for c in past.term_codes() if c not in {t.code for t in draft.terms}]
    closed = [p.code for p in past.projects if p.closed_on is not None]
    codes = {p.code for p in past.periods}
    kept = [p.code for p in draft.periods if p.code in codes]
    sentences = [
        "[contract] offered_on, signed_on, accept_by, bank_details_on: blank until they happen.",
        f"[contract] award: {_pounds(draft.award)} is last year's; write what was awarded.",
        f"[contract] statute: confirm that {draft.statute} still applies." * bool(draft.statute),
        f"[[period]] return_due_on: {len(draft.periods)} dates are moved on; confirm each.",
        f"[[period]] code: {', '.join(kept)} carry no year; rename them." * bool(kept),
        f"[[project]] approved_on: blank for {len(draft.projects)} projects.",
        f"[[project]]: left out as closed: {', '.join(closed)}." * bool(closed),
        f"[[allocation]]: {len(draft.allocations)} amounts of last year, {_pounds(total)} in all.",
        "[[allocation]] approved_on, decision: blank; write what was decided.",
        f"[[term]] agreed_on, confirmed_by, page: blank for {len(draft.terms)} terms.",
        "[[term]] clause, wording, params: compare each with the signed document.",
        f"[[term]]: as varied last year: {', '.join(varied)}; confirm the clause." * bool(varied),
        f"[[term]]: left out as ended: {', '.join(ended)}." * bool(ended),
        f"[[instalment]]: {len(draft.instalments)} moved on; confirm dates and amounts."
        * bool(draft.instalments),
        f"[[output]]: {len(draft.outputs)} with last year's targets; confirm them."
        * bool(draft.outputs),
    ]
    return tuple(sentence for sentence in sentences if sentence)


def _pounds(pence: int) -> str:
    return format_pounds(pence, thousands=True, symbol=True)
