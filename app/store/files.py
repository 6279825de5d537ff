"""Uploaded and exported files, kept by their SHA-256 and never changed."""

import hashlib
from datetime import datetime

from sqlalchemy import Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.db import Model
from app.store.types import UtcDateTime


class StoredFile(Model):
    """The bytes of a file, under their own digest."""

    __tablename__ = "stored_file"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime())
    stored_by: Mapped[str] = mapped_column(String(255))


class Files:
    """Reads and writes of files."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, data: bytes, *, name: str, media_type: str, at: datetime, by: str) -> str:
        """Keep the bytes once; returns their SHA-256 in hex."""
        digest = hashlib.sha256(data).hexdigest()
        if self._session.get(StoredFile, digest) is None:
            self._session.add(
                StoredFile(
                    sha256=digest,
                    name=name[-255:],
                    media_type=media_type,
                    size=len(data),
                    data=data,
                    stored_at=at,
                    stored_by=by,
                )
            )
            self._session.flush()
        return digest

    def get(self, sha256: str) -> StoredFile | None:
        """The file of that digest."""
        return self._session.get(StoredFile, sha256)
