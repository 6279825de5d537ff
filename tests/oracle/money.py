"""Plain readings of the terms about budgets, shares, assets, cash and the year's end."""

import math
from fractions import Fraction

from tests.oracle.world import Item, pence


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


MONEY_LINE_TERMS = {}
MONEY_TERMS = {
    "yearly-ceiling": yearly_ceiling,
    "no-transfer-between-projects": no_transfer_between_projects,
    "head-overspend": head_overspend,
    "ring-fence": ring_fence,
}
