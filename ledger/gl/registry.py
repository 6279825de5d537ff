"""The formats there are: every file of ``formats/`` that holds a ``FORMAT``. No list to edit."""

import importlib
import pkgutil
from functools import cache

from ledger.gl import formats
from ledger.gl.base import Format, Header
from ledger.reader.refusal import Unreadable
from ledger.require import require

FALLBACK = "generic"


@cache
def all_formats() -> dict[str, Format]:
    """Every format by name, in order of name."""
    found: dict[str, Format] = {}
    for module in sorted(pkgutil.iter_modules(formats.__path__), key=lambda each: each.name):
        made = importlib.import_module(f"{formats.__name__}.{module.name}").FORMAT
        require(isinstance(made, Format), f"{module.name} holds a Format.")
        require(made.name not in found, f"Only one format is called {made.name}.")
        found[made.name] = made
    return found


def format_named(name: str) -> Format:
    """The format of that name.

    Raises:
        Unreadable: ``unknown-format``, with the names there are.
    """
    known = all_formats()
    if name not in known:
        raise Unreadable(
            "unknown-format",
            f"format {name!r}",
            "There is no ledger format of that name.",
            "Each finance system prints its own columns and keys.",
            f"Use one of {', '.join(known)}, or leave it out and let the header decide.",
        )
    return known[name]


def recognise(header: Header) -> Format:
    """The format that finds most of its own headings; the published listing when none does."""
    known = all_formats()
    best = max(known.values(), key=lambda each: each.detect(header))
    return best if best.detect(header) else known[FALLBACK]
