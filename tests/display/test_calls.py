"""Calls stand out while they are new, blink for ten seconds and then keep still."""

from datetime import timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.contracts.snapshot import CallView, Snapshot, WindowView
from display.board.calls import MISSED, Calls, note, spoken
from display.look.blinking import BLINKS
from tests.display.halls import NOON

pytestmark = pytest.mark.fast


def call(number: str, window: int, seconds_ago: float = 0.0, times: int = 1) -> CallView:
    at = NOON - timedelta(seconds=seconds_ago)
    return CallView(number=number, window=window, zone="hall-1", at=at, times=times, priority=False)


def hall(*calls: CallView, calling: tuple[tuple[int, str], ...] = ()) -> Snapshot:
    windows = tuple(
        WindowView(id=window, zone="hall-1", state="calling", ticket=ticket, since=None) for window, ticket in calling
    )
    return Snapshot(seq=1, at=NOON, hall="open", until=None, why=None, lines=(), windows=windows, calls=calls)


def test_all_that_the_snapshot_tells_are_known_newest_first() -> None:
    many = [call(f"А{n:03d}", n) for n in range(20, 0, -1)]
    shown = note(Calls(), hall(*many), now=100.0).shown
    assert [c.number for c in shown[:2]] == ["А020", "А019"]
    assert len(shown) == 20


def test_a_board_may_show_some_calls_and_not_others() -> None:
    known = note(Calls(), hall(call("А001", 5), call("К002", 7)), 100.0, lambda one: one.window == 7)
    assert [c.number for c in known.shown] == ["К002"]


def test_each_of_three_calls_that_a_board_missed_is_new_for_ten_seconds_when_it_is_back() -> None:
    """Its link was away for eight seconds; all three visitors are still waited for."""
    missed = [call("А003", 3, 1), call("А002", 2, 4), call("А001", 1, 8)]
    back = note(Calls(), hall(*missed, calling=((1, "А001"), (2, "А002"), (3, "А003"))), now=100.0)
    assert all(back.blinks(one, 100.0 + BLINKS - 0.1) for one in missed)
    assert not any(back.blinks(one, 100.0 + BLINKS) for one in missed)


def test_a_call_that_was_missed_long_ago_stands_out_but_does_not_blink() -> None:
    old = call("А001", 5, seconds_ago=MISSED + 1)
    back = note(Calls(), hall(old, calling=((5, "А001"),)), now=100.0)
    assert back.stands_out(old, 100.0)
    assert not back.blinks(old, 100.0)


def test_a_call_is_new_for_no_less_than_ten_seconds_though_its_message_was_on_its_way() -> None:
    late = call("А001", 5, seconds_ago=1.9)
    assert note(Calls(), hall(late), now=100.0).blinks(late, 100.0 + BLINKS - 0.01)


def test_which_calls_are_new_is_told_by_name() -> None:
    calls = note(Calls(), hall(call("А001", 5), call("К002", 7, seconds_ago=60)), now=100.0)
    assert calls.fresh(105.0) == {("А001", 5, 1)}
    assert calls.fresh(111.0) == frozenset()


def test_a_new_call_blinks_for_ten_seconds_by_the_boards_own_clock() -> None:
    new = call("А001", 5)
    calls = note(Calls(), hall(new), now=100.0)
    assert calls.blinks(new, 100.0)
    assert calls.blinks(new, 100.0 + BLINKS - 0.01)
    assert not calls.blinks(new, 100.0 + BLINKS)
    assert calls.next_phase(100.0 + BLINKS) is None


def test_heartbeats_do_not_make_a_call_new_again() -> None:
    new = call("А001", 5)
    calls = note(Calls(), hall(new), now=100.0)
    later = note(calls, hall(new), now=108.0)
    assert later.age(new, 109.0) == 9.0


def test_a_board_that_was_away_does_not_blink_with_old_calls() -> None:
    old = call("А001", 5, seconds_ago=300)
    assert not note(Calls(), hall(old), now=100.0).stands_out(old, 100.0)


def test_a_recall_blinks_anew() -> None:
    first = call("А001", 5, seconds_ago=60)
    calls = note(Calls(), hall(first), now=100.0)
    again = call("А001", 5, seconds_ago=0, times=2)
    calls = note(calls, hall(again), now=101.0)
    assert calls.blinks(again, 101.5)


def test_two_windows_that_call_at_once_both_stand_out() -> None:
    one, other, served = call("А001", 5), call("К002", 7), call("В003", 2, seconds_ago=90)
    calls = note(Calls(), hall(one, other, served), now=100.0)
    assert [calls.stands_out(c, 100.0) for c in (one, other, served)] == [True, True, False]


def test_a_call_stands_out_until_its_visitor_comes() -> None:
    waited_for = call("А001", 5, seconds_ago=45)
    calls = note(Calls(), hall(waited_for, calling=((5, "А001"),)), now=100.0)
    assert calls.stands_out(waited_for, 100.0)
    assert not calls.flash(waited_for, 100.0)
    came = note(calls, hall(waited_for), now=101.0)
    assert not came.stands_out(waited_for, 101.0)


@given(st.lists(st.floats(0, 30), min_size=1, max_size=8))
def test_nothing_flashes_more_than_three_times_a_second(ages: list[float]) -> None:
    made = [call(f"А{i:03d}", i, seconds_ago=age) for i, age in enumerate(ages, start=1)]
    calls = note(Calls(), hall(*made), now=100.0)
    for one in made:
        seen = [calls.flash(one, 100.0 + step / 50) for step in range(500)]
        flashes = [i for i in range(1, len(seen)) if seen[i] and not seen[i - 1]]
        assert all(later - earlier >= 50 / 3 for earlier, later in pairwise(flashes))


def test_a_call_that_the_voice_begins_to_say_flashes_with_the_gong_and_is_new_once_more() -> None:
    one, other = call("А001", 5, seconds_ago=25), call("К002", 7, seconds_ago=25)
    calls = spoken(note(Calls(), hall(one, other), now=100.0), {("А001", 5)}, 100.0)
    assert calls.flash(one, 100.0)
    assert calls.fresh(109.0) == {("А001", 5, 1)}
    assert calls.fresh(110.0) == frozenset()
    heartbeat = note(calls, hall(one, other), now=102.0)
    assert heartbeat.fresh(109.0) == {("А001", 5, 1)}


def test_a_gong_that_comes_before_the_snapshot_is_not_lost() -> None:
    one = call("А001", 5, seconds_ago=25)
    calls = note(spoken(Calls(), {("А001", 5)}, 100.0), hall(one), now=100.1)
    assert calls.flash(one, 100.1)


@given(st.floats(0, 30), st.floats(0, 10))
def test_a_gong_never_makes_it_flash_more_than_three_times_a_second(age: float, gong: float) -> None:
    one, seen = call("А001", 5, seconds_ago=age), []
    calls = note(Calls(), hall(one), now=100.0)
    for step in range(1000):
        now = 100.0 + step / 50
        if now - 1 / 50 < 100.0 + gong <= now:
            calls = spoken(calls, {("А001", 5)}, now)
        seen.append(calls.flash(one, now))
    flashes = [i for i in range(1, len(seen)) if seen[i] and not seen[i - 1]]
    assert all(later - earlier >= 50 / 3 for earlier, later in pairwise(flashes))


@given(st.lists(st.floats(0, 30), max_size=8), st.floats(0, 12))
def test_the_next_phase_is_never_slept_through(ages: list[float], later: float) -> None:
    made = [call(f"А{i:03d}", i, seconds_ago=age) for i, age in enumerate(ages, start=1)]
    calls = note(Calls(), hall(*made), now=100.0)
    now = 100.0 + later
    pause = calls.next_phase(now)
    before = [calls.flash(c, now) for c in made]
    asleep = now + (pause if pause is not None else 5.0) - 1e-6
    assert [calls.flash(c, asleep) for c in made] == before
    assert pause is None or 0 < pause <= 0.5


def test_what_is_not_shown_any_more_is_forgotten() -> None:
    calls = note(Calls(), hall(call("А001", 5)), now=100.0)
    calls = note(calls, msgspec.structs.replace(hall(), calls=()), now=101.0)
    assert not calls.made
