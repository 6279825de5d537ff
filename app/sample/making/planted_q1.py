"""What was planted in the first quarter."""

from app.sample.making.parts import Book, Entry, Line
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
)  # fmt: skip
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
    _partners(book)
    _accruals(book)
    _ledger(book)


def _ineligible(book: Book) -> None:
    line, _ = buy(book, cost(
        "CELEBRATE", 1, "DELIVERY", "Humberstone Cellars", "Wine for the stewards' thank-you evening",
        "4350", "2017-06-16", 8_640, reference="HC-2291", category="entertaining"))  # fmt: skip
    line.disallowed = 8_640
    plant(book, 1, "Wine claimed as an activity",
          "A wine merchant's invoice of £86.40, honestly classified as entertaining.",
          in_return(line), finding(line, "ineligible-category", "BREACH", 8_640), OUT_OF_CLAIM)  # fmt: skip


def _words(book: Book) -> None:
    for words in (
        ("NIGHT", "Lowther Medical Cover", "Alcohol outreach worker, safe space", "4330", "LMC0912",
         46_500, "The outreach worker speaks with drinkers; no alcohol was bought."),
        ("KNIFE", "Kickabout Community Coaching", "Penalty shoot-out tournament, Spinney Hills",
         "4310", "KCC-0907", 38_250, "A football tournament; no penalty was paid."),
    ):  # fmt: skip
        project, supplier, what, account, reference, net, reason = words
        line, _ = buy(book, cost(project, 1, "DELIVERY", supplier, what, account, "2017-05-19", net,
                                 reference=reference))  # fmt: skip
        plant(book, 1, f"Keyword trap: “{what}”",
              "Eligible spend with a word that often marks ineligible spend; it must not be a breach.",
              in_return(line), finding(line, "ineligible-category", "WARN"), f"Accepted: {reason}")  # fmt: skip
        act(book, 1, "accept", term="ineligible-category", subjects=[line], reason=reason)


def _vat(book: Book) -> None:
    bill = cost("LANDLORD", 1, "DELIVERY", "Marlow Surveys", "Electrical safety inspection, four flats",
                "4310", "2017-05-24", 24_000, reference="MS-0777")  # fmt: skip
    line = claim(book, bill, book.post(entry_of(bill)), claimed="288.00")
    line.claimed, line.disallowed = 28_800, 4_800
    plant(book, 1, "Recoverable VAT claimed",
          "An invoice of £240.00 plus £48.00 VAT claimed at £288.00, though the council recovers VAT.",
          in_return(line), finding(line, "recoverable-vat", "BREACH", 4_800),
          "The £48.00 taken out of the claim.")  # fmt: skip
    bill = cost("VEHICLE", 1, "COMMS", "Orbit Outdoor", "Car park poster sites, June", "4520",
                "2017-06-05", 35_000, reference="OO-0555")  # fmt: skip
    line = claim(book, bill, book.post(entry_of(bill)), gross="402.00")
    plant(book, 1, "Net and VAT do not make gross",
          "Net £350.00 and VAT £70.00 with a gross amount of £402.00: two digits changed places.",
          in_return(line), finding(line, "recoverable-vat", "WARN"),
          "Accepted: the invoice says £420.00; the claim is the net amount.")  # fmt: skip
    act(book, 1, "accept", term="recoverable-vat", subjects=[line],
        reason="Invoice seen: gross is £420.00, a typing slip. The net amount claimed is right.")  # fmt: skip
    bill = cost("APV", 1, "PARTNER", "Juniper Family Support", "Clinical supervision, external", "5100",
                "2017-06-12", 72_000, reference="JFS0901", category="partner-payment", has_vat=False)  # fmt: skip
    line = claim(book, bill, book.post(entry_of(bill)), net="600.00", vat="120.00", gross="720.00")
    plant(book, 1, "Partner's VAT without a statement",
          "A partner that cannot recover VAT is paid £720.00 gross and no VAT statement is held.",
          in_return(line), finding(line, "recoverable-vat", "EVIDENCE", 12_000),
          "Accepted: the signed VAT statement came by e-mail and is filed.")  # fmt: skip
    act(book, 1, "accept", term="recoverable-vat", subjects=[line],
        reason="Juniper's signed VAT statement of 14 July 2017 received and filed with the invoice.")  # fmt: skip


def _dates(book: Book) -> None:
    line, _ = buy(book, cost(
        "STREET", 1, "DELIVERY", "Ashdown Hostels", "Emergency bed nights, last week of March", "4320",
        "2017-03-28", 31_800, reference="AH-0171", has_vat=False, posted_on=day("2017-04-12")))  # fmt: skip
    line.disallowed = 31_800
    plant(book, 1, "Spend before the funding period",
          "Bed nights of 28 March 2017, invoiced and posted in April.",
          in_return(line), finding(line, "funding-period", "BREACH", 31_800), OUT_OF_CLAIM)  # fmt: skip
    bill = cost("NIGHT", 1, "DELIVERY", "Citywide Radio Hire", "Door staff radio hire, four weeks", "4340",
                "2017-04-03", 28_000, reference="CRH0160")  # fmt: skip
    line = claim(book, bill, book.post(entry_of(bill)), service_from="2017-03-20",
                 service_to="2017-04-16")  # fmt: skip
    plant(book, 1, "Service across the first day",
          "Radio hire from 20 March to 16 April 2017 without an apportionment.",
          in_return(line), finding(line, "funding-period", "EVIDENCE", 28_000),
          "Accepted: March was invoiced separately; this invoice is for April only.")  # fmt: skip
    act(book, 1, "accept", term="funding-period", subjects=[line],
        reason="Supplier confirms that March was billed to the council's own budget; apportionment filed.")  # fmt: skip
    bill = cost("PREVENT", 1, "DELIVERY", "Common Ground Theatre", "Community dialogue evening, Evington",
                "4330", "2017-05-11", 36_000, reference="CGT-0640")  # fmt: skip
    line = claim(book, bill, book.post(entry_of(bill)), incurred_on="")
    plant(book, 1, "No date of the cost",
          "The lead left the date blank, so the funding period cannot be judged.",
          in_return(line), finding(line, "funding-period", "NOT RUN"),
          "Accepted: the day was 11 May 2017 by the booking form.")  # fmt: skip
    for term in ("funding-period", "accounting-basis", "evidence", "agreement-before-spend", "approved-project"):
        act(book, 1, "accept", term=term, subjects=[line], is_optional=True,
            reason="Booking form and invoice show 11 May 2017, inside the funding period.")  # fmt: skip


def _twice(book: Book) -> None:
    bill = cost("CELEBRATE", 1, "COMMS", "Peacock Media", "Local radio spots, St George's day", "4520",
                "2017-04-21", 29_500, reference="PM-0311")  # fmt: skip
    first = claim(book, bill, book.post(entry_of(bill)))
    second = claim(book, bill, first.entry)
    second.until_version = 1
    plant(book, 1, "The same ledger line twice in one return",
          "Radio spots entered twice with the same ledger transaction.",
          in_return(second), finding(second, "duplicate-claim", "BREACH", 29_500),
          "Return queried; version 2 claims it once.")  # fmt: skip


def _evidence(book: Book) -> None:
    line, _ = buy(book, cost(
        "DSA-AWARE", 1, "DELIVERY", "Brightwell Hall Trust", "Hall hire, survivors' forum, May", "4320",
        "2017-05-09", 12_600, reference="BH/0388", evidence="order"))  # fmt: skip
    plant(book, 1, "No invoice for an item over £100",
          "£126.00 with an order only; the contract asks for an invoice from £100.",
          in_return(line), finding(line, "evidence", "EVIDENCE", 12_600),
          "Accepted: invoice obtained from the supplier.")  # fmt: skip
    act(book, 1, "accept", term="evidence", subjects=[line],
        reason="Copy invoice BH/0388 obtained from the hall on 17 July 2017 and filed.")  # fmt: skip


def _partners(book: Book) -> None:
    line, _ = buy(book, cost(
        "STREET", 1, "PARTNER", "Harbour Outreach", "Morning outreach shifts, April", "5100", "2017-04-28",
        65_000, reference="HO0141", category="partner-payment", has_vat=False,
        paid_on=day("2017-05-12")))  # fmt: skip
    line.disallowed = 65_000
    plant(book, 1, "Partner paid before its agreement",
          "Harbour Outreach was paid on 12 May 2017; its agreement was signed on 22 May 2017.",
          in_return(line), finding(line, "onward-agreement", "BREACH", 65_000), OUT_OF_CLAIM)  # fmt: skip
    line, _ = buy(book, cost(
        "APV", 1, "MANAGE", "Corporate Print Room", "Group handbooks, first print", "7110", "2017-04-10",
        8_400, reference="PR0133", category="overhead", has_vat=False,
        posted_on=day("2017-04-13"), paid_on=day("2017-04-18")))  # fmt: skip
    line.disallowed = 8_400
    plant(book, 1, "Money left before the safeguarding checks",
          "£84.00 paid on 18 April 2017; the project's checks were confirmed on 25 April 2017.",
          in_return(line), finding(line, "safeguarding", "BREACH", 8_400), OUT_OF_CLAIM)  # fmt: skip


def _accruals(book: Book) -> None:
    bill = cost("KNIFE", 1, "DELIVERY", "Redgrave Workshops", "Knife awareness workshops, late June", "4330",
                "2017-06-27", 54_000, posted_on=day("2017-06-30"))  # fmt: skip
    accrual = book.post(Entry("04410", "4330", "PLF-KNIFE", "201703", "GL", day("2017-06-30"), 54_000,
                              text="Accrual Redgrave Workshops late June", order_no="PO88121"))  # fmt: skip
    line = claim(book, bill, accrual, journal_class="accrual", evidence="goods-received; journal")
    back = book.post(Entry("04410", "4330", "PLF-KNIFE", "201704", "GL", day("2017-07-03"), -54_000,
                           text="Reversal of accrual Redgrave Workshops late June", order_no="PO88121"))  # fmt: skip
    invoice = book.post(Entry("04410", "4330", "PLF-KNIFE", "201704", "AP", day("2017-07-14"), 54_000,
                              "REDGRAVE WORKSHOPS", "RW0299", "Knife awareness workshops, late June",
                              order_no="PO88121"))  # fmt: skip
    plant(book, 1, "Accrual claimed, invoiced in the next quarter",
          "£540.00 accrued in June and claimed; reversed in July and invoiced two weeks later.",
          in_return(line), in_ledger(accrual, status="matched"), "Matched to the accrual in June.")  # fmt: skip
    plant(book, 2, "Reversal of the accrual and its invoice",
          "The reversal and the invoice stand in July; neither may be claimed again.",
          in_extract(back, 2), in_ledger(invoice, kind="accrual"), "They cancel each other to 0.00.")  # fmt: skip
    bill = cost("CSE", 1, "TRAIN", "Stonebridge Associates", "Practitioner masterclass, 29 June", "1720",
                "2017-06-29", 48_500, reference="SA0417", posted_on=day("2017-07-11"))  # fmt: skip
    entry = book.post(entry_of(bill))
    entry.period = "201704"
    line = claim(book, bill, None, ledger_key="", accounting_period="201704")
    plant(book, 1, "Claimed in June, in the ledger in July",
          "A course of 29 June was claimed for Q1 and never accrued; the ledger has it in July.",
          in_return(line), in_ledger(line, kind="timing"),
          "Explained as timing; cleared when the July listing held it.")  # fmt: skip
    act(book, 1, "explain", kind="timing", lines=[line], clears="2017-Q2", owner=FINANCE,
        reason="Course held on 29 June, invoice posted on 11 July; no accrual was made below £500.")  # fmt: skip
    act(book, 2, "clear", key=line, cleared_by=entry)


def _ledger(book: Book) -> None:
    bill = cost("DSA-AWARE", 1, "COMMS", "Mallory Film", "Short film, script and casting", "4540",
                "2017-05-30", 41_550, reference="MF-0283")  # fmt: skip
    entry = book.post(entry_of(bill))
    line = claim(book, bill, entry, invoice_ref="MF-0238")
    line.states_key = False
    plant(book, 1, "Typing slip in an invoice number",
          "The invoice is MF-0283; the return says MF-0238 and gives no ledger transaction.",
          in_return(line), in_ledger(line, status="proposed"), "The proposed match was confirmed.")  # fmt: skip
    act(book, 1, "confirm", lines=[line], keys=[entry],
        reason="Invoice seen; two digits changed places in the return.")  # fmt: skip
    bill = cost("STREET", 1, "DELIVERY", "Northgate Cleaning", "Clean-up of encampment, Abbey Lane", "4330",
                "2017-05-17", 33_600, reference="NGC0217", centre="04499")  # fmt: skip
    entry = book.post(entry_of(bill))
    line = claim(book, bill, entry)
    plant(book, 1, "Posted to another cost centre",
          "An invoice of this grant stands on the holding cost centre 04499.",
          in_return(line), finding(line, "separate-accounting", "WARN"),
          "Accepted; recode asked for and posted in July.")  # fmt: skip
    plant(book, 1, "The same, seen from the ledger", "Claimed here, held on 04499.",
          in_extract(entry, 1), in_ledger(entry, kind="elsewhere"), "A derived item until the recode.")  # fmt: skip
    act(book, 1, "accept", term="separate-accounting", subjects=[line],
        reason="Belongs to the grant; recode from 04499 requested on 18 July 2017.")  # fmt: skip
    _moved(book, line)
    for centre, sign, words in (("04410", -1, "out"), ("04411", 1, "in")):
        leg = book.post(Entry(centre, "4340", "PLF-NIGHT", "201702", "GL", day("2017-05-25"), sign * 26_000,
                              text=f"Recode radio hire between centres {words}", group="recode 1"))  # fmt: skip
    plant(book, 1, "Recode out and in", "A journal moves £260.00 between two of the grant's cost centres.",
          in_extract(leg, 1), in_ledger(leg, kind="recode"), "The two legs cancel each other to 0.00.")  # fmt: skip
    income = next(e for e in book.entries if e.kind == "AR" and e.period == "201702")
    plant(book, 1, "Income on the code", "The PCC's first instalment of £59,750.00 stands on 04410.",
          in_extract(income, 1), in_ledger(income, kind="income"), "Left out as income.")  # fmt: skip
    budget = next(e for e in book.entries if e.kind == "BU")
    plant(book, 1, "Budget journal among the spend", "The original budget stands on the same codes.",
          in_extract(budget, 1), in_ledger(budget, kind="excluded-by-nature"), "Left out by its nature.")  # fmt: skip


def _moved(book: Book, line: Line) -> None:
    """The recode of the line on 04499, in July: one leg on the grant's codes, one not."""
    for centre, sign in (("04499", -1), ("04411", 1)):
        leg = book.post(Entry(centre, "4330", "PLF-STREET", "201704", "GL", day("2017-07-20"), sign * 33_600,
                              text="Recode Northgate Cleaning NGC0217 to 04411", group="recode 2"))  # fmt: skip
    plant(book, 2, "Recode into the grant's cost centre",
          "The July recode brings £336.00 onto 04411 that was claimed in Q1.",
          in_extract(leg, 2), in_ledger(leg, kind="recode"),
          "Explained: claimed in Q1, so it may not be claimed again.")  # fmt: skip
    act(book, 2, "explain", kind="recode", keys=[leg], owner=FINANCE,
        reason="Recode from 04499 of the line claimed in 2017-Q1; nothing new to claim.")  # fmt: skip
