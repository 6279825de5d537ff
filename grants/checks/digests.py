"""Digests that show what was judged and by which rules."""

import hashlib
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import pandas as pd

from grants.contract import Contract
from grants.spend import SPEND_COLUMNS

_UNKNOWN_DAY: Final = -(2**31)


def input_digest(lines: pd.DataFrame, contract: Contract) -> str:
    """SHA-256 over the lines in their fixed order and the contract as known."""
    digest = hashlib.sha256(repr(contract).encode())
    for name in SPEND_COLUMNS:  # the others are worked out from these
        column = lines[name]
        digest.update(f"\x1e{name}\x1f".encode())
        if column.dtype == "category":
            digest.update("\x1f".join(column.cat.categories.tolist()).encode())
            digest.update(column.cat.codes.to_numpy().tobytes())
        elif column.dtype.kind == "M":
            days = column.to_numpy().astype("datetime64[D]").astype(np.int64)
            digest.update(np.maximum(days, _UNKNOWN_DAY).astype("<i4").tobytes())
        else:
            unknown = column.isna().to_numpy()
            digest.update(unknown.tobytes() if unknown.any() else b"")
            digest.update(column.to_numpy(dtype="<i8", na_value=0).tobytes())
    return digest.hexdigest()


@cache
def rule_set_digest() -> str:
    """SHA-256 over the source of every kind of term and of the checks, file by file."""
    digest = hashlib.sha256()
    for package in ("grants.terms", "grants.checks"):
        sources = (f for f in files(package).iterdir() if f.name.endswith(".py"))
        for source in sorted(sources, key=lambda f: f.name):
            digest.update(f"{package}/{source.name}\x1f".encode() + source.read_bytes())
    return digest.hexdigest()
