"""The worked year's packs: sound to Excel and LibreOffice, agreeing with themselves, and discreet."""

import html
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from demo_year import PERIODS, DemoYear, sample
from office_again import recalculated

from app.sample.people import REFERENCE
from app.services.export_pack import list_packs

ROOT = Path(__file__).resolve().parents[3]
VALIDATOR = ROOT / "instance" / "tools" / "node_modules" / ".bin" / "ooxml-validator"
WORDS = [word for canary in sample("canaries.toml")["canary"] for word in canary["words"]]
PIECES = {piece.casefold() for word in WORDS for piece in word.split()}
SHEETS = [
    "Cover", "Statement", "Funding", "Transactions", "Reconciliation", "Not claimed", "Checks",
    "Exceptions", "Budget movements", "Accruals", "Assets", "Procurement", "Partners", "Outputs",
    "Evidence", "Prior period", "Audit trail", "Certificate",
]  # fmt: skip
NAMES = {
    "Contract", "Period", "Profile", "TransactionsTotal", "LedgerTotal", "UnexplainedDifference",
    "AuditRoot", "PackDigest",
}  # fmt: skip
pytestmark = [pytest.mark.xdist_group("demo"), pytest.mark.timeout(1200)]
"""One run serves them all; whichever test comes first waits for the whole year."""


def chosen(demo: DemoYear) -> list[Path]:
    """A quarter's and the whole contract's audit pack, and one of each other kind."""
    return [
        demo.pack("audit-pack", "2017-Q3"),
        demo.pack("audit-pack", "whole", "funder"),
        demo.pack("quarterly-return", "2017-Q2", "funder"),
        demo.pack("reconciliation", "2017-Q1"),
        demo.pack("findings", "2017-Q4"),
        demo.pack("trial-balance"),
    ]


def everything_in(pack: Path) -> str:
    """The text of every part of a pack, whatever it is for: cells, names, properties, comments."""
    with zipfile.ZipFile(pack) as archive:
        parts = [archive.read(name).decode("utf-8") for name in archive.namelist()]
    return html.unescape(re.sub(r"<[^>]*>", "", "\n".join(parts))) + "\n".join(parts)


def cells_of(pack: Path) -> str:
    """The text of every cell of every sheet, and of the defined names."""
    book = openpyxl.load_workbook(pack)
    cells = [
        str(c.value) for s in book for row in s.iter_rows() for c in row if c.value is not None
    ]
    return "\n".join([*cells, *(str(name.value) for name in book.defined_names.values())])


@pytest.mark.office
def test_microsofts_schema_finds_no_error(demo: DemoYear) -> None:
    for pack in chosen(demo):
        done = subprocess.run([VALIDATOR, pack], capture_output=True, text=True, check=False)
        assert json.loads(done.stdout)["errors"] == []
        assert done.returncode == 0


@pytest.mark.office
def test_libreoffice_comes_to_every_stored_value(demo: DemoYear, tmp_path: Path) -> None:
    found = recalculated(chosen(demo), tmp_path)
    assert {name: d.wrong for name, d in found.items()} == {p.name: [] for p in chosen(demo)}
    for pack in chosen(demo)[:2]:
        formulas = found[pack.name].formulas
        assert {"Statement", "Funding", "Reconciliation", "Cover"} <= formulas.keys()
        assert sum(formulas.values()) > 100
    without = {name for name, d in found.items() if not d.formulas}
    assert without == {demo.pack("findings", "2017-Q4").name}


def test_each_pack_agrees_with_its_own_lines_and_digests(demo: DemoYear) -> None:
    for pack in chosen(demo):
        done = subprocess.run(
            [sys.executable, "-m", "exports", "verify", pack, "--json"],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        answer = json.loads(done.stdout)
        assert (done.returncode, answer["agrees"], answer["faults"]) == (0, True, [])
        assert (answer["sheets"], answer["formulas"]) >= (1, 0)


@pytest.mark.parametrize(
    ("period", "profile"),
    [*((q, "internal") for q in PERIODS), ("whole", "internal"), ("whole", "funder")],
)
def test_an_audit_pack_has_the_promised_sheets_names_and_nothing_unexplained(
    demo: DemoYear, period: str, profile: str
) -> None:
    book = openpyxl.load_workbook(demo.pack("audit-pack", period, profile), data_only=True)
    assert book.sheetnames == SHEETS
    assert {s.sheet_state for s in book} == {"visible"}
    assert set(book.defined_names) >= NAMES

    def named(name: str) -> object:
        ((sheet, ref),) = book.defined_names[name].destinations
        return book[sheet][ref.replace("$", "")].value

    assert (named("Contract"), str(named("Profile")).lower()) == (REFERENCE, profile)
    assert named("UnexplainedDifference") == 0
    assert float(str(named("TransactionsTotal"))) > 50_000
    assert len(str(named("AuditRoot"))) == len(str(named("PackDigest"))) == 64


def test_what_is_sensitive_leaves_the_council_in_no_pack(demo: DemoYear, tmp_path: Path) -> None:
    assert (len(WORDS), len(PIECES)) == (6, 12)
    made = [p for p in (demo.instance / "packs").iterdir() if p.stem.endswith("-funder")]
    for pack in list_packs():
        for profile in ("funder", "public"):
            out = tmp_path / f"{pack.name}-{profile}.xlsx"
            done = demo.run(
                "export", pack.name, "--contract", REFERENCE, "--profile", profile,
                "--out", str(out),
            )  # fmt: skip
            assert (done.exit_code, done.stderr) == (0, "")
            made.append(out)
    assert len(made) >= 9 + 2 * 5
    for path in made:
        text, cells = everything_in(path).casefold(), cells_of(path).casefold()
        assert {piece for piece in PIECES if piece in text or piece in cells} == set(), path.name
        assert len(cells.splitlines()) > 100


def test_what_is_sensitive_is_all_there_for_the_councils_own_auditor(demo: DemoYear) -> None:
    cells = cells_of(demo.pack("audit-pack"))
    assert [word for word in WORDS if word not in cells] == []
