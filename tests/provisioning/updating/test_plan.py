"""Who takes a new version, and when: one on trial, the rest after it, the queue-master's last, and never while people wait."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioning.updating.bundles import Bundle
from provisioning.updating.plan import (
    HEARD,
    LAST,
    WELL,
    Asked,
    Had,
    Hall,
    Now,
    Plan,
    answer,
    known,
    lacking,
    quiet,
    state,
)

pytestmark = pytest.mark.fast

AT = datetime(2026, 11, 28, 21, tzinfo=UTC)
NEW = Bundle("1.2.0", "ab", 100)
ROLES = {"board-1": "board", "board-2": "board", "dispenser-1": "dispenser", "master": "queue-master"}
CLOSED = Hall(0.0, closed=True, waiting=0)


def moment(plan: Plan | None, minutes: float) -> Now:
    """Both clocks began with the story, and go alike."""
    since = {each: (each.at - AT).total_seconds() for each in (plan.had if plan else ())}
    return Now(AT + timedelta(minutes=minutes), minutes * 60, since)


def asks(
    plan: Plan | None,
    name: str,
    minutes: float = 0,
    *,
    runs: str = "1.1.0",
    tried: str = "",
    hall: Hall | None = CLOSED,
):
    now = moment(plan, minutes)
    heard = Hall(now.steady, closed=True, waiting=0) if hall is CLOSED else hall
    return answer(plan, Asked(name, runs, tried), now, heard, ROLES)


def test_one_box_tries_it_then_the_rest_and_the_queue_master_last():
    plan: Plan | None = Plan(bundle=NEW)
    assert asks(plan, "board-1")[1] == "nothing", "a technician has not begun"
    plan = Plan(bundle=NEW, first="board-1")
    assert {name: asks(plan, name)[1] for name in ROLES} == {**dict.fromkeys(ROLES, "wait"), "board-1": "take"}
    assert state(plan, ROLES) == "trying"
    plan, _ = asks(plan, "board-1", 5, runs="1.2.0", tried="1.2.0")
    assert plan
    soon = 5 + WELL / timedelta(minutes=1)
    assert asks(plan, "board-2", soon - 0.1)[1] == "wait", "it may yet give it back"
    assert {name: asks(plan, name, soon)[1] for name in ROLES} == {
        "board-1": "take", "board-2": "take", "dispenser-1": "take", "master": "wait",
    }  # fmt: skip
    for name in ("board-2", "dispenser-1"):
        plan, _ = asks(plan, name, soon + 5, runs="1.2.0")
    assert asks(plan, "master", soon + 5)[1] == "take"
    plan, _ = asks(plan, "master", soon + 9, runs="1.2.0")
    assert plan
    assert state(plan, ROLES) == "done"


@pytest.mark.parametrize(
    "hall",
    [
        None,
        Hall(0.0, closed=False, waiting=0),
        Hall(0.0, closed=True, waiting=1),
        Hall(0.0, closed=True, waiting=0, served=1),
        Hall(-HEARD.total_seconds() - 1, closed=True, waiting=0),
        Hall(1.0, closed=True, waiting=0),
    ],
    ids=["unheard", "open", "somebody waits", "somebody is at a window", "old news", "news of another start"],
)
def test_nobody_takes_it_unless_the_hall_is_known_to_be_empty(hall: Hall | None):
    assert not quiet(hall, 0.0)
    assert asks(Plan(bundle=NEW, first="board-1"), "board-1", hall=hall)[1] == "wait"


def test_a_box_that_gave_it_back_stops_it_for_all():
    plan, verdict = asks(Plan(bundle=NEW, first="board-1"), "board-1", 20, runs="1.1.0", tried="1.2.0")
    assert plan
    assert (verdict, plan.stopped, state(plan, ROLES)) == ("nothing", "board-1", "stopped")
    assert {asks(plan, name, 60)[1] for name in ROLES} == {"nothing"}


def test_no_plan_no_update():
    assert asks(None, "board-1") == (None, "nothing")


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(ROLES)), st.integers(0, 40), st.booleans(), st.booleans(), st.integers(0, 2)),
        max_size=60,
    )
)
def test_whatever_happens_nobody_is_updated_before_the_first_was_well_nor_while_people_wait(
    story: list[tuple[str, int, bool, bool, int]],
):
    plan: Plan | None = Plan(bundle=NEW, first="board-1")
    runs, tried = dict.fromkeys(ROLES, "1.1.0"), dict.fromkeys(ROLES, "")
    at, well = AT, None
    for name, minutes, works, closed, waiting in story:
        at += timedelta(minutes=minutes)
        now = moment(plan, (at - AT) / timedelta(minutes=1))
        hall = Hall(now.steady, closed, waiting)
        plan, verdict = answer(plan, Asked(name, runs[name], tried[name]), now, hall, ROLES)
        assert plan
        if name == "board-1" and runs[name] == NEW.version and well is None:
            well = at
        if verdict == "take":
            assert closed
            assert waiting == 0
            assert not plan.stopped
            assert runs[name] != NEW.version
            assert name == "board-1" or (well is not None and at - well >= WELL)
            assert ROLES[name] not in LAST or not lacking(plan, ROLES, spare=LAST)
            tried[name] = NEW.version
            runs[name] = NEW.version if works else "1.1.0"
        if any(tried[box] and runs[box] != tried[box] and box == name for box in ROLES) and verdict != "take":
            assert plan.stopped


YEARS = 60 * 24 * 365 * 60
JUMPS = st.integers(-YEARS, YEARS) | st.just(0)
STEPS = st.tuples(st.sampled_from(sorted(ROLES)), st.integers(0, 40), JUMPS, st.booleans())


@given(st.lists(STEPS, max_size=60))
def test_a_clock_that_jumps_neither_hurries_nor_freezes_it(story: list[tuple[str, int, int, bool]]):
    """`jumps`: minutes by which the desk's clock is set; `anew`: the desk's machine has started again, and its steady clock."""
    plan: Plan | None = Plan(bundle=NEW, first="board-1")
    runs, wall, steady = dict.fromkeys(ROLES, "1.1.0"), AT, 0.0
    since: dict[Had, float] = {}
    real, well = 0.0, None  # minutes

    def one(name: str) -> str:
        nonlocal plan, since, well
        now = Now(wall, steady, known(plan, since, steady))
        plan, verdict = answer(plan, Asked(name, runs[name]), now, Hall(steady, closed=True, waiting=0), ROLES)
        since = known(plan, now.since, steady)
        if name == "board-1" and runs[name] == NEW.version and well is None:
            well = real
        if verdict == "take":
            assert name == "board-1" or (well is not None and real - well >= WELL / timedelta(minutes=1)), "hurried"
            runs[name] = NEW.version
        return verdict

    for name, minutes, jumps, anew in story:
        wall = AT + timedelta(minutes=jumps)
        real += minutes
        steady += minutes * 60
        if anew:
            steady, since = 5.0, {}
        one(name)
    # However wrong it all was: from here on each round is a trial long, and five are enough for all.
    for _ in range(5):
        for name in ROLES:
            one(name)
        real, steady = real + 15, steady + 15 * 60
        wall -= timedelta(days=400)
    assert plan
    assert not lacking(plan, ROLES), "frozen"
