"""Cross-checks of a contract file: what no single key can show to be wrong.

References, duplicates and spans of dates are declared with the tables and checked here for all of
them alike; what only an agreement has (periods, terms, variations, award) is in ``agreement``.
"""

import difflib
from collections.abc import Iterator
from datetime import date
from typing import Final

from grants.contract import Allocation, Contract, TermVersion
from grants.contract_file.agreement import (
    check_award,
    check_consents,
    check_instalments,
    check_periods,
    check_variations,
    check_virements,
)
from grants.contract_file.found import Found, found_in
from grants.contract_file.keys import Form, Key, Table
from grants.contract_file.problems import Problem
from grants.contract_file.tables import BY_NAME, CONTRACT, TABLES

_BY_ROW: Final = {table.row: table for table in (CONTRACT, *TABLES)}
_BY_CODE: Final = frozenset({Form.MONEY_BY, Form.TEXT_BY, Form.NUMBER_BY})


def check_contract(contract: Contract, file: str) -> tuple[Problem, ...]:
    """Every cross-check on a contract that is already built, for example stored and new facts.

    ``file`` names it in the problems. Empty when nothing is wrong.
    """
    found = found_in(contract, file)
    cross_check(found, is_award_binding=True)
    return tuple(found.problems)


def cross_check(found: Found, *, is_award_binding: bool) -> None:
    """Report every fault between rows. ``is_award_binding``: also allocations over the award."""
    for where, row in found.located:
        table = _BY_ROW[type(row)]
        _check_spans(found, where, row, table)
        _check_references(found, where, row, table)
    _check_duplicates(found)
    check_periods(found)
    check_variations(found)
    check_consents(found)
    check_virements(found)
    check_instalments(found)
    if is_award_binding:
        check_award(found)


def _check_spans(found: Found, where: str, row: object, table: Table) -> None:
    for first, second in table.spans:
        begins, ends = getattr(row, first), getattr(row, second)
        if isinstance(begins, date) and isinstance(ends, date) and ends < begins:
            found.report(
                where,
                second,
                f"{ends.isoformat()} is before {first}, {begins.isoformat()}.",
                why="Nothing falls into a time that ends before it begins.",
                fix="Correct one of the two dates.",
            )


def _check_references(found: Found, where: str, row: object, table: Table) -> None:
    for key in table.keys:
        for named in _named_by(key, row) if key.refers else ():
            known = found.codes[key.refers]
            if named in known:
                continue
            nearest = difflib.get_close_matches(named, sorted(known), n=1)
            heading = BY_NAME[key.refers].heading
            found.report(
                where,
                key.name,
                f'No {heading} is called "{named}".',
                why="What refers to nothing is checked against nothing.",
                fix=f"Did you mean {nearest[0]}?" if nearest else f"Add the {heading} first.",
            )


def _named_by(key: Key, row: object) -> Iterator[str]:
    """The codes of another table that a row names under a key."""
    value = getattr(row, key.name)
    if key.form in _BY_CODE:
        yield from value
    elif value is not None and value != "":
        yield str(value)


def _check_duplicates(found: Found) -> None:
    """Two rows of one identity, where the table allows one."""
    seen: dict[tuple[object, ...], str] = {}
    for where, row in found.located:
        table = _BY_ROW[type(row)]
        if not table.is_unique or isinstance(row, Allocation):
            continue
        values = [getattr(row, name) for name in table.identity]
        first = seen.setdefault((table.name, *values), where)
        if first == where:
            continue
        name = " and ".join(f"{k} {v}" for k, v in zip(table.identity, values, strict=True))
        is_term = isinstance(row, TermVersion)
        found.report(
            where,
            table.identity[-1],
            f"There is already one with {name}: {first}.",
            why="Two versions of a term from one day would both govern."
            if is_term
            else "One name must mean one thing.",
            fix="Date the later version from the day it takes effect, in a [[variation]]."
            if is_term
            else "Give it its own name, or remove the repeated row.",
        )
