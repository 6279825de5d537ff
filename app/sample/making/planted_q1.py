"""What was planted in the first quarter: spend that the terms must catch."""

from app.sample.making.parts import Book
from app.sample.making.planting import (
    act,
    cost,
    day,
    finding,
    in_return,
    plant,
)
from app.sample.making.spend import buy, claim, entry_of

OUT_OF_CLAIM = "Taken out of the claim; the council bears it."


def plant_first_quarter(book: Book) -> None:
    """Nineteen problems of April to June."""
    _ineligible(book)
    _words(book)
    _vat(book)
    _dates(book)
    _twice(book)
    _evidence(book)


def _ineligible(book: Book) -> None:
    line, _ = buy(
        book,
        cost(
            "CELEBRATE",
            1,
            "DELIVERY",
            "Humberstone Cellars",
            "Wine for the stewards' thank-you evening",
            "4350",
            "2017-06-16",
            8_640,
            reference="HC-2291",
            category="entertaining",
        ),
    )
    line.disallowed = 8_640
    plant(
        book,
        1,
        "Wine claimed as an activity",
        "A wine merchant's invoice of £86.40, honestly classified as entertaining.",
        in_return(line),
        finding(line, "ineligible-category", "BREACH", 8_640),
        OUT_OF_CLAIM,
    )


def _words(book: Book) -> None:
    for words in (
        (
            "NIGHT",
            "Lowther Medical Cover",
            "Alcohol outreach worker, safe space",
            "4330",
            "LMC0912",
            46_500,
            "The outreach worker speaks with drinkers; no alcohol was bought.",
        ),
        (
            "KNIFE",
            "Kickabout Community Coaching",
            "Penalty shoot-out tournament, Spinney Hills",
            "4310",
            "KCC-0907",
            38_250,
            "A football tournament; no penalty was paid.",
        ),
    ):
        project, supplier, what, account, reference, net, reason = words
        line, _ = buy(
            book,
            cost(
                project,
                1,
                "DELIVERY",
                supplier,
                what,
                account,
                "2017-05-19",
                net,
                reference=reference,
            ),
        )
        plant(
            book,
            1,
            f"Keyword trap: “{what}”",
            "Eligible spend with a word that often marks ineligible spend; it must not be a"
            " breach.",
            in_return(line),
            finding(line, "ineligible-category", "WARN"),
            f"Accepted: {reason}",
        )
        act(book, 1, "accept", term="ineligible-category", subjects=[line], reason=reason)


def _vat(book: Book) -> None:
    bill = cost(
        "LANDLORD",
        1,
        "DELIVERY",
        "Marlow Surveys",
        "Electrical safety inspection, four flats",
        "4310",
        "2017-05-24",
        24_000,
        reference="MS-0777",
    )
    line = claim(book, bill, book.post(entry_of(bill)), claimed="288.00")
    line.claimed, line.disallowed = 28_800, 4_800
    plant(
        book,
        1,
        "Recoverable VAT claimed",
        "An invoice of £240.00 plus £48.00 VAT claimed at £288.00, though the council recovers"
        " VAT.",
        in_return(line),
        finding(line, "recoverable-vat", "BREACH", 4_800),
        "The £48.00 taken out of the claim.",
    )
    bill = cost(
        "VEHICLE",
        1,
        "COMMS",
        "Orbit Outdoor",
        "Car park poster sites, June",
        "4520",
        "2017-06-05",
        35_000,
        reference="OO-0555",
    )
    line = claim(book, bill, book.post(entry_of(bill)), gross="402.00")
    plant(
        book,
        1,
        "Net and VAT do not make gross",
        "Net £350.00 and VAT £70.00 with a gross amount of £402.00: two digits changed places.",
        in_return(line),
        finding(line, "recoverable-vat", "WARN"),
        "Accepted: the invoice says £420.00; the claim is the net amount.",
    )
    act(
        book,
        1,
        "accept",
        term="recoverable-vat",
        subjects=[line],
        reason="Invoice seen: gross is £420.00, a typing slip. The net amount claimed is right.",
    )
    bill = cost(
        "APV",
        1,
        "PARTNER",
        "Juniper Family Support",
        "Clinical supervision, external",
        "5100",
        "2017-06-12",
        72_000,
        reference="JFS0901",
        category="partner-payment",
        has_vat=False,
    )
    line = claim(book, bill, book.post(entry_of(bill)), net="600.00", vat="120.00", gross="720.00")
    plant(
        book,
        1,
        "Partner's VAT without a statement",
        "A partner that cannot recover VAT is paid £720.00 gross and no VAT statement is held.",
        in_return(line),
        finding(line, "recoverable-vat", "EVIDENCE", 12_000),
        "Accepted: the signed VAT statement came by e-mail and is filed.",
    )
    act(
        book,
        1,
        "accept",
        term="recoverable-vat",
        subjects=[line],
        reason=(
            "Juniper's signed VAT statement of 14 July 2017 received and filed with the invoice."
        ),
    )


def _dates(book: Book) -> None:
    line, _ = buy(
        book,
        cost(
            "STREET",
            1,
            "DELIVERY",
            "Ashdown Hostels",
            "Emergency bed nights, last week of March",
            "4320",
            "2017-03-28",
            31_800,
            reference="AH-0171",
            has_vat=False,
            posted_on=day("2017-04-12"),
        ),
    )
    line.disallowed = 31_800
    plant(
        book,
        1,
        "Spend before the funding period",
        "Bed nights of 28 March 2017, invoiced and posted in April.",
        in_return(line),
        finding(line, "funding-period", "BREACH", 31_800),
        OUT_OF_CLAIM,
    )
    bill = cost(
        "NIGHT",
        1,
        "DELIVERY",
        "Citywide Radio Hire",
        "Door staff radio hire, four weeks",
        "4340",
        "2017-04-03",
        28_000,
        reference="CRH0160",
    )
    line = claim(
        book, bill, book.post(entry_of(bill)), service_from="2017-03-20", service_to="2017-04-16"
    )
    plant(
        book,
        1,
        "Service across the first day",
        "Radio hire from 20 March to 16 April 2017 without an apportionment.",
        in_return(line),
        finding(line, "funding-period", "EVIDENCE", 28_000),
        "Accepted: March was invoiced separately; this invoice is for April only.",
    )
    act(
        book,
        1,
        "accept",
        term="funding-period",
        subjects=[line],
        reason=(
            "Supplier confirms that March was billed to the council's own budget; apportionment"
            " filed."
        ),
    )
    bill = cost(
        "PREVENT",
        1,
        "DELIVERY",
        "Common Ground Theatre",
        "Community dialogue evening, Evington",
        "4330",
        "2017-05-11",
        36_000,
        reference="CGT-0640",
    )
    line = claim(book, bill, book.post(entry_of(bill)), incurred_on="")
    plant(
        book,
        1,
        "No date of the cost",
        "The lead left the date blank, so the funding period cannot be judged.",
        in_return(line),
        finding(line, "funding-period", "NOT RUN"),
        "Accepted: the day was 11 May 2017 by the booking form.",
    )
    for term in (
        "funding-period",
        "accounting-basis",
        "evidence",
        "agreement-before-spend",
        "approved-project",
    ):
        act(
            book,
            1,
            "accept",
            term=term,
            subjects=[line],
            is_optional=True,
            reason="Booking form and invoice show 11 May 2017, inside the funding period.",
        )


def _twice(book: Book) -> None:
    bill = cost(
        "CELEBRATE",
        1,
        "COMMS",
        "Peacock Media",
        "Local radio spots, St George's day",
        "4520",
        "2017-04-21",
        29_500,
        reference="PM-0311",
    )
    first = claim(book, bill, book.post(entry_of(bill)))
    second = claim(book, bill, first.entry)
    second.until_version = 1
    plant(
        book,
        1,
        "The same ledger line twice in one return",
        "Radio spots entered twice with the same ledger transaction.",
        in_return(second),
        finding(second, "duplicate-claim", "BREACH", 29_500),
        "Return queried; version 2 claims it once.",
    )


def _evidence(book: Book) -> None:
    line, _ = buy(
        book,
        cost(
            "DSA-AWARE",
            1,
            "DELIVERY",
            "Brightwell Hall Trust",
            "Hall hire, survivors' forum, May",
            "4320",
            "2017-05-09",
            12_600,
            reference="BH/0388",
            evidence="order",
        ),
    )
    plant(
        book,
        1,
        "No invoice for an item over £100",
        "£126.00 with an order only; the contract asks for an invoice from £100.",
        in_return(line),
        finding(line, "evidence", "EVIDENCE", 12_600),
        "Accepted: invoice obtained from the supplier.",
    )
    act(
        book,
        1,
        "accept",
        term="evidence",
        subjects=[line],
        reason="Copy invoice BH/0388 obtained from the hall on 17 July 2017 and filed.",
    )
