"""The project lead's quarter: workbook down, workbook up, findings read, corrected, submitted."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Download, Page, expect
from windows import NARROW, WIDE, Sites, shortcomings
from worked_site import LINES, WINE, lead_of, workbook

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def fetched(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def given(page: Page, name: str, data: bytes) -> None:
    """Choose a file in the form and have it checked."""
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_role("button", name="Check the workbook").click()


def comments(data: bytes) -> dict[str, str]:
    """Cell → what is noted at it, over the whole workbook."""
    book = load_workbook(BytesIO(data))
    return {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def to_the_upload(page: Page) -> None:
    page.get_by_role("button", name="Send in the return of Knife crime").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Send the return for Quarter 1, 2017-18"
    )


def walk(page: Page, wrong: bytes, right: bytes) -> list[str]:
    """The whole journey; gives the shortcomings of every page on the way."""
    seen = shortcomings(page)
    to_the_upload(page)
    seen += shortcomings(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the workbook").click()
    book = load_workbook(BytesIO(fetched(download.value)))
    assert book.sheetnames == ["Read me", "Return", "Transactions", "Lists"]

    given(page, "return knife.xlsx", wrong)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check what we found")
    finding = page.get_by_role("article").filter(has_text="Not allowed by the contract")
    expect(finding).to_have_count(1)
    expect(finding).to_contain_text("Transactions!")
    expect(finding).to_contain_text("KNIFE-Q1-002")
    expect(finding).to_contain_text("Clause 5.1, page 4")
    expect(finding).to_contain_text("£120.00 at risk")
    seen += shortcomings(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download it with the findings marked").click()
    noted = comments(fetched(download.value))
    assert [cell for cell, text in noted.items() if "5.1" in text]

    page.get_by_role("button", name="Change the workbook").click()
    given(page, "return knife corrected.xlsx", right)
    expect(page.get_by_role("heading", level=1)).to_have_text("Everything meets the contract")
    seen += shortcomings(page)
    page.get_by_role("button", name="Submit the return").click()
    expect(page.get_by_role("status").filter(has_text="is in: 2 lines")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Submitted")
    seen += shortcomings(page)
    page.goto("/")
    expect(page.get_by_role("heading", name="Send in the return of Knife crime")).to_have_count(0)
    return seen


@pytest.mark.parametrize(("width", "scripts"), [(WIDE, True), (NARROW, True), (WIDE, False)])
def test_a_lead_sends_in_a_return_after_putting_right_what_the_check_found(
    sites: Sites, width: int, scripts: bool
) -> None:
    site = sites.at("loaded")
    contract = site.contract
    wrong = workbook(contract, "KNIFE", LINES["KNIFE"][0], WINE)
    right = workbook(contract, "KNIFE")
    page = site.signed_in(lead_of("KNIFE"), width=width, scripts=scripts)
    assert walk(page, wrong, right) == []
