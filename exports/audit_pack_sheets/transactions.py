"""Transactions: every spend line of the pack's period, with the ledger amount it stands for."""

from collections.abc import Iterator, Sequence
from typing import Final

from exports.layout import EXCEL_ROWS_MAX
from exports.lines import SpendLines
from exports.pack_data import PackData
from exports.profile import Masker
from exports.register import masked, with_totals
from exports.sheet import Column, Exposure, Kind, Sheet, Value

NAME: Final = "Transactions"
ROWS_MAX: Final = EXCEL_ROWS_MAX - 3  # note, header and totals
AMOUNT: Final = "Amount claimed"
STATED: Final = "On the return"
DISALLOWED: Final = "Disallowed"
LEDGER_AMOUNT: Final = "Ledger amount"
CONFIRMED: Final = frozenset({"matched", "confirmed", "netted"})
"""Statuses of a match that carry a ledger line onto the return; a proposal does not."""
OPEN, INTERNAL, PERSON = Exposure.OPEN, Exposure.INTERNAL, Exposure.PERSON
SUPPLIER, NARRATIVE = Exposure.SUPPLIER, Exposure.NARRATIVE

COLUMNS: Final = (
    Column("Line", width=12, exposure=OPEN),
    Column("Ledger key", width=16),
    Column("Period", width=10, exposure=OPEN),
    Column("Project", width=12, exposure=OPEN),
    Column("Head", width=12, exposure=OPEN),
    Column("Priority", width=12, exposure=OPEN),
    Column("Supplier", width=22, exposure=SUPPLIER),
    Column("Invoice ref", width=14, exposure=SUPPLIER),
    Column("Description", width=30, exposure=NARRATIVE),
    Column("Category", width=14, exposure=OPEN),
    Column("Cost centre", width=10, exposure=OPEN),
    Column("Subjective", width=10, exposure=OPEN),
    Column("Subjective name", width=18, exposure=OPEN),
    Column("Journal class", width=14, exposure=OPEN),
    Column("Accounting period", width=12, exposure=OPEN),
    Column("Incurred on", Kind.DATE, 11),
    Column("Service from", Kind.DATE, 11),
    Column("Service to", Kind.DATE, 11),
    Column("Posted on", Kind.DATE, 11),
    Column("Defrayed on", Kind.DATE, 11),
    Column("Net", Kind.MONEY, 13, OPEN),
    Column("VAT", Kind.MONEY, 12, OPEN),
    Column("Gross", Kind.MONEY, 13, OPEN),
    Column("Claim %", Kind.DECIMAL, 8, OPEN),
    Column(STATED, Kind.MONEY, 14, OPEN),
    Column(DISALLOWED, Kind.MONEY, 12, OPEN),
    Column(AMOUNT, Kind.MONEY, 14, OPEN),
    Column(LEDGER_AMOUNT, Kind.MONEY, 14, OPEN),
    Column("Match", width=12, exposure=OPEN),
    Column("Evidence", width=14, exposure=OPEN),
    Column("Result", width=11, exposure=OPEN),
    Column("Return version", width=9, exposure=OPEN),
    Column("Approved by", width=24, exposure=PERSON),
    Column("Corrects", width=12, exposure=OPEN),
)


def carried(data: PackData, lines: SpendLines) -> tuple[list[int | None], frozenset[int]]:
    """The ledger amount each line stands for, and which ledger rows are so carried.

    A ledger line is carried by the first spend line it is matched with; several ledger lines on
    one spend line are added up. Returns pence (or None) per line, and row numbers of ``ledger``.
    """
    amounts: list[int | None] = [None] * len(lines)
    ledger = data.ledger
    if ledger is None:
        return amounts, frozenset()
    place = {line: number for number, line in reversed(list(enumerate(lines.text["line_id"])))}
    taken: set[int] = set()
    bearer = _bearers(data, lines, place)
    pence = ledger["amount"].fillna(0).tolist()
    for row, (key, disposition) in enumerate(
        zip(ledger["ledger_key"].tolist(), ledger["disposition"].tolist(), strict=True)
    ):
        line = bearer.get(str(key)) if str(disposition).startswith("claimed") else None
        if line is not None:
            amounts[line] = (amounts[line] or 0) + int(pence[row])
            taken.add(row)
    return amounts, frozenset(taken)


def _bearers(data: PackData, lines: SpendLines, place: dict[str, int]) -> dict[str, int]:
    """Ledger key → number of the first line of this pack it is matched with."""
    found: dict[str, int] = {}
    if data.matches is None:
        for number, key in enumerate(lines.text["ledger_key"]):
            if key:
                found.setdefault(key, number)
        return found
    columns = [data.matches[name].tolist() for name in ("status", "line_id", "ledger_key")]
    for status, line, key in zip(*columns, strict=True):
        bearer = place.get(str(line))
        if str(status) in CONFIRMED and bearer is not None and key:
            found[str(key)] = min(found.get(str(key), bearer), bearer)
    return found


def _values(
    data: PackData, lines: SpendLines, ledger: list[int | None]
) -> Iterator[tuple[Value, ...]]:
    priorities = {p.code: p.priority for p in data.contract.projects}
    text, days, pence = lines.text, lines.days, lines.pence
    priority = [
        given or priorities.get(project, "")
        for given, project in zip(text["priority"], text["project"], strict=True)
    ]
    columns: Sequence[Sequence[Value]] = (
        text["line_id"], text["ledger_key"], text["period"], text["project"], text["head"],
        priority, text["supplier"], text["invoice_ref"], text["description"], text["category"],
        text["cost_centre"], text["subjective"], text["subjective_name"], text["journal_class"],
        text["accounting_period"], days["incurred_on"], days["service_from"], days["service_to"],
        days["posted_on"], days["defrayed_on"], pence["net"], pence["vat"], pence["gross"],
        lines.percent, pence["claimed"], lines.disallowed, lines.claimed, ledger,
        text["match_status"], text["evidence"],
        text["result"], text["return_version"], text["approved_by"],
        text["corrects"],
    )  # fmt: skip
    return zip(*columns, strict=True)


def build(
    data: PackData, lines: SpendLines, ledger: list[int | None], masker: Masker, *, rows_max: int
) -> tuple[Sheet, ...]:
    """The sheets Transactions, Transactions 2 …; each holds at most ``rows_max`` lines."""
    pairs = zip(lines.text["project"], _values(data, lines, ledger), strict=True)
    rows = masked(COLUMNS, pairs, masker)
    note = (
        f"Every spend line claimed for {data.period_title}, in pounds; "
        "expenditure positive, credits negative. Amount claimed: on the return less disallowed. "
        "Ledger amount: what the matched ledger lines hold."
    )
    made: list[Sheet] = []
    for number, start in enumerate(range(0, max(1, len(rows)), rows_max), 1):
        name = NAME if number == 1 else f"{NAME} {number}"
        sheet = Sheet(name, COLUMNS, rows[start : start + rows_max], note)
        made.append(with_totals(sheet, (STATED, DISALLOWED, AMOUNT, LEDGER_AMOUNT)))
    return tuple(made)
