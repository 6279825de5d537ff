"""The contract's files: the signed one, and newer ones that hold it whole and add what is new."""

from pathlib import Path

from app.sample.making.catalogue import JOBS

SIGNED = Path(__file__).resolve().parent.parent / "plf-2017-18.toml"
_PARTNERS = (
    ("Leicestershire Police", "KNIFE", "2017-04-24"),
    ("Leicestershire Police", "VEHICLE", "2017-04-24"),
    ("Harbour Outreach", "STREET", "2017-05-22"),
    ("Probation Service", "REOFFEND", "2017-05-08"),
)
_GRANTS = (
    "Leicestershire Police",
    "Lantern Night Volunteers",
    "Harbour Outreach",
    "Juniper Family Support",
    "Probation Service",
)
_NEAR = "Delivery partner named in the agreement; a grant, not a purchase"


def _partners() -> str:
    rows = [
        f'[[onward_agreement]]\npartner = "{partner}"\nproject = "{project}"\nsigned_on = {day}\n'
        for partner, project, day in _PARTNERS
    ]
    rows += [
        f'[[procurement]]\nsupplier = "{name}"\ntitle = "Onward grant"\nfrom_on = 2017-04-01\n'
        f'to_on = 2018-03-31\nwaiver = "{_NEAR}"\n'
        for name in _GRANTS
    ]
    rows.append(
        '[[procurement]]\nsupplier = "Corporate Print Room"\ntitle = "In-house print"\n'
        'from_on = 2017-04-01\nto_on = 2018-03-31\nwaiver = "In-house service of the council"\n'
    )
    rows += [
        f'[[post]]\nreference = "{job.reference}"\ntitle = "{job.title}"\nfte = {job.fte}\n'
        f'claimed_percent_elsewhere = "{100 - job.percent}"\n'
        for job in JOBS
    ]
    return "\n".join(rows)


_AUTUMN = """[[virement]]
reference = "V2"
from_project = "CELEBRATE"
from_head = "DELIVERY"
to_project = "CELEBRATE"
to_head = "COMMS"
amount = "500.00"
requested_on = 2017-08-07
requested_by = "events.lead@example.org"
approved_on = 2017-08-14
approved_by = "partnership.manager@example.org"
effective_on = 2017-08-14
reason = "Leaflets in two more languages for Diwali and bonfire night."
"""

_WINTER = """[[virement]]
reference = "V3"
from_project = "KNIFE"
from_head = "PARTNER"
to_project = "KNIFE"
to_head = "DELIVERY"
amount = "3000.00"
requested_on = 2017-10-30
requested_by = "ops.lead@example.org"
approved_on = 2017-11-10
approved_by = "partnership.manager@example.org"
effective_on = 2017-11-13
reason = "Police operations cost less than planned; half-term sessions are full."

[[virement]]
reference = "V4"
from_project = "PREVENT"
from_head = "STAFF"
to_project = "PREVENT"
to_head = "DELIVERY"
amount = "700.00"
requested_on = 2017-11-20
requested_by = "prevent.lead@example.org"
approved_on = 2017-11-24
approved_by = "partnership.manager@example.org"
effective_on = 2017-11-24
reason = "Two more dialogue evenings while the post was vacant."

[[virement]]
reference = "V5"
from_project = "LANDLORD"
from_head = "STAFF"
to_project = "LANDLORD"
to_head = "DELIVERY"
amount = "800.00"
requested_on = 2017-11-27
requested_by = "housing.lead@example.org"
approved_on = 2017-12-01
approved_by = "partnership.manager@example.org"
effective_on = 2017-12-04
reason = "Surveys after the gas leak in Westcotes."

[[receipt]]
received_on = 2017-11-21
amount = "59750.00"
reference = "BACS PCC 003"
instalment = 3
"""

_JANUARY = """[[consent]]
reference = "PCC-2018-002"
term = "virement"
given_on = 2018-01-12
amount = "1000.00"
project = "LANDLORD"
head = "STAFF"
document = "E-mail of 12 January 2018"

[[variation]]
number = 2
agreed_on = 2017-11-28
effective_from = 2017-12-01
summary = "Vehicle crime: £500.00 from publicity to training of car park staff."
[[variation.allocation]]
project = "VEHICLE"
head = "COMMS"
amount = "-500.00"
approved_on = 2017-11-28
decision = "SLP Executive, item 5"
[[variation.allocation]]
project = "VEHICLE"
head = "TRAIN"
amount = "500.00"
approved_on = 2017-11-28
decision = "SLP Executive, item 5"
"""

_SPRING = """[[receipt]]
received_on = 2018-02-21
amount = "59750.00"
reference = "BACS PCC 004"
instalment = 4

[[procurement]]
supplier = "Larkfield Print & Design"
title = "Campaign print"
from_on = 2017-04-01
to_on = 2018-03-31
waiver = "Waiver CPR-17-221 of 31 January 2018: reprints from existing artwork"

[[notice]]
kind = "underspend"
subject = "About £7,800.00 after items that are not eligible"
arose_on = 2018-01-24
notified_on = 2018-02-05
"""

_ACTUALS = '{ "2017-Q1" = 44 }'
ADDED = (
    ("1-signed.toml", "", ""),
    ("2-partners-and-posts.toml", "Agreements with partners, grants and posts.", _partners()),
    ("3-autumn.toml", "Virement V2.", _AUTUMN),
    ("4-winter.toml", "Virements V3 to V5, the third receipt.", _WINTER),
    ("5-january.toml", "Consent PCC-2018-002, variation 2.", _JANUARY),
    ("6-spring.toml", "The fourth receipt, a waiver.", _SPRING),
)
_OUTPUTS = {
    "3-autumn.toml": '{ "2017-Q1" = 44, "2017-Q2" = 91 }',
    "4-winter.toml": '{ "2017-Q1" = 44, "2017-Q2" = 91, "2017-Q3" = 133 }',
    "5-january.toml": '{ "2017-Q1" = 44, "2017-Q2" = 91, "2017-Q3" = 133 }',
    "6-spring.toml": '{ "2017-Q1" = 44, "2017-Q2" = 91, "2017-Q3" = 133, "2017-Q4" = 172 }',
}


def contract_files() -> dict[str, bytes]:
    """Name under ``contract/`` → the file. The first is the signed contract byte for byte."""
    text = SIGNED.read_text(encoding="utf-8")
    files: dict[str, bytes] = {}
    for name, about, added in ADDED:
        if added:
            text = f"{text.rstrip()}\n\n# {about}\n{added.rstrip()}\n"
        stated = text.replace(_ACTUALS, _OUTPUTS.get(name, _ACTUALS))
        files[f"contract/{name}"] = stated.encode("utf-8")
    return files
