"""Plain readings of the terms about budgets, shares, assets, cash and the year's end."""

import math
from datetime import date, timedelta
from fractions import Fraction

from tests.oracle.world import Item, half_up, made_on, name, pence


def moved(v):
    return v.effective_on or v.approved_on


def moves(contract):
    return sorted(
        (v for v in contract.virements if moved(v)), key=lambda v: (moved(v), v.reference)
    )


def budgets(contract, on):
    found = {}
    for a in contract.allocations:
        found[a.project, a.head] = found.get((a.project, a.head), 0) + a.amount
    for v in sorted(contract.variations, key=lambda v: v.number):
        for a in v.allocations if v.effective_from <= on else ():
            found[a.project, a.head] = found.get((a.project, a.head), 0) + a.amount
    for v in moves(contract):
        if moved(v) <= on:
            for place, sign in (
                ((v.from_project, v.from_head), -1),
                ((v.to_project, v.to_head), 1),
            ):
                found[place] = found.get(place, 0) + sign * v.amount
    return found


def spent(world):
    found = {}
    for x in world.lines:
        found[x.project, x.head] = found.get((x.project, x.head), 0) + x.claimed
    return found


def april_year(day):
    return day.year if (day.month, day.day) >= (4, 1) else day.year - 1


def year_of(line, contract):
    if line.accounting_period:
        return int(line.accounting_period[:4])
    if line.incurred_on:
        return april_year(line.incurred_on)
    for p in contract.periods:
        if p.code == line.period and april_year(p.starts_on) == april_year(p.ends_on):
            return april_year(p.starts_on)
    return None


def yearly_ceiling(p, _version, world):
    c, items = world.contract, []
    unknown = any(x.claimed and year_of(x, c) is None for x in world.lines)
    years = set(range(april_year(c.starts_on), april_year(c.ends_on) + 1))
    for year in sorted(years | ({year_of(x, c) for x in world.lines} - {None})):
        total = sum(x.claimed for x in world.lines if year_of(x, c) == year)
        ceiling = p["amounts"].get(f"{year}-{(year + 1) % 100:02}")
        item = Item(c.reference, world.as_of)
        if ceiling is not None and total > pence(ceiling):
            item.verdict, item.at_risk = "BREACH", total - pence(ceiling)
        elif unknown or (ceiling is None and (total or not p["amounts"])):
            item.verdict = "NOT RUN"
        items.append(item)
    return items


def sides(v, subject_of, amount):
    for place, way in (((v.from_project, v.from_head), "out"), ((v.to_project, v.to_head), "in")):
        verdict = "BREACH" if amount[way] else "PASS"
        yield Item(subject_of(place), moved(v), verdict, amount[way], v.from_project, v.from_head,
                   v.to_project, v.to_head, draws=way)  # fmt: skip


def no_transfer_between_projects(_p, _version, world):
    items = []
    for v in moves(world.contract):
        if v.from_project != v.to_project:
            items += sides(v, lambda place: place[0], {"out": v.amount, "in": v.amount})
    touched = {item.subject for item in items}
    return items + [
        Item(x.code, world.as_of) for x in world.contract.projects if x.code not in touched
    ]


def head_overspend(p, _version, world):
    given, claimed, items = budgets(world.contract, world.as_of), spent(world), []
    for place in [*given, *sorted(claimed.keys() - given.keys())]:
        budget = max(0, given.get(place, 0))
        extra = []
        if "limit_percent" in p:
            extra.append(budget * Fraction(p["limit_percent"]) / 100)
        if "limit_amount" in p:
            extra.append(pence(p["limit_amount"]) if budget else 0)
        over = claimed.get(place, 0) - math.floor(budget + min(extra, default=0))
        item = Item(f"{place[1]}@{place[0]}", world.as_of, project=place[0], head=place[1])
        if over > 0:
            item.verdict = p.get("verdict", "BREACH")
            item.at_risk = over if item.verdict == "BREACH" else 0
        items.append(item)
    return items


def ring_fence(_p, _version, world):
    c = world.contract
    fence = {h.code: h.ring_fence for h in c.budget_heads}
    unmarked = not any(fence.values())
    across = [v for v in moves(c) if unmarked or fence[v.from_head] != fence[v.to_head]]
    left = {}
    for side in fence.values():
        lost = sum(v.amount for v in across if fence[v.from_head] == side)
        won = sum(v.amount for v in across if fence[v.to_head] == side)
        left[side, "out"], left[side, "in"] = max(0, lost - won), max(0, won - lost)
    items = []
    for v in reversed(across):  # the latest movements carry what did not come back
        parts = {}
        for way, head in (("out", v.from_head), ("in", v.to_head)):
            parts[way] = min(v.amount, left[fence[head], way])
            left[fence[head], way] -= parts[way]
        items = [*sides(v, lambda place: f"{place[1]}@{place[0]}", parts), *items]
    for item in items if unmarked else ():
        item.verdict, item.at_risk = "NOT RUN", 0
    touched = {item.subject for item in items}
    return items + [
        Item(f"{h}@{pr}", world.as_of)
        for pr, h in budgets(c, world.as_of)
        if f"{h}@{pr}" not in touched
    ]


def outturns(world):
    """What each head will have spent: the newest forecast, else the budget or more."""
    given, claimed = budgets(world.contract, world.as_of), spent(world)
    found = {
        place: max(given.get(place, 0), claimed.get(place, 0))
        for place in given.keys() | claimed.keys()
    }
    for f in sorted(world.contract.forecasts, key=lambda f: f.made_on):
        if f.made_on <= world.as_of:
            found[f.project, f.head] = f.outturn
    return found


def award(world):
    c = world.contract
    changes = [v for v in c.variations if v.award is not None and v.effective_from <= world.as_of]
    return max(changes, key=lambda v: (v.effective_from, v.number)).award if changes else c.award


def overhead_cap(p, _version, world):
    marked = {h.code for h in world.contract.budget_heads if h.overhead}
    by_id = {x.line_id: x for x in world.lines}

    def category(x):
        named = by_id.get(x.corrects) if x.claimed < 0 and x.category == "" else None
        return (named or x).category

    def over(overhead, total):
        base = {"award": award(world), "direct": total - overhead, "eligible": total}[p["base"]]
        return overhead - math.floor(max(0, base) * Fraction(p["limit_percent"]) / 100)

    total = sum(x.claimed for x in world.lines)
    on_heads = sum(x.claimed for x in world.lines if x.head in marked)
    others = [x for x in world.lines if x.head not in marked]
    coded = sum(x.claimed for x in others if category(x) == "overhead")
    unclear = 0 if marked else sum(x.claimed for x in others if x.category == "" and x.charged)
    expected = outturns(world)
    later = sum(pence_ for (_, head), pence_ in expected.items() if head in marked) + coded
    item = Item(world.contract.reference, world.as_of)
    if over(on_heads + coded, total) > 0:
        item.verdict, item.at_risk = "BREACH", over(on_heads + coded, total)
    elif over(on_heads + coded + unclear, total) > 0:
        item.verdict = "NOT RUN"
    elif over(later, sum(expected.values())) > 0:
        item.verdict = "WARN"
    return [item]


def minimum_share(p, _version, world):
    c = world.contract
    expected = outturns(world)
    item = Item(c.reference, world.as_of)
    ended = world.as_of >= c.ends_on
    total = sum(x.claimed for x in world.lines)
    base = total if p["base"] == "eligible" else award(world)
    on_heads = sum(x.claimed for x in world.lines if x.head in p["heads"])
    later = sum(pence_ for (_, head), pence_ in expected.items() if head in p["heads"])
    later_base = sum(expected.values()) if p["base"] == "eligible" else award(world)
    share = Fraction(p["min_percent"]) / 100
    if (
        not p["heads"]
        or any(h not in {x.code for x in c.budget_heads} for h in p["heads"])
        or (ended and base <= 0)
    ):
        item.verdict = "NOT RUN"
    elif ended and on_heads < base * share:
        item.verdict, item.at_risk = "BREACH", math.ceil(base * share) - on_heads
    elif not ended and later < later_base * share:
        item.verdict = "WARN"
    return [item]


def asset_register(line, p, world):
    assets = world.contract.assets
    if not line.charged or any(a.line_id == line.line_id for a in assets):
        return "PASS", 0
    if line.category not in ("", "supplies", "capital"):
        return "PASS", 0
    price = line.unit_cost
    if price is None and line.net is not None and line.net >= 0:
        price = Fraction(line.net) / (line.units or 1)
    if price is not None and price < pence(p["threshold"]):
        return "PASS", 0
    if price is None or line.category == "" or not assets:
        return "NOT RUN", 0
    return "EVIDENCE", line.charged


def disposal_consent(p, _version, world):
    by_id, items = {x.line_id: x for x in world.lines}, []
    for a in world.contract.assets:
        line = by_id.get(a.line_id)
        item = Item(a.reference, a.disposed_on or world.as_of, line_id=a.line_id)
        if line:
            item.project, item.head = line.project, line.head
        if a.disposed_on is None:
            item.verdict = "PASS" if a.proceeds is None else "NOT RUN"
        elif "within_years" in p and a.acquired_on is None:
            item.verdict = "NOT RUN"
        elif "within_years" not in p or a.disposed_on <= a.acquired_on.replace(
            year=a.acquired_on.year + p["within_years"]
        ):
            item.verdict = "BREACH"
            if a.proceeds is not None and a.grant_percent is not None:
                item.at_risk = half_up(a.proceeds * Fraction(a.grant_percent) / 100)
        items.append(item)
    return items


def month_of(line):
    """Financial year and month within it: (2017, 12) is March 2018, (2017, 13) the closing."""
    if line.accounting_period:
        return int(line.accounting_period[:4]), int(line.accounting_period[4:])
    if line.posted_on:
        return april_year(line.posted_on), (line.posted_on.month - 4) % 12 + 1
    return None


def accrual_reversal(line, p, world):
    if line.claimed > 0 and line.journal_class == "":
        return "NOT RUN", 0
    if line.claimed < 0 and line.journal_class == "accrual-reversal":
        named = [x for x in world.lines if x.line_id == line.corrects]
        if line.corrects == "" or month_of(line) is None:
            return "NOT RUN", 0
        return ("PASS", 0) if named and is_accrual(named[0]) else ("WARN", 0)
    return of_accrual(line, p, world) if is_accrual(line) else ("PASS", 0)


def is_accrual(line):
    return line.claimed > 0 and line.journal_class == "accrual"


def of_accrual(line, p, world):
    began = month_of(line)
    if began is None:
        return "NOT RUN", 0
    last = (began[0] + 1, 3)
    overdue = world.as_of > date(began[0] + 1, 6, 30)
    back = -sum(x.claimed for x in line.credits)
    found = ["WARN"] if line.claimed < pence(p.get("de_minimis", "0.00")) else []
    if back == 0 and overdue:
        found.append("WARN")
    if back not in (0, line.claimed) or any((month_of(x) or last) > last for x in line.credits):
        found.append("WARN")
    if back == line.claimed:
        gaps = [
            abs(x.charged - line.claimed)
            for x in world.lines
            if x.charged and x.journal_class == "invoice" and (month_of(x) or (0, 0)) >= began
            and (name(x.supplier), x.project, x.head)
            == (name(line.supplier), line.project, line.head)
        ] if line.supplier else []  # fmt: skip
        if overdue and not gaps:
            found.append("WARN" if line.supplier else "NOT RUN")
        if gaps and "tolerance" in p and min(gaps) > pence(p["tolerance"]):
            found.append("WARN")
    return ("NOT RUN" if "NOT RUN" in found else "WARN" if found else "PASS"), 0


def in_hand(world, on):
    c = world.contract
    got = sum(x.amount for x in c.receipts if x.received_on <= on)
    return got + sum(x.amount for x in c.carry_forwards) - paid_back(c, date.min, on)


def paid_back(contract, after, last):
    paid = [x for x in contract.repayments if x.paid_on]
    return sum(x.amount for x in paid if after < x.paid_on <= last)


def later_by_months(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, number))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def advance_of_need(p, _version, world):
    c, today = world.contract, world.as_of
    item = Item(c.reference, today)
    held = in_hand(world, today) - sum(x.claimed for x in world.lines)
    end = min(later_by_months(today, p["months"]), max(today, c.ends_on))
    ahead = [today + timedelta(days=n + 1) for n in range((end - today).days)]
    need = Fraction(0)
    if c.profiles:
        for x in c.profiles:
            period = next(q for q in c.periods if q.code == x.period)
            inside = [d for d in ahead if period.starts_on <= d <= period.ends_on]
            need += Fraction(x.amount * len(inside), (period.ends_on - period.starts_on).days + 1)
    elif any(f.made_on <= today for f in c.forecasts):
        claimed = spent(world)
        left = sum(max(0, v - claimed.get(place, 0)) for place, v in outturns(world).items())
        need = Fraction(left * len(ahead), max(1, (c.ends_on - today).days))
    elif held > 0:
        item.verdict = "NOT RUN"
    due = {i.number: i.due_on for i in c.instalments}
    fallen = due.values() or [x.ends_on for x in c.periods]
    if not c.receipts and min(fallen) <= today:
        item.verdict = "NOT RUN"
    early = any(
        x.instalment and x.amount > 0 and x.received_on <= today
        and x.received_on < due[x.instalment]
        for x in c.receipts
    )  # fmt: skip
    if item.verdict == "PASS" and (held > half_up(need) or early):
        item.verdict = "WARN"
    return [item]


def instalment_precondition(_p, _version, world):
    c, items = world.contract, []
    received = [x for x in c.receipts if x.amount > 0 and x.received_on <= world.as_of]

    def states(instalment, on):
        for word in instalment.requires:
            if word.startswith("return:"):
                times = [
                    q.accepted_at for q in c.quarters if q.period == word[7:] and q.accepted_at
                ]
                met = made_on(times) is not None and made_on(times) <= on
                yield ("met" if met else "open") if c.quarters else "unknown"
            else:
                day = c.signed_on if word == "signed" else c.bank_details_on
                yield "unknown" if day is None else "met" if day <= on else "open"

    for i in c.instalments:
        mine = [x for x in received if x.instalment == i.number]
        for x in sorted(mine, key=lambda x: (x.received_on, x.reference)):
            found = list(states(i, x.received_on))
            item = Item(c.reference, i.due_on, consent_on=x.received_on)
            if "open" in found:
                item.verdict, item.at_risk = "BREACH", x.amount
            elif "unknown" in found:
                item.verdict = "NOT RUN"
            items.append(item)
        if not mine:
            found = list(states(i, world.as_of)) if i.due_on <= world.as_of else []
            verdict = "NOT RUN" if "unknown" in found else "WARN" if "open" in found else "PASS"
            items.append(Item(c.reference, i.due_on, verdict))
    items += [Item(c.reference, x.received_on, "NOT RUN") for x in received if x.instalment is None]
    return items or [Item(c.reference, world.as_of)]


def variance_explained(p, _version, world):
    c, items = world.contract, []
    for period in c.periods:
        actual, planned = {}, {}
        for x in world.lines:
            if x.period == period.code:
                actual[x.project, x.head] = actual.get((x.project, x.head), 0) + x.claimed
        for x in c.profiles:
            if x.period == period.code:
                planned[x.project, x.head] = planned.get((x.project, x.head), 0) + x.amount
        for place in budgets(c, period.ends_on).keys() | planned.keys() | actual.keys():
            plan, real = planned.get(place, 0), actual.get(place, 0)
            record = [r for r in c.returns if (r.project, r.period) == (place[0], period.code)]
            made = bool(record and record[0].submitted_at)
            due = made or world.as_of > max(period.lead_due_on or period.return_due_on,
                                            period.ends_on - timedelta(days=1))  # fmt: skip
            reason = record[0].reasons.get(place[1], "") if record else ""
            words = [w for w in reason.split() if any(x.isalnum() for x in w)]
            limits = [abs(plan) * Fraction(p["percent"]) / 100] if "percent" in p else []
            limits += [pence(p["amount"])] if "amount" in p else []
            item = Item(f"{place[1]}@{place[0]}", period.ends_on)
            if not limits or (due and not c.profiles):
                item.verdict = "NOT RUN"
            elif due and abs(real - plan) > min(limits) and len(words) < p.get("min_words", 1):
                item.verdict = "EVIDENCE"
            if due and limits and abs(real - plan) > min(limits) and not c.returns:
                item.verdict = "NOT RUN"
            items.append(item)
    return items


def underspend_notice(p, _version, world):
    c, today = world.contract, world.as_of
    notices = [x for x in c.notices if x.kind == "underspend"]
    given = [x.notified_on for x in notices if x.notified_on and x.notified_on <= today]
    known = [f for f in c.forecasts if f.made_on <= today]
    arose, calm = None, None
    for on in sorted({f.made_on for f in known}):
        newest = {}
        for f in sorted(known, key=lambda f: f.made_on):
            if f.made_on <= on:
                newest[f.project, f.head] = f.outturn
        left = sum(budgets(c, on).get(place, 0) - v for place, v in newest.items())
        if left <= pence(p["amount"]):
            arose, calm = None, on
        elif arose is None:
            arose = on
    heard = [x for x in given if calm is None or x > calm]
    first = told_item(c, today, arose, min(heard, default=None), p["days"])
    if not known and any(x.ends_on <= today for x in c.periods):
        first.verdict = "NOT RUN"
    items = [first]
    for x in notices:
        told = x.notified_on if x.notified_on in given else None
        items.append(told_item(c, today, x.arose_on, told, p["days"]))
        if x.arose_on is None and x.notified_on is None:
            items[-1].verdict = "NOT RUN"
    return items


def told_item(contract, today, arose, told, days):
    item = Item(contract.reference, today)
    if arose:
        last = item.consent_on = arose + timedelta(days=days)
        if told is None:
            item.verdict = "BREACH" if today > last else "WARN"
        elif told > last:
            item.verdict = "BREACH"
    return item


def unspent_return(p, _version, world):
    """Contracts of one year, as all random ones are."""
    c, today = world.contract, world.as_of
    last = c.ends_on + timedelta(days=p["days"])
    item = Item(c.reference, c.ends_on, consent_on=last)
    if today <= last:
        return [item]
    if not c.receipts:
        item.verdict = "NOT RUN"
        return [item]
    got = in_hand(world, today) + paid_back(c, c.ends_on, today)
    owed = max(0, got - sum(x.claimed for x in world.lines))
    named = {x.consent for x in c.carry_forwards}
    for x in c.consents:
        in_year = x.term == "carry-forward" and c.starts_on < x.given_on <= last
        if in_year and x.reference not in named:
            owed = 0 if x.amount is None else max(0, owed - x.amount)
    in_time, late = paid_back(c, c.ends_on, last), paid_back(c, last, today)
    if owed > in_time:
        item.verdict, item.at_risk = "BREACH", max(0, owed - in_time - late)
    return [item]


def carry_forward(_p, _version, world):
    c, items = world.contract, []
    for x in c.carry_forwards:
        seen = any((y.term, y.reference) == ("carry-forward", x.consent) for y in c.consents)
        item = Item(c.reference, c.starts_on)
        if x.amount:
            item.verdict, item.at_risk = "BREACH" if seen or not x.consent else "EVIDENCE", x.amount
        items.append(item)
    return items or [Item(c.reference, c.starts_on)]


MONEY_LINE_TERMS = {
    "asset-register": (asset_register, "incurred_on"),
    "accrual-reversal": (accrual_reversal, "posted_on"),
}
MONEY_TERMS = {
    "yearly-ceiling": yearly_ceiling,
    "no-transfer-between-projects": no_transfer_between_projects,
    "head-overspend": head_overspend,
    "ring-fence": ring_fence,
    "overhead-cap": overhead_cap,
    "minimum-share": minimum_share,
    "disposal-consent": disposal_consent,
    "advance-of-need": advance_of_need,
    "instalment-precondition": instalment_precondition,
    "variance-explained": variance_explained,
    "underspend-notice": underspend_notice,
    "unspent-return": unspent_return,
    "carry-forward": carry_forward,
}
