"""A long command shows on a terminal that it works, and nothing where nobody watches."""

import io
import sys
from threading import Event

import pytest

from app.cli.answer import working


class Terminal(io.StringIO):
    """A terminal that somebody watches."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        written = super().write(text)
        if "Working" in text:
            self.seen.set()
        return written


def test_on_a_terminal_it_is_said_that_work_goes_on_and_wiped_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with working(every=0.001):
        assert terminal.seen.wait(timeout=60)
    shown = terminal.getvalue()
    assert shown.startswith("\rWorking … 0 s")
    assert shown.endswith("\r\x1b[K")


def test_to_a_script_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    with working(every=0.001):
        pass
    assert pipe.getvalue() == ""
