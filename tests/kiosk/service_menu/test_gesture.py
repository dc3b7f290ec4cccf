"""The way in opens to whoever means it, and to nobody else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from kiosk.service_menu.gesture import (
    HOLD,
    LONGEST_TAP,
    SHORTEST_REST,
    TAPS,
    WITHIN,
    Corner,
    Finger,
    Knock,
    came,
    left,
    moved,
)

pytestmark = pytest.mark.fast

CORNER = Corner.of(1080, 1920, 4.03)
INSIDE = 1040.0, 1890.0
OUTSIDE = 500.0, 900.0


class Touch(Struct, frozen=True, dict=True):
    """One finger on the glass from `down` to `up` seconds."""

    down: float
    up: float
    at: tuple[float, float] = INSIDE
    slides: tuple[float, float] = (0.0, 0.0)


def opened(touches: list[Touch]) -> bool:
    """True if it opened at any moment, even between two events."""
    events = [(t.down, 0, n, t) for n, t in enumerate(touches)] + [(t.up, 2, n, t) for n, t in enumerate(touches)]
    events += [((t.down + t.up) / 2, 1, n, t) for n, t in enumerate(touches) if t.slides != (0.0, 0.0)]
    knock, found = Knock(), False
    for at, kind, number, touch in sorted(events, key=lambda e: e[:3]):
        found |= knock.opens(at)
        slid = (touch.at[0] + touch.slides[0], touch.at[1] + touch.slides[1])
        finger = Finger(at, number, *(touch.at if kind == 0 else slid))
        match kind:
            case 0:
                knock = came(knock, finger, CORNER)
            case 1:
                knock = moved(knock, finger, CORNER)
            case _:
                knock = left(knock, finger)
    return found


def taps(count: int, *, lasts: float = 0.1, rest: float = 0.2, start: float = 10.0) -> list[Touch]:
    return [Touch(start + n * (lasts + rest), start + n * (lasts + rest) + lasts) for n in range(count)]


def then(before: list[Touch], after: float, lasts: float, **more: tuple[float, float]) -> list[Touch]:
    down = before[-1].up + after
    return [*before, Touch(down, down + lasts, **more)]


@given(st.floats(0.05, 0.3), st.floats(SHORTEST_REST, 0.25), st.floats(0.15, 1.4), st.floats(HOLD + 0.01, 20))
def test_five_taps_and_a_sixth_that_stays_open_it_however_a_technician_taps(
    lasts: float, rest: float, pause: float, held: float
):
    assert opened(then(taps(TAPS, lasts=lasts, rest=rest + 0.001), pause, held))


@given(st.integers(1, 60), st.floats(0.02, LONGEST_TAP), st.floats(0.0, 2.0))
def test_tapping_alone_never_opens_it_however_long(count: int, lasts: float, rest: float):
    assert not opened(taps(count, lasts=lasts, rest=rest))


@given(st.floats(0, HOLD - 0.01))
def test_a_sixth_tap_let_go_too_soon_opens_nothing(held: float):
    assert not opened(then(taps(TAPS), 0.2, held))


@given(st.integers(0, TAPS - 1), st.floats(HOLD, 60))
def test_a_finger_that_rests_without_five_taps_opens_nothing(count: int, held: float):
    assert not opened(then(taps(count), 0.2, held) if count else [Touch(1.0, 1.0 + held)])


@given(st.floats(0.02, 0.15), st.floats(0.0, SHORTEST_REST - 0.01), st.integers(5, 12))
def test_a_trembling_finger_that_then_rests_opens_nothing(lasts: float, rest: float, strikes: int):
    assert not opened(then(taps(strikes, lasts=lasts, rest=rest), rest, 10.0))


def test_five_taps_take_three_seconds_at_most():
    slow = taps(TAPS, lasts=0.1, rest=(WITHIN + 0.2) / (TAPS - 1))
    assert not opened(then(slow, 0.3, 10.0))


@given(st.integers(0, TAPS), st.floats(0.0, 2.8), st.floats(0.05, 10.0), st.sampled_from([INSIDE, OUTSIDE]))
def test_a_second_finger_anywhere_spoils_it(during: int, after: float, lasts: float, where: tuple[float, float]):
    meant = then(taps(TAPS), 0.2, HOLD + 0.1)
    start = meant[during].down + after * (meant[during].up - meant[during].down) / 3.0
    palm = Touch(start, start + lasts, where)
    assert not opened([*meant, palm])


@given(st.integers(0, TAPS - 1))
def test_a_touch_elsewhere_begins_it_anew(after: int):
    meant = then(taps(TAPS, lasts=0.05, rest=0.4), 0.4, 10.0)
    stray = Touch(meant[after].up + 0.1, meant[after].up + 0.2, OUTSIDE)
    assert not opened([*meant, stray])


@given(st.floats(-300, 300), st.floats(-300, 20))
def test_a_finger_that_slides_holds_nothing(across: float, up: float):
    slid = opened(then(taps(TAPS), 0.2, HOLD + 1.0, slides=(across, up)))
    assert slid == (across**2 + up**2 <= (6 * 4.03) ** 2)


_touches = st.lists(
    st.tuples(
        st.floats(0.0, 0.8),
        st.one_of(st.floats(0.01, 0.5), st.floats(2.0, 5.0)),
        st.one_of(st.just(INSIDE), st.just(OUTSIDE), st.tuples(st.floats(0, 1080), st.floats(0, 1920))),
    ),
    max_size=25,
)


@given(_touches)
def test_whatever_opens_it_was_five_short_taps_and_a_long_one_alone_in_the_corner(told: list[tuple]):
    at, touches = 0.0, []
    for rest, lasts, where in told:
        touches.append(Touch(at + rest, at + rest + lasts, where))
        at = touches[-1].up
    meant = any(
        all(CORNER.holds(Finger(0, 0, *t.at)) for t in six)
        and all(t.up - t.down <= LONGEST_TAP for t in six[:TAPS])
        and six[TAPS - 1].up - six[0].down <= WITHIN
        and six[TAPS].up - six[TAPS].down >= HOLD
        for six in (touches[n : n + TAPS + 1] for n in range(len(touches) - TAPS))
    )
    assert meant or not opened(touches)


@pytest.mark.parametrize(("count", "opens"), [(4, False), (5, True), (6, False)])
def test_it_is_five_taps_and_then_a_hold_of_three_seconds(count: int, opens: bool):  # noqa: FBT001 - of the table
    first = taps(count)
    held = first[-1].up + 0.2
    assert opened([*first, Touch(held, held + 3.05)]) is opens
    assert not opened([*first, Touch(held, held + 2.95)])
