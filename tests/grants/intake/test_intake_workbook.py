"""Reading a return workbook that people changed in ways that must not matter, or must be said."""

from datetime import datetime

import pytest
from openpyxl.workbook import Workbook

from grants.intake.problem import Dropped, Note, Rejected
from tests.messages.return_builders import changed, frame, line, read, two_lines, valid, with_cells


def test_a_line_moved_down_leaves_a_row_that_is_accounted_for() -> None:
    def change(workbook: Workbook) -> None:
        workbook["Transactions"].move_range("A7:AE7", rows=13)

    draft = read(changed(change))
    assert draft.lines.equals(two_lines())
    assert draft.dropped == (
        Dropped("Transactions", 7, 7, "The row is blank."),
        Dropped("Transactions", 8, 9, "The row was prepared but not filled in."),
        Dropped("Transactions", 10, 19, "The row is blank."),
    )
    assert draft.cells["L2", "claimed"] == "Transactions!P20"
    assert draft.rows_read == 15


def test_columns_are_found_by_name_where_they_stand() -> None:
    def change(workbook: Workbook) -> None:
        workbook["Transactions"].move_range("A1:AE9", rows=3, cols=2)
        for name, area in (("Columns", "C8:AG8"), ("Headings", "C7:AG7")):
            first, last = area.split(":")
            defined = workbook.defined_names[f"Transaction_{name}"]
            letters = [part.rstrip("0123456789") for part in (first, last)]
            row = first.lstrip("ABCDEFG")
            defined.attr_text = f"Transactions!${letters[0]}${row}:${letters[1]}${row}"

    draft = read(changed(change))
    assert draft.lines.equals(two_lines())
    assert draft.cells["L1", "claimed"] == "Transactions!R9"
    assert draft.is_readable


def test_a_rejected_row_and_a_kept_row_are_both_accounted_for() -> None:
    draft = read(with_cells({"Transactions!P6": "lots"}))
    assert draft.lines["line_id"].tolist() == ["L2"]
    assert draft.rejected == (Rejected("Transactions", 6, ("not-an-amount",)),)
    assert draft.rows_read == 4


def test_a_second_line_of_the_same_number_is_rejected_and_the_first_kept() -> None:
    draft = read(with_cells({"Transactions!A7": "L1"}))
    assert draft.lines["head"].tolist() == ["DELIVERY"]
    assert draft.rejected == (Rejected("Transactions", 7, ("duplicate-line",)),)


def test_what_stands_beside_the_return_is_named_and_not_read() -> None:
    def change(workbook: Workbook) -> None:
        workbook["Transactions"]["AH9"] = "total"
        workbook["Transactions"]["AH3"] = "above the table"
        workbook.create_sheet("Workings")["A1"] = 1
        workbook.create_sheet("Empty")
        workbook["Transactions"].row_dimensions[7].hidden = True

    draft = read(changed(change))
    assert draft.notes == (
        Note("Transactions", "AH9", "‘total’ stands outside the table and is not read."),
        Note("Workings", "", "The sheet is not part of the return and is not read."),
        Note("Transactions", "", "Hidden rows are read like any other: 7."),
    )
    assert draft.is_readable
    assert draft.lines.equals(two_lines())


def test_many_cells_outside_the_table_are_counted() -> None:
    cells = {f"Transactions!AH{row}": row for row in range(6, 31)}
    notes = read(with_cells(cells)).notes
    assert len(notes) == 21
    assert notes[-1].text == "Transactions: 5 more cells outside the table are not read."


def test_the_far_cell_that_holds_a_stray_character_is_the_only_complaint() -> None:
    draft = read(with_cells({"Transactions!H900": "."}))
    assert [(u.cell, u.code) for u in draft.unreadable] == [("H900", "stray-cell")]
    assert draft.lines.equals(two_lines())
    assert draft.rows_read == 895


@pytest.mark.parametrize(
    ("column", "value", "canonical", "note"),
    [
        (
            "P",
            "(1,234.50)",
            "-1234.50",
            "“Claimed from the grant”: ‘(1,234.50)’ is read as -1234.50.",
        ),
        ("P", "5.00-", "-5.00", "“Claimed from the grant”: ‘5.00-’ is read as -5.00."),
        ("P", "£1,234.50", "1234.50", ""),
        ("P", 30.299999999999997, "30.30", ""),
        ("G", "05/04/2017", "2017-04-05", ""),
        ("G", "5/4/17", "2017-04-05", "“Date of the cost”: ‘5/4/17’ is read as 05/04/2017."),
        (
            "G",
            datetime.fromisoformat("2017-04-05T14:30:00"),
            "2017-04-05",
            "“Date of the cost”: The time of day in ‘2017-04-05T14:30:00’ is left out.",
        ),
        ("O", "0.5%", "0.5", ""),
        ("M", True, "yes", ""),
        ("Z", 201704, "201704", ""),
        ("W", "04411", "04411", ""),
        ("X", 4321, "4321", ""),
        ("B", "staffing", "STAFF", ""),
    ],
)
def test_known_shapes_are_read_and_said_when_they_change_the_figure(
    column: str, value: object, canonical: str, note: str
) -> None:
    draft = read(with_cells({f"Transactions!{column}6": value, "Return!K14": None}))
    names = {
        "P": "claimed", "G": "incurred_on", "O": "claim_percent", "M": "vat_recoverable",
        "Z": "accounting_period", "W": "cost_centre", "X": "subjective", "B": "head",
    }  # fmt: skip
    assert draft.lines[names[column]].tolist()[0] == canonical
    assert [n.what for n in draft.notes] == ([note] if note else [])
    assert len(draft.rejected) == 0


def test_spaces_are_no_value() -> None:
    draft = read(with_cells({"Transactions!D7": "   ", "Return!K13": " "}))
    assert draft.is_readable
    assert draft.lines.equals(two_lines())


def test_a_copy_saved_by_another_program_reads_the_same() -> None:
    assert read(with_cells({})).lines.equals(read(valid()).lines)


def test_a_line_may_name_its_own_project_and_quarter_or_leave_them_blank() -> None:
    blank = with_cells(
        {"Transactions!AC6": None, "Transactions!AD6": None, "Transactions!E6": None}
    )
    assert read(blank).lines.iloc[0][["project", "period"]].tolist() == ["KNIFE", "2017-Q2"]
    assert read(valid()).lines["project"].tolist() == frame(line(), line())["project"].tolist()
