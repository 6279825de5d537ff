"""Builds the data of a small fund: two projects (one sensitive), three heads, two quarters."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pandas as pd

from exports import pack_data as pd_
from exports.profile import Profile
from grants import contract as c
from grants.spend import SPEND_COLUMNS
from grants.verdict import Finding, Scope, Verdict
from ledger.gl.line import LEDGER_COLUMNS, LEDGER_DATES, LEDGER_INTEGERS, LEDGER_MONEY
from ledger.reconciliation.item import ItemKind, ReconcilingItem

BST = timezone(timedelta(hours=1))
CUT_OFF = datetime(2017, 10, 20, 9, 30, tzinfo=BST)
CANARY_SUPPLIER = "Kingfisher Safe House Ltd"
CANARY_TEXT = "Relocation of A. Wagtail to Heron Street"
CANARY_INVOICE = "KSH-0042"
CANARIES = (CANARY_SUPPLIER, CANARY_TEXT, CANARY_INVOICE, "Wagtail", "Kingfisher")


def contract(**changes: object) -> c.Contract:
    """The contract; keyword arguments replace its fields."""
    periods = (
        c.Period("2017-Q1", date(2017, 4, 1), date(2017, 6, 30), date(2017, 7, 31),
                 ("201701", "201702", "201703")),
        c.Period("2017-Q2", date(2017, 7, 1), date(2017, 9, 30), date(2017, 10, 31),
                 ("201704", "201705", "201706")),
    )  # fmt: skip
    made = c.Contract(
        reference="PLF-T", title="Partnership Locality Fund", funder="The PCC",
        accountable_body="Any City Council", starts_on=date(2017, 4, 1), ends_on=date(2018, 3, 31),
        award=100_000_00, signed_on=date(2017, 3, 24), periods=periods,
        budget_heads=(c.BudgetHead("STAFF", "Staffing"), c.BudgetHead("DELIVERY", "Activities"),
                      c.BudgetHead("COMMS", "Publicity")),
        projects=(c.Project("KNIFE", "Knife crime", "CRIME", lead="knife.lead@example.org"),
                  c.Project("DHR", "Reviews", "DSA", sensitive=True)),
        allocations=(c.Allocation("KNIFE", "STAFF", 30_000_00, date(2017, 3, 20)),
                     c.Allocation("KNIFE", "DELIVERY", 20_000_00, date(2017, 3, 20)),
                     c.Allocation("DHR", "DELIVERY", 40_000_00, date(2017, 3, 20))),
        variations=(c.Variation(1, date(2017, 7, 1), date(2017, 7, 1), "More for reviews",
                                award=105_000_00,
                                allocations=(c.Allocation("DHR", "STAFF", 5_000_00),)),),
        virements=(c.Virement("V1", "KNIFE", "STAFF", "KNIFE", "COMMS", 1_500_00,
                              date(2017, 7, 3), "knife.lead@example.org", date(2017, 7, 7),
                              "manager@example.org", date(2017, 7, 7), "Leaflets"),
                   c.Virement("V2", "KNIFE", "STAFF", "KNIFE", "DELIVERY", 900_00,
                              date(2017, 9, 29))),
        consents=(c.Consent("PCC-1", "virement", date(2017, 7, 6), amount=2_000_00,
                            project="KNIFE", head="STAFF", document="Letter"),),
        instalments=(c.Instalment(1, date(2017, 4, 10), 50_000_00, ("signed",)),
                     c.Instalment(2, date(2017, 10, 10), 55_000_00)),
        receipts=(c.Receipt(date(2017, 4, 18), 50_000_00, "BACS 77", 1),),
        profiles=(c.Profile("KNIFE", "STAFF", "2017-Q1", 7_000_00),
                  c.Profile("KNIFE", "STAFF", "2017-Q2", 7_000_00)),
        forecasts=(c.Forecast("KNIFE", "STAFF", date(2017, 6, 30), 30_000_00),
                   c.Forecast("KNIFE", "STAFF", date(2017, 9, 30), 28_500_00)),
        commitments=(c.Commitment("KNIFE", "DELIVERY", date(2017, 9, 1), 750_00, "PO-9"),),
        returns=(c.ProjectReturn("KNIFE", "2017-Q2", reasons={"STAFF": "A vacancy until July"}),),
        assets=(c.Asset("A1", "L4", "Camera", "00123", 450_00, date(2017, 7, 5),
                        grant_percent=Decimal(100)),),
        outputs=(c.Output("KNIFE", "People at sessions", "people", Decimal(0),
                          {"2017-Q2": Decimal(80)}, {"2017-Q2": Decimal("91.5")}, "Registers"),),
        partner_statements=(c.PartnerStatement("Harbour Outreach", "2017-18"),),
    )  # fmt: skip
    return replace(made, **changes)


def line(line_id: str, claimed: str, **columns: str) -> dict[str, str]:
    """One spend line as text; what is not given stands at an ordinary value."""
    usual = {
        "project": "KNIFE", "head": "STAFF", "period": "2017-Q2", "supplier": "Example Print",
        "invoice_ref": "00017", "description": "Leaflets", "category": "services",
        "cost_centre": "04410", "subjective": "4321", "ledger_key": f"U4-{line_id}-1",
        "journal_class": "invoice", "accounting_period": "201704", "incurred_on": "2017-07-04",
        "posted_on": "2017-07-10", "defrayed_on": "2017-07-20", "net": claimed, "vat": "0.00",
        "gross": claimed, "claim_percent": "100", "evidence": "invoice", "status": "draft",
    }  # fmt: skip
    return {**dict.fromkeys(SPEND_COLUMNS, ""), **usual, "line_id": line_id, "claimed": claimed,
            "result": "PASS", "return_version": "1", "match_status": "matched",
            "approved_by": "finance@example.org", **columns}  # fmt: skip


def usual_lines() -> list[dict[str, str]]:
    """Seven lines: one of an earlier quarter, an accrual, a credit, two of a sensitive project."""
    return [
        line("L1", "6900.10", period="2017-Q1", accounting_period="201702", posted_on="2017-05-15"),
        line("L2", "7000.20"),
        line("L3", "-100.05", journal_class="credit-note", corrects="L1", description="=1+1"),
        line("L4", "450.00", head="DELIVERY", description="+44 line"),
        line("L5", "1200.00", head="COMMS", journal_class="accrual", accounting_period="201706"),
        line("L6", "4500.00", project="DHR", head="DELIVERY", supplier=CANARY_SUPPLIER,
             description=CANARY_TEXT, invoice_ref=CANARY_INVOICE),
        line("L7", "0.30", project="DHR", head="STAFF", supplier=CANARY_SUPPLIER,
             description=CANARY_TEXT, invoice_ref=CANARY_INVOICE),
    ]  # fmt: skip


def ledger_line(key: str, pence: int, disposition: str = "claimed", **columns: object) -> dict:
    """One ledger line with what became of it."""
    usual: dict[str, object] = dict.fromkeys(LEDGER_COLUMNS, "")
    usual |= dict.fromkeys(LEDGER_DATES, pd.NaT) | dict.fromkeys(LEDGER_MONEY, pd.NA)
    usual |= dict.fromkeys(LEDGER_INTEGERS, 1)
    return {**usual, "ledger_key": key, "amount": pence, "cost_centre": "04410",
            "posted_on": pd.Timestamp(2017, 7, 10), "accounting_period": "201704",
            "disposition": disposition, **columns}  # fmt: skip


def usual_ledger() -> list[dict]:
    """What the ledger holds for the second quarter."""
    return [
        ledger_line("U4-L2-1", 7_000_20),
        ledger_line("U4-L3-1", -100_05),
        ledger_line("U4-L4-1", 300_00),
        ledger_line("U4-L4-2", 150_00),
        ledger_line("U4-L6-1", 4_500_00),
        ledger_line("U4-L7-1", 30),
        ledger_line("U4-B-1", 9_999_99, "excluded: budget journal", item="R1",
                    description="Budget load", journal_class="budget"),
        ledger_line("U4-X-1", 12_34, "open", description="Who bought this?"),
    ]  # fmt: skip


def usual_items() -> tuple[ReconcilingItem, ...]:
    """The items that lead from the ledger to the return of the second quarter."""
    return (
        ReconcilingItem("R1", ItemKind.EXCLUDED_BY_NATURE, -9_999_99, ("U4-B-1",), (), "Budget"),
        ReconcilingItem("R2", ItemKind.TIMING, 1_200_00, (), ("L5",), "Accrued on the return",
                        "finance@example.org", "2017-Q3"),
        ReconcilingItem("R3", ItemKind.NOT_THIS_GRANT, -12_34, ("U4-X-1",), (), "Recode asked"),
    )  # fmt: skip


def match(line_id: str, key: str, pence: int, status: str = "matched") -> dict:
    return {"match_id": f"M-{line_id}", "pass": "key", "status": status, "line_id": line_id,
            "ledger_key": key, "line_amount": pence, "ledger_amount": pence, "difference": 0,
            "reason": ""}  # fmt: skip


def usual_matches() -> list[dict]:
    return [
        match("L2", "U4-L2-1", 7_000_20), match("L3", "U4-L3-1", -100_05),
        match("L4", "U4-L4-1", 300_00), match("L4", "U4-L4-2", 150_00),
        match("L6", "U4-L6-1", 4_500_00), match("L7", "U4-L7-1", 30),
    ]  # fmt: skip


def usual_findings() -> tuple[pd_.PackFinding, ...]:
    return (
        pd_.PackFinding(
            Finding(Scope.LINE, "L6", "evidence", "9.1", Verdict.EVIDENCE, 4_500_00,
                    f"No invoice from {CANARY_SUPPLIER}.", judged_on="2017-07-04"),
            "DHR",
            pd_.Resolution("accepted", "finance@example.org", CUT_OFF, "Seen on site"),
        ),
        pd_.PackFinding(
            Finding(Scope.SUPPLIER, CANARY_SUPPLIER, "procurement-quotes", "8.2", Verdict.EVIDENCE,
                    0, f"{CANARY_SUPPLIER} was given no quotes.")
        ),
        pd_.PackFinding(
            Finding(Scope.LINE, "L4", "revenue-only", "4.2", Verdict.WARN, 450_00,
                    "Near the threshold."), "KNIFE"),
        pd_.PackFinding(
            Finding(Scope.HEAD, "STAFF@KNIFE", "virement", "6.1", Verdict.CONSENTED, 0, "V1",
                    consent="PCC-1"), "KNIFE"),
    )  # fmt: skip


def usual_counts() -> tuple[pd_.TermCounts, ...]:
    return (
        pd_.TermCounts("evidence", "9.1", {Verdict.PASS: 5, Verdict.EVIDENCE: 1}),
        pd_.TermCounts("procurement-quotes", "8.2", {Verdict.EVIDENCE: 1}),
        pd_.TermCounts("revenue-only", "4.2", {Verdict.PASS: 5, Verdict.WARN: 1}),
        pd_.TermCounts("virement", "6.1", {Verdict.PASS: 3, Verdict.CONSENTED: 1}),
    )


def audit() -> pd_.AuditState:
    entries = (
        pd_.AuditRow(3, CUT_OFF, "knife.lead@example.org", "return.submitted", "KNIFE 2017-Q2",
                     "ab" * 32),
        pd_.AuditRow(4, CUT_OFF, "dhr.lead@example.org", "line.changed", CANARY_TEXT,
                     "cd" * 32, "DHR"),
    )  # fmt: skip
    return pd_.AuditState(entries, "ef" * 32, 17)


def frame(rows: list[dict], columns: tuple[str, ...] = ()) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns) if not rows else None)


def pack_data(**changes: object) -> pd_.PackData:
    """The data of the second quarter, tying everywhere; keyword arguments replace fields."""
    event = pd_.Event("2017-Q2", "submit", "knife.lead@example.org", CUT_OFF, "KNIFE", "draft",
                      "submitted", "", 1)  # fmt: skip
    usual: Mapping[str, object] = {
        "contract": contract(),
        "cut_off": CUT_OFF,
        "transactions": frame(usual_lines()),
        "period_code": "2017-Q2",
        "profile": Profile.INTERNAL,
        "system_version": "1.0.0",
        "rule_set": "12" * 32,
        "ledger": frame(usual_ledger()),
        "matches": frame(usual_matches()),
        "items": usual_items(),
        "statement": pd_.LedgerStatement(21_862_78, 13_050_45, 0),
        "counts": usual_counts(),
        "findings": usual_findings(),
        "return_events": (event,),
        "quarter_events": (),
        "journals": (pd_.JournalRow("J1", date(2017, 9, 30), "5100", "Spend", 13_050_45, 0),
                     pd_.JournalRow("J1", date(2017, 9, 30), "2100", "Creditor", 0, 13_050_45)),
        "trial_balance": (pd_.BalanceRow("2100", "Creditor", 0, 13_050_45),
                          pd_.BalanceRow("5100", "Grant spend", 13_050_45, 0)),
        "sources": (pd_.Source("q2.csv", "34" * 32, 8, 21_862_78, "finance@example.org", CUT_OFF,
                               "ledger extract"),),
        "sign_offs": (pd_.SignOff("prepared", "knife.lead@example.org", CUT_OFF, "KNIFE",
                                  "2017-Q2"),),
        "audit": audit(),
        "evidence": (pd_.EvidenceItem("E1", "invoice", "kingfisher.pdf", "56" * 32, ("L6",),
                                      "dhr.lead@example.org", datetime(2017, 7, 9, tzinfo=UTC),
                                      "DHR"),),
    }  # fmt: skip
    return pd_.PackData(**{**usual, **changes})  # type: ignore[arg-type]


def empty_data(**changes: object) -> pd_.PackData:
    """A contract with nothing recorded beside its budget, and no line."""
    columns = (*SPEND_COLUMNS, *pd_.EXTRA_COLUMNS)
    bare = contract(variations=(), virements=(), consents=(), instalments=(), receipts=(),
                    profiles=(), forecasts=(), commitments=(), returns=(), assets=(), outputs=(),
                    partner_statements=())  # fmt: skip
    usual = {"contract": bare, "cut_off": CUT_OFF, "transactions": frame([], columns)}
    return pd_.PackData(**{**usual, **changes})  # type: ignore[arg-type]
