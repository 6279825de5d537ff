"""What was planted in the first quarter: partners, accruals and the ledger."""

from app.sample.making.parts import Book, Entry
from app.sample.making.planting import (
    FINANCE,
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


def plant_first_ledger(book: Book) -> None:
    """Problems that show against the ledger or by the day money left."""
    _partners(book)
    _accruals(book)
    _ledger(book)


def _partners(book: Book) -> None:
    line, _ = buy(
        book,
        cost(
            "STREET",
            1,
            "PARTNER",
            "Harbour Outreach",
            "Morning outreach shifts, April",
            "5100",
            "2017-04-28",
            65_000,
            reference="HO0141",
            category="partner-payment",
            has_vat=False,
            paid_on=day("2017-05-12"),
        ),
    )
    line.disallowed = 65_000
    plant(
        book,
        1,
        "Partner paid before its agreement",
        "Harbour Outreach was paid on 12 May 2017; its agreement was signed on 22 May 2017.",
        in_return(line),
        finding(line, "onward-agreement", "BREACH", 65_000),
        OUT_OF_CLAIM,
    )
    line, _ = buy(
        book,
        cost(
            "APV",
            1,
            "MANAGE",
            "Corporate Print Room",
            "Group handbooks, first print",
            "7110",
            "2017-04-10",
            8_400,
            reference="PR0133",
            category="overhead",
            has_vat=False,
            posted_on=day("2017-04-13"),
            paid_on=day("2017-04-18"),
        ),
    )
    line.disallowed = 8_400
    plant(
        book,
        1,
        "Money left before the safeguarding checks",
        "£84.00 paid on 18 April 2017; the project's checks were confirmed on 25 April 2017.",
        in_return(line),
        finding(line, "safeguarding", "BREACH", 8_400),
        OUT_OF_CLAIM,
    )


def _accruals(book: Book) -> None:
    bill = cost(
        "KNIFE",
        1,
        "DELIVERY",
        "Redgrave Workshops",
        "Knife awareness workshops, late June",
        "4330",
        "2017-06-27",
        54_000,
        posted_on=day("2017-06-30"),
    )
    accrual = book.post(
        Entry(
            "04410",
            "4330",
            "PLF-KNIFE",
            "201703",
            "GL",
            day("2017-06-30"),
            54_000,
            text="Accrual Redgrave Workshops late June",
            order_no="PO88121",
        )
    )
    line = claim(book, bill, accrual, journal_class="accrual", evidence="goods-received; journal")
    back = book.post(
        Entry(
            "04410",
            "4330",
            "PLF-KNIFE",
            "201704",
            "GL",
            day("2017-07-03"),
            -54_000,
            text="Reversal of accrual Redgrave Workshops late June",
            order_no="PO88121",
        )
    )
    invoice = book.post(
        Entry(
            "04410",
            "4330",
            "PLF-KNIFE",
            "201704",
            "AP",
            day("2017-07-14"),
            54_000,
            "REDGRAVE WORKSHOPS",
            "RW0299",
            "Knife awareness workshops, late June",
            order_no="PO88121",
        )
    )
    plant(
        book,
        1,
        "Accrual claimed, invoiced in the next quarter",
        "£540.00 accrued in June and claimed; reversed in July and invoiced two weeks later.",
        in_return(line),
        in_ledger(accrual, status="matched"),
        "Matched to the accrual in June.",
    )
    plant(
        book,
        2,
        "Reversal of the accrual and its invoice",
        "The reversal and the invoice stand in July; neither may be claimed again.",
        in_extract(back, 2),
        in_ledger(invoice, kind="accrual"),
        "They cancel each other to 0.00.",
    )
    bill = cost(
        "CSE",
        1,
        "TRAIN",
        "Stonebridge Associates",
        "Practitioner masterclass, 29 June",
        "1720",
        "2017-06-29",
        48_500,
        reference="SA0417",
        posted_on=day("2017-07-11"),
    )
    entry = book.post(entry_of(bill))
    entry.period = "201704"
    line = claim(book, bill, None, ledger_key="", accounting_period="201704")
    plant(
        book,
        1,
        "Claimed in June, in the ledger in July",
        "A course of 29 June was claimed for Q1 and never accrued; the ledger has it in July.",
        in_return(line),
        in_ledger(line, kind="timing"),
        "Explained as timing; cleared when the July listing held it.",
    )
    act(
        book,
        1,
        "explain",
        kind="timing",
        lines=[line],
        clears="2017-Q2",
        owner=FINANCE,
        reason="Course held on 29 June, invoice posted on 11 July; no accrual was made below £500.",
    )
    act(book, 2, "clear", key=line, cleared_by=entry)


def _ledger(book: Book) -> None:
    bill = cost(
        "DSA-AWARE",
        1,
        "COMMS",
        "Mallory Film",
        "Short film, script and casting",
        "4540",
        "2017-05-30",
        41_550,
        reference="MF-0283",
    )
    entry = book.post(entry_of(bill))
    line = claim(book, bill, entry, invoice_ref="MF-0238")
    line.states_key = False
    plant(
        book,
        1,
        "Typing slip in an invoice number",
        "The invoice is MF-0283; the return says MF-0238 and gives no ledger transaction.",
        in_return(line),
        in_ledger(line, status="proposed"),
        "The proposed match was confirmed.",
    )
    act(
        book,
        1,
        "confirm",
        lines=[line],
        keys=[entry],
        reason="Invoice seen; two digits changed places in the return.",
    )
    bill = cost(
        "STREET",
        1,
        "DELIVERY",
        "Northgate Cleaning",
        "Clean-up of encampment, Abbey Lane",
        "4330",
        "2017-05-17",
        33_600,
        reference="NGC0217",
        centre="04499",
    )
    entry = book.post(entry_of(bill))
    line = claim(book, bill, entry)
    plant(
        book,
        1,
        "Posted to another cost centre",
        "An invoice of this grant stands on the holding cost centre 04499.",
        in_return(line),
        finding(line, "separate-accounting", "WARN"),
        "Accepted; recode asked for and posted in July.",
    )
    plant(
        book,
        1,
        "The same, seen from the ledger",
        "Claimed here, held on 04499.",
        in_extract(entry, 1),
        in_ledger(entry, kind="elsewhere"),
        "A derived item until the recode.",
    )
    act(
        book,
        1,
        "accept",
        term="separate-accounting",
        subjects=[line],
        reason="Belongs to the grant; recode from 04499 requested on 18 July 2017.",
    )
    _moved(book)
    for centre, sign, words in (("04410", -1, "out"), ("04411", 1, "in")):
        leg = book.post(
            Entry(
                centre,
                "4340",
                "PLF-NIGHT",
                "201702",
                "GL",
                day("2017-05-25"),
                sign * 26_000,
                text=f"Recode radio hire between centres {words}",
                group="recode 1",
            )
        )
    plant(
        book,
        1,
        "Recode out and in",
        "A journal moves £260.00 between two of the grant's cost centres.",
        in_extract(leg, 1),
        in_ledger(leg, kind="recode"),
        "The two legs cancel each other to 0.00.",
    )
    income = next(e for e in book.entries if e.kind == "AR" and e.period == "201702")
    plant(
        book,
        1,
        "Income on the code",
        "The PCC's first instalment of £59,750.00 stands on 04410.",
        in_extract(income, 1),
        in_ledger(income, kind="income"),
        "Left out as income.",
    )
    budget = next(e for e in book.entries if e.kind == "BU")
    plant(
        book,
        1,
        "Budget journal among the spend",
        "The original budget stands on the same codes.",
        in_extract(budget, 1),
        in_ledger(budget, kind="excluded-by-nature"),
        "Left out by its nature.",
    )


def _moved(book: Book) -> None:
    """The recode of the line on 04499, in July: one leg on the grant's codes, one not."""
    for centre, sign in (("04499", -1), ("04411", 1)):
        leg = book.post(
            Entry(
                centre,
                "4330",
                "PLF-STREET",
                "201704",
                "GL",
                day("2017-07-20"),
                sign * 33_600,
                text="Recode Northgate Cleaning NGC0217 to 04411",
                group="recode 2",
            )
        )
    plant(
        book,
        2,
        "Recode into the grant's cost centre",
        "The July recode brings £336.00 onto 04411 that was claimed in Q1.",
        in_extract(leg, 2),
        in_ledger(leg, kind="recode"),
        "Explained: claimed in Q1, so it may not be claimed again.",
    )
    act(
        book,
        2,
        "explain",
        kind="recode",
        keys=[leg],
        owner=FINANCE,
        reason="Recode from 04499 of the line claimed in 2017-Q1; nothing new to claim.",
    )
