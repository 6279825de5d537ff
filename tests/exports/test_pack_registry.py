"""Packs are found by looking into the folder, and an unknown name is answered with the nearest."""

import pytest
from pack_builders import empty_data, pack_data

from exports import registry
from exports.base import XLSX_MEDIA
from exports.sheet import Formula, Workbook

OURS = ("audit-pack", "findings", "quarterly-return", "reconciliation", "trial-balance")


def test_our_packs_are_registered_under_their_promised_names():
    found = registry.packs()
    assert [name for name in found if name in OURS] == list(OURS)
    assert {found[name].title for name in OURS} >= {"Quarterly return to the funder"}


def test_an_unknown_pack_is_refused_with_the_nearest_name():
    with pytest.raises(registry.PackUnknown) as refusal:
        registry.find("audit-pak")
    assert str(refusal.value).startswith(
        "There is no pack 'audit-pak'. Did you mean audit-pack? The packs are: audit-pack, "
    )


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("data", [pack_data(), empty_data()])
def test_every_pack_is_made_from_full_and_from_empty_data(name, data):
    made = registry.find(name).render(data)
    assert (made.suffix, made.media_type) == (".xlsx", XLSX_MEDIA)
    assert made.content.startswith(b"PK")


def sheets(name: str) -> list[str]:
    made = registry.find(name).build(pack_data())
    assert isinstance(made, Workbook)
    return [s.name for s in made.sheets]


def test_the_smaller_packs_hold_the_sheets_of_their_subject():
    assert {name: sheets(name) for name in OURS if name != "audit-pack"} == {
        "findings": ["Exceptions", "Checks"],
        "quarterly-return": [
            "Statement", "Funding", "Outputs", "Certificate", "Reconciliation", "Transactions",
            "Not claimed", "Budget movements", "Accruals", "Prior period",
        ],
        "reconciliation": ["Reconciliation", "Transactions", "Not claimed"],
        "trial-balance": ["Trial balance", "Journals"],
    }  # fmt: skip


def test_the_trial_balance_ends_in_a_difference_of_nothing():
    made = registry.find("trial-balance").build(pack_data())
    assert isinstance(made, Workbook)
    balances = made.sheets[0]
    assert [list(row) for row in balances.rows] == [
        ["2100", "Creditor", 0, 13_050_45],
        ["5100", "Grant spend", 13_050_45, 0],
    ]
    difference, in_words = balances.blocks[0].rows[0][2:4]
    assert isinstance(difference, Formula)
    assert (difference.text, difference.value) == (
        "=ROUND('Trial balance'!$C$5-'Trial balance'!$D$5,2)", 0,
    )  # fmt: skip
    assert isinstance(in_words, Formula)
    assert (in_words.text, in_words.value) == (
        '=IF(ABS($C$8)<0.005,"Ties","Does not tie")', "Ties",
    )  # fmt: skip
