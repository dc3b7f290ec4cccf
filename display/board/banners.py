"""What everybody must know before they look at the calls: closed, suspended and why, where the shelter is. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import pick
from broker.contracts.snapshot import CallView, Snapshot
from display.board.words import Tongue
from display.board.zones import Zones
from display.look.two_languages import NO_WORDS, Words

BannerKind = Literal["", "closed", "suspended", "quiet"]
TO_THE_SHELTER = "air-raid"


class Banner(Struct, frozen=True):
    """`quiet`: there is nothing to look at yet. `whole`: it is all that there is to say, and takes the calls' place."""

    kind: BannerKind = ""
    title: Words = NO_WORDS
    more: Words = NO_WORDS
    whole: bool = False


def banner(
    hall: HallFile,
    snapshot: Snapshot | None,
    now: datetime,
    tongue: Tongue,
    *,
    zones: Zones,
    calling: tuple[CallView, ...] = (),
) -> Banner:
    """`zones`: those of the board; `calling`: the calls that stand out, wherever they are."""
    if snapshot is None:
        return Banner("quiet", tongue.words("connecting"), tongue.words("connecting-more"), whole=True)
    if snapshot.hall == "closed":
        return _closed(hall, snapshot.until, now, tongue)
    if snapshot.hall == "suspended":
        return _suspended(hall, snapshot.why or "", tongue)
    if any(zones.shows(call) for call in snapshot.calls):
        return Banner()
    return _quiet(hall, snapshot, tongue, calling)


def _quiet(hall: HallFile, snapshot: Snapshot, tongue: Tongue, calling: tuple[CallView, ...]) -> Banner:
    """Nobody was called to where this board hangs; where somebody is being called, if that is known."""
    where = [hall.zones[zone] for zone in dict.fromkeys(call.zone for call in calling) if zone in hall.zones]
    more = tongue.words("no-calls-more")
    if where:
        named = [", ".join(pick(zone.name, each) for zone in where) for each in tongue.languages]
        say = tongue.phrases.say
        more = Words(
            *(say(each, "no-calls-there", zones=names) for each, names in zip(tongue.languages, named, strict=True))
        )
    return Banner("quiet", tongue.words("no-calls-here" if snapshot.calls else "no-calls"), more)


def _closed(hall: HallFile, until: datetime | None, now: datetime, tongue: Tongue) -> Banner:
    """When there will be somebody again, if that is known."""
    title, more = tongue.words("closed.title"), tongue.words("closed.more")
    if until is not None:
        opens = until.astimezone(hall.timezone)
        if opens.date() == now.astimezone(hall.timezone).date():
            title, more = tongue.words("closed.not-now"), tongue.words("closed.today", time=f"{opens:%H:%M}")
        else:
            more = tongue.dated("closed.next", opens)
    return Banner("closed", title, more, whole=True)


def _suspended(hall: HallFile, why: str, tongue: Tongue) -> Banner:
    reason = f"suspended.{why}"
    key = reason if tongue.has(f"{reason}.title") else "suspended"
    more = tongue.words(f"{key}.more")
    if why == TO_THE_SHELTER and hall.hall.shelter:
        shelter = tongue.pick(hall.hall.shelter)
        second = f"{shelter.second or shelter.first}. {more.second}" if more.second else ""
        more = Words(f"{shelter.first}. {more.first}", second)
    return Banner("suspended", tongue.words(f"{key}.title"), more, whole=True)
