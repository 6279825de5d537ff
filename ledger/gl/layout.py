"""Where the header row is and which column means what.

The header is the row in which most headings are known words; titles and metadata above it do not
matter. A table without such a row is not guessed at.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from ledger.gl import registry
from ledger.gl.amounts import AmountUnreadable, parse_amount
from ledger.gl.base import Format, Header, heading, short_heading
from ledger.gl.words import COMMON, EXTRA
from ledger.reader.table import Table

SEARCHED_ROWS: Final = 200
SAMPLE_ROWS: Final = 50
LEAST_KNOWN: Final = 3
MONEY: Final[tuple[str, ...]] = ("net", "amount", "gross", "debit", "credit", "vat")
DESCRIPTIONS_MAX: Final = 5
_DOCUMENT_TYPE: Final = r"^[A-Z]{2}$"


@dataclass(frozen=True, slots=True)
class Layout:
    """A header row and the columns below it.

    ``fields`` maps each field to a column of the table's frame (from 0); ``narratives`` are the
    columns joined into the description, in order. ``known`` counts the headings understood.
    """

    index: int  # of the header row in the table's frame
    texts: tuple[str, ...]
    format: Format
    fields: Mapping[str, int]
    narratives: tuple[int, ...] = ()
    known: int = 0
    amount_fields: tuple[str, ...] = field(default=())

    def source(self, name: str) -> str:
        """The heading that a field came from."""
        return self.texts[self.fields[name]].strip() or "(no heading)"

    @property
    def amount_column(self) -> str:
        """The heading or headings that the reconciled amount comes from."""
        return ", ".join(self.source(name) for name in self.amount_fields)


def find_layout(table: Table, forced: Format | None) -> Layout | None:
    """The best header row of ``table`` and what its columns mean; ``None`` when there is none."""
    head = table.frame.head(SEARCHED_ROWS + SAMPLE_ROWS).rows()
    best: Layout | None = None
    for index, texts in enumerate(head[:SEARCHED_ROWS]):
        if not _may_be_header(texts):
            continue
        header = Header(texts, tuple(head[index + 1 : index + 1 + SAMPLE_ROWS]))
        chosen = forced or registry.recognise(header)
        layout = _map(index, header, chosen)
        if layout.amount_fields and (best is None or layout.known > best.known):
            best = layout
    return best if best is not None and best.known >= LEAST_KNOWN else None


def is_known(text: str) -> bool:
    """Whether a heading is one of the words of header rows."""
    return bool({heading(text), short_heading(text)} & _KNOWN)


_KNOWN: Final = frozenset(word for words in COMMON.values() for word in words) | EXTRA


def _may_be_header(texts: tuple[str, ...]) -> bool:
    filled = [text for text in texts if text and not text.isspace()]
    if len(filled) < LEAST_KNOWN:
        return False
    words = sum(1 for text in filled if not _is_amount(text))
    return words * 2 > len(filled)


def _is_amount(text: str) -> bool:
    try:
        return parse_amount(text) is not None
    except AmountUnreadable:
        return False


def _map(index: int, header: Header, chosen: Format) -> Layout:
    full = [heading(text) for text in header.texts]
    short = [short_heading(text) for text in header.texts]
    taken: dict[str, int] = {}
    used: set[int] = set()
    fields = [*chosen.words, *(name for name in COMMON if name not in chosen.words)]
    fields.sort(key=lambda each: each not in MONEY)
    for headings in (full, short):  # whole headings first: Amount (Net of VAT) is no Amount
        for name in (each for each in fields if each not in taken):
            words = (*chosen.words.get(name, ()), *COMMON.get(name, ()))
            found = _first(words, headings, used)
            if found:
                taken[name] = _fullest(found, header) if name in MONEY else found[0]
                used.add(taken[name])
    if chosen.reads_blank_type and "source_type" not in taken:
        blank = _blank_type(header)
        if blank is not None:
            taken["source_type"] = blank
    known = sum(1 for text in header.texts if is_known(text)) + len(
        used - {at for at, text in enumerate(header.texts) if is_known(text)}
    )
    return Layout(
        index,
        header.texts,
        chosen,
        taken,
        _narratives(taken, full, used),
        known,
        _amount_fields(taken),
    )


def _first(words: tuple[str, ...], headings: list[str], used: set[int]) -> list[int]:
    """The unused columns of the best word that is there."""
    for word in words:
        found = [at for at, text in enumerate(headings) if text == word and at not in used]
        if found:
            return found
    return []


def _fullest(places: list[int], header: Header) -> int:
    """Of several columns with one heading, the one that holds most amounts."""
    return max(places, key=lambda at: sum(1 for row in header.sample if _is_amount(row[at])))


def _blank_type(header: Header) -> int | None:
    for at, text in enumerate(header.texts):
        if text and not text.isspace():
            continue
        values = pl.Series([row[at].strip() for row in header.sample], dtype=pl.String)
        filled = values.filter(values != "")
        if filled.len() and bool(filled.str.contains(_DOCUMENT_TYPE).all()):
            return at
    return None


def _narratives(taken: Mapping[str, int], full: list[str], used: set[int]) -> tuple[int, ...]:
    """The description's column and its numbered or lesser companions, in order of the file."""
    first = taken.get("description")
    if first is None:
        return ()
    words = COMMON["description"]
    others = [
        at
        for at, text in enumerate(full)
        if at != first and at not in used and text.rstrip("0123456789") in words
    ]
    return tuple(sorted([first, *others])[:DESCRIPTIONS_MAX])


def _amount_fields(taken: Mapping[str, int]) -> tuple[str, ...]:
    if "net" in taken:
        return ("net",)
    if "amount" in taken:
        return ("amount",)
    if "debit" in taken and "credit" in taken:
        return ("debit", "credit")
    return ("gross",) if "gross" in taken else ()
