"""The administrator adds people and sees no figures."""

import re

import pytest
from playwright.sync_api import expect
from windows import Sites, shortcomings
from worked_site import PERIOD

from app.sample.people import REFERENCE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ADMINISTRATOR = "admin@example.org"
NEW = "new.lead@example.org"


def test_a_new_person_signs_in_with_the_first_password_and_changes_it(sites: Sites) -> None:
    site = sites.at("loaded")
    page = site.signed_in(ADMINISTRATOR)
    page.get_by_role("link", name="Users").click()
    page.get_by_role("button", name="Add a person").click()
    page.get_by_label("Name").fill("Nina Webb")
    page.get_by_label("Email address").fill(NEW)
    page.get_by_label("Project lead").check()
    page.get_by_role("button", name="Add the person").click()
    expect(page.get_by_role("alert").filter(has_text="There is a problem")).to_contain_text(
        "needs a contract and a project"
    )
    expect(page.get_by_label("Name")).to_have_value("Nina Webb")
    seen = shortcomings(page)
    page.get_by_label("Contract").select_option(REFERENCE)
    page.get_by_label("Project", exact=True).select_option("KNIFE")
    page.get_by_role("button", name="Add the person").click()
    said = page.get_by_role("status").filter(has_text=NEW).inner_text()
    first = re.search(r"first password is (\S+)", said)
    assert first is not None
    seen += shortcomings(page)

    lead = site.signed_in(NEW, first.group(1))
    expect(lead.get_by_role("heading", name="Send in the return of Knife crime")).to_be_visible()
    lead.get_by_role("link", name="Your account").click()
    lead.get_by_role("link", name="Change password").click()
    expect(lead.get_by_role("heading", level=1)).to_have_text("Change your password")
    seen += shortcomings(lead)
    lead.get_by_label("The password you have now").fill(first.group(1))
    lead.get_by_label("New password", exact=True).fill("willow-cobalt-heron")
    lead.get_by_label("The new password again").fill("willow-cobalt-hero")
    lead.get_by_role("button", name="Change the password").click()
    expect(lead.get_by_role("alert").filter(has_text="There is a problem")).to_be_visible()
    lead.get_by_label("The password you have now").fill(first.group(1))
    lead.get_by_label("New password", exact=True).fill("willow-cobalt-heron")
    lead.get_by_label("The new password again").fill("willow-cobalt-heron")
    lead.get_by_role("button", name="Change the password").click()
    expect(lead.get_by_role("heading", name="What needs doing")).to_be_visible()
    site.signed_in(NEW, "willow-cobalt-heron")
    assert seen == []


CLOSED = (
    f"/contracts/{REFERENCE}", f"/contracts/{REFERENCE}/projects/KNIFE",
    f"/contracts/{REFERENCE}/quarters/{PERIOD}/", f"/contracts/{REFERENCE}/ledger/{PERIOD}",
    f"/contracts/{REFERENCE}/packs/", "/audit",
)  # fmt: skip


def test_the_administrator_sees_no_figures(sites: Sites) -> None:
    page = sites.at("certified").signed_in(ADMINISTRATOR)
    for address in CLOSED:
        answer = page.goto(address)
        assert answer is not None
        assert (address, answer.status in {403, 404}) == (address, True)
        assert "£" not in page.locator("main").inner_text()
