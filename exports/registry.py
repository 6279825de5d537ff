"""Every pack of the folder ``exports/packs``, found by looking: a new file is a new pack."""

import difflib
import functools
import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType

import exports.packs
from exports.base import Pack, declared
from ledger.require import require


class PackUnknown(LookupError):  # noqa: N818 - a refused operation, named as one
    """No pack has that name."""


@functools.cache
def packs() -> Mapping[str, Pack]:
    """Name → pack, in the order of names."""
    found: dict[str, Pack] = {}
    for module in pkgutil.iter_modules(exports.packs.__path__):
        loaded = importlib.import_module(f"exports.packs.{module.name}")
        for value in vars(loaded).values():
            pack = declared(value)
            if pack is not None:
                require(pack.name not in found, f"Two packs are called {pack.name}.")
                found[pack.name] = pack
    return MappingProxyType(dict(sorted(found.items())))


def find(name: str) -> Pack:
    """The pack of that name.

    Raises:
        PackUnknown: naming the nearest known ones.
    """
    known = packs()
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise PackUnknown(f"There is no pack {name!r}. {hint}The packs are: {', '.join(known)}.")
