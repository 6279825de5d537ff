"""Every return template of this folder: a new template is one new file that declares TEMPLATE."""

import importlib
import pkgutil
from functools import cache

import grants.intake.templates as folder
from grants.intake.templates.base import Template
from ledger.require import require


@cache
def all_templates() -> tuple[Template, ...]:
    """All templates, by code and version; each pair occurs once."""
    found: list[Template] = []
    for module in pkgutil.iter_modules(folder.__path__):
        if module.name == "registry":
            continue
        loaded = importlib.import_module(f"{folder.__name__}.{module.name}")
        template = getattr(loaded, "TEMPLATE", None)  # base and column files declare none
        if isinstance(template, Template):
            found.append(template)
    ordered = tuple(sorted(found, key=lambda t: (t.code, t.version)))
    pairs = {(t.code, t.version) for t in ordered}
    require(len(pairs) == len(ordered), "Two templates share a code and a version.")
    return ordered


def newest(code: str) -> Template:
    """The template of that code with the highest version."""
    versions = [t for t in all_templates() if t.code == code]
    require(versions, f"There is no return template called {code}.")
    return versions[-1]
