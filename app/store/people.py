"""Users, the roles they are given, and the API tokens they make for themselves."""

import hashlib
from datetime import datetime

from flask_security import RoleMixin, UserMixin
from sqlalchemy import Boolean, ForeignKey, Integer, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from app.store.db import Model
from app.store.types import UtcDateTime
from grants.policy import Actor, Grant, Role


class User(Model, UserMixin):
    """A person who can sign in. ``email`` is kept in lower case."""

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    created_by: Mapped[str] = mapped_column(String(255), default="")
    failed_sign_ins: Mapped[int] = mapped_column(Integer, default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    roles: Mapped[list["RoleGrant"]] = relationship(  # type: ignore[assignment]  # narrower
        back_populates="user", lazy="selectin", order_by="RoleGrant.id"
    )

    @property
    def actor(self) -> Actor:
        """The policy's view of this user."""
        return actor_of(self)


class RoleGrant(Model, RoleMixin):
    """A role given to a user, for all contracts or one, all projects or one."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("user_id", "name", "contract", "project"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    contract: Mapped[str] = mapped_column(String(80), default="")
    project: Mapped[str] = mapped_column(String(80), default="")
    given_at: Mapped[datetime] = mapped_column(UtcDateTime())
    given_by: Mapped[str] = mapped_column(String(255), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    user: Mapped[User] = relationship(back_populates="roles")


class ApiToken(Model):
    """A bearer token; only its SHA-256 is kept."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    label: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[str] = mapped_column(String(200))  # space separated: read submit
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime())
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    user: Mapped[User] = relationship(lazy="joined")


class IdempotentReply(Model):
    """The first answer to a request made with an ``Idempotency-Key``; given again on repeats."""

    __tablename__ = "idempotent_reply"
    __table_args__ = (UniqueConstraint("person", "key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person: Mapped[str] = mapped_column(String(255))
    key: Mapped[str] = mapped_column(String(200))
    request_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int] = mapped_column(Integer)
    body: Mapped[str] = mapped_column(String)
    at: Mapped[datetime] = mapped_column(UtcDateTime())


def actor_of(user: User) -> Actor:
    """The policy's view of a user: an inactive one holds nothing."""
    grants = tuple(
        Grant(Role(g.name), g.contract or None, g.project or None)
        for g in user.roles
        if g.withdrawn_at is None
    )
    return Actor(user.email, user.name, grants if user.active else ())


class People:
    """Reads and writes of users."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def by_email(self, email: str) -> User | None:
        """The user of that sign-in name, whatever its case."""
        return self._session.scalar(select(User).where(User.email == email.strip().lower()))

    def by_id(self, user_id: int) -> User | None:
        """The user of that id."""
        return self._session.get(User, user_id)

    def all(self) -> list[User]:
        """Every user, by sign-in name."""
        return list(self._session.scalars(select(User).order_by(User.email)))

    def add(self, user: User) -> None:
        """Keep a new user."""
        self._session.add(user)
        self._session.flush()

    def token(self, secret: str) -> ApiToken | None:
        """The token record whose secret this is."""
        digest = hashlib.sha256(secret.encode()).hexdigest()
        return self._session.scalar(select(ApiToken).where(ApiToken.digest == digest))

    def tokens_of(self, user: User) -> list[ApiToken]:
        """A user's tokens, newest first."""
        return list(
            self._session.scalars(
                select(ApiToken).where(ApiToken.user_id == user.id).order_by(ApiToken.id.desc())
            )
        )

    def add_token(self, token: ApiToken) -> None:
        """Keep a new token."""
        self._session.add(token)
        self._session.flush()

    def reply(self, person: str, key: str) -> IdempotentReply | None:
        """The stored answer for a person's idempotency key."""
        return self._session.scalar(
            select(IdempotentReply).where(
                IdempotentReply.person == person, IdempotentReply.key == key
            )
        )

    def add_reply(self, reply: IdempotentReply) -> None:
        """Keep an answer for repeats."""
        self._session.add(reply)
        self._session.flush()


__all__ = ["ApiToken", "IdempotentReply", "People", "RoleGrant", "User", "actor_of"]
