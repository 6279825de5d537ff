"""The section 151 officer certifies what stands ready, nobody changes it after, the funder answers."""

import pytest
from playwright.sync_api import Page, expect
from windows import Sites, shortcomings
from worked_site import FINANCE, PERIOD, S151, lead_of

from app.sample.people import REFERENCE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
QUARTER = f"/contracts/{REFERENCE}/quarters/{PERIOD}/"
DECLARE = "I certify this return of £9,685.00 for Quarter 1, 2017-18"


def to_the_quarter(page: Page) -> None:
    page.get_by_role("button", name="Certify Quarter 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Quarter 1, 2017-18: return to the funder"
    )


def test_the_officer_reads_why_a_quarter_is_not_ready(sites: Sites) -> None:
    page = sites.at("imported").signed_in(S151)
    to_the_quarter(page)
    open_points = page.get_by_role("region", name="Why this cannot be certified yet")
    expect(open_points).to_contain_text("Every return is agreed to the ledger: 0 of 12")
    expect(open_points).to_contain_text("And 7 more: see the table below.")
    expect(open_points).to_contain_text("£35.20")
    expect(page.get_by_label(DECLARE)).to_have_count(0)
    assert shortcomings(page) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_ready_quarter_is_certified_frozen_and_accepted(sites: Sites, scripts: bool) -> None:
    site = sites.at("settled")
    page = site.signed_in(S151, scripts=scripts)
    to_the_quarter(page)
    seen = shortcomings(page)
    page.get_by_role("button", name="Certify the quarter").click()
    expect(page.get_by_role("alert").filter(has_text="There is a problem")).to_contain_text(
        "Tick to say that you make the declaration."
    )
    seen += shortcomings(page)
    page.get_by_label(DECLARE).check()
    page.get_by_role("button", name="Certify the quarter").click()
    expect(page.get_by_role("status").filter(has_text="is certified")).to_be_visible()
    seen += shortcomings(page)

    officer = site.signed_in(FINANCE, scripts=scripts)
    officer.goto(f"/contracts/{REFERENCE}/projects/KNIFE/{PERIOD}/")
    expect(officer.locator("main")).to_contain_text("is certified: its returns are frozen.")
    expect(officer.get_by_role("button", name="Send the query")).to_have_count(0)
    officer.goto(f"/contracts/{REFERENCE}/ledger/{PERIOD}")
    expect(officer.get_by_role("button", name="Record the reconciling item")).to_have_count(0)

    lead = site.signed_in(lead_of("KNIFE"), scripts=scripts)
    lead.goto(f"/contracts/{REFERENCE}/projects/KNIFE/{PERIOD}/")
    expect(lead.locator("main")).to_contain_text("is certified: its returns are frozen.")

    funder = site.signed_in("funder.officer@example.org", scripts=scripts)
    funder.get_by_role("button", name="Answer the return for Quarter 1").click()
    expect(funder.get_by_role("button", name="Accept the return")).to_be_visible()
    seen += shortcomings(funder)
    funder.get_by_role("button", name="Accept the return").click()
    expect(funder.get_by_role("status").filter(has_text="is accepted")).to_be_visible()
    expect(funder.locator("main")).to_contain_text("Accepted by the funder")
    assert seen == []
