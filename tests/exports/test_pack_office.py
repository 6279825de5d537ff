"""LibreOffice calculates every formula again, from scratch, to the value that is stored."""

import io
import re
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from pack_builders import empty_data, frame, line, pack_data, usual_lines

from exports import registry

FORMULA_CELL = re.compile(
    rb"(<c\b[^>]*>)((?:(?!</c>).)*?<f\b(?:(?!</c>).)*?)<v>[^<]*</v>", re.DOTALL
)


def without_values(content: bytes, target: Path) -> None:
    """The same workbook with no stored value beside any formula."""
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.infolist():
            blob = old.read(item)
            if item.filename.startswith("xl/worksheets/"):
                blob = FORMULA_CELL.sub(rb"\1\2", blob)
            new.writestr(item, blob)


def figures(content: bytes | Path, formulas: dict[str, list[str]]) -> dict[str, object]:
    source = content if isinstance(content, Path) else io.BytesIO(content)
    book = openpyxl.load_workbook(source, data_only=True)
    found = {}
    for sheet, cells in formulas.items():
        for cell in cells:
            value = book[sheet][cell].value
            found[f"{sheet}!{cell}"] = round(value, 6) if isinstance(value, float) else value or 0
    return found


@pytest.mark.office
def test_libreoffice_comes_to_every_stored_value(tmp_path):
    odd = [*usual_lines(), line("X1", "0.07", project="01", head="H*"),
           line("X2", "0.05", project="1", head="H*"), line("X3", "0.03", project="", head="h*")]  # fmt: skip
    made = {
        "usual": registry.find("audit-pack").render(pack_data()),
        "odd": registry.find("audit-pack").render(pack_data(transactions=frame(odd))),
        "empty": registry.find("audit-pack").render(empty_data()),
        "quarter": registry.find("quarterly-return").render(pack_data()),
        "balance": registry.find("trial-balance").render(pack_data()),
    }
    for name, document in made.items():
        without_values(document.content, tmp_path / f"{name}.xlsx")
    out = tmp_path / "out"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "xlsx", "--outdir", str(out),
         *(str(tmp_path / f"{name}.xlsx") for name in made)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    counts = {}
    for name, document in made.items():
        written = openpyxl.load_workbook(io.BytesIO(document.content))
        formulas = {
            sheet.title: [
                c.coordinate for row in sheet.iter_rows() for c in row if c.data_type == "f"
            ]
            for sheet in written
        }
        counts[name] = sum(map(len, formulas.values()))
        assert figures(out / f"{name}.xlsx", formulas) == figures(document.content, formulas)
    assert counts["usual"] == 173
    assert all(count >= 8 for count in counts.values())
