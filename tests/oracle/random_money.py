"""Random parameters and registers for the terms about budgets, shares, assets, cash and year end."""

import random

FENCES = ("labour", "non-labour", "")


def money_params(r: random.Random) -> dict[str, str]:
    """Parameters of each kind, as the contract writes them."""
    return {
        "yearly-ceiling": r.choice((
            'amounts = { "2017-18" = "9000.00" }',
            'amounts = { "2016-17" = "100.00", "2017-18" = "5000.00" }',
            "amounts = {}",
        )),
        "no-transfer-between-projects": "",
        "head-overspend": "\n".join(
            text
            for text in (
                'limit_percent = "3.33"', 'limit_amount = "100.00"', 'verdict = "WARN"',
            )
            if r.random() < 0.4
        ),
        "ring-fence": "",
        "overhead-cap": 'limit_percent = "{}"\nbase = "{}"'.format(
            r.choice(("5.5", "33.33", "60", "90")), r.choice(("award", "direct", "eligible"))),
        "minimum-share": 'min_percent = "{}"\nheads = {}\nbase = "{}"'.format(
            r.choice(("10", "33.33")), r.choice(('["STAFF"]', '["EQUIP", "GOODS"]', '["STAFF"]')),
            r.choice(("award", "eligible"))),
        "asset-register": f'threshold = "{r.choice(("600.00", "1000.00"))}"',
        "disposal-consent": r.choice(("", "within_years = 1")),
        "accrual-reversal": "\n".join(
            text
            for text in ('tolerance = "100.00"', 'de_minimis = "100.00"')
            if r.random() < 0.6
        ),
    }  # fmt: skip


def money_registers(r: random.Random) -> list[str]:
    """Registers, or none of them."""
    return [*_fenced_heads(r), *_forecasts(r), *_assets(r)]


def money_rows(r: random.Random, rows: list[dict[str, str]]) -> None:
    """Make some lines accruals, and some of their credits reversals."""
    accruals = set()
    for row in rows:
        journal = r.choice(("invoice", "invoice", "payroll", "accrual", "accrual", ""))
        if row["claimed"].startswith("-"):
            journal = r.choice(("accrual-reversal", "accrual-reversal", "credit-note"))
            if row["corrects"] in accruals and r.random() < 0.7:
                row["claimed"] = "-" + next(
                    x["claimed"] for x in rows if x["line_id"] == row["corrects"]
                ).removeprefix("-")
            if r.random() < 0.1:
                row["corrects"] = r.choice(("", "L999"))
        elif journal == "accrual":
            accruals.add(row["line_id"])
        row["journal_class"] = journal


def _forecasts(r: random.Random) -> list[str]:
    return [
        f'[[forecast]]\nproject = "{project}"\nhead = "{head}"\nmade_on = {on}\n'
        f'outturn = "{r.choice(("0.00", "900.00", "3500.00"))}"\n'
        for project, head in (("KNIFE", "STAFF"), ("KNIFE", "EQUIP"), ("APV", "DELIVERY"))
        for on in ("2017-06-30", "2017-07-01", "2018-03-01")
        if r.random() < 0.3
    ]


def _assets(r: random.Random) -> list[str]:
    texts = []
    for number in range(r.choice((0, 0, 3, 6))):
        text = f'[[asset]]\nreference = "A-{number}"\nline_id = "L{r.randint(1, 60)}"\n'
        if r.random() < 0.8:
            text += "acquired_on = 2017-05-10\n"
        if r.random() < 0.7:
            text += f"disposed_on = {r.choice(('2017-06-30', '2018-05-10', '2018-05-11'))}\n"
        if r.random() < 0.7:
            text += f'proceeds = "{r.choice(("0.00", "33.33", "900.00"))}"\n'
        if r.random() < 0.7:
            text += f"grant_percent = {r.choice(('50', '62.5'))}\n"
        texts.append(text)
    return texts


def _fenced_heads(r: random.Random) -> list[str]:
    if r.random() < 0.3:
        return []
    texts = [
        f'[[budget_head]]\ncode = "{code}"\ntitle = "{code}"\nring_fence = "{r.choice(FENCES)}"\n'
        f"overhead = {r.choice(('true', 'false', 'false'))}\n"
        for code in ("PAY", "GOODS")
    ]
    texts += [
        f'[[allocation]]\nproject = "{project}"\nhead = "{head}"\namount = "400.00"\napproved_on = 2017-04-01\n'
        for project, head in (("KNIFE", "PAY"), ("APV", "GOODS"))
    ]
    heads = (("KNIFE", "PAY"), ("KNIFE", "GOODS"), ("APV", "GOODS"), ("APV", "DELIVERY"))
    for number in range(r.randint(0, 4)):
        (a, b), (c, d) = r.sample(heads, 2)
        on = r.choice(("2017-05-02", "2017-07-01", "2017-09-09"))
        texts.append(
            f'[[virement]]\nreference = "W{number}"\nfrom_project = "{a}"\nfrom_head = "{b}"\n'
            f'to_project = "{c}"\nto_head = "{d}"\namount = "{r.choice(("10.00", "25.00"))}"\n'
            f"approved_on = {on}\n"
        )
    return texts
