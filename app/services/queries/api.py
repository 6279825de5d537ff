"""Contracts, returns and findings as other systems read them: plain values, money in pence.

What a person may not see is left out (other projects) or masked (narrative of a sensitive project),
by the same rules as on the pages.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.services.fund import Fund, fund_of, require_period, require_project
from app.services.office import Act
from app.services.queries.contracts import visible_references
from app.services.queries.findings import MASK, MASKED, FindingShown, finding_cards
from app.services.queries.overview import Money, money_by_project, visible_projects
from app.services.queries.returns import lines_shown
from app.services.queries.terms import parameter_words, terms_of
from app.store.returns import ReturnVersion
from grants.contract import Contract, ParamValue, Project, TermVersion
from grants.policy import Action, sees_sensitive
from grants.returns import Act as Deed
from grants.spend import SPEND_COLUMNS
from grants.verdict import SCREEN_LABELS, Verdict

Row = dict[str, Any]
NARRATIVE_COLUMNS = ("supplier", "description", "invoice_ref")


def contracts_listed(act: Act) -> list[Row]:
    """Every contract the actor may see, in order of making."""
    found = (act.uow.contracts.load(r) for r in visible_references(act))
    return [_head(c) for c in found if c is not None]


def _head(c: Contract) -> Row:
    return {
        "reference": c.reference, "title": c.title, "funder": c.funder,
        "accountable_body": c.accountable_body, "award": c.award_on(c.ends_on),
        "starts_on": c.starts_on, "ends_on": c.ends_on,
    }  # fmt: skip


def contract_in_full(act: Act, reference: str) -> Row:
    """A contract with its periods, the projects the actor may see, and every term."""
    act.require(Action.VIEW_TERMS, contract=reference)
    fund = fund_of(act, reference)
    c = fund.signed
    seen, money = set(visible_projects(act, fund)), money_by_project(fund)
    return {
        **_head(c), "partnership": c.partnership, "signed_on": c.signed_on,
        "budget_heads": [
            {"code": h.code, "title": h.title, "overhead": h.overhead} for h in c.budget_heads
        ],
        "periods": [
            {
                "code": p.code, "starts_on": p.starts_on, "ends_on": p.ends_on,
                "return_due_on": p.return_due_on, "leads_due_on": p.leads_due_on,
                "accounting_periods": list(p.accounting_periods),
                "state": fund.quarter_state(p.code),
            }
            for p in c.periods
        ],
        "projects": [_project(c, p, money[p.code]) for p in c.projects if p.code in seen],
        "terms": [
            {
                "code": t.code, "title": t.title, "clause": t.in_force.version.clause,
                "wording": t.in_force.version.wording,
                "versions": [
                    _version(v, in_force=v is t.in_force.version) for v in c.term_versions(t.code)
                ],
            }
            for t in terms_of(act, fund)
        ],
    }  # fmt: skip


def _project(c: Contract, p: Project, money: Money) -> Row:
    return {
        "code": p.code, "title": p.title, "priority": p.priority,
        "delivery_group": p.delivery_group, "sensitive": p.sensitive, "closed_on": p.closed_on,
        "budget": money.revised, "spent": money.spent, "committed": money.committed,
        "left": money.left,
        "allocations": [
            {
                "head": a.head, "amount": a.amount, "approved_on": a.approved_on,
                "variation": a.variation, "effective_from": a.effective_from,
            }
            for a in c.all_allocations()
            if a.project == p.code
        ],
    }  # fmt: skip


def _version(v: TermVersion, *, in_force: bool) -> Row:
    return {
        "clause": v.clause, "wording": v.wording, "page": v.page, "variation": v.variation,
        "effective_from": v.effective_from, "effective_to": v.effective_to,
        "agreed_on": v.agreed_on, "in_force": in_force, "parameters": _plain(v.params),
        "in_words": parameter_words(v.params),
    }  # fmt: skip


def _plain(value: ParamValue) -> Any:
    """A parameter as JSON has it: dates ISO, decimals as text."""
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def returns_listed(
    act: Act, reference: str, *, period: str | None = None, project: str | None = None
) -> list[Row]:
    """Where each return stands: every period and visible project, or those asked for."""
    act.require(Action.VIEW_PROJECT, contract=reference)
    fund = fund_of(act, reference)
    return [
        _standing(fund, code, p.code) | {"due_on": p.leads_due_on}
        for p in fund.signed.periods
        for code in visible_projects(act, fund)
        if period in (None, p.code) and project in (None, code)
    ]


def _standing(fund: Fund, project: str, period: str) -> Row:
    version = fund.counting.get((project, period))
    figures = [f for (owner, _), f in fund.heads(period).items() if owner == project]
    return {
        "contract": fund.reference, "project": project, "period": period,
        "state": fund.return_state(project, period), "quarter_state": fund.quarter_state(period),
        "version": version.version if version else None,
        "submitted_at": _submitted(fund, version)[0], "submitted_by": _submitted(fund, version)[1],
        "totals": {
            "lines": version.line_count if version else 0,
            "claimed": sum(f.claimed for f in figures),
            "disallowed": sum(f.disallowed for f in figures),
            "net": sum(f.net for f in figures),
        },
    }  # fmt: skip


def _submitted(fund: Fund, version: ReturnVersion | None) -> tuple[datetime | None, str]:
    """When and by whom a version was submitted."""
    for e in fund.events if version else ():
        if version and e.act == Deed.SUBMIT and (e.project, e.period, e.version) == (
            version.project, version.period, version.version,
        ):  # fmt: skip
            return e.at, e.actor
    return None, ""


def return_in_full(act: Act, reference: str, project: str, period: str) -> Row:
    """A return: where it stands, its figures by head, what was stated, and every line."""
    act.require(Action.VIEW_PROJECT, contract=reference, project=project)
    fund = fund_of(act, reference)
    require_project(fund, project)
    require_period(fund, period)
    found = fund.signed.project(project)
    masked = bool(found and found.sensitive) and not sees_sensitive(act.actor, reference, project)
    version = fund.counting.get((project, period))
    verdicts = {r["line_id"]: r["verdict"] for r in lines_shown(act, fund, project, period)}
    return {
        **_standing(fund, project, period), "masked": masked,
        "heads": [
            {"head": head, "claimed": f.claimed, "disallowed": f.disallowed, "net": f.net}
            for (owner, head), f in fund.heads(period).items()
            if owner == project
        ],
        "answers": _answers(version, masked=masked) if version else None,
        "lines": [
            _line(record, verdicts, masked=masked)
            for record in fund.lines.to_dict("records")
            if version and record["return_version_id"] == version.id
        ],
    }  # fmt: skip


def _answers(version: ReturnVersion, *, masked: bool) -> Row:
    def text(words: str) -> str:
        return MASK if masked and words else words

    return {
        "cumulative": dict(version.cumulative), "nil_heads": list(version.nil_heads),
        "reasons": {head: text(words) for head, words in version.reasons.items()},
        "narrative": {part: text(words) for part, words in version.narrative.items()},
        "prepared_by": text(version.prepared_by),
    }  # fmt: skip


def _line(record: Mapping[Any, Any], verdicts: Mapping[str, str], *, masked: bool) -> Row:
    row: Row = {c: str(record[c]) for c in SPEND_COLUMNS}
    if masked:
        row |= dict.fromkeys(NARRATIVE_COLUMNS, MASK)
    verdict = Verdict(verdicts.get(row["line_id"], Verdict.PASS))
    return row | {
        "cell": record["cell"], "verdict": str(verdict), "label": SCREEN_LABELS[verdict],
    }  # fmt: skip


def findings_listed(
    act: Act,
    reference: str,
    *,
    period: str | None = None,
    project: str | None = None,
    verdict: str | None = None,
    is_open: bool | None = None,
) -> list[Row]:
    """Findings of the latest run of each period, gravest first, as far as the actor may see."""
    act.require(Action.VIEW_PROJECT, contract=reference)
    fund = fund_of(act, reference)
    cards = [
        f
        for f in finding_cards(act, fund, period=period, project=project)
        if verdict in (None, f.verdict) and is_open in (None, f.is_open)
    ]
    return finding_rows(cards)


def finding_rows(cards: Sequence[FindingShown]) -> list[Row]:
    """Findings as plain values."""
    return [_finding(f) for f in cards]


def _finding(f: FindingShown) -> Row:
    answer = f.resolution
    return {
        "id": f.ref, "contract": f.contract, "project": f.project, "period": f.period,
        "scope": f.scope, "subject": f.subject, "term": f.term,
        "title": f.title, "clause": f.clause, "wording": f.wording, "page": f.page,
        "variation": f.variation, "verdict": f.verdict,
        "label": SCREEN_LABELS[Verdict(f.verdict)], "at_risk": f.at_risk,
        "where": f.where, "message": f.what, "to_do": f.to_do, "open": f.is_open,
        "resolution": {
            "kind": answer.kind, "by": answer.by, "at": answer.at, "amount": answer.amount_pence,
            "reason": MASKED if f.masked else answer.reason,
        } if answer else None,
    }  # fmt: skip
