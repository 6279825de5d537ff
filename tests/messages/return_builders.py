"""A small contract, a valid return of it, and workbooks made from that by changing cells."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pandas as pd
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from exports.return_workbook import ReturnWorkbookInputs, write_return_workbook
from grants.contract import (
    Allocation,
    BudgetHead,
    Contract,
    Period,
    Project,
    TermVersion,
    Variation,
    Virement,
)
from grants.intake.answers import Narrative, ReturnAnswers
from grants.intake.draft import DraftReturn, read_return
from grants.intake.templates.quarterly import TEMPLATE
from grants.spend import SPEND_COLUMNS
from ledger.reader.xlsx import read_workbook

SHORT = replace(TEMPLATE, rows_prepared=4)
CLAUSES = {
    "funding-period": "2.1",
    "recoverable-vat": "4.4",
    "ineligible-category": "4.2",
    "duplicate-claim": "5.5",
    "double-funding": "5.6",
    "return-complete": "6.1",
    "roll-forward": "6.2",
    "variance-explained": "6.3",
    "underspend-notice": "6.4",
    "certification": "6.5",
    "evidence": "8.1",
    "separate-accounting": "8.5",
    "approved-project": "3.1",
    "head-overspend": "3.4",
    "revenue-only": "4.1",
    "staff-cost": "8.2",
    "procurement-quotes": "8.3",
}


def contract(**changes: Any) -> Contract:
    """Two projects, three heads, one quarter of each kind needed."""
    made = Contract(
        reference="CSF-2017",
        title="Community Safety Fund 2017/18",
        funder="Police and Crime Commissioner for Example",
        accountable_body="Example Council",
        starts_on=date(2017, 4, 1),
        ends_on=date(2018, 3, 31),
        award=10_000_000,
        cost_centres=("04410", "04411"),
        periods=(
            Period("2017-Q1", date(2017, 4, 1), date(2017, 6, 30), date(2017, 7, 31), ("201701",)),
            Period("2017-Q2", date(2017, 7, 1), date(2017, 9, 30), date(2017, 10, 31), ("201704",)),
        ),
        budget_heads=(
            BudgetHead("STAFF", "Staffing"),
            BudgetHead("DELIVERY", "Activities and services"),
            BudgetHead("TRAIN", "Training"),
        ),
        projects=(Project("KNIFE", "Knife crime"), Project("NIGHT", "Night-time economy")),
        allocations=(
            Allocation("KNIFE", "STAFF", 1_400_000),
            Allocation("KNIFE", "DELIVERY", 1_200_000),
            Allocation("NIGHT", "TRAIN", 500_000),
        ),
        terms=tuple(TermVersion(code, clause) for code, clause in CLAUSES.items()),
    )
    return replace(made, **changes)


def with_changes() -> Contract:
    """The contract with a virement and a variation in force, and one of each still to come."""
    day = date(2017, 6, 1)
    later = date(2018, 1, 1)
    return contract(
        virements=(
            Virement(
                "V1",
                "KNIFE",
                "STAFF",
                "KNIFE",
                "DELIVERY",
                50_000,
                approved_on=day,
                effective_on=day,
            ),
            Virement(
                "V2",
                "KNIFE",
                "STAFF",
                "KNIFE",
                "DELIVERY",
                70_000,
                approved_on=day,
                effective_on=later,
            ),
            Virement("V3", "KNIFE", "STAFF", "KNIFE", "DELIVERY", 90_000, requested_on=day),
        ),
        variations=(
            Variation(
                1, day, day, allocations=(Allocation("KNIFE", "DELIVERY", 25_000, variation=1),)
            ),
            Variation(
                2, day, later, allocations=(Allocation("KNIFE", "DELIVERY", 10_000, variation=2),)
            ),
        ),
    )


def line(**values: str) -> dict[str, str]:
    """A spend line as text; everything not given is blank."""
    given = {"project": "KNIFE", "period": "2017-Q2", "head": "DELIVERY", "claimed": "250.00"}
    return dict.fromkeys(SPEND_COLUMNS, "") | given | values


def frame(*lines: Mapping[str, str]) -> pd.DataFrame:
    """Lines as the canonical frame."""
    return pd.DataFrame(list(lines), columns=list(SPEND_COLUMNS), dtype="str")


def two_lines() -> pd.DataFrame:
    """A whole invoice and a bare salary."""
    return frame(
        line(
            line_id="L1", supplier="Example Print", bearer_vat_registered="yes", invoice_ref="007",
            description="Leaflets", category="services", cost_centre="04410", subjective="4321",
            ledger_key="1001-1", journal_class="invoice", accounting_period="201704",
            incurred_on="2017-07-05", service_from="2017-07-01", service_to="2017-07-31",
            posted_on="2017-07-10", defrayed_on="2017-07-20", net="250.00", vat="50.00",
            vat_recoverable="yes", gross="300.00", claim_percent="100", evidence="invoice;payment",
            unit_cost="0.25", units="1000", status="draft",
        ),
        line(line_id="L2", head="STAFF", claimed="1000.10", category="staff"),
    )  # fmt: skip


def answers(**changes: Any) -> ReturnAnswers:
    """Complete answers to the two lines, after 100.00 of staff in earlier quarters."""
    made = ReturnAnswers(
        cumulative={"STAFF": 110_010, "DELIVERY": 25_000},
        reasons={"DELIVERY": "Printing came early."},
        narrative=Narrative("Two schools visited.", "None.", "Four more schools."),
        prepared_by="Sergeant Example",
    )
    return replace(made, **changes)


def inputs(**changes: Any) -> ReturnWorkbookInputs:
    """The workbook of project KNIFE for the second quarter."""
    made = ReturnWorkbookInputs(
        contract(), "KNIFE", "2017-Q2", {"STAFF": 10_000}, date(2017, 10, 2)
    )
    return replace(made, **changes)


@cache
def valid() -> bytes:
    """A workbook in which nothing is wrong, with few prepared rows so that tests are quick."""
    return write_return_workbook(inputs(), two_lines(), answers(), SHORT)


def changed(change: Callable[[Workbook], None], original: bytes | None = None) -> bytes:
    """The valid workbook with a change made to it in another program."""
    workbook = load_workbook(BytesIO(valid() if original is None else original))
    change(workbook)
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def with_cells(cells: Mapping[str, Any], original: bytes | None = None) -> bytes:
    """The valid workbook with other values in some cells (``Transactions!F6``)."""

    def change(workbook: Workbook) -> None:
        for place, value in cells.items():
            sheet, _, ref = place.partition("!")
            workbook[sheet][ref] = value

    return changed(change, original)


def read(data: bytes, **expected: str) -> DraftReturn:
    """Read it back as the council does."""
    return read_return(read_workbook(data), contract=contract(), **expected)
