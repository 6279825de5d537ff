"""What each project buys, from whom, and how its budget runs through the year.

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
    """A post: its project, reference, title, whole-time share, yearly pence, per cent claimed."""

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
