from collections.abc import Callable

import pytest

from kiosk.dispenser.attendant import Attendant
from kiosk.dispenser.frame import Frame, IssuingFace, NoticeFace, VisitorFace
from kiosk.dispenser.inputs import ChooseService, Effect, HallSeen, Input, LinkChanged, OpenSearch, SendTake, Take
from kiosk.dispenser.menu import Menu
from kiosk.dispenser.offer_faces import MenuFace, SearchFace
from kiosk.dispenser.run import words_of
from kiosk.touch.front import Front
from kiosk.touch.presses import Back, Passed
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
        self.closed: frozenset[str] = frozenset()
        self.attendant = Attendant(
            words_of(hall()), show=self.frames.append, wake_in=self.wake_in, clock=lambda: self.at
        )
        self.attendant.serve(self.effects.append, self.hear)
        self.attendant.tell(LinkChanged(self.at, connected=True))
        self.attendant.tell(HallSeen(self.at, "open"))

    def wake_in(self, seconds: float | None, call: Callable[[], None]) -> None:
        self.alarm = None if seconds is None else (self.at + seconds, call)

    def hear(self) -> Input | None:
        return HallSeen(self.at, "open", closed_lines=self.closed) if self.alive else None

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


def test_what_happens_while_a_finger_is_down_waits_until_it_has_left():
    stage = Stage()
    stage.attendant.drawn()
    stage.pass_time(1.0)
    drawn = len(stage.frames)
    stage.attendant.finger(True)
    stage.attendant.tell(HallSeen(stage.at, "suspended", "registers-down"))
    stage.pass_time(2.0)
    assert len(stage.frames) == drawn
    stage.attendant.finger(False)
    assert isinstance(stage.frames[-1].face, NoticeFace)


def test_what_lies_on_the_glass_is_no_finger_for_long():
    stage = Stage()
    stage.attendant.finger(True)
    stage.attendant.tell(HallSeen(stage.at, "suspended", "registers-down"))
    drawn = len(stage.frames)
    stage.pass_time(11.0)
    assert isinstance(stage.frames[drawn].face, NoticeFace)


def _asked(stage: Stage) -> bool:
    return stage.frames[-1].question is not None


def test_nobody_is_asked_whether_they_are_there_while_their_finger_is():
    stage = Stage()
    stage.attendant.drawn()
    stage.touch(ChooseService("plot"))
    stage.attendant.drawn()
    stage.pass_time(49.9)
    assert not _asked(stage)
    stage.attendant.finger(True)
    stage.pass_time(0.3)
    stage.attendant.touched(Back(), "id")
    stage.attendant.finger(False)
    assert isinstance(stage.frames[-1].face, MenuFace)
    assert not _asked(stage)


def test_a_question_that_is_not_on_the_screen_yet_takes_no_touch_away():
    stage = Stage()
    stage.attendant.drawn()
    stage.touch(ChooseService("plot"))
    stage.attendant.drawn()
    stage.pass_time(51.0)
    assert _asked(stage)
    stage.attendant.finger(True)
    stage.attendant.touched(Back(), "id", steady=True)
    assert isinstance(stage.frames[-1].face, MenuFace)


def test_a_press_that_is_no_finger_s_waits_for_a_screen_that_came_by_itself():
    stage = Stage()
    stage.attendant.drawn()
    stage.pass_time(5.0)
    stage.closed = frozenset({"land"})
    stage.attendant.tell(Passed(stage.at))
    stage.attendant.drawn()
    stage.pass_time(0.1)
    stage.attendant.touched(OpenSearch(), "id")
    assert isinstance(stage.frames[-1].face, MenuFace)
    stage.pass_time(0.5)
    stage.attendant.touched(OpenSearch(), "id")
    assert isinstance(stage.frames[-1].face, SearchFace)


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


def test_what_is_spoken_and_pressed_by_keys_belongs_to_whoever_has_the_screen():
    visitors, technician = Stage(), Stage()
    pressed: list[object] = []
    front = Front(visitors.attendant, lambda press: pressed.append(("visitors", press)))
    heard: list[tuple[Frame, str]] = []
    front.shows(lambda frame, language: heard.append((frame, language)))
    assert heard == [(visitors.frames[-1], "uk")]
    front.take(technician.attendant, lambda press: pressed.append(("technician", press)))
    assert heard[-1][0] is technician.frames[-1]
    visitors.attendant.tell(HallSeen(visitors.at, "suspended"))
    assert heard[-1][0] is technician.frames[-1], "nobody hears of a screen that is covered"
    front.touched("ok")
    technician.attendant.tell(HallSeen(technician.at, "suspended"))
    assert heard[-1][0] is technician.frames[-1]
    front.give_back()
    assert heard[-1][0] is visitors.frames[-1]
    front.touched("ok")
    assert pressed == [("technician", "ok"), ("visitors", "ok")]
