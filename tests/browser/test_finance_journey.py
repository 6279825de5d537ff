"""The finance officer's quarter: the extract in, the ledger agreed to the penny, findings settled."""

import pytest
from playwright.sync_api import Page, expect
from windows import Sites, shortcomings
from worked_site import EXTRACT, FINANCE, LEDGER_ROWS, LEDGER_TOTAL, PERIOD

from app.sample.people import REFERENCE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LEDGER = f"/contracts/{REFERENCE}/ledger/{PERIOD}"


def offer(page: Page, total: str) -> None:
    """Fill in the form of an extract and have it read."""
    page.locator("input[type=file]").set_input_files(
        {"name": "unit4 q1.csv", "mimeType": "text/csv", "buffer": EXTRACT}
    )
    page.get_by_label("Number of rows").fill(str(LEDGER_ROWS))
    page.get_by_label("Total of the extract").fill(total)
    page.get_by_role("button", name="Read the extract").click()


def test_an_extract_is_refused_until_its_total_ties_and_then_imported(sites: Sites) -> None:
    page = sites.at("submitted").signed_in(FINANCE)
    page.get_by_role("button", name="Import the ledger for Quarter 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Import from the ledger")
    seen = shortcomings(page)

    offer(page, "9720.21")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rows and total do not tie")
    expect(page.locator("main")).to_contain_text("£9,720.21")
    expect(page.get_by_role("button", name="Import these lines")).to_have_count(0)
    seen += shortcomings(page)

    page.get_by_role("button", name="Choose another file").click()
    offer(page, LEDGER_TOTAL)
    expect(page.get_by_role("heading", level=1)).to_have_text("Rows and total tie")
    seen += shortcomings(page)
    page.get_by_role("button", name="Import these lines").click()
    expect(page.get_by_role("status").filter(has_text="14 ledger lines imported")).to_be_visible()
    expect(page.get_by_role("heading", name="The return does not agree")).to_be_visible()
    assert seen == []


def test_proposals_and_open_lines_are_settled_until_the_difference_is_nothing(
    sites: Sites,
) -> None:
    page = sites.at("imported").signed_in(FINANCE)
    page.get_by_role("button", name="Reconcile Quarter 1").click()
    panel = page.locator(".council-unexplained")
    expect(panel).to_contain_text("-£35.20")
    page.get_by_role("button", name="CELEBRATE-Q1-001").click()
    expect(page.get_by_role("status").filter(has_text="Confirmed")).to_be_visible()

    page.get_by_role("button", name="Record the reconciling item").click()
    summary = page.get_by_role("alert").filter(has_text="There is a problem")
    expect(summary).to_contain_text("Tick the lines that you explain.")
    expect(summary).to_contain_text("Choose what it is.")
    seen = shortcomings(page)
    page.get_by_label("00059900-1").check()
    page.get_by_label("What it is").select_option("not-this-grant")
    page.get_by_label("Reason").fill("Stationery of the office, not of the fund.")
    page.get_by_role("button", name="Record the reconciling item").click()
    expect(panel).to_contain_text("The return agrees to the ledger")
    expect(panel).to_contain_text("£0.00")
    seen += shortcomings(page)
    assert seen == []


def test_returns_are_agreed_and_findings_settled_one_by_one(sites: Sites) -> None:
    page = sites.at("matched").signed_in(FINANCE)
    page.get_by_role("link", name="Quarter 1, 2017-18", exact=True).click()
    page.get_by_role("link", name="Knife crime").click()
    page.get_by_role("button", name="Mark as agreed to the ledger").click()
    expect(page.get_by_role("status").filter(has_text="reconciled")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Agreed to the ledger")

    page.goto("/")
    page.get_by_role("button", name="Settle").click()
    finding = page.get_by_role("link", name="Evidence held: STREET-Q1-001")
    expect(finding).to_have_count(1)
    before = page.get_by_role("article").count()
    finding.click()
    page.get_by_role("button", name="Accept: it is in order").click()
    expect(page.get_by_role("alert").filter(has_text="There is a problem")).to_contain_text(
        "at least 3 words"
    )
    seen = shortcomings(page)
    page.get_by_label("Reason").fill("The invoice QS-2 has been seen.")
    page.get_by_role("button", name="Accept: it is in order").click()
    expect(page.get_by_role("status").filter(has_text="accepted")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(before - 1)
    assert seen == []
