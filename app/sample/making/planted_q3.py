"""What was planted in the third quarter."""

from app.sample.making.parts import Book, Entry
from app.sample.making.planting import (
    FINANCE,
    S151,
    act,
    at,
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


def plant_third_quarter(book: Book) -> None:
    """Problems of October to December."""
    _movements(book)
    _evidence(book)
    _capital(book)
    _quotes(book)
    _returns(book)
    _ledger(book)


def _movements(book: Book) -> None:
    plant(
        book,
        3,
        "Budget moved over the limit, with consent",
        "£3,000.00 from PARTNER to DELIVERY of KNIFE where 10 per cent is £1,200.00.",
        at("contract/4-winter.toml, virement V3"),
        finding("PARTNER@KNIFE", "virement", "CONSENTED", scope="head"),
        "Allowed by consent PCC-2017-014 of 6 November 2017.",
    )
    plant(
        book,
        3,
        "Budget moved over the limit, without consent",
        "£700.00 into DELIVERY of PREVENT where 10 per cent is £400.00.",
        at("contract/4-winter.toml, virement V4"),
        finding("DELIVERY@PREVENT", "virement", "BREACH", 30_000, scope="head"),
        "Reported to the funder.",
    )
    plant(
        book,
        3,
        "Budget moved over the limit, consent afterwards",
        "£800.00 into DELIVERY of LANDLORD on 4 December; consent is of 12 January 2018.",
        at("contract/4-winter.toml, virement V5"),
        finding("DELIVERY@LANDLORD", "virement", "RATIFIED", scope="head"),
        "Ratified by consent PCC-2018-002.",
    )


def _evidence(book: Book) -> None:
    line, _ = buy(
        book,
        cost(
            "STREET",
            3,
            "MANAGE",
            "Fernlea Office Supplies",
            "Outreach record books, winter",
            "7120",
            "2017-10-18",
            6_250,
            reference="FOS-0588",
            category="overhead",
            evidence="quote",
        ),
    )
    plant(
        book,
        3,
        "No invoice for an item over £50, after the variation",
        "£62.50 in October with a quotation only; variation 1 lowered the limit to £50.00.",
        in_return(line),
        finding(line, "evidence", "EVIDENCE", 6_250, clause="8.1 (as varied)"),
        "Accepted: invoice found in the post book.",
    )
    act(
        book,
        3,
        "accept",
        term="evidence",
        subjects=[line],
        reason="Invoice FOS-0588 found in the post book and filed on 23 January 2018.",
    )


def _capital(book: Book) -> None:
    line, _ = buy(
        book,
        cost(
            "NIGHT",
            3,
            "DELIVERY",
            "Halcyon Safety Equipment",
            "Thermal camera for patrols",
            "4380",
            "2017-11-22",
            100_000,
            reference="HSE-4417",
            category="supplies",
        ),
    )
    line.disallowed = 100_000
    plant(
        book,
        3,
        "Capital item bought from revenue grant",
        "One camera of £1,000.00, exactly at the threshold.",
        in_return(line),
        finding(line, "revenue-only", "BREACH", 100_000),
        OUT_OF_CLAIM,
    )


def _quotes(book: Book) -> None:
    buy(
        book,
        cost(
            "DSA-AWARE",
            3,
            "COMMS",
            "Larkfield Print & Design",
            "Sixteen days campaign posters",
            "4510",
            "2017-11-15",
            260_000,
            reference="LPD0931",
        ),
    )
    plant(
        book,
        3,
        "£5,000 from one supplier without quotations",
        "Campaign print in small orders passed £5,000.00 in November; no quotations are recorded.",
        at("returns/2017-Q3/DSA-AWARE.xlsx, lines of Larkfield Print & Design"),
        finding("Larkfield Print & Design", "procurement-quotes", "EVIDENCE", scope="supplier"),
        "Accepted for the quarter; waiver CPR-17-221 recorded in the spring.",
    )
    act(
        book,
        3,
        "accept",
        term="procurement-quotes",
        subjects=["Larkfield Print & Design"],
        by=S151,
        reason=(
            "Reprints from existing artwork; a waiver is being drawn up under contract procedure"
            " rules."
        ),
    )
    buy(
        book,
        cost(
            "DHR",
            3,
            "DELIVERY",
            "Alder Lane Interpreting",
            "Interpreting for panel, review B",
            "4370",
            "2017-11-08",
            190_000,
            reference="AL-338",
            has_vat=False,
        ),
    )


def _returns(book: Book) -> None:
    plant(
        book,
        3,
        "A head the return does not speak of",
        "Variation 2 gave VEHICLE a training budget from 1 December; its return says nothing"
        " of it.",
        at("returns/2017-Q3/VEHICLE.xlsx, figures to date"),
        finding("VEHICLE@2017-Q3", "return-complete", "BREACH", scope="return"),
        "Return queried; version 2 states 0.00.",
    )
    plant(
        book,
        3,
        "Quarter's return due in a few days",
        "On 24 January the return due on the 31st was not certified.",
        at("decisions.toml, findings of 2017-Q3"),
        finding("2017-Q3", "return-due", "WARN", scope="return"),
        "Accepted; certified on 29 January.",
    )


def _ledger(book: Book) -> None:
    earlier = cost(
        "LANDLORD",
        2,
        "DELIVERY",
        "Marlow Surveys",
        "Housing condition survey, Aylestone",
        "4310",
        "2017-09-07",
        31_500,
        reference="MS-0842",
    )
    surveyed, _ = buy(book, earlier)
    refund = cost(
        "LANDLORD",
        3,
        "DELIVERY",
        "Marlow Surveys",
        "Credit: one flat not surveyed",
        "4310",
        "2017-10-12",
        -4_500,
        reference="MS-0842CR",
    )
    entry = entry_of(refund)
    entry.kind = "CN"
    line = claim(book, refund, book.post(entry), journal_class="credit-note")
    line.corrects = surveyed
    plant(
        book,
        3,
        "A credit for a line of an earlier quarter",
        "Marlow credited £45.00 of the September survey; the return has it as a negative line.",
        in_return(line),
        in_ledger(line, status="matched"),
        "Matched; the claim to date is £45.00 less.",
    )
    leg = book.post(
        Entry(
            "04410",
            "4520",
            "PLF-VEHICLE",
            "201708",
            "GL",
            day("2017-11-30"),
            -15_000,
            text="Recode bus panels to road safety 04650",
        )
    )
    plant(
        book,
        3,
        "One leg of a recode",
        "£150.00 leaves 04410; the other leg stands on a cost centre not extracted.",
        in_extract(leg, 3),
        in_ledger(leg, kind="recode"),
        "Explained with the journal; the line it concerns was never claimed.",
    )
    act(
        book,
        3,
        "explain",
        kind="recode",
        keys=[leg],
        owner=FINANCE,
        reason=(
            "Journal seen: other leg on 04650 Road Safety, for panels that were never claimed here."
        ),
    )
    panels = book.post(
        Entry(
            "04410",
            "4520",
            "PLF-VEHICLE",
            "201708",
            "AP",
            day("2017-11-16"),
            21_000,
            "ORBIT OUTDOOR",
            "OO-0741",
            "Bus panels, school run campaign",
        )
    )
    plant(
        book,
        3,
        "Coded to the grant and never claimed",
        "£210.00 of bus panels above the project's plan, on the grant's codes.",
        in_extract(panels, 3),
        in_ledger(panels, kind="other"),
        "Explained: borne by the base budget.",
    )
    act(
        book,
        3,
        "explain",
        kind="other",
        keys=[panels],
        owner=FINANCE,
        reason=(
            "Ordered above the project's plan; £150.00 moved to Road Safety, the rest borne by the"
            " base budget."
        ),
    )
