"""A visitor calls a person: what the screen says of it, and what goes over the bus."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct, field

from broker.bus.memory import MemoryBroker
from broker.contracts import commands as c
from kiosk.touch.help_call import CallForHelp, HelpPress, HelpSeen, HelpStage, HelpState, HideHelp, WithdrawHelp
from kiosk.touch.help_desk import RAMP, HelpDesk
from kiosk.touch.presses import Leave, Touched
from kiosk.touch.reader import Reader, heed, next_reader, saw_help
from tests.broker.halls import PLAN
from tests.broker.until import until
from tests.office.hall_in_memory import HallInMemory, delivering

pytestmark = pytest.mark.fast


def pressed(reader: Reader, press: HelpPress, at: float) -> Reader:
    reader, left = heed(reader, Touched(at, press, ""))
    assert left is None
    return reader


def test_the_card_comes_with_the_call_and_again_with_each_news():
    reader = pressed(Reader(), CallForHelp(), 10.0)
    assert reader.help == HelpState("calling", shown=True)
    reader = pressed(reader, HideHelp(), 12.0)
    assert reader.help == HelpState("calling")
    assert not saw_help(reader, HelpSeen(13.0, "called")).help.shown, "that the hall has it is no news"
    reader = saw_help(reader, HelpSeen(14.0, "coming"))
    assert reader.help == HelpState("coming", shown=True)


def test_a_screen_behind_the_card_cannot_be_pressed_but_be_left():
    reader = pressed(Reader(), CallForHelp(), 10.0)
    assert heed(reader, Touched(12.0, "a service", ""))[1] is None
    assert heed(reader, Touched(12.0, Leave(), ""))[1] == Leave()


def test_the_next_visitor_finds_no_card_though_somebody_is_still_coming():
    reader = saw_help(pressed(Reader(), CallForHelp(), 10.0), HelpSeen(14.0, "coming"))
    assert not reader.reads_as_usual
    after = next_reader(reader)
    assert after.reads_as_usual
    assert after.help == HelpState("coming")


def test_what_the_hall_has_not_heard_yet_is_not_over():
    assert HelpState("calling", shown=True).seen(None) == HelpState("calling", shown=True)
    assert HelpState("called", shown=True).seen(None) == HelpState()


_STAGES: st.SearchStrategy[HelpStage | None] = st.sampled_from([None, "calling", "called", "coming", "unheard"])
_PRESSES: st.SearchStrategy[HelpPress] = st.sampled_from([CallForHelp(), WithdrawHelp(), HideHelp()])


@given(st.lists(st.one_of(_STAGES, _PRESSES), max_size=20))
def test_a_card_always_has_something_to_say(happenings: list[HelpPress | HelpStage | None]):
    state = HelpState()
    for each in happenings:
        state = state.seen(each) if each is None or isinstance(each, str) else state.pressed(each)
        assert state.stage is not None or not state.shown


class Desk(Struct, dict=True):
    hall: HallInMemory
    desk: HelpDesk
    told: list[HelpStage | None] = field(default_factory=list)


@pytest.fixture
def desk() -> Iterator[Desk]:
    broker = MemoryBroker()
    hall = HallInMemory(broker.client("queue-master", PLAN.hall.id), PLAN)
    bus = broker.client("dispenser-1", PLAN.hall.id)
    told: list[HelpStage | None] = []
    lock = threading.Lock()

    def later(call: Callable[[], None]) -> None:
        with lock:
            call()

    made = HelpDesk(bus, "dispenser-1", PLAN.timezone, tell=lambda seen: told.append(seen.stage), later=later)
    with delivering(broker):
        bus.start()
        yield Desk(hall, made, told)
        bus.stop()


def open_calls(desk: Desk) -> list[str]:
    return [each.place for each in desk.hall.hall.memory.helps.values()]


def test_a_call_is_heard_and_whoever_comes_is_told(desk: Desk):
    desk.desk.call()
    until(lambda: "called" in desk.told)
    assert open_calls(desk) == ["dispenser-1"]
    (call,) = desk.hall.hall.memory.helps
    desk.hall.do(c.AcknowledgeHelp, help=call)
    until(lambda: desk.told[-1] == "coming")
    desk.hall.do(c.EndHelp, help=call)
    until(lambda: desk.told[-1] is None)


def test_a_call_that_is_taken_back_is_over_in_the_hall(desk: Desk):
    desk.desk.call()
    until(lambda: "called" in desk.told)
    desk.desk.withdraw()
    until(lambda: open_calls(desk) == [])


def test_the_ramp_is_another_place(desk: Desk):
    desk.desk.call(RAMP, "button")
    until(lambda: open_calls(desk) == ["ramp"])
    assert desk.told[-1:] in ([], [None]), "a call from the ramp is not this screen's"


def test_a_call_that_nobody_hears_is_not_late_news(desk: Desk):
    desk.hall.deaf = True
    made = desk.desk
    made._patience = 0.2
    made.call()
    until(lambda: "unheard" in desk.told)
    desk.hall.deaf = False
    (command,) = {id(each): each for _, each in desk.hall.commands}.values() or (None,)
    assert command is None, "nothing was heard"


def test_nobody_came_is_said(desk: Desk):
    desk.desk.call()
    until(lambda: "called" in desk.told)
    (call,) = desk.hall.hall.memory.helps
    desk.hall.do(c.EndHelp, help=call, why="nobody-came")
    until(lambda: "unheard" in desk.told)
