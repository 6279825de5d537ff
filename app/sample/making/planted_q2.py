"""What was planted in the second quarter: spend and returns."""

from app.sample.making.parts import Book, Line
from app.sample.making.planting import (
    FINANCE,
    act,
    at,
    cost,
    day,
    finding,
    in_return,
    plant,
)
from app.sample.making.spend import buy, claim, entry_of

OUT_OF_CLAIM = "Taken out of the claim; the council bears it."


def plant_second_quarter(book: Book) -> None:
    """Problems of July to September."""
    _again(book)
    _returns(book)
    _shared(book)
    _supplies(book)
    _staff(book)


def _again(book: Book) -> None:
    bill = cost(
        "LANDLORD",
        1,
        "DELIVERY",
        "Dunmore Locks",
        "Lock changes after unlawful evictions, June",
        "4330",
        "2017-06-14",
        27_400,
        reference="DL0611",
    )
    first = claim(book, bill, book.post(entry_of(bill)))
    line = book.claim(
        Line(
            "LANDLORD",
            2,
            "DELIVERY",
            27_400,
            dict(first.cells),
            first.entry,
            order=(day("2017-07-03"), 0),
        )
    )
    line.disallowed = 27_400
    plant(
        book,
        2,
        "Claimed again a quarter later",
        "The lock changes of June, claimed in Q1, stand on the Q2 return with the same"
        " transaction.",
        in_return(line),
        finding(line, "duplicate-claim", "BREACH", 27_400),
        OUT_OF_CLAIM,
    )
    for place in (0, 1):
        bill = cost(
            "DSA-AWARE",
            2,
            "COMMS",
            "Mallory Film",
            f"Short film, filming day {place + 1}",
            "4540",
            "2017-07-19",
            36_250,
            reference="MF-0352",
        )
        line = claim(book, bill, book.post(entry_of(bill)))
    plant(
        book,
        2,
        "One invoice under two transactions",
        "The same supplier, amount and invoice number stand in the ledger twice and are claimed"
        " twice.",
        in_return(line),
        finding(line, "duplicate-claim", "WARN"),
        "Accepted: one invoice for two filming days, entered by day.",
    )
    act(
        book,
        2,
        "accept",
        term="duplicate-claim",
        subjects=[line],
        reason=(
            "Invoice MF-0352 is for two filming days of £362.50; Payments entered one row per day."
        ),
    )


def _returns(book: Book) -> None:
    plant(
        book,
        2,
        "Figure to date does not add up",
        "The first version states £270.00 more for DELIVERY than the lines come to.",
        at("returns/2017-Q2/KNIFE.xlsx, figure to date of DELIVERY"),
        finding("KNIFE@2017-Q2", "roll-forward", "BREACH", 27_000, scope="return"),
        "Return queried; version 2 states the right figure.",
    )
    plant(
        book,
        2,
        "Return three days late",
        "Submitted on 3 November 2017; it was due on 31 October.",
        at("decisions.toml, submission of STREET for 2017-Q2"),
        finding("STREET@2017-Q2", "return-due", "BREACH", scope="return"),
        "Reported to the funder with the return.",
    )
    plant(
        book,
        2,
        "Return one day late",
        "Submitted on 1 November 2017; it was due on 31 October.",
        at("decisions.toml, submission of REOFFEND for 2017-Q2"),
        finding("REOFFEND@2017-Q2", "return-due", "BREACH", scope="return"),
        "Reported to the funder with the return.",
    )
    plant(
        book,
        2,
        "The quarter's return late for their sake",
        "Certified on 8 November 2017, due on 31 October.",
        at("decisions.toml, certification of 2017-Q2"),
        finding("2017-Q2", "return-due", "BREACH", scope="return"),
        "Reported; the funder queried the quarter and then accepted it.",
    )
    plant(
        book,
        2,
        "A project without a return after the due date",
        "On 1 November STREET had stated nothing at all.",
        at("decisions.toml, submission of STREET for 2017-Q2"),
        finding("STREET@2017-Q2", "return-complete", "BREACH", scope="return"),
        "The return came on 3 November.",
    )


def _shared(book: Book) -> None:
    bill = cost(
        "KNIFE",
        2,
        "DELIVERY",
        "Tanner Coaches",
        "Coach to the youth summit, both projects",
        "4340",
        "2017-08-16",
        40_000,
        reference="TC-0461",
        percent=60,
    )
    first = claim(book, bill, book.post(entry_of(bill)))
    other = cost(
        "STREET",
        2,
        "DELIVERY",
        "Tanner Coaches",
        "Coach to the youth summit, both projects",
        "4340",
        "2017-08-16",
        40_000,
        reference="TC-0461",
        percent=50,
        centre="04410",
    )
    line = claim(book, other, first.entry)
    line.disallowed = 4_000
    plant(
        book,
        2,
        "One cost shared to 110 per cent",
        "A £400.00 coach is claimed at 60 per cent by KNIFE and at 50 per cent by STREET.",
        in_return(line),
        finding(line, "double-funding", "BREACH", 4_000),
        "The 10 per cent too much taken out of the claim.",
    )
    act(
        book,
        2,
        "explain",
        kind="other",
        lines=[line],
        owner=FINANCE,
        reason=(
            "Second share of the coach on transaction of KNIFE; 40 per cent of it stands, 10 is"
            " taken out."
        ),
    )


def _supplies(book: Book) -> None:
    for place, on in enumerate(("2017-07-12", "2017-08-09", "2017-09-13")):
        bill = cost(
            "DHR",
            2,
            "DELIVERY",
            "Pinewood Computing",
            f"Laptop for the review panel, {place + 1} of 3",
            "4380",
            on,
            94_500,
            reference=f"PC-77{place}1",
            category="supplies",
        )
        line, _ = buy(book, bill)
        act(
            book,
            2,
            "accept",
            term="revenue-only",
            subjects=[line],
            reason="Three separate panel members; the items are laptops of £945.00 each, no set.",
        )
        plant(
            book,
            2,
            f"Laptop just under the capital threshold, {place + 1} of 3",
            "£945.00 where £1,000.00 makes a capital item, three times in one quarter.",
            in_return(line),
            finding(line, "revenue-only", "WARN"),
            "Accepted after looking at the three orders together.",
        )


def _staff(book: Book) -> None:
    line = next(
        x
        for x in book.lines_of("STREET", 2)
        if x.head == "STAFF"
        and x.cells["accounting_period"] == "201705"
        and x.cells["subjective"] == "1010"
    )
    line.cells["post"] = ""
    plant(
        book,
        2,
        "Payroll without a post",
        "August's basic pay of the navigator names no post.",
        in_return(line),
        finding(line, "staff-cost", "EVIDENCE"),
        "Accepted: payroll report shows post CS-103.",
    )
    act(
        book,
        2,
        "accept",
        term="staff-cost",
        subjects=[line],
        reason="Payroll report for August names post CS-103; the lead left the cell blank.",
    )
