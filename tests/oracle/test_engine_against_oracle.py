"""The engine over columns and the oracle over single lines agree on every row."""

import random
from datetime import date

import pytest

from grants.checks.engine import check
from grants.terms.registry import kinds
from tests.grants.checks.check_builders import frame_of
from tests.oracle.random_funds import random_contract, random_lines
from tests.oracle.scalar import LINE_TERMS, OTHER_TERMS, verdicts

AS_OF = (
    date(2017, 6, 30),
    date(2017, 7, 15),
    date(2017, 10, 25),
    date(2018, 4, 1),
    date(2018, 7, 1),
)
FRAMES = 40
LINES = 50


def differences(seed: int, size: int) -> list[tuple[object, ...]]:
    r = random.Random(seed)  # noqa: S311 - a fixed seed, no secret
    contract, rows, as_of = random_contract(r), random_lines(r, size), r.choice(AS_OF)
    result = check(frame_of(*rows), contract, as_of=as_of)
    assert result.faults == ()
    found: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for row in result.rows(all=True).to_dict("records"):
        if row["term"] in LINE_TERMS or row["term"] in OTHER_TERMS:
            key = (row["term"], row["subject"])
            found.setdefault(key, []).append((row["verdict"], row["at_risk"]))
    wanted = verdicts(rows, contract, as_of)
    keys = sorted(found.keys() | wanted.keys())
    return [
        (seed, key, sorted(found.get(key, [])), wanted.get(key))
        for key in keys
        if sorted(found.get(key, [])) != wanted.get(key)
    ]


def test_every_kind_the_oracle_reads_is_built():
    built = {kind.code for kind in kinds().values() if kind.judge is not None}
    assert {*LINE_TERMS, *OTHER_TERMS} <= built


def test_two_thousand_random_lines_are_judged_alike():
    assert [d for seed in range(FRAMES) for d in differences(seed, LINES)] == []


@pytest.mark.night
@pytest.mark.parametrize("block", range(1, 101))
def test_many_random_frames_are_judged_alike(block):
    seeds = range(block * 1000, block * 1000 + 200)
    assert [d for seed in seeds for d in differences(seed, LINES)] == []
