"""What was planted in the second quarter."""

from app.sample.making.parts import Book, Entry, Line
from app.sample.making.planting import (
    FINANCE,
    act,
    at,
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


def plant_second_quarter(book: Book) -> None:
    """Problems of July to September."""
    _again(book)
    _returns(book)
    _shared(book)
    _supplies(book)
    _staff(book)
    _coding(book)
    _ledger(book)


def _again(book: Book) -> None:
    bill = cost("LANDLORD", 1, "DELIVERY", "Dunmore Locks", "Lock changes after unlawful evictions, June",
                "4330", "2017-06-14", 27_400, reference="DL0611")  # fmt: skip
    first = claim(book, bill, book.post(entry_of(bill)))
    line = book.claim(Line("LANDLORD", 2, "DELIVERY", 27_400, dict(first.cells), first.entry,
                           order=(day("2017-07-03"), 0)))  # fmt: skip
    line.disallowed = 27_400
    plant(book, 2, "Claimed again a quarter later",
          "The lock changes of June, claimed in Q1, stand on the Q2 return with the same transaction.",
          in_return(line), finding(line, "duplicate-claim", "BREACH", 27_400), OUT_OF_CLAIM)  # fmt: skip
    for place in (0, 1):
        bill = cost("DSA-AWARE", 2, "COMMS", "Mallory Film", f"Short film, filming day {place + 1}", "4540",
                    "2017-07-19", 36_250, reference="MF-0352")  # fmt: skip
        line = claim(book, bill, book.post(entry_of(bill)))
    plant(book, 2, "One invoice under two transactions",
          "The same supplier, amount and invoice number stand in the ledger twice and are claimed twice.",
          in_return(line), finding(line, "duplicate-claim", "WARN"),
          "Accepted: one invoice for two filming days, entered by day.")  # fmt: skip
    act(book, 2, "accept", term="duplicate-claim", subjects=[line],
        reason="Invoice MF-0352 is for two filming days of £362.50; Payments entered one row per day.")  # fmt: skip


def _returns(book: Book) -> None:
    plant(book, 2, "Figure to date does not add up",
          "The first version states £270.00 more for DELIVERY than the lines come to.",
          at("returns/2017-Q2/KNIFE.xlsx, figure to date of DELIVERY"),
          finding("KNIFE@2017-Q2", "roll-forward", "BREACH", 27_000, scope="return"),
          "Return queried; version 2 states the right figure.")  # fmt: skip
    plant(book, 2, "Return three days late", "Submitted on 3 November 2017; it was due on 31 October.",
          at("decisions.toml, submission of STREET for 2017-Q2"),
          finding("STREET@2017-Q2", "return-due", "BREACH", scope="return"),
          "Reported to the funder with the return.")  # fmt: skip
    plant(book, 2, "Return one day late", "Submitted on 1 November 2017; it was due on 31 October.",
          at("decisions.toml, submission of REOFFEND for 2017-Q2"),
          finding("REOFFEND@2017-Q2", "return-due", "BREACH", scope="return"),
          "Reported to the funder with the return.")  # fmt: skip
    plant(book, 2, "The quarter's return late for their sake", "Certified on 8 November 2017, due on 31 October.",
          at("decisions.toml, certification of 2017-Q2"),
          finding("2017-Q2", "return-due", "BREACH", scope="return"),
          "Reported; the funder queried the quarter and then accepted it.")  # fmt: skip
    plant(book, 2, "A project without a return after the due date",
          "On 1 November STREET had stated nothing at all.",
          at("decisions.toml, submission of STREET for 2017-Q2"),
          finding("STREET@2017-Q2", "return-complete", "BREACH", scope="return"),
          "The return came on 3 November.")  # fmt: skip


def _shared(book: Book) -> None:
    bill = cost("KNIFE", 2, "DELIVERY", "Tanner Coaches", "Coach to the youth summit, both projects", "4340",
                "2017-08-16", 40_000, reference="TC-0461", percent=60)  # fmt: skip
    first = claim(book, bill, book.post(entry_of(bill)))
    other = cost("STREET", 2, "DELIVERY", "Tanner Coaches", "Coach to the youth summit, both projects", "4340",
                 "2017-08-16", 40_000, reference="TC-0461", percent=50, centre="04410")  # fmt: skip
    line = claim(book, other, first.entry)
    line.disallowed = 4_000
    plant(book, 2, "One cost shared to 110 per cent",
          "A £400.00 coach is claimed at 60 per cent by KNIFE and at 50 per cent by STREET.",
          in_return(line), finding(line, "double-funding", "BREACH", 4_000),
          "The 10 per cent too much taken out of the claim.")  # fmt: skip
    act(book, 2, "explain", kind="other", lines=[line], owner=FINANCE,
        reason="Second share of the coach on transaction of KNIFE; 40 per cent of it stands, 10 is taken out.")  # fmt: skip


def _supplies(book: Book) -> None:
    for place, on in enumerate(("2017-07-12", "2017-08-09", "2017-09-13")):
        bill = cost("DHR", 2, "DELIVERY", "Pinewood Computing", f"Laptop for the review panel, {place + 1} of 3",
                    "4380", on, 94_500, reference=f"PC-77{place}1", category="supplies")  # fmt: skip
        line, _ = buy(book, bill)
        act(book, 2, "accept", term="revenue-only", subjects=[line],
            reason="Three separate panel members; the items are laptops of £945.00 each, no set.")  # fmt: skip
        plant(book, 2, f"Laptop just under the capital threshold, {place + 1} of 3",
              "£945.00 where £1,000.00 makes a capital item, three times in one quarter.",
              in_return(line), finding(line, "revenue-only", "WARN"),
              "Accepted after looking at the three orders together.")  # fmt: skip


def _staff(book: Book) -> None:
    line = next(x for x in book.lines_of("STREET", 2) if x.head == "STAFF"
                and x.cells["accounting_period"] == "201705" and x.cells["subjective"] == "1010")  # fmt: skip
    line.cells["post"] = ""
    plant(book, 2, "Payroll without a post", "August's basic pay of the navigator names no post.",
          in_return(line), finding(line, "staff-cost", "EVIDENCE"),
          "Accepted: payroll report shows post CS-103.")  # fmt: skip
    act(book, 2, "accept", term="staff-cost", subjects=[line],
        reason="Payroll report for August names post CS-103; the lead left the cell blank.")  # fmt: skip


def _coding(book: Book) -> None:
    line, _ = buy(book, cost("KNIFE", 2, "MANAGE", "Merchant Card Services", "Card terminal charge, sponsors' evening",
                             "8110", "2017-09-06", 4_120, reference="MC-5510", category="overhead"))  # fmt: skip
    line.disallowed = 4_120
    plant(book, 2, "Coded to an account that is not eligible",
          "A bank charge on account 8110; the agreement rules out all accounts beginning with 8.",
          in_return(line), finding(line, "ineligible-category", "BREACH", 4_120), OUT_OF_CLAIM)  # fmt: skip
    line, _ = buy(book, cost("CELEBRATE", 2, "DELIVERY", "Marshalls Event Stewards", "Street party stewards, Highfields",
                             "4310", "2017-08-26", 41_000, reference="MES0520"))  # fmt: skip
    plant(book, 2, "Keyword trap: “Street party stewards, Highfields”",
          "Stewards at a street party; the word alone proves nothing.",
          in_return(line), finding(line, "ineligible-category", "WARN"), "Accepted: stewards, no party costs.")  # fmt: skip
    act(book, 2, "accept", term="ineligible-category", subjects=[line],
        reason="Stewards for road safety at a residents' event; no food or entertainment was bought.")  # fmt: skip
    buy(book, cost("DSA-AWARE", 2, "COMMS", "Larkfield Print & Design", "Z-cards, second print", "4510",
                   "2017-08-02", 150_000, reference="LPD0788"))  # fmt: skip
    buy(book, cost("DHR", 2, "DELIVERY", "Alder Lane Interpreting", "Interpreting for family interviews", "4370",
                   "2017-09-19", 102_000, reference="AL-301", has_vat=False))  # fmt: skip


def _ledger(book: Book) -> None:
    bill = cost("NIGHT", 2, "DELIVERY", "Oakfield Taxi Marshals", "Taxi marshals, arrivals fortnight", "4310",
                "2017-09-25", 70_000, reference="OTM-0733")  # fmt: skip
    line = claim(book, bill, None)
    parts = []
    for pence, words in ((45_000, "first week"), (25_000, "second week")):
        entry = entry_of(bill)
        entry.amount, entry.text, entry.group = pence, f"Taxi marshals {words}", "split invoice"
        parts.append(book.post(entry))
    plant(book, 2, "One invoice over two ledger lines",
          "The return has one line of £700.00; Payments split the invoice into £450.00 and £250.00.",
          in_return(line), in_ledger(line, status="proposed"), "The proposed sum was confirmed.")  # fmt: skip
    act(book, 2, "confirm", lines=[line], keys=parts,
        reason="One invoice of £700.00, split by week when it was entered.")  # fmt: skip
    bill = cost("NIGHT", 2, "DELIVERY", "Citywide Radio Hire", "Door staff radio hire, July", "4340", "2017-07-31",
                31_000, reference="CRH0455")  # fmt: skip
    wrong = entry_of(bill)
    wrong.amount, wrong.invoice_ref = 30_000, "CRH0450"
    book.post(wrong)
    credit = book.post(Entry("04411", "4340", "PLF-NIGHT", "201705", "CN", day("2017-08-10"), -30_000,
                             "CITYWIDE RADIO HIRE", "CRH0450CR", "Credit for wrong July bill"))  # fmt: skip
    bill = cost("NIGHT", 2, "DELIVERY", "Citywide Radio Hire", "Door staff radio hire, July", "4340", "2017-08-11",
                31_000, reference="CRH0455")  # fmt: skip
    buy(book, bill)
    plant(book, 2, "Invoice, credit and rebill",
          "A July bill of £300.00 was credited and billed again at £310.00; only the rebill is claimed.",
          in_extract(credit, 2), in_ledger(credit, kind="other"),
          "The first bill and its credit cancel each other; the rebill is matched.")  # fmt: skip
    late = cost("CSE", 3, "DELIVERY", "Silver Birch Theatre", "School performance, September", "4330",
                "2017-09-21", 42_000, reference="SBT0392", posted_on=day("2017-09-28"))  # fmt: skip
    entry = book.post(entry_of(late))
    line = claim(book, late, entry)
    plant(book, 2, "In the ledger and on no return",
          "A school performance of September that the lead forgot to claim.",
          in_extract(entry, 2), in_ledger(entry, kind="timing"),
          "Explained as timing and claimed in Q3.")  # fmt: skip
    act(book, 2, "explain", kind="timing", keys=[entry], clears="2017-Q3", owner="cse.lead@example.org",
        reason="Invoice reached the lead after the return; she will claim it in the next quarter.")  # fmt: skip
    act(book, 3, "clear", key=entry, cleared_by=line)
