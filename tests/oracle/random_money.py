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
        "advance-of-need": f"months = {r.choice((0, 1, 3, 12))}",
        "instalment-precondition": "",
        "variance-explained": "\n".join(
            text
            for text in ('percent = "33.33"', 'amount = "900.00"', "min_words = 3")
            if r.random() < 0.6
        ),
        "underspend-notice": 'amount = "{}"\ndays = {}'.format(
            r.choice(("0.00", "1000.00")), r.choice((0, 14, 60))),
        "unspent-return": f"days = {r.choice((0, 0, 30))}",
        "carry-forward": "",
    }  # fmt: skip


def money_registers(r: random.Random) -> list[str]:
    """Registers, or none of them."""
    texts = [*_fenced_heads(r), *_forecasts(r), *_assets(r)]
    return [*texts, *_cash(r), *_profile(r), *_notices(r)]


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


def _cash(r: random.Random) -> list[str]:
    texts = []
    if r.random() < 0.8:
        for number, on in ((2, "2017-05-18"), (3, "2017-08-21"), (4, "2017-11-21")):
            wanted = ("signed", "bank-details", "return:2017-Q1")
            requires = ", ".join(f'"{word}"' for word in wanted if r.random() < 0.4)
            texts.append(
                f'[[instalment]]\nnumber = {number}\ndue_on = {on}\namount = "3000.00"\n'
                f"requires = [{requires}]\n"
            )
    numbered = bool(texts)
    for number in range(r.choice((0, 2, 4))):
        text = (
            f"[[receipt]]\nreceived_on = {r.choice(('2017-05-14', '2017-05-15', '2017-08-21'))}\n"
        )
        text += (
            f'reference = "R{number}"\namount = "{r.choice(("3000.00", "9000.00", "-20.00"))}"\n'
        )
        if numbered and r.random() < 0.8:
            text += f"instalment = {r.randint(2, 4)}\n"
        texts.append(text)
    for number in range(r.choice((0, 0, 1, 2))):
        text = f'[[repayment]]\namount = "{r.choice((50, 4000))}.5{number}"\n'
        if r.random() < 0.8:
            text += f"paid_on = {r.choice(('2017-07-03', '2018-03-31', '2018-04-01'))}\n"
        texts.append(text)
    if r.random() < 0.5:
        named = r.choice(("", 'consent = "C0"\n', 'consent = "C1"\n'))
        texts.append(f'[[carry_forward]]\nfrom_contract = "FUND-0"\namount = "77.77"\n{named}')
    return texts


def _profile(r: random.Random) -> list[str]:
    if r.random() < 0.3:
        return []
    return [
        f'[[profile]]\nproject = "{project}"\nhead = "{head}"\nperiod = "{period}"\n'
        f'amount = "{r.choice(("0.00", "500.00", "2000.00"))}"\n'
        for project, head in (("KNIFE", "STAFF"), ("KNIFE", "EQUIP"), ("APV", "DELIVERY"))
        for period in ("2017-Q1", "2017-Q2")
        if r.random() < 0.8
    ]


def _notices(r: random.Random) -> list[str]:
    texts = []
    for number in range(r.choice((0, 0, 1, 2))):
        text = f'[[notice]]\nkind = "underspend"\nsubject = "N{number}"\n'
        if r.random() < 0.6:
            text += "arose_on = 2017-06-20\n"
        if r.random() < 0.7:
            text += f"notified_on = {r.choice(('2017-06-20', '2017-07-04', '2017-07-05'))}\n"
        texts.append(text)
    return texts


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
