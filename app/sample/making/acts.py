"""The decisions of the year in order of time, worked out while the year is rehearsed.

Planned acts come from what was planted; the rest are people's answers to whatever the checks say
on that day. A finding nobody has prepared an answer for stops the making of the year.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.sample.making.answers import answer_to, is_answered_by_report
from app.sample.making.calendar import CALENDAR, Day
from app.sample.making.other_spend import explanations
from app.sample.making.parts import PROJECTS, QUARTERS, Book, Entry, Line, code_of
from app.sample.making.planting import FINANCE, FUNDER, MANAGER, S151
from app.sample.making.rehearsal import Rehearsal, Unfit
from app.sample.making.workbooks import workbook_bytes, workbook_name
from grants.contract import QuarterReturn
from grants.verdict import Finding, Scope, Verdict

LONDON = ZoneInfo("Europe/London")
Act = dict[str, Any]
STEP = timedelta(minutes=7)
ACCEPTABLE = frozenset({Verdict.WARN, Verdict.EVIDENCE, Verdict.NOT_RUN})


class Diary:
    """Acts with strictly increasing times, rehearsed as they are written."""

    def __init__(self, book: Book, files: dict[str, bytes]) -> None:
        self.book = book
        self.files = files
        self.rehearsal = Rehearsal()
        self.acts: list[Act] = []
        self._now = datetime.combine(date(2017, 4, 1), time(9), LONDON)
        self._answers: set[tuple[str, str]] = set()

    @property
    def today(self) -> date:
        """The day it is."""
        return self._now.date()

    def go_to(self, day: date, hour: int = 9, minute: int = 12) -> None:
        """Later the same day, or another day."""
        then = datetime.combine(day, time(hour, minute), LONDON)
        self._now = max(then, self._now + STEP)

    def write(self, by: str, do: str, **parts: Any) -> Act:
        """One act."""
        self._now += STEP
        act = {"at": self._now, "by": by, "do": do, **parts}
        self.acts.append(act)
        return act

    def load(self, name: str) -> None:
        """A contract file."""
        path = f"contract/{name}"
        self.write(FINANCE, "load-contract", file=path)
        self.rehearsal.load(self.files[path].decode("utf-8"), name)

    def submit(self, project: str, quarter: int, version: int = 1) -> None:
        """A return; its workbook is made from the contract as it stands."""
        contract = self.rehearsal.contract
        path = workbook_name(project, quarter, version)
        self.files[path] = workbook_bytes(self.book, contract, project, quarter, version)
        found = contract.project(project)
        lead = found.lead if found else ""
        act = self.write(lead, "submit", file=path)
        self.rehearsal.submit(self.files[path], path, act["at"], lead)

    def import_ledger(self, quarter: int) -> None:
        """A quarter's extract."""
        path = f"extracts/unit4-{code_of(quarter)}.csv"
        self.write(FINANCE, "import", file=path)
        self.rehearsal.load_ledger(self.files[path], path)

    def planned(self, quarter: int, *verbs: str) -> Iterable[Act]:
        """Acts planted for a quarter, with lines and entries named."""
        for act in self.book.acts:
            if act["quarter"] == quarter and act["do"] in verbs:
                yield {k: _named(v) for k, v in act.items() if k != "quarter"}

    def reconcile_ledger(self, quarter: int) -> None:
        """Confirm, explain and clear; afterwards nothing may be open but removed lines."""
        for act in self.planned(quarter, "confirm"):
            self.rehearsal.confirm(act)
            self.write(FINANCE, **act)
        for act in [*self.planned(quarter, "explain"), *explanations(quarter)]:
            self.rehearsal.explain(act)
            self.write(FINANCE, **act)
        for act in self.planned(quarter, "clear"):
            self.write(FINANCE, **act)

    def answer_findings(self, quarter: int) -> None:
        """Disallow, report and accept until nothing stands in the way."""
        period = code_of(quarter)
        found = self.rehearsal.unsettled(period, self.today)
        self._answers |= {(period, _named_as(f)) for f in found}
        left = self._answered(period, found, "disallow", self._disallowed)
        left = self._planted_answers(quarter, left)
        left = self._answered(period, left, "report", is_answered_by_report)
        left = self._answered(period, left, "accept", lambda f: f.verdict in ACCEPTABLE)
        if left:
            raise Unfit(f"{period}: nobody answers " + "; ".join(map(_said, left)))

    def _disallowed(self, f: Finding) -> bool:
        if f.verdict is not Verdict.BREACH:
            return False
        if f.scope is Scope.LINE:
            line = next(x for x in self.book.lines if x.id == f.subject)
            return line.disallowed >= f.at_risk > 0
        return f.scope is Scope.PROJECT

    def _planted_answers(self, quarter: int, left: list[Finding]) -> list[Finding]:
        for act in self.planned(quarter, "accept"):
            mine = [
                f
                for f in left
                if f.term == act["term"]
                and f.subject in act["subjects"]
                and f.verdict in ACCEPTABLE
            ]
            if not mine:
                if act.pop("is_optional", False):
                    continue
                raise Unfit(f"{act['period']}: no {act['term']} of {act['subjects']} to accept")
            act.pop("is_optional", None)
            self.write(act.pop("by", FINANCE), **act)
            left = [f for f in left if f not in mine]
        return left

    def _answered(
        self, period: str, left: list[Finding], verb: str, mine: Callable[[Finding], bool]
    ) -> list[Finding]:
        groups: dict[tuple[str, str, str], list[Finding]] = {}
        for f in left:
            if mine(f):
                by, reason = answer_to(f, verb, period)
                groups.setdefault((f.term, by, reason), []).append(f)
        done: list[Finding] = []
        for (term, by, reason), found in groups.items():
            if not reason:
                raise Unfit(f"{period}: no reason to {verb} " + "; ".join(map(_said, found)))
            subjects = [f.subject for f in found]
            self.write(by, verb, period=period, term=term, subjects=subjects, reason=reason)
            done += found
            if verb == "disallow":
                for f in found:
                    self.rehearsal.disallow(period, f)
        return [f for f in left if f not in done]

    def certify(self, quarter: int, answer: str, reason: str = "") -> None:
        """Certification, and on the day given the funder's answer."""
        period = code_of(quarter)
        late = [
            f
            for f in self.rehearsal.unsettled(period, self.today)
            if (period, _named_as(f)) not in self._answers
        ]
        if late:
            raise Unfit(
                f"{period}: new on the day of certification: " + "; ".join(map(_said, late))
            )
        act = self.write(S151, "certify", period=period)
        self.rehearsal.frozen.add(period)
        self.rehearsal.quarters[period] = QuarterReturn(
            period, certified_by=S151, certified_at=act["at"]
        )
        plan = CALENDAR[quarter]
        day = plan.queried_on if answer == "query" else plan.accepted_on
        self.go_to(day or plan.accepted_on, 11)
        said = {"reason": reason} if reason else {}
        self.write(FUNDER, "answer", period=period, answer=answer, **said)
        if answer == "query":
            self.rehearsal.frozen.discard(period)

    def do_day(self, quarter: int, day: Day) -> None:
        """What the calendar has for a day."""
        self.go_to(day.on, day.hour)
        if day.load:
            self.load(day.load)
        for project, version in day.submits:
            self.submit(project, quarter, version)
        for project, reason in day.queries:
            self.write(FINANCE, "query", project=project, period=code_of(quarter), reason=reason)
        if day.imports:
            self.import_ledger(quarter)
        if day.reconciles:
            self.reconcile_ledger(quarter)
            self.answer_findings(quarter)
            self.write(FINANCE, "reconcile", projects=["*"], period=code_of(quarter))


def play_the_year(book: Book, files: dict[str, bytes], quarters: Iterable[int] = QUARTERS) -> Diary:
    """The diary of the quarters given, and their workbooks in ``files``."""
    diary = Diary(book, files)
    for quarter in quarters:
        plan = CALENDAR[quarter]
        for day in plan.days:
            if day.is_left:
                first = len(diary.acts)
                diary.do_day(quarter, day)
                diary.acts[first]["leave"] = True
            else:
                diary.do_day(quarter, day)
        diary.go_to(plan.certified_on, 10)
        if plan.queried_on and plan.again_on:
            diary.certify(quarter, "query", plan.query)
            diary.go_to(plan.again_on, 10)
        diary.certify(quarter, "accept")
        closed = diary.rehearsal.reconciliation(code_of(quarter))
        if not closed.is_closed:
            b = closed.bridges[0]
            raise Unfit(
                f"{b.period}: difference {b.difference}, lines {b.open_lines}, ledger "
                f"{b.open_ledger[:20]}, waiting {b.unconfirmed}, broken {closed.broken}"
            )
    return diary


def _named(value: Any) -> Any:
    if isinstance(value, Line):
        return value.id
    if isinstance(value, Entry):
        return value.key
    return [_named(v) for v in value] if isinstance(value, list) else value


def _named_as(f: Finding) -> str:
    """What makes a finding the same finding on another day."""
    return "/".join((f.scope, f.subject, f.term, f.verdict, str(f.at_risk), f.variation))


def _said(f: Finding) -> str:
    return f"{f.verdict} {f.scope} {f.subject} {f.term} {f.at_risk}: {f.message[:120]}"


__all__ = ["MANAGER", "PROJECTS", "Diary", "play_the_year"]
