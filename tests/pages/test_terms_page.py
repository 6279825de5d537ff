"""The page of kinds of term is what its writer writes, and leaves nothing of any kind out."""

import pytest

from grants.terms.registry import kinds
from tests.grants.checks.check_builders import all_cases
from tests.pages.terms_page import PAGE, WORDING, described, page, section

BUILT = [kind for kind in kinds().values() if kind.judge is not None]


def test_page_is_as_the_kinds_and_cases_are_now():
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "docs/terms.md is behind; run python -m tests.pages.terms_page"
    )


@pytest.mark.parametrize("kind", BUILT, ids=lambda kind: kind.code)
def test_every_part_of_a_kind_stands_on_the_page(kind):
    d = described(kind)
    text = section(d)
    assert text in PAGE.read_text(encoding="utf-8")
    assert f"## T{kind.number:02d} {kind.code}\n" in text
    assert kind.number > 0
    assert kind.title
    assert kind.demand in text
    assert d.wording.count('"') >= 2, f"{kind.code} opens without its usual wording."
    assert f"> {WORDING} {d.wording}" in text
    assert f"- Scope: {kind.scope.value}\n- Version chosen by: {kind.judged_on}\n" in text
    for param in kind.params:
        assert f"| `{param.name}` | " in text
    assert {verdict for verdict, _, _ in d.messages} == set(kind.verdicts)
    assert all(what and remedy for _, what, remedy in d.messages)
    titles = [case.title for case in all_cases() if case.code == kind.code]
    assert titles
    assert text.count("\n- ") - 2 == len(titles)
