"""Whether the same cost was claimed before, in the lines' fixed order.

Only lines that still charge something count: a line reduced to nothing by its credit does not,
nor does the credit itself.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.terms.base import name_key, reference_key


def keyed(lines: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Lines that count and have a ledger key."""
    found: npt.NDArray[np.bool_] = ((lines["charged"] > 0) & (lines["ledger_key"] != "")).to_numpy()
    return found


def same_invoice_before(lines: pd.DataFrame) -> pd.DataFrame:
    """Earlier lines of another ledger key with the same supplier, amount and invoice reference.

    Returns:
        One row per line: ``earlier`` (there is one) and ``elsewhere`` (there is one in another
        project).
    """
    counts = (lines["charged"] > 0) & (lines["invoice_ref"] != "") & (lines["supplier"] != "")
    rows = np.flatnonzero(counts.to_numpy())
    part = lines.iloc[rows]
    group = _groups(part)
    key = part["ledger_key"].astype(object).to_numpy()
    # A blank key is nobody else's: each such line counts as a key of its own.
    own = np.where(key == "", np.char.add("\x1f", rows.astype("U20")).astype(object), key)
    other = _others_before(group, own)
    answer = pd.DataFrame(
        np.zeros((len(lines), 2), dtype=np.bool_), columns=["earlier", "elsewhere"]
    )
    answer.loc[rows, "earlier"] = other > 0
    project = part["project"].cat.codes.to_numpy().astype(np.int64)
    same_project = _groups_of(group, project)
    in_project = _others_before(same_project, own)
    answer.loc[rows, "elsewhere"] = other > in_project
    return answer


def _groups(part: pd.DataFrame) -> npt.NDArray[np.int64]:
    suppliers = part["supplier"].cat
    names, _ = pd.factorize(np.array([name_key(n) for n in suppliers.categories], dtype=object))
    references, different = pd.factorize(part["invoice_ref"].astype(object))
    keys, _ = pd.factorize(np.array([reference_key(r) or r for r in different], dtype=object))
    supplier = names[suppliers.codes.to_numpy()].astype(np.int64)
    reference = keys[references].astype(np.int64)
    amount, _ = pd.factorize(part["claimed"].to_numpy())
    return _groups_of(_groups_of(supplier, reference), amount)


def _groups_of(left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """One number for each pair of numbers."""
    width = int(right.max()) + 1 if len(right) else 1
    codes, _ = pd.factorize(left.astype(np.int64) * width + right)
    return codes.astype(np.int64)


def _others_before(
    group: npt.NDArray[np.int64], own: npt.NDArray[np.object_]
) -> npt.NDArray[np.int64]:
    """For each row, how many earlier rows of its group have another key."""
    codes, _ = pd.factorize(own)
    before = pd.Series(group).groupby(group).cumcount().to_numpy()
    pair = _groups_of(group, codes)
    same = pd.Series(pair).groupby(pair).cumcount().to_numpy()
    return np.asarray(before - same, dtype=np.int64)
