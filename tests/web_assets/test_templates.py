"""Every page compiles, fits a strict content policy and says verdicts and money as promised."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader

from grants.returns import QuarterState, ReturnState
from grants.verdict import SCREEN_LABELS, Verdict

TEMPLATES = Path(__file__).resolve().parents[2] / "app" / "web" / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
ERROR_STATUSES = (400, 403, 404, 409, 413, 422, 429, 500)


def environment() -> Environment:
    made = Environment(
        autoescape=True,
        loader=ChoiceLoader(
            [
                FileSystemLoader(TEMPLATES),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
    )
    made.globals["csrf_token"] = lambda: "a-token"
    made.globals["csp_nonce"] = lambda: "a-nonce"
    made.globals["url_for"] = lambda endpoint, filename: f"/{endpoint}/{filename}"
    return made


def said(macro_file: str, call: str, **values: object) -> str:
    """What a macro writes, without its markup and with single spaces."""
    name = call.partition("(")[0]
    source = f"{{% from 'macros/{macro_file}' import {name} %}}{{{{ {call} }}}}"
    return plain(environment().from_string(source).render(**values))


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


@pytest.mark.parametrize("name", NAMES)
def test_the_template_compiles(name: str) -> None:
    assert environment().get_template(name).name == name


@pytest.mark.parametrize("name", NAMES)
def test_the_template_holds_nothing_that_a_strict_content_policy_forbids(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert re.findall(r"""\sstyle=|<style|\son[a-z]+=["']|javascript:""", text) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", text) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_form_that_changes_something_carries_the_token(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", text, flags=re.DOTALL)
    assert [form for form in forms if "{{ token() }}" not in form] == []


@pytest.mark.parametrize(
    "name", [name for name in NAMES if not name.startswith(("macros/", "base.html"))]
)
def test_the_page_says_which_variables_it_expects(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert text.startswith("{#\n")
    assert '{% extends "base.html" %}' in text


@pytest.mark.parametrize(
    ("pence", "words"),
    [
        (0, "£0.00"),
        (1, "£0.01"),
        (-1, "-£0.01"),
        (23_900_000, "£239,000.00"),
        (-123_456_789, "-£1,234,567.89"),
        (None, "not known"),
    ],
)
def test_money_is_shown_to_the_penny_with_its_sign(pence: int | None, words: str) -> None:
    assert said("figures.html", "money(pence)", pence=pence) == words


def test_money_left_is_said_as_over_once_it_is_gone() -> None:
    assert said("figures.html", "left(pence)", pence=431_000) == "£4,310.00 left"
    assert said("figures.html", "left(pence)", pence=-41_000) == "£410.00 over the budget"


def test_dates_are_written_out_and_a_missing_one_is_not_made_up() -> None:
    assert said("figures.html", "day(on)", on=date(2017, 4, 5)) == "5 April 2017"
    assert said("figures.html", "short_day(on)", on=date(2017, 4, 5)) == "5 Apr 2017"
    assert said("figures.html", "moment(at)", at=datetime(2017, 4, 5, 9, 3)) == (  # noqa: DTZ001
        "5 April 2017 at 09:03"
    )
    assert said("figures.html", "day(on)", on=None) == "not known"


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_verdict_is_said_with_its_screen_label(verdict: Verdict) -> None:
    assert said("tags.html", "verdict_tag(verdict)", verdict=verdict) == SCREEN_LABELS[verdict]


@pytest.mark.parametrize("state", [*ReturnState, *QuarterState])
def test_every_state_has_words_of_its_own(state: str) -> None:
    words = said("tags.html", "status_tag(state)", state=state)
    assert words[0].isupper()
    assert len({said("tags.html", "status_tag(state)", state=one) for one in ReturnState}) == len(
        ReturnState
    )


def test_counts_of_verdicts_stand_gravest_first_without_zeros() -> None:
    counts = {"PASS": 1204, "WARN": 0, "BREACH": 2, "NOT RUN": 1}
    assert said("tags.html", "verdict_counts(counts)", counts=counts) == (
        "Not allowed by the contract : 2 We could not check this : 1 Meets the contract : 1,204"
    )


def widths(svg: str) -> list[tuple[str, int]]:
    found = re.findall(r'class="(chart-\w+)" x="\d+" y="0" width="(\d+)"', svg)
    return [(name, int(width)) for name, width in found]


def bar(budget: int, spent: int, committed: int) -> str:
    source = "{% from 'macros/charts.html' import budget_bar %}{{ budget_bar(b, s, c) }}"
    return environment().from_string(source).render(b=budget, s=spent, c=committed)


def test_a_budget_bar_is_drawn_to_scale_and_read_out() -> None:
    drawn = bar(100_00, 25_00, 10_00)
    assert widths(drawn) == [("chart-track", 1000), ("chart-committed", 350), ("chart-spent", 250)]
    assert "£25.00 spent of £100.00" in plain(drawn)
    assert "£10.00 ordered and not yet received; £65.00 left." in plain(drawn)


def test_a_budget_bar_marks_what_is_over() -> None:
    drawn = bar(80_00, 100_00, 0)
    assert ("chart-over", 200) in widths(drawn)
    assert "£20.00 over the budget" in plain(drawn)


def test_a_budget_bar_of_nothing_is_still_a_bar() -> None:
    assert widths(bar(0, 0, 0)) == [
        ("chart-track", 1000), ("chart-committed", 0), ("chart-spent", 0),
    ]  # fmt: skip


def statement(unexplained: int) -> dict[str, object]:
    return {
        "ledger_total": 100_00,
        "items": [{"kind": "Timing", "reason": "Posted in October", "amount": 5_00}],
        "return_total": 105_00 + unexplained,
        "unexplained": unexplained,
    }


def test_the_bridge_is_calm_when_it_ties_and_an_alert_when_it_does_not() -> None:
    source = "{% from 'macros/bridge.html' import bridge %}{{ bridge(statement) }}"
    page = environment().from_string(source)
    ties, open_ = page.render(statement=statement(0)), page.render(statement=statement(1))
    assert "The return agrees to the ledger £0.00" in plain(ties)
    assert 'role="alert"' not in ties
    assert "The return does not agree to the ledger £0.01" in plain(open_)
    assert 'role="alert"' in open_


def test_a_finding_is_told_in_four_parts_with_how_it_was_settled() -> None:
    finding = {
        "id": 7,
        "verdict": "WARN",
        "title": "Outreach materials",
        "where": "cell H14",
        "what": "The word alcohol",
        "why": "A word proves nothing.",
        "clause": "5.1",
        "wording": "Items <listed> in Annex C",
        "page": 4,
        "to_do": "Say what was bought.",
        "at_risk": 0,
        "resolution": {
            "kind": "accepted",
            "by": "A. Person",
            "at": "28 July 2017",
            "reason": "Leaflets only.",
        },
    }
    assert said("cards.html", "finding_card(finding)", finding=finding) == (
        "Outreach materials Have a look Where cell H14 What The word alcohol "
        "Why A word proves nothing. Clause 5.1 , page 4 Items &lt;listed&gt; in Annex C "
        "What to do Say what was bought. Accepted by A. Person, 28 July 2017 Leaflets only."
    )


@pytest.mark.parametrize("status", ERROR_STATUSES)
def test_a_refusal_says_what_to_do_and_gives_its_reference(status: int) -> None:
    page = environment().get_template("errors/error.html")
    text = plain(page.render(status=status, reference="E-1234", council_name="A Council"))
    assert "Reference to quote: E-1234" in text
    assert "Traceback" not in text
    other = plain(page.render(status=599, reference="E-1234", council_name="A Council"))
    assert (text == other) is (status == 500)


def test_text_of_users_never_becomes_markup() -> None:
    page = environment().get_template("errors/error.html")
    html = page.render(status=403, detail="<script>alert(1)</script>", council_name="<b>C</b>")
    assert "<script>alert" not in html
    assert "<b>C" not in html


def test_a_signed_in_page_shows_the_person_and_only_the_given_navigation() -> None:
    page = environment().get_template("home.html")
    html = page.render(
        council_name="A Council",
        person={"name": "Pat Lee", "email": "pat@example.org", "role_title": "Finance officer"},
        navigation=[{"text": "Contracts", "href": "/contracts", "active": True}],
        actions=[],
        projects=[],
        contracts=[],
        upcoming=[],
    )
    assert "Pat Lee , Finance officer" in plain(html)
    assert re.findall(r'govuk-service-navigation__link" href="([^"]*)"', html) == ["/contracts"]
    assert re.findall(r'<script[^>]*nonce="a-nonce"', html) != []
    assert re.findall(r"<script(?![^>]*nonce)", html) == []
