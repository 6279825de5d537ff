"""Movements of budget seen from both their sides: the one that gives and the one that takes."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from grants.checks.budget import Place, moved_on
from grants.contract import Virement
from grants.terms.base import days_column


@dataclass(frozen=True, slots=True)
class Leg:
    """One movement as one of its sides sees it."""

    movement: Virement
    way: Literal["out of", "into"]

    @property
    def place(self) -> Place:
        """Project and head of this side."""
        v = self.movement
        if self.way == "out of":
            return v.from_project, v.from_head
        return v.to_project, v.to_head


def legs_of(movements: list[Virement]) -> list[Leg]:
    """Both sides of each movement, the giving one first."""
    return [leg for v in movements for leg in (Leg(v, "out of"), Leg(v, "into"))]


def leg_columns(legs: list[Leg], still: list[Place], as_of: date) -> dict[str, Any]:
    """Columns of items: one per leg, then one for each place that nothing touches.

    The scope of a consent is that of the movement, not of one side, and the two sides do not use
    up each other's share of it. ``still`` may have blank heads where a term is about projects.
    """
    size = len(still)
    return {
        "judged_on": days_column([moved_on(leg.movement) for leg in legs] + [as_of] * size),
        "project": [leg.movement.from_project for leg in legs] + [p for p, _ in still],
        "head": [leg.movement.from_head for leg in legs] + [h for _, h in still],
        "to_project": [leg.movement.to_project for leg in legs] + [""] * size,
        "to_head": [leg.movement.to_head for leg in legs] + [""] * size,
        "draws": [leg.way for leg in legs] + [""] * size,
        "way": [leg.way for leg in legs] + ["out of or into"] * size,
        "moved": [leg.movement.amount for leg in legs] + [0] * size,
        "reference": [leg.movement.reference for leg in legs] + ["no movement"] * size,
    }
