"""A fund made from a seed with known truth: which return line belongs to which ledger line.

The ledger is that of a whole council: many lines nobody claims, recurring amounts, equal genuine
lines. The return cites keys, loses keys, mistypes references and names, splits and joins lines.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from ledger.money import format_pounds

NAMES = (
    "Wren", "Kestrel", "Juniper", "Marlow", "Beacon", "Otter", "Thistle", "Pennant", "Bramble",
    "Larch", "Foxglove", "Hazel", "Lantern", "Sorrel", "Plover", "Alder", "Curlew", "Heron",
    "Linden", "Yarrow", "Teasel", "Rowan", "Sedge", "Merlin", "Bracken", "Clover", "Dunlin",
)  # fmt: skip
TRADES = (
    "Youth Services", "Family Support", "Print", "Surveys", "Training", "Outreach", "Radio Hire",
    "Mentoring", "Signs", "Computing", "Catering", "Night Volunteers", "Security", "Reviews",
)  # fmt: skip
FORMS = ("Ltd", "Limited", "CIC", "plc", "")


@dataclass
class Fund:
    """Both sides as text rows, and the truth: sets of (line id, ledger key) by how they arose."""

    claims: list[dict[str, str]] = field(default_factory=list)
    ledger: list[dict[str, str]] = field(default_factory=list)
    truth: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    netted: set[frozenset[str]] = field(default_factory=set)

    @property
    def pairs(self):
        return set().union(*self.truth.values())


class _Maker:
    def __init__(self, seed, *, hard):
        self.random = random.Random(seed)  # noqa: S311 - made-up data, not a secret
        self.hard = hard
        self.fund = Fund()
        self.number = 0

    def ledger_line(self, pence, **known):
        pick = self.random
        self.number += 1
        month = pick.randrange(12)
        year, calendar = (2017, month + 4) if month < 9 else (2018, month - 8)
        line = {
            "ledger_key": f"{51000000 + self.number}-1", "occurrence": "1",
            "cost_centre": pick.choice(("04410", "04411")), "subjective": pick.choice(("4321", "4510", "5100")),
            "transaction_no": f"{51000000 + self.number}",
            "accounting_period": f"2017{month + 1:02d}", "journal_class": "invoice",
            "posted_on": f"{year}-{calendar:02d}-{pick.randrange(1, 29):02d}",
            "supplier": self.supplier(), "invoice_ref": self.reference(),
            "description": pick.choice(("Activity costs", "Hire", "Session fees", "Materials")),
            "net": format_pounds(pence), "amount": format_pounds(pence), "source_row": "1",
        }  # fmt: skip
        line.update(known)
        self.fund.ledger.append(line)
        return line

    def supplier(self):
        pick = self.random
        if self.hard:  # a council's regular suppliers: sixty or so names, some alike
            return f"{pick.choice(NAMES[:6])} {pick.choice(TRADES[:10])} {FORMS[0]}"
        return f"{pick.choice(NAMES)} {pick.choice(NAMES)} {pick.choice(TRADES)} {pick.choice(FORMS)}".strip()

    def reference(self):
        pick = self.random
        return f"{pick.choice('ABCDEFGHKLMNPRST')}{pick.choice('ABCDEFGHKLMNPRST')}-{pick.randrange(1000, 99999)}"

    def pence(self):
        pick = self.random
        if pick.random() < (0.4 if self.hard else 0.1):
            return pick.choice((5_000, 10_000, 25_000, 50_000, 100_000))
        return pick.randrange(1_000, 900_000)

    def claim(self, kind, lines, pence=None, **known):
        first = lines[0]
        self.number += 1
        line_id = f"L{self.number:07d}"
        total = sum(_pence(line["amount"]) for line in lines) if pence is None else pence
        month = int(first["accounting_period"][4:])
        claim = {
            "line_id": line_id, "project": self.random.choice(("KNIFE", "NIGHT", "APV")),
            "head": "DELIVERY", "period": f"2017-Q{(month - 1) // 3 + 1}",
            "supplier": first["supplier"], "invoice_ref": first["invoice_ref"],
            "description": first["description"], "category": "services",
            "cost_centre": first["cost_centre"], "subjective": first["subjective"],
            "ledger_key": "", "journal_class": first["journal_class"],
            "accounting_period": first["accounting_period"], "posted_on": first["posted_on"],
            "incurred_on": first["posted_on"], "net": format_pounds(total),
            "claim_percent": "100", "claimed": format_pounds(total),
        }  # fmt: skip
        if self.hard:
            claim["posted_on"] = ""
            claim["incurred_on"] = self.earlier(first["posted_on"])
            claim["description"] = claim["description"][:6]
        claim.update(known)
        self.fund.claims.append(claim)
        self.fund.truth.setdefault(kind, set()).update((line_id, x["ledger_key"]) for x in lines)
        return claim

    def earlier(self, day):
        """The cost arose up to a month before it was posted."""
        return (date.fromisoformat(day) - timedelta(days=self.random.randrange(31))).isoformat()

    def mistyped(self, text):
        """One slip of the finger: two neighbours swapped, one left out, or one doubled."""
        place = self.random.randrange(1, len(text) - 1)
        slip = self.random.randrange(3)
        if slip == 0:
            return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        if slip == 1:
            return text[:place] + text[place + 1 :]
        return text[:place] + text[place] + text[place:]


def _pence(text):
    return int(text.replace(".", ""))


def make_fund(seed, size, unclaimed=3, *, hard=False):
    """``size`` claims of every sort, and ``unclaimed`` times as many ledger lines nobody claims.

    ``hard``: few suppliers, round amounts four times in ten, dates up to a month apart, no posting
    date on the return and truncated descriptions.
    """
    make = _Maker(seed, hard=hard)
    sorts = (_by_key, _by_reference, _mistyped, _shares, _vat, _split, _joined, _equal, _near_miss)
    weights = (50, 20, 10, 5, 3, 4, 3, 3, 2)
    while len(make.fund.claims) < size:
        make.random.choices(sorts, weights)[0](make)
    for _ in range(size * unclaimed):
        make.ledger_line(make.pence())
    for _ in range(size // 20):
        _cancelling(make)
    make.random.shuffle(make.fund.claims)
    make.random.shuffle(make.fund.ledger)
    return make.fund


def _by_key(make):
    line = make.ledger_line(make.pence())
    make.claim("key", [line], ledger_key=line["ledger_key"])


def _by_reference(make):
    line = make.ledger_line(make.pence())
    spelt = line["supplier"].upper().replace(" LTD", " LIMITED")
    make.claim(
        "reference", [line], supplier=spelt, invoice_ref=line["invoice_ref"].replace("-", " ")
    )


def _mistyped(make):
    line = make.ledger_line(make.pence())
    which = make.random.randrange(3)
    slips = {"invoice_ref": make.mistyped(line["invoice_ref"])}
    if which:
        slips["supplier"] = make.mistyped(line["supplier"])
    if which == 2:
        del slips["invoice_ref"]
    make.claim("mistyped", [line], **slips)


def _shares(make):
    line = make.ledger_line(make.pence() * 100)
    whole = _pence(line["amount"])
    for percent in make.random.choice(((60, 40), (60,), (25, 25, 50))):
        make.claim(
            "share", [line], whole * percent // 100, net=line["amount"],
            claim_percent=str(percent), ledger_key=line["ledger_key"],
        )  # fmt: skip


def _vat(make):
    pence = make.pence() * 5
    line = make.ledger_line(pence, vat=format_pounds(pence // 5))
    gross = format_pounds(pence + pence // 5)
    make.claim(
        "vat", [line], pence + pence // 5, net=line["amount"], vat=line["vat"], gross=gross,
        ledger_key=line["ledger_key"],
    )  # fmt: skip


def _split(make):
    """One invoice, coded in the ledger on two or three lines, is one line of the return."""
    first = make.ledger_line(make.pence())
    same = ("supplier", "invoice_ref", "posted_on", "accounting_period", "transaction_no")
    more = [
        make.ledger_line(make.pence(), **{name: first[name] for name in same})
        for _ in range(make.random.randrange(1, 3))
    ]
    make.claim("split", [first, *more])


def _joined(make):
    """One ledger line is two lines of the return, for two projects, without its key."""
    line = make.ledger_line(make.pence() + 5_000)
    whole = _pence(line["amount"])
    part = make.random.randrange(1_000, whole - 1_000)
    make.claim("joined", [line], part, invoice_ref="")
    make.claim("joined", [line], whole - part, invoice_ref="")


def _equal(make):
    """Two genuine equal ledger lines, both claimed by key."""
    first = make.ledger_line(make.pence())
    same = {name: value for name, value in first.items() if name != "ledger_key"}
    key = first["ledger_key"].replace("-1", "-2")
    second = make.ledger_line(0, **same, ledger_key=key)
    for line in (first, second):
        make.claim("equal", [line], ledger_key=line["ledger_key"])


def _near_miss(make):
    """The key is right, the amount has two digits changed over."""
    line = make.ledger_line(make.random.randrange(1_000, 9_000) * 100 + 12)
    make.claim("near-miss", [line], _pence(line["amount"]) + 9, ledger_key=line["ledger_key"])


def _cancelling(make):
    sort = make.random.randrange(3)
    plus = make.ledger_line(make.pence(), journal_class=("accrual", "invoice", "recode")[sort])
    known = {
        "journal_class": ("accrual-reversal", "credit-note", "recode")[sort],
        "supplier": plus["supplier"], "description": plus["description"],
        "invoice_ref": plus["invoice_ref"] + ("", "CR", "")[sort],
        "accounting_period": plus["accounting_period"], "posted_on": plus["posted_on"],
    }  # fmt: skip
    minus = make.ledger_line(-_pence(plus["amount"]), **known)
    make.fund.netted.add(frozenset((plus["ledger_key"], minus["ledger_key"])))
