"""What is said next: whatever arrives, in whatever order, however often."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from announcer.line_up import Call, Limits, LineUp, Turn

pytestmark = pytest.mark.fast

SPEECH = 8.0  # seconds that one announcement takes


def a_call(seq: int, born: float = 0.0, *, window: int | None = None, again: bool = False, ticket: str = "") -> Call:
    return Call(
        seq=seq,
        ticket=ticket or f"ticket-{seq}",
        number=f"А{seq % 1000:03d}",
        window=seq if window is None else window,
        languages=("uk", "en"),
        born=born,
        again=again,
    )


def spoken(line_up: LineUp, now: float = 0.0) -> list[Call]:
    """All that is said when nothing more arrives, each taking SPEECH seconds."""
    said = []
    while True:
        line_up, turn = line_up.take(now)
        if turn is None:
            return said
        said.append(turn.call)
        now += SPEECH


def heard(calls: Iterable[Call], now: float = 0.0, limits: Limits | None = None) -> LineUp:
    line_up = LineUp(limits or Limits())
    for call in calls:
        line_up = line_up.hear(call, now)
    return line_up


@st.composite
def arrivals(draw: st.DrawFn) -> list[tuple[float, Call]]:
    """Calls as a lossy bus may deliver them: late, doubled, out of order; a few windows, recalls among them."""
    calls = [
        a_call(seq, born=draw(st.floats(0, 120)), window=draw(st.integers(1, 6)), again=draw(st.booleans()))
        for seq in range(1, draw(st.integers(1, 12)) + 1)
    ]
    copies = draw(st.lists(st.tuples(st.sampled_from(calls), st.floats(0, 30)), max_size=12))
    late = [(call.born + draw(st.floats(0, 15)), call) for call in calls]
    return sorted([*late, *((call.born + delay, call) for call, delay in copies)], key=lambda pair: pair[0])


def play_out(pairs: list[tuple[float, Call]], limits: Limits) -> list[tuple[float, Turn]]:
    """The moments and turns of a voice that is busy for SPEECH seconds with each round."""
    line_up, free_at, said = LineUp(limits), 0.0, []
    waiting = list(pairs)
    while waiting or line_up.waiting:
        if waiting and (not line_up.waiting or waiting[0][0] <= free_at):
            at, call = waiting.pop(0)
            line_up = line_up.hear(call, at)
            free_at = max(free_at, at)
            continue
        line_up, turn = line_up.take(free_at)
        if turn:
            said.append((free_at, turn))
            free_at += SPEECH * turn.rounds
    return said


@settings(max_examples=60)
@given(arrivals(), st.integers(1, 3))
def test_nothing_is_spoken_twice_for_the_same_event(pairs: list[tuple[float, Call]], rounds: int) -> None:
    seqs = [turn.call.seq for _, turn in play_out(pairs, Limits(rounds=rounds))]
    assert len(seqs) == len(set(seqs))


@settings(max_examples=60)
@given(arrivals(), st.floats(1, 30), st.floats(30, 90))
def test_nothing_old_is_ever_spoken(pairs: list[tuple[float, Call]], fresh: float, patience: float) -> None:
    first_heard: dict[int, float] = {}
    for at, call in pairs:
        first_heard.setdefault(call.seq, at)
    for at, turn in play_out(pairs, Limits(fresh=fresh, patience=patience)):
        assert at - turn.call.born <= patience
        assert first_heard[turn.call.seq] - turn.call.born <= fresh


@settings(max_examples=60)
@given(arrivals())
def test_every_call_is_spoken_or_counted_as_dropped(pairs: list[tuple[float, Call]]) -> None:
    line_up = LineUp()
    for at, call in pairs:
        line_up = line_up.hear(call, at)
    now, said = max(at for at, _ in pairs), 0
    while line_up.waiting:
        line_up, turn = line_up.take(now)
        said += turn is not None
    assert said + line_up.dropped == len({call.seq for _, call in pairs})


@given(st.permutations(range(1, 7)), st.lists(st.booleans(), min_size=7, max_size=7))
def test_each_fresh_call_is_spoken_exactly_once_recalls_first_then_in_order(
    order: list[int], again: list[bool]
) -> None:
    calls = [a_call(seq, again=again[seq]) for seq in order]
    said = spoken(heard(calls, limits=Limits(patience=60)))
    recalls = [call.seq for call in said if call.again]
    firsts = [call.seq for call in said if not call.again]
    assert [call.seq for call in said] == recalls + firsts
    assert recalls == sorted(recalls)
    assert firsts == sorted(firsts)
    assert sorted(recalls + firsts) == sorted(order)


def test_a_call_published_again_after_a_crash_is_not_spoken_again() -> None:
    line_up, turn = heard([a_call(7)]).take(0)
    assert turn
    assert line_up.hear(a_call(7), 1.0).take(1.0)[1] is None


def test_a_call_that_waited_too_long_for_the_voice_is_dropped_and_counted() -> None:
    line_up = heard([a_call(1)], limits=Limits(patience=20))
    line_up, turn = line_up.take(20.5)
    assert turn is None
    assert line_up.dropped == 1


def test_a_recall_takes_the_place_of_the_call_that_was_not_yet_spoken() -> None:
    first = a_call(1, ticket="t", window=5)
    again = a_call(2, ticket="t", window=5, again=True)
    assert spoken(heard([first, a_call(3), again])) == [again, a_call(3)]


def test_a_window_that_called_the_next_visitor_no_longer_calls_the_one_before() -> None:
    older, newer = a_call(1, window=5), a_call(2, window=5)
    assert spoken(heard([older, newer])) == [newer]
    assert spoken(heard([newer, older])) == [newer]


def test_a_visitor_who_has_come_is_not_called_any_more() -> None:
    line_up = heard([a_call(1), a_call(2)]).withdraw("ticket-1")
    assert [call.seq for call in spoken(line_up)] == [2]
    assert line_up.dropped == 1


@pytest.mark.parametrize(("waiting", "rounds"), [(1, 2), (2, 2), (3, 1), (5, 1)])
def test_repeats_are_dropped_when_more_than_two_wait(waiting: int, rounds: int) -> None:
    _, turn = heard((a_call(seq) for seq in range(1, waiting + 1)), limits=Limits(rounds=2)).take(0)
    assert turn
    assert turn.rounds == rounds


def test_a_full_hall_is_never_more_than_the_patience_behind_its_boards() -> None:
    burst = heard(replace(a_call(seq), born=0.0) for seq in range(1, 41))
    assert len(spoken(burst)) == 1 + int(Limits().patience // SPEECH)


def test_what_was_heard_is_remembered_within_bounds() -> None:
    line_up = LineUp()
    for seq in range(1, 1200):
        line_up, _ = line_up.hear(a_call(seq), 0.0).take(0.0)
    assert len(line_up._heard) <= 1024


def near(seq: int, zone: str = "hall-1") -> Call:
    return replace(a_call(seq), zone=zone)


def test_calls_of_one_zone_that_wait_together_are_said_together_in_order() -> None:
    line_up, turn = heard([near(1), near(2, "hall-2"), near(3), near(4), near(5)]).take(0)
    assert turn
    assert [call.seq for call in turn.calls] == [1, 3, 4]
    assert [call.seq for call in line_up.waiting] == [2, 5]


def test_a_hall_that_wants_it_so_never_says_two_together() -> None:
    _, turn = heard([near(1), near(2)], limits=Limits(merge=1)).take(0)
    assert turn
    assert turn.others == ()


def test_whatever_is_not_said_is_accounted_for_with_its_reason() -> None:
    line_up = heard([a_call(1, window=50), a_call(2, window=50), a_call(3), a_call(4), a_call(5)])
    line_up = line_up.withdraw("ticket-3", 9, "serving")
    line_up = line_up.hear(a_call(6, born=-11.0), 0.0)
    line_up, _ = line_up.take(0)
    line_up = line_up.cleared(1.0).hear(a_call(7, born=0.5), 1.5)
    assert [(drop.call.seq, drop.why) for drop in line_up.drops] == [
        (1, "replaced"),
        (3, "serving"),
        (6, "stale"),
        (4, "suspended"),
        (5, "suspended"),
        (7, "suspended"),
    ]
    assert line_up.accounted().drops == ()


def test_a_call_that_the_bus_brings_after_its_visitor_came_is_not_said() -> None:
    line_up = LineUp().withdraw("ticket-1", 5, "serving").hear(a_call(1), 0.0)
    assert not line_up.waiting
    assert [drop.why for drop in line_up.drops] == ["serving"]
    assert line_up.hear(a_call(8, ticket="ticket-1"), 0.0).waiting  # called again later, it is
