"""The ordinary year: pay, purchases and payments that meet the contract, head by head."""

from datetime import date, timedelta

from app.sample.making import plans_crime, plans_people, plans_streets
from app.sample.making.catalogue import JOBS, Buys, Job, Plan
from app.sample.making.parts import (
    QUARTER_ENDS,
    QUARTER_STARTS,
    QUARTERS,
    Book,
    Line,
    dates_in,
    months_of,
)
from app.sample.making.spend import Cost, Pay, buy, pay
from ledger.money import round_half_up, share_out

PLANS = (*plans_crime.PLANS, *plans_streets.PLANS, *plans_people.PLANS)
PAY_PARTS = (
    ("1010", "Basic pay", 745),
    ("1020", "National insurance", 75),
    ("1030", "Pension", 180),
)
WITHOUT_KEY_EVERY = 29  # one line in so many is entered without its ledger transaction
SMALLEST = 1_200


def pay_everyone(book: Book) -> None:
    """Twelve months of the posts' pay."""
    for job in JOBS:
        for quarter in QUARTERS:
            for month in months_of(quarter):
                pay(book, Pay(job.project, quarter, job.reference, month, _parts(job), job.percent))


def _parts(job: Job) -> tuple[tuple[str, str, int], ...]:
    monthly = round_half_up(job.yearly * 100, 12 * job.percent)
    pieces = share_out(monthly, [weight for _, _, weight in PAY_PARTS])
    return tuple((a, w, int(p)) for (a, w, _), p in zip(PAY_PARTS, pieces, strict=True))


def spend_the_rest(book: Book) -> None:
    """Whatever of each head's plan was not planted already, quarter by quarter."""
    used: dict[str, int] = {}
    for plan in PLANS:
        for quarter, target in zip(QUARTERS, share_out(plan.pence, plan.parts), strict=True):
            left = int(target) - book.taken(plan.project, plan.head, quarter)
            there = sum(x.head == plan.head for x in book.lines_of(plan.project, quarter))
            _spend(book, plan, quarter, left, max(2, plan.count - there), used)


def _spend(
    book: Book, plan: Plan, quarter: int, pence: int, count: int, used: dict[str, int]
) -> None:
    if pence < SMALLEST * count:
        raise ValueError(f"{plan.project} {plan.head} Q{quarter}: {pence} pence left for {count}.")
    first = max(QUARTER_STARTS[quarter] + timedelta(days=3), plan.earliest or date.min)
    days = dates_in(book.random, first, QUARTER_ENDS[quarter] - timedelta(days=5))
    amounts = _amounts(book, pence, count)
    on = sorted(next(days) for _ in amounts)
    for place, (amount, day) in enumerate(zip(amounts, on, strict=True)):
        buys = plan.buys[place % len(plan.buys)]
        line = _bought(book, plan, quarter, buys, (amount, day, place, used))
        if _goes_without_key(book, line):
            line.states_key = False


def _amounts(book: Book, pence: int, count: int) -> list[int]:
    """Plausible sums that add up: the last takes what is left."""
    weights = [book.random.randint(70, 135) for _ in range(count)]
    pieces = [int(p) for p in share_out(pence, weights)]
    endings = (0, 0, 0, 50, 40, 20, 80, 95, 99, 25)
    rounded = [p - p % 100 + book.random.choice(endings) for p in pieces[:-1]]
    return [*rounded, pence - sum(rounded)]


def _bought(
    book: Book, plan: Plan, quarter: int, buys: Buys, how: tuple[int, date, int, dict[str, int]]
) -> Line:
    amount, day, place, used = how
    used[buys.letters] = used.get(buys.letters, 180) + book.random.randint(1, 9)
    text = buys.texts[(place + quarter) % len(buys.texts)]
    cost = Cost(
        project=plan.project,
        quarter=quarter,
        head=plan.head,
        supplier=buys.supplier,
        what=f"{text}, {day:%-d %B}",
        account=buys.account,
        on=day,
        net=amount,
        category=buys.category,
        reference=f"{buys.letters}{used[buys.letters]:04d}",
        is_card=buys.is_card,
        has_vat=buys.has_vat,
        evidence="receipt; payment" if buys.is_card else "invoice; payment",
    )
    return buy(book, cost)[0]


def _goes_without_key(book: Book, line: Line) -> bool:
    return len(book.lines) % WITHOUT_KEY_EVERY == 0 and line.cells["journal_class"] == "invoice"
