"""A second, plain reading of the terms: one line at a time, no columns, no code of the engine.

It takes the lines as text and the contract's dataclasses, and answers with every row of every
built kind: {(term, subject): sorted [(verdict, pence at risk)]}.
"""

import math
import re
from datetime import date, timedelta
from fractions import Fraction

from tests.oracle.duties import DUTY_LINE_TERMS, DUTY_TERMS
from tests.oracle.money import MONEY_LINE_TERMS, MONEY_TERMS
from tests.oracle.world import (
    GRAVEST_LAST,
    Item,
    World,
    expected_returns,
    half_up,
    is_past,
    made_on,
    name,
    pence,
    reference,
    return_item,
    worst,
)

# --- line terms: (line, parameters, world) → (verdict, at risk) ---------------------------------


def funding_period(line, p, _world):
    if not line.charged:
        return "PASS", 0
    if line.incurred_on is None:
        return "NOT RUN", 0
    if not p["starts_on"] <= line.incurred_on <= p["ends_on"]:
        return "BREACH", line.charged
    a, b = line.service_from, line.service_to
    straddles = a and b and (a < p["starts_on"] <= b or a <= p["ends_on"] < b)
    if straddles and "apportionment" not in line.held:
        return "EVIDENCE", line.charged
    return "PASS", 0


def agreement_before_spend(line, p, world):
    c = world.contract
    if not line.charged:
        return "PASS", 0
    signed, offered = p.get("signed_on") or c.signed_on, p.get("offered_on") or c.offered_on
    accept = p.get("accept_by") or c.accept_by
    if accept and (signed or world.as_of) > accept:
        return "BREACH", line.charged
    if line.incurred_on is None or (signed is None and offered is None):
        return "NOT RUN", 0
    if signed and line.incurred_on >= signed:
        return "PASS", 0
    return ("EVIDENCE", line.charged) if offered and line.incurred_on >= offered else ("WARN", 0)


def approved_project(line, _p, world):
    if not line.charged:
        return "PASS", 0
    project = next((x for x in world.contract.projects if x.code == line.project), None)
    if project is None:
        return "BREACH", line.charged
    on = line.incurred_on
    if on and (
        (project.approved_on and on < project.approved_on)
        or (project.closed_on and on > project.closed_on)
    ):
        return "BREACH", line.charged
    return ("NOT RUN", 0) if on is None or project.approved_on is None else ("PASS", 0)


def ineligible_category(line, p, _world):
    if not line.charged:
        return "PASS", 0
    if line.category in p["categories"]:
        return "BREACH", line.charged
    for pattern in p.get("subjectives", ()):
        stem = pattern.rstrip("*")
        if line.subjective == pattern or (pattern != stem and line.subjective.startswith(stem)):
            return "BREACH", line.charged
    if line.category == "":
        return "NOT RUN", 0
    words = re.split(r"\W+", line.description.lower())
    for keyword in p.get("keywords", ()):
        if {keyword, keyword + "s", keyword + "es"} & set(words):
            return "WARN", 0
    return "PASS", 0


def above_share(line, cost):
    if cost is None or line.percent is None:
        return 0
    return line.claimed - half_up(cost * line.percent / 100)


def recoverable_vat(line, p, _world):
    found = []
    if line.charged:
        if line.vat_recoverable == "" or line.net is None or line.percent is None:
            found.append(("NOT RUN", 0))
        net = above_share(line, line.net) + sum(min(0, above_share(c, c.net)) for c in line.credits)
        gross = above_share(line, line.gross) + sum(
            min(0, above_share(c, c.gross)) for c in line.credits
        )
        net, gross = min(net, line.charged), min(gross, line.charged)
        if line.vat_recoverable == "yes" and net > 0:
            found.append(("BREACH", net))
        if line.vat_recoverable == "no" and line.gross is not None and gross > 0:
            found.append(("BREACH", gross))
        if line.vat_recoverable == "no" and net > 0 and "vat-statement" not in line.held:
            found.append(("EVIDENCE", net))
    known = None not in (line.net, line.vat, line.gross)
    if known and abs(line.net + line.vat - line.gross) > pence(p.get("tolerance", "0.01")):
        found.append(("WARN", 0))
    return worst(*found)


def unit_price(line):
    if line.unit_cost is not None:
        return Fraction(line.unit_cost)
    if line.net is None:
        return None
    return line.net / line.units if line.units else Fraction(line.net)


def revenue_only(line, p, world):  # noqa: PLR0911 - one return for each thing it can say
    capital_heads = [h.code for h in world.contract.budget_heads if h.capital]
    if not line.charged or line.head in capital_heads:
        return "PASS", 0
    if line.category == "capital":
        return "BREACH", line.charged
    if line.category == "":
        return "NOT RUN", 0
    if line.category != "supplies":
        return "PASS", 0
    threshold, price = pence(p["unit_threshold"]), unit_price(line)
    if price is None:
        return "NOT RUN", 0
    if price >= threshold:
        return "BREACH", line.charged
    near = 1 - Fraction(p.get("near_percent", 10)) / 100
    if price >= math.ceil(threshold * near) or in_parts(line, p, world, threshold, capital_heads):
        return "WARN", 0
    return "PASS", 0


def in_parts(line, p, world, threshold, capital_heads):
    span = timedelta(days=p.get("window_days", 30))
    alike = [
        x
        for x in world.lines
        if x.charged
        and x.head not in capital_heads
        and x.category == "supplies"
        and x.incurred_on
        and (name(x.supplier), name(x.description)) == (name(line.supplier), name(line.description))
        and unit_price(x) is not None
        and unit_price(x) < threshold
    ]
    for last in alike:
        window = [x for x in alike if last.incurred_on - span <= x.incurred_on <= last.incurred_on]
        total = sum(x.claimed if x.net is None else x.net for x in window)
        if line in window and len(window) > 1 and total >= threshold:
            return True
    return False


def accounting_basis(line, p, world):
    if not line.charged:
        return "PASS", 0
    period = next((x for x in world.contract.periods if x.code == line.period), None)
    cut_off = period and period.ends_on + timedelta(days=p.get("cut_off_days", 0))
    if p["basis"] == "defrayed":
        if line.defrayed_on is None or (cut_off and line.defrayed_on > cut_off):
            return "BREACH", line.charged
    elif line.incurred_on and cut_off and line.incurred_on > cut_off:
        return "BREACH", line.charged
    elif line.incurred_on is None:
        return "NOT RUN", 0
    return ("PASS", 0) if cut_off else ("NOT RUN", 0)


def same_key(line, world):
    return [x for x in world.lines if x.charged and x.ledger_key == line.ledger_key]


def same_invoice_earlier(line, world):
    if not line.invoice_ref or not line.supplier:
        return []
    return [
        x
        for x in world.lines[: world.lines.index(line)]
        if x.charged
        and x.invoice_ref
        and x.supplier
        and (x.ledger_key != line.ledger_key or x.ledger_key == "")
        and (name(x.supplier), x.claimed, reference(x.invoice_ref))
        == (name(line.supplier), line.claimed, reference(line.invoice_ref))
    ]


def double_funding(line, _p, world):
    if not line.charged:
        return "PASS", 0
    if not line.ledger_key:
        return "NOT RUN", 0
    group = same_key(line, world)
    so_far = sum(x.percent or 0 for x in group[: group.index(line) + 1])
    own = line.percent or 0
    excess = min(max(0, so_far - 100), own)
    if excess > 0:
        return "BREACH", half_up(line.charged * excess / own)
    if len(group) > 1 and any(x.percent is None for x in group):
        return "NOT RUN", 0
    other = [x for x in same_invoice_earlier(line, world) if x.project != line.project]
    return ("WARN", 0) if other else ("PASS", 0)


def duplicate_claim(line, _p, world):
    if not line.charged:
        return "PASS", 0
    if not line.ledger_key:
        return "NOT RUN", 0
    group = same_key(line, world)
    if group.index(line) > 0:
        if line.percent is None:
            return "NOT RUN", 0
        if line.percent >= 100:
            return "BREACH", line.charged
    return ("WARN", 0) if same_invoice_earlier(line, world) else ("PASS", 0)


def evidence(line, p, _world):
    needs = line.charged and line.claimed >= pence(p["threshold"])
    if not needs or set(line.held) & set(p["accepted"]):
        return "PASS", 0
    return "BREACH" if line.status == "certified" else "EVIDENCE", line.charged


def is_staff(line):
    return line.charged and (line.category == "staff" or line.journal_class == "payroll")


def staff_cost(line, p, world):
    posts = {x.reference: x for x in world.contract.posts}
    if not is_staff(line):
        return ("NOT RUN", 0) if line.charged and line.category == "" else ("PASS", 0)
    post = posts.get(line.post)
    if post is None:
        return "EVIDENCE", line.charged
    found = []
    low, high = p.get("oncost_min_percent"), p.get("oncost_max_percent")
    if post.oncost_percent is None:
        found.append(("NOT RUN" if low or high else "PASS", 0))
    elif (low and post.oncost_percent < Fraction(low)) or (
        high and post.oncost_percent > Fraction(high)
    ):
        found.append(("WARN", 0))
    if line.percent is None or post.claimed_percent_elsewhere is None:
        found.append(("NOT RUN", 0))
    else:
        found.append(post_excess(line, world, Fraction(post.claimed_percent_elsewhere)))
    return worst(*found)


def post_excess(line, world, elsewhere):
    alike = [
        x
        for x in world.lines
        if is_staff(x)
        and x.percent is not None
        and x.post == line.post
        and (
            x is line or (line.accounting_period and x.accounting_period == line.accounting_period)
        )
    ]
    shares = {}
    for x in alike:
        shares[x.project] = max(shares.get(x.project, 0), x.percent)
    running = elsewhere
    for project, share in shares.items():
        running += share
        if project == line.project:
            excess = min(max(0, running - 100), share, line.percent)
            return (
                ("BREACH", half_up(line.charged * excess / line.percent))
                if excess > 0
                else ("PASS", 0)
            )
    raise AssertionError("the line is among its like")


def onward_agreement(line, _p, world):
    if not line.charged:
        return "PASS", 0
    if line.category == "":
        return "NOT RUN", 0
    if line.category != "partner-payment":
        return "PASS", 0
    signed = [
        a.signed_on
        for a in world.contract.onward_agreements
        if a.signed_on and name(a.partner) == name(line.supplier) and a.project == line.project
    ]
    if line.left_on is None or line.supplier == "":
        return "NOT RUN", 0
    return ("BREACH", line.charged) if not signed or line.left_on < min(signed) else ("PASS", 0)


def safeguarding(line, _p, world):
    marked = [x.code for x in world.contract.projects if x.safeguarding]
    if not line.charged or line.project not in marked:
        return "PASS", 0
    days = [
        s.confirmed_on
        for s in world.contract.safeguardings
        if s.project == line.project and s.confirmed_on
    ]
    if line.left_on is None:
        return "NOT RUN", 0
    return ("BREACH", line.charged) if not days or line.left_on < min(days) else ("PASS", 0)


def separate_accounting(line, _p, world):
    if line.cost_centre == "" or not world.contract.cost_centres:
        return "NOT RUN", 0
    return ("PASS", 0) if line.cost_centre in world.contract.cost_centres else ("WARN", 0)


LINE_TERMS = {
    "funding-period": (funding_period, "incurred_on"),
    "agreement-before-spend": (agreement_before_spend, "incurred_on"),
    "approved-project": (approved_project, "incurred_on"),
    "ineligible-category": (ineligible_category, "incurred_on"),
    "recoverable-vat": (recoverable_vat, "incurred_on"),
    "revenue-only": (revenue_only, "incurred_on"),
    "accounting-basis": (accounting_basis, "incurred_on"),
    "double-funding": (double_funding, "incurred_on"),
    "duplicate-claim": (duplicate_claim, "incurred_on"),
    "evidence": (evidence, "incurred_on"),
    "staff-cost": (staff_cost, "incurred_on"),
    "onward-agreement": (onward_agreement, "left_on"),
    "safeguarding": (safeguarding, "left_on"),
    "separate-accounting": (separate_accounting, "posted_on"),
    **DUTY_LINE_TERMS,
    **MONEY_LINE_TERMS,
}


# --- terms about more than a line: (parameters, version, world) → items ------------------------


def grant_ceiling(p, version, world):
    ceiling, since = (
        pence(p["amount"]),
        (version.effective_from or date.min, version.variation or 0),
    )
    for v in sorted(world.contract.variations, key=lambda v: (v.effective_from, v.number)):
        if (
            v.award is not None
            and v.effective_from <= world.as_of
            and (v.effective_from, v.number) > since
        ):
            ceiling = v.award
    total = sum(line.claimed for line in world.lines)
    verdict = "PASS"
    if total > ceiling:
        verdict = "BREACH"
    elif total >= ceiling * Fraction(p.get("warn_at_percent", 95)) / 100:
        verdict = "WARN"
    excess = max(0, total - ceiling)
    return [Item(world.contract.reference, world.as_of, verdict, excess)]


def moves(contract):
    made = [v for v in contract.virements if v.effective_on or v.approved_on]
    return sorted(made, key=lambda v: (v.effective_on or v.approved_on, v.reference))


def project_allocation(p, _version, world):
    budget = {}
    for a in world.contract.allocations:
        budget[a.project] = budget.get(a.project, 0) + a.amount
    for v in world.contract.variations:
        if v.effective_from <= world.as_of:
            for a in v.allocations:
                budget[a.project] = budget.get(a.project, 0) + a.amount
    for v in moves(world.contract):
        if (v.effective_on or v.approved_on) <= world.as_of:
            budget[v.from_project] = budget.get(v.from_project, 0) - v.amount
            budget[v.to_project] = budget.get(v.to_project, 0) + v.amount
    spent = {}
    for line in world.lines:
        spent[line.project] = spent.get(line.project, 0) + line.claimed
    items = []
    listed = [x.code for x in world.contract.projects]
    for code in listed + sorted((set(budget) | set(spent)) - set(listed)):
        limit = math.floor(budget.get(code, 0) * (100 + Fraction(p.get("over_percent", 0))) / 100)
        over = spent.get(code, 0) - limit
        items.append(
            Item(code, world.as_of, "BREACH" if over > 0 else "PASS", max(0, over), project=code)
        )
    return items


def allocations_within_award(p, _version, world):
    c = world.contract
    given = [(a.approved_on, a.amount) for a in c.allocations if a.approved_on <= world.as_of]
    for v in c.variations:
        if v.effective_from <= world.as_of:
            given += [(a.approved_on or v.effective_from, a.amount) for a in v.allocations]
    given.sort(key=lambda pair: pair[0])
    award = c.award
    for v in sorted(c.variations, key=lambda v: (v.effective_from, v.number)):
        if v.award is not None and v.effective_from <= world.as_of:
            award = v.award
    limit = math.floor(award * (100 + Fraction(p.get("over_programming_percent", 0))) / 100)
    left = max(0, sum(amount for _, amount in given) - limit)
    items = []
    for on, amount in reversed(given):
        part = min(left, max(0, amount))
        left -= part
        items.insert(0, Item(c.reference, on, "BREACH" if part else "PASS", part))
    return items


def virement(p, _version, world):
    c = world.contract
    original, now, running, items = {}, {}, {}, []
    for a in c.allocations:
        original[a.project, a.head] = original.get((a.project, a.head), 0) + a.amount
    for v in moves(c):
        on = v.effective_on or v.approved_on
        giving, taking = (v.from_project, v.from_head), (v.to_project, v.to_head)
        for place, way in ((giving, "out"), (taking, "in")):
            base = original.get(place, 0)
            if p["base"] == "revised":
                base += now.get(place, 0) + sum(
                    a.amount
                    for w in c.variations
                    if w.effective_from <= on
                    for a in w.allocations
                    if (a.project, a.head) == place
                )
            limits = []
            if "limit_percent" in p:
                limits.append(math.floor(max(0, base) * Fraction(p["limit_percent"]) / 100))
            if "limit_amount" in p:
                limits.append(pence(p["limit_amount"]) if base > 0 else 0)
            before = running.get((place, way), 0)
            after = running[place, way] = before + v.amount
            limit = min(limits)
            over = after >= limit if p.get("comparison") == "at-or-over" else after > limit
            items.append(
                Item(f"{place[1]}@{place[0]}", on, "BREACH" if over else "PASS",
                     max(0, after - max(before, limit)) if over else 0,
                     v.from_project, v.from_head, v.to_project, v.to_head, draws=way)
            )  # fmt: skip
        now[giving] = now.get(giving, 0) - v.amount
        now[taking] = now.get(taking, 0) + v.amount
    touched = {item.subject for item in items}
    items += [Item(f"{h}@{pr}", world.as_of) for pr, h in original if f"{h}@{pr}" not in touched]
    return items


def procurement_quotes(p, _version, world):
    groups = {}
    for line in world.lines:
        if line.supplier:
            groups.setdefault(name(line.supplier), []).append(line)
    items = []
    for key, lines in groups.items():
        total = 0
        for line in lines:
            share = half_up((line.gross or 0) * (line.percent or 0) / 100)
            bigger = max if line.claimed >= 0 else min
            total += bigger(line.claimed, share) if p["includes_vat"] else line.claimed
        first = min((x.incurred_on for x in lines if x.incurred_on), default=None)
        held = 0
        for record in world.contract.procurements:
            inside = first is None or (
                (record.from_on or date.min) <= first <= (record.to_on or date.max)
            )
            if name(record.supplier) == key and inside:
                held = max(held, 10**6 if record.waiver else record.quotes or 0)
        bands = sorted((pence(b["from"]), b["quotes"]) for b in p["bands"])
        needed = max((n for start, n in bands if total >= start), default=0)
        near = 1 - Fraction(p.get("near_percent", 5)) / 100
        soon = [n for start, n in bands if start > total >= math.ceil(start * near)]
        verdict = "PASS"
        if held < needed:
            verdict = "EVIDENCE"
        elif soon and held < soon[0]:
            verdict = "WARN"
        at_risk = max(0, total) if verdict == "EVIDENCE" else 0
        items.append(Item(lines[0].supplier, first, verdict, at_risk))
    return items


def return_due(p, _version, world):
    items = []
    for period, project, due, times, _record in expected_returns(world):
        item, made = return_item(period, project, due), made_on(times)
        kept = world.contract.returns if project else world.contract.quarters
        if made:
            item.verdict = "BREACH" if made > due else "PASS"
        elif is_past(period, due, world):
            item.verdict = "BREACH" if kept else "NOT RUN"
        elif period.ends_on <= world.as_of and (due - world.as_of).days <= p.get("warn_days", 10):
            item.verdict = "WARN"
        items.append(item)
    return items


def heads_of(world, project, on):
    heads = {a.head for a in world.contract.allocations if a.project == project}
    for v in world.contract.variations:
        if v.effective_from <= on:
            heads |= {a.head for a in v.allocations if a.project == project}
    for v in moves(world.contract):
        if (v.effective_on or v.approved_on) <= on:
            heads |= {
                h
                for pr, h in ((v.from_project, v.from_head), (v.to_project, v.to_head))
                if pr == project
            }
    return heads


def return_complete(_p, _version, world):
    items, incomplete = [], {}
    for period, project, due, times, record in expected_returns(world):
        if project:
            stated = record.cumulative if record else {}
            blank = not stated or bool(heads_of(world, project, period.ends_on) - set(stated))
            incomplete.setdefault(period.code, []).append(blank or not times)
            item = return_item(period, project, due)
            if blank and (times or is_past(period, due, world)):
                item.verdict = "BREACH"
            items.append(item)
    for period, project, due, times, _record in expected_returns(world):
        if not project:
            item = return_item(period, "", due)
            if not world.contract.returns and is_past(period, due, world):
                item.verdict = "NOT RUN"
            elif any(incomplete.get(period.code, [])) and (times or is_past(period, due, world)):
                item.verdict = "BREACH"
            items.append(item)
    return items


def roll_forward(_p, _version, world):
    items = []
    codes = [x.code for x in world.contract.periods]
    for period, project, due, times, record in expected_returns(world):
        so_far = codes[: codes.index(period.code) + 1]
        lines = [x for x in world.lines if x.period in so_far]
        item = return_item(period, project, due)
        due_now = times or is_past(period, due, world)
        if project:
            stated = record.cumulative if record else {}
            heads = set(stated) | {x.head for x in lines if x.project == project}
            difference = sum(
                abs(
                    stated.get(h, 0)
                    - sum(x.claimed for x in lines if (x.project, x.head) == (project, h))
                )
                for h in heads
            )
            known = bool(stated)
        else:
            records = [
                r for per, pr, _, _, r in expected_returns(world) if pr and per.code == period.code
            ]
            known = bool(records) and all(r and r.cumulative for r in records)
            total = sum(sum(r.cumulative.values()) for r in records if r)
            difference = abs(total - sum(x.claimed for x in lines))
        if not known:
            item.verdict = "NOT RUN" if due_now else "PASS"
        elif difference:
            item.verdict, item.at_risk = "BREACH", difference
        items.append(item)
    return items


OTHER_TERMS = {
    "grant-ceiling": grant_ceiling,
    "project-allocation": project_allocation,
    "allocations-within-award": allocations_within_award,
    "virement": virement,
    "procurement-quotes": procurement_quotes,
    "return-due": return_due,
    "return-complete": return_complete,
    "roll-forward": roll_forward,
    **DUTY_TERMS,
    **MONEY_TERMS,
}


# --- versions, consents, one row per subject ----------------------------------------------------


def versions_of(contract, code):
    found = [t for t in contract.terms if t.code == code]
    found += [t for v in contract.variations for t in v.terms if t.code == code]
    return sorted(found, key=lambda t: (t.effective_from or date.min, t.variation or 0))


def version_on(versions, on):
    if on is None:
        return versions[0] if len(versions) == 1 else None
    begun = [v for v in versions if (v.effective_from or date.min) <= on]
    return begun[-1] if begun else versions[0]


def items_of(code, versions, world):
    if code in OTHER_TERMS:
        by_version = [OTHER_TERMS[code](v.params, v, world) for v in versions]
        for place, item in enumerate(by_version[0]):
            version = version_on(versions, item.on)
            if version is None:
                yield Item(item.subject, None, "NOT RUN")
            else:
                yield by_version[versions.index(version)][place]
        return
    judge, date_name = LINE_TERMS[code]
    for line in world.lines:
        on = getattr(line, date_name)
        version = version_on(versions, on)
        verdict, at_risk = judge(line, version.params, world) if version else ("NOT RUN", 0)
        yield Item(
            line.line_id, on, verdict, at_risk, line.project, line.head, line_id=line.line_id
        )


def apply_consents(items, consents):
    for consent in sorted(consents, key=lambda c: (c.given_on, c.reference)):
        left = {}
        for item in items:
            if item.verdict != "BREACH":
                continue
            scope = ("project", "head", "to_project", "to_head", "line_id")
            if any(getattr(consent, s) not in ("", getattr(item, s)) for s in scope):
                continue
            on = item.consent_on or item.on
            kind = reach(consent, on)
            if not kind:
                continue
            room = left.setdefault(item.draws, consent.amount)
            part = item.at_risk if room is None else min(room, item.at_risk)
            if part == 0 and item.at_risk > 0:
                continue
            if room is not None:
                left[item.draws] = room - part
            item.at_risk -= part
            item.covered.append(kind)
            if item.at_risk == 0:
                item.verdict = "RATIFIED" if "RATIFIED" in item.covered else "CONSENTED"


def reach(consent, on):
    if on is None:
        return "" if consent.from_on or consent.to_on else "RATIFIED"
    if consent.to_on and on > consent.to_on:
        return ""
    early = consent.from_on is not None and on < consent.from_on
    if consent.given_on <= on:
        return "" if early else "CONSENTED"
    return "" if early and consent.from_on > consent.given_on else "RATIFIED"


def rows_of(items):
    subjects = {}
    for item in items:
        subjects.setdefault(item.subject, []).append(item)
    for subject, mine in subjects.items():
        gravest = max((i.verdict for i in mine), key=GRAVEST_LAST.index)
        rows = [(gravest, sum(i.at_risk for i in mine if i.verdict == gravest))]
        if gravest in ("CONSENTED", "RATIFIED"):
            rows = [(gravest, 0)]
        covered = [kind for i in mine for kind in i.covered]
        if gravest == "BREACH" and covered:
            rows.append(("RATIFIED" if "RATIFIED" in covered else "CONSENTED", 0))
        yield subject, sorted(rows)


def verdicts(rows, contract, as_of):
    """Every row of every kind the contract uses, read one by one."""
    answer = {}
    for code in [*LINE_TERMS, *OTHER_TERMS]:
        versions = versions_of(contract, code)
        if versions:
            world = World(rows, contract, as_of)
            items = list(items_of(code, versions, world))
            apply_consents(items, [c for c in contract.consents if c.term == code])
            answer |= {(code, subject): found for subject, found in rows_of(items)}
    return answer
