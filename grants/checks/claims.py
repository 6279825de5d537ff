"""Whether the same cost was claimed before, in the lines' fixed order.

Only lines that still charge something count: a line reduced to nothing by its credit does not,
nor does the credit itself.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.terms.base import is_blank, name_keys, reference_keys


def repeated_neighbours(ascending: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
    """Positions in an ascending array whose value stands there more than once."""
    same = ascending[1:] == ascending[:-1]
    return np.flatnonzero(np.append(same, False) | np.append(False, same))


def key_groups(lines: pd.DataFrame) -> npt.NDArray[np.int64]:
    """One number for each ledger key among the lines that count; -1 for the others."""
    counts = (lines["charged"] > 0).to_numpy() & ~is_blank(lines["ledger_key"])
    return np.where(counts, lines["ledger_key"].cat.codes.to_numpy(), -1).astype(np.int64)


def same_invoice_before(
    lines: pd.DataFrame,
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Whether an earlier line of another ledger key has the same supplier, amount and reference.

    Returns:
        For each line: there is such a line; there is one in another project.
    """
    earlier = np.zeros(len(lines), dtype=np.bool_)
    elsewhere = np.zeros(len(lines), dtype=np.bool_)
    counts = (lines["charged"] > 0).to_numpy()
    rows = np.flatnonzero(counts & ~is_blank(lines["invoice_ref"]) & ~is_blank(lines["supplier"]))
    rows, group = _supplier_and_amount(lines, rows)
    rows, group = _repeated(rows, _with_reference(lines["invoice_ref"].iloc[rows], group))
    key = lines["ledger_key"].iloc[rows]
    # A blank key is nobody else's: each such line counts as a key of its own.
    own = np.where(is_blank(key), -1 - rows, key.cat.codes.to_numpy().astype(np.int64))
    other = _others_before(group, own)
    earlier[rows] = other > 0
    project = lines["project"].iloc[rows].cat.codes.to_numpy().astype(np.int64)
    elsewhere[rows] = other > _others_before(_groups_of(group, project), own)
    return earlier, elsewhere


def _repeated(
    rows: npt.NDArray[np.intp], group: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int64]]:
    """Only the rows whose group has more than one."""
    several = np.bincount(group, minlength=1)[group] > 1
    return rows[several], group[several]


def _supplier_and_amount(
    lines: pd.DataFrame, rows: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int64]]:
    """The rows that share supplier and amount with another, and a number for each such pair."""
    suppliers = lines["supplier"].cat
    names, _ = pd.factorize(np.array(name_keys(suppliers.categories.tolist()), dtype=object))
    supplier = names[suppliers.codes.to_numpy()[rows]].astype(np.int64)
    amount = lines["claimed"].to_numpy()[rows]
    pair = supplier * (int(amount.max(initial=0)) + 1) + amount  # what is charged is above zero
    order = np.argsort(pair)
    several = np.sort(order[repeated_neighbours(pair.take(order))])
    return rows[several], pd.factorize(pair[several])[0].astype(np.int64)


def _with_reference(references: pd.Series, group: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    codes, used = pd.factorize(references.cat.codes.to_numpy())
    different = references.cat.categories[used]
    keys, _ = pd.factorize(np.array(reference_keys(different.tolist()), dtype=object))
    return _groups_of(group, keys[codes].astype(np.int64))


def _groups_of(left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """One number for each pair of numbers."""
    width = int(right.max()) + 1 if len(right) else 1
    codes, _ = pd.factorize(left.astype(np.int64) * width + right)
    return codes.astype(np.int64)


def _others_before(
    group: npt.NDArray[np.int64], own: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """For each row, how many earlier rows of its group have another key."""
    codes, _ = pd.factorize(own)
    before = pd.Series(group).groupby(group).cumcount().to_numpy()
    pair = _groups_of(group, codes)
    same = pd.Series(pair).groupby(pair).cumcount().to_numpy()
    return np.asarray(before - same, dtype=np.int64)
