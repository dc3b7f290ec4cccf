"""Serves one visitor after the other: feeds a pure flow, shows its frames, has its effects done, wakes it in time.

Knows neither Kivy nor the bus; all calls come in one thread, the screen's.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Generic, Literal, Protocol, TypeVar

from msgspec.structs import replace

from kiosk.touch.faces import presses
from kiosk.touch.frame import Frame
from kiosk.touch.help_call import HelpSeen, HelpState
from kiosk.touch.one_finger import FORGOTTEN
from kiosk.touch.presses import Drawn, Heard, Passed, StartAloud, StopAloud, Touched
from kiosk.touch.reader import Fittings, Reader, equipped, heard, present, saw_help
from kiosk.touch.sight import ON_ITS_WAY
from kiosk.touch.typing_keys import KeyPress
from kiosk.touch.words import Words

S = TypeVar("S", bound=Reader)
E = TypeVar("E")
E_co = TypeVar("E_co", covariant=True)


class Flow(Protocol[S, E_co]):
    """What an appliance does with a visitor: pure, and the same for the same state and input."""

    @property
    def words(self) -> Words: ...

    def started(self, at: float) -> S: ...

    def step(self, state: S, event: Any) -> tuple[S, tuple[E_co, ...]]: ...

    def next_wake(self, state: S, at: float) -> float | None: ...

    def frame(self, state: S) -> Frame[Any]: ...


Show = Callable[[Frame[Any]], None]
WakeIn = Callable[[float | None, Callable[[], None]], None]


class Calling(Protocol):
    """Who calls a person to this screen, or to another place whose button hangs on it; and takes it back."""

    def call(self, place: str | None = None, why: str = "screen") -> None: ...

    def withdraw(self) -> None: ...


class Attendant(Generic[S, E]):
    """`show` draws a frame, `wake_in` sets the one alarm (None: no alarm), `clock` is monotonic."""

    def __init__(
        self, flow: Flow[S, E], *, show: Show, wake_in: WakeIn, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._flow, self._clock = flow, clock
        self._shows, self._wake_in = [show], wake_in
        self._act: Callable[[E], None] | None = None
        self._hear: Callable[[], object | None] = lambda: None
        self.state: S = flow.started(clock())
        self.shown: Frame[Any] | None = None
        self._unseen: Literal["", "by itself", "by a touch"] = ""  # a new screen that is still to be drawn, and why
        self._changed = float("-inf")  # when a screen was drawn last that no touch had asked for
        self._down_since: float | None = None  # a finger is on the glass
        self._waiting: list[Any] = []  # what happened meanwhile
        self._desk: Calling | None = None
        self._look()

    @property
    def words(self) -> Words:
        """All that it says."""
        return self._flow.words

    def serve(self, act: Callable[[E], None], hear: Callable[[], object | None]) -> None:
        """From now on there is somebody who does the effects: `act`.

        `hear` tells the hall as it was heard last, and how long ago; it is asked before everything that happens.
        """
        self._act, self._hear = act, hear

    def shows(self, show: Show) -> None:
        """From now on `show` is given each frame too, beginning with the one that is on the screen."""
        self._shows.append(show)
        if self.shown is not None:
            show(self.shown)

    def calls_people(self, desk: Calling) -> None:
        """From now on a visitor can call a person; `desk` does it."""
        self._desk = desk
        self.state = replace(self.state, fittings=replace(self.state.fittings, calls=True))
        self._look()

    def call_to(self, place: str) -> None:
        """A button at another place was pressed."""
        if self._desk:
            self._desk.call(place, "button")

    def _have_called(self, before: HelpState) -> None:
        """Do what a step has decided about the call for help."""
        after = self.state.help
        if self._desk and after.stage == "calling" and before.stage != "calling":
            self._desk.call()
        elif self._desk and after.stage is None and before.stage not in (None, "unheard"):
            self._desk.withdraw()

    def equip(self, fittings: Fittings, strike_guard: float) -> None:
        """What the appliance is built with. A second strike within `strike_guard` seconds is none."""
        calls = self._desk is not None
        self.state = equipped(self.state, replace(fittings, calls=calls), strike_guard)
        self._look()

    def drawn(self) -> None:
        """A frame is on the screen. To be called after each."""
        unseen, self._unseen = self._unseen, ""
        if unseen == "by a touch":
            self.tell(Drawn(self._clock()))
        elif unseen:
            self._changed = self._clock()

    def finger(self, down: bool) -> None:  # noqa: FBT001 - there, or gone
        """A finger came down, or has left and what it meant is told. Nothing changes under a finger: whatever else
        happens meanwhile is followed when it has left, or has lain there for longer than anybody presses.
        """
        if down:
            self._down_since = self._clock()
            # Whoever is about to press is there: no question comes between, and nobody is sent home.
            self.state = present(self.state, self._down_since)
        else:
            self._down_since = None
        self._look()
        if not down:
            self._follow_up()

    def _follow_up(self) -> None:
        """What waited for a finger to leave."""
        waiting, self._waiting = self._waiting, []
        for event in waiting:
            self.tell(event)

    def touched(self, press: Any, spare: str, *, steady: bool = False) -> None:
        """A finger left the screen; `spare` is a new id. `steady`: what is pressed has stood there for so long that the
        finger was meant for it, whatever was drawn meanwhile.

        What it meant cannot be a screen that is only being drawn, or that came while it was on its way: a slow machine
        handles a second strike late. Only whoever types is ahead of the screen: the keys stay where they are; and a
        plug is no touch.
        """
        now = self._clock()
        ahead = isinstance(press, KeyPress) and self.state.presence.typing
        ahead = ahead or isinstance(press, StartAloud | StopAloud)
        ahead = ahead or (steady and self._unseen != "by a touch")
        young = bool(self._unseen) or now - self._changed < ON_ITS_WAY
        self.tell(Touched(now, None if young and not ahead else press, spare))

    def tell(self, event: Any) -> None:
        """Something happened; follow it to its end."""
        if self._down_since is not None and not isinstance(event, Touched | Drawn):
            if self._clock() - self._down_since < FORGOTTEN:
                self._waiting.append(event)
                return
            self._down_since = None
            self._follow_up()
        # First what the hall has said since: a sign of life that changed nothing is not told by itself, and a machine
        # that was busy for seconds must not take its own deafness for the hall's silence.
        for each in (self._hear(), event):
            if each is None:
                continue
            if isinstance(each, Heard | HelpSeen):
                self.state = heard(self.state, each) if isinstance(each, Heard) else saw_help(self.state, each)
                continue
            before = self.state.help
            self.state, effects = self._flow.step(self.state, each)
            self._have_called(before)
            for effect in effects:
                # Before `serve` there is no hall; what a first touch asks for can wait.
                if self._act:
                    self._act(effect)
        self._look(touched=isinstance(event, Touched) and event.press is not None)

    def say(self, key: str, **slots: object) -> str:
        """A phrase that all touch screens share, in the visitor's language."""
        return self._flow.words.shared.say(self.state.language, key, **slots)

    def _look(self, *, touched: bool = False) -> None:
        if self._down_since is None or touched:
            self._show(touched=touched)
        now = self._clock()
        wake = self._flow.next_wake(self.state, now)
        if self._down_since is not None:
            wake = self._down_since + FORGOTTEN
        self._wake_in(None if wake is None else max(0.0, wake - now), self._wake)

    def _show(self, *, touched: bool) -> None:
        shown = self._flow.frame(self.state)
        if shown == self.shown:
            return
        before, self.shown = self.shown, shown
        # Other words on the same buttons are no new screen: they mean what they meant.
        if before is None or _buttons(before) != _buttons(shown):
            self._unseen = "by a touch" if touched or self._unseen == "by a touch" else "by itself"
        for show in self._shows:
            show(shown)

    def _wake(self) -> None:
        self.tell(Passed(self._clock()))


def _buttons(shown: Frame[Any]) -> object:
    return presses(shown.face), shown.question is None
