"""What knife crime, Celebrate Safely and rogue landlords buy."""

from datetime import date

from app.sample.making.catalogue import EVEN, Buys, Plan

PLANS = (
    Plan(
        "KNIFE",
        "DELIVERY",
        1_470_000,
        (18, 30, 28, 24),
        10,
        (
            Buys(
                "Kickabout Community Coaching",
                "KCC-",
                "4310",
                (
                    "Friday session coaches, St Matthews",
                    "Saturday session coaches, Braunstone",
                    "Half-term tournament coaches, New Parks",
                    "Detached session coaches, Highfields",
                ),
            ),
            Buys(
                "Brightwell Hall Trust",
                "BH/",
                "4320",
                (
                    "Sports hall hire, Friday sessions",
                    "Studio hire, mentoring group",
                    "Hall hire, parents' evening",
                ),
            ),
            Buys(
                "Redgrave Workshops",
                "RW",
                "4330",
                (
                    "Knife awareness workshop, year 9",
                    "Knife awareness workshop, year 10",
                    "Workshop for pupil referral unit",
                    "Choices and consequences workshop",
                ),
            ),
            Buys(
                "Tanner Coaches",
                "TC-",
                "4340",
                (
                    "Minibus for away sessions",
                    "Coach to the custody suite visit",
                    "Minibus, youth forum",
                ),
            ),
            Buys(
                "Purple Kite Catering",
                "PK",
                "4350",
                ("Refreshments, mentoring group",),
                is_card=True,
            ),
        ),
    ),
    Plan(
        "KNIFE",
        "PARTNER",
        880_000,
        EVEN,
        5,
        (
            Buys(
                "Leicestershire Police",
                "LP-KN-",
                "5100",
                (
                    "Knife arch deployment, city schools",
                    "Weapon sweep with volunteers",
                    "Test purchase operation",
                    "Officer hours, amnesty bins",
                ),
                "partner-payment",
                has_vat=False,
            ),
        ),
        date(2017, 5, 2),
    ),
    Plan(
        "KNIFE",
        "MANAGE",
        392_000,
        EVEN,
        3,
        (
            Buys(
                "Corporate Print Room",
                "PR",
                "7110",
                ("Printing of registers and consent forms", "Postage of parents' letters"),
                "overhead",
                has_vat=False,
            ),
            Buys(
                "Fernlea Office Supplies",
                "FOS-",
                "7120",
                ("Stationery for the programme",),
                "overhead",
            ),
        ),
    ),
    Plan(
        "CELEBRATE",
        "DELIVERY",
        590_000,
        (12, 26, 46, 16),
        8,
        (
            Buys(
                "Marshalls Event Stewards",
                "MES",
                "4310",
                (
                    "Event stewards, city centre",
                    "Event stewards, Belgrave Road",
                    "Event stewards, Abbey Park",
                ),
            ),
            Buys(
                "Oakfield First Aid",
                "OFA-",
                "4330",
                ("First aid cover", "First aid post, two crews"),
            ),
            Buys(
                "Barrow Barrier Hire",
                "BBH",
                "4340",
                ("Crowd barrier hire", "Barrier delivery and collection"),
            ),
        ),
    ),
    Plan(
        "CELEBRATE",
        "COMMS",
        835_000,
        (10, 25, 50, 15),
        9,
        (
            Buys(
                "Saffron Lane Print",
                "SLP",
                "4510",
                (
                    "Celebrate Safely leaflets",
                    "Posters for bus shelters",
                    "Fire safety flyers in five languages",
                ),
            ),
            Buys(
                "Peacock Media",
                "PM-",
                "4520",
                (
                    "Local radio spots",
                    "Paid social media, two weeks",
                    "Online notices, community pages",
                ),
            ),
            Buys("Hinton Translations", "HT", "4530", ("Translation of leaflet texts",)),
        ),
    ),
    Plan(
        "LANDLORD",
        "DELIVERY",
        470_000,
        EVEN,
        8,
        (
            Buys(
                "Marlow Surveys",
                "MS-",
                "4310",
                (
                    "Housing condition survey, Westcotes",
                    "Housing condition survey, Spinney Hills",
                    "Electrical safety inspection",
                ),
            ),
            Buys("Dunmore Locks", "DL", "4330", ("Lock change after unlawful eviction",)),
            Buys(
                "Land Records Bureau",
                "LRB-",
                "4340",
                ("Title searches, batch",),
                is_card=True,
                has_vat=False,
            ),
        ),
    ),
    Plan(
        "LANDLORD",
        "MANAGE",
        195_000,
        EVEN,
        3,
        (
            Buys(
                "Corporate Print Room",
                "PR",
                "7110",
                ("Notices and casework copies",),
                "overhead",
                has_vat=False,
            ),
            Buys("Fernlea Office Supplies", "FOS-", "7120", ("Case file stationery",), "overhead"),
        ),
    ),
)
