"""After the year: write the packs; prove that what was planted was found and 0.00 remains."""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from app.sample.people import REFERENCE
from app.sample.play import READER, SAMPLE, Player
from app.services.export_pack import Exported, export_pack, pack_data
from app.services.fund import Fund, fund_of
from app.services.office import Act, perform
from app.services.queries.demonstration import has_file
from app.services.reconcile_ledger import Outcome, reconciliation_of
from exports.profile import Profile
from exports.registry import find
from grants.returns import QuarterState
from grants.verdict import Verdict
from ledger.money import format_pounds

Row = dict[str, Any]
PACKS = (
    ("audit-pack", "internal"), ("audit-pack", "funder"), ("quarterly-return", "funder"),
    ("reconciliation", "internal"), ("findings", "internal"), ("trial-balance", "internal"),
)  # fmt: skip


@dataclass(frozen=True)
class Proof:
    """What the year proves, in words."""

    words: tuple[str, ...]
    is_good: bool


def write_packs(player: Player, folder: Path) -> Iterator[str]:
    """Write the packs of every certified quarter and of the whole year.

    A pack that stands in the folder, is kept, and would be made again byte for byte is not
    exported again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    player.set_clock_after_the_last_change()
    contract = player.contract()
    periods = [p.code for p in contract.periods] if contract else []
    for name, profile in PACKS:
        wanted = [None] if name == "trial-balance" else [*periods, None]
        for period in wanted:
            if period is None and name == "quarterly-return":
                continue
            stem = f"{name}-{REFERENCE}-{period or 'whole'}-{profile}"
            path = next(folder.glob(f"{stem}.*"), None)
            if path and player.look(partial(_stands, path.read_bytes(), name, period, profile)):
                yield f"pack {path.name}: stands as it is"
                continue
            done = perform(player.office, READER, partial(_exported, name, period, profile))
            (folder / done.file_name).write_bytes(done.data)
            yield f"pack {done.file_name}: {len(done.data):,} bytes, digest {done.digest[:16]}…"


def _exported(name: str, period: str | None, profile: str, act: Act) -> Exported:
    return export_pack(act, name, REFERENCE, period=period, profile=profile)


def _stands(data: bytes, name: str, period: str | None, profile: str, act: Act) -> bool:
    """Whether those bytes are kept, and the same pack made now would be the same bytes."""
    if not has_file(act, hashlib.sha256(data).hexdigest()):
        return False
    now = pack_data(act, fund_of(act, REFERENCE), period, Profile(profile))
    return find(name).render(now).content == data


def prove(player: Player) -> Proof:
    """Look for each planted problem, at each bridge, and for clean lines flagged BREACH."""
    return player.look(_prove)


def _prove(act: Act) -> Proof:
    fund = fund_of(act, REFERENCE)
    with (SAMPLE / "planted.toml").open("rb") as source:
        planted: list[Row] = tomllib.load(source)["planted"]
    outcome = reconciliation_of(act, fund, None)
    seen = _everything_seen(act, fund)
    words = ["", "Planted problems"]
    good = True
    for row in planted:
        found = _shown(row, seen, outcome, act, fund)
        good &= found is not None
        words.append(f"  {row['id']}  {row['title']}: {found or 'NOT FOUND'}")
    about = {row["finding"]["subject"] for row in planted if "finding" in row}
    about |= {subject for row in planted for subject in row.get("also", [])}
    clean = sorted(s for (scope, s, _t), v in seen.items() if scope == "line"
                   and Verdict.BREACH in {x[0] for x in v} and s not in about)  # fmt: skip
    count = sum("NOT FOUND" not in w for w in words[2:])
    words += ["", f"Planted problems found: {count} of {len(planted)}"]
    words.append(f"Clean lines flagged BREACH: {len(clean)} {clean or ''}".rstrip())
    words.append("")
    for b in outcome.bridges:
        state = fund.quarter_state(b.period)
        closed = b.is_closed and state == QuarterState.ACCEPTED
        good &= closed
        words.append(
            f"{b.period}  {state:<10} ledger {format_pounds(b.ledger_total, thousands=True):>14}  "
            f"return {format_pounds(b.return_total, thousands=True):>12}  unexplained difference "
            f"{format_pounds(b.difference)}"
        )
    balance = sum(total for _account, total in act.uow.book.balances())
    words.append(f"Trial balance difference {format_pounds(balance)}")
    return Proof(tuple(words), good and not clean and balance == 0)


Seen = dict[tuple[str, str, str], list[tuple[str, str, int]]]


def _everything_seen(act: Act, fund: Fund) -> Seen:
    """(scope, subject, term) → every (verdict, clause, at risk) any stored run gave."""
    seen: Seen = {}
    for f in act.uow.checks.all_findings(fund.row.id):
        seen.setdefault((f.scope, f.subject, f.term), []).append(
            (f.verdict, f.clause, f.at_risk_pence)
        )
    return seen


def _shown(row: Row, seen: Seen, outcome: Outcome, act: Act, fund: Fund) -> str | None:
    """Where the system shows a planted problem, in words; None when it does not."""
    if "finding" in row:
        return _found(row["finding"], seen)
    if "ledger" in row:
        return _reconciled(row["ledger"], outcome) or _confirmed(row["ledger"], act, fund)
    return None


def _found(want: Row, seen: Seen) -> str | None:
    for verdict, clause, risk in seen.get((want["scope"], want["subject"], want["term"]), []):
        same = verdict == want["verdict"] and clause == want.get("clause", clause)
        if same and want.get("at_risk", format_pounds(risk)) == format_pounds(risk):
            money = f", {format_pounds(risk, symbol=True)} at risk" if risk else ""
            return f"{verdict} clause {clause} ({want['term']}, {want['subject']}{money})"
    return None


def _reconciled(want: Row, outcome: Outcome) -> str | None:
    key = want["key"]
    for item in outcome.result.items:
        if key in {*item.ledger_keys, *item.line_ids} and want.get("kind") == item.kind:
            return f"{item.kind} {item.reference}: {item.reason}"
    rows = outcome.matches
    hit = rows[(rows["ledger_key"] == key) | (rows["line_id"] == key)]
    for status, reason in zip(hit["status"], hit["reason"], strict=True):
        if want.get("status") == status:
            return f"{status}: {reason}"
    return None


def _confirmed(want: Row, act: Act, fund: Fund) -> str | None:
    if want.get("status") != "proposed":
        return None
    for c in act.uow.ledger.confirmations(fund.row.id):
        if want["key"] in {*c.ledger_keys, *c.line_ids}:
            return f"proposed, then confirmed by {c.by}: {c.reason}"
    return None
