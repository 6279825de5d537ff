"""Prior period and Accruals: what earlier returns claimed, and what is not yet paid for."""

from typing import Final

from exports.lines import SpendLines
from exports.profile import Masker
from exports.register import Record, register
from exports.sheet import Column, Exposure, Kind, Sheet, Value

PRIOR: Final = "Prior period"
ACCRUALS: Final = "Accruals"
EARLIER: Final = "Claimed earlier"
ADJUSTMENT: Final = "Adjustment made now"
THIS, BEFORE = "This period", "Earlier period"
ACCRUAL_CLASSES: Final = ("accrual", "accrual-reversal")
OPEN = Exposure.OPEN
PRIOR_COLUMNS: Final = (
    Column("Kind", width=20, exposure=OPEN),
    Column("Period", width=10, exposure=OPEN),
    Column("Project", width=12, exposure=OPEN),
    Column("Head", width=12, exposure=OPEN),
    Column("Line", width=12, exposure=OPEN),
    Column("Corrects", width=12, exposure=OPEN),
    Column("Lines", Kind.INTEGER, 8, OPEN),
    Column("Amount", Kind.MONEY, 14, OPEN),
    Column("Description", width=40, exposure=Exposure.NARRATIVE),
)
ACCRUAL_COLUMNS: Final = (
    Column("Line", width=12, exposure=OPEN),
    Column("When", width=14, exposure=OPEN),
    Column("Period", width=10, exposure=OPEN),
    Column("Project", width=12, exposure=OPEN),
    Column("Head", width=12, exposure=OPEN),
    Column("Journal class", width=16, exposure=OPEN),
    Column("Supplier", width=26, exposure=Exposure.SUPPLIER),
    Column("Description", width=34, exposure=Exposure.NARRATIVE),
    Column("Accounting period", width=11, exposure=OPEN),
    Column("Posted on", Kind.DATE, 11),
    Column("Amount", Kind.MONEY, 14, OPEN),
    Column("Corrects", width=12, exposure=OPEN),
)


def build_prior(now: SpendLines, earlier: SpendLines, masker: Masker) -> Sheet:
    """Earlier claims by period, project and head; and this period's lines that correct them.

    An adjustment is counted among this period's transactions; here it is shown, not added.
    """
    sums: dict[tuple[str, str, str], tuple[int, int]] = {}
    keys = zip(earlier.text["period"], earlier.text["project"], earlier.text["head"], strict=True)
    for key, pence in zip(keys, earlier.claimed, strict=True):
        lines, total = sums.get(key, (0, 0))
        sums[key] = (lines + 1, total + pence)
    records: list[Record] = []
    for (period, project, head), (lines, total) in sorted(sums.items()):
        earlier_row: tuple[Value, ...] = (EARLIER, period, project, head, "", "", lines, total, "")
        records.append((project, earlier_row))
    before = dict(zip(earlier.text["line_id"], earlier.text["period"], strict=True))
    for number, corrected in enumerate(now.text["corrects"]):
        if corrected in before:
            text = {name: column[number] for name, column in now.text.items()}
            row: tuple[Value, ...] = (
                ADJUSTMENT, before[corrected], text["project"], text["head"], text["line_id"],
                corrected, 1, now.claimed[number], text["description"],
            )  # fmt: skip
            records.append((text["project"], row))
    note = (
        "What earlier returns claimed, to which this period is added; and lines of this period "
        "that correct an earlier one, which stand among the transactions and are not added again."
    )
    return register(PRIOR, PRIOR_COLUMNS, records, masker, note=note)


def build_accruals(now: SpendLines, earlier: SpendLines, masker: Masker) -> Sheet:
    """Accruals and reversals to date; their sum is what the actual holds unpaid."""
    records: list[Record] = []
    for when, lines in ((BEFORE, earlier), (THIS, now)):
        for number, journal_class in enumerate(lines.text["journal_class"]):
            if journal_class not in ACCRUAL_CLASSES:
                continue
            text = {name: column[number] for name, column in lines.text.items()}
            values: tuple[Value, ...] = (
                text["line_id"], when, text["period"], text["project"], text["head"],
                journal_class, text["supplier"], text["description"], text["accounting_period"],
                lines.days["posted_on"][number], lines.claimed[number], text["corrects"],
            )  # fmt: skip
            records.append((text["project"], values))
    note = "Accruals claimed and their reversals, to date; the total is what is claimed and unpaid."
    return register(ACCRUALS, ACCRUAL_COLUMNS, records, masker, note=note, totals=("Amount",))
