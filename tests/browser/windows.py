"""A browser window on the worked site, and what is wrong with the page it shows."""

from contextlib import ExitStack
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page
from worked_site import PASSWORD, Stages, served

from grants.contract import Contract

WIDE, NARROW = 1280, 375
HEIGHT = 900
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"], "iframes": False,
}  # fmt: skip
# A page without its words: every element in order with its attributes, and whether it says anything.
# Two roles see many pages of the same build; axe, which is slow, judges each build once.
BUILD = """() => [...document.querySelectorAll('html, body, body *')].map(e => e.tagName + [...e.attributes]
    .filter(a => !['href', 'action', 'formaction', 'value', 'datetime', 'nonce', 'd', 'x', 'width'].includes(a.name))
    .map(a => a.name + '=' + a.value).join(' ') + (e.textContent.trim() ? '+' : '-')).join('>')"""
_SAID: dict[object, list[str]] = {}
# Chromium says so itself of every answer that is no success; the page is still the one meant.
SAID_OF_REFUSALS = "Failed to load resource: the server responded with a status of 4"


class Site:
    """The site as one test uses it. ``faults`` is what the browser complained of."""

    def __init__(
        self, address: str, contract: Contract, chromium: Browser, ending: ExitStack
    ) -> None:
        self.address = address
        self.contract = contract
        self.faults: list[str] = []
        self._chromium = chromium
        self._ending = ending

    def nobody(self, *, width: int = WIDE, scripts: bool = True) -> Page:
        """A browser window in which nobody has signed in, on the first page."""
        context = self._chromium.new_context(
            viewport={"width": width, "height": HEIGHT}, java_script_enabled=scripts,
            locale="en-GB", timezone_id="Europe/London", base_url=self.address,
        )  # fmt: skip
        self._ending.callback(context.close)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", self._heard)
        page.on("pageerror", lambda fault: self.faults.append(f"{page.url}: {fault}"))
        page.goto("/")
        return page

    def signed_in(
        self, email: str, password: str = PASSWORD, *, width: int = WIDE, scripts: bool = True
    ) -> Page:
        """A browser window in which that person has signed in."""
        page = self.nobody(width=width, scripts=scripts)
        page.get_by_label("Email address").fill(email)
        page.get_by_label("Password", exact=True).fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name="Sign out").wait_for()
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and SAID_OF_REFUSALS not in message.text:
            self.faults.append(f"{message.location.get('url')}: {message.text}")


class Sites:
    """Makes sites at a stage."""

    def __init__(self, stages: Stages, chromium: Browser, folder: Path, ending: ExitStack) -> None:
        self._stages, self._chromium = stages, chromium
        self._folder, self._ending = folder, ending
        self.opened: list[Site] = []

    def at(self, stage: str) -> Site:
        """The site with the fund as it stands at that stage."""
        folder = self._folder / f"{stage}-{len(self.opened)}"
        folder.mkdir()
        database = folder / "fund.sqlite3"
        database.write_bytes(self._stages.path(stage).read_bytes())
        address, contract = self._ending.enter_context(served(database, folder))
        self.opened.append(Site(address, contract, self._chromium, self._ending))
        return self.opened[-1]


def shortcomings(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands, and whether it scrolls sideways.

    Axe is a script itself: where scripts are off, the page is only measured.
    """
    said = (
        list(_by_axe(page)) if page.evaluate("matchMedia('(scripting: enabled)').matches") else []
    )
    wide, room = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    if wide > room:
        said.append(f"{page.url} scrolls sideways: {wide} px of content in {room} px")
    return said


def _by_axe(page: Page) -> list[str]:
    """What axe says; a page of the same build at the same width has been looked at already."""
    build = (page.viewport_size["width"], page.evaluate(BUILD)) if page.viewport_size else None
    if build not in _SAID:
        _SAID[build] = _asked_of_axe(page)
    return _SAID[build]


def _asked_of_axe(page: Page) -> list[str]:
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("o => axe.run(document, o).then(said => said.violations)", OPTIONS)
    return [
        f"{page.url} {v['id']} ({v['impact']}): {v['help']}; "
        + " | ".join(node["html"][:160] for node in v["nodes"][:3])
        for v in found
    ]
