"""Names, lengths and papers: the habits of the house, held by tests."""

import ast
import re

from product_source import CORE, ROOT, modules

CORE_LINES, APP_LINES = 300, 400
LONGER = {
    "grants.contract": "the whole agreement as one vocabulary of plain records",
    "app.services.export_pack": "one place reads everything that a pack needs",
}
"""Modules beyond the length, each with its reason."""
TOLD = ("app.sample.",)
"""The invented year is a tale told in rows; its modules are as long as the tale."""
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
NOT_USED = {"client", "deal", "amendment", "override", "submission"}
"""Words the glossary puts away that never stand for anything else in the core.

"Dump" is left out: the trail's lines are handed to an auditor by ``flask audit dump``.
"""


def test_no_module_is_longer_than_a_person_reads_at_once() -> None:
    longer = {
        module.name: module.text.count("\n")
        for module in modules()
        if module.text.count("\n") > (CORE_LINES if module.package in CORE else APP_LINES)
    }
    assert {n: c for n, c in longer.items() if n not in LONGER and not n.startswith(TOLD)} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [m.name for m in modules() if VAGUE & set(m.name.split("."))] == []


def test_every_module_says_what_it_is_for() -> None:
    assert [m.name for m in modules() if not (ast.get_docstring(m.tree) or m.text == "")] == []


def test_every_public_thing_of_the_product_is_described() -> None:
    wrong = [
        f"{module.name}.{node.name}"
        for module in modules()
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert wrong == []


def test_the_core_speaks_the_glossarys_words() -> None:
    wrong = set()
    for module in modules(*CORE):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names = [node.name]
            elif isinstance(node, ast.arg):
                names = [node.arg]
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names = [node.id]
            else:
                continue
            for name in names:
                words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)
                if NOT_USED & {w.lower() for w in words}:
                    wrong.add(f"{module.name}: {name}")
    assert sorted(wrong) == []


THROUGH_THE_API = {
    "app.services.answer_once", "app.services.read_submission", "app.services.queries.api",
}  # fmt: skip
"""Services of the programs' door alone: its tests (tests/app/api) ask for them as requests."""


def test_every_service_has_a_test_that_names_it() -> None:
    tests = "\n".join(p.read_text("utf-8") for p in (ROOT / "tests").rglob("*.py"))
    tests = re.sub(r"from ([a-z_.]+) import (\w+)$", r"\1 \1.\2", tests, flags=re.MULTILINE)
    services = [m.name for m in modules("app") if m.name.startswith("app.services.")]
    silent = [
        name for name in services
        if name not in THROUGH_THE_API and name != "app.services.queries" and not re.search(rf"\b{re.escape(name)}\b", tests)
    ]  # fmt: skip
    assert len(services) > 20
    assert silent == []


def test_the_readme_names_every_target_of_the_makefile() -> None:
    targets = re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    readme = (ROOT / "README.md").read_text("utf-8")
    assert {"run", "test", "night", "bench", "lint"} <= set(targets)
    behind = {"system-tools", "clean"}  # called by others; undoes what they made
    assert [t for t in targets if t not in behind and f"make {t}" not in readme] == []


def test_what_changed_is_written_down() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert text.startswith("# Changelog")
    assert re.search(r"^## ", text, re.MULTILINE)


def test_every_requirement_is_pinned() -> None:
    wrong = [
        line
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / name).read_text("utf-8").splitlines()
        if line.strip() and not line.startswith(("#", "-")) and "==" not in line
    ]
    assert wrong == []
