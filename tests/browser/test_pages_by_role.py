"""Every page that a role is led to opens, at both widths, without a complaint of axe or browser.

The walk follows the links of each page, one address for each kind of page. So a link that leads to
a refusal, a fault or nowhere fails here too.
"""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page
from windows import HEIGHT, NARROW, WIDE, Site, Sites, shortcomings
from worked_site import FINANCE, S151, lead_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SAME_FOR_ALL = re.compile(r"^/(guide|accessibility|api|static)\b")
FILE = re.compile(r"\.(xlsx|jsonl|json|pdf|csv)$|/packs/\d+$")
KINDS = (
    (re.compile(r"/findings/F[0-9a-f]+$"), "/findings/FINDING"),
    (re.compile(r"/projects/[A-Z-]+"), "/projects/PROJECT"),
    (re.compile(r"2017-Q[1-4]"), "QUARTER"),
)
CONTRACT = "/contracts/PLF-2017-18"
EVERYBODY = {"/", "/account", "/account/password"}
SUMMARY = EVERYBODY | {"/contracts", CONTRACT}
READING = SUMMARY | {
    "/findings", "/projects", f"{CONTRACT}/findings", f"{CONTRACT}/packs/", f"{CONTRACT}/projects",
    f"{CONTRACT}/projects/PROJECT", f"{CONTRACT}/projects/PROJECT/QUARTER/", f"{CONTRACT}/terms",
    f"{CONTRACT}/quarters/QUARTER/", f"{CONTRACT}/quarters/QUARTER/findings/FINDING",
}  # fmt: skip
COUNCIL = READING | {f"{CONTRACT}/ledger/", f"{CONTRACT}/ledger/QUARTER", "/audit"}
OWN = SUMMARY | {
    "/projects", f"{CONTRACT}/projects", f"{CONTRACT}/projects/PROJECT",
    f"{CONTRACT}/projects/PROJECT/QUARTER/", f"{CONTRACT}/terms",
}  # fmt: skip
WALKS = {
    lead_of("KNIFE"): OWN,
    FINANCE: COUNCIL | {f"{CONTRACT}/ledger/import", "/contracts/new"},
    S151: COUNCIL,
    "partnership.manager@example.org": COUNCIL | {"/contracts/new"},
    "funder.officer@example.org": READING,
    "funder.auditor@example.org": COUNCIL,
    "internal.auditor@example.org": COUNCIL,
    "member@example.org": SUMMARY | {f"{CONTRACT}/packs/"},
    "admin@example.org": EVERYBODY | {"/users", "/users/new"},
}
"""Who → the kinds of page that the walk must have come through."""


def kind(path: str) -> str:
    """The kind of page an address shows."""
    for pattern, name in KINDS:
        path = pattern.sub(name, path)
    return path


def addresses(page: Page, site: Site) -> list[str]:
    """Paths of this site that the page links to."""
    hrefs = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    parts = [urlsplit(urljoin(page.url, href)) for href in hrefs]
    here = urlsplit(site.address).netloc
    return [p.path for p in parts if p.netloc == here]


def walk(page: Page, site: Site, skip: re.Pattern[str]) -> tuple[set[str], list[str]]:
    """Kinds of page seen, and everything wrong with them."""
    waiting, seen, wrong = ["/"], set(), []
    while waiting:
        path = waiting.pop(0)
        if kind(path) in seen or FILE.search(path) or skip.search(path):
            continue
        seen.add(kind(path))
        answer = page.goto(path)
        if answer is None or answer.status != 200:
            wrong.append(f"{path} answers {answer.status if answer else 'nothing'}")
            continue
        waiting += addresses(page, site)
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            wrong += shortcomings(page)
    return seen, wrong


@pytest.mark.parametrize("email", list(WALKS))
def test_every_page_a_role_is_led_to_is_in_order_at_both_widths(sites: Sites, email: str) -> None:
    site = sites.at("reconciled")
    seen, wrong = walk(site.signed_in(email), site, SAME_FOR_ALL)
    assert wrong == []
    assert seen == WALKS[email]


def test_pages_for_everybody_are_in_order_at_both_widths(sites: Sites) -> None:
    site = sites.at("loaded")
    page = site.nobody()
    seen, wrong = walk(page, site, re.compile(r"^/(api|static)\b"))
    assert wrong == []
    assert {"/", "/accessibility", "/guide", "/guide/project-lead"} <= seen
