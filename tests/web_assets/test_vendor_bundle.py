"""The committed look: built from pinned packages, with no font or emblem that is not ours to use."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "app" / "static"
VENDOR = STATIC / "vendor"
SIZE_MAX = 500_000  # bytes; the bundle is committed, so it stays small


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_stylesheets_load_no_font_and_name_none_that_only_gov_uk_may_use() -> None:
    for sheet in (VENDOR / "app.css", STATIC / "council.css"):
        text = text_of(sheet)
        assert "govuk-button" in text or "council-" in text
        assert "@font-face" not in text
        assert "gds transport" not in text.lower()


def test_no_font_crown_or_crest_file_is_shipped() -> None:
    suffixes = {path.suffix for path in STATIC.rglob("*") if path.is_file()}
    assert suffixes <= {".css", ".js", ".svg", ".txt", ""}
    assert [p.name for p in STATIC.rglob("*") if re.search("crown|crest|govuk-icon", p.name)] == []


def test_every_file_a_stylesheet_asks_for_is_there_and_ours() -> None:
    for sheet in (VENDOR / "app.css", STATIC / "council.css"):
        wanted = {name.strip("\"'") for name in re.findall(r"url\(([^)]*)\)", text_of(sheet))}
        missing = [name for name in sorted(wanted) if not (sheet.parent / name).is_file()]
        assert missing == []


def test_versions_are_those_of_package_json_and_of_the_lock() -> None:
    pinned = json.loads(text_of(ROOT / "package.json"))["devDependencies"]
    built = dict(line.split(" ") for line in text_of(VENDOR / "VERSIONS").splitlines())
    locked = json.loads(text_of(ROOT / "package-lock.json"))["packages"]
    assert built == pinned
    assert {name: locked[f"node_modules/{name}"]["version"] for name in pinned} == pinned


def test_the_macros_and_the_stylesheet_are_of_the_same_govuk_frontend() -> None:
    assert '--govuk-frontend-version:"6.3.0"' in text_of(VENDOR / "app.css").replace(": ", ":")
    assert "govuk-frontend-jinja==4.1.0" in text_of(ROOT / "requirements.txt").splitlines()


def test_the_lock_records_no_download_address() -> None:
    assert "resolved" not in text_of(ROOT / "package-lock.json")
    assert "://" not in re.sub(r'"url": "[^"]*"', "", text_of(ROOT / "package-lock.json"))


def test_each_shipped_package_has_its_licence_beside_it() -> None:
    licences = {path.stem: text_of(path) for path in (VENDOR / "LICENSES").iterdir()}
    assert sorted(licences) == ["accessible-autocomplete", "govuk-frontend", "moj-frontend"]
    assert all("Permission is hereby granted" in text for text in licences.values())


def test_the_bundle_stays_small() -> None:
    size = sum(path.stat().st_size for path in VENDOR.rglob("*") if path.is_file())
    assert 300_000 < size < SIZE_MAX
