"""The table of layers: who may import whom. Once by our own reading, once by import-linter."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from product_source import ROOT, inside, modules

WEB = ("flask", "werkzeug", "marshmallow", "flask_wtf", "flask_security", "flask_smorest")
SQL = ("sqlalchemy", "flask_sqlalchemy", "alembic")
FILES = ("openpyxl", "xlsxwriter", "python_calamine", "fastexcel", "zipfile")
DOORS = ("app.web", "app.api", "app.cli")
NEVER = {
    "ledger": ("grants", "exports", "app", "config", *WEB, *SQL),
    "grants": ("exports", "app", "config", *WEB, *SQL, *FILES),
    "exports": ("app", "config", *WEB, *SQL),
    "app.store": (*DOORS, "app.services", "exports", "config"),
    "app.services": (*DOORS, "config", "flask", "werkzeug", "marshmallow"),
    "app.web": ("app.store", "app.api", "app.cli", "config", *SQL),
    "app.api": ("app.store", "app.web", "app.cli", "config", *SQL),
    "app.cli": ("app.store", "app.web", "app.api", "config", *SQL),
}
"""Package → what it never imports (the layers' table of the design)."""
READERS = ("ledger.reader", "ledger.gl", "exports", "app.sample.generate")
READING = ("openpyxl", "python_calamine", "fastexcel", "zipfile")
ALONE = {
    "grants.terms": {"base", "registry"},
    "exports.packs": {"__init__"},
    "ledger.gl.formats": {"__init__"},
}
"""Folders of files that know their base and not each other, with what is shared in the folder."""


@pytest.mark.parametrize("package", NEVER)
def test_no_package_imports_what_its_layer_forbids(package: str) -> None:
    wrong = [
        f"{module.path.relative_to(ROOT)}:{line} imports {name}"
        for module in modules()
        if inside(module.name, (package,))
        for line, name in module.imports()
        if inside(name, NEVER[package])
    ]
    assert wrong == []


def test_flask_is_known_in_the_store_by_its_database_and_its_people_alone() -> None:
    knowing = {
        module.name
        for module in modules("app")
        if inside(module.name, ("app.store",))
        and any(inside(name, (*WEB, "flask_sqlalchemy")) for _line, name in module.imports())
    }
    assert knowing == {"app.store.db", "app.store.people"}  # people: the mix-ins of sign-in


def test_settings_are_read_where_the_application_is_made() -> None:
    knowing = {m.name for m in modules() if any(inside(n, ("config",)) for _l, n in m.imports())}
    assert knowing == {"app"}


def test_files_are_opened_by_the_reader_and_written_by_exports_alone() -> None:
    wrong = [
        f"{module.name}:{line} imports {name}"
        for module in modules()
        if not inside(module.name, READERS)
        for line, name in module.imports()
        if inside(name, READING)
    ]
    assert wrong == []


@pytest.mark.parametrize("folder", ALONE)
def test_files_of_one_kind_do_not_know_each_other(folder: str) -> None:
    siblings = {
        m.name for m in modules() if m.name.startswith(f"{folder}.")
        and m.name.rpartition(".")[2] not in ALONE[folder]
    }  # fmt: skip
    assert len(siblings) > 3
    wrong = [
        f"{module.name}:{line} imports {name}"
        for module in modules()
        if module.name in siblings
        for line, name in module.imports()
        if inside(name, tuple(siblings - {module.name}))
    ]
    assert wrong == []


def test_import_linter_finds_every_contract_kept() -> None:
    program = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert program is not None
    done = subprocess.run(
        [program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert "0 broken" in done.stdout


def test_the_reading_finds_what_is_planted() -> None:
    """The test of the test: a layer broken on purpose is seen."""
    assert inside("app.store.db", NEVER["app.web"])
    assert inside("flask", NEVER["ledger"])
    assert not inside("flasks", NEVER["ledger"])
    assert not inside("app.stored", NEVER["app.web"])
    assert any(name.startswith("ledger.") for m in modules("grants") for _l, name in m.imports())
