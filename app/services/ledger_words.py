"""What people say about the ledger: this match is right, this is why, this is cleared."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.services.fund import Fund, fund_of, require_period
from app.services.office import Act, NotFound, Refused
from app.services.reconcile_ledger import Outcome, reconciliation_of
from app.store.ledger import ItemCleared, ItemRow, MatchConfirmation, MatchUndone
from grants.policy import Action
from ledger.reconciliation.item import ItemKind, ReconcilingItem

WORDS_MIN = 2


def _open_fund(act: Act, contract: str, period: str) -> Fund:
    act.require(Action.RECONCILE_LEDGER, contract=contract)
    fund = fund_of(act, contract)
    require_period(fund, period)
    if period in fund.frozen_periods:
        raise Refused(f"{period} is {fund.quarter_state(period)}: its reconciliation is frozen.")
    return fund


def confirm_matches(
    act: Act, contract: str, period: str, match_ids: Sequence[str], reason: str = ""
) -> list[str]:
    """Confirm proposed matches; all of them or none.

    Raises:
        NotFound: an id is not among the proposals of the period.
    """
    fund = _open_fund(act, contract, period)
    proposals = reconciliation_of(act, fund, period).proposals
    for match_id in dict.fromkeys(match_ids):
        rows = proposals[proposals["match_id"] == match_id]
        if rows.empty:
            raise NotFound(
                f"{match_id} is not a proposed match of {period}. It may have been confirmed, or "
                "the lines have changed; look at the list again."
            )
        lines = list(dict.fromkeys(i for i in rows["line_id"] if i))
        keys = list(dict.fromkeys(k for k in rows["ledger_key"] if k))
        act.uow.ledger.add(
            MatchConfirmation(
                contract_id=fund.row.id,
                line_ids=lines,
                ledger_keys=keys,
                pass_name=rows["pass"].iloc[0],
                reason=reason.strip() or rows["reason"].iloc[0],
                by=act.person,
                at=act.now,
            )
        )
        act.record(
            "match-confirmed", contract=contract, subject=match_id,
            body={"period": period, "lines": lines, "ledger": keys, "reason": reason.strip()},
        )  # fmt: skip
    return list(dict.fromkeys(match_ids))


def undo_match(act: Act, contract: str, match: str) -> None:
    """Take a confirmation back: by its number, or by one of its line ids or ledger keys."""
    act.require(Action.RECONCILE_LEDGER, contract=contract)
    fund = fund_of(act, contract)
    for c in act.uow.ledger.confirmations(fund.row.id):
        if match in {str(c.id), *c.line_ids, *c.ledger_keys}:
            act.uow.ledger.add(MatchUndone(confirmation_id=c.id, by=act.person, at=act.now))
            act.record(
                "match-undone", contract=contract, subject=str(c.id),
                body={"lines": c.line_ids, "ledger": c.ledger_keys},
            )  # fmt: skip
            return
    raise NotFound(f"There is no confirmed match {match} in {contract}.")


def explain_keys(  # noqa: PLR0913 - an item has these parts
    act: Act, contract: str, period: str, keys: Sequence[str], *, kind: ItemKind, reason: str,
    owner: str, expected: str = "",
) -> ReconcilingItem:  # fmt: skip
    """Make one reconciling item of open ledger lines and open return lines.

    A ledger line that is in the ledger and not claimed leaves the bridge (its amount with the sign
    turned); a return line that is claimed and not in the ledger joins it.

    Raises:
        NotFound: a key is not open in the period.
        Refused: no reason in words, or nothing named.
    """
    fund = _open_fund(act, contract, period)
    if len(reason.split()) < WORDS_MIN:
        raise Refused("Say why in words; the reason goes into the audit pack.")
    if not keys:
        raise Refused("Name at least one ledger key or return line.")
    if expected:
        require_period(fund, expected)
    found = _open_amounts(fund, reconciliation_of(act, fund, period), keys, period)
    item = ReconcilingItem(
        reference=f"R{1 + len(act.uow.ledger.items(fund.row.id)):04d}", kind=kind,
        amount=found.amount, ledger_keys=found.ledger_keys, line_ids=found.line_ids,
        reason=reason.strip(), owner=owner, expected_to_clear=expected, period=period,
    )  # fmt: skip
    act.uow.ledger.add(
        ItemRow(
            contract_id=fund.row.id,
            reference=item.reference,
            period=period,
            kind=kind,
            amount_pence=item.amount,
            ledger_keys=list(item.ledger_keys),
            line_ids=list(item.line_ids),
            reason=item.reason,
            owner=owner,
            expected_to_clear=expected,
            made_by=act.person,
            made_at=act.now,
        )
    )
    act.record(
        "difference-explained", contract=contract, subject=item.reference,
        body={
            "period": period, "kind": str(kind), "amount": item.amount,
            "ledger": list(item.ledger_keys), "lines": list(item.line_ids),
            "reason": item.reason, "owner": owner, "expected": expected,
        },
    )  # fmt: skip
    return item


@dataclass(frozen=True)
class _Found:
    ledger_keys: tuple[str, ...]
    line_ids: tuple[str, ...]
    amount: int


def _open_amounts(fund: Fund, outcome: Outcome, keys: Sequence[str], period: str) -> _Found:
    """The named keys among what is open, and their amount as it stands in the bridge.

    The two sides of a proposed match are open as well: who explains one says that they are not
    the same, and the proposal is not made again.
    """
    months = {a for p in fund.signed.periods if p.code == period for a in p.accounting_periods}
    here = outcome.ledger[outcome.ledger["accounting_period"].isin(months)]
    mine_now = set(outcome.claims.loc[outcome.claims["period"] == period, "line_id"])
    proposed = outcome.proposals
    open_ledger = {k for b in outcome.bridges for k in b.open_ledger}
    open_ledger |= set(proposed["ledger_key"]) & set(here["ledger_key"])
    open_lines = {i for b in outcome.bridges for i in b.open_lines}
    open_lines |= set(proposed["line_id"]) & mine_now
    claims = dict(zip(outcome.claims["line_id"], outcome.claims["claimed"], strict=True))
    ledger_keys = tuple(k for k in dict.fromkeys(keys) if k in open_ledger)
    line_ids = tuple(k for k in dict.fromkeys(keys) if k in open_lines and k not in open_ledger)
    missing = [k for k in dict.fromkeys(keys) if k not in open_ledger and k not in open_lines]
    if missing:
        raise NotFound(
            f"{', '.join(missing[:5])}: neither an open ledger line nor an open return line of "
            f"{period}. See what is open: flask ledger reconcile."
        )
    mine = here[here["ledger_key"].isin(ledger_keys)]
    amount = -int(mine["amount"].sum()) if len(mine) else 0
    amount += sum(int(claims[i]) for i in line_ids)
    return _Found(ledger_keys, line_ids, amount)


def clear_item(act: Act, contract: str, reference: str, cleared_by: str) -> None:
    """Clear an item by what cleared it (a journal, a ledger key, a document).

    Raises:
        NotFound: no such item.
        Refused: it is cleared already, or nothing is named.
    """
    act.require(Action.RECONCILE_LEDGER, contract=contract)
    fund = fund_of(act, contract)
    if not cleared_by.strip():
        raise Refused("Say what cleared it: a journal, a ledger key or a document.")
    for item, cleared in act.uow.ledger.items(fund.row.id):
        if item.reference != reference:
            continue
        if cleared is not None:
            raise Refused(f"{reference} was cleared already, by {cleared.reference}.")
        act.uow.ledger.add(
            ItemCleared(item_id=item.id, reference=cleared_by.strip(), by=act.person, at=act.now)
        )
        act.record(
            "item-cleared", contract=contract, subject=reference, body={"by": cleared_by.strip()}
        )
        return
    raise NotFound(f"There is no reconciling item {reference} in {contract}.")
