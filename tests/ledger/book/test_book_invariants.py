"""Each named invariant finds its own fault in stored rows, and nothing in a sound book."""

from dataclasses import replace
from datetime import date

import pytest
from book_builders import BANK, CHART, JULY, JUNE, MAY, PLAN, SPLIT, bill, journal, paid

from ledger.book import Book, Tags
from ledger.invariants import (
    BOOK,
    BookRecord,
    Closing,
    Invariants,
    Leg,
    Violation,
    kept_balances,
    legs_of_journals,
)
from ledger.journal import reverse
from ledger.require import InvariantBroken

J1 = bill("J1", MAY, 500, contract="A")
J2 = bill("J2", JUNE, 300, contract="A")
J3 = paid("J3", JUNE, 500, contract="A")
JOURNALS = [J1, J2, J3, reverse(J2, "R2", JULY), journal("J4", JULY, (SPLIT, 9), (PLAN, -9))]
LEGS = legs_of_journals(JOURNALS)
SOUND = BookRecord(
    chart=CHART,
    legs=LEGS,
    earlier=LEGS[:4],
    kept=kept_balances(Book(CHART, JOURNALS)),
    events=[("bill 1", "J1"), ("bill 2", "J2"), ("payment", "J3"), ("plan", "J4")],
    closings=[Closing(MAY, 1)],
    closed={"A": JULY},
)


def changed(at: int, **change: object) -> list[Leg]:
    return [*LEGS[:at], LEGS[at]._replace(**change), *LEGS[at + 1 :]]


def found(name: str, **change: object) -> list[tuple[str, str]]:
    """What the invariant of that name finds in the sound record with one thing changed."""
    violations = BOOK.check(replace(SOUND, **change))
    return [(each.subject, each.message) for each in violations if each.invariant == name]


def test_a_sound_book_violates_nothing():
    assert BOOK.check(SOUND) == []


def test_every_invariant_has_a_name_and_a_sentence():
    assert BOOK.sentences == {
        "known-accounts": "Every posting is of a whole sum to an account of the chart.",
        "balanced": "Each journal sums to 0.",
        "control-apart": "Budget and money balance apart in each journal.",
        "trial-balance": "All balances sum to 0 at the close of every day.",
        "append-only": "The book as read before is the beginning of the book now.",
        "reversal": "A journal and its reversal leave no trace in balances.",
        "one-journal": "Each event has one journal; each journal is one event's or a reversal.",
        "kept-balances": "The balances kept beside the book are those of its postings.",
        "period": "Nothing is posted to a closed day.",
        "clearing": "Accounts that clear are back at 0 once a contract is closed.",
    }


def test_rows_hold_all_that_a_journal_holds():
    tags = Tags("A", "04410", "KNIFE", "STAFF")
    made = bill("J9", MAY, 5, **tags._asdict())
    assert legs_of_journals([made, reverse(made, "R9", JUNE)]) == [
        Leg("J9", MAY, "0300", 5, tags, ""),
        Leg("J9", MAY, "0200", -5, tags, ""),
        Leg("R9", JUNE, "0300", -5, tags, "J9"),
        Leg("R9", JUNE, "0200", 5, tags, "J9"),
    ]
    assert kept_balances(Book(CHART, [J1, J3])) == {"0100": -500, "0300": 500}


def test_known_accounts():
    assert found("known-accounts", legs=changed(0, account="0999")) == [
        ("J1", "The chart has no account 0999.")
    ]
    assert found("known-accounts", legs=[*LEGS, Leg("J5", JULY, "0100", 0)]) == [
        ("J5", "The leg to account 0100 is 0.00.")
    ]


def test_balanced_and_trial_balance():
    off = changed(0, pence=501)
    assert found("balanced", legs=off) == [("J1", "Its legs sum to 0.01, not 0.00.")]
    assert found("trial-balance", legs=off) == [
        ("15/05/2017", "The day's postings sum to 0.01, not 0.00.")
    ]


def test_a_journal_spread_over_two_days_balances_but_its_days_do_not():
    spread = changed(0, on=date(2017, 5, 16))
    assert found("balanced", legs=spread) == []
    assert found("trial-balance", legs=spread) == [
        ("16/05/2017", "The day's postings sum to 5.00, not 0.00."),
        ("15/05/2017", "The day's postings sum to -5.00, not 0.00."),
    ]


def test_control_apart():
    mixed = legs_of_journals([*JOURNALS, journal("J5", JULY, (SPLIT, 7), (BANK, -7))])
    assert found("control-apart", legs=mixed) == [("J5", "Its budget legs sum to 0.07, not 0.00.")]


@pytest.mark.parametrize(
    ("legs", "violation"),
    [
        (
            changed(2, account="0100"),
            (
                "J2",
                "Row 3 read J2 30/06/2017 0300 3.00 before and now reads J2 30/06/2017 0100 3.00.",
            ),
        ),
        (LEGS[:3], ("J2", "Row 4 read J2 30/06/2017 0200 -3.00 before and is gone.")),
        (
            [LEGS[1], LEGS[0], *LEGS[2:]],
            (
                "J1",
                "Row 1 read J1 15/05/2017 0300 5.00 before and now reads J1 15/05/2017 0200 -5.00.",
            ),
        ),
    ],
)
def test_append_only(legs, violation):
    assert found("append-only", legs=legs) == [violation]


def test_append_only_sees_changed_tags():
    (subject, message), *more = found("append-only", legs=changed(0, tags=Tags("B")))
    assert (subject, more) == ("J1", [])
    assert message.startswith("Row 1 read J1 ")


def test_reversal_of_nothing_twice_or_not_in_full():
    assert found("reversal", legs=LEGS[:2] + LEGS[4:]) == [
        ("R2", "It takes back J2, which is not in the book.")
    ]
    twice = legs_of_journals([*JOURNALS, reverse(J2, "R3", JULY)])
    assert found("reversal", legs=twice) == [("R3", "It takes back J2, as R2 did already.")]
    assert found("reversal", legs=changed(6, pence=-299)) == [
        ("R2", "With J2 it leaves 0.01 on 0300.")
    ]
    assert found("reversal", legs=changed(6, tags=Tags("B"))) == [
        ("R2", "With J2 it leaves -3.00 on 0300."),
        ("R2", "With J2 it leaves 3.00 on 0300."),
    ]


def test_one_journal():
    assert found("one-journal", events=SOUND.events[:3]) == [("J4", "No event stands behind it.")]
    assert found("one-journal", events=[*SOUND.events, ("late", "")]) == [
        ("late", "Its journal (none) is not in the book.")
    ]
    assert found("one-journal", events=[*SOUND.events, ("late", "J9")]) == [
        ("late", "Its journal J9 is not in the book.")
    ]
    assert found("one-journal", events=[*SOUND.events, ("bill 1", "J4")]) == [
        ("bill 1", "It has 2 journals: J1, J4."),
        ("J4", "2 events stand behind it: plan, bill 1."),
    ]


def test_kept_balances():
    assert found("kept-balances", kept={**SOUND.kept, "0300": 499}) == [
        ("0300", "Its postings and its kept balance differ by 0.01.")
    ]
    assert found("kept-balances", kept={**SOUND.kept, "0200": -7}) == [
        ("0200", "Its postings and its kept balance differ by 0.07.")
    ]


def test_period():
    assert found("period", closings=[Closing(JUNE, 1)]) == [
        ("J2", "Dated 30/06/2017, it was posted after closing through 30/06/2017."),
        ("J3", "Dated 30/06/2017, it was posted after closing through 30/06/2017."),
    ]
    assert found("period", closings=[Closing(JUNE, 3), Closing(JULY, 5)]) == []


def test_period_looks_at_the_earliest_leg_of_a_journal():
    spread = [*LEGS, Leg("J5", JULY, "0100", 5), Leg("J5", MAY, "0200", -5)]
    assert found("period", legs=spread, closings=[Closing(JUNE, 5)]) == [
        ("J5", "Dated 15/05/2017, it was posted after closing through 30/06/2017.")
    ]


def test_clearing():
    assert found("clearing", closed={"A": JUNE}) == [
        ("A", "0200 stood at -3.00 on 30/06/2017."),
        ("A", "0200 moved by 3.00 after 30/06/2017."),
    ]
    open_bill = legs_of_journals([*JOURNALS, bill("J5", JULY, 1, contract="B")])
    assert found("clearing", legs=open_bill) == []
    assert found("clearing", legs=open_bill, closed={"B": JULY}) == [
        ("B", "0200 stood at -0.01 on 31/07/2017.")
    ]


def test_another_set_takes_invariants_of_its_own_record_and_each_name_once():
    evens: Invariants[list[int]] = Invariants()

    @evens.named("even", "Every number is even.")
    def even(record: list[int]):
        """Odd numbers."""
        return [(str(n), "is odd") for n in record if n % 2]

    assert evens.check([2, 3, 5]) == [
        Violation("even", "3", "is odd"),
        Violation("even", "5", "is odd"),
    ]
    assert even([1]) == [Violation("even", "1", "is odd")]
    assert even.__doc__ == "Odd numbers."
    assert evens.sentences == {"even": "Every number is even."}
    with pytest.raises(InvariantBroken, match="an invariant even already"):
        evens.named("even", "again")
