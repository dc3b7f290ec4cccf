"""An emergency is said at once and again until it is over; what is old tells nothing."""

import pytest

from announcer.alarm import Alarm

pytestmark = pytest.mark.fast


def said(alarm: Alarm, *moments: float) -> list[float]:
    """At which of these moments it is said, each time to its end at once."""
    when = []
    for now in moments:
        alarm, why = alarm.take(now)
        if why:
            when.append(now)
    return when


def test_it_is_said_at_once_and_again_until_it_is_over() -> None:
    alarm = Alarm(every=30).heard("air-raid", at=100, now=1)
    assert said(alarm, 1, 2, 30.9, 31, 60, 61) == [1, 31, 61]
    assert said(alarm.heard(None, at=130, now=31), 31, 300) == []


def test_the_pause_begins_when_it_was_said() -> None:
    alarm, _ = Alarm(every=30).heard("air-raid", at=100, now=1).take(1)
    assert alarm.said(9).wait(9) == 30


def test_a_snapshot_that_says_the_same_again_neither_hastens_nor_delays_it() -> None:
    alarm, _ = Alarm(every=30).heard("air-raid", at=100, now=1).take(1)
    assert alarm.heard("air-raid", at=102, now=3).wait(3) == 28


def test_what_is_older_than_the_last_word_tells_nothing() -> None:
    begun = Alarm().heard("air-raid", at=100, now=1)
    assert begun.heard(None, at=99, now=2).why == "air-raid"
    over = begun.heard(None, at=101, now=3)
    assert over.heard("air-raid", at=100, now=4).why is None


def test_another_emergency_is_said_at_once() -> None:
    alarm, _ = Alarm(every=30).heard("air-raid", at=100, now=1).take(1)
    assert said(alarm.heard("evacuation", at=110, now=11), 11) == [11]
