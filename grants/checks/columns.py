"""Texts as codes: each different text of a column once, in order, and a number for every row.

Terms compare numbers where a frame of a million lines would compare texts. Long columns are coded
by polars, short ones without the time it takes to load; both give the same arrays.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

LONG: Final = 20_000
"""Rows from which loading polars pays."""


_MANY: Final = 4
"""From one different text in so many rows, sorting all rows is quicker than looking codes up."""


@dataclass(frozen=True, slots=True)
class Coded:
    """``different`` texts in ascending order, none twice; ``codes`` says which a row has."""

    codes: npt.NDArray[np.int32]
    different: npt.NDArray[np.object_]

    def renamed(self, texts: list[str]) -> "Coded":
        """The same rows with each different text written as in ``texts``, in order again."""
        if texts == self.different.tolist():
            return self
        return _sorted(self.codes, texts)

    def categorical(self) -> pd.Categorical:
        """The column as a category whose codes are the places of its texts in order."""
        dtype = pd.CategoricalDtype(pd.Index(self.different, dtype="str"))
        return pd.Categorical.from_codes(self.codes, dtype=dtype)


def coded(texts: Any) -> Coded:
    """Code a column of texts (a pandas or polars series); what is no text counts as blank."""
    if not isinstance(texts, pd.Series):
        return _by_polars(texts)
    plain = texts.astype(object).to_numpy()
    if len(plain) >= LONG and pd.api.types.is_string_dtype(texts) and not texts.hasnans:
        import polars as pl  # noqa: PLC0415 - only a long column is worth the time it takes to load

        return _by_polars(pl.Series(plain.tolist(), dtype=pl.String))
    codes, different = pd.factorize(plain, use_na_sentinel=False)
    names = [text if isinstance(text, str) else "" for text in different]
    return _sorted(codes.astype(np.int32), names)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a long column: texts as a polars series, and which of them each row has.

    Without ``codes`` each row has the text at its own place.
    """

    texts: Any
    codes: npt.NDArray[np.int32] | None = None


def piece_of(series: Any) -> Piece:
    """A part of a column (a polars series), small where texts come again."""
    if _is_varied(series):
        return Piece(series)
    return Piece(*_looked_up(series))


def joined(pieces: list[Piece]) -> Coded:
    """The column that the pieces are parts of, in their order."""
    import polars as pl  # noqa: PLC0415 - as above

    texts = pl.concat([piece.texts for piece in pieces], rechunk=True)
    whole = _by_polars(texts)
    codes, start = [], 0
    for piece in pieces:
        part = whole.codes[start : start + len(piece.texts)]
        codes.append(part if piece.codes is None else part[piece.codes])
        start += len(piece.texts)
    return Coded(np.concatenate(codes), whole.different)


def _by_polars(series: Any) -> Coded:
    """Sorting by UTF-8 bytes is sorting by code points, as Python does."""
    filled = series.fill_null("")
    if _is_varied(filled):
        different, codes = _sorted_whole(filled)
    else:
        different, codes = _looked_up(filled)
    return Coded(codes, _objects(different.to_list()))


def _is_varied(series: Any) -> bool:
    return bool(series.approx_n_unique() * _MANY > len(series))


def _sorted_whole(series: Any) -> tuple[Any, npt.NDArray[np.int32]]:
    order = series.arg_sort()
    ordered = series.gather(order)
    is_new = (ordered != ordered.shift(1)).fill_null(value=True)
    codes = np.empty(len(series), dtype=np.int32)
    codes[order.to_numpy()] = np.cumsum(is_new.to_numpy(), dtype=np.int32) - 1
    return ordered.filter(is_new), codes


def _looked_up(series: Any) -> tuple[Any, npt.NDArray[np.int32]]:
    import polars as pl  # noqa: PLC0415 - as above

    different = series.unique().sort()
    places = pl.DataFrame({"text": different, "code": np.arange(len(different), dtype=np.int32)})
    joined_on = pl.DataFrame({"text": series}).join(
        places, on="text", how="left", maintain_order="left"
    )
    return different, joined_on["code"].to_numpy()


def _sorted(codes: npt.NDArray[np.int32], names: list[str]) -> Coded:
    ordered = sorted(set(names))
    place = {name: code for code, name in enumerate(ordered)}
    new = np.array([place[name] for name in names], dtype=np.int32)
    return Coded(new[codes] if len(new) else codes, _objects(ordered))


def _objects(texts: list[str]) -> npt.NDArray[np.object_]:
    array = np.empty(len(texts), dtype=object)
    array[:] = texts
    return array
