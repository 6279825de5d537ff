"""Small extracts as text, read without a child process."""

from ledger.gl.extract import Extract
from ledger.gl.read import read_extract

UNIT4 = "CostC,Account,Period,TT,TransNo,SeqNo,Trans.date,SuppID,SuppID(T),InvoiceNo,Text,Amount"
PUBLISHED = "Supplier,Date,Transaction Number,Expense Area,Purpose,Amount"


def read(text: str | bytes, name: str = "extract.csv", format_name: str | None = None) -> Extract:
    data = text if isinstance(text, bytes) else text.encode()
    return read_extract(data, name, format_name=format_name, guarded=False)


def published(*rows: str) -> Extract:
    return read("\n".join([PUBLISHED, *rows]) + "\n")


def unit4(*rows: str) -> Extract:
    return read("\n".join([UNIT4, *rows]) + "\n")


def amounts(extract: Extract) -> list[int]:
    return extract.lines["amount"].to_list()


def dropped(extract: Extract) -> list[tuple[int, str]]:
    return [(row.row, row.reason) for row in extract.dropped]


def rejected(extract: Extract) -> list[tuple[int, str, str]]:
    return [(row.row, row.cell, row.value) for row in extract.rejected]
