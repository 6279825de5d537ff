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
    }  # fmt: skip


def money_registers(r: random.Random) -> list[str]:
    """Registers, or none of them."""
    return _fenced_heads(r)


def _fenced_heads(r: random.Random) -> list[str]:
    if r.random() < 0.3:
        return []
    texts = [
        f'[[budget_head]]\ncode = "{code}"\ntitle = "{code}"\nring_fence = "{r.choice(FENCES)}"\n'
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
