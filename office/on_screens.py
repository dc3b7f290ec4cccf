"""What a screen of the hall has on it, by its own report, and whether that is what it should have. Pure."""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct

from broker.contracts.shown import Shown, digest
from office.appliances import Machine
from office.standing import Standing
from office.words import Words

MOST = 3  # calls that are named
THERE = ("ready", "degraded")
FRAME = timedelta(seconds=3)  # more than a call needs to any screen


class OnScreen(Struct, frozen=True):
    """`words`: "" of an appliance that tells nothing of its screen."""

    words: str = ""
    doubtful: bool = False


def on_screen(machine: Machine, standing: Standing, say: Words) -> OnScreen:
    """«показує А042 → 5, К017 → 3», or what is wrong with it."""
    shown = machine.shown
    if shown is None:
        return OnScreen()
    at = say.clock(shown.at)
    if machine.state not in THERE:
        return OnScreen(say("shows.last", what=_content(shown, say), at=at), doubtful=True)
    if shown.blank:
        return OnScreen(say("shows.blank", at=at), doubtful=True)
    words = say("shows.now", what=_content(shown, say))
    if shown.stale:
        return OnScreen(f"{words} {say('shows.stale')}", doubtful=True)
    if _is_behind(shown, standing):
        return OnScreen(f"{words} {say('shows.behind', at=at)}", doubtful=True)
    return OnScreen(words)


def _is_behind(shown: Shown, standing: Standing) -> bool:
    """Whether the hall's last call is not there, though it has had the time."""
    snapshot = standing.snapshot
    if snapshot is None or snapshot.hall != "open" or shown.snapshot == digest(snapshot):
        return False
    if shown.windows:
        return _sign_is_behind(shown, standing)
    own = (call for call in snapshot.calls if not shown.zones or call.zone in shown.zones)
    last = next(own, None)
    rows = {(call.number, call.window, call.times) for call in shown.calls}
    return last is not None and standing.now - last.at > FRAME and (last.number, last.window, last.times) not in rows


def _sign_is_behind(shown: Shown, standing: Standing) -> bool:
    """A sign shows who is at its window, called or served, and nobody else."""
    assert standing.snapshot
    numbers = {(call.number, call.window) for call in shown.calls}
    for window in standing.snapshot.windows:
        there = {(window.ticket, window.id)} if window.ticket and window.state in ("calling", "serving") else set()
        mine = {(number, of) for number, of in numbers if of == window.id}
        if window.id in shown.windows and mine != there and window.since and standing.now - window.since > FRAME:
            return True
    return False


def _content(shown: Shown, say: Words) -> str:
    if shown.banner in ("closed", "suspended"):
        return say(f"shows.{shown.banner}")
    if not shown.calls:
        return say("shows.nothing")
    return ", ".join(f"{call.number}\u00a0→\u00a0{call.window}" for call in shown.calls[:MOST])
