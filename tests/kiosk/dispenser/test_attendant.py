from collections.abc import Callable

import pytest

from kiosk.dispenser.attendant import Attendant
from kiosk.dispenser.frame import Frame, IssuingFace, VisitorFace
from kiosk.dispenser.inputs import ChooseService, Effect, HallSeen, Input, LinkChanged, OpenSearch, SendTake, Take
from kiosk.dispenser.menu import Menu
from kiosk.dispenser.offer_faces import MenuFace, SearchFace
from kiosk.dispenser.run import words_of
from kiosk.touch.presses import Back
from kiosk.touch.typing_keys import Type
from tests.kiosk.dispenser.halls import hall

pytestmark = pytest.mark.fast


class Stage:
    """A screen that only remembers, and a clock that the test turns."""

    def __init__(self) -> None:
        self.at = 0.0
        self.frames: list[Frame] = []
        self.effects: list[Effect] = []
        self.alarm: tuple[float, Callable[[], None]] | None = None
        self.alive = True
        self.attendant = Attendant(
            words_of(hall()), show=self.frames.append, wake_in=self.wake_in, clock=lambda: self.at
        )
        self.attendant.serve(self.effects.append, self.hear)
        self.attendant.tell(LinkChanged(self.at, connected=True))
        self.attendant.tell(HallSeen(self.at, "open"))

    def wake_in(self, seconds: float | None, call: Callable[[], None]) -> None:
        self.alarm = None if seconds is None else (self.at + seconds, call)

    def hear(self) -> Input | None:
        return HallSeen(self.at, "open") if self.alive else None

    def pass_time(self, seconds: float) -> None:
        until = self.at + seconds
        while self.alarm and self.alarm[0] <= until:
            self.at, call = self.alarm
            call()
        self.at = until

    def touch(self, press: object) -> None:
        self.pass_time(1.0)
        self.attendant.touched(press, f"id-{self.at}")


def test_a_press_counts_only_on_a_screen_that_has_been_drawn():
    stage = Stage()
    stage.touch(ChooseService("plot"))
    assert isinstance(stage.frames[-1].face, MenuFace)
    stage.attendant.drawn()
    stage.touch(ChooseService("plot"))
    assert isinstance(stage.frames[-1].face, VisitorFace)


def test_nothing_is_drawn_while_nothing_changes():
    stage = Stage()
    drawn = len(stage.frames)
    stage.pass_time(3600.0)
    assert len(stage.frames) == drawn


def test_the_wait_is_spoken_of_only_when_it_is_long_enough_to_notice():
    stage = Stage()
    for press in (ChooseService("plot"), Take()):
        stage.attendant.drawn()
        stage.touch(press)
    assert isinstance(stage.effects[-1], SendTake)
    assert isinstance(stage.frames[-1].face, VisitorFace)
    stage.pass_time(0.3)
    assert isinstance(stage.frames[-1].face, IssuingFace)


def test_a_machine_that_was_busy_for_seconds_does_not_take_it_for_the_hall_s_silence():
    stage = Stage()
    stage.attendant.drawn()
    stage.at += 7.0  # its own alarm has not rung yet
    stage.attendant.touched(ChooseService("plot"), "id")
    assert isinstance(stage.frames[-1].face, VisitorFace)


def test_a_hall_that_is_silent_is_asked_for_before_it_is_given_up():
    stage = Stage()
    drawn = len(stage.frames)
    stage.pass_time(60.0)
    assert len(stage.frames) == drawn
    stage.alive = False
    stage.pass_time(6.0)
    assert len(stage.frames) == drawn + 1


def _tiles(stage: Stage) -> list[object]:
    face = stage.frames[-1].face
    assert isinstance(face, MenuFace)
    return [button.press for button in face.buttons]


def test_the_order_of_a_new_day_waits_until_nobody_stands_there():
    stage = Stage()
    stage.attendant.drawn()
    usual = _tiles(stage)
    by_demand = Menu.of(hall(), {"plot": 3.0})
    stage.touch(ChooseService("plot"))
    assert not stage.attendant.reorder(by_demand)
    stage.attendant.drawn()
    stage.touch(Back())
    assert _tiles(stage) == usual
    assert stage.attendant.reorder(by_demand)
    assert _tiles(stage) == [ChooseService("plot"), *(press for press in usual if press != ChooseService("plot"))]


def test_whoever_types_is_ahead_of_the_screen_but_not_of_a_screen_that_was_never_seen():
    stage = Stage()
    stage.attendant.drawn()
    for press in (OpenSearch(), Type("п")):
        stage.touch(press)
    assert _typed(stage) == "", "the keyboard was not on the screen yet"
    stage.attendant.drawn()
    for letter in "пл":
        stage.touch(Type(letter))
    assert _typed(stage) == "пл", "what was found need not be drawn before the next letter"


def _typed(stage: Stage) -> str:
    face = stage.frames[-1].face
    assert isinstance(face, SearchFace)
    return face.typed
