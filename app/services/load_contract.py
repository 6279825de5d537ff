"""Record a contract from its file, or add what is new. A past fact is not changed."""

from dataclasses import dataclass

from app.services.journals import post_contract_events
from app.services.office import Act, NotFound, Refused
from app.store.contracts import ContractRow, FactRow
from grants.contract import Contract
from grants.contract_file import (
    ContractRefused,
    CopyRefused,
    check_contract,
    copy_for_year,
    read_contract,
    write_contract,
)  # fmt: skip
from grants.facts import Change, Fact, compare, facts_of
from grants.policy import Action
from grants.terms.registry import kinds


@dataclass(frozen=True)
class Loaded:
    """What loading did. ``added`` and ``completed`` name facts as ``table key``."""

    reference: str
    is_new: bool
    added: tuple[str, ...]
    completed: tuple[str, ...]
    unchanged: int
    absent: tuple[str, ...]
    journals: int


def load_contract(act: Act, text: str, file: str) -> Loaded:
    """Read the TOML form and keep what is new.

    Raises:
        Refused: the file has problems (all of them in ``details``), or it changes a past fact.
    """
    try:
        contract = read_contract(text, file, kinds())
    except ContractRefused as refusal:
        raise Refused(
            f"{file} was not loaded: {len(refusal.problems)} problem(s). Nothing was changed.",
            tuple(str(p) for p in refusal.problems),
        ) from refusal
    act.require(Action.LOAD_CONTRACT, contract=contract.reference)
    return _keep(act, contract, text, file)


def _keep(act: Act, contract: Contract, text: str, file: str) -> Loaded:
    uow = act.uow
    row = uow.contracts.row(contract.reference)
    is_new = row is None
    if row is None:
        row = ContractRow(reference=contract.reference, created_at=act.now, created_by=act.person)
        uow.contracts.add(row)
    change = compare(uow.contracts.facts(row.id), facts_of(contract))
    if change.changed:
        raise Refused(
            f"{file} was not loaded: it changes {len(change.changed)} fact(s) already recorded for "
            f"{contract.reference}. A past fact is not changed; record a variation, a consent or a "
            "correcting fact instead. Nothing was changed.",
            tuple(str(c) for c in change.changed),
        )
    fresh = change.to_record
    source = _source(act, text, file) if fresh else ""
    uow.contracts.add_facts([_row(act, row.id, fact, source) for fact in fresh])
    journals = 0
    if fresh:
        merged = uow.contracts.load(contract.reference)
        if merged is None:
            raise NotFound(f"{contract.reference} was not kept.")
        _require_whole(merged, file)
        journals = post_contract_events(act, row.id, merged)
        _record(act, contract.reference, change, file, source, is_new=is_new)
    return Loaded(
        reference=contract.reference,
        is_new=is_new,
        added=tuple(f"{f.table} {f.key}" for f in change.new),
        completed=tuple(f"{c.fact.table} {c.fact.key}" for c in change.completed),
        unchanged=len(change.unchanged),
        absent=tuple(f"{f.table} {f.key}" for f in change.absent),
        journals=journals,
    )


def _source(act: Act, text: str, file: str) -> str:
    """Keep the file that new facts come from; one that adds nothing leaves no trace."""
    return act.uow.files.keep(
        text.encode(), name=file, media_type="application/toml", at=act.now, by=act.person
    )


def _require_whole(merged: Contract, file: str) -> None:
    """What is recorded and what the file adds must hold together, not only each by itself."""
    problems = check_contract(merged, file)
    if problems:
        raise Refused(
            f"{file} was not loaded: with what is recorded already, {len(problems)} problem(s). "
            "Nothing was changed.",
            tuple(str(p) for p in problems),
        )


def _row(act: Act, contract_id: int, fact: Fact, source: str) -> FactRow:
    return FactRow(
        contract_id=contract_id, table_name=fact.table, key=fact.key, body=fact.body,
        digest=fact.digest, recorded_at=act.now,
        recorded_by=act.person, source_sha256=source,
    )  # fmt: skip


def _record(
    act: Act, reference: str, change: Change, file: str, source: str, *, is_new: bool
) -> None:
    act.record(
        "contract-recorded" if is_new else "contract-facts-added",
        contract=reference,
        subject=reference,
        body={
            "file": file,
            "sha256": source,
            "new": [f"{f.table} {f.key}" for f in change.new],
            "completed": [f"{c.fact.table} {c.fact.key}" for c in change.completed],
        },
    )


@dataclass(frozen=True)
class Copied:
    """A draft of next year's contract file and what a person must complete in it."""

    toml: str
    to_complete: tuple[str, ...]


def copy_contract(act: Act, reference: str, *, to: str, year: str) -> Copied:
    """Next year's draft from this contract, as a file to complete and load.

    Raises:
        NotFound: no such contract.
        Refused: the new reference is taken.
    """
    act.require(Action.LOAD_CONTRACT, contract=reference)
    contract = act.uow.contracts.load(reference)
    if contract is None:
        raise NotFound(f"There is no contract {reference}.")
    if act.uow.contracts.row(to) is not None:
        raise Refused(f"There is a contract {to} already. Choose another reference.")
    try:
        draft = copy_for_year(contract, to, year)
    except CopyRefused as refusal:
        raise Refused(str(refusal)) from refusal
    return Copied(write_contract(draft.contract), draft.to_complete)
