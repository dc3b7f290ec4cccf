"""A technician at an appliance: `step(state, input)` gives the next state and what is to be done. Pure, no clock.

Promises, for any order of touches, answers and time (tests/kiosk/service_menu/test_flow.py):
- nothing is done and nothing is told before a code was right; each deed is in the name of whoever came in;
- while a wait for wrong codes lasts, no code is taken at all;
- from everywhere a button leads out, and without a touch the screen goes back to visitors by itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kiosk.service_menu.codes import DIGITS
from kiosk.service_menu.inputs import (
    Digit,
    Do,
    Effect,
    Erase,
    Input,
    Knocked,
    LookAt,
    Looked,
    Note,
    Open,
    Reported,
    Run,
    Sure,
    Turn,
)
from kiosk.service_menu.items import DEEDS, ITEMS
from kiosk.service_menu.report import Report
from kiosk.service_menu.state import GUARD, Asking, Items, Pad, Place, Shown, State, Working
from kiosk.touch.presses import Back, Drawn, Leave, Passed, Reading, StillHere, Touched
from kiosk.touch.reader import given_time, heed, read, saw, waited

LOOKING = 15.0  # seconds for a code to be looked at
Step = tuple[State, tuple[Effect, ...]]


def step(state: State, event: Input) -> Step:
    """What follows from one input. Time first: what was due before the input happened is done before it."""
    state, due = _time(state, event.at)
    match event:
        case Knocked():
            after, effects = _knock(state, event)
        case Touched():
            after, effects = _touch(state, event)
        case Looked():
            after, effects = _let_in(state, event)
        case Reported():
            after, effects = _report(state, event)
        case Drawn():
            # On the pad every digit is a new screen, and the next one must not wait for the guard.
            after, effects = state if isinstance(state.place, Pad) else saw(state, event.at), ()
        case Passed():
            after, effects = state, ()
    return after, due + effects


def next_wake(state: State, at: float) -> float | None:
    """When `step` has something to do by itself. None: only when something happens."""
    moments = []
    match state.place:
        case Working(until=until) | Pad(checking=int(), until=until):
            moments.append(until)
        case Pad(until=until) if until > at:
            moments.append(until)
    if patience := state.patience:
        change = state.presence.next_change(patience, at)
        moments += [] if change is None else [change]
    return min(moments, default=None)


def _time(state: State, at: float) -> Step:
    match state.place:
        case Working(item=item, until=until) if at >= until:
            return _at(state, Shown(item, Report()), at), (Note(state.place.deed, state.who, True, "no answer"),)
        case Pad(checking=int(), until=until) if at >= until:
            return _at(state, Pad(), at), ()
        case Pad(wrong=True, checking=None, until=until) if until and at >= until:
            state = replace(state, place=replace(state.place, wrong=False, until=0.0))
    after = waited(state, state.patience, at)
    return (after, ()) if after is not None else _leave(state, "idle")


def _at(state: State, place: Place, at: float) -> State:
    """Something new is to be read, and reading takes time."""
    return given_time(replace(state, place=place), at)


def _leave(state: State, why: str) -> Step:
    notes = (Note("leave", state.who, detail=why),) if state.who else ()
    return State(presence=state.presence, run=state.run), notes


def _knock(state: State, event: Knocked) -> Step:
    if state.is_open:
        return state, ()
    pad = Pad(wrong=event.wait > 0, until=event.at + event.wait if event.wait > 0 else 0.0)
    state = State(presence=state.presence, offers=event.offers, has_codes=event.has_codes, run=state.run)
    return _at(state, pad, event.at), (Note("knock"),)


def _let_in(state: State, event: Looked) -> Step:
    if not isinstance(state.place, Pad) or state.place.checking != event.run:
        return state, ()
    if event.name is None:
        pad = Pad(wrong=True, until=event.at + event.wait if event.wait > 0 else 0.0)
        return _at(state, pad, event.at), (Note("enter", failed=True),)
    return _at(replace(state, who=event.name), Items(), event.at), (Note("enter", event.name),)


def _report(state: State, event: Reported) -> Step:
    place = state.place
    if not isinstance(place, Working) or place.run != event.run:
        return state, ()
    notes = () if DEEDS[place.deed].quiet else (Note(place.deed, state.who, event.report.failed),)
    return _at(state, Shown(place.item, event.report), event.at), notes


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
    state = replace(state, presence=state.presence.touched(event.at, obeyed=obeyed), asked=False)
    if not obeyed:
        return state, None
    return (read(state, event.press), None) if isinstance(event.press, Reading) else (state, event.press)


def _back(state: State, at: float) -> State:
    match state.place:
        case Asking(before=before):
            return _at(state, before, at)
        case Shown() | Working():
            return _at(state, Items(), at)
    return state


def _choose(state: State, press: Any, at: float) -> Step:
    """A press that does not belong to the screen leaves everything as it is."""
    match press, state.place:
        case Open(item), Items() if item in state.offers:
            return _do(state, item, ITEMS[item].first, at)
        case Do(deed), Shown(item=item) as shown if deed in ITEMS[item].more:
            return (_at(state, Asking(deed, shown), at), ()) if DEEDS[deed].sure else _do(state, item, deed, at)
        case Sure(), Asking(deed=deed, before=before):
            return _do(state, before.item, deed, at)
        case Turn(page), (Items() | Shown()) as listing if page >= 0:
            return replace(state, place=replace(listing, page=page)), ()
    return state, ()


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


def _do(state: State, item: str, deed: str, at: float) -> Step:
    run = state.run + 1
    working = Working(item, deed, run, at + DEEDS[deed].patience)
    return _at(replace(state, run=run), working, at), (Run(run, deed, state.who),)
