"""Contract files: from TOML text to a Contract, or a refusal that lists every problem at once."""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from grants.contract import Allocation, Contract, TermVersion, Variation
from grants.contract_file.crosschecks import cross_check
from grants.contract_file.found import Found, Placed, place
from grants.contract_file.keys import NEEDED, Form, Key, Table
from grants.contract_file.params import Kinds, read_params
from grants.contract_file.problems import ContractRefused
from grants.contract_file.tables import BY_NAME, CONTRACT, NESTED, TABLES
from grants.contract_file.unreadable import Unreadable, shown
from grants.contract_file.values import read_value

FILE_CHARS_MAX: Final = 4_000_000
_OUT_OF_REASON: Final = "a number is too long or lists are nested too deeply"


def read_contract(text: str, file: str, kinds: Kinds | None = None) -> Contract:
    """The contract of a TOML file.

    Args:
        text: the whole file.
        file: its name, for the problems.
        kinds: the parameters of every known kind of term; None leaves parameters unjudged.

    Raises:
        ContractRefused: with every problem of the file.
    """
    return _read(text, file, kinds, is_award_binding=True)


def read_contract_to_check(text: str, file: str, kinds: Kinds | None = None) -> Contract:
    """As :func:`read_contract`, but allocations over the award are left to the contract's terms.

    For a check of an agreement as it stands: there they are a finding with its clause, not a
    reason to look no further.

    Raises:
        ContractRefused: with every other problem of the file.
    """
    return _read(text, file, kinds, is_award_binding=False)


def _read(text: str, file: str, kinds: Kinds | None, *, is_award_binding: bool) -> Contract:
    found = Found(file)
    document = _parse(text, found)
    contract = None
    if document is not None:
        contract = _Reading(found, kinds).contract(document)
        cross_check(found, is_award_binding=is_award_binding)
    if found.problems or contract is None:
        raise ContractRefused(tuple(found.problems))
    return contract


def _parse(text: str, found: Found) -> Mapping[str, object] | None:
    """The TOML document; None after reporting why there is none."""
    if len(text) > FILE_CHARS_MAX:
        found.report(
            "",
            "",
            f"The file has {len(text):,} characters.",
            why=f"A contract file has at most {FILE_CHARS_MAX:,}.",
            fix="Check that it is the right file.",
        )
        return None
    try:
        return tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as fault:
        reason = str(fault) if isinstance(fault, tomllib.TOMLDecodeError) else _OUT_OF_REASON
        found.report(
            "",
            "",
            f"The file is not TOML: {reason}.",
            why="Nothing of it can be read.",
            fix="Correct that line; text stands in quotation marks, and each key once in a table.",
        )
        return None


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading: where rows and problems go, and which parameters are known."""

    found: Found
    kinds: Kinds | None

    def contract(self, document: Mapping[str, object]) -> Contract | None:
        """All tables in the declared order; None where the header could not be built."""
        self._refuse_unknown_tables(document)
        header = self._header(document.get("contract"))
        tables: dict[str, Any] = {}
        for table in TABLES:
            placed = self._rows(table, document.get(table.name))
            tables[table.holds] = tuple(row for _, row in placed)
        return None if header is None else replace(header, **tables)

    def _refuse_unknown_tables(self, document: Mapping[str, object]) -> None:
        for name, value in document.items():
            if name in BY_NAME:
                continue
            is_table = isinstance(value, Mapping | list)
            nearest = difflib.get_close_matches(name, BY_NAME, n=1)
            hint = f"Did you mean {BY_NAME[nearest[0]].heading}?" if nearest else "Remove it."
            home = CONTRACT.key(name)
            self.found.report(
                f"[[{name}]]" if isinstance(value, list) else f"[{name}]" if is_table else "",
                "" if is_table else name,
                "There is no such table." if is_table else "The key stands outside any table.",
                why="What nobody reads would silently not govern.",
                fix="Move it under [contract]." if home and not is_table else hint,
            )

    def _header(self, raw: object) -> Contract | None:
        if not isinstance(raw, dict):
            self.found.report(
                CONTRACT.heading,
                "",
                "The table is missing." if raw is None else "It is not one single table.",
                why="It says which agreement this is, for what time and for how much.",
                fix="Begin the file with one [contract].",
            )
            return None
        values, is_whole = self._values(CONTRACT, raw, CONTRACT.heading)
        starts_on, ends_on, award = (values.get(k) for k in ("starts_on", "ends_on", "award"))
        self.found.starts_on = starts_on if isinstance(starts_on, date) else None
        self.found.ends_on = ends_on if isinstance(ends_on, date) else None
        self.found.award = award if isinstance(award, int) else None
        if not is_whole:
            return None
        header = Contract(**values)
        self.found.located.append((CONTRACT.heading, header))
        return header

    def _rows(self, table: Table, raw: object, inside: str = "") -> list[Placed]:
        """The readable rows of a table, each with its place."""
        if raw is None or raw == []:
            if table.is_required:
                self.found.report(
                    table.heading,
                    "",
                    "The file has none.",
                    why="No contract can be checked without one.",
                    fix=f"Add {table.heading} with {self._needed(table)}.",
                )
            return []
        if not isinstance(raw, list) or not all(isinstance(row, dict) for row in raw):
            self.found.report(
                f"{inside + ' ' if inside else ''}{table.heading}",
                "",
                "It is not a list of tables.",
                why="There may be several, each under its own heading.",
                fix=f"Head each with {table.heading}, in double brackets.",
            )
            return []
        places = [place(table, position, row, inside) for position, row in enumerate(raw, 1)]
        rows = [self._row(table, row, where) for where, row in zip(places, raw, strict=True)]
        return [(where, row) for where, row in zip(places, rows, strict=True) if row is not None]

    @staticmethod
    def _needed(table: Table) -> str:
        return ", ".join(key.name for key in table.keys if key.required)

    def _row(self, table: Table, raw: dict[str, Any], where: str) -> object | None:
        code = raw.get(table.identity[0])
        if isinstance(code, str | int):
            self.found.codes[table.name].add(str(code))
        plain = {key: value for key, value in raw.items() if key not in table.nested}
        values, is_whole = self._values(table, plain, where)
        nested = {name: self._rows(NESTED[name], raw.get(name), where) for name in table.nested}
        if not is_whole:
            return None
        row = table.build(values)
        if isinstance(row, Variation):
            row, placed = _varied(row, nested["term"] + nested["allocation"])
            self.found.located += placed
        if table not in NESTED.values():
            self.found.located.append((where, row))
        return row

    def _values(
        self, table: Table, raw: Mapping[str, object], where: str
    ) -> tuple[dict[str, Any], bool]:
        """The readable values, and whether a row can be built of them."""
        values: dict[str, Any] = {}
        before = len(self.found.problems)
        for name, value in raw.items():
            key = table.key(name)
            if key is None:
                self._unknown(table, name, where)
                before += 1  # an unknown key does not stop the row from being read
            elif key.form is Form.PARAMS:
                values[name] = self._params(raw, value, where)
            else:
                try:
                    values[name] = read_value(key, value)
                except Unreadable as fault:
                    self.found.report(where, name, fault.what, why=fault.why, fix=fault.fix)
        for key in table.keys:
            if key.required and key.name not in raw:
                self._missing(key, where)
        return values, len(self.found.problems) == before

    def _unknown(self, table: Table, name: str, where: str) -> None:
        names = [*(key.name for key in table.keys), *table.nested]
        nearest = difflib.get_close_matches(name, names, n=1)
        self.found.report(
            where,
            name,
            f"{table.heading} has no such key.",
            why="What nobody reads would silently not govern.",
            fix=f"Did you mean {nearest[0]}?" if nearest else f"Its keys are {', '.join(names)}.",
        )

    def _missing(self, key: Key, where: str) -> None:
        self.found.report(
            where,
            key.name,
            "It is missing.",
            why=key.why or NEEDED,
            fix=f"Add {key.name} ({key.form}).",
        )

    def _params(self, row: Mapping[str, object], raw: object, where: str) -> dict[str, Any]:
        if not isinstance(raw, Mapping):
            self.found.report(
                where,
                "params",
                f"{shown(raw)} is not a table of parameters.",
                why="The figures of a term stand there by name.",
                fix="Write them under [term.params].",
            )
            return {}
        values, faults = read_params(str(row.get("code", "")), raw, self.kinds)
        for name, fault in faults:
            self.found.report(where, f"params.{name}", fault.what, why=fault.why, fix=fault.fix)
        return values


def _varied(variation: Variation, placed: list[Placed]) -> tuple[Variation, list[Placed]]:
    """The variation with its terms and allocations, dated and numbered by it."""
    own: list[Placed] = []
    for where, row in placed:
        if isinstance(row, TermVersion):
            term = replace(
                row,
                effective_from=row.effective_from or variation.effective_from,
                agreed_on=row.agreed_on or variation.agreed_on,
                variation=variation.number,
            )
            own.append((where, term))
        elif isinstance(row, Allocation):
            allocation = replace(
                row, variation=variation.number, effective_from=variation.effective_from
            )
            own.append((where, allocation))
    terms = tuple(row for _, row in own if isinstance(row, TermVersion))
    allocations = tuple(row for _, row in own if isinstance(row, Allocation))
    return replace(variation, terms=terms, allocations=allocations), own
