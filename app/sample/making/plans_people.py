"""What domestic abuse, re-offending and exploitation projects buy."""

from datetime import date

from app.sample.making.catalogue import EVEN, Buys, Plan

PLANS = (
    Plan(
        "DHR",
        "DELIVERY",
        1_905_000,
        (24, 28, 26, 22),
        10,
        (
            Buys(
                "Wren Independent Reviews Ltd",
                "IR-",
                "4360",
                ("Chair and author days, review A", "Chair and author days, review B"),
            ),
            Buys(
                "Wren Independent Reviews Ltd",
                "IR-",
                "4360",
                ("Panel meeting, review A", "Panel meeting, review B"),
            ),
            Buys("Hallam Transcripts", "HTR", "4370", ("Transcription of panel meeting",)),
            Buys(
                "Wren Independent Reviews Ltd",
                "IR-",
                "4360",
                ("Family contact and interviews", "Chronology and analysis days"),
            ),
            Buys("Linden Conference Rooms", "LCR", "4320", ("Panel room hire",)),
            Buys(
                "Wren Independent Reviews Ltd",
                "IR-",
                "4360",
                ("Draft overview report", "Action plan workshop"),
            ),
        ),
    ),
    Plan(
        "DHR",
        "MANAGE",
        195_000,
        EVEN,
        3,
        (
            Buys(
                "Corporate Print Room",
                "PR",
                "7110",
                ("Confidential copies for the panel",),
                "overhead",
                has_vat=False,
            ),
            Buys("Fernlea Office Supplies", "FOS-", "7120", ("Secure storage boxes",), "overhead"),
        ),
    ),
    Plan(
        "DSA-AWARE",
        "DELIVERY",
        490_000,
        EVEN,
        7,
        (
            Buys(
                "Clearwater Facilitation",
                "CF-",
                "4330",
                (
                    "Workplace champions session",
                    "Hairdressers' awareness session",
                    "GP surgery session",
                ),
            ),
            Buys("Wesley Rooms", "WR", "4320", ("Hall hire, survivors' forum",)),
            Buys(
                "Quayside Interpreters",
                "QI",
                "4370",
                ("Interpreters for awareness sessions",),
                has_vat=False,
            ),
        ),
    ),
    Plan(
        "DSA-AWARE",
        "COMMS",
        1_270_000,
        (20, 25, 30, 25),
        11,
        (
            Buys(
                "Larkfield Print & Design",
                "LPD",
                "4510",
                ("Z-card design and print", "Beer mats and mirrors stickers", "Campaign posters"),
            ),
            Buys("Skyline Posters", "SKP", "4520", ("Bus interior panels", "Phone box posters")),
            Buys("Mallory Film", "MF-", "4540", ("Short film, editing", "Short film, filming day")),
            Buys(
                "Wavelength Studio",
                "WS-",
                "4520",
                ("Radio spots, helpline", "Online campaign, four weeks"),
            ),
        ),
    ),
    Plan(
        "APV",
        "PARTNER",
        1_075_000,
        EVEN,
        6,
        (
            Buys(
                "Juniper Family Support",
                "JFS",
                "5100",
                (
                    "Parent group, weekly sessions",
                    "One-to-one family sessions",
                    "Clinical supervision of workers",
                ),
                "partner-payment",
                has_vat=False,
            ),
        ),
        date(2017, 5, 8),
    ),
    Plan(
        "APV",
        "MANAGE",
        97_000,
        EVEN,
        3,
        (
            Buys(
                "Corporate Print Room",
                "PR",
                "7110",
                ("Parent group handbooks",),
                "overhead",
                has_vat=False,
            ),
            Buys("Fernlea Office Supplies", "FOS-", "7120", ("Group materials",), "overhead"),
        ),
        date(2017, 5, 8),
    ),
    Plan(
        "REOFFEND",
        "PARTNER",
        685_000,
        EVEN,
        7,
        (
            Buys(
                "Probation Service",
                "PS-",
                "5100",
                (
                    "Through-the-gate mentor hours",
                    "Accommodation link worker hours",
                    "Integrated offender management cell",
                ),
                "partner-payment",
                has_vat=False,
            ),
        ),
        date(2017, 5, 15),
    ),
    Plan(
        "REOFFEND",
        "TRAIN",
        196_000,
        EVEN,
        4,
        (
            Buys(
                "Ridgeway Learning", "RL-", "1710", ("Peer mentor course", "First aid for mentors")
            ),
        ),
    ),
    Plan(
        "CSE",
        "DELIVERY",
        392_000,
        EVEN,
        7,
        (
            Buys(
                "Silver Birch Theatre",
                "SBT",
                "4330",
                (
                    "School performance, year 8",
                    "School performance, year 9",
                    "Question and answer session for parents",
                ),
            ),
            Buys("Harcourt Hotels Training", "HHT", "4320", ("Hotel staff awareness venue",)),
        ),
        date(2017, 4, 24),
    ),
    Plan(
        "CSE",
        "TRAIN",
        294_000,
        EVEN,
        5,
        (
            Buys(
                "Foxglove Training",
                "FT",
                "1710",
                ("Spotting the signs course", "Course for taxi licensing officers"),
            ),
            Buys("Stonebridge Associates", "SA", "1720", ("Practitioner masterclass",)),
        ),
        date(2017, 4, 24),
    ),
)
