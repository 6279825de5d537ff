"""The trail of every change: verify it against everything it speaks of, dump it, sign its head."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import select

from app.services.office import Act
from app.store.audit import AuditRow, HeadRow
from app.store.evidence import check_evidence
from app.store.files import StoredFile
from app.store.types import canonical_json
from grants.policy import Action, Actor, NotAllowed, may, own_projects
from ledger.audit.chain import dump_line, verify_entries
from ledger.audit.entry import read_entry
from ledger.audit.head import check_head, head_bytes, public_key_of, read_head, sign_head
from ledger.audit.tree import Tree, root_of


@dataclass(frozen=True)
class Verified:
    """What was checked and every fault found."""

    size: int
    root: str
    heads: int
    files: int
    journals: int
    freezes: int
    faults: tuple[str, ...]


def verify_trail(act: Act) -> Verified:
    """Check chain, heads, the rows that entries vouch for, files, journals and frozen figures."""
    act.require(Action.VIEW_AUDIT)
    stored = list(act.uow.audit.stored())
    report = verify_entries(stored)
    faults = [report.fault.reason] if report.fault else []
    if not report.fault:
        spoken = (read_entry(entry) for entry, _digest in stored)
        faults += check_evidence(act.uow.session, ((e.seq, e.body.get("evidence")) for e in spoken))
    tree = Tree(digest for _entry, digest in stored)
    key = public_key_of(act.office.signing_key)
    heads = act.uow.audit.heads()
    for head in heads:
        fault = check_head(tree, read_head(head.document.encode()), key=key)
        if fault:
            faults.append(f"Head {head.id} of {head.at:%d/%m/%Y}: {fault}")
    files = act.uow.session.execute(select(StoredFile.sha256, StoredFile.data))
    count = 0
    for sha, data in files:
        count += 1
        if hashlib.sha256(data).hexdigest() != sha:
            faults.append(f"Stored file {sha[:12]}… no longer hashes to its name.")
    journals = act.uow.book.journals()
    faults += [
        f"Journal {j.reference} does not balance or is not sealed."
        for j in journals
        if not j.sealed or sum(p.pence for p in j.postings) != 0
    ]
    freezes = 0
    for reference in act.uow.contracts.references():
        row = act.uow.contracts.row(reference)
        for freeze in act.uow.returns.freezes(row.id) if row else []:
            freezes += 1
            if hashlib.sha256(canonical_json(freeze.body).encode()).hexdigest() != freeze.digest:
                faults.append(f"{reference} {freeze.period}: the certified figures have changed.")
    return Verified(
        tree.size, tree.root().hex(), len(heads), count, len(journals),
        freezes, tuple(faults),
    )  # fmt: skip


def dump_trail(act: Act) -> tuple[bytes, int]:
    """The trail as JSON lines, and how many entries it has; for those who see every contract."""
    if not sees_whole_trail(act.actor):
        raise NotAllowed("The whole trail is for those who see every contract.")
    lines = [dump_line(entry) for entry in act.uow.audit.stored()]
    return b"".join(lines), len(lines)


def sign_trail(act: Act, reason: str) -> bytes:
    """Sign size and root of the trail as it stands, keep the head, and give it as a document."""
    hashes = [digest for _entry, digest in act.uow.audit.stored()]
    head = sign_head(len(hashes), root_of(hashes), act.now, seed=act.office.signing_key)
    document = head_bytes(head)
    act.uow.audit.add_head(
        HeadRow(
            size=head.size,
            root=head.root.hex(),
            at=act.now,
            reason=reason,
            document=document.decode(),
        )
    )
    return document


def trail_page(act: Act, *, before: int | None, limit: int) -> list[AuditRow]:
    """Newest entries that the actor may see, before a sequence number."""
    contracts = visible_contracts(act, act.actor)
    return act.uow.audit.page(contracts=contracts, before=before, limit=limit)


def sees_whole_trail(actor: Actor) -> bool:
    """Whether one role of an actor's reads the trail of every contract (and about people)."""
    return any(
        g.contract is None and may(Actor(actor.person, grants=(g,)), Action.VIEW_AUDIT)
        for g in actor.grants
    )


def visible_contracts(act: Act, actor: Actor) -> frozenset[str] | None:
    """Contracts whose trail an actor may read; None: all, with entries about people too."""
    if sees_whole_trail(actor):
        return None
    return frozenset(
        r
        for r in act.uow.contracts.references()
        if may(actor, Action.VIEW_AUDIT, contract=r) and own_projects(actor, r) is None
    )
