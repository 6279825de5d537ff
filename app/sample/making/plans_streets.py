"""What the night-time, street, vehicle and Prevent projects buy."""

from datetime import date

from app.sample.making.catalogue import EVEN, Buys, Plan

PLANS = (
    Plan(
        "NIGHT",
        "DELIVERY",
        1_020_000,
        (22, 26, 28, 24),
        12,
        (
            Buys(
                "Citywide Radio Hire",
                "CRH",
                "4340",
                ("Door staff radio hire, month", "Radio hire, student arrivals week"),
            ),
            Buys(
                "Oakfield Taxi Marshals",
                "OTM-",
                "4310",
                (
                    "Taxi marshals, Friday and Saturday",
                    "Taxi marshals, Halford Street rank",
                    "Taxi marshals, bank holiday",
                ),
            ),
            Buys(
                "Beacon Training Rooms",
                "BTR",
                "4320",
                ("Room hire, Best Bar None assessors", "Room hire, licensee forum"),
            ),
            Buys(
                "Lowther Medical Cover",
                "LMC",
                "4330",
                ("Medical cover, safe space tent", "Nurse hours, safe space"),
            ),
        ),
    ),
    Plan(
        "NIGHT",
        "PARTNER",
        1_365_000,
        EVEN,
        7,
        (
            Buys(
                "Lantern Night Volunteers",
                "LNV-",
                "5100",
                (
                    "Volunteer patrol grant, fortnight",
                    "Volunteer co-ordinator hours",
                    "Volunteer training and kit grant",
                ),
                "partner-payment",
                has_vat=False,
            ),
        ),
        date(2017, 5, 2),
    ),
    Plan(
        "NIGHT",
        "MANAGE",
        195_000,
        EVEN,
        3,
        (
            Buys(
                "Corporate Print Room",
                "PR",
                "7110",
                ("Pocket guides for patrols",),
                "overhead",
                has_vat=False,
            ),
            Buys(
                "Fernlea Office Supplies",
                "FOS-",
                "7120",
                ("Rota boards and stationery",),
                "overhead",
            ),
        ),
    ),
    Plan(
        "STREET",
        "DELIVERY",
        585_000,
        (24, 22, 28, 26),
        9,
        (
            Buys(
                "Willow Street Kitchen",
                "WSK",
                "4350",
                ("Hot meals at the drop-in", "Breakfast club supplies"),
                has_vat=False,
            ),
            Buys(
                "Ashdown Hostels",
                "AH-",
                "4320",
                ("Emergency bed nights", "Assessment bed, week"),
                has_vat=False,
            ),
            Buys(
                "Northgate Cleaning",
                "NGC",
                "4330",
                ("Clean-up of encampment", "Sharps collection round"),
            ),
        ),
    ),
    Plan(
        "STREET",
        "PARTNER",
        780_000,
        EVEN,
        5,
        (
            Buys(
                "Harbour Outreach",
                "HO",
                "5100",
                ("Morning outreach shifts", "Evening outreach shifts", "Peer mentor hours"),
                "partner-payment",
                has_vat=False,
            ),
        ),
        date(2017, 5, 30),
    ),
    Plan(
        "STREET",
        "MANAGE",
        195_000,
        EVEN,
        3,
        (
            Buys(
                "Corporate Print Room",
                "PR",
                "7110",
                ("Diverted giving cards",),
                "overhead",
                has_vat=False,
            ),
            Buys("Fernlea Office Supplies", "FOS-", "7120", ("Outreach record books",), "overhead"),
        ),
    ),
    Plan(
        "VEHICLE",
        "DELIVERY",
        295_000,
        (28, 24, 24, 24),
        6,
        (
            Buys(
                "Kestrel Property Marking",
                "KPM",
                "4330",
                ("Tool marking event", "Catalytic converter marking"),
            ),
            Buys("Beacon Training Rooms", "BTR", "4320", ("Stand at garage open day",)),
        ),
    ),
    Plan(
        "VEHICLE",
        "COMMS",
        573_000,
        (26, 26, 24, 24),
        6,
        (
            Buys(
                "Tigers Way Print",
                "TWP",
                "4510",
                ("Lock it, remove it leaflets", "Car park banners"),
            ),
            Buys(
                "Orbit Outdoor",
                "OO-",
                "4520",
                ("Car park poster sites", "Bus rear panels, four weeks"),
            ),
        ),
    ),
    Plan(
        "PREVENT",
        "DELIVERY",
        460_000,
        EVEN,
        6,
        (
            Buys(
                "Common Ground Theatre",
                "CGT",
                "4330",
                ("Drama workshop, college", "Community dialogue evening"),
            ),
            Buys(
                "Evington Lane Centre",
                "ELC",
                "4320",
                ("Hall hire, parents' online safety", "Hall hire, faith forum"),
            ),
            Buys(
                "Purple Kite Catering",
                "PK",
                "4350",
                ("Refreshments, dialogue evening",),
                is_card=True,
            ),
        ),
    ),
    Plan(
        "PREVENT",
        "TRAIN",
        196_000,
        EVEN,
        3,
        (
            Buys(
                "Ridgeway Learning",
                "RL-",
                "1710",
                ("Awareness course for front-line staff", "Train the trainer day"),
            ),
        ),
    ),
)
