"""Plain readings of the terms about budgets, shares, assets, cash and the year's end."""

import math
from datetime import date
from fractions import Fraction

from tests.oracle.world import Item, half_up, name, pence


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
    across = [v for v in moves(c) if fence[v.from_head] != fence[v.to_head]]
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
    touched = {item.subject for item in items}
    items += [
        Item(f"{h}@{pr}", world.as_of)
        for pr, h in budgets(c, world.as_of)
        if f"{h}@{pr}" not in touched
    ]
    for item in items if not any(fence.values()) else ():
        item.verdict = "NOT RUN"
    return items


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
}
