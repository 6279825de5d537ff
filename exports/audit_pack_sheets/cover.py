"""Cover: what the pack is, whether it adds up, what it was made from and who signed for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from exports.audit_pack_sheets import budget, checks, prior, reconciliation, statement
from exports.audit_pack_sheets.transactions import AMOUNT, DISALLOWED, STATED
from exports.canonical import digest_of, pack_digest
from exports.formula import Lines, literal, money, number_of, ties, total_of
from exports.layout import quoted
from exports.lines import left_out
from exports.pack_data import NOT_RECORDED, PackData, shown_time
from exports.profile import Masker
from exports.register import Record, block, masked
from exports.sheet import Block, Column, Exposure, Figure, Formula, Kind, Sheet, Value
from grants.verdict import SCREEN_LABELS

NAME: Final = "Cover"
ROOT_ITEM: Final = "Audit trail: Merkle root (RFC 9162)"
DIGEST_ITEM: Final = "Pack digest (SHA-256 of the content)"
OPEN, PERSON = Exposure.OPEN, Exposure.PERSON
ABOUT_COLUMNS: Final = (
    Column("Item", width=42, exposure=OPEN),
    Column("Value", width=26, exposure=OPEN),
    Column("Note", width=26, exposure=OPEN),
)
CHECK_COLUMNS: Final = (
    Column("Check", width=42, exposure=OPEN),
    Column("Difference", Kind.MONEY, 26, OPEN),
    Column("In words", width=26, exposure=OPEN),
    Column("How it is worked out", width=48, exposure=OPEN),
)
SHEET_COLUMNS: Final = (
    Column("Sheet", width=42, exposure=OPEN),
    Column("Rows", Kind.INTEGER, 26, OPEN),
    Column("Control total", Kind.MONEY, 26, OPEN),
    Column("Total of", width=48, exposure=OPEN),
    Column("SHA-256 of the content", width=68, exposure=OPEN),
)
SOURCE_COLUMNS: Final = (
    Column("File", width=42),
    Column("Rows", Kind.INTEGER, 26, OPEN),
    Column("Control total", Kind.MONEY, 26, OPEN),
    Column("What it is", width=48, exposure=OPEN),
    Column("SHA-256 of the file", width=68, exposure=OPEN),
    Column("Imported by", width=28, exposure=PERSON),
    Column("Imported at", width=24),
)
SIGN_COLUMNS: Final = (
    Column("Part", width=42, exposure=OPEN),
    Column("Person", width=26, exposure=PERSON),
    Column("At", width=26),
    Column("For", width=48, exposure=OPEN),
)
KEY_COLUMNS: Final = (
    Column("Word", width=42, exposure=OPEN),
    Column("Meaning", width=26, exposure=OPEN),
)
_TOTALLED: Final = {
    "Statement": statement.TO_DATE, "Transactions": AMOUNT, "Not claimed": "Ledger amount",
    "Checks": "At risk", "Exceptions": "At risk", "Budget movements": "Amount",
    "Accruals": "Amount", "Assets": "Cost", "Prior period": "Amount",
}  # fmt: skip
_KEY: Final = (
    ("Ties", "The difference is 0.00"),
    ("Does not tie", "The figures disagree by the difference shown"),
    ("None in period", "The register is kept, and holds nothing here"),
    ("Not recorded yet", "The product holds no such register"),
    ("disallowed", "Taken out of the claim"),
    ("REDACTED", "Masked for this profile; the council holds it"),
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The other sheets in their order, and the tables that the check cells add up."""

    sheets: tuple[Sheet, ...]
    tables: Mapping[str, Lines]

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name."""
        return next(s for s in self.sheets if s.name == name)


def _about(data: PackData) -> list[tuple[Value, ...]]:
    contract = data.contract
    terms = [t for t in contract.terms if t.code == "accounting-basis"]
    basis = str(terms[0].params.get("basis", "")) if terms else ""
    vat = "Net of VAT that can be recovered" if contract.term_versions("recoverable-vat") else ""
    quarter = next((q for q in contract.quarters if q.period == data.period_code), None)
    status = "certified" if quarter is not None and quarter.certified_at else "not certified"
    if quarter is not None and quarter.accepted_at:
        status = "accepted"
    root = data.audit.root if data.audit else NOT_RECORDED
    size = data.audit.size if data.audit else None
    missing = left_out(data)
    # Long digests stand beside a blank note and run over it.
    return [
        ("Contract", contract.reference, contract.title),
        ("Period", data.period_title, f"As on {data.as_of:%d/%m/%Y}"),
        ("Profile", data.profile.value, "For whom the pack is made"),
        ("Funder", contract.funder, ""),
        ("Accountable body", contract.accountable_body, contract.partnership),
        ("Contract runs", f"{contract.starts_on:%d/%m/%Y} to {contract.ends_on:%d/%m/%Y}", ""),
        ("Accounting basis", basis or NOT_RECORDED, "Term accounting-basis"),
        ("VAT basis", vat or NOT_RECORDED, "Term recoverable-vat"),
        ("Status of the return", status if data.period_code else "whole contract", ""),
        ("Made from data as at", shown_time(data.cut_off), "The data's own cut-off"),
        ("System version", data.system_version or NOT_RECORDED, ""),
        ("Rule set", data.rule_set or NOT_RECORDED, ""),
        ("Data-protection marking", data.marking, ""),
        ("Lines not in this pack", Figure(missing, Kind.INTEGER), "Of later or unknown periods"),
        ("Audit trail: entries", NOT_RECORDED if size is None else Figure(size, Kind.INTEGER), ""),
        (ROOT_ITEM, root, ""),
        (DIGEST_ITEM, "", ""),
    ]


def _checks(data: PackData, parts: Parts) -> Iterator[tuple[str, Formula, str]]:
    stated, agreed = parts.sheet(statement.NAME), parts.sheet(reconciliation.NAME)
    lines, earlier = parts.tables["Transactions"], parts.tables[prior.PRIOR]
    moved, accrued = parts.tables[budget.NAME], parts.tables[prior.ACCRUALS]
    now, to_date = total_of(stated, statement.NOW), total_of(stated, statement.TO_DATE)
    claimed = (lines.total_text(AMOUNT), lines.total_value(AMOUNT))
    before_where = {"Kind": literal(prior.EARLIER)}
    before = earlier.where_text("Amount", before_where), earlier.where_value("Amount", before_where)

    def less(first: tuple[str, int], *others: tuple[str, int]) -> Formula:
        text = first[0] + "".join(f"-({cell})" for cell, _ in others)
        return money(f"ROUND({text},2)", first[1] - sum(pence for _, pence in others))

    yield "Statement to transactions", less(now, claimed), "Actual this period less transactions"
    yield (
        "Prior + period = to date", less(to_date, claimed, before),
        "Actual to date less transactions less earlier claims",
    )  # fmt: skip
    stated_on, off = ((lines.total_text(h), lines.total_value(h)) for h in (STATED, DISALLOWED))
    yield (
        "Claimed = on the return − disallowed", less(claimed, (f"({stated_on[0]})-({off[0]})",
        stated_on[1] - off[1])), "Transactions: amount claimed less return plus disallowed",
    )  # fmt: skip
    counted = {"Counted": literal("Yes")}
    wheres = [{**counted, "Kind": literal(kind)} for kind in budget.BUDGET_KINDS]
    movements = [(moved.where_text("Amount", w), moved.where_value("Amount", w)) for w in wheres]
    yield (
        "Statement to budget movements",
        less(total_of(stated, statement.REVISED), *movements),
        "Revised budget less allocations, variations and virements",
    )
    yield "Virements net to nothing", less(movements[2]), "Virements out and in"
    cell = agreed.names[reconciliation.UNEXPLAINED]
    difference = number_of(agreed.rows[-1][1])
    yield (
        "Return to ledger", money(f"{quoted(agreed.name)}!{cell}", difference),
        "Unexplained difference of the reconciliation",
    )  # fmt: skip
    journal = [{"Journal class": literal(kind)} for kind in prior.ACCRUAL_CLASSES]
    raised = [(lines.where_text(AMOUNT, w), lines.where_value(AMOUNT, w)) for w in journal]
    this = {"When": literal(prior.THIS)}
    yield (
        "Accruals to transactions",
        less((accrued.where_text("Amount", this), accrued.where_value("Amount", this)), *raised),
        "Accruals of this period less lines of those classes",
    )
    verdicts = parts.tables[checks.CHECKS]
    counted_text, counted_value = checks.count_total(verdicts, checks.LISTED)
    found = parts.tables["Findings"]
    listed = found.count()
    if data.counts is not None:
        count = Formula(
            f"={listed.text.removeprefix('=')}-({counted_text})",
            (number_of(listed) - counted_value) * 100,
        )
        yield "Findings listed to counted", count, "Verdicts listed less verdicts counted"


def _check_rows(data: PackData, parts: Parts, first_row: int) -> list[tuple[Value, ...]]:
    rows: list[tuple[Value, ...]] = []
    for name, formula, words in _checks(data, parts):
        cell = f"$B${first_row + len(rows)}"
        rows.append((name, formula, ties(cell, number_of(formula)), words))
    if data.statement is not None:
        # The product's own figure stands in its own line, so that the check is cell less cell.
        row = first_row + len(rows)
        agreed = parts.sheet(reconciliation.NAME)
        cell = f"{quoted(agreed.name)}!{agreed.names[reconciliation.LEDGER_TOTAL]}"
        own, ours = data.statement.ledger_total, number_of(agreed.rows[2][1])
        rows.append(("Ledger total by the product's reconciliation", own, "A figure, not a check",
                     "As reconciled in the product"))  # fmt: skip
        difference = money(f"ROUND({cell}-$B${row},2)", ours - own)
        rows.append(("Ledger total to the product's", difference, ties(f"$B${row + 1}", ours - own),
                     "Ledger total of this pack less the line above"))  # fmt: skip
    return rows


def _contents(parts: Parts) -> Iterator[tuple[Value, ...]]:
    for sheet in parts.sheets:
        table = 1 if sheet.name == checks.CHECKS else 0
        lines = Lines([sheet], table)
        heading = _TOTALLED.get(sheet.name.rstrip(" 0123456789"), "")
        total = lines.total(heading) if heading else None
        yield sheet.name, lines.count(), total, heading, digest_of(sheet)


def _sources(data: PackData) -> list[Record] | None:
    if data.sources is None:
        return None
    return [
        ("", (s.file_name, s.rows, s.control_total, s.what, s.sha256, s.imported_by,
              shown_time(s.imported_at)))
        for s in sorted(data.sources, key=lambda s: (s.what, s.file_name, s.sha256))
    ]  # fmt: skip


def _signs(data: PackData) -> list[Record] | None:
    if data.sign_offs is None:
        return None
    order = {part: n for n, part in enumerate(("prepared", "reconciled", "certified", "accepted"))}
    given = sorted(
        data.sign_offs,
        key=lambda s: (s.period, order.get(s.part, len(order)), s.project, s.person),
    )
    return [
        (s.project, (s.part, s.person, shown_time(s.at), f"{s.period} {s.project}".strip()))
        for s in given
    ]


def build(data: PackData, parts: Parts, masker: Masker) -> tuple[Sheet, ...]:
    """All sheets with the cover in front; the pack's digest stands in its cell."""
    about = masked(ABOUT_COLUMNS, [("", row) for row in _about(data)], masker)
    first_check = 2 + len(about) + 3  # after the header, the rows, and the checks' two lines
    key = [*_KEY, *((v.value, label) for v, label in SCREEN_LABELS.items())]
    rows: Sequence[Sequence[Value]] = _check_rows(data, parts, first_check)
    blocks = (
        Block("Does it add up? Every difference must read 0.00", CHECK_COLUMNS, rows),
        Block("What is in the pack", SHEET_COLUMNS, list(_contents(parts))),
        block("What it was made from", SOURCE_COLUMNS, _sources(data), masker),
        block("Who signed for it", SIGN_COLUMNS, _signs(data), masker),
        Block("Key", KEY_COLUMNS, key),
    )
    at = {str(row[0]): number for number, row in enumerate(about, 3)}
    digest_row = at[DIGEST_ITEM]
    names = {"Contract": f"$B${at['Contract']}", "Period": f"$B${at['Period']}",
             "Profile": f"$B${at['Profile']}", "AuditRoot": f"$B${at[ROOT_ITEM]}",
             "PackDigest": f"$B${digest_row}"}  # fmt: skip
    note = f"Audit pack: {data.contract.title}, {data.period_title}. {data.marking}"
    blank = Sheet(NAME, ABOUT_COLUMNS, about, note, names=names, blocks=blocks)
    digests = [(NAME, digest_of(blank, without=(digest_row, 2)))]
    digests += [(str(row[0]), str(row[4])) for row in blocks[1].rows]
    final: list[Sequence[Value]] = list(about)
    final[digest_row - 3] = (DIGEST_ITEM, pack_digest(digests), "")
    cover = Sheet(NAME, ABOUT_COLUMNS, final, note, names=names, blocks=blocks)
    return (cover, *parts.sheets)
