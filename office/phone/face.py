"""What a visitor's page shows of one ticket, in words. Pure: a visit, the hall and what was counted in, a face out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from broker.contracts.decision import Estimate
from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import Phrases
from broker.contracts.snapshot import Snapshot
from broker.contracts.told_range import told_range
from office.phone.visits import Visit
from office.standing import Trust
from office.words import Words

PHRASES = Phrases.load(Path(__file__).parent / "phrases")
NEAR = 3  # fewer before one than this: time to come back to the hall
_LEAVES = frozenset({"waiting", "called", "held", "no-show"})  # states in which one may still go


class Counted(NamedTuple):
    """What the queue-master said of a waiting ticket. `at`: when it was asked how many are before it; `estimated`: the range."""

    ahead: int | None = None
    at: datetime | None = None
    estimate: Estimate | None = None
    estimated: datetime | None = None


class Surroundings(NamedTuple):
    """What all pages share at one moment. `as_of`: when the queue-master was last heard."""

    hall: HallFile
    snapshot: Snapshot | None
    trust: Trust
    as_of: datetime


class Face(msgspec.Struct, frozen=True, kw_only=True):
    """Texts in their places; "" hides one. `call`: another one for each call and recall, so that a phone rings once for
    each. `give_way`: the label of its button. `over`: nothing will change any more.
    """

    state: str
    heading: str
    detail: str
    number: str = ""
    service: str = ""
    ahead: str = ""
    range: str = ""
    told: str = ""
    where: str = ""
    notice: str = ""
    warning: str = ""
    give_way: str = ""
    give_way_hint: str = ""
    leave: bool = False
    call: str = ""
    survey: str = ""
    over: bool = False
    title: str = ""
    spoken: str = ""


def face(visit: Visit | None, counted: Counted, around: Surroundings, say: Words) -> Face:
    """The page of `visit`; of None, that there is no such ticket today."""
    hall = around.hall
    warning = _warning(around, say)
    if visit is None:
        known = around.trust == "ok"
        return Face(
            state="unknown",
            heading=say("unknown.title") if known else say("link.catching-up"),
            detail=say("unknown.detail") if known else "",
            warning=warning,
            title=say.of(hall.hall.name),
        )
    state = _state(visit, counted)
    heading = say(f"state.{state}", window=visit.window)
    detail = _detail(visit, state, hall, say)
    waiting = visit.state == "waiting"
    left = hall.policy.give_way_times - visit.gave_way if hall.policy.give_way else 0
    may_give_way = waiting and left > 0
    ahead, expected = _ahead(counted, say) if waiting else "", _range(counted, around, say) if waiting else ""
    return Face(
        state=state,
        heading=heading,
        detail=detail,
        number=visit.number,
        service=_came_for(visit, hall, say),
        ahead=ahead,
        range=expected,
        told=_told(visit, hall, say) if waiting else "",
        where=_where(visit, hall, say),
        notice=_notice(visit, around.snapshot, say),
        warning=warning,
        give_way=say.count("action.give_way", hall.policy.give_way) if may_give_way else "",
        give_way_hint=say("action.give_way_hint", left=left) if may_give_way else "",
        leave=visit.state in _LEAVES,
        call=f"{visit.window}:{visit.calls}" if visit.state == "called" else "",
        survey=hall.phone.survey if visit.state == "done" else "",
        over=visit.state in ("done", "cancelled"),
        title=f"{visit.number} · {heading}",
        spoken=f"{visit.number}. {heading}. {say('ahead.label')}: {ahead}." if ahead else f"{visit.number}. {heading}.",
    )


def _state(visit: Visit, counted: Counted) -> str:
    """The ticket's state; of one that waits, also how near its turn is."""
    if visit.state != "waiting" or counted.ahead is None or counted.ahead >= NEAR:
        return visit.state
    return "near" if counted.ahead else "next"


def _detail(visit: Visit, state: str, hall: HallFile, say: Words) -> str:
    if visit.state == "waiting":
        if visit.window is not None:
            return say("detail.to_window", window=visit.window)
        return say("detail.near" if state in ("near", "next") else "detail.waiting")
    if visit.state == "called" and visit.since is not None:
        within = say.lasting(hall.policy.no_show_after.total_seconds())
        key = "detail.called_again" if visit.calls > 1 else "detail.called"
        return say(key, time=say.clock(visit.since), within=within)
    return say(f"detail.{visit.state}", window=visit.window)


def _ahead(counted: Counted, say: Words) -> str:
    if counted.ahead is None:
        return say("ahead.counting")
    return say.count("ahead", counted.ahead) if counted.ahead else say("ahead.nobody")


def _range(counted: Counted, around: Surroundings, say: Words) -> str:
    if counted.estimate is None or counted.estimated is None:
        return say("ahead.counting") if counted.estimated is None else say("range.unknown")
    return told_range(counted.estimate, counted.estimated, around.hall.timezone)


def _told(visit: Visit, hall: HallFile, say: Words) -> str:
    return say("range.told", range=told_range(visit.told, visit.issued_at, hall.timezone)) if visit.told else ""


def _came_for(visit: Visit, hall: HallFile, say: Words) -> str:
    found = hall.packages.get(visit.package or "") or hall.services.get(visit.service)
    return say.of(found.name) if found else ""


def _where(visit: Visit, hall: HallFile, say: Words) -> str:
    """The zone to wait in, or to go to."""
    if visit.state not in ("waiting", "called", "held"):
        return ""
    window = hall.windows.get(visit.window or 0)
    zone = hall.zones.get(window.zone if window else hall.zone_of(visit.line) or "")
    return say.of(zone.name) if zone else ""


def _notice(visit: Visit, snapshot: Snapshot | None, say: Words) -> str:
    """What everybody must know, and what concerns this line."""
    notices = snapshot.notices if snapshot else ()
    return " ".join(say.of(each.text) for each in notices if not each.lines or visit.line in each.lines)


def _warning(around: Surroundings, say: Words) -> str:
    if around.trust == "ok":
        return ""
    return say(f"link.{around.trust}", time=say.clock(around.as_of))
