"""The button box: what a press comes to, and what the lamps say, whatever happens."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.contracts.commands import CallNext, Finish, NoShow, OpenWindow, PauseWindow, Recall, StartService
from office.button_box.box import Answered, Box, CallPerson, Effect, Input, Pressed, Seen, Send, next_wake, step
from office.button_box.lamps import BLINKS, LAMPS, lights
from office.button_box.meaning import BUTTONS

pytestmark = pytest.mark.fast

STATES = ("closed", "paused", "free", "calling", "serving")


class Hand:
    """Presses the buttons of a box whose hall is heard, a second apart."""

    def __init__(self, state: str | None = "free", *, heard: bool = True) -> None:
        self.at, self._ids = 100.0, count()
        self.box = Box()
        self.sent: list[Effect] = []
        self.see(state, heard=heard)

    def tell(self, event: Input) -> None:
        self.box, effects = step(self.box, event)
        self.sent += effects

    def see(self, state: str | None, *, heard: bool = True) -> None:
        self.tell(Seen(heard, state))  # type: ignore[arg-type]

    def press(self, button: str, *, long: bool = False, after: float = 1.0) -> None:
        self.at += after
        self.tell(Pressed(self.at, button, f"id-{next(self._ids)}", long))  # type: ignore[arg-type]

    def answer(self, *, done: bool = True) -> None:
        self.tell(Answered(self.at, self.box.asked, done, f"id-{next(self._ids)}"))

    @property
    def wishes(self) -> list[type]:
        return [each.wish for each in self.sent if isinstance(each, Send)]

    @property
    def lit(self) -> dict[str, str]:
        return {name: light for name, light in lights(self.box, self.at).items() if light != "dark"}


@pytest.mark.parametrize(
    ("state", "button", "long", "asks"),
    [
        ("closed", "next", False, [OpenWindow]),
        ("paused", "next", False, [OpenWindow]),
        ("free", "next", False, [CallNext]),
        ("calling", "next", False, [StartService]),
        ("serving", "next", False, [Finish, CallNext]),
        ("calling", "recall", False, [Recall]),
        ("calling", "no-show", False, []),
        ("calling", "no-show", True, [NoShow]),
        ("serving", "finish", False, [Finish]),
        ("serving", "finish", True, [Finish, PauseWindow]),
        ("free", "finish", True, [PauseWindow]),
        ("free", "recall", False, []),
    ],
)
def test_a_press_means_what_its_window_is_at(state: str, button: str, long: bool, asks: list[type]):  # noqa: FBT001
    hand = Hand(state)
    hand.press(button, long=long)
    while hand.box.asked:
        hand.answer()
    assert hand.wishes == asks
    assert (hand.lit.get("offline") == "fast") == (asks == [])


def test_the_next_visitor_is_called_only_once_the_one_before_has_been_finished():
    hand = Hand("serving")
    hand.press("next")
    assert hand.wishes == [Finish]
    hand.answer(done=False)
    assert hand.wishes == [Finish]
    assert hand.lit["offline"] == "fast"


def test_a_press_while_the_hall_is_away_is_refused_by_the_lamps_and_never_sent_later():
    hand = Hand("free", heard=False)
    assert hand.lit == {"offline": "lit"}
    hand.press("next")
    assert hand.lit == {"offline": "fast"}
    hand.see("free")
    hand.at += 5
    hand.see("free")
    assert hand.sent == []
    assert hand.lit == {"free": "lit"}


def test_a_hall_that_goes_away_between_two_wishes_gets_no_second_one():
    hand = Hand("serving")
    hand.press("next")
    hand.see("free", heard=False)
    hand.answer()
    assert hand.wishes == [Finish]


def test_a_trembling_finger_and_an_impatient_one_call_one_visitor():
    hand = Hand("free")
    hand.press("next")
    hand.press("next", after=0.1)
    hand.press("next", after=2)
    assert hand.wishes == [CallNext]
    assert hand.lit == {"free": "fast"}
    hand.see("calling")
    hand.answer()
    hand.press("next", after=0.1)
    assert hand.wishes == [CallNext]
    assert hand.lit == {"calling": "lit"}


def test_somebody_is_called_for_help_at_any_time():
    for state in STATES:
        hand = Hand(state)
        hand.press("help")
        assert [type(each) for each in hand.sent] == [CallPerson]


def test_a_window_that_the_hall_does_not_know_is_as_good_as_offline():
    hand = Hand(None)
    assert hand.lit == {"offline": "lit"}
    hand.press("next")
    assert hand.sent == []


def test_no_lamp_flashes_faster_than_three_times_a_second():
    assert all(1 / (lit + dark) <= 3 for lit, dark in BLINKS.values())


_HAPPENINGS = st.one_of(
    st.tuples(st.just("press"), st.sampled_from(BUTTONS), st.booleans()),
    st.tuples(st.just("see"), st.sampled_from([*STATES, None]), st.booleans()),
    st.tuples(st.just("answer"), st.none(), st.booleans()),
)


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.5, 2.0]), _HAPPENINGS), max_size=40))
def test_whatever_happens_one_thing_is_asked_at_a_time_and_only_of_a_hall_that_is_heard(
    happenings: list[tuple[float, tuple[str, str, bool]]],
):
    hand = Hand()
    for after, (what, value, truth) in happenings:
        hand.at += after
        asked, sent = hand.box.asked, len(hand.sent)
        match what:
            case "press":
                hand.press(value, long=truth, after=0)
            case "see":
                hand.see(value, heard=truth)
            case _ if asked:
                hand.answer(done=truth)
        new = hand.sent[sent:]
        assert len(new) <= 1
        assert not new or (hand.box.heard and hand.box.state and hand.box.asked == new[0].id)
        assert not new or not asked or what == "answer"
        shown = lights(hand.box, hand.at)
        assert set(shown) == set(LAMPS)
        assert hand.box.heard or shown["offline"] != "dark"
        wake = next_wake(hand.box, hand.at)
        assert wake is None or wake > hand.at
