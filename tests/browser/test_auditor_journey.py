"""Auditors: the pack, the trail, a finding; the funder's auditor sees sensitive text masked."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from windows import Sites, shortcomings
from worked_site import PERIOD

from app.sample.people import REFERENCE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SENSITIVE = "Support session, Ms Q's family"
DHR = f"/contracts/{REFERENCE}/projects/DHR/{PERIOD}/"


@pytest.mark.parametrize(
    ("email", "sees"),
    [("funder.auditor@example.org", False), ("internal.auditor@example.org", True)],
)
def test_an_auditor_takes_the_pack_checks_the_trail_and_opens_a_finding(
    sites: Sites, email: str, sees: bool
) -> None:
    page = sites.at("certified").signed_in(email)
    page.get_by_role("link", name="Partnership Locality Fund 2017/18").click()
    page.get_by_role("link", name="Packs").click()
    page.get_by_label("Quarter").select_option(PERIOD)
    page.get_by_role("button", name="Audit pack").click()
    expect(page.get_by_role("status").filter(has_text="is ready below")).to_be_visible()
    seen = shortcomings(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="audit pack").click()
    book = load_workbook(BytesIO(Path(download.value.path()).read_bytes()), data_only=True)
    text = " ".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )
    assert book.sheetnames[:3] == ["Cover", "Statement", "Funding"]
    assert (SENSITIVE in text) is sees

    page.get_by_role("link", name="Audit trail").click()
    expect(page.get_by_role("heading", name="Not checked yet on this page")).to_be_visible()
    page.get_by_role("button", name="Check the trail").click()
    expect(page.get_by_role("heading", name="The trail is whole")).to_be_visible()
    seen += shortcomings(page)

    page.get_by_role("link", name="Findings").click()
    page.get_by_label("Show").select_option("all")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Evidence held: DHR-Q1-002").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Evidence held: DHR-Q1-002")
    expect(page.locator("main")).to_contain_text("Clause 8.1")
    seen += shortcomings(page)

    page.goto(DHR)
    expect(page.get_by_text(SENSITIVE)).to_have_count(1 if sees else 0)
    expect(page.get_by_text("Masked: sensitive project")).to_have_count(0 if sees else 2)
    original = page.get_by_role("link", name="Download the workbook as it was sent")
    expect(original).to_have_count(1 if sees else 0)
    assert page.request.get(f"{DHR}versions/1.xlsx").status == (200 if sees else 403)
    seen += shortcomings(page)
    assert seen == []
