"""The three halls of the bench as tables: a small community's, a city centre's, a huge regional one.

Tickets by hour, opening bursts, shares of priority, of bookings and of no-shows, means and spreads of services are
assumptions shaped by public figures of Ukrainian centres: a small community receives some 70 visitors a day, a centre
such as Kamianske's 130 to 380, a regional one 1,250. Registration of residence takes 10 to 12 minutes there,
certificates 5 to 7; dozens stand at the door before it opens. A hall that has a month of its own days replaces them.
"""

from __future__ import annotations

from msgspec import Struct

PRIORITY_SHARE = 0.08
BOOKED_PASSPORTS = 1 / 3
BURST_MINUTES = 6.0
SLOT_MINUTES = 10  # between booked times
DAY_FACTOR = 0.10  # a day is up to so much busier or quieter than its profile
PRIORITY_RATE = 2.5


class Kind(Struct, frozen=True):
    """A service: what a visitor comes for. `minutes`: mean; `spread`: coefficient of variation; log-normal."""

    id: str
    uk: str
    en: str
    minutes: float
    spread: float


KINDS = (
    Kind("residence-registration", "Реєстрація місця проживання", "Registration of residence", 11, 0.35),
    Kind("residence-certificate", "Довідка про місце проживання", "Residence certificate", 6, 0.45),
    Kind("passport", "Паспорт або ID-картка", "Passport or ID card", 17, 0.35),
    Kind("pick-up", "Отримання готових документів", "Pick-up of documents", 3, 0.7),
    Kind("consultation", "Консультація", "Consultation", 6, 0.8),
    Kind("benefits", "Соціальні виплати", "Social benefits", 17, 0.5),
    Kind("birth", "Пакет «Народження дитини»", "Birth of a child", 25, 0.4),
    Kind("property", "Нерухомість і земля", "Property and land", 23, 0.5),
    Kind("business", "Бізнес", "Business", 14.5, 0.4),
    Kind("utilities", "Комунальні послуги", "Utilities", 8, 0.7),
)


class Desk(Struct, frozen=True):
    """So many windows alike: the lines that they serve, preferred first, and the hours of their operators."""

    count: int
    lines: tuple[str, ...]
    start: float
    end: float
    zone: int = 1


class Profile(Struct, frozen=True):
    """A hall. `lines`: id -> (letter, services); `shares`: of the visitors, by service; `by_hour`: tickets of a normal
    day in each hour from `opens`; `burst`: those of the first hour who stand at the door when it opens; `busy`: how
    much more a busy day brings.
    """

    id: str
    name: str
    opens: int
    by_hour: tuple[int, ...]
    burst: int
    busy: float
    no_shows: float
    lines: dict[str, tuple[str, tuple[str, ...]]]
    shares: dict[str, float]
    desks: tuple[Desk, ...]

    @property
    def short(self) -> str:
        return self.name.partition(",")[0]

    @property
    def closes(self) -> int:
        return self.opens + len(self.by_hour)

    @property
    def windows(self) -> int:
        return sum(desk.count for desk in self.desks)


_SIX = {
    "residence": ("А", ("residence-registration", "residence-certificate")),
    "passport": ("К", ("passport",)),
    "ready": ("М", ("pick-up",)),
    "consultation": ("Р", ("consultation",)),
    "social": ("Т", ("benefits", "birth")),
    "property": ("Ж", ("property",)),
}
_EIGHT = {**_SIX, "business": ("Е", ("business",)), "utilities": ("Н", ("utilities",))}
_TEN = {
    **_EIGHT,
    "residence": ("А", ("residence-registration",)),
    "certificate": ("В", ("residence-certificate",)),
    "social": ("Т", ("benefits",)),
    "family": ("С", ("birth",)),
}
_QUICK = ("ready", "consultation")

S = Profile(
    id="small",
    name="S, a small community",
    opens=8,
    by_hour=(11, 10, 11, 9, 7, 6, 7, 6, 4),
    burst=4,
    busy=1.5,
    no_shows=0.05,
    lines=_SIX,
    shares={
        "residence-registration": 0.22,
        "residence-certificate": 0.16,
        "passport": 0.16,
        "pick-up": 0.14,
        "consultation": 0.12,
        "benefits": 0.10,
        "birth": 0.02,
        "property": 0.08,
    },
    desks=(
        Desk(1, ("passport", "ready"), 8, 17),
        Desk(1, ("residence", "social", *_QUICK), 8, 17),
        Desk(1, ("social", "property", "residence", "consultation"), 8, 17),
        Desk(1, ("residence", "passport", "property", *_QUICK), 9, 15),
    ),
)

M = Profile(
    id="city",
    name="M, a city centre",
    opens=8,
    by_hour=(58, 50, 54, 47, 36, 32, 36, 29, 18, 14, 5),
    burst=22,
    busy=1.3,
    no_shows=0.08,
    lines=_EIGHT,
    shares={
        "residence-registration": 0.21,
        "residence-certificate": 0.13,
        "passport": 0.20,
        "pick-up": 0.15,
        "consultation": 0.10,
        "benefits": 0.09,
        "birth": 0.02,
        "property": 0.04,
        "business": 0.03,
        "utilities": 0.03,
    },
    desks=(
        Desk(2, _QUICK, 8, 17),
        Desk(3, ("passport", "residence"), 8, 17),
        Desk(1, ("passport", "residence"), 8, 13),
        Desk(2, ("passport", "ready"), 10, 19, 2),
        Desk(1, ("social", "residence"), 8, 17, 2),
        Desk(1, ("social", "residence"), 8, 13, 2),
        Desk(1, ("property", "business"), 8, 17, 2),
        Desk(1, ("property", "business"), 9, 15, 2),
        Desk(1, ("utilities",), 9, 16, 2),
        Desk(2, ("residence", "social", "business", "utilities", *_QUICK), 8, 17),
        Desk(2, ("residence", *_QUICK), 8, 11),
        Desk(3, ("residence", "social", "property", "passport", "utilities", *_QUICK), 12, 19, 2),
    ),
)

L = Profile(
    id="regional",
    name="L, a huge regional centre",
    opens=8,
    by_hour=(179, 167, 178, 155, 119, 107, 119, 95, 60, 48, 18, 6),
    burst=60,
    busy=1.15,
    no_shows=0.10,
    lines=_TEN,
    shares={
        "residence-registration": 0.20,
        "residence-certificate": 0.13,
        "passport": 0.19,
        "pick-up": 0.15,
        "consultation": 0.10,
        "benefits": 0.08,
        "birth": 0.02,
        "property": 0.05,
        "business": 0.05,
        "utilities": 0.03,
    },
    desks=(
        Desk(3, _QUICK, 8, 18),
        Desk(9, ("passport", "residence"), 8, 18),
        Desk(2, ("passport", "certificate"), 10, 20),
        Desk(5, ("social", "family", "certificate"), 8, 18, 2),
        Desk(4, ("property", "business"), 8, 20, 3),
        Desk(2, ("utilities", "consultation"), 8, 18, 3),
        Desk(5, ("residence", "certificate", *_QUICK), 8, 18, 4),
        Desk(4, ("residence", "certificate", *_QUICK), 8, 14, 4),
        Desk(6, ("residence", "certificate", "social", "passport", "family", "utilities", *_QUICK), 12, 20, 4),
    ),
)

PROFILES = (S, M, L)


def aim(hall: str, load: float) -> float | None:
    """The most that the error of an estimate may be of the plain formula's, where that was agreed. `hall`: its `short`."""
    if hall == S.short:
        return 0.75
    return 0.55 if (hall, load) == (M.short, M.busy) else None
