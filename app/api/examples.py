"""Examples for the description: the worked fund's, cut short."""

from typing import Any, Final

LINE: Final = {
    "line_id": "K-001", "project": "KNIFE", "head": "DELIVERY", "period": "2017-Q1",
    "supplier": "Example Training Ltd", "bearer_vat_registered": "yes", "invoice_ref": "ET-17",
    "description": "Workshops in three schools", "category": "services", "cost_centre": "04410",
    "subjective": "4321", "ledger_key": "U4-1001-1", "journal_class": "invoice",
    "accounting_period": "201702", "incurred_on": "2017-05-10", "service_from": "2017-05-08",
    "service_to": "2017-05-10", "posted_on": "2017-05-18", "defrayed_on": "2017-06-05",
    "net": "1200.00", "vat": "240.00", "vat_recoverable": "yes", "gross": "1440.00",
    "claim_percent": "100", "claimed": "1200.00", "evidence": "invoice;payment",
    "status": "certified",
}  # fmt: skip
SUBMISSION: Final[dict[str, Any]] = {
    "lines": [LINE],
    "answers": {
        "cumulative": {"DELIVERY": "1200.00", "COMMS": "0.00"},
        "nil_heads": ["COMMS"],
        "reasons": {"DELIVERY": "Two schools moved their workshops to the next quarter."},
        "narrative": {"progress": "Three schools visited.", "issues": "", "next_quarter": "Five."},
        "prepared_by": "A. Lead",
    },
}
_CONTRACT: Final = {
    "reference": "PLF-2017-18", "title": "Partnership Locality Fund 2017/18",
    "funder": "Police and Crime Commissioner for Leicestershire",
    "accountable_body": "Leicester City Council", "award": "239000.00",
    "starts_on": "2017-04-01", "ends_on": "2018-03-31",
}  # fmt: skip
_STANDING: Final = {
    "contract": "PLF-2017-18", "project": "KNIFE", "period": "2017-Q1", "state": "submitted",
    "quarter_state": "open", "version": 1, "submitted_at": "2017-07-10T09:30:00+00:00",
    "submitted_by": "ops.lead@example.org",
    "totals": {"lines": 1, "claimed": "1200.00", "disallowed": "0.00", "net": "1200.00"},
}  # fmt: skip
_FINDING: Final = {
    "id": "F0123456789", "contract": "PLF-2017-18", "project": "KNIFE", "period": "2017-Q1",
    "scope": "line", "subject": "K-001", "term": "evidence", "title": "Evidence", "clause": "9.2",
    "wording": "…", "page": 7, "variation": "", "verdict": "EVIDENCE",
    "label": "Something is missing", "at_risk": "1200.00",
    "where": "Line K-001, Knife crime, 2017-Q1", "message": "…", "to_do": "…", "open": True,
    "resolution": None,
}  # fmt: skip
EXAMPLES: Final[dict[str, dict[str, Any]]] = {
    "contracts": {"items": [_CONTRACT], "page": 1, "page_size": 100, "total": 1},
    "contract": {
        **_CONTRACT,
        "partnership": "Safer Leicester Partnership",
        "signed_on": "2017-03-24",
        "budget_heads": [{"code": "DELIVERY", "title": "Activities", "overhead": False}],
        "periods": [
            {
                "code": "2017-Q1", "starts_on": "2017-04-01", "ends_on": "2017-06-30",
                "return_due_on": "2017-07-31", "leads_due_on": "2017-07-31",
                "accounting_periods": ["201701", "201702", "201703"], "state": "open",
            }
        ],
        "projects": [],
        "terms": [],
    },
    "returns": {
        "items": [{**_STANDING, "due_on": "2017-07-31"}],
        "page": 1, "page_size": 100, "total": 1,
    },
    "return": {
        **_STANDING,
        "masked": False,
        "heads": [
            {"head": "DELIVERY", "claimed": "1200.00", "disallowed": "0.00", "net": "1200.00"}
        ],
        "answers": SUBMISSION["answers"],
        "lines": [
            {
                **LINE, "post": "", "unit_cost": "", "units": "", "corrects": "",
                "cell": "line 1, claimed", "verdict": "EVIDENCE", "label": "Something is missing",
            }
        ],
    },
    "findings": {"items": [_FINDING], "page": 1, "page_size": 100, "total": 1},
    "checked": {
        "contract": "PLF-2017-18", "project": "KNIFE", "period": "2017-Q1", "can_submit": True,
        "why_not": "", "lines": 1, "claimed": "1200.00",
        "heads": [
            {"head": "DELIVERY", "claimed": "1200.00", "claimed_before": "0.00",
             "to_date": "1200.00"}
        ],
        "notes": [], "counts": {"EVIDENCE": 1}, "findings": [_FINDING],
    },
    "submitted": {
        "contract": "PLF-2017-18", "project": "KNIFE", "period": "2017-Q1", "state": "submitted",
        "version": 1, "submitted_at": "2017-07-10T09:30:00+00:00",
        "submitted_by": "ops.lead@example.org", "lines": 1, "claimed": "1200.00",
        "counts": {"EVIDENCE": 1}, "findings": [_FINDING],
    },
}  # fmt: skip
