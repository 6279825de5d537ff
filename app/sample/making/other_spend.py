"""What else stands on the grant's cost centres: the council's own spend, income, budgets."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.sample.making.parts import (
    QUARTER_ENDS,
    QUARTER_STARTS,
    QUARTERS,
    Book,
    Entry,
    code_of,
    dates_in,
    ledger_month,
    months_of,
    working_day,
)

INSTALMENT = 5_975_000
INSTALMENTS = {
    1: date(2017, 5, 15),
    2: date(2017, 8, 21),
    3: date(2017, 11, 21),
    4: date(2018, 2, 21),
}


@dataclass(frozen=True)
class Activity:
    """Something else coded here. ``people``: posts paid monthly; ``bills``: invoices a quarter."""

    code: str
    centre: str
    people: int
    bills: int
    suppliers: tuple[tuple[str, str, str], ...]  # supplier, account, text
    reason: str


ACTIVITIES = (
    Activity(
        "GF-CSBASE",
        "04410",
        7,
        14,
        (
            ("Fernlea Office Supplies", "7120", "Office stationery, team"),
            ("Wharf Street Furniture", "7130", "Desk and chair repairs"),
            ("Hartwell Mobile", "7140", "Mobile telephones, month"),
        ),
        "Community safety team paid from the council's base budget; not charged to this grant.",
    ),
    Activity(
        "GF-CCTV",
        "04410",
        2,
        26,
        (
            ("Sentry Cameras", "4410", "Camera maintenance visit"),
            ("Fibrelink Midlands", "4420", "Camera circuit rental"),
            ("Sentry Cameras", "4415", "Replacement lens"),
        ),
        "CCTV control room, council base budget; excluded from the Partnership Locality Fund.",
    ),
    Activity(
        "HO-PREV17",
        "04410",
        2,
        13,
        (
            ("Ridgeway Learning", "1730", "Prevent duty training, schools"),
            ("Civic Dialogue Network", "4380", "Home Office funded project, stage payment"),
        ),
        "Funded by the Home Office Prevent grant HO-PREV17; claimed there and nowhere else.",
    ),
    Activity(
        "GF-PSPO",
        "04411",
        0,
        16,
        (
            ("Halden Signs", "4610", "Public spaces protection order signs"),
            ("Legal Notices Gazette", "4620", "Statutory notice"),
        ),
        "Public spaces protection orders, council base budget; not a project of this grant.",
    ),
    Activity(
        "HRA-ASB",
        "04411",
        3,
        10,
        (
            ("Castle Mediation", "4390", "Neighbour mediation cases"),
            ("Noise Monitor Hire", "4395", "Noise equipment hire"),
        ),
        "Anti-social behaviour on council estates, charged to the Housing Revenue Account at year"
        " end.",
    ),
    Activity(
        "TF-PBR17",
        "04412",
        2,
        16,
        (
            ("Juniper Row Counselling", "4385", "Family counselling sessions"),
            ("Bramley Data Services", "4388", "Case system licence, month"),
        ),
        "Troubled Families programme, own grant TF-PBR17; coded to the shared cost centre.",
    ),
    Activity(
        "GF-REFUGE",
        "04412",
        0,
        22,
        (
            ("Haven Refuge Association", "4710", "Refuge support contract, part payment"),
            ("Haven Refuge Association", "4720", "Floating support hours"),
            ("Larch Property Services", "4730", "Refuge repairs"),
        ),
        "Commissioned refuge contract, council base budget; domestic abuse but not this grant.",
    ),
)
RECHARGES = (
    ("6110", "IT"),
    ("6120", "Human resources"),
    ("6130", "Legal services"),
    ("6140", "Property"),
)
RECHARGE_CODE = "GF-RECHG"
RECHARGE_REASON = (
    "Internal recharges for support services; the grant pays no corporate overheads by recharge."
)
PAYS = (
    ("1010", "Basic pay", 178_000),
    ("1020", "National insurance", 17_500),
    ("1030", "Pension", 41_000),
)


def fill_the_ledger(book: Book) -> None:
    """A year of entries that are not this grant's, with income, budgets and reserves."""
    number = 7000
    for quarter in QUARTERS:
        for activity in ACTIVITIES:
            _people(book, activity, quarter)
            number = _bills(book, activity, quarter, number)
        _recharges(book, quarter)
        _income(book, quarter)
    _budgets(book)
    _reserves(book)


def explanations(quarter: int) -> list[dict[str, object]]:
    """One act for each activity of the quarter."""
    rows = [(a.code, a.reason) for a in ACTIVITIES] + [(RECHARGE_CODE, RECHARGE_REASON)]
    return [
        {
            "do": "explain",
            "period": code_of(quarter),
            "kind": "not-this-grant",
            "where": {"project_code": code},
            "reason": reason,
            "owner": "finance.officer@example.org",
        }
        for code, reason in rows
    ]


def _people(book: Book, activity: Activity, quarter: int) -> None:
    for month in months_of(quarter):
        on = working_day(month.replace(day=28), back=True)
        for person in range(activity.people):
            grade = 100 + (person * 13 + len(activity.code) * 7) % 41 - 20
            post = f"{activity.code[:2]}-{activity.centre[-2:]}{person + 11}"
            for account, words, pence in PAYS:
                book.post(
                    Entry(
                        activity.centre,
                        account,
                        activity.code,
                        ledger_month(on),
                        "PR",
                        on,
                        pence * grade // 100 + person * 37,
                        text=f"Payroll interface {month:%b %Y} {words} post {post}",
                        group=f"payroll {month:%Y%m}",
                    )
                )


def _bills(book: Book, activity: Activity, quarter: int, number: int) -> int:
    first, last = QUARTER_STARTS[quarter], QUARTER_ENDS[quarter]
    days = dates_in(book.random, first + timedelta(days=2), last - timedelta(days=1))
    for place in range(activity.bills):
        number += book.random.randint(1, 6)
        supplier, account, text = activity.suppliers[place % len(activity.suppliers)]
        on = next(days)
        book.post(
            Entry(
                activity.centre,
                account,
                activity.code,
                ledger_month(on),
                "AP",
                on,
                book.random.randint(3_500, 96_000),
                supplier.upper(),
                f"N{number}",
                f"{text} {on:%B %Y}",
            )
        )
    return number


def _recharges(book: Book, quarter: int) -> None:
    for month in months_of(quarter):
        on = working_day(month.replace(day=25), back=True)
        for centre, weight in (("04410", 5), ("04411", 3), ("04412", 2)):
            for account, service in RECHARGES:
                book.post(
                    Entry(
                        centre,
                        account,
                        RECHARGE_CODE,
                        ledger_month(on),
                        "IR",
                        on,
                        weight * (8_150 + int(account) * 3 + month.month * 11),
                        text=f"Recharge {service} {month:%b %Y}",
                        group=f"recharge {month:%Y%m}",
                    )
                )


def _income(book: Book, quarter: int) -> None:
    on = INSTALMENTS[quarter]
    book.post(
        Entry(
            "04410",
            "9310",
            "PLF-GRANT",
            ledger_month(on),
            "AR",
            on,
            -INSTALMENT,
            invoice_ref=f"BACS PCC 00{quarter}",
            text=f"PCC Partnership Locality Fund instalment {quarter}",
        )
    )


def _budgets(book: Book) -> None:
    on = date(2017, 4, 3)
    for centre, pence in (("04410", 10_250_000), ("04411", 6_650_000), ("04412", 7_000_000)):
        for account, words, sign in (("4000", "expenditure", 1), ("9300", "grant income", -1)):
            book.post(
                Entry(
                    centre,
                    account,
                    "PLF-GRANT",
                    ledger_month(on),
                    "BU",
                    on,
                    sign * pence,
                    text=f"Original budget 2017/18 {words}",
                    group="budget 2017",
                )
            )
    later = date(2017, 11, 14)
    for centre, pence in (("04410", 300_000), ("04411", -300_000)):
        book.post(
            Entry(
                centre,
                "4000",
                "PLF-GRANT",
                ledger_month(later),
                "BU",
                later,
                pence,
                text="Budget virement Q3 2017/18",
                group="budget Q3",
            )
        )


def _reserves(book: Book) -> None:
    on = date(2018, 3, 29)
    book.post(
        Entry(
            "04410",
            "9990",
            "GF-CSBASE",
            "201712",
            "RV",
            on,
            1_250_000,
            text="Transfer to reserve, community safety underspend",
            group="reserve 2018",
        )
    )
