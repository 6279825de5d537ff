"""Where services work: the office holds the clock, the keys and the database; an act is one change.

``perform`` runs a change in one transaction and commits it; on PostgreSQL it tries again when the
database finds that two changes would not have been possible one after the other.
"""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.store.unit_of_work import (
    UnitOfWork,
    is_second_of_a_kind,
    is_serialization_failure,
)  # fmt: skip
from grants.policy import Action, Actor, require_may
from ledger.audit.entry import Json

T = TypeVar("T")
TRIES_MAX = 6
PAUSE_SECONDS = 0.02
LONDON = ZoneInfo("Europe/London")


class Refused(Exception):  # noqa: N818 - a refused operation, named as one
    """The data or the state does not allow what was asked. ``details`` lists every reason."""

    def __init__(self, message: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class NotFound(Refused):
    """What was named does not exist, or not for this person."""


class Busy(Refused):
    """Others changed the same thing at the same time, again and again."""


@dataclass(frozen=True)
class Office:
    """What every service needs from outside, given once by ``create_app``."""

    sessions: Callable[[], Session]
    clock: Callable[[], datetime]
    signing_key: bytes  # Ed25519 private key, 32 bytes
    version: str
    new_secret: Callable[[], str]  # an unguessable text


@dataclass(frozen=True)
class Act:
    """One change being made: by whom, when (one time for all of it), in which unit of work."""

    office: Office
    uow: UnitOfWork
    actor: Actor
    now: datetime

    @property
    def person(self) -> str:
        """Sign-in name of who acts."""
        return self.actor.person

    @property
    def today(self) -> date:
        """The day in London."""
        return self.now.astimezone(LONDON).date()

    def require(
        self, action: Action, *, contract: str | None = None, project: str | None = None
    ) -> None:
        """Refuse what the policy does not allow (``OutOfScope`` or ``NotAllowed``)."""
        require_may(self.actor, action, contract=contract, project=project)

    def record(self, action: str, *, contract: str, subject: str, body: Mapping[str, Json]) -> None:
        """Write the audit entry of this change."""
        self.uow.record(
            at=self.now, actor=self.person, action=action, contract=contract, subject=subject,
            body={**body, "door": self.actor.door} if self.actor.door else body,
        )  # fmt: skip


def perform(office: Office, actor: Actor, work: Callable[[Act], T]) -> T:
    """Run ``work`` in one transaction and commit it.

    Raises:
        Busy: PostgreSQL refused the transaction ``TRIES_MAX`` times in a row.
    """
    for attempt in range(TRIES_MAX):
        try:
            with UnitOfWork(office.sessions(), writes=True) as uow:
                answer = work(Act(office, uow, actor, office.clock()))
                uow.commit()
                return answer
        except DBAPIError as fault:
            taken = is_second_of_a_kind(fault) and attempt + 1 < TRIES_MAX
            if not (taken or is_serialization_failure(fault)):
                raise
            time.sleep(PAUSE_SECONDS * 2**attempt * (0.5 + random.random()))  # noqa: S311 - jitter
    raise Busy("Others are changing the same thing right now. Nothing was changed; try again.")


def read(office: Office, actor: Actor, work: Callable[[Act], T]) -> T:
    """Run a reading in one transaction that is never committed."""
    with UnitOfWork(office.sessions(), writes=False) as uow:
        return work(Act(office, uow, actor, office.clock()))
