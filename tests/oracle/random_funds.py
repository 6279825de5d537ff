"""Random contracts and lines that touch every kind of term, from one seed."""

import random

from grants.contract import Contract
from tests.grants.checks.check_builders import contract_of, text_line
from tests.oracle.random_duties import TEXTS, duty_params, duty_registers
from tests.oracle.random_money import money_params, money_registers, money_rows

DAYS = ("2017-03-05", "2017-03-20", "2017-03-31", "2017-04-01", "2017-04-19", "2017-05-10",
        "2017-06-01", "2017-06-30", "2017-07-01", "2017-09-30", "2017-10-01", "2017-12-31",
        "2018-01-01", "2018-04-01", "")  # fmt: skip
AMOUNTS = ("0.00", "0.01", "49.99", "50.00", "99.99", "100.00", "333.33", "600.00", "899.99",
           "900.00", "999.99", "1000.00", "1000.01", "2600.00")  # fmt: skip
WORDING = """
[[term]]
code = "{code}"
clause = "1"
effective_from = 2017-04-01
agreed_on = 2017-03-24
[term.params]
{params}
"""


def _first_params(r: random.Random) -> dict[str, str]:
    return {
        "funding-period": "starts_on = 2017-04-01\nends_on = 2018-03-31",
        "agreement-before-spend": r.choice(("", "signed_on = 2017-05-01\naccept_by = 2017-05-01")),
        "grant-ceiling": f'amount = "{r.choice(("5000.00", "10000.00", "20000.00"))}"',
        "approved-project": "",
        "project-allocation": f'over_percent = "{r.choice(("0", "2.5"))}"',
        "allocations-within-award": r.choice(("", 'over_programming_percent = "1.23"')),
        "virement": 'limit_percent = "{}"\nbase = "{}"\ncomparison = "{}"'.format(
            r.choice(("10", "3.33")), r.choice(("original", "revised")),
            r.choice(("over", "at-or-over"))),
        "ineligible-category": 'categories = ["gifts"]\nsubjectives = ["8*", "1010"]\nkeywords = ["wine", "party"]',
        "recoverable-vat": r.choice(("", 'tolerance = "0.00"')),
        "revenue-only": f'unit_threshold = "1000.00"\nwindow_days = {r.choice((0, 30, 60))}',
        "accounting-basis": f'basis = "{r.choice(("accruals", "defrayed"))}"\ncut_off_days = {r.choice((0, 31))}',
        "double-funding": "",
        "duplicate-claim": "",
        "evidence": 'threshold = "100.00"\naccepted = ["invoice", "payroll"]',
        "staff-cost": r.choice(("", 'oncost_max_percent = "25"')),
        "procurement-quotes": 'includes_vat = {}\nbands = [{{ from = "2600.00", quotes = 2 }}, {{ from = "5000.00", quotes = 3 }}]'.format(
            r.choice(("true", "false"))),
        "onward-agreement": "",
        "safeguarding": "",
        "separate-accounting": "",
        "return-due": "",
        "return-complete": "",
        "roll-forward": "",
        **duty_params(r),
        **money_params(r),
    }  # fmt: skip


def random_contract(r: random.Random) -> Contract:
    params = _first_params(r)
    texts = [WORDING.format(code=code, params=text) for code, text in params.items()]
    if r.random() < 0.7:
        later = _first_params(r)
        award = f'award = "{r.choice(("10500.00", "15000.00"))}"\n' if r.random() < 0.5 else ""
        texts.append(
            f"[[variation]]\nnumber = 1\nagreed_on = 2017-06-20\neffective_from = 2017-07-01\n{award}"
        )
        texts += [
            f'[[variation.term]]\ncode = "{code}"\nclause = "1v"\n[variation.term.params]\n{later[code]}\n'
            for code in r.sample(sorted(params), len(params) // 3)
        ]
        texts.append(
            '[[variation.allocation]]\nproject = "KNIFE"\nhead = "STAFF"\namount = "123.45"\n'
        )
    heads = [("KNIFE", "STAFF"), ("KNIFE", "DELIVERY"), ("APV", "DELIVERY"), ("KNIFE", "EQUIP")]
    for number in range(r.randint(0, 5)):
        (a, b), (c, d) = r.sample(heads, 2)
        on = r.choice(("2017-05-01", "2017-06-30", "2017-07-01", "2017-08-08"))
        amount = r.choice(("99.90", "300.00", "300.01", "512.34"))
        texts.append(
            f'[[virement]]\nreference = "V{number}"\nfrom_project = "{a}"\nfrom_head = "{b}"\n'
            f'to_project = "{c}"\nto_head = "{d}"\namount = "{amount}"\napproved_on = {on}\neffective_on = {on}\n'
        )
    texts += [_consent(r, number, sorted(params)) for number in range(r.randint(0, 20))]
    texts.append(
        '[[onward_agreement]]\npartner = "shop one"\nproject = "APV"\nsigned_on = 2017-06-01\n'
    )
    texts.append('[[safeguarding]]\nproject = "APV"\nconfirmed_on = 2017-05-10\n')
    texts.append(
        '[[post]]\nreference = "P1"\nclaimed_percent_elsewhere = "40"\noncost_percent = "24"\n'
    )
    texts.append(
        '[[post]]\nreference = "P2"\nclaimed_percent_elsewhere = "0"\noncost_percent = "26"\n'
    )
    texts.append(
        f'[[procurement]]\nsupplier = "Shop Two"\nto_on = 2017-05-31\nquotes = {r.randint(0, 4)}\n'
    )
    texts += _returns(r)
    texts += duty_registers(r)
    texts += money_registers(r)
    return contract_of(*texts)


def _consent(r: random.Random, number: int, codes: list[str]) -> str:
    text = f'[[consent]]\nreference = "C{number}"\nterm = "{r.choice(codes)}"\n'
    text += f"given_on = {r.choice(DAYS[:-1])}\n"
    text += f'amount = "{r.choice(("50.00", "300.00", "5000.00"))}"\n'
    if r.random() < 0.3:
        text += f"from_on = {r.choice(('2017-05-01', '2017-06-30'))}\n"
    if r.random() < 0.3:
        text += f"to_on = {r.choice(('2017-07-01', '2017-12-31'))}\n"
    if r.random() < 0.4:
        text += 'project = "KNIFE"\n'
    return text


def _returns(r: random.Random) -> list[str]:
    texts = []
    for project in ("KNIFE", "APV"):
        for period, made in (("2017-Q1", "2017-07-21"), ("2017-Q2", "2017-10-31")):
            if r.random() < 0.6:
                text = f'[[return]]\nproject = "{project}"\nperiod = "{period}"\n'
                if r.random() < 0.8:
                    text += f"submitted_at = {made}T{r.choice(('22:59:59', '23:00:00'))}+00:00\n"
                if r.random() < 0.8:
                    text += f'prepared_by = "{r.choice(("lead", "S151"))}@example.org"\n'
                if r.random() < 0.7:
                    text += 'cumulative = { STAFF = "0.00", DELIVERY = "1000.00" }\n'
                if r.random() < 0.5:
                    text += 'reasons = { STAFF = "A post - filled late.", EQUIP = "-" }\n'
                texts.append(text)
    if r.random() < 0.5:
        texts.append(
            '[[quarter]]\nperiod = "2017-Q1"\ncertified_at = 2017-08-01T00:00:00+01:00\n'
            + r.choice(
                ("", 'certified_by = "s151@example.org"\n', 'certified_by = "s151@example.org"\n')
            )
            + r.choice(("", "", "changed_at = 2017-07-31T23:00:01+00:00\n"))
            + r.choice(("", "accepted_at = 2017-08-20T22:59:59+00:00\n"))
        )
    return texts


def random_lines(r: random.Random, count: int) -> list[dict[str, str]]:
    rows = []
    for number in range(1, count + 1):
        net = r.choice(AMOUNTS)
        percent = r.choice(("100", "100", "100", "60", "50", "33.3333", ""))
        claimed = r.choice((net, net, r.choice(AMOUNTS)))
        row = {
            "claimed": claimed, "net": r.choice((net, net, net, "")), "vat": r.choice(("0.00", "0.00", "20.00", "")),
            "gross": r.choice((net, net, claimed, "")), "claim_percent": percent,
            "project": r.choice(("KNIFE", "APV", "APV", "GANGS")),
            "head": r.choice(("STAFF", "DELIVERY", "DELIVERY", "EQUIP", "PAY")),
            "period": r.choice(("2017-Q1", "2017-Q2", "2016-Q4")),
            "supplier": r.choice(("Shop One", "SHOP  one", "Shop-Two", "Shop Two", "")),
            "invoice_ref": r.choice(("INV/1", "inv 1", "INV-2", "000", "")),
            "description": r.choice(("Wine", "Parties", "Particular", "Tablet", "tablet!", r.choice(TEXTS))),
            "category": r.choice(("staff", "supplies", "supplies", "services", "partner-payment", "capital", "overhead", "gifts", "")),
            "cost_centre": r.choice(("04410", "04410", "04999", "")),
            "subjective": r.choice(("4321", "8100", "1010")),
            "ledger_key": r.choice(("", *(f"K-{n}" for n in range(count)))),
            "journal_class": r.choice(("invoice", "payroll", "income", "")),
            "accounting_period": r.choice(("201701", "201702", "201704", "")),
            "incurred_on": r.choice(DAYS), "posted_on": r.choice(DAYS), "defrayed_on": r.choice(DAYS),
            "service_from": r.choice(("", "2017-03-31", "2017-05-01")), "service_to": r.choice(("", "2017-04-01", "2018-04-01")),
            "vat_recoverable": r.choice(("yes", "yes", "no", "")),
            "evidence": r.choice(("invoice", "quote", "", "invoice; vat-statement", "payroll;apportionment")),
            "post": r.choice(("", "P1", "P2", "P9")),
            "unit_cost": r.choice(("", "", "999.99", "1000.00")), "units": r.choice(("", "1", "2", "2.5")),
            "status": r.choice(("draft", "draft", "certified")),
        }  # fmt: skip
        if number > 1 and r.random() < 0.15:
            row["corrects"] = f"L{r.randint(1, number - 1)}"
            for amount in ("claimed", "net", "vat", "gross"):
                if row[amount] not in ("", "0.00"):
                    row[amount] = "-" + row[amount]
        rows.append(text_line(number, **row))
    money_rows(r, rows)
    r.shuffle(rows)
    return rows
