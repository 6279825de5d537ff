"""Cross-checks of the agreement itself: periods, variations, consents, virements, the award."""

import difflib
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from grants.contract import (
    Allocation,
    Consent,
    Instalment,
    Period,
    TermVersion,
    Variation,
    Virement,
)
from grants.contract_file.found import Found
from ledger.money import format_pounds, share_of

WITHIN_AWARD: Final = "allocations-within-award"
OVER_PROGRAMMING: Final = "over_programming_percent"
CONSENTED_BY_AMOUNT: Final = frozenset(
    {
        WITHIN_AWARD,
        "grant-ceiling",
        "head-overspend",
        "overhead-cap",
        "project-allocation",
        "virement",
    }
)
"""Terms about money: a consent to one covers an excess, so it says how much."""
REQUIREMENTS: Final = ("signed", "bank-details")
RETURN_PREFIX: Final = "return:"


def check_periods(found: Found) -> None:
    """Periods lie inside the contract, do not overlap and share no accounting period."""
    placed = sorted(found.rows(Period), key=lambda pair: pair[1].starts_on)
    holders: dict[str, str] = {}
    for index, (where, period) in enumerate(placed):
        _check_inside(found, where, period)
        for other, earlier in placed[:index]:
            if period.starts_on <= earlier.ends_on:
                found.report(
                    where,
                    "starts_on",
                    f"It begins on {period.starts_on}, before {other} ends on {earlier.ends_on}.",
                    why="A day in two periods would be reported twice.",
                    fix="Let each period begin the day after the one before.",
                )
        for code in period.accounting_periods:
            first = holders.setdefault(code, where)
            if first != where or period.accounting_periods.count(code) > 1:
                found.report(
                    where,
                    "accounting_periods",
                    f"{code} already belongs to {first}.",
                    why="A ledger line would be reported twice.",
                    fix=f"Leave {code} in one place.",
                )
                if first == where:
                    break


def _check_inside(found: Found, where: str, period: Period) -> None:
    starts_on, ends_on = found.starts_on, found.ends_on
    if starts_on and period.starts_on < starts_on:
        found.report(
            where,
            "starts_on",
            f"{period.starts_on} is before the contract starts on {starts_on}.",
            why="A period reports time that the contract covers.",
            fix="Correct the period or the contract's starts_on.",
        )
    if ends_on and period.ends_on > ends_on:
        found.report(
            where,
            "ends_on",
            f"{period.ends_on} is after the contract ends on {ends_on}.",
            why="A period reports time that the contract covers.",
            fix="Correct the period or the contract's ends_on.",
        )


def check_variations(found: Found) -> None:
    """A variation takes effect within the contract, its terms not before it."""
    variations = {v.number: v for _, v in found.rows(Variation)}
    for where, variation in found.rows(Variation):
        if found.starts_on and variation.effective_from < found.starts_on:
            found.report(
                where,
                "effective_from",
                f"{variation.effective_from} is before the contract starts on {found.starts_on}.",
                why="A change from before the beginning is part of the contract as signed.",
                fix="Correct the date, or write the change into the tables as signed.",
            )
    for where, term in found.rows(TermVersion):
        varied_by = variations.get(term.variation) if term.variation is not None else None
        if varied_by and term.effective_from and term.effective_from < varied_by.effective_from:
            found.report(
                where,
                "effective_from",
                f"{term.effective_from} is before its variation takes effect on "
                f"{varied_by.effective_from}.",
                why="A variation does not judge again what was spent before it.",
                fix="Leave effective_from out, or correct the variation's.",
            )


def check_consents(found: Found) -> None:
    """A consent names a term of the contract and, where the term is about money, how much."""
    codes = found.codes["term"] | found.codes["variation.term"]
    codes |= {term.code for _, term in found.rows(TermVersion)}
    for where, consent in found.rows(Consent):
        if consent.term not in codes:
            nearest = difflib.get_close_matches(consent.term, sorted(codes), n=1)
            found.report(
                where,
                "term",
                f'The contract has no term "{consent.term}".',
                why="A consent to a term that is not there permits nothing.",
                fix=f"Did you mean {nearest[0]}?" if nearest else "Add the [[term]] first.",
            )
        if consent.term in CONSENTED_BY_AMOUNT and consent.amount is None:
            found.report(
                where,
                "amount",
                "It is missing.",
                why=f"A consent to {consent.term} covers an excess up to its amount, no more.",
                fix='Write the amount of the letter, for example amount = "5000.00".',
            )


def check_virements(found: Found) -> None:
    """A virement moves budget from one place to another."""
    for where, v in found.rows(Virement):
        if (v.from_project, v.from_head) == (v.to_project, v.to_head):
            found.report(
                where,
                "to_head",
                f"{v.to_head}@{v.to_project} is also where it comes from.",
                why="A virement from a head to itself moves nothing.",
                fix="Correct the project or the head.",
            )


def check_instalments(found: Found) -> None:
    """An instalment waits for what the terms know: signature, bank details, a period's return."""
    for where, instalment in found.rows(Instalment):
        for word in instalment.requires:
            if word in REQUIREMENTS:
                continue
            period = word.removeprefix(RETURN_PREFIX)
            if period != word and period in found.codes["period"]:
                continue
            found.report(
                where,
                "requires",
                f'No [[period]] is called "{period}".'
                if period != word
                else f'"{word}" is not something an instalment can wait for.',
                why="The instalment would wait for what never comes.",
                fix='Write "signed", "bank-details", or "return:" with the code of a period.',
            )


def check_award(found: Found) -> None:
    """The sum of allocations stays within the award on every day something changes.

    More is allowed up to the term's over-programming percentage and the consents given on
    ``allocations-within-award``. A head never has less than nothing.
    """
    if found.award is None or found.starts_on is None:
        return
    start = found.starts_on
    dated = [(_given_on(row, start), where, row) for where, row in found.rows(Allocation)]
    days = {day for day, _, _ in dated}
    days |= {v.effective_from for _, v in found.rows(Variation) if v.award is not None}
    for day in sorted(days):
        total = sum(row.amount for given, _, row in dated if given <= day)
        award, limit = _award_on(found, day), _limit_on(found, day)
        if total <= limit:
            continue
        on_day = [where for given, where, _ in dated if given == day]
        found.report(
            on_day[-1] if on_day else "[[variation]]",
            "amount" if on_day else "award",
            f"With it, allocations come to {_pounds(total)} on {day}; the award that day is "
            f"{_pounds(award)}: {_pounds(total - limit)} too much.",
            why="What is not awarded cannot be given to a project.",
            fix="Lower an allocation, or record the variation that raises the award or the "
            f"consent on {WITHIN_AWARD}.",
        )
        break
    _check_heads(found, sorted(dated, key=lambda item: item[0]))


def _check_heads(found: Found, dated: list[tuple[date, str, Allocation]]) -> None:
    left: dict[tuple[str, str], int] = {}
    for _, where, row in dated:
        head = (row.project, row.head)
        left[head] = left.get(head, 0) + row.amount
        if row.amount < 0 and left[head] < 0:
            found.report(
                where,
                "amount",
                f"It takes {_pounds(-row.amount)} from {row.head}@{row.project}, which then has "
                f"{_pounds(left[head])}.",
                why="A head cannot give more than it has.",
                fix="Lower the amount taken, or take it from another head.",
            )


def _given_on(allocation: Allocation, start: date) -> date:
    return allocation.effective_from or allocation.approved_on or start


def _award_on(found: Found, day: date) -> int:
    changes = sorted(
        (v.effective_from, v.number, v.award)
        for _, v in found.rows(Variation)
        if v.award is not None and v.effective_from <= day
    )
    return changes[-1][2] if changes else found.award or 0


def _limit_on(found: Found, day: date) -> int:
    """The award of the day with what term and consents allow above it."""
    award = _award_on(found, day)
    versions = sorted(
        (t.effective_from or date.min, t.params.get(OVER_PROGRAMMING, 0))
        for _, t in found.rows(TermVersion)
        if t.code == WITHIN_AWARD
    )
    governing = [p for begins, p in versions if begins <= day][-1:] or [p for _, p in versions][:1]
    above = share_of(award, _percent(governing[0])) if governing else 0
    consents = (c for _, c in found.rows(Consent) if c.term == WITHIN_AWARD)
    consented = sum(c.amount or 0 for c in consents if c.to_on is None or c.to_on >= day)
    return award + above + consented


def _percent(value: object) -> Decimal:
    """The percentage as written; nothing where it cannot be read (reported with the term)."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)
    return number if number.is_finite() and number >= 0 else Decimal(0)


def _pounds(pence: int) -> str:
    return format_pounds(pence, thousands=True, symbol=True)
