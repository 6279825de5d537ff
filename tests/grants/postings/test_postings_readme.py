"""The page on the book shows the chart and the figures that the code gives."""

from pathlib import Path

from readme_tables import tables

PAGE = Path(__file__).parents[3] / "ledger" / "README.md"


def test_the_tables_of_the_page_are_those_of_the_code_in_this_order():
    page = PAGE.read_text("utf-8")
    at = 0
    for table in tables():
        assert f"\n{table}\n" in page[at:]
        at = page.index(f"\n{table}\n", at)
    shown = [line for line in page.splitlines() if line.startswith("|---")]
    assert len(shown) == len(tables())
