"""Make the worked year's files: ``python -m app.sample.generate [--out DIR] [--check]``.

Seeded and repeatable: no clock, no randomness but the seed. ``--check`` compares what it would make
with what is there and says which file differs.
"""

import argparse
import io
import random
import sys
import zipfile
from pathlib import Path

from app.sample.making.acts import play_the_year
from app.sample.making.contracts import contract_files
from app.sample.making.extracts import control, extract_bytes, extract_name
from app.sample.making.other_spend import fill_the_ledger
from app.sample.making.papers import (
    canaries_toml,
    control_toml,
    decisions_toml,
    planted_page,
    planted_toml,
)
from app.sample.making.parts import QUARTERS, Book
from app.sample.making.planted_q1 import plant_first_quarter
from app.sample.making.planted_q1_ledger import plant_first_ledger
from app.sample.making.planted_q2 import plant_second_quarter
from app.sample.making.planted_q2_ledger import plant_second_ledger
from app.sample.making.planted_q3 import plant_third_quarter
from app.sample.making.planted_q4 import hide_canaries, plant_fourth_quarter
from app.sample.making.regular import pay_everyone, spend_the_rest

SEED = 2017
SAMPLE = Path(__file__).resolve().parent
PAGE = SAMPLE.parent.parent / "docs" / "guide" / "planted-problems.md"
MADE = ("contract", "returns", "extracts", "decisions.toml", "planted.toml", "canaries.toml")


def make_book() -> Book:
    """All spend of the year, numbered."""
    book = Book(random.Random(SEED))  # noqa: S311 - seeded sample data, no secret
    pay_everyone(book)
    fill_the_ledger(book)
    plant_first_quarter(book)
    plant_first_ledger(book)
    plant_second_quarter(book)
    plant_second_ledger(book)
    plant_third_quarter(book)
    plant_fourth_quarter(book)
    spend_the_rest(book)
    hide_canaries(book)
    book.number()
    return book


def make_files() -> tuple[dict[str, bytes], str]:
    """Path under ``app/sample`` → bytes, and the page of the planted problems."""
    book = make_book()
    files = contract_files()
    for quarter in QUARTERS:
        files[f"extracts/{extract_name(quarter)}"] = extract_bytes(book, quarter)
    controls = {extract_name(q): control(book, q) for q in QUARTERS}
    files["extracts/control.toml"] = control_toml(controls).encode()
    diary = play_the_year(book, files)
    files["decisions.toml"] = decisions_toml(diary.acts).encode()
    files["planted.toml"] = planted_toml(book).encode()
    files["canaries.toml"] = canaries_toml().encode()
    return files, planted_page(book)


def differences(out: Path, files: dict[str, bytes], page: str | None) -> list[str]:
    """Names of files that differ, are missing, or should not be there."""
    wrong = [n for n, data in files.items() if not _same(out / n, data)]
    for top in MADE:
        base = out / top
        there = [p for p in base.rglob("*") if p.is_file()] if base.is_dir() else []
        wrong += [n for p in there if (n := p.relative_to(out).as_posix()) not in files]
    if page is not None and not _same(PAGE, page.encode()):
        wrong.append("docs/guide/planted-problems.md")
    return sorted(wrong)


def _same(path: Path, data: bytes) -> bool:
    """Equal bytes; of workbooks equal parts, for packing differs between machines."""
    if not path.is_file():
        return False
    there = path.read_bytes()
    return there == data or (path.suffix == ".xlsx" and _parts(there) == _parts(data))


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def write(out: Path, files: dict[str, bytes]) -> None:
    """Write every file and remove workbooks that are no longer made."""
    for name in differences(out, files, None):
        if name not in files:
            (out / name).unlink()
    for name, data in files.items():
        if _same(out / name, data):
            continue
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(data)


def main(arguments: list[str] | None = None) -> int:
    """The command; 0 when all is well, 1 when ``--check`` finds a difference."""
    parser = argparse.ArgumentParser(prog="python -m app.sample.generate", description=__doc__)
    parser.add_argument("--out", type=Path, default=SAMPLE, help="folder to write to")
    parser.add_argument("--check", action="store_true", help="compare and write nothing")
    asked = parser.parse_args(arguments)
    files, page = make_files()
    is_home = asked.out.resolve() == SAMPLE
    if asked.check:
        wrong = differences(asked.out, files, page if is_home else None)
        for name in wrong:
            sys.stderr.write(f"{name} is not what the generator makes.\n")
        return 1 if wrong else 0
    write(asked.out, files)
    if is_home:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page, encoding="utf-8")
    sys.stdout.write(f"{len(files)} files, {sum(map(len, files.values())):,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
