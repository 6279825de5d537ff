"""The core reads no clock, makes no random id, counts no money in floats; nobody swallows faults."""

import ast

import pytest
from product_source import CORE, ROOT, Module, modules

CLOCK_AND_CHANCE = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time",
    "time.time_ns", "uuid.uuid1", "uuid.uuid4", "os.urandom",
}  # fmt: skip
CHANCE = {"random", "secrets", "uuid"}
FLOAT_ALLOWED = {
    "ledger.gl.read": "how sure a format is, from 0 to 1; no money",
    "grants.intake.words": "how alike two words are; no money",
    "exports.annotated_findings": "the height of a row",
    "exports.return_workbook_book": "the margins of a page",
    "exports.xlsx": "the margins of a page",
}
"""Module → why a float stands in it."""
SWALLOWS = {
    "app.web.errors": "the page of an unforeseen fault: logged, with a reference",
    "app.cli.answer": "exit code 3 says that the program failed",
    "app.api.errors": "the same as a JSON answer",
    "grants.__main__": "exit code 3 says that the program failed",
    "grants.checks.engine": "a term that fails is NOT RUN everywhere; the run completes",
}
"""Module → why any fault is caught in it. One per outermost edge, and the engine."""


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def place(module: Module, node: ast.AST) -> str:
    return f"{module.path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


@pytest.mark.parametrize("package", CORE)
def test_the_core_reads_no_clock_and_draws_no_lots(package: str) -> None:
    wrong = []
    for module in modules(package):
        wrong += [
            f"{place(module, node)} {dotted(node)}"
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Attribute)
            and any(f".{dotted(node)}".endswith(f".{c}") for c in CLOCK_AND_CHANCE)
        ]
        wrong += [
            f"{module.name}:{line} imports {name}"
            for line, name in module.imports()
            if name.partition(".")[0] in CHANCE
        ]
    assert wrong == []


@pytest.mark.parametrize("package", CORE)
def test_the_core_makes_no_float(package: str) -> None:
    wrong = []
    for module in modules(package):
        if module.name in FLOAT_ALLOWED:
            continue
        for node in ast.walk(module.tree):
            makes = isinstance(node, ast.Call) and dotted(node.func) == "float"
            is_one = isinstance(node, ast.Constant) and isinstance(node.value, float)
            if makes or is_one:
                wrong.append(place(module, node))
    assert wrong == []


def test_the_product_requires_and_never_asserts() -> None:
    """``assert`` vanishes under ``python -O``; ``ledger.require.require`` stays."""
    wrong = [
        place(module, node)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Assert)
    ]
    assert wrong == []


def test_no_fault_is_swallowed_but_at_the_outermost_edges_and_by_the_engine() -> None:
    found = set()
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ExceptHandler):
                caught = "" if node.type is None else ast.unparse(node.type)
                if caught in ("", "Exception", "BaseException"):
                    found.add(module.name)
    assert found <= set(SWALLOWS)
