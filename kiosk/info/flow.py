"""A visit to the information terminal: `step(state, input, content)` gives the next state and what is to be done. Pure.

Promises, for any order of touches, replies and time (tests/kiosk/info/test_flow.py): from every screen there is a way
home, «back» leads where one came from, and whatever is on the screen comes home by itself.
"""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.info.content import Content
from kiosk.info.inputs import (
    AskPrinter,
    CardSettled,
    Effect,
    GoHome,
    HallSeen,
    Input,
    Move,
    NewsRead,
    Press,
    PrintCard,
    PrinterSeen,
    PrintSlip,
    ShowFloor,
    Turn,
    Zoom,
)
from kiosk.info.opening import opened
from kiosk.info.visit import (
    CLOSEST,
    LOST_WORD,
    PRINT_PATIENCE,
    Card,
    Home,
    Map,
    Place,
    Sample,
    Search,
    State,
    sample_parts,
)
from kiosk.touch.dark import dark_from, night, nobody_since, only_wakes, woken
from kiosk.touch.presses import Back, Drawn, Leave, Passed, StillHere, Touched
from kiosk.touch.reader import given_time, heed, next_reader, saw, waited
from kiosk.touch.typing_keys import KeyPress

_NOTHING: tuple[Effect, ...] = ()


def step(state: State, event: Input, content: Content) -> tuple[State, tuple[Effect, ...]]:
    """What follows from one input. Time first: what was due before the input happened is done before it."""
    state = _time(state, event.at)
    if only_wakes(state, event):
        return woken(state, event.at), _NOTHING
    effects = _NOTHING
    match event:
        case Passed():
            after = state
        case Drawn():
            after = saw(state, event.at)
        case Touched():
            after, effects = _touch(state, event, content)
        case HallSeen():
            after = _hall(state, event)
        case NewsRead(news=news):
            after = replace(state, news=news)
        case PrinterSeen(can_print=can_print):
            after = replace(state, can_print=can_print)
        case CardSettled():
            after = _settled(state, event)
    return _time(after, event.at), effects


def next_wake(state: State, at: float) -> float | None:
    """When `step` has something to do by itself. None: only when something happens."""
    moments: list[float | None] = []
    if state.printing == "printing":
        moments.append(state.print_until)
    if patience := state.patience():
        moments.append(state.presence.next_change(patience, at))
    if not state.stale:
        moments.append(state.heard_at + LOST_WORD)
    if not state.dark and state.at_rest:
        moments.append(dark_from(state, state.closed_since))
    return min((m for m in moments if m is not None), default=None)


def _home(state: State) -> State:
    return replace(next_reader(state), path=(Home(),), printing="", wish="")


def _time(state: State, at: float) -> State:
    state = replace(state, stale=state.hall is None or at >= state.heard_at + LOST_WORD)
    if state.printing == "printing" and at >= state.print_until:
        state = given_time(replace(state, printing="failed", wish=""), at)
    still = waited(state, state.patience(), at)
    state = _home(state) if still is None else still
    return night(state, state.closed_since, at, at_rest=state.at_rest)


def _hall(state: State, event: HallSeen) -> State:
    return replace(
        state,
        now=event.now,
        hall=event.hall,
        closed_since=nobody_since(state.closed_since, event.at, nobody=event.hall == "closed"),
        until=event.until,
        lines=event.lines,
        windows=event.windows,
        heard=event.heard,
        heard_at=event.at - event.silent_for,
    )


def _settled(state: State, event: CardSettled) -> State:
    if event.id != state.wish:
        return state
    return given_time(replace(state, printing="printed" if event.printed else "failed", wish=""), event.at)


def _touch(state: State, event: Touched, content: Content) -> tuple[State, tuple[Effect, ...]]:
    begun = state.at_rest and not state.presence.deaf(event.at)
    state, press = heed(state, event)
    after, effects = (state, _NOTHING) if press is None else _press(state, press, event, content)
    return after, (AskPrinter(), *effects) if begun else effects


def _press(state: State, press: Press, event: Touched, content: Content) -> tuple[State, tuple[Effect, ...]]:
    if isinstance(press, PrintCard):
        return _print(state, press.local_no, event)
    return _go(state, press, content), _NOTHING


def _go(state: State, press: Press, content: Content) -> State:
    match press:
        case Leave():
            return _home(state)
        case StillHere():
            return state
        case GoHome():
            return replace(state, path=(Home(),), printing="")
        case Back():
            return replace(state, path=state.path[:-1] or (Home(),), printing="")
    return _walk(state, press, content)


def _print(state: State, local_no: str, event: Touched) -> tuple[State, tuple[Effect, ...]]:
    here = state.place
    if not state.can_print or state.printing == "printing" or not isinstance(here, Card) or here.local_no != local_no:
        return state, _NOTHING
    wish = PrintSlip(event.spare, local_no, state.language)
    return replace(state, printing="printing", wish=wish.id, print_until=event.at + PRINT_PATIENCE), (wish,)


def _walk(state: State, press: Press, content: Content) -> State:
    """Moves within a screen, and to the next one. A press that does not belong to the screen leaves it as it is."""
    within = _within(state.place, press, content)
    if within is not None:
        return replace(state.at(within), printing="")
    found = opened(press, content)
    return state if found is None else state.to(found)


def _within(here: Place, press: Press, content: Content) -> Place | None:  # noqa: PLR0911 - one row a press
    """The same screen, changed; None when the press asks for another."""
    if isinstance(press, KeyPress):
        return replace(here, typed=here.typed.after(press), page=0) if isinstance(here, Search) else here
    match press, here:
        case Turn(page), _:
            return replace(here, page=max(0, page))
        case Zoom(times), Sample():
            return replace(here, zoom=min(CLOSEST, max(1, times)), across=0, up=0)
        case Move(across, up), Sample():
            return _moved(here, across, up, wide=content.wide)
        case ShowFloor(floor), Map():
            return replace(here, floor=floor) if content.map and floor in content.map.floors else here
        case ((Zoom() | Move()), _):
            return here
    return None


def _moved(sample: Sample, across: int, up: int, *, wide: bool) -> Sample:
    """The part beside, as far as there is one."""
    columns, rows = sample_parts(sample.zoom, wide=wide)
    return replace(
        sample,
        across=min(columns - 1, max(0, sample.across + across)),
        up=min(rows - 1, max(0, sample.up + up)),
    )
