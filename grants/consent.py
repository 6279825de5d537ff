"""Consents: the funder's written permission, applied alike to every term after judgement.

A consent turns a breach into CONSENTED when it was given on or before the day concerned and in
force on it, into RATIFIED when it came later. It reaches only what it names, and covers the excess
up to its amount; what goes beyond stays a breach.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from grants.contract import Consent
from grants.verdict import Verdict

_SCOPE: Final = ("project", "head", "to_project", "to_head", "line_id")


@dataclass(frozen=True, slots=True)
class Cover:
    """What consents do to the breaches of one term, one entry per breach.

    ``left`` is pence still in breach; ``verdict`` is "" where no consent reaches the breach;
    ``is_whole`` tells that nothing of the breach stays.
    """

    left: npt.NDArray[np.int64]
    covered: npt.NDArray[np.int64]
    verdict: npt.NDArray[np.object_]
    references: npt.NDArray[np.object_]
    is_whole: npt.NDArray[np.bool_]


def cover(consents: tuple[Consent, ...], breaches: pd.DataFrame) -> Cover:
    """Apply consents, earliest given first, to breaches in their order.

    Args:
        consents: of one term.
        breaches: columns ``at_risk`` (pence), ``on`` (day concerned), ``draws`` (breaches with
            the same text share a consent's amount) and the scope columns ``project``, ``head``,
            ``to_project``, ``to_head``, ``line_id`` ("" where the breach has none).
    """
    size = len(breaches)
    left = breaches["at_risk"].to_numpy(dtype=np.int64).copy()
    covered = np.zeros(size, dtype=np.int64)
    verdict = np.full(size, "", dtype=object)
    references = np.full(size, "", dtype=object)
    whole = np.zeros(size, dtype=np.bool_)
    draws = breaches["draws"].astype(object).to_numpy()
    for consent in sorted(consents, key=lambda c: (c.given_on, c.reference)):
        before, after = _reach(consent, breaches)
        open_still = (before | after) & ~whole
        for group in dict.fromkeys(draws[open_still]):
            mine = open_still & (draws == group)
            part = _within(left * mine, consent.amount)
            touched = mine & ((part > 0) | (left == 0))
            left -= part
            covered += part
            whole |= touched & (left == 0)
            verdict[touched & before & (verdict == "")] = Verdict.CONSENTED
            verdict[touched & after] = Verdict.RATIFIED
            said = references[touched].astype(object)
            references[touched] = [
                f"{r}; {consent.reference}" if r else consent.reference for r in said
            ]
    return Cover(left, covered, verdict, references, whole)


def _within(needs: npt.NDArray[np.int64], amount: int | None) -> npt.NDArray[np.int64]:
    """How much of each need an amount covers, first come first served."""
    if amount is None:
        return needs
    used = np.minimum(np.cumsum(needs), amount)
    return np.diff(used, prepend=0)


def _reach(
    consent: Consent, breaches: pd.DataFrame
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which breaches the consent permits beforehand, and which it ratifies.

    A first day that is no later than the day of the letter only repeats that day: it does not
    bar ratifying what happened before. Where the day concerned is unknown nobody can show that
    consent came first, so an undated consent ratifies.
    """
    scope = np.ones(len(breaches), dtype=np.bool_)
    for name in _SCOPE:
        wanted = getattr(consent, name)
        if wanted:
            scope &= breaches[name].astype(object).to_numpy() == wanted
    on = breaches["on"].to_numpy().astype("datetime64[D]")
    unknown = np.isnat(on)
    given = np.datetime64(consent.given_on)
    ended = _past(on, consent.to_on)
    starts_later = _ahead(on, consent.from_on)
    before = scope & (given <= on) & ~ended & ~starts_later
    letter_only = consent.from_on is None or consent.from_on <= consent.given_on
    after = scope & (given > on) & ~ended & (letter_only | ~starts_later)
    if consent.from_on is None and consent.to_on is None:
        after |= scope & unknown
    return before, after


def _past(on: npt.NDArray[np.datetime64], last: date | None) -> npt.NDArray[np.bool_]:
    return on > np.datetime64(last) if last else np.zeros(len(on), dtype=np.bool_)


def _ahead(on: npt.NDArray[np.datetime64], first: date | None) -> npt.NDArray[np.bool_]:
    return on < np.datetime64(first) if first else np.zeros(len(on), dtype=np.bool_)
