"""What in a description may identify a person: identifiers, and words that only hint at one.

Different descriptions are searched as one text in which line ends keep them apart. Where each
thing could stand is found by columns of characters or by plain search; only there a pattern is
tried. Letters beyond ASCII count as no letters.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

Mask = npt.NDArray[np.bool_]
NOTHING: Final = "nothing of the sort"
_APART: Final = "\n"
_PAD: Final = 16
"""Line ends before and after, so that looking a few characters aside stays inside the text."""
_AREAS: Final = (
    "ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e "
    "ec eh en ex fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll "
    "ln ls lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm "
    "sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze"
)
"""The letters with which postcodes begin."""
_INWARD: Final = np.isin(np.arange(256), np.frombuffer(b"abdefghjlnpqrstuwxyz", dtype=np.uint8))
"""For each character whether it may end a postcode."""
_POSTCODE: Final = re.compile(
    rb"(?<![a-z0-9])(?:%s)[0-9][0-9a-z]? ?[0-9][a-z]{2}\Z" % _AREAS.replace(" ", "|").encode()
)
_POSTCODE_MAX: Final = 8
_ORDINALS: Final = (b"st", b"nd", b"rd", b"th")
_TELEPHONE: Final = re.compile(rb"(?:\+44 ?|0)(?:[0-9][ -]?){8,9}[0-9](?!\w)")
_MAIL: Final = re.compile(rb"@[\w-]+\.\w")
_INSURANCE: Final = re.compile(
    rb"(?<!\w)[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z] ?(?:[0-9]{2} ?){3}[a-d]\Z"
)
_INSURANCE_MAX: Final = 13
_TITLED: Final = re.compile(rb"(?<!\w)(?:Mr|Mrs|Miss|Ms|Mx)\.? [A-Z][a-z]")
_TITLES: Final = (b"Mr", b"Miss", b"Ms", b"Mx")
_BIRTH: Final = (b"dob", b"d.o.b", b"date of birth")
_BESIDE_A_PERSON: Final = (
    b"victim", b"victims", b"survivor", b"survivors", b"refuge", b"dhr", b"dardr", b"next of kin",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Text:
    """The whole text, its small letters, and what kind of character stands where."""

    raw: bytes
    low: bytes
    codes: npt.NDArray[np.uint8]
    is_digit: Mask
    is_word: Mask

    @classmethod
    def of(cls, whole: str) -> "_Text":
        pad = b"\n" * _PAD
        raw = pad + whole.encode("ascii", "replace") + pad
        low = raw.lower()
        codes = np.frombuffer(low, dtype=np.uint8)
        is_digit = (codes >= ord("0")) & (codes <= ord("9"))
        is_word = is_digit | ((codes >= ord("a")) & (codes <= ord("z"))) | (codes == ord("_"))
        return cls(raw, low, codes, is_digit, is_word)


def identifying(
    descriptions: pd.Series,
) -> tuple[tuple[Mask, npt.NDArray[np.object_]], tuple[Mask, npt.NDArray[np.object_]]]:
    """For identifiers and for hints: whether each description holds one, and which, in words."""
    rows, different = pd.factorize(descriptions.astype(object))
    texts = [text.replace(_APART, " ") if _APART in text else text for text in different]
    text = _Text.of(_APART.join(texts))
    starts = np.cumsum([_PAD, *(len(part) + 1 for part in texts)])
    identifiers = {
        "a postcode": _postcodes(text),
        "a telephone number": _telephones(text),
        "an address of electronic mail": _matching(text.raw, (b"@",), _MAIL),
        "a National Insurance number": _insurance_numbers(text),
        "a date of birth": _words(text, _BIRTH),
    }
    hints = {
        "a word that often stands beside a person": _words(text, _BESIDE_A_PERSON),
        "a name after a title": _matching(text.raw, _TITLES, _TITLED),
    }
    return _in_words(identifiers, starts, rows), _in_words(hints, starts, rows)


def _in_words(
    found: dict[str, Iterator[int]], starts: npt.NDArray[np.int64], rows: npt.NDArray[np.intp]
) -> tuple[Mask, npt.NDArray[np.object_]]:
    """Places in the text become words beside each line."""
    words = np.full(len(starts) - 1, "", dtype=object)
    for what, hits in found.items():
        places = np.unique(np.searchsorted(starts, list(hits), side="right") - 1)
        words[places] = [f"{said} and {what}" if said else what for said in words[places]]
    is_found = words != ""
    words[~is_found] = NOTHING
    return is_found[rows], words[rows]


def _postcodes(text: _Text) -> Iterator[int]:
    """A figure and two letters at the end of a word, after what begins a postcode."""
    inward = _INWARD[text.codes]
    ends = text.is_digit[:-3] & inward[1:-2] & inward[2:-1] & ~text.is_word[3:]
    for place in np.flatnonzero(ends).tolist():
        end = place + 3
        is_ordinal = text.raw[place + 1 : end] in _ORDINALS
        if not is_ordinal and _POSTCODE.search(text.low[end - _POSTCODE_MAX - 1 : end]):
            yield place


def _telephones(text: _Text) -> Iterator[int]:
    free = ~text.is_word[:-2] & (text.codes[:-2] != ord("+"))
    domestic = (text.codes[1:-1] == ord("0")) & text.is_digit[2:]
    abroad = (text.codes[1:-1] == ord("+")) & (text.codes[2:] == ord("4"))
    for place in (np.flatnonzero(free & (domestic | abroad)) + 1).tolist():
        if _TELEPHONE.match(text.raw, place):
            yield place


def _insurance_numbers(text: _Text) -> Iterator[int]:
    """A letter from A to D at the end of a word, after a figure."""
    letter = (text.codes[2:-1] >= ord("a")) & (text.codes[2:-1] <= ord("d"))
    after = text.is_digit[1:-2] | ((text.codes[1:-2] == ord(" ")) & text.is_digit[:-3])
    for place in (np.flatnonzero(letter & after & ~text.is_word[3:]) + 2).tolist():
        if _INSURANCE.search(text.low[place - _INSURANCE_MAX : place + 1]):
            yield place


def _words(text: _Text, words: Iterable[bytes]) -> Iterator[int]:
    """Where one of the words stands by itself, in any case."""
    for word in words:
        for place in _places(text.low, word):
            if not text.is_word[place - 1] and not text.is_word[place + len(word)]:
                yield place


def _matching(raw: bytes, stems: Iterable[bytes], pattern: re.Pattern[bytes]) -> Iterator[int]:
    """Where the pattern matches from one of the stems on."""
    for stem in stems:
        yield from (place for place in _places(raw, stem) if pattern.match(raw, place))


def _places(raw: bytes, stem: bytes) -> Iterator[int]:
    place = raw.find(stem)
    while place >= 0:
        yield place
        place = raw.find(stem, place + 1)
