"""What a person may set a clock to, and which wish is no wish any more."""

from datetime import UTC, datetime, timedelta

import pytest

from broker.contracts.errors import Refused
from provisioning.clock.rules import LATE, Keeper, Wanted, check, time_now

pytestmark = pytest.mark.fast

BUILT = datetime(2026, 11, 1, tzinfo=UTC)
QUEUE = datetime(2026, 11, 20, 9, tzinfo=UTC)  # where the clock stood when the power went
NOW = datetime(2026, 11, 28, 11, 30, tzinfo=UTC)
WANTED = Wanted(id="1", moment=NOW, boot="this", steady=100.0, queue=QUEUE)


@pytest.mark.parametrize("kept", ["nobody", "battery", "person"])
def test_a_clock_that_the_network_does_not_keep_is_set(kept: Keeper):
    check(NOW, QUEUE, BUILT, kept)


@pytest.mark.parametrize(
    ("moment", "queue", "kept", "reason"),
    [
        (NOW, QUEUE, "network", "network-keeps-it"),
        (BUILT - timedelta(days=1), BUILT - timedelta(days=2), "nobody", "before-program"),
        (QUEUE - timedelta(hours=1), QUEUE, "nobody", "before-queue"),
        (datetime(2037, 1, 1, tzinfo=UTC), QUEUE, "nobody", "too-far"),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_the_reason(moment: datetime, queue: datetime, kept: Keeper, reason: str):
    with pytest.raises(Refused) as refusal:
        check(moment, queue, BUILT, kept)
    assert refusal.value.reason == reason


def test_back_by_seconds_is_no_going_back():
    check(QUEUE - timedelta(seconds=40), QUEUE, BUILT, "person")


def test_the_time_is_what_was_wanted_and_what_has_passed_since():
    assert time_now(WANTED, "this", 107.5) == NOW + timedelta(seconds=7.5)


@pytest.mark.parametrize(
    ("boot", "steady", "reason"),
    [
        ("another", 107.5, "other-start"),
        ("", 107.5, "other-start"),
        ("this", 100.0 + LATE + 1, "too-late"),
        ("this", 99.0, "too-late"),
    ],
    ids=["survived a power cut", "no id at all", "lay too long", "from a later moment"],
)
def test_an_old_wish_sets_no_old_time(boot: str, steady: float, reason: str):
    with pytest.raises(Refused) as refusal:
        time_now(WANTED, boot, steady)
    assert refusal.value.reason == reason


def test_a_wish_without_an_id_of_its_start_is_none_where_the_machine_has_none_either():
    with pytest.raises(Refused):
        time_now(Wanted(id="1", moment=NOW, boot="", steady=100.0, queue=QUEUE), "", 101.0)
