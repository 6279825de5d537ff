"""Random parameters and registers for the terms about duties beside spending."""

import random

DAYS = ("2017-04-20", "2017-05-31", "2017-06-15", "2017-06-30", "2017-07-01", "2017-07-14",
        "2017-10-11", "2018-03-31", "2018-05-30", None)  # fmt: skip
TEXTS = ("Wine", "Hall hire", "Hall, LE99 9ZQ", "locks le999zq", "M1 2nd payment", "0116 496 0000",
         "PO 05435903", "DOB 01/02/2001", "a@example.org", "2 @ 50.00", "Victim support",
         "taxi Mr Quennell", "MS Office")  # fmt: skip


def duty_params(r: random.Random) -> dict[str, str]:
    """Parameters of each kind, as the contract writes them."""
    return {
        "overpayment": f"days = {r.choice((0, 14, 30))}",
        "match-funding": f'percent = "{r.choice(("0", "33.33", "50"))}"\n'
        f"in_kind_allowed = {r.choice(('true', 'false'))}",
        "conflict-of-interest": "",
        "partner-statement": f"days = {r.choice((0, 30))}",
        "certification": "",
        "audit-report": f"days = {r.choice((0, 30))}\n"
        + r.choice(("", 'threshold = "5000.00"', 'threshold = "25000.00"')),
        "records-retention": f"years = {r.choice((0, 1))}\n"
        f'from = "{r.choice(("period-end", "contract-end", "final-payment"))}"',
        "outputs": f'tolerance_percent = "{r.choice(("0", "12.5", "20"))}"',
        "publicity": "",
        "personal-data": "",
        "subsidy-control": f'threshold = "{r.choice(("900.00", "1000.00", "2600.00"))}"',
        "change-notice": f"days = {r.choice((0, 14))}",
        "fraud-notice": f"days = {r.choice((0, 14))}",
        "grant-income": "",
        "rate-limit": "rates = "
        + r.choice((
            '[{ category = "supplies", unit_max = "333.33" }]',
            '[{ category = "staff", unit_max = "100.00" }, { category = "staff", unit_max = "49.99" }]',
            '[{ category = "gifts", unit_max = "0.01" }, { category = "services", unit_max = "0.00" }]',
            '[{ category = "mileage", unit_max = "0.45" }]',
        )),
    }  # fmt: skip


def duty_registers(r: random.Random) -> list[str]:
    """Registers, or none of them."""
    texts = []
    for make in (_money, _matches, _partners, _outputs, _reports, _notices):
        if r.random() < 0.7:
            texts += make(r)
    if r.random() < 0.5:
        texts.append(
            '[[project]]\ncode = "GANGS"\ntitle = "Gangs"\ndelivery_partner = "Shop-One Ltd"\n'
            f"sensitive = {r.choice(('true', 'false'))}\napproved_on = 2017-04-01\n"
        )
    return texts


def _row(table: str, **values: object) -> str:
    lines = [f"{name} = {value}\n" for name, value in values.items() if value is not None]
    return f"[[{table}]]\n{''.join(lines)}"


def _money(r: random.Random) -> list[str]:
    texts = [
        _row("repayment", requested_on=r.choice(DAYS), paid_on=r.choice(DAYS),
             amount=f'"{r.choice((1, 250))}.0{number}"')
        for number in range(r.randint(0, 3))
    ]  # fmt: skip
    texts += [_row("instalment", number=1, due_on="2017-05-15", amount='"5000.00"')]
    texts += [
        _row("receipt", received_on=day, amount='"5000.02"', instalment=r.choice((1, None)))
        for day in r.sample(("2017-05-15", "2017-08-15", "2018-04-02"), r.randint(0, 3))
    ]
    return texts


def _matches(r: random.Random) -> list[str]:
    return [
        _row("match", source=f'"Source {number}"', kind=f'"{r.choice(("cash", "cash", "in-kind"))}"',
             amount=f'"{r.choice((0, 900, 4000, 20000))}.00"', received_on=r.choice(DAYS),
             evidence=r.choice((None, '"Letter"', '"Letter"')),
             also_claimed=r.choice(("false", "false", "false", "true")))
        for number in range(r.randint(0, 4))
    ]  # fmt: skip


def _partners(r: random.Random) -> list[str]:
    texts = [
        _row("partner_statement", partner=f'"{partner}"', year=f'"{year}"',
             signed_on=r.choice(DAYS), signed_by=r.choice((None, '"cfo@example.org"')),
             undertaking=r.choice(("true", "true", "false")))
        for partner in ("SHOP one", "shop two", "Shop One Ltd")
        for year in ("2016-17", "2017-18")
        if r.random() < 0.6
    ]  # fmt: skip
    texts += [
        _row("declaration", person=f'"Person {number}"', supplier=f'"{r.choice(("shop ONE", "Shop Two"))}"',
             note=r.choice((None, '" "', '"Left the room"')))
        for number in range(r.randint(0, 2))
    ]  # fmt: skip
    return texts


def _outputs(r: random.Random) -> list[str]:
    targets = (None, '{ "2017-Q1" = 40, "2017-Q2" = 80 }', '{ "2017-Q2" = 7 }')
    actuals = (None, '{ "2017-Q1" = 35 }', '{ "2017-Q1" = 40, "2017-Q2" = 64 }')
    return [
        _row("output", project=f'"{project}"', indicator=f'"Indicator {number}"',
             targets=r.choice(targets), actuals=r.choice(actuals))
        for project in ("KNIFE", "APV")
        for number in range(r.randint(0, 2))
    ]  # fmt: skip


def _reports(r: random.Random) -> list[str]:
    texts = [
        _row("audit_report", year=f'"{r.choice(("2016-17", "2017-18"))}"', received_on=r.choice(DAYS),
             opinion=r.choice((None, '"Unqualified"', '"Qualified: records"')))
        for _ in range(r.randint(0, 2))
    ]  # fmt: skip
    texts += [
        _row("publicity", project=f'"{project}"', evidence=r.choice((None, '" "', '"Leaflet"')))
        for project in r.sample(("KNIFE", "APV"), r.randint(0, 2))
    ]
    return texts


def _notices(r: random.Random) -> list[str]:
    return [
        _row("notice", kind=f'"{r.choice(("change", "change", "fraud", "underspend"))}"',
             subject=r.choice((None, '"KNIFE"', '"APV"', f'"Matter {number}"')),
             arose_on=r.choice(DAYS), notified_on=r.choice(DAYS))
        for number in range(r.randint(0, 4))
    ]  # fmt: skip
