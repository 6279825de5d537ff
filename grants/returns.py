"""The life of a project's return and of the quarter's return to the funder: one table of moves.

State is what you get by reading the events in order; ``next_state`` is the only rule. Preparer,
reconciler, certifier and accepter are four different persons (Accounts and Audit Regulations 2015,
regulation 4); ``persons_so_far`` is checked here as well as in the policy.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ReturnState(StrEnum):
    """States of a project's return."""

    NOT_STARTED = "not started"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    QUERIED = "queried"
    RECONCILED = "reconciled"


class QuarterState(StrEnum):
    """States of the quarter's return to the funder."""

    OPEN = "open"
    CERTIFIED = "certified"
    ACCEPTED = "accepted"
    QUERIED = "queried"
    REJECTED = "rejected"


class Act(StrEnum):
    """What a person does to a return."""

    DRAFT = "draft"
    SUBMIT = "submit"
    QUERY = "query"
    RECONCILE = "reconcile"
    CERTIFY = "certify"
    ACCEPT = "accept"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed move. ``needs_reason``: the act must say why."""

    act: Act
    before: str
    after: str
    needs_reason: bool = False


RETURN_MOVES: Final = (
    Move(Act.DRAFT, ReturnState.NOT_STARTED, ReturnState.DRAFT),
    Move(Act.DRAFT, ReturnState.DRAFT, ReturnState.DRAFT),
    Move(Act.DRAFT, ReturnState.QUERIED, ReturnState.DRAFT),
    Move(Act.SUBMIT, ReturnState.DRAFT, ReturnState.SUBMITTED),
    Move(Act.QUERY, ReturnState.SUBMITTED, ReturnState.QUERIED, needs_reason=True),
    Move(Act.QUERY, ReturnState.RECONCILED, ReturnState.QUERIED, needs_reason=True),
    Move(Act.RECONCILE, ReturnState.SUBMITTED, ReturnState.RECONCILED),
)
QUARTER_MOVES: Final = (
    Move(Act.CERTIFY, QuarterState.OPEN, QuarterState.CERTIFIED),
    Move(Act.CERTIFY, QuarterState.QUERIED, QuarterState.CERTIFIED),
    Move(Act.CERTIFY, QuarterState.REJECTED, QuarterState.CERTIFIED),
    Move(Act.ACCEPT, QuarterState.CERTIFIED, QuarterState.ACCEPTED),
    Move(Act.QUERY, QuarterState.CERTIFIED, QuarterState.QUERIED, needs_reason=True),
    Move(Act.REJECT, QuarterState.CERTIFIED, QuarterState.REJECTED, needs_reason=True),
)
PART_OF: Final[Mapping[Act, str]] = {
    Act.SUBMIT: "preparer",
    Act.RECONCILE: "reconciler",
    Act.CERTIFY: "certifier",
    Act.ACCEPT: "accepter",
}
"""Acts that make a person one of the four; each part needs a person of its own."""


class MoveRefused(Exception):  # noqa: N818 - a refused operation, named as one
    """The state, the person or a missing reason does not allow the act."""


def next_state(moves: tuple[Move, ...], state: str, act: Act, *, reason: str = "") -> str:
    """The state after ``act``.

    Raises:
        MoveRefused: the table has no such move, or the move needs a reason and has none.
    """
    for move in moves:
        if move.act == act and move.before == state:
            if move.needs_reason and not reason.strip():
                raise MoveRefused(f"To {act} this, say why: give a reason.")
            return move.after
    allowed = sorted({m.act.value for m in moves if m.before == state})
    raise MoveRefused(
        f"It is {state}, so it cannot be moved by '{act}'. "
        f"What can be done now: {', '.join(allowed) or 'nothing'}."
    )


def require_own_person(act: Act, person: str, persons_so_far: Mapping[str, frozenset[str]]) -> None:
    """Refuse an act whose person already holds another of the four parts.

    Args:
        act: what is to be done.
        person: who does it (sign-in name).
        persons_so_far: part → persons who acted in it for this return and its quarter.

    Raises:
        MoveRefused: naming the part the person already has.
    """
    part = PART_OF.get(act)
    if part is None:
        return
    for other, persons in persons_so_far.items():
        if other != part and person in persons:
            raise MoveRefused(
                f"{person} is already the {other} here; the {part} must be a different person "
                "(Accounts and Audit Regulations 2015, regulation 4)."
            )
