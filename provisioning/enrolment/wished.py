"""What a technician wishes to be set at a box, until the box has it. Pure.

A wish has a number, and the next one a greater number, by the clock and never below the last: a box says which one it
has taken last, so that what it told before does not count against a wish that came since, whoever was away meanwhile.
A desk whose register is lost or of an old backup, and whose clock is behind, makes numbers that its boxes are past.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from broker.contracts.enrolling import AtBox
from broker.contracts.errors import Refused
from broker.mosquitto.access import OF_A_WINDOW
from provisioning.enrolment.set_at_box import KINDS, taken

Settings = Mapping[str, str | int]
TOOK, UNFIT, FELL, STANDS, TRIAL = "wish.took", "wish.unfit", "wish.fell", "wish.stands", "wish.trial"
"""What a box says of wishes, beside what is set there. A desk of an older version takes them for no settings."""

GREATEST = 2**62  # of a number that is believed: the one after it can still be written


class Wish(Struct, frozen=True, kw_only=True):
    """`settings`: "" takes a line out. `since`: of the first of those that are in it."""

    number: int
    settings: dict[str, str]
    since: datetime
    at_once: bool = False


class OfBox(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the desk knows of wishes for one name. `held`: its window before a wish took that, "" when it had
    none; till it stands with the new one. None: no wish did. `on_trial`: it tries a new version, and takes none meanwhile.
    `passed`: names of a wish that was not done, since the box had a later one already.
    """

    wish: Wish | None = None
    took: int = 0
    takes: bool = False
    stands: bool = False
    unfit: tuple[str, ...] = ()
    fell: bool = False
    taken: datetime | None = None
    held: str | None = None
    on_trial: bool = False
    passed: tuple[str, ...] = ()


def over(settings: Settings, wish: Wish | None) -> dict[str, str | int]:
    """`settings` with a wish on top."""
    wished = wish.settings if wish else {}
    return {name: value for name, value in {**settings, **wished}.items() if value != "" or name not in wished}


def news(box: OfBox, has: Settings, wanted: Mapping[str, str], seen: Mapping[str, str]) -> dict[str, str]:
    """What of `wanted` is another value than what is there. Refused when that is not what the technician has `seen`."""
    there = {name: str(value) for name, value in over(has, box.wish).items()}
    other = [name for name in wanted if seen.get(name, "") != there.get(name, "") != wanted[name]]
    if other:
        raise Refused("set-meanwhile", names=" ".join(other))
    return {name: value for name, value in wanted.items() if value != there.get(name, "")}


def wished(box: OfBox, fresh: Mapping[str, str], role: str, at: datetime, *, at_once: bool) -> OfBox:
    """With a wish more. What a box of a window is to speak for changes at once: it is refused till it knows."""
    before = box.wish
    number = max(int(at.timestamp() * 1000), box.took + 1, before.number + 1 if before else 0)
    made = Wish(
        number=number,
        settings={**(before.settings if before else {}), **fresh},
        since=before.since if before else at,
        at_once=at_once or bool(before and before.at_once) or (role in OF_A_WINDOW and "window" in fresh),
    )
    return replace(box, wish=made, unfit=(), fell=False, passed=())


def told(box: OfBox, has: Settings, said: Mapping[str, str | int], role: str, at: datetime) -> tuple[OfBox, Settings]:
    """After a box has `said` what is set there, and which wish it took last: what is known of it, and what is kept.

    A wish that it has not taken lies over what it says. A box cannot give itself another window; it may have back the one
    that a wish took from it, if it could not do that wish.
    """
    last, takes = said.get(TOOK, 0), TOOK in said
    took = last if isinstance(last, int) and last < GREATEST else 0
    unfit = tuple(name for name in str(said.get(UNFIT, "")).split() if name.isidentifier())[: len(KINDS)]
    wish, had = box.wish, str(has.get("window", ""))
    had = had if had.isascii() and had.isdecimal() else ""
    if wish and takes and took >= wish.number:
        if took == wish.number or not (other := _not_there(wish, said)):
            box, wish = replace(box, taken=at), None
        elif box.takes:  # older than what was set at another time, which stays; a person is told
            box, wish = replace(box, passed=other), None
        else:  # made before this desk had heard of any number of that box
            wish = replace(wish, number=took + 1)
    if takes:
        after = () if wish else unfit
        stands, fell = wish is None and STANDS in said, bool(after) and FELL in said
        box = replace(
            box, wish=wish, took=took, takes=True, stands=stands, unfit=after, fell=fell, on_trial=TRIAL in said
        )
    mine = dict(said)
    stood = str(mine.get("window", ""))  # or so it says
    if role in OF_A_WINDOW and had and not (box.held == stood and "window" in box.unfit):
        mine["window"] = int(had)
    if wish and takes and "window" in wish.settings:
        if wish.settings["window"] != had:
            box = replace(box, held=stood if box.held == stood else had)
    elif box.stands or "window" in box.unfit:
        box = replace(box, held=None)
    return box, over(taken(mine, has), wish if takes else None)


def _not_there(wish: Wish, said: Settings) -> tuple[str, ...]:
    """What of a wish a box has not."""
    return tuple(sorted(name for name, value in wish.settings.items() if str(said.get(name, "")) != value))


def shown(box: OfBox, has: Settings) -> AtBox:
    """For the technician's page."""
    return AtBox(
        has={name: str(value) for name, value in over(has, box.wish).items() if name in KINDS},
        waits=tuple(sorted(box.wish.settings)) if box.wish else (),
        since=box.wish.since if box.wish else None,
        at_once=bool(box.wish and box.wish.at_once),
        on_trial=box.on_trial,
        takes=box.takes,
        stands=box.stands,
        unfit=box.unfit,
        fell=box.fell,
        passed=box.passed,
        taken=box.taken,
    )
