"""What was planted in the second quarter: coding and the ledger."""

from app.sample.making.parts import Book, Entry
from app.sample.making.planting import (
    act,
    cost,
    day,
    finding,
    in_extract,
    in_ledger,
    in_return,
    plant,
)
from app.sample.making.spend import buy, claim, entry_of

OUT_OF_CLAIM = "Taken out of the claim; the council bears it."


def plant_second_ledger(book: Book) -> None:
    """Problems of account codes, invoices and transactions."""
    _coding(book)
    _ledger(book)


def _coding(book: Book) -> None:
    line, _ = buy(
        book,
        cost(
            "KNIFE",
            2,
            "MANAGE",
            "Merchant Card Services",
            "Card terminal charge, sponsors' evening",
            "8110",
            "2017-09-06",
            4_120,
            reference="MC-5510",
            category="overhead",
        ),
    )
    line.disallowed = 4_120
    plant(
        book,
        2,
        "Coded to an account that is not eligible",
        "A bank charge on account 8110; the agreement rules out all accounts beginning with 8.",
        in_return(line),
        finding(line, "ineligible-category", "BREACH", 4_120),
        OUT_OF_CLAIM,
    )
    line, _ = buy(
        book,
        cost(
            "CELEBRATE",
            2,
            "DELIVERY",
            "Marshalls Event Stewards",
            "Street party stewards, Highfields",
            "4310",
            "2017-08-26",
            41_000,
            reference="MES0520",
        ),
    )
    plant(
        book,
        2,
        "Keyword trap: “Street party stewards, Highfields”",
        "Stewards at a street party; the word alone proves nothing.",
        in_return(line),
        finding(line, "ineligible-category", "WARN"),
        "Accepted: stewards, no party costs.",
    )
    act(
        book,
        2,
        "accept",
        term="ineligible-category",
        subjects=[line],
        reason=(
            "Stewards for road safety at a residents' event; no food or entertainment was bought."
        ),
    )
    buy(
        book,
        cost(
            "DSA-AWARE",
            2,
            "COMMS",
            "Larkfield Print & Design",
            "Z-cards, second print",
            "4510",
            "2017-08-02",
            150_000,
            reference="LPD0788",
        ),
    )
    buy(
        book,
        cost(
            "DHR",
            2,
            "DELIVERY",
            "Alder Lane Interpreting",
            "Interpreting for family interviews",
            "4370",
            "2017-09-19",
            102_000,
            reference="AL-301",
            has_vat=False,
        ),
    )


def _ledger(book: Book) -> None:
    bill = cost(
        "NIGHT",
        2,
        "DELIVERY",
        "Oakfield Taxi Marshals",
        "Taxi marshals, arrivals fortnight",
        "4310",
        "2017-09-25",
        70_000,
        reference="OTM-0733",
    )
    line = claim(book, bill, None)
    parts = []
    for pence, words in ((45_000, "first week"), (25_000, "second week")):
        entry = entry_of(bill)
        entry.amount, entry.text, entry.group = pence, f"Taxi marshals {words}", "split invoice"
        parts.append(book.post(entry))
    plant(
        book,
        2,
        "One invoice over two ledger lines",
        "The return has one line of £700.00; Payments split the invoice into £450.00 and £250.00.",
        in_return(line),
        in_ledger(line, status="proposed"),
        "The proposed sum was confirmed.",
    )
    act(
        book,
        2,
        "confirm",
        lines=[line],
        keys=parts,
        reason="One invoice of £700.00, split by week when it was entered.",
    )
    bill = cost(
        "NIGHT",
        2,
        "DELIVERY",
        "Citywide Radio Hire",
        "Door staff radio hire, July",
        "4340",
        "2017-07-31",
        31_000,
        reference="CRH0455",
    )
    wrong = entry_of(bill)
    wrong.amount, wrong.invoice_ref = 30_000, "CRH0450"
    book.post(wrong)
    credit = book.post(
        Entry(
            "04411",
            "4340",
            "PLF-NIGHT",
            "201705",
            "CN",
            day("2017-08-10"),
            -30_000,
            "CITYWIDE RADIO HIRE",
            "CRH0450CR",
            "Credit for wrong July bill",
        )
    )
    bill = cost(
        "NIGHT",
        2,
        "DELIVERY",
        "Citywide Radio Hire",
        "Door staff radio hire, July",
        "4340",
        "2017-08-11",
        31_000,
        reference="CRH0455",
    )
    buy(book, bill)
    plant(
        book,
        2,
        "Invoice, credit and rebill",
        "A July bill of £300.00 was credited and billed again at £310.00; only the rebill is"
        " claimed.",
        in_extract(credit, 2),
        in_ledger(credit, kind="other"),
        "The first bill and its credit cancel each other; the rebill is matched.",
    )
    late = cost(
        "CSE",
        3,
        "DELIVERY",
        "Silver Birch Theatre",
        "School performance, September",
        "4330",
        "2017-09-21",
        42_000,
        reference="SBT0392",
        posted_on=day("2017-09-28"),
    )
    entry = book.post(entry_of(late))
    line = claim(book, late, entry)
    plant(
        book,
        2,
        "In the ledger and on no return",
        "A school performance of September that the lead forgot to claim.",
        in_extract(entry, 2),
        in_ledger(entry, kind="timing"),
        "Explained as timing and claimed in Q3.",
    )
    act(
        book,
        2,
        "explain",
        kind="timing",
        keys=[entry],
        clears="2017-Q3",
        owner="cse.lead@example.org",
        reason="Invoice reached the lead after the return; she will claim it in the next quarter.",
    )
    act(book, 3, "clear", key=entry, cleared_by=line)
