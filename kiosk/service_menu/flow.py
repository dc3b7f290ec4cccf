"""A technician at an appliance: `step(state, input)` gives the next state and what is to be done. Pure, no clock.

Promises, for any order of touches, answers and time (tests/kiosk/service_menu/test_flow.py):
- nothing is done and nothing is told before a code was right; each deed is in the name of whoever came in;
- while a wait for wrong codes lasts, no code is taken at all;
- from everywhere a button leads out, and without a touch the screen goes back to visitors by itself.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from kiosk.service_menu import inspecting, touching
from kiosk.service_menu.codes import DIGITS
from kiosk.service_menu.inputs import (
    Digit,
    Do,
    Erase,
    Input,
    Knocked,
    LookAt,
    Looked,
    Note,
    Open,
    Pointed,
    Reported,
    Seen,
    Sure,
    Turn,
)
from kiosk.service_menu.items import DEEDS, ITEMS, more_of, offered
from kiosk.service_menu.moves import Step, at_place, do
from kiosk.service_menu.report import Report, line
from kiosk.service_menu.state import (
    GUARD,
    PATTERNS,
    Asking,
    Items,
    Judging,
    Measured,
    Next,
    Pad,
    Pattern,
    Points,
    Shown,
    State,
    Trial,
    Working,
)
from kiosk.touch.presses import Back, Drawn, Leave, Passed, Reading, StartAloud, StillHere, StopAloud, Touched
from kiosk.touch.reader import heed, read, saw, waited

LOOKING = 15.0  # seconds for a code to be looked at


def step(state: State, event: Input) -> Step:
    """What follows from one input. Time first: what was due before the input happened is done before it."""
    waited_for, due = _time(state, event.at)
    after, effects = _follow(waited_for, event)
    return after, (*due, *effects, *touching.given_up(state, after, due + effects))


def _follow(state: State, event: Input) -> Step:
    match event:
        case Knocked():
            return _knock(state, event)
        case Touched():
            return _touch(state, event)
        case Looked():
            return _let_in(state, event)
        case Reported():
            return _report(state, event)
        case Drawn():
            # On the pad every digit is a new screen, and the next one must not wait for the guard.
            return (state if isinstance(state.place, Pad) else saw(state, event.at)), ()
        case Passed():
            return state, ()


def next_wake(state: State, at: float) -> float | None:
    """When `step` has something to do by itself. None: only when something happens."""
    moments = []
    match state.place:
        case Working(until=until) | Trial(until=until) | Pad(checking=int(), until=until):
            moments.append(until)
        case Pad(until=until) if until > at:
            moments.append(until)
    if patience := state.patience:
        change = state.presence.next_change(patience, at)
        moments += [] if change is None else [change]
    return min(moments, default=None)


def _time(state: State, at: float) -> Step:
    match state.place:
        case Working(deed=deed, until=until) if at >= until:
            after, effects = _ended(state, state.place, Report(), at)
            return after, (Note(deed, state.who, failed=True, detail="no answer"), *effects)
        case Trial(until=until) if at >= until:
            return at_place(state, Measured(Report((line("touch-dropped", "warn"),)), None), at), ()
        case Pad(checking=int(), until=until) if at >= until:
            return at_place(state, Pad(), at), ()
        case Pad(wrong=True, checking=None, until=until) if until and at >= until:
            state = replace(state, place=replace(state.place, wrong=False, until=0.0))
    still_there = waited(state, state.patience, at)
    return (still_there, ()) if still_there is not None else _leave(state, "idle")


def _leave(state: State, why: str) -> Step:
    notes = (Note("leave", state.who, detail=why),) if state.who else ()
    return State(presence=state.presence, run=state.run), notes


def _knock(state: State, event: Knocked) -> Step:
    if state.is_open:
        return state, ()
    pad = Pad(wrong=event.wait > 0, until=event.at + event.wait if event.wait > 0 else 0.0)
    state = State(
        presence=state.presence,
        offers=offered(event.has),
        has=event.has,
        has_codes=event.has_codes,
        screen=event.screen,
        run=state.run,
    )
    return at_place(state, pad, event.at), (Note("knock"),)


def _let_in(state: State, event: Looked) -> Step:
    if not isinstance(state.place, Pad) or state.place.checking != event.run:
        return state, ()
    if event.name is None:
        pad = Pad(wrong=True, until=event.at + event.wait if event.wait > 0 else 0.0)
        return at_place(state, pad, event.at), (Note("enter", failed=True),)
    return at_place(replace(state, who=event.name), Items(), event.at), (Note("enter", event.name),)


def _report(state: State, event: Reported) -> Step:
    place = state.place
    if not isinstance(place, Working) or place.run != event.run:
        return state, ()
    notes = () if DEEDS[place.deed].quiet else (Note(place.deed, state.who, event.report.failed),)
    after, effects = _ended(state, place, event.report, event.at)
    return after, (*notes, *effects)


def _ended(state: State, place: Working, report: Report, at: float) -> Step:
    """What was done has a report, if only that nobody answered."""
    if place.item == inspecting.ITEM and place.deed not in ("sheet-store", "sheet-print"):
        return inspecting.reported(state, report, at)
    return at_place(state, Shown(place.item, report), at), ()


def _touch(state: State, event: Touched) -> Step:
    if not state.is_open:
        return state, ()
    state, press = _heed_typing(state, event) if isinstance(state.place, Pad) else heed(state, event)
    # However a technician reads: an open menu is not left open for longer.
    state = replace(state, presence=replace(state.presence, slow=False))
    match press:
        case None | StillHere():
            return state, ()
        case Leave():
            return _leave(state, "button")
    return _inside(state, press, event.at) if state.who else _outside(state, press, event.at)


def _outside(state: State, press: Any, at: float) -> Step:
    return _type(state, state.place, press, at) if isinstance(state.place, Pad) else (state, ())


def _inside(state: State, press: Any, at: float) -> Step:
    return (_back(state, at), ()) if isinstance(press, Back) else _choose(state, press, at)


def _heed_typing(state: State, event: Touched) -> tuple[State, Any]:
    obeyed = event.press is not None and event.at - state.presence.obeyed >= GUARD
    if isinstance(event.press, StartAloud | StopAloud):  # no finger that trembles, and never in vain
        return heed(state, event)
    state = replace(state, presence=state.presence.touched(event.at, obeyed=obeyed), asked=False)
    if not obeyed:
        return state, None
    return (read(state, event.press), None) if isinstance(event.press, Reading) else (state, event.press)


def _back(state: State, at: float) -> State:
    match state.place:
        case Asking(before=before):
            return at_place(state, before, at)
        case Shown() | Working() | Pattern() | Points() | Measured() | Trial() | Next() | Judging():
            return at_place(state, Items(), at)
    return state


def _choose(state: State, press: Any, at: float) -> Step:
    """A press that does not belong to the screen leaves everything as it is."""
    for own in (touching.tried, inspecting.pressed):
        if (followed := own(state, press, at)) is not None:
            return followed
    match press, state.place:
        case Open(item), Items() if item in state.offers:
            return _begin(state, item, ITEMS[item].first, at)
        case Do(deed), Shown(item=item) as shown if deed in more_of(item, state.has):
            return (at_place(state, Asking(deed, shown), at), ()) if DEEDS[deed].sure else _begin(state, item, deed, at)
        case Sure(), Asking(deed=deed, before=before):
            return do(state, before.item, deed, at)
        case Turn(page), (Items() | Shown()) as listing if page >= 0:
            return replace(state, place=replace(listing, page=page)), ()
    return _on_the_glass(state, press, at)


def _begin(state: State, item: str, deed: str, at: float) -> Step:
    match DEEDS[deed].kind:
        case "pattern":
            return at_place(state, Pattern(item), at), ()
        case "points":
            return at_place(state, Points(item), at), ()
        case "sheet":
            return inspecting.begun(state, at), ()
    return do(state, item, deed, at)


def _on_the_glass(state: State, press: Any, at: float) -> Step:
    """Patterns and points have no buttons: the whole screen is touched."""
    match press, state.place:
        case Seen(), Pattern(item, number) if number + 1 < len(PATTERNS):
            return at_place(state, Pattern(item, number + 1), at), ()
        case Seen(), Pattern(inspecting.ITEM):
            return inspecting.reported(state, Report((line("screen-shown"),)), at)
        case Seen(), Pattern():
            return at_place(state, Items(), at), (Note("screen-test", state.who),)
        case Pointed(), Points() as points:
            return _point(state, touching.point(points, press), at)
    return state, ()


def _point(state: State, points: Points, at: float) -> Step:
    if len(points.seen) < touching.POINTS:
        return at_place(state, points, at), ()
    if points.item == inspecting.ITEM:
        return inspecting.pointed(state, points, at)
    found = touching.measured(points, state)
    return at_place(state, found, at), (Note("touch-test", state.who, found.report.failed),)


def _type(state: State, pad: Pad, press: Any, at: float) -> Step:
    if pad.checking is not None or at < pad.until or not state.has_codes:
        return state, ()
    match press:
        case Erase():
            return replace(state, place=replace(pad, digits=pad.digits[:-1], wrong=False)), ()
        case Digit(digit) if len(pad.digits) + 1 < DIGITS:
            return replace(state, place=replace(pad, digits=pad.digits + digit, wrong=False)), ()
        case Digit(digit):
            run = state.run + 1
            checking = Pad(checking=run, until=at + LOOKING)
            return replace(state, place=checking, run=run), (LookAt(run, pad.digits + digit),)
    return state, ()
