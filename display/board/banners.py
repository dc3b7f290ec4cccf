"""What everybody must know before they look at the calls: closed, suspended and why, where the shelter is. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from broker.contracts.hall_file import HallFile
from broker.contracts.snapshot import Snapshot
from display.board.words import Tongue
from display.look.two_languages import NO_WORDS, Words

BannerKind = Literal["", "closed", "suspended", "quiet"]
TO_THE_SHELTER = "air-raid"


class Banner(Struct, frozen=True):
    """`quiet`: there is nothing to look at yet. `whole`: it is all that there is to say, and takes the calls' place."""

    kind: BannerKind = ""
    title: Words = NO_WORDS
    more: Words = NO_WORDS
    whole: bool = False


def banner(hall: HallFile, snapshot: Snapshot | None, now: datetime, tongue: Tongue) -> Banner:
    if snapshot is None:
        return Banner("quiet", tongue.words("connecting"), tongue.words("connecting-more"), whole=True)
    if snapshot.hall == "closed":
        return _closed(hall, snapshot.until, now, tongue)
    if snapshot.hall == "suspended":
        return _suspended(hall, snapshot.why or "", tongue)
    return Banner() if snapshot.calls else Banner("quiet", tongue.words("no-calls"))


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
