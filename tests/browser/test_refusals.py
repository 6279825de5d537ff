"""Refusals in words: out of scope, not allowed, files that are not what they say; nothing is lost."""

import pytest
from playwright.sync_api import expect
from windows import NARROW, Sites, shortcomings
from worked_site import FINANCE, PERIOD, lead_of

from app.sample.people import REFERENCE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
OF_KNIFE = f"/contracts/{REFERENCE}/projects/KNIFE/{PERIOD}"


REFUSED = (
    (f"/contracts/{REFERENCE}/projects/DHR", 404, "We cannot find that page"),
    ("/contracts/NOT-HERE", 404, "We cannot find that page"),
    ("/no/such/page", 404, "We cannot find that page"),
    (f"/contracts/{REFERENCE}/ledger/{PERIOD}", 403, "You may not do that"),
)


def test_a_lead_is_refused_in_words_what_is_not_theirs(sites: Sites) -> None:
    page = sites.at("loaded").signed_in(lead_of("KNIFE"), width=NARROW)
    for address, status, heading in REFUSED:
        answer = page.goto(address)
        assert answer is not None
        assert (address, answer.status) == (address, status)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        expect(page.get_by_role("button", name="Go to the home page")).to_be_visible()
        assert shortcomings(page) == []


def test_a_pdf_named_as_a_workbook_is_refused_and_nothing_is_lost(sites: Sites) -> None:
    page = sites.at("loaded").signed_in(lead_of("KNIFE"))
    page.goto(f"{OF_KNIFE}/upload")
    page.get_by_role("button", name="Check the workbook").click()
    problem = page.get_by_role("alert").filter(has_text="There is a problem")
    expect(problem).to_contain_text("Choose the return workbook that you filled in.")
    page.locator("input[type=file]").set_input_files(
        {"name": "return.xlsx", "mimeType": "application/octet-stream", "buffer": PDF}
    )
    page.get_by_role("button", name="Check the workbook").click()
    expect(problem).to_contain_text("PDF")
    expect(page.get_by_role("button", name="Download the workbook")).to_be_visible()
    seen = shortcomings(page)
    page.goto(f"{OF_KNIFE}/")
    expect(page.locator("main")).to_contain_text("Not started")
    assert seen == []


def test_what_was_typed_beside_a_refused_extract_stays(sites: Sites) -> None:
    page = sites.at("loaded").signed_in(FINANCE)
    page.goto(f"/contracts/{REFERENCE}/ledger/import")
    page.locator("input[type=file]").set_input_files(
        {"name": "unit4.csv", "mimeType": "text/csv", "buffer": PDF}
    )
    page.get_by_label("Number of rows").fill("14")
    page.get_by_label("Total of the extract").fill("9,720.20")
    page.get_by_role("button", name="Read the extract").click()
    expect(page.get_by_role("alert").filter(has_text="There is a problem")).to_be_visible()
    expect(page.get_by_label("Number of rows")).to_have_value("14")
    expect(page.get_by_label("Total of the extract")).to_have_value("9,720.20")
    assert shortcomings(page) == []
