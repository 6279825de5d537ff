"""What is claimed from each supplier, whatever way its name is written."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.terms.base import name_key


def by_supplier(
    lines: pd.DataFrame,
    counts: npt.NDArray[np.bool_],
    *,
    extra: npt.NDArray[np.bool_] | None = None,
) -> pd.DataFrame:
    """One row per supplier named in the lines, in order of its name for comparing.

    Returns:
        ``key`` (:func:`name_key`), ``subject`` (the name as first written), ``judged_on`` (first
        day incurred, NaT where none is known), ``total`` (pence charged by the lines that
        ``counts`` marks) and ``other`` (pence charged by those that ``extra`` marks).
    """
    named = (lines["supplier"] != "").to_numpy()
    names = lines["supplier"].cat
    keys = np.array([name_key(name) for name in names.categories], dtype=object)
    charged = lines["charged"].to_numpy(dtype=np.int64)
    other = np.zeros(len(lines), dtype=np.bool_) if extra is None else extra
    table = pd.DataFrame(
        {
            "key": keys[names.codes.to_numpy()] if len(lines) else np.array([], dtype=object),
            "subject": lines["supplier"].astype(object).to_numpy(),
            "judged_on": lines["incurred_on"].to_numpy(),
            "total": charged * counts,
            "other": charged * other,
        }
    )[named]
    return (
        table.groupby("key", sort=True)
        .agg(
            subject=("subject", "first"), judged_on=("judged_on", "min"), total=("total", "sum"),
            other=("other", "sum"),
        )
        .reset_index()
    )  # fmt: skip
