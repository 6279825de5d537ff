"""Reads a stranger's file in a child process with limits on memory, processor and wall-clock time.

The child gets the bytes on its standard input and answers on its standard output: JSON lines for
workbooks, JSON and columns for extracts, never pickles. It sets its own limits before it looks at
the first byte, opens no further file or socket where the task allows, and when it dies the parent
says in words what happened.
"""

import codecs
import gc
import importlib
import json
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, Final

from ledger.reader import guard
from ledger.reader.cells import Cell, CellKind, SheetCells, WorkbookCells
from ledger.reader.guard import WEB, Limits, Unreadable
from ledger.reader.places import column_name
from ledger.reader.sheet_xml import Value
from ledger.reader.xlsx import read_sheets, workbook_of

Arguments = dict[str, str | bool | None]
Task = Callable[[bytes, Arguments, Limits, BinaryIO], None]

_REFUSED: Final = 10
_OUT_OF_MEMORY: Final = 11
_ROOT: Final = str(Path(__file__).resolve().parents[2])
_CHILD: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from ledger.reader.worker import child; sys.exit(child(sys.argv[2], sys.argv[3]))"
)
_TASKS: Final = {
    "workbook": ("ledger.reader.worker", "answer_workbook"),
    "extract": ("ledger.gl.read", "answer_extract"),
}
_FILES_OF_ITS_OWN: Final = frozenset({"extract"})  # columns are worked on by several threads
_KINDS: Final = {kind.value: kind for kind in CellKind}


class _Letters(dict[int, str]):
    """Column names, worked out once each."""

    def __missing__(self, column: int) -> str:
        name = self[column] = column_name(column)
        return name


_LETTERS: Final = _Letters()
_slots: dict[str, threading.BoundedSemaphore] = {}
_slots_lock: Final = threading.Lock()


def run_guarded(task: str, data: bytes, arguments: Arguments, limits: Limits, name: str) -> bytes:
    """Run ``task`` on ``data`` in a child; returns the child's whole answer.

    Raises:
        Unreadable: what the child refused, or ``too-large``, ``too-slow``, ``busy`` or
            ``reader-failed`` when it was stopped.
    """
    slot = _slot(limits)
    if not slot.acquire(timeout=limits.wall_seconds_max):
        raise Unreadable(
            "busy",
            name,
            "Too many files are being read at this moment.",
            "Each reader needs memory of its own.",
            "Try again in a minute.",
        )
    try:
        order = json.dumps({"arguments": arguments, "limits": asdict(limits)})
        bare = () if task in _FILES_OF_ITS_OWN else ("-S",)
        with subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
            [sys.executable, "-I", *bare, "-c", _CHILD, _ROOT, task, order],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            try:
                answer, said = process.communicate(data, timeout=limits.wall_seconds_max)
            except subprocess.TimeoutExpired as late:
                process.kill()
                process.communicate()
                raise _stopped(name, "too-slow") from late
    finally:
        slot.release()
    if process.returncode != 0:
        raise _refusal_of(process.returncode, said, name)
    return answer


def read_workbook_guarded(data: bytes, name: str, limits: Limits = WEB) -> WorkbookCells:
    """Inspect and read a workbook in a child process.

    Raises:
        Unreadable: whatever ``guard.inspect`` and ``xlsx.read_workbook`` refuse, or the child was
            stopped.
    """
    _refuse_too_large(data, name, limits)
    answer = run_guarded("workbook", data, {"name": name}, limits, name)
    lines = iter(answer.splitlines())
    head = json.loads(next(lines))
    sheets = []
    for described in head["sheets"]:
        title = str(described["name"])
        rows = {}
        for _ in range(described["rows"]):
            number, cells = json.loads(next(lines))
            rows[number] = {
                column: Cell(
                    title,
                    number,
                    column,
                    f"{_LETTERS[column]}{number}",
                    _KINDS[kind],
                    _day(value) if kind == CellKind.DATE else value,
                )
                for column, kind, value in cells
            }
        sheets.append(
            SheetCells(
                title,
                str(described["state"]),
                rows,
                frozenset(described["hidden_rows"]),
                frozenset(described["hidden_columns"]),
            )
        )
    return WorkbookCells(tuple(sheets), head["names"], tuple(head["notes"]))


def answer_workbook(data: bytes, arguments: Arguments, limits: Limits, out: BinaryIO) -> None:
    """The child's part of :func:`read_workbook_guarded`: a head line, then one line a row."""
    name = str(arguments["name"])
    safe = guard.inspect(data, name, limits)
    if safe.kind != "xlsx":
        raise Unreadable(
            "other-type",
            name,
            "The file is no workbook; it looks like plain text or CSV.",
            "This place needs the sheets of a workbook.",
            "Send the .xlsx workbook itself.",
        )
    book = workbook_of(data, name, limits)
    sheets, body = [], bytearray()
    for read in read_sheets(book):
        sheets.append({
            "name": read.part.name,
            "state": read.part.state,
            "rows": len(read.rows),
            "hidden_rows": read.shape.hidden_rows,
            "hidden_columns": read.shape.hidden_columns,
        })  # fmt: skip
        for number, row in read.rows.items():
            cells = [(column, kind, _plain(value)) for column, (kind, value) in row.items()]
            body += json.dumps((number, cells)).encode() + b"\n"
    head = {"names": book.defined_names, "sheets": sheets, "notes": [*safe.notes, *book.notes]}
    out.write(json.dumps(head).encode() + b"\n")
    out.write(body)


def child(task: str, order: str) -> int:
    """Entry of the child process; returns its exit code."""
    given = json.loads(order)
    limits = Limits(**given["limits"])
    module, function = _TASKS[task]
    work: Task = getattr(importlib.import_module(module), function)
    gc.disable()  # the child is short-lived and its memory is limited anyway
    _confine(limits, may_open_files=task in _FILES_OF_ITS_OWN)
    try:
        work(sys.stdin.buffer.read(), given["arguments"], limits, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except Unreadable as refused:
        sys.stderr.write(json.dumps(refused.as_dict()))
        return _REFUSED
    except MemoryError:
        return _OUT_OF_MEMORY
    return 0


def _confine(limits: Limits, *, may_open_files: bool) -> None:
    for codec in ("utf-8-sig", "utf-16", "cp1252", "cp437", "ascii", "iso8859-1"):
        codecs.lookup(codec)  # later there may be no file left to load one from
    memory = limits.memory_bytes_max
    seconds = limits.cpu_seconds_max
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    if not may_open_files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))  # no file, no socket, no pipe


def _plain(value: Value) -> str | bool | None:
    return value.isoformat() if isinstance(value, date) else value


def _day(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _slot(limits: Limits) -> threading.BoundedSemaphore:
    with _slots_lock:
        return _slots.setdefault(limits.name, threading.BoundedSemaphore(limits.children_max))


def _refuse_too_large(data: bytes, name: str, limits: Limits) -> None:
    if not data or len(data) > limits.file_bytes_max:
        guard.inspect(data, name, limits)


def _refusal_of(code: int, said: bytes, name: str) -> Unreadable:
    if code == _REFUSED:
        return Unreadable(**json.loads(said))
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        return _stopped(name, "too-slow")
    if code in {_OUT_OF_MEMORY, -signal.SIGABRT}:
        return _stopped(name, "too-large")
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return Unreadable(
        "reader-failed",
        name,
        f"The reader stopped ({lines[-1][:200] if lines else f'code {code}'}).",
        "What the file holds could not be read, so nothing in it was checked.",
        "Open it in Excel, save it under a new name and send that; if it fails again, tell us.",
    )


def _stopped(name: str, code: str) -> Unreadable:
    used = "more time" if code == "too-slow" else "more memory"
    return Unreadable(
        code,
        name,
        f"Reading the file took {used} than is allowed.",
        "One file must not stop the service for everybody.",
        "Copy the values into a new workbook, or split the extract by period.",
    )
