"""Unit4-shaped extracts as people save them: title rows, page headers again and again, totals."""

import csv
import io

from app.sample.making.parts import QUARTERS, YEAR, Book, Entry, code_of
from ledger.money import format_pounds

PAGE_ROWS = 58
HEADER = (
    "CostC",
    "CostC(T)",
    "Account",
    "Account(T)",
    "Project",
    "Period",
    "TT",
    "TransNo",
    "SeqNo",
    "Trans.date",
    "SuppID",
    "SuppID(T)",
    "InvoiceNo",
    "Order no",
    "Text",
    "Amount",
)
CENTRES = {
    "04410": "Community Safety",
    "04411": "Night-time and Street",
    "04412": "Domestic Abuse",
    "04499": "Neighbourhood Services holding",
}
ACCOUNTS = {
    "10": "Salaries and oncosts",
    "17": "Training",
    "43": "Activities",
    "44": "CCTV",
    "45": "Publicity",
    "46": "Notices and signs",
    "47": "Contracted care",
    "51": "Payments to partners",
    "61": "Internal recharges",
    "71": "Office costs",
    "81": "Bank and finance",
    "93": "Grant income",
    "99": "Reserves",
    "40": "Budget control",
    "33": "Travel",
}
RUN_ON = {1: "13/07/2017", 2: "06/11/2017", 3: "19/01/2018", 4: "16/04/2018"}


def extract_name(quarter: int) -> str:
    """``unit4-2017-Q1.csv``."""
    return f"unit4-{code_of(quarter)}.csv"


def extract_bytes(book: Book, quarter: int) -> bytes:
    """The listing of one quarter."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    blank = [""] * (len(HEADER) - 1)
    last = "13" if quarter == max(QUARTERS) else f"{3 * quarter:02d}"
    writer.writerow(["Leicester City Council: General ledger transactions by cost centre", *blank])
    writer.writerow([f"Client LC, periods {YEAR}{3 * quarter - 2:02d} to {YEAR}{last}", *blank])
    writer.writerow(
        [f"Run on {RUN_ON[quarter]} by FMARSH for cost centres 04410-04412, 04499", *blank]
    )
    writer.writerow(["", *blank])
    writer.writerow(HEADER)
    entries = book.extract(quarter)
    on_page = 0
    centre_total = 0
    for place, entry in enumerate(entries):
        if on_page == PAGE_ROWS:
            writer.writerow(HEADER)
            on_page = 0
        writer.writerow(_row(entry))
        on_page += 1
        centre_total += entry.amount
        is_last = place + 1 == len(entries) or entries[place + 1].centre != entry.centre
        if is_last:
            writer.writerow(_total(f"Total {entry.centre}", centre_total))
            centre_total = 0
    writer.writerow(_total("Grand total", sum(e.amount for e in entries)))
    return out.getvalue().encode("utf-8")


def _row(entry: Entry) -> list[str]:
    trans, _, sequence = entry.key.partition("-")
    supplier_id = ""
    if entry.supplier:
        supplier_id = str(
            200_000 + sum(ord(c) * n for n, c in enumerate(entry.supplier, 1)) % 90_000
        )
    return [
        entry.centre,
        CENTRES[entry.centre],
        entry.account,
        ACCOUNTS[entry.account[:2]],
        entry.project,
        entry.period,
        entry.kind,
        trans,
        sequence,
        f"{entry.posted_on:%d/%m/%Y}",
        supplier_id,
        entry.supplier,
        entry.invoice_ref,
        entry.order_no,
        entry.text,
        format_pounds(entry.amount, thousands=True),
    ]


def _total(words: str, pence: int) -> list[str]:
    row = [""] * len(HEADER)
    row[-2], row[-1] = words, format_pounds(pence, thousands=True)
    return row


def control(book: Book, quarter: int) -> dict[str, object]:
    """Row count and total as the ledger screen shows them."""
    entries = book.extract(quarter)
    return {"rows": len(entries), "total": format_pounds(sum(e.amount for e in entries))}
