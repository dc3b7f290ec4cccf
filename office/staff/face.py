"""What the page of the staff shows: who works here, as what, and where they are now. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Literal

from msgspec import Struct

from broker.contracts.phrases import Phrases
from office.doors.person import ROLES, Person, Staff
from office.doors.sessions import Session, Whereabouts
from office.staff.rights import MANAGES, managers, manages
from office.words import Words

PHRASES = Phrases.load(Path(__file__).parent / "phrases")

Where = Literal["in", "locked", "away"]


class Role(Struct, frozen=True):
    id: str
    name: str


class Member(Struct, frozen=True):
    """`shut`: until when none of their PINs is looked at; "" when they may try. `told`: since when, or when last.

    `me`: whoever looks. `last`: nobody else manages the staff.
    """

    id: str
    name: str
    roles: tuple[Role, ...]
    where: Where
    place: str
    told: str
    pin: bool
    card: bool
    shut: str
    me: bool
    last: bool

    @property
    def role_ids(self) -> str:
        return " ".join(role.id for role in self.roles)


class Shut(Struct, frozen=True):
    """A machine from which too many wrong codes came."""

    address: str
    told: str


class Crew(Struct, frozen=True):
    """`may`: whoever looks may change it; else `who` may. `for_show`: PINs are told to everybody."""

    members: tuple[Member, ...]
    shut: tuple[Shut, ...]
    may: bool
    who: str
    totals: str
    instead: bool
    for_show: bool


def crew(
    staff: Staff,
    where: Mapping[str, Whereabouts],
    shut: Mapping[str, float],
    *,
    me: str,
    now: datetime,
    words: Words,
) -> Crew:
    """`where`: of each person; `shut`: machines and for how many seconds; `me`: who looks."""
    bosses = managers(staff)
    rows = [
        _member(each, where[each.id], words, now, me=me, last=len(bosses) == 1 and each == bosses[0])
        for each in staff.person
    ]
    inside = sum(row.where != "away" for row in rows)
    return Crew(
        members=tuple(sorted(rows, key=lambda row: (not row.shut, row.where == "away", row.name.casefold()))),
        shut=tuple(
            Shut(address, words("shut.wait", time=words.lasting(_rounded(wait)))) for address, wait in shut.items()
        ),
        may=manages(staff, staff.of(me)),
        who=", ".join(boss.name for boss in bosses),
        totals=words.count("totals", len(rows), inside=inside),
        instead=not any(MANAGES in person.roles for person in staff.person),
        for_show=staff.for_show,
    )


def role_words(zone: tzinfo) -> dict[str, str]:
    """What people call the roles in any language, in small letters, to what they are."""
    called: dict[str, str] = {role: role for role in ROLES}
    for language in PHRASES.languages:
        words = Words(language, zone, PHRASES)
        for role in ROLES:
            called |= {each.strip().casefold(): role for each in words.named("called", role).split(",")}
    return called


def _member(person: Person, found: Whereabouts, words: Words, now: datetime, *, me: str, last: bool) -> Member:
    state, session = _now(found)
    return Member(
        id=person.id,
        name=person.name,
        roles=tuple(Role(role, words.named("staff", role)) for role in person.roles),
        where=state,
        place=words("where.window", window=session.window) if session and session.window else "",
        told=words("where.since", at=_at(session.began, now, words)) if session else _seen(found.seen, now, words),
        pin=bool(person.pin),
        card=bool(person.card),
        shut=words("shut.wait", time=words.lasting(_rounded(found.shut))) if found.shut else "",
        me=person.id == me,
        last=last,
    )


def _now(found: Whereabouts) -> tuple[Where, Session | None]:
    """Of several sessions the one that tells most: at a window, and not locked."""
    told = sorted(found.sessions, key=lambda each: (each.locked, each.window is None, -each.began))
    if not told:
        return "away", None
    return ("locked" if told[0].locked else "in"), told[0]


def _seen(seen: float | None, now: datetime, words: Words) -> str:
    return words("where.never") if seen is None else words("where.last", at=_at(seen, now, words))


def _at(wall: float, now: datetime, words: Words) -> str:
    """Unix seconds as o'clock, with the day where it was another."""
    moment = datetime.fromtimestamp(wall, words.zone)
    same = moment.date() == now.astimezone(words.zone).date()
    return f"{moment:%H:%M}" if same else f"{moment:%d.%m.%Y, %H:%M}"


def _rounded(wait: float) -> float:
    """To whole half minutes, so that the page is not drawn anew every second."""
    return max(30.0, -(-wait // 30) * 30)
