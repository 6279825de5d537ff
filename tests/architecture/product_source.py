"""The product's own modules as syntax trees, for the tests of its architecture."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORE = ("ledger", "grants", "exports")
PACKAGES = (*CORE, "app")


@dataclass(frozen=True)
class Module:
    """One module: its dotted name, file, text and tree."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def package(self) -> str:
        return self.name.partition(".")[0]

    def imports(self) -> list[tuple[int, str]]:
        """Line and dotted name of everything imported, in whatever place of the module."""
        found = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [(node.lineno, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.name} imports relatively in line {node.lineno}"
                found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
        return found


@cache
def modules(*packages: str) -> tuple[Module, ...]:
    """Every module of those packages (all of the product without any), migrations left out."""
    found = []
    for package in packages or PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            text = path.read_text(encoding="utf-8")
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(p for p in parts if p != "__init__")
            found.append(Module(name, path, text, ast.parse(text)))
    return tuple(found)


def inside(name: str, places: tuple[str, ...]) -> bool:
    """Whether a dotted name is one of those places or within one."""
    return any(name == place or name.startswith(f"{place}.") for place in places)
