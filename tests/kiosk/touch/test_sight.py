from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.touch.sight import ON_ITS_WAY, Sight, Spot, alike, under

pytestmark = pytest.mark.fast


def spot(press: str, place: int = 0) -> Spot:
    """A button of 90 px. In brackets, it is dead."""
    return Spot(press.strip("()"), None if "(" in press else press, 100.0 * place, 0, 100.0 * place + 90, 50)


def screen(*presses: str) -> tuple[Spot, ...]:
    """Buttons, one beside the other."""
    return tuple(spot(press, place) for place, press in enumerate(presses))


def test_between_the_buttons_there_is_none():
    assert under(screen("a", "b"), 95, 10) is None
    assert under(screen("a", "b"), 150, 10) == spot("b", 1)


def test_until_a_new_screen_is_drawn_a_finger_means_the_one_before_it():
    sight = Sight()
    sight.changes(screen("a", "b"))
    assert sight.meant(10, 10, spot("c")) == spot("a")
    sight.drawn(1.0)
    assert sight.meant(10, 10, spot("c")) == spot("c")


def test_changed_twice_before_it_is_drawn_it_is_still_the_first_that_was_seen():
    sight = Sight()
    sight.changes(screen("a"))
    sight.changes(screen("never seen"))
    assert sight.meant(10, 10, spot("c")) == spot("a")


def test_a_button_that_stayed_through_any_number_of_screens_is_steady_and_one_that_came_between_them_is_not():
    sight = Sight()
    for n, presses in enumerate([("a", "b"), ("a", "x"), ("a", "b")]):
        sight.changes(screen(*presses))
        sight.drawn(1.0 + n * 0.1)
    assert sight.steady(10, 10, spot("a"), 1.25)
    assert not sight.steady(110, 10, spot("b", 1), 1.25)
    assert sight.steady(110, 10, spot("b", 1), 1.21 + ON_ITS_WAY), "by now everybody has seen it"


def test_a_dead_button_that_comes_to_life_is_still_the_one_that_a_finger_was_meant_for():
    sight = Sight()
    sight.changes(screen("(a)", "(b)"))
    sight.drawn(1.0)
    assert sight.steady(10, 10, spot("a"), 1.1)
    assert not sight.steady(10, 10, spot("c"), 1.1)


@given(
    st.lists(
        st.tuples(st.sampled_from([("a", "b"), ("b", "a"), ("(a)",), ()]), st.floats(0, 1), st.booleans()), max_size=12
    )
)
def test_nothing_is_steady_that_was_not_there_all_the_while(course: list[tuple[tuple[str, ...], float, bool]]):
    sight, at, now = Sight(), 0.0, screen("a")
    seen = [(0.0, now)]  # from when what was before the eyes
    for presses, seconds, drawn in course:
        sight.changes(now)
        now = screen(*presses)
        at += seconds
        if drawn:
            sight.drawn(at)
            seen.append((at, now))
    still_seen = [spots for n, (_, spots) in enumerate(seen) if n + 1 == len(seen) or seen[n + 1][0] > at - ON_ITS_WAY]
    meant = sight.meant(10, 10, under(now, 10, 10))
    assert meant == under(still_seen[-1], 10, 10), "what is meant is what is before the eyes"
    assert sight.steady(10, 10, meant, at) == all(alike(under(each, 10, 10), meant) for each in still_seen)
