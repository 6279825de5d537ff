"""Plain readings of the terms about duties beside spending: notices, statements, reports, records."""

import re
from datetime import date, timedelta
from fractions import Fraction

from tests.oracle.money import april_year, year_of
from tests.oracle.world import (
    Item,
    expected_returns,
    half_up,
    is_past,
    made_on,
    name,
    pence,
    return_item,
    worst,
)

CODED = {"staff", "premises", "travel", "supplies", "services", "partner-payment", "capital",
         "overhead", "gifts", "entertaining"}  # fmt: skip


def later(day, days):
    return None if day is None else day + timedelta(days=days)


# --- lines --------------------------------------------------------------------------------------


def letters(text):
    return "".join(c for c in text if c.isalnum())


def looks_like_postcode(text):
    """Word by word, and every two words together, for the few areas the random lines use."""
    words = text.replace(",", " ").split(" ")
    pairs = [(a, b) for a, b in zip(words, [*words[1:], ""], strict=True)]
    pairs += [(word[:-3], word[-3:]) for word in words]
    return any(
        re.fullmatch(r"(?i)(?:LE|M|W)[0-9][0-9a-z]?", outward)
        and re.fullmatch(r"(?i)[0-9][abd-hjlnp-uw-z]{2}", inward)
        and inward[1:] not in ("st", "nd", "rd", "th")
        for outward, inward in pairs
    )


def looks_like_telephone(text):
    runs = re.split(r"[^0-9 +-]", text)
    for run in runs:
        digits = run.replace(" ", "").replace("-", "")
        if digits.startswith("+44") and len(digits) in (12, 13):
            return True
        if digits.startswith("0") and len(digits) in (10, 11):
            return True
    return False


def personal_data(line, _p, world):
    text = line.description
    words = {letters(w) for w in text.lower().split()}
    sensitive = {x.code for x in world.contract.projects if x.sensitive}
    firm = looks_like_postcode(text) or looks_like_telephone(text) or "dob" in words
    if firm or any("@" in w and "." in w.split("@")[1] for w in text.split()):
        return ("WARN", 0) if line.project in sensitive else ("BREACH", line.charged)
    titled = any(
        a.rstrip(".") in ("Mr", "Mrs", "Ms") and b[:1].isupper()
        for a, b in zip(text.split(), text.split()[1:], strict=False)
    )
    if line.project not in sensitive and (titled or words & {"victim", "victims", "refuge"}):
        return "WARN", 0
    return "PASS", 0


def grant_income(line, _p, _world):
    if line.journal_class == "":
        credit = line.net is not None and line.net < 0 and not line.corrects
        return ("NOT RUN", 0) if credit and line.claimed >= 0 else ("PASS", 0)
    if line.journal_class != "income":
        return "PASS", 0
    if line.net is None or line.percent is None:
        return "NOT RUN", 0
    if line.claimed > 0:
        return "WARN", 0
    return (
        ("WARN", 0) if -line.claimed < half_up(abs(line.net) * line.percent / 100) else ("PASS", 0)
    )


def rate_limit(line, p, _world):
    if not line.charged:
        return "PASS", 0
    mine = [pence(r["unit_max"]) for r in p["rates"] if r["category"] == line.category]
    found = [("NOT RUN", 0) for r in p["rates"] if r["category"] not in CODED]
    if line.category == "" and p["rates"]:
        found.append(("NOT RUN", 0))
    if mine:
        price = line.unit_cost
        if price is None and line.net is not None and line.units:
            price = line.net / line.units
        if price is None:
            found.append(("NOT RUN", 0))
        elif price > min(mine):
            found.append(("WARN", 0))
    return worst(*found)


DUTY_LINE_TERMS = {
    "personal-data": (personal_data, "incurred_on"),
    "grant-income": (grant_income, "incurred_on"),
    "rate-limit": (rate_limit, "incurred_on"),
}


# --- money and match ----------------------------------------------------------------------------


def overpayment(p, _version, world):
    c, today, items = world.contract, world.as_of, []
    for r in c.repayments:
        last = later(r.requested_on, p["days"])
        item = Item(c.reference, r.requested_on, consent_on=last)
        if last is None:
            item.verdict = "NOT RUN"
        elif r.paid_on is None and last < today:
            item.verdict, item.at_risk = "BREACH", r.amount
        elif r.paid_on is not None and last < r.paid_on:
            item.verdict = "BREACH"
        items.append(item)
    award = c.award
    for v in sorted(c.variations, key=lambda v: (v.effective_from, v.number)):
        if v.award is not None and v.effective_from <= today:
            award = v.award
    held = sum(r.amount for r in c.receipts if r.received_on <= today)
    over = held - sum(r.amount for r in c.repayments) > award
    return [*items, Item(c.reference, today, "WARN" if over else "PASS")]


def match_that_counts(p, world):
    """Pence received, not dated, and received with evidence."""
    good, undated, proved = 0, 0, 0
    for m in world.contract.matches:
        if m.also_claimed or (m.kind == "in-kind" and not p["in_kind_allowed"]):
            continue
        if m.received_on is None:
            undated += m.amount
        elif m.received_on <= world.as_of:
            good += m.amount
            proved += m.amount if m.evidence.strip() else 0
    return good, undated, proved


def match_funding(p, _version, world):
    c = world.contract
    share = Fraction(p["percent"]) / 100
    claim = max(0, sum(x.claimed for x in world.lines))
    good, undated, proved = match_that_counts(p, world)
    short, surely, unproved = (
        max(0, claim - int(amount / share)) if share else 0
        for amount in (good, good + undated, proved)
    )
    at_end = short if surely and c.matches and world.as_of >= c.ends_on else 0
    item = Item(c.reference, world.as_of)
    if any(m.also_claimed for m in c.matches):
        twice = sum(m.amount for m in c.matches if m.also_claimed)
        item.verdict, item.at_risk = "BREACH", max(at_end, min(claim, twice))
    elif at_end or any(m.kind == "in-kind" and not p["in_kind_allowed"] for m in c.matches):
        item.verdict, item.at_risk = "BREACH", at_end
    elif short and (not c.matches or not surely):
        item.verdict = "NOT RUN"
    elif short:
        item.verdict = "WARN"
    elif unproved:
        item.verdict, item.at_risk = "EVIDENCE", unproved
    return [item]


# --- suppliers ----------------------------------------------------------------------------------


def by_supplier(world):
    groups = {}
    for line in world.lines:
        if line.supplier:
            groups.setdefault(name(line.supplier), []).append(line)
    return [(key, groups[key]) for key in sorted(groups)]


def conflict_of_interest(_p, _version, world):
    items = []
    for key, lines in by_supplier(world):
        first = min((x.incurred_on for x in lines if x.incurred_on), default=None)
        item = Item(lines[0].supplier, first)
        if sum(x.charged for x in lines) > 0:
            declared = world.contract.declarations
            if not declared:
                item.verdict = "NOT RUN"
            elif any(name(d.supplier) == key and not d.note.strip() for d in declared):
                item.verdict = "WARN"
        items.append(item)
    return items


def held_for(world, key, year):
    """Whether the partner's statement for the year that starts so is complete today."""
    label = f"{year}-{(year + 1) % 100:02d}"
    records = [s for s in world.contract.partner_statements if s.signed_on]
    signed = [s for s in records if s.signed_on <= world.as_of and s.year == label]
    return any(name(s.partner) == key and s.undertaking and s.signed_by.strip() for s in signed)


def partner_statement(p, _version, world):
    c, through = world.contract, {}
    for line in world.lines:
        led = next((x.delivery_partner for x in c.projects if x.code == line.project), "")
        paid = line.category == "partner-payment" and line.supplier
        key = name(line.supplier if paid else led)
        if line.charged and key and key != name(c.accountable_body):
            place = (key, year_of(line, c))
            through[place] = through.get(place, 0) + line.charged
    written = {}
    for text in [*(x.supplier for x in world.lines), *(x.delivery_partner for x in c.projects)]:
        written.setdefault(name(text), text)
    items = []
    for key, year in sorted(through, key=lambda place: (place[0], place[1] or 0)):
        if year is None:
            items.append(Item(written[key], None, "NOT RUN"))
            continue
        ends = date(year + 1, 3, 31)
        item = Item(written[key], ends)
        if not held_for(world, key, year) and later(ends, p["days"]) < world.as_of:
            item.verdict, item.at_risk = "EVIDENCE", through[key, year]
            if not c.partner_statements:
                item.verdict, item.at_risk = "NOT RUN", 0
        elif (key, year - 1) in through and not held_for(world, key, year - 1):
            item.verdict = "WARN"
        items.append(item)
    return items


def subsidy_control(p, _version, world):
    c, items, least = world.contract, [], pence(p["threshold"])
    given = {
        name(s.partner)
        for s in c.partner_statements
        if s.undertaking and s.signed_on and s.signed_on <= world.as_of
    }
    for key, lines in by_supplier(world):
        item = Item(lines[0].supplier, world.as_of)
        paid = sum(x.charged for x in lines if x.category == "partner-payment")
        blank = sum(x.charged for x in lines if x.category == "")
        if key not in given:
            if paid and paid >= least:
                item.verdict, item.at_risk = "EVIDENCE", paid
                if not c.partner_statements:
                    item.verdict, item.at_risk = "NOT RUN", 0
            elif blank and paid + blank >= least:
                item.verdict = "NOT RUN"
        items.append(item)
    return items


# --- returns, projects, the contract ------------------------------------------------------------


def certification(_p, _version, world):
    items = []
    for period, project, due, _times, _record in expected_returns(world):
        if project:
            continue
        item = return_item(period, "", due)
        record = [q for q in world.contract.quarters if q.period == period.code]
        signed = record[-1] if record and record[-1].certified_at else None
        if signed is None:
            if is_past(period, due, world):
                item.verdict = "BREACH" if world.contract.quarters else "NOT RUN"
        else:
            who = [
                r.prepared_by.lower()
                for r in world.contract.returns
                if r.period == period.code and r.submitted_at
            ]
            by = signed.certified_by.lower()
            changed = signed.changed_at and signed.changed_at > signed.certified_at
            if changed or (by and by in who):
                item.verdict = "BREACH"
            elif not by or not who or "" in who:
                item.verdict = "NOT RUN"
        items.append(item)
    return items


def audit_report(p, _version, world):
    c, items = world.contract, []
    least = pence(p["threshold"]) if "threshold" in p else 0
    loose = sum(x.claimed for x in world.lines if year_of(x, c) is None)
    for year in range(april_year(c.starts_on), april_year(c.ends_on) + 1):
        label, ends = f"{year}-{(year + 1) % 100:02d}", date(year + 1, 3, 31)
        total = sum(x.claimed for x in world.lines if year_of(x, c) == year)
        got = [
            r
            for r in c.audit_reports
            if r.year == label and r.received_on and r.received_on <= world.as_of
        ]
        item = Item(c.reference, ends)
        if got:
            opinions = {letters(w) for r in got for w in r.opinion.lower().split()}
            if opinions & {"qualified", "adverse", "disclaimer"}:
                item.verdict = "WARN"
        elif later(ends, p["days"]) < world.as_of:
            if total >= least:
                item.verdict, item.at_risk = "EVIDENCE", max(0, total)
                if not c.audit_reports:
                    item.verdict, item.at_risk = "NOT RUN", 0
            elif total + max(0, loose) >= least:
                item.verdict = "NOT RUN"
        items.append(item)
    return items


def records_retention(p, _version, world):
    c, begin = world.contract, None
    if p["from"] == "contract-end":
        begin = c.ends_on
    elif p["from"] == "period-end":
        begin = max(x.ends_on for x in c.periods)
    elif world.as_of > c.ends_on and c.receipts:
        paid = {r.instalment for r in c.receipts}
        if all(i.number in paid for i in c.instalments):
            begin = max(
                [r.received_on for r in c.receipts] + [r.paid_on for r in c.repayments if r.paid_on]
            )
    item = Item(c.reference, world.as_of)
    if begin is None:
        item.verdict = "NOT RUN" if world.as_of > c.ends_on else "PASS"
    else:
        ended = (world.as_of.year - begin.year, world.as_of.month, world.as_of.day)
        if ended > (p["years"], begin.month, begin.day):
            item.verdict = "WARN"
    return [item]


def outputs(p, _version, world):
    c, items = world.contract, []
    returned = {(pr, x.code): made_on(t) for x, pr, _due, t, _r in expected_returns(world) if pr}
    for period in c.periods:
        due = period.lead_due_on or period.return_due_on
        for project in c.projects:
            if (project.approved_on or date.min) > period.ends_on:
                continue
            if (project.closed_on or date.max) < period.starts_on:
                continue
            owed = returned.get((project.code, period.code)) or is_past(period, due, world)
            mine = [o for o in c.outputs if o.project == project.code]
            for o in mine or [None]:
                item = Item(project.code, period.ends_on, project=project.code, consent_on=due)
                if o is None:
                    if owed:
                        item.verdict = "WARN" if c.outputs else "NOT RUN"
                else:
                    target, actual = o.targets.get(period.code), o.actuals.get(period.code)
                    if target is not None and actual is None and owed:
                        item.verdict = "BREACH"
                    if target is not None and actual is not None:
                        least = Fraction(target) * (100 - Fraction(p["tolerance_percent"])) / 100
                        item.verdict = "WARN" if Fraction(actual) < least else "PASS"
                items.append(item)
    return items


def publicity(_p, _version, world):
    c, items = world.contract, []
    for project in c.projects:
        item = Item(project.code, world.as_of)
        claims = sum(x.claimed for x in world.lines if x.project == project.code) > 0
        if claims and world.as_of > (project.closed_on or c.ends_on):
            if not c.publicities:
                item.verdict = "NOT RUN"
            elif not any(r.project == project.code and r.evidence.strip() for r in c.publicities):
                item.verdict = "EVIDENCE"
        items.append(item)
    return items


def notice_item(notice, subject, p, world, bad):
    last = later(notice.arose_on, p["days"])
    item = Item(subject, notice.arose_on, consent_on=last)
    if last is None:
        item.verdict = "NOT RUN"
    elif (notice.notified_on or world.as_of) > last:
        item.verdict = bad
    return item


def unkept(world):
    past = [x for x in world.contract.periods if is_past(x, x.return_due_on, world)]
    return "NOT RUN" if past and not world.contract.notices else "PASS"


def change_notice(p, _version, world):
    c = world.contract
    changes = [(n.subject.strip() or c.reference, n) for n in c.notices if n.kind == "change"]
    subjects = [x.code for x in c.projects]
    subjects += [s for s, _ in changes if s not in subjects]
    items = []
    for subject in dict.fromkeys(subjects):
        mine = [n for s, n in changes if s == subject]
        items += [notice_item(n, subject, p, world, "WARN") for n in mine]
        if not mine:
            items.append(Item(subject, world.as_of, unkept(world)))
    return items


def fraud_notice(p, _version, world):
    c = world.contract
    mine = [n for n in c.notices if n.kind == "fraud"]
    items = [notice_item(n, c.reference, p, world, "BREACH") for n in mine]
    return items or [Item(c.reference, world.as_of, unkept(world))]


DUTY_TERMS = {
    "overpayment": overpayment,
    "match-funding": match_funding,
    "conflict-of-interest": conflict_of_interest,
    "partner-statement": partner_statement,
    "certification": certification,
    "audit-report": audit_report,
    "records-retention": records_retention,
    "outputs": outputs,
    "publicity": publicity,
    "subsidy-control": subsidy_control,
    "change-notice": change_notice,
    "fraud-notice": fraud_notice,
}
