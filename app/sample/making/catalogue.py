"""What each project buys, from whom, and how its budget runs through the year. All suppliers invented.

A supplier stays below the sum that asks for quotations unless the contract records them.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Buys:
    """A kind of purchase: the supplier, the reference's letters, the account and the texts."""

    supplier: str
    letters: str
    account: str
    texts: tuple[str, ...]
    category: str = "services"
    is_card: bool = False
    has_vat: bool = True


@dataclass(frozen=True)
class Plan:
    """Budget of a project's head: pence for the year, its quarters' parts and lines per quarter."""

    project: str
    head: str
    pence: int
    parts: tuple[int, int, int, int]
    count: int
    buys: tuple[Buys, ...]
    earliest: date | None = None


@dataclass(frozen=True)
class Job:
    """A post: its project, reference, title, whole-time share, yearly pence and per cent claimed."""

    project: str
    reference: str
    title: str
    fte: str
    yearly: int
    percent: int = 100


JOBS = (
    Job("KNIFE", "CS-101", "Knife crime co-ordinator", "0.4", 1_372_000),
    Job("LANDLORD", "CS-102", "Private rented sector officer", "0.8", 1_488_000, 60),
    Job("STREET", "CS-103", "Street lifestyle navigator", "0.5", 1_470_000),
    Job("PREVENT", "CS-104", "Prevent community officer", "0.3", 810_000),
    Job("DHR", "CS-105", "Review support officer", "0.2", 640_000),
    Job("APV", "CS-106", "Family practitioner", "0.2", 490_000),
)

EVEN = (25, 25, 25, 25)

PLANS = (
    Plan("KNIFE", "DELIVERY", 1_470_000, (18, 30, 28, 24), 10, (
        Buys("Kickabout Community Coaching", "KCC-", "4310", (
            "Friday session coaches, St Matthews", "Saturday session coaches, Braunstone",
            "Half-term tournament coaches, New Parks", "Detached session coaches, Highfields")),
        Buys("Brightwell Hall Trust", "BH/", "4320", (
            "Sports hall hire, Friday sessions", "Studio hire, mentoring group",
            "Hall hire, parents' evening")),
        Buys("Redgrave Workshops", "RW", "4330", (
            "Knife awareness workshop, year 9", "Knife awareness workshop, year 10",
            "Workshop for pupil referral unit", "Choices and consequences workshop")),
        Buys("Tanner Coaches", "TC-", "4340", (
            "Minibus for away sessions", "Coach to the custody suite visit",
            "Minibus, youth forum")),
        Buys("Purple Kite Catering", "PK", "4350", ("Refreshments, mentoring group",), is_card=True),
    )),
    Plan("KNIFE", "PARTNER", 880_000, EVEN, 5, (
        Buys("Leicestershire Police", "LP-KN-", "5100", (
            "Knife arch deployment, city schools", "Weapon sweep with volunteers",
            "Test purchase operation", "Officer hours, amnesty bins"), "partner-payment",
            has_vat=False),
    ), date(2017, 5, 2)),
    Plan("KNIFE", "MANAGE", 392_000, EVEN, 3, (
        Buys("Corporate Print Room", "PR", "7110", ("Printing of registers and consent forms",
             "Postage of parents' letters"), "overhead", has_vat=False),
        Buys("Fernlea Office Supplies", "FOS-", "7120", ("Stationery for the programme",), "overhead"),
    )),
    Plan("CELEBRATE", "DELIVERY", 590_000, (12, 26, 46, 16), 8, (
        Buys("Marshalls Event Stewards", "MES", "4310", (
            "Event stewards, city centre", "Event stewards, Belgrave Road",
            "Event stewards, Abbey Park")),
        Buys("Oakfield First Aid", "OFA-", "4330", ("First aid cover", "First aid post, two crews")),
        Buys("Barrow Barrier Hire", "BBH", "4340", ("Crowd barrier hire", "Barrier delivery and collection")),
    )),
    Plan("CELEBRATE", "COMMS", 835_000, (10, 25, 50, 15), 9, (
        Buys("Saffron Lane Print", "SLP", "4510", ("Celebrate Safely leaflets", "Posters for bus shelters",
             "Fire safety flyers in five languages")),
        Buys("Peacock Media", "PM-", "4520", ("Local radio spots", "Paid social media, two weeks",
             "Online notices, community pages")),
        Buys("Hinton Translations", "HT", "4530", ("Translation of leaflet texts",)),
    )),
    Plan("LANDLORD", "DELIVERY", 470_000, EVEN, 8, (
        Buys("Marlow Surveys", "MS-", "4310", ("Housing condition survey, Westcotes",
             "Housing condition survey, Spinney Hills", "Electrical safety inspection")),
        Buys("Dunmore Locks", "DL", "4330", ("Lock change after unlawful eviction",)),
        Buys("Land Records Bureau", "LRB-", "4340", ("Title searches, batch",), is_card=True,
             has_vat=False),
    )),
    Plan("LANDLORD", "MANAGE", 195_000, EVEN, 3, (
        Buys("Corporate Print Room", "PR", "7110", ("Notices and casework copies",), "overhead",
             has_vat=False),
        Buys("Fernlea Office Supplies", "FOS-", "7120", ("Case file stationery",), "overhead"),
    )),
    Plan("NIGHT", "DELIVERY", 1_020_000, (22, 26, 28, 24), 12, (
        Buys("Citywide Radio Hire", "CRH", "4340", ("Door staff radio hire, month",
             "Radio hire, student arrivals week")),
        Buys("Oakfield Taxi Marshals", "OTM-", "4310", ("Taxi marshals, Friday and Saturday",
             "Taxi marshals, Halford Street rank", "Taxi marshals, bank holiday")),
        Buys("Beacon Training Rooms", "BTR", "4320", ("Room hire, Best Bar None assessors",
             "Room hire, licensee forum")),
        Buys("Lowther Medical Cover", "LMC", "4330", ("Medical cover, safe space tent",
             "Nurse hours, safe space")),
    )),
    Plan("NIGHT", "PARTNER", 1_365_000, EVEN, 7, (
        Buys("Lantern Night Volunteers", "LNV-", "5100", ("Volunteer patrol grant, fortnight",
             "Volunteer co-ordinator hours", "Volunteer training and kit grant"), "partner-payment",
             has_vat=False),
    ), date(2017, 5, 2)),
    Plan("NIGHT", "MANAGE", 195_000, EVEN, 3, (
        Buys("Corporate Print Room", "PR", "7110", ("Pocket guides for patrols",), "overhead",
             has_vat=False),
        Buys("Fernlea Office Supplies", "FOS-", "7120", ("Rota boards and stationery",), "overhead"),
    )),
    Plan("STREET", "DELIVERY", 585_000, (24, 22, 28, 26), 9, (
        Buys("Willow Street Kitchen", "WSK", "4350", ("Hot meals at the drop-in", "Breakfast club supplies"),
             has_vat=False),
        Buys("Ashdown Hostels", "AH-", "4320", ("Emergency bed nights", "Assessment bed, week"),
             has_vat=False),
        Buys("Northgate Cleaning", "NGC", "4330", ("Clean-up of encampment", "Sharps collection round")),
    )),
    Plan("STREET", "PARTNER", 780_000, EVEN, 5, (
        Buys("Harbour Outreach", "HO", "5100", ("Morning outreach shifts", "Evening outreach shifts",
             "Peer mentor hours"), "partner-payment", has_vat=False),
    ), date(2017, 5, 30)),
    Plan("STREET", "MANAGE", 195_000, EVEN, 3, (
        Buys("Corporate Print Room", "PR", "7110", ("Diverted giving cards",), "overhead", has_vat=False),
        Buys("Fernlea Office Supplies", "FOS-", "7120", ("Outreach record books",), "overhead"),
    )),
    Plan("VEHICLE", "DELIVERY", 295_000, (28, 24, 24, 24), 6, (
        Buys("Kestrel Property Marking", "KPM", "4330", ("Tool marking event", "Catalytic converter marking")),
        Buys("Beacon Training Rooms", "BTR", "4320", ("Stand at garage open day",)),
    )),
    Plan("VEHICLE", "COMMS", 573_000, (26, 26, 24, 24), 6, (
        Buys("Tigers Way Print", "TWP", "4510", ("Lock it, remove it leaflets", "Car park banners")),
        Buys("Orbit Outdoor", "OO-", "4520", ("Car park poster sites", "Bus rear panels, four weeks")),
    )),
    Plan("PREVENT", "DELIVERY", 460_000, EVEN, 6, (
        Buys("Common Ground Theatre", "CGT", "4330", ("Drama workshop, college", "Community dialogue evening")),
        Buys("Evington Lane Centre", "ELC", "4320", ("Hall hire, parents' online safety",
             "Hall hire, faith forum")),
        Buys("Purple Kite Catering", "PK", "4350", ("Refreshments, dialogue evening",), is_card=True),
    )),
    Plan("PREVENT", "TRAIN", 196_000, EVEN, 3, (
        Buys("Ridgeway Learning", "RL-", "1710", ("Awareness course for front-line staff",
             "Train the trainer day")),
    )),
    Plan("DHR", "DELIVERY", 1_905_000, (24, 28, 26, 22), 10, (
        Buys("Wren Independent Reviews Ltd", "IR-", "4360", ("Chair and author days, review A",
             "Chair and author days, review B")),
        Buys("Wren Independent Reviews Ltd", "IR-", "4360", ("Panel meeting, review A",
             "Panel meeting, review B")),
        Buys("Hallam Transcripts", "HTR", "4370", ("Transcription of panel meeting",)),
        Buys("Wren Independent Reviews Ltd", "IR-", "4360", ("Family contact and interviews",
             "Chronology and analysis days")),
        Buys("Linden Conference Rooms", "LCR", "4320", ("Panel room hire",)),
        Buys("Wren Independent Reviews Ltd", "IR-", "4360", ("Draft overview report", "Action plan workshop")),
    )),
    Plan("DHR", "MANAGE", 195_000, EVEN, 3, (
        Buys("Corporate Print Room", "PR", "7110", ("Confidential copies for the panel",), "overhead",
             has_vat=False),
        Buys("Fernlea Office Supplies", "FOS-", "7120", ("Secure storage boxes",), "overhead"),
    )),
    Plan("DSA-AWARE", "DELIVERY", 490_000, EVEN, 7, (
        Buys("Clearwater Facilitation", "CF-", "4330", ("Workplace champions session",
             "Hairdressers' awareness session", "GP surgery session")),
        Buys("Wesley Rooms", "WR", "4320", ("Hall hire, survivors' forum",)),
        Buys("Quayside Interpreters", "QI", "4370", ("Interpreters for awareness sessions",),
             has_vat=False),
    )),
    Plan("DSA-AWARE", "COMMS", 1_270_000, (20, 25, 30, 25), 11, (
        Buys("Larkfield Print & Design", "LPD", "4510", ("Z-card design and print", "Beer mats and mirrors stickers",
             "Campaign posters")),
        Buys("Skyline Posters", "SKP", "4520", ("Bus interior panels", "Phone box posters")),
        Buys("Mallory Film", "MF-", "4540", ("Short film, editing", "Short film, filming day")),
        Buys("Wavelength Studio", "WS-", "4520", ("Radio spots, helpline", "Online campaign, four weeks")),
    )),
    Plan("APV", "PARTNER", 1_075_000, EVEN, 6, (
        Buys("Juniper Family Support", "JFS", "5100", ("Parent group, weekly sessions",
             "One-to-one family sessions", "Clinical supervision of workers"), "partner-payment",
             has_vat=False),
    ), date(2017, 5, 8)),
    Plan("APV", "MANAGE", 97_000, EVEN, 3, (
        Buys("Corporate Print Room", "PR", "7110", ("Parent group handbooks",), "overhead",
             has_vat=False),
        Buys("Fernlea Office Supplies", "FOS-", "7120", ("Group materials",), "overhead"),
    ), date(2017, 5, 8)),
    Plan("REOFFEND", "PARTNER", 685_000, EVEN, 7, (
        Buys("Probation Service", "PS-", "5100", ("Through-the-gate mentor hours",
             "Accommodation link worker hours", "Integrated offender management cell"),
             "partner-payment", has_vat=False),
    ), date(2017, 5, 15)),
    Plan("REOFFEND", "TRAIN", 196_000, EVEN, 4, (
        Buys("Ridgeway Learning", "RL-", "1710", ("Peer mentor course", "First aid for mentors")),
    )),
    Plan("CSE", "DELIVERY", 392_000, EVEN, 7, (
        Buys("Silver Birch Theatre", "SBT", "4330", ("School performance, year 8",
             "School performance, year 9", "Question and answer session for parents")),
        Buys("Harcourt Hotels Training", "HHT", "4320", ("Hotel staff awareness venue",)),
    ), date(2017, 4, 24)),
    Plan("CSE", "TRAIN", 294_000, EVEN, 5, (
        Buys("Foxglove Training", "FT", "1710", ("Spotting the signs course",
             "Course for taxi licensing officers")),
        Buys("Stonebridge Associates", "SA", "1720", ("Practitioner masterclass",)),
    ), date(2017, 4, 24)),
)  # fmt: skip
