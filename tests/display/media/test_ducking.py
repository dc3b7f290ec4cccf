"""Media are quiet while the voice speaks, by its own word; where no voice tells of itself, for as long as one would."""

from __future__ import annotations

import pytest

from display.media.ducking import LINGERS, Ducking

pytestmark = pytest.mark.fast

CALM = Ducking(spare=0.3)


def test_while_the_voice_speaks_media_are_as_much_quieter_as_it_says() -> None:
    speaking = CALM.call(0.0, is_new=True).voice(20.0)
    assert speaking.share(1.0) == pytest.approx(0.1)
    assert speaking.voice(6.0).share(1.0) == pytest.approx(0.5, abs=0.01)


def test_when_the_voice_is_through_media_are_back_at_once_though_the_call_is_still_new() -> None:
    over = CALM.call(0.0, is_new=True).voice(20.0).voice(0.0)
    assert over.share(6.0) == 1.0
    assert over.call(10.0, is_new=False).share(11.0) == 1.0


def test_the_word_may_come_before_the_call_is_drawn() -> None:
    over = CALM.voice(20.0).call(0.1, is_new=True).voice(0.0)
    assert over.share(6.0) == 1.0


def test_without_a_word_media_are_quiet_while_a_call_is_new_and_for_as_long_as_it_is_spoken() -> None:
    called = CALM.call(0.0, is_new=True)
    assert (called.share(9.0), called.wait(9.0)) == (0.3, None)
    spoken = called.call(10.0, is_new=False)
    assert (spoken.share(12.0), spoken.wait(12.0)) == (0.3, LINGERS - 2)
    assert (spoken.share(10.0 + LINGERS), spoken.wait(10.0 + LINGERS)) == (1.0, None)


def test_a_voice_that_fell_silent_for_good_is_not_counted_on_at_the_next_call() -> None:
    before = CALM.call(0.0, is_new=True).voice(20.0).voice(0.0).call(10.0, is_new=False)
    assert before.call(60.0, is_new=True).share(61.0) == 0.3


def test_what_is_said_without_any_call_is_heard_too() -> None:
    assert CALM.voice(20.0).share(0.0) == pytest.approx(0.1)
    assert CALM.voice(20.0).voice(0.0).share(0.0) == 1.0
