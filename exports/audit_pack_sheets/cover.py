"""Cover: what the pack is, whether it adds up, what it was made from and who signed for it."""

from collections.abc import Iterator, Sequence
from typing import Final

from exports.audit_pack_sheets import checks, statement
from exports.audit_pack_sheets.cover_checks import Parts, check_rows
from exports.audit_pack_sheets.transactions import AMOUNT
from exports.canonical import digest_of, pack_digest
from exports.formula import Lines
from exports.lines import left_out
from exports.pack_data import NOT_RECORDED, PackData, shown_time
from exports.profile import Masker
from exports.register import Record, block, masked
from exports.sheet import Block, Column, Exposure, Figure, Kind, Sheet, Value
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
    rows: Sequence[Sequence[Value]] = check_rows(data, parts, first_check)
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
