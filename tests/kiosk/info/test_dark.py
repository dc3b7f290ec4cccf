"""A terminal that nobody reads in a closed hall goes dark, and the first touch only lights it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.info.flow import next_wake
from kiosk.info.inputs import HallSeen, OpenContacts
from kiosk.info.visit import Contacts, Home
from kiosk.touch.faces import presses
from kiosk.touch.presses import Passed, Speak, StartAloud, ToggleLarge, Touched
from kiosk.touch.reader import Fittings
from tests.kiosk.info.halls import NOW, Terminal

pytestmark = pytest.mark.fast

AFTER = 600.0


def closed(*, dark_after: float | None = AFTER) -> Terminal:
    terminal = Terminal()
    terminal.state = replace(terminal.state, fittings=Fittings(dark_after=dark_after, headset=True))
    terminal.tell(HallSeen(terminal.at, NOW, "closed"))
    return terminal


def later(terminal: Terminal, seconds: float) -> None:
    terminal.at += seconds
    terminal.tell(Passed(terminal.at))


def press(terminal: Terminal, what: object) -> None:
    terminal.at += 1.0
    terminal.tell(Touched(terminal.at, what, "id"))


def test_a_closed_hall_is_dark_after_a_while_and_an_open_one_never():
    terminal = closed()
    later(terminal, AFTER - 1)
    assert not terminal.frame.dark
    later(terminal, 2)
    assert terminal.frame.dark
    terminal.tell(HallSeen(terminal.at, NOW, "open"))
    assert not terminal.frame.dark
    lit = closed(dark_after=None)
    later(lit, 3 * AFTER)
    assert not lit.frame.dark


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.integers(0, 10_000), max_size=6))
def test_the_first_touch_in_the_dark_only_wakes_whatever_it_was_and_the_next_is_obeyed(first: int, walk: list[int]):
    terminal = closed()
    for choice in walk:
        there = terminal.presses
        press(terminal, there[choice % len(there)])
    later(terminal, 1000.0)  # home by itself
    later(terminal, AFTER)
    assert terminal.frame.dark
    there = [*presses(terminal.frame.face), Speak("en"), ToggleLarge(), None]
    found, effects = terminal.state, len(terminal.effects)
    press(terminal, there[first % len(there)])
    assert replace(terminal.state, dark=True, presence=found.presence) == found
    assert not terminal.frame.dark
    assert len(terminal.effects) == effects
    press(terminal, OpenContacts())
    assert terminal.state.path == (Home(), Contacts())


def test_a_headset_plugged_in_in_the_dark_is_heard_at_once():
    terminal = closed()
    later(terminal, AFTER + 1)
    press(terminal, StartAloud())
    assert (terminal.frame.dark, terminal.state.aloud) == (False, True)


def test_it_asks_to_be_woken_when_it_goes_dark_and_then_lets_the_machine_sleep():
    terminal = closed()
    press(terminal, None)
    assert next_wake(replace(terminal.state, stale=True), terminal.at) == pytest.approx(terminal.at + AFTER)
    later(terminal, AFTER + 1)
    assert terminal.state.dark
    assert next_wake(terminal.state, terminal.at) is None
