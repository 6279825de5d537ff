"""Lines, items and due dates as the plain readings of terms see them."""

import math
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo

GRAVEST_LAST = ["N/A", "PASS", "CONSENTED", "RATIFIED", "WARN", "EVIDENCE", "NOT RUN", "BREACH"]


def pence(text):
    return None if text == "" else round(Fraction(text) * 100)


def day(text):
    return None if text == "" else date.fromisoformat(text)


def half_up(value):
    whole = math.floor(abs(value) + Fraction(1, 2))
    return whole if value >= 0 else -whole


def name(text):
    return " ".join(
        "".join(c if c.isalnum() or c in "_ " else " " for c in text.casefold()).split()
    )


def reference(text):
    bare = "".join(c for c in text.casefold() if c.isalnum())
    return bare.lstrip("0") or text


class Line:
    def __init__(self, row):
        self.__dict__.update(row)
        for field_ in ("net", "vat", "gross", "claimed", "unit_cost"):
            setattr(self, field_, pence(row[field_]))
        for field_ in ("incurred_on", "service_from", "service_to", "posted_on", "defrayed_on"):
            setattr(self, field_, day(row[field_]))
        self.percent = None if row["claim_percent"] == "" else Fraction(row["claim_percent"])
        self.units = None if row["units"] == "" else Fraction(row["units"])
        self.held = [part.strip() for part in row["evidence"].split(";") if part.strip()]
        self.left_on = self.defrayed_on or self.posted_on
        self.credits = []

    @property
    def charged(self):
        return (
            max(0, self.claimed + sum(c.claimed for c in self.credits)) if self.claimed > 0 else 0
        )

    @property
    def place(self):
        return (
            self.accounting_period or "~",
            self.posted_on or date.max,
            self.ledger_key == "",
            self.ledger_key,
            self.line_id,
        )


@dataclass
class Item:
    subject: str
    on: date | None
    verdict: str = "PASS"
    at_risk: int = 0
    project: str = ""
    head: str = ""
    to_project: str = ""
    to_head: str = ""
    line_id: str = ""
    consent_on: date | None = None
    draws: str = ""
    covered: list = field(default_factory=list)


class World:
    def __init__(self, rows, contract, as_of):
        self.lines = sorted((Line(row) for row in rows), key=lambda line: line.place)
        self.contract, self.as_of = contract, as_of
        by_id = {line.line_id: line for line in self.lines}
        for line in self.lines:
            if line.claimed < 0 and line.corrects in by_id:
                by_id[line.corrects].credits.append(line)


def worst(*pairs):
    """The gravest of (verdict, at risk); of equals the first."""
    best = ("PASS", 0)
    for verdict, at_risk in pairs:
        if GRAVEST_LAST.index(verdict) > GRAVEST_LAST.index(best[0]):
            best = (verdict, at_risk)
    return best


def expected_returns(world):
    c = world.contract
    for period in c.periods:
        times = [q.certified_at for q in c.quarters if q.period == period.code and q.certified_at]
        yield period, "", period.return_due_on, times, None
        if c.returns:
            for project in c.projects:
                if project.approved_on and project.approved_on > period.ends_on:
                    continue
                if project.closed_on and project.closed_on < period.starts_on:
                    continue
                mine = [
                    r for r in c.returns if (r.project, r.period) == (project.code, period.code)
                ]
                times = [r.submitted_at for r in mine if r.submitted_at]
                due = period.lead_due_on or period.return_due_on
                yield period, project.code, due, times, mine[-1] if mine else None


def return_item(period, project, due):
    subject = f"{project}@{period.code}" if project else period.code
    return Item(subject, period.ends_on, project=project, consent_on=due)


def made_on(times):
    return min(times).astimezone(ZoneInfo("Europe/London")).date() if times else None


def is_past(period, due, world):
    return period.ends_on <= world.as_of and world.as_of > due
