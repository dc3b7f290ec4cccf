"""A second pair of eyes: whatever the records say, a call past an earlier visitor needs a reason that is true."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec import structs

from broker.replay.bystander import Bystander, Seen
from broker.replay.outcome import Overtaking
from tests.broker.halls import MORNING

pytestmark = pytest.mark.fast

FIRST = Seen(place=1, number="А001", line="residence", since=MORNING)
SECOND = Seen(place=2, number="А002", line="residence", since=MORNING + timedelta(minutes=1))


def unexplained(first: Seen, second: Seen, *reasons: str, serves: tuple[str, ...] = ("residence", "passport")) -> int:
    """`second` is called while `first` waits; the hall's records give `reasons` to `first`."""
    bystander = Bystander()
    bystander.comes("first", first)
    bystander.comes("second", second)
    bystander.called("second", serves)
    return bystander.unexplained({"first": [Overtaking(number=second.number, reason=reason) for reason in reasons]})  # type: ignore[arg-type]


def test_a_call_past_an_earlier_visitor_without_a_record_is_unexplained():
    assert unexplained(FIRST, SECOND) == 1


def test_the_earlier_one_is_called_first_and_nothing_needs_a_reason():
    assert unexplained(SECOND, FIRST) == 0


def test_a_window_that_does_not_serve_the_line_passes_nobody():
    assert unexplained(FIRST, structs.replace(SECOND, line="pickup"), serves=("pickup",)) == 0


def test_the_record_of_another_call_explains_nothing():
    bystander = Bystander()
    bystander.comes("first", FIRST)
    bystander.comes("second", structs.replace(SECOND, priority="veteran"))
    bystander.called("second", ("residence",))
    assert bystander.unexplained({"first": [Overtaking(number="А009", reason="priority")]}) == 1


@pytest.mark.parametrize(
    ("reason", "first", "second"),
    [
        ("priority", {}, {"priority": "veteran"}),
        ("other-line", {}, {"line": "passport"}),
        ("needs", {"needs": True}, {}),
        ("appointment-due", {}, {"booked": True, "since": MORNING - timedelta(minutes=5)}),
        ("oldest", {"booked": True, "since": MORNING + timedelta(hours=1)}, {}),
        ("next-leg", {}, {"again": True}),
    ],
)
def test_a_reason_is_believed_only_when_it_is_true_of_the_two(reason: str, first: dict, second: dict):
    assert unexplained(structs.replace(FIRST, **first), structs.replace(SECOND, **second), reason) == 0
    assert unexplained(FIRST, SECOND, reason) == 1, "said, but not so"


@pytest.mark.parametrize("reason", ["operator", "returned", "transferred"])
def test_what_never_happens_in_a_replay_explains_nothing(reason: str):
    assert unexplained(FIRST, SECOND, reason) == 1
