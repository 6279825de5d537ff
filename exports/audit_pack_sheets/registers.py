"""Assets, Procurement, Partners, Outputs and Evidence: the registers auditors ask for."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from exports.pack_data import PackData, shown_time
from exports.profile import Masker
from exports.register import Record, register
from exports.sheet import Column, Exposure, Kind, Sheet, Value

OPEN, NARRATIVE, SUPPLIER = Exposure.OPEN, Exposure.NARRATIVE, Exposure.SUPPLIER
PERSON = Exposure.PERSON
ASSETS: Final = (
    Column("Reference", width=14, exposure=OPEN),
    Column("Line", width=12, exposure=OPEN),
    Column("Description", width=34, exposure=NARRATIVE),
    Column("Serial", width=18),
    Column("Cost", Kind.MONEY, 14, OPEN),
    Column("Acquired on", Kind.DATE, 12, OPEN),
    Column("Location", width=26, exposure=NARRATIVE),
    Column("Custodian", width=26, exposure=PERSON),
    Column("Grant %", Kind.DECIMAL, 9, OPEN),
    Column("Disposed on", Kind.DATE, 12, OPEN),
    Column("Proceeds", Kind.MONEY, 14, OPEN),
)
PROCUREMENT: Final = (
    Column("Kind", width=14, exposure=OPEN),
    Column("Supplier", width=30, exposure=SUPPLIER),
    Column("Title", width=36, exposure=NARRATIVE),
    Column("From", Kind.DATE, 12, OPEN),
    Column("To", Kind.DATE, 12, OPEN),
    Column("Quotes", Kind.INTEGER, 9, OPEN),
    Column("Reason for fewer quotes", width=34, exposure=NARRATIVE),
    Column("Person", width=26, exposure=PERSON),
)
PARTNERS: Final = (
    Column("Kind", width=26, exposure=OPEN),
    Column("Partner", width=30, exposure=SUPPLIER),
    Column("Year", width=10, exposure=OPEN),
    Column("Project", width=12, exposure=OPEN),
    Column("Agreed or confirmed on", Kind.DATE, 14, OPEN),
    Column("Agreed by", width=26, exposure=PERSON),
    Column("Undertakes to keep records", width=14, exposure=OPEN),
)
OUTPUTS: Final = (
    Column("Project", width=12, exposure=OPEN),
    Column("Indicator", width=34, exposure=NARRATIVE),
    Column("Unit", width=14, exposure=OPEN),
    Column("Baseline", Kind.DECIMAL, 10, OPEN),
    Column("Period", width=10, exposure=OPEN),
    Column("Target", Kind.DECIMAL, 10, OPEN),
    Column("Actual", Kind.DECIMAL, 10, OPEN),
    Column("Evidence", width=34, exposure=NARRATIVE),
)
EVIDENCE: Final = (
    Column("Reference", width=16),
    Column("Kind", width=16, exposure=OPEN),
    Column("File", width=36, exposure=NARRATIVE),
    Column("Lines", width=24, exposure=OPEN),
    Column("SHA-256", width=68, exposure=OPEN),
    Column("Added by", width=26, exposure=PERSON),
    Column("Added at", width=24),
)


def _project_of_line(data: PackData) -> dict[str, str]:
    frame = data.transactions
    pairs = zip(frame["line_id"].tolist(), frame["project"].tolist(), strict=True)
    return {str(line): str(project) for line, project in pairs}


def assets(data: PackData, masker: Masker) -> Sheet:
    """The asset register, masked by the project of the line that bought it."""
    projects = _project_of_line(data)
    records: list[Record] = [
        (projects.get(a.line_id), (a.reference, a.line_id, a.description, a.serial, a.cost,
         a.acquired_on, a.location, a.custodian, a.grant_percent, a.disposed_on, a.proceeds))
        for a in data.contract.assets
    ]  # fmt: skip
    note = "Assets bought with the grant, and what became of them."
    return register("Assets", ASSETS, records, masker, note=note, totals=("Cost",))


def procurement(data: PackData, masker: Masker) -> Sheet:
    """Quotes by supplier, and declared interests."""
    records: list[Record] = [
        ("", ("Quotes", p.supplier, p.title, p.from_on, p.to_on, p.quotes, p.waiver, ""))
        for p in data.contract.procurements
    ]
    records += [
        ("", ("Interest", d.supplier, d.note, None, None, None, "", d.person))
        for d in data.contract.declarations
    ]
    note = "Quotes obtained by supplier, and interests declared in suppliers."
    return register("Procurement", PROCUREMENT, records, masker, note=note)


def partners(data: PackData, masker: Masker) -> Sheet:
    """Partners' annual statements, agreements with them, and safeguarding confirmations."""
    contract = data.contract
    records: list[Record] = [
        ("", ("Annual statement", s.partner, s.year, "", s.signed_on, s.signed_by,
                "yes" if s.undertaking else "no")) for s in contract.partner_statements
    ]  # fmt: skip
    records += [
        (a.project, ("Agreement", a.partner, "", a.project, a.signed_on, "", ""))
        for a in contract.onward_agreements
    ]
    for s in contract.safeguardings:
        project = contract.project(s.project)
        partner = project.delivery_partner if project else ""
        row: tuple[Value, ...] = ("Safeguarding confirmed", partner, "", s.project, s.confirmed_on)
        records.append((s.project, (*row, "", "")))
    note = "Delivery partners: statements of spend, agreements and safeguarding."
    return register("Partners", PARTNERS, records, masker, note=note)


def _output_records(data: PackData) -> Iterator[Record]:
    codes = [p.code for p in data.contract.periods if p.ends_on <= data.as_of]
    if data.period_code is not None:
        codes = [data.period_code]
    for output in data.contract.outputs:
        for code in codes:
            target, actual = output.targets.get(code), output.actuals.get(code)
            if target is None and actual is None:
                continue
            said: Decimal | str = "Not recorded yet" if actual is None else actual
            values: tuple[Value, ...] = (
                output.project, output.indicator, output.unit, output.baseline, code, target,
                said, output.evidence,
            )  # fmt: skip
            yield output.project, values


def outputs(data: PackData, masker: Masker) -> Sheet:
    """Indicators: target and actual by period."""
    note = "Outputs: target and actual of each indicator."
    return register("Outputs", OUTPUTS, list(_output_records(data)), masker, note=note)


def evidence(data: PackData, masker: Masker) -> Sheet:
    """The evidence index: each document, its digest and the lines it supports."""
    records: list[Record] | None = None
    if data.evidence is not None:
        records = [
            (e.project, (e.reference, e.kind, e.file_name, ", ".join(e.line_ids), e.sha256,
             e.added_by, shown_time(e.added_at)))
            for e in sorted(data.evidence, key=lambda e: e.reference)
        ]  # fmt: skip
    note = "Documents and the spend lines they support."
    return register("Evidence", EVIDENCE, records, masker, note=note)
