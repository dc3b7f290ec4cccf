"""What the two lines say: the window's ticket, who waits for it, and why a press was not taken. Pure.

The lamps say the same with less; whoever is far from the display, or has none, works by them alone.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from broker.contracts.phrases import Phrases
from broker.contracts.snapshot import Snapshot, WindowView
from office.button_box.box import NONE_WAITS, PERSON_CALLED, Box


class Lines(Struct, frozen=True):
    """Both empty: the display is dark."""

    upper: str = ""
    lower: str = ""


DARK = Lines()


def lines(box: Box, snapshot: Snapshot | None, window: int, phrases: Phrases, language: str, *, at: float) -> Lines:
    """`at`: now, of the clock of `box`. Times of day are told as the snapshot has them, in the zone of the hall."""

    def say(key: str, **slots: object) -> str:
        return phrases.say(language, key, **slots)

    if at < box.told_until:
        if box.why in (NONE_WAITS, PERSON_CALLED):
            return Lines(say(box.why), say(f"{box.why}-next"))
        key = f"why-{box.why}"
        return Lines(say("refused"), say(key if key in phrases else "why-rule"))
    if not box.heard or snapshot is None:
        return Lines(say("away"), say("away-next"))
    view = next((each for each in snapshot.windows if each.id == window), None)
    if view is None:
        return Lines(say("no-window", window=window), say("no-window-next"))
    found = _of_window(view, snapshot, phrases, language)
    if box.asked and found != DARK:
        return Lines(found.upper, say("under-way"))
    return found


def _of_window(view: WindowView, snapshot: Snapshot, phrases: Phrases, language: str) -> Lines:
    count = sum(line.waiting for line in snapshot.lines if line.id in view.lines)
    waiting = phrases.say(language, "waiting", count=count) if count else phrases.say(language, "nobody")
    match view.state:
        case "closed":
            if snapshot.hall == "closed":
                return DARK  # the same letters through every night would burn themselves in
            return Lines(phrases.say(language, "closed"), phrases.say(language, "closed-next"))
        case "paused" | "free":
            return Lines(phrases.say(language, view.state), waiting)
        case "calling":
            call = next((each for each in snapshot.calls if (each.window, each.number) == (view.id, view.ticket)), None)
            if call is not None and call.times > 1:
                lower = phrases.say(language, "called-again", times=call.times, time=_time(call.at))
            else:
                lower = phrases.say(language, "called", time=_time(view.since))
            return Lines(view.ticket or "", lower)
        case "serving":
            lower = phrases.say(language, "serving", time=_time(view.since), count=count)
            return Lines(view.ticket or "", lower)


def _time(moment: datetime | None) -> str:
    return f"{moment:%H:%M}" if moment else ""
