"""Text becomes typed columns, or every bad cell is named."""

import pandas as pd
import pytest

from grants.checks.frame import LinesRefused, spend_frame
from grants.spend import SPEND_COLUMNS
from tests.grants.checks.check_builders import frame_of, text_line

NEEDED = {"line_id": "A", "project": "P", "head": "H", "period": "2017-Q1", "claimed": "1.00"}


def refused(*rows: dict[str, str]) -> list[tuple[int, str, str, str]]:
    with pytest.raises(LinesRefused) as caught:
        spend_frame(pd.DataFrame(list(rows), dtype=str))
    return [(c.row, c.column, c.value, c.what_to_do) for c in caught.value.cells]


def test_each_column_has_its_type_and_unit():
    frame = frame_of(
        text_line(net="-0.01", claim_percent="33.3333", units="2.5", vat_recoverable="no")
    )
    line = frame.iloc[0]
    assert list(frame.columns) == list(SPEND_COLUMNS)
    assert (line["net"], line["claimed"], line["claim_percent"], line["units"]) == (
        -1, 10000, 333333, 2500,
    )  # fmt: skip
    assert line["vat_recoverable"] is False or not line["vat_recoverable"]
    assert line["incurred_on"] == pd.Timestamp("2017-05-10")
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} | {} == {
        "line_id": "category", "project": "category", "head": "category", "period": "category",
        "supplier": "category", "bearer_vat_registered": "boolean", "invoice_ref": "category",
        "description": "category", "category": "category", "cost_centre": "category",
        "subjective": "category", "ledger_key": "category", "journal_class": "category",
        "accounting_period": "category", "incurred_on": "datetime64[s]",
        "service_from": "datetime64[s]", "service_to": "datetime64[s]",
        "posted_on": "datetime64[s]", "defrayed_on": "datetime64[s]", "net": "Int64",
        "vat": "Int64", "vat_recoverable": "boolean", "gross": "Int64", "claim_percent": "Int64",
        "claimed": "Int64", "evidence": "category", "post": "category", "unit_cost": "Int64",
        "units": "Int64", "corrects": "category", "status": "category",
    }  # fmt: skip


def test_blank_is_unknown_and_zero_is_zero():
    line = spend_frame(pd.DataFrame([NEEDED | {"net": "", "vat": "0.00"}], dtype=str)).iloc[0]
    assert pd.isna(line["net"])
    assert line["vat"] == 0
    assert pd.isna(line["incurred_on"])
    assert pd.isna(line["vat_recoverable"])
    assert line["supplier"] == ""


def test_leading_zeros_stay_and_spaces_around_go():
    line = spend_frame(pd.DataFrame([NEEDED | {"cost_centre": " 04410 "}], dtype=str)).iloc[0]
    assert line["cost_centre"] == "04410"


def test_missing_unknown_and_repeated_columns_are_refused_together():
    frame = pd.DataFrame([["A", "P", "P", "x"]], columns=["line_id", "projct", "head", "head"])
    with pytest.raises(LinesRefused) as caught:
        spend_frame(frame)
    assert [(c.column, c.what_to_do) for c in caught.value.cells] == [
        ("project", "This column is required; add it."),
        ("period", "This column is required; add it."),
        ("claimed", "This column is required; add it."),
        ("projct", "This column is not known. Did you mean project?"),
        ("head", "This column is there twice; keep one."),
    ]


def test_required_cells_and_repeated_ids_are_refused():
    assert refused(NEEDED, NEEDED | {"claimed": ""}) == [
        (3, "claimed", "",
         "This cell is required; fill it in (write 0.00 where zero is meant)."),
        (3, "line_id", "A", "Two lines have this id."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "value", "start"),
    [
        ("claimed", "1,000.00", "Write pounds with two decimals"),
        ("claimed", "1000", "Write pounds with two decimals"),
        ("claimed", "£5.00", "Write pounds with two decimals"),
        ("claimed", "nan", "Write pounds with two decimals"),
        ("net", "1000000000.01", "One line cannot be more than"),
        ("incurred_on", "05/04/2017", "Write the date as year-month-day"),
        ("incurred_on", "2017-02-30", "Write the date as year-month-day"),
        ("incurred_on", "20170401", "Write the date as year-month-day"),
        ("vat_recoverable", "Y", "Write yes or no"),
        ("claim_percent", "60%", "Write a percentage"),
        ("claim_percent", "33.33333", "Write a percentage"),
        ("claim_percent", "-5", "Write a percentage"),
        ("units", "a dozen", "Write a number of units"),
        ("accounting_period", "201717", "Write year and period"),
        ("category", "staf", "Did you mean staff?"),
        ("journal_class", "credit_note", "Did you mean credit-note?"),
        ("status", "final", "Write one of: draft, certified."),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_what_to_do(column, value, start):
    (found,) = refused(NEEDED | {column: value})
    assert found[:3] == (2, column, value)
    assert found[3].startswith(start)


def test_one_fault_in_many_cells_names_each_row():
    rows = [NEEDED | {"line_id": str(n), "net": "x"} for n in range(25)]
    assert [cell[0] for cell in refused(*rows)] == list(range(2, 27))
    with pytest.raises(LinesRefused, match="and 5 more cells"):
        spend_frame(pd.DataFrame(rows, dtype=str))
