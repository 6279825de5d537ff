"""A workbook's stored values, set against what LibreOffice makes of its formulas from nothing."""

import re
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl

FORMULA_AND_VALUE = re.compile(rb"(<f\b[^>]*>[^<]*</f>|<f\b[^>]*/>)<v>[^<]*</v>")
PENNY_FRACTION = 1e-6


@dataclass(frozen=True)
class Differences:
    """How many formulas there were, by sheet, and where another value came out."""

    formulas: dict[str, int]
    wrong: list[str]


def recalculated(packs: Sequence[Path], folder: Path) -> dict[str, Differences]:
    """Pack's name → what came of calculating each of its formulas again."""
    bare, out = folder / "bare", folder / "again"
    bare.mkdir()
    for pack in packs:
        _without_values(pack, bare / pack.name)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", "xlsx", "--outdir", str(out), *(str(bare / p.name) for p in packs)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return {pack.name: _compared(pack, out / pack.name) for pack in packs}


def _without_values(source: Path, target: Path) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename.startswith("xl/worksheets/"):
                data = FORMULA_AND_VALUE.sub(rb"\1", data)
            new.writestr(part.filename, data, zipfile.ZIP_DEFLATED)


def _compared(pack: Path, again: Path) -> Differences:
    written = openpyxl.load_workbook(pack)
    stored = openpyxl.load_workbook(pack, data_only=True)
    fresh = openpyxl.load_workbook(again, data_only=True)
    formulas: dict[str, int] = {}
    wrong = []
    for sheet in written:
        for cell in (c for row in sheet.iter_rows() for c in row if c.data_type == "f"):
            formulas[sheet.title] = formulas.get(sheet.title, 0) + 1
            was = stored[sheet.title][cell.coordinate].value
            now = fresh[sheet.title][cell.coordinate].value
            if not _same(was, now):
                wrong.append(f"{sheet.title}!{cell.coordinate}: {was!r} is stored, {now!r} comes")
    return Differences(formulas, wrong)


def _same(was: object, now: object) -> bool:
    if isinstance(was, int | float) and isinstance(now, int | float):
        return abs(was - now) < PENNY_FRACTION
    return (was if was is not None else "") == (now if now is not None else "")
