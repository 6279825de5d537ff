"""What was planted in the fourth quarter, sensitive words among it."""

from app.sample.making.papers import CANARIES
from app.sample.making.parts import Book
from app.sample.making.planting import (
    FINANCE,
    S151,
    act,
    at,
    cost,
    day,
    finding,
    in_ledger,
    in_return,
    plant,
)
from app.sample.making.spend import buy, claim, entry_of

OUT_OF_CLAIM = "Taken out of the claim; the council bears it."


def plant_fourth_quarter(book: Book) -> None:
    """Problems of January to March and of the closing period."""
    _year_end(book)
    _limits(book)
    _words(book)
    _ledger(book)


def _year_end(book: Book) -> None:
    bill = cost(
        "CELEBRATE",
        4,
        "DELIVERY",
        "Oakfield First Aid",
        "First aid post, April procession",
        "4330",
        "2018-04-05",
        24_800,
        reference="OFA-0911",
        posted_on=day("2018-04-06"),
    )
    entry = book.post(entry_of(bill))
    entry.period = "201713"
    line = claim(book, bill, entry)
    line.disallowed = 24_800
    plant(
        book,
        4,
        "Spend after the funding period",
        "A first aid post of 5 April 2018, pushed into the closing period of the old year.",
        in_return(line),
        finding(line, "funding-period", "BREACH", 24_800),
        OUT_OF_CLAIM,
    )
    bill = cost(
        "NIGHT",
        4,
        "DELIVERY",
        "Lowther Medical Cover",
        "Nurse hours, safe space, late March",
        "4330",
        "2018-03-28",
        33_600,
        reference="LMC1188",
        posted_on=day("2018-04-09"),
    )
    entry = book.post(entry_of(bill))
    entry.period = "201713"
    line = claim(book, bill, entry)
    plant(
        book,
        4,
        "Closing period 13",
        "March's nurse hours were posted in April, in period 13 of the old year.",
        in_return(line),
        in_ledger(entry, status="matched"),
        "Matched; period 13 belongs to Q4.",
    )


def _limits(book: Book) -> None:
    buy(
        book,
        cost(
            "VEHICLE",
            4,
            "TRAIN",
            "Ridgeway Learning",
            "Car park staff course",
            "1710",
            "2018-02-14",
            50_000,
            reference="RL-0655",
        ),
    )
    buy(
        book,
        cost(
            "VEHICLE",
            4,
            "COMMS",
            "Orbit Outdoor",
            "Bus rear panels, keyless thefts",
            "4520",
            "2018-03-01",
            66_000,
            reference="OO-0888",
        ),
    )
    plant(
        book,
        4,
        "Project over its allocation",
        "VEHICLE claims £9,180.00 in the year against £9,000.00; extra bus panels were ordered in"
        " March.",
        at("returns/2017-Q4/VEHICLE.xlsx"),
        finding("VEHICLE", "project-allocation", "BREACH", 18_000, scope="project"),
        "£180.00 taken out of the last lines.",
    )
    buy(
        book,
        cost(
            "DHR",
            4,
            "DELIVERY",
            "Alder Lane Interpreting",
            "Interpreting for feedback meetings",
            "4370",
            "2018-02-21",
            197_000,
            reference="AL-362",
            has_vat=False,
        ),
    )
    plant(
        book,
        4,
        "A supplier just under £5,000",
        "Interpreting came to £4,890.00 in the year.",
        at("returns/2017-Q4/DHR.xlsx, lines of Alder Lane Interpreting"),
        finding("Alder Lane Interpreting", "procurement-quotes", "WARN", scope="supplier"),
        "Accepted; the next order is quoted.",
    )
    act(
        book,
        4,
        "accept",
        term="procurement-quotes",
        subjects=["Alder Lane Interpreting"],
        reason="Three orders for three reviews; a framework is used from April 2018.",
    )
    plant(
        book,
        4,
        "Claim near the award",
        "The year's claim passes 95 per cent of £239,000.00.",
        at("all returns of 2017-Q4"),
        finding("PLF-2017-18", "grant-ceiling", "WARN", scope="contract"),
        "Accepted; the claim stays below the award.",
    )


def _words(book: Book) -> None:
    line, _ = buy(
        book,
        cost(
            "LANDLORD",
            4,
            "DELIVERY",
            "Dunmore Locks",
            "Lobby door entry repair, Tower Street",
            "4330",
            "2018-01-24",
            29_500,
            reference="DL0902",
        ),
    )
    plant(
        book,
        4,
        "Keyword trap: “Lobby door entry repair”",
        "A lobby is a hall here, not lobbying.",
        in_return(line),
        finding(line, "ineligible-category", "WARN"),
        "Accepted: a door was repaired.",
    )
    act(
        book,
        4,
        "accept",
        term="ineligible-category",
        subjects=[line],
        reason="Repair of an entrance door after a break-in; nothing to do with lobbying.",
    )


def _ledger(book: Book) -> None:
    bill = cost(
        "REOFFEND",
        4,
        "TRAIN",
        "Ridgeway Learning",
        "First aid for mentors, February",
        "1710",
        "2018-02-08",
        23_450,
        reference="",
    )
    entry = entry_of(bill)
    entry.invoice_ref = "RL-0648"
    book.post(entry)
    line = claim(book, bill, entry)
    line.states_key = False
    plant(
        book,
        4,
        "Only amount and date to go by",
        "A course without invoice number and without transaction.",
        in_return(line),
        in_ledger(line, status="proposed"),
        "The proposed match was confirmed.",
    )
    act(
        book,
        4,
        "confirm",
        lines=[line],
        keys=[entry],
        reason="Attendance list of 8 February agrees with invoice RL-0648.",
    )


def hide_canaries(book: Book) -> None:
    """Put invented names and postcodes where a careless lead might put real ones."""
    for project, (name, postcode) in CANARIES.items():
        for quarter in (2, 4):
            lines = [x for x in book.lines_of(project, quarter) if x.head != "STAFF"]
            for line, word in zip(lines[:2], (name, postcode), strict=False):
                line.cells["description"] += f" ({word})"


__all__ = ["FINANCE", "S151", "hide_canaries", "plant_fourth_quarter"]
