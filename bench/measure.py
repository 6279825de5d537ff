"""How something is timed: beside its peers, in one process, in turns.

Times of one machine and hour differ from those of another; ratios of two things done in turns in
the same run count. Every side is done once before the clock runs.
"""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

ROUNDS: Final = 3


class NotRun(Exception):  # noqa: N818 - the name states the fact
    """It cannot be measured here; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Side:
    """One thing to time; ``units`` of work are done by one call (lines × terms, rows …)."""

    name: str
    call: Callable[[], object]
    units: int = 1


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached by a side, the first one unless ``of`` names another.

    ``beside``: the side it is measured against; its time per unit times ``at_most`` is the limit.
    Blank: ``at_most`` is a limit in ``measure`` (``ns per unit``, ``seconds``, ``MiB peak``).
    """

    at_most: float
    beside: str = ""
    measure: str = "ratio"
    of: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The sides, the product's own first; ``not_run`` names what is missing beside them."""

    sides: tuple[Side, ...]
    not_run: tuple[str, ...] = ()
    warm: bool = True
    rounds: int = ROUNDS


class Job(Protocol):
    """What a file of ``bench.jobs`` holds."""

    NAME: str
    WHAT: str
    TARGETS: tuple[Target, ...]

    def make(self, scale: str, folder: Path) -> None:
        """Write the files that are measured, in a process of its own."""
        ...

    def prepare(self, scale: str, folder: Path) -> Prepared:
        """Make the sides; not timed."""
        ...


@dataclass(slots=True)
class Timed:
    """Seconds of each round of one side."""

    name: str
    units: int
    seconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Seconds of the middle round."""
        return statistics.median(self.seconds)

    @property
    def per_unit(self) -> float:
        """Seconds for one unit, by the middle round."""
        return self.median / self.units


def in_turns(prepared: Prepared, rounds: int = ROUNDS) -> list[Timed]:
    """Time every side ``rounds`` times: first all once, then all again."""
    timed = [Timed(side.name, side.units) for side in prepared.sides]
    if prepared.warm:
        for side in prepared.sides:
            side.call()
    for _ in range(rounds):
        for side, times in zip(prepared.sides, timed, strict=True):
            gc.collect()
            began = time.perf_counter()
            side.call()
            times.seconds.append(time.perf_counter() - began)
    return timed
