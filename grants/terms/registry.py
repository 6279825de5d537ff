"""Every kind of term, found in this folder: a new kind is one new file, no list to edit."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType, ModuleType

import grants.terms as folder
from grants.terms.base import Kind
from ledger.require import require

_NOT_KINDS = frozenset({"base", "registry", "packs"})


@cache
def kinds() -> Mapping[str, Kind]:
    """Kinds by code, in order of their T number."""
    found: dict[str, Kind] = {}
    declared_only: list[Kind] = []
    for entry in sorted(pkgutil.iter_modules(folder.__path__), key=lambda e: e.name):
        if entry.name in _NOT_KINDS:
            continue
        module = importlib.import_module(f"{folder.__name__}.{entry.name}")
        declared_only.extend(getattr(module, "DECLARED", ()))
        for kind in _kinds_of(module):
            require(kind.code not in found, f"Two files declare the kind of term {kind.code}.")
            found[kind.code] = kind
    for kind in declared_only:
        found.setdefault(kind.code, kind)
    return MappingProxyType(dict(sorted(found.items(), key=lambda kv: (kv[1].number, kv[0]))))


def _kinds_of(module: ModuleType) -> list[Kind]:
    made = [getattr(thing, "kind", None) for thing in vars(module).values()]
    return [kind for kind in made if isinstance(kind, Kind)]
