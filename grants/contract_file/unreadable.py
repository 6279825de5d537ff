"""A value that is not in its key's form, and how values are shown in messages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

SHOWN_CHARS_MAX: Final = 60


class Unreadable(Exception):  # noqa: N818 - a fact about the value, turned into a Problem
    """The value is not in its key's form: what was read, why it matters, what to write."""

    def __init__(self, what: str, why: str, fix: str) -> None:
        super().__init__(what)
        self.what, self.why, self.fix = what, why, fix


def shown(raw: object) -> str:
    """The value as a person would recognise it, on one line and not too long."""
    if isinstance(raw, bool):
        text = "true" if raw else "false"
    elif isinstance(raw, str):
        text = '"' + "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in raw)
        text += '"'
    elif isinstance(raw, Mapping):
        text = "a table"
    elif isinstance(raw, list | tuple):
        text = "a list"
    elif isinstance(raw, datetime):
        text = raw.isoformat()
    else:
        text = str(raw)
    return text if len(text) <= SHOWN_CHARS_MAX else f"{text[: SHOWN_CHARS_MAX - 1]}…"
