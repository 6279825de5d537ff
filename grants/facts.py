"""A contract as recorded facts, one per row of each table, and what a newer file adds to them.

A fact is a table's name, the row's natural key and a body in canonical JSON. Facts are recorded in
order and never changed: a later fact of the same table and key supersedes the earlier one, which
happens only where information was completed (each table declares which blank fields may be
filled). Everything else that differs from a recorded fact is refused by the caller with the
sentences of ``compare``.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from grants.contract import Allocation, Contract, TermVersion, Variation
from grants.contract_file.changes import Change, Completion, Difference, compare
from grants.contract_file.fact import Fact, current, fact_of
from grants.contract_file.keys import Table
from grants.contract_file.plain import plain_row, values_of
from grants.contract_file.tables import BY_NAME, CONTRACT, NESTED, TABLES
from ledger.require import require

__all__ = [
    "Change",
    "Completion",
    "Difference",
    "Fact",
    "compare",
    "contract_from",
    "current",
    "facts_of",
]


def facts_of(contract: Contract) -> tuple[Fact, ...]:
    """One fact per row, tables in their declared order, rows in the contract's order."""
    facts = [fact_of(CONTRACT.name, contract.reference, plain_row(CONTRACT, contract))]
    for table in TABLES:
        seen: Counter[str] = Counter()
        for row in getattr(contract, table.holds):
            body = plain_row(table, row)
            name = _natural_key(table, body)
            seen[name] += 1
            key = name if seen[name] == 1 else f"{name} #{seen[name]}"
            facts.append(fact_of(table.name, key, body))
    return tuple(facts)


def contract_from(facts: Iterable[Fact]) -> Contract:
    """The contract of facts in the order they were recorded; of one key the last one counts.

    ``contract_from(facts_of(contract)) == contract`` for every contract the reader gives.
    """
    rows: dict[str, list[object]] = {table.holds: [] for table in TABLES}
    headers: list[Contract] = []
    for fact in current(facts):
        table = BY_NAME[fact.table]
        row = _row(table, fact.values)
        if isinstance(row, Contract):
            headers.append(row)
        else:
            rows[table.holds].append(row)
    require(len(headers) == 1, "The facts of one contract hold one header.")
    tables: dict[str, Any] = {name: tuple(found) for name, found in rows.items()}
    return replace(headers[0], **tables)


def _natural_key(table: Table, body: Mapping[str, Any]) -> str:
    """The identity's values, joined; a blank one stands as ``-``."""
    return " / ".join(str(body.get(name, "")) or "-" for name in table.identity)


def _row(table: Table, body: Mapping[str, Any]) -> object:
    row = table.build(values_of(table, body))
    if not isinstance(row, Variation):
        return row
    terms = (values_of(NESTED["term"], child) for child in body.get("terms", ()))
    allocations = (values_of(NESTED["allocation"], child) for child in body.get("allocations", ()))
    dates = {"effective_from": row.effective_from, "agreed_on": row.agreed_on}
    return replace(
        row,
        terms=tuple(TermVersion(**{**dates, **v, "variation": row.number}) for v in terms),
        allocations=tuple(
            Allocation(**v, variation=row.number, effective_from=row.effective_from)
            for v in allocations
        ),
    )
