"""Every setting the product reads stands in ``docs/operations.md``, and no other does."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READERS = {"str", "int", "bool", "list", "datetime", "float", "path", "url"}


def _read_by_the_product() -> set[str]:
    """First arguments of ``env.str("NAME", …)`` and its kin in ``config.py``."""
    tree = ast.parse((ROOT / "config.py").read_text(encoding="utf-8"))
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in READERS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def _documented() -> list[str]:
    """Names in the first column of the table of settings, in order."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = text.partition("\n## Settings\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([A-Z_]+)` \|", section, flags=re.MULTILINE)


def test_every_setting_is_documented_once_and_nothing_else_is() -> None:
    assert sorted(_documented()) == sorted(_read_by_the_product())


def test_the_settings_that_production_needs_are_marked_so() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    needed = re.findall(r"^\| `([A-Z_]+)` \|[^|]*\| needed \|", text, flags=re.MULTILINE)
    config = (ROOT / "config.py").read_text(encoding="utf-8")
    demanded = re.findall(r'^ {16}\("([A-Z_]+)", ', config, flags=re.MULTILINE)
    assert demanded
    assert sorted(needed) == sorted(demanded)
